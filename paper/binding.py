"""The first act of a worker process: to bind itself, so that whatever it reads costs this process and no other."""

import resource
import signal
import sys

ANSWER = 256 * 1024 * 1024  # bytes the worker may write


def bind(seconds: int, memory: int) -> None:
    """Processor and wall time in seconds, address space in bytes, few files, no core dump; for the rest of its life."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (ANSWER, ANSWER))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    if sys.platform != "darwin":  # macOS knows the limit of the address space but refuses to set it
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    signal.alarm(seconds + 1)  # ends it even where the process that asked is gone
