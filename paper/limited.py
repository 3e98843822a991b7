"""A worker of ours on somebody's bytes, in a process that can do little: no secret, no library, bounded in all.

The worker is a module of `paper` that needs nothing but the standard library, or what it is granted of those beside
us. It finds the bytes on its standard input, which can be sought in, and answers in lines of JSON, the last of them
"end". Whatever it does or dies of, the asking process gets its lines or a Stopped.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

SECONDS = 20  # of processor and of wall
MEMORY = 1024 * 1024 * 1024  # bytes of address space

_ROOT = str(Path(__file__).resolve().parent.parent)
# The limits stand before the worker is even imported. What it prints besides its answer goes nowhere.
_START = """
import sys
sys.path.append(sys.argv[1])
from paper.binding import bind
bind(int(sys.argv[2]), int(sys.argv[3]))
from paper.{worker} import main
main()
"""
_KEPT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
_DEATHS_BY_TIME = (signal.SIGXCPU, signal.SIGALRM)
_DEATHS_BY_SIZE = (signal.SIGKILL, signal.SIGABRT, signal.SIGSEGV, signal.SIGXFSZ)


class Stopped(RuntimeError):
    """The worker did not come to an end; `reason` is "time", "size" or "crash"."""

    def __init__(self, reason: str):
        self.reason = reason
        super().__init__(reason)


def ask(
    worker: str, data: bytes, *, seconds: int = SECONDS, memory: int = MEMORY, libraries: bool = False
) -> Iterator[Any]:
    """The lines `paper.<worker>.main` answers about `data`, each as plain data, without the "end".

    `seconds` of processor and of wall, `memory` in bytes of address space; `libraries` for a worker that needs one of
    those installed beside us. Raises Stopped, at once or after the lines.
    """
    # -I and -S: neither the environment nor the working directory nor, unless asked for, site-packages reach the worker.
    without = [] if libraries else ["-S"]
    command = [sys.executable, "-I", *without, "-X", "utf8", "-c", _START.format(worker=worker)]
    # Files instead of pipes: no thread is needed, nobody waits for anybody, and the answer's size has a limit.
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as answer:
        given.write(data)
        given.seek(0)
        _run([*command, _ROOT, str(seconds), str(memory)], given, answer, seconds)
        answer.seek(0)
        for line in answer:
            if line == b'"end"\n':
                return
            yield json.loads(line)
    raise Stopped("crash")


def _run(command: list[str], given: IO[bytes], answer: IO[bytes], seconds: int) -> None:
    process = subprocess.Popen(
        command,
        stdin=given,
        stdout=answer,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={name: os.environ[name] for name in _KEPT if name in os.environ},
        start_new_session=True,  # a group of its own, which ends as a whole
    )
    try:
        code = process.wait(timeout=seconds)
    except subprocess.TimeoutExpired as late:
        raise Stopped("time") from late
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    if code:
        raise Stopped("time" if -code in _DEATHS_BY_TIME else "size" if -code in _DEATHS_BY_SIZE else "crash")
