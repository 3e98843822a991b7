"""The other side of tests/racers.py: a process with a task, as a test starts it and listens to it."""

import atexit
import json
import os
import queue
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from django.db import connection

from tests.sources import ROOT

START = """
import os, socket, django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]
django.setup()
from tests import stable
stable.serve(socket.socket(fileno=0))
"""
PATIENCE = 30  # seconds, for a machine under load; a race itself takes less than one
LOOK = 0.1  # seconds in which a process shows whether it sleeps
# Waiting for a lock that another racer has: nobody else's work makes it wait, and nothing but the test lets it go on.
WAITS = """
SELECT 1 FROM pg_stat_activity AS waits JOIN pg_stat_activity AS has ON has.pid = ANY(pg_blocking_pids(waits.pid))
WHERE waits.application_name = %s AND has.application_name LIKE 'racer %%'
"""


def opened() -> tuple[socket.socket, subprocess.Popen]:
    """A new stable (tests/stable.py) and where its racers are ordered; it ends when that is closed."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    name = str(connection.settings_dict["NAME"])
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-c", START],
            cwd=ROOT,
            env={**os.environ, "TEST_DATABASE": name, "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1"},
            stdin=theirs,
            stdout=subprocess.DEVNULL,
        )
    return ours, process


@cache
def stable() -> socket.socket:
    """The stable of this run, opened for the first racer."""
    orders, process = opened()
    atexit.register(process.wait)
    atexit.register(orders.close)  # comes before the waiting
    return orders


def ordered(orders: socket.socket, verb: str, *given: object, line: tuple[socket.socket, ...] = ()) -> int:
    """The number of the racer that the order is about, when it was carried out."""
    socket.send_fds(orders, [json.dumps([verb, *given]).encode()], [end.fileno() for end in line])
    return int(orders.recv(100))


class Racer:
    """A process with a task; its points arrive in a queue."""

    def __init__(self, orders: socket.socket, task: str, pk: int, *more: object):
        self.orders = orders
        self.line, theirs = socket.socketpair()
        with theirs:
            self.pid = ordered(orders, "start", task, str(pk), *map(str, more), line=(theirs,))
        self.points: queue.Queue[str] = queue.Queue()
        self.listener = threading.Thread(target=self._listen, daemon=True)
        self.listener.start()
        self.is_stopped = False

    def _listen(self) -> None:
        with suppress(ConnectionError), self.line.makefile(encoding="utf-8") as said:
            for point in said:
                self.points.put(point.strip())

    def next(self, patience: float = PATIENCE) -> str:
        """The next point it reaches, within seconds."""
        return self.points.get(timeout=patience)

    def is_held_up(self) -> bool:
        """Whether it reaches nothing because it waits for another racer."""
        until = time.monotonic() + PATIENCE
        while self.points.empty() and time.monotonic() < until:
            if self._waits():
                return self.points.empty()
        return False

    def _waits(self) -> bool:
        """PostgreSQL is asked. SQLite has nobody to ask: who waits there sleeps nearly all the time, as no other racer does."""
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(WAITS, [f"racer {self.pid}"])
                return cursor.fetchone() is not None
        before = self._awake()
        time.sleep(LOOK)
        return self._awake() - before < LOOK / 2 and self._state() == "S"

    def _awake(self) -> float:
        """Seconds for which it has worked or was ready to and had no processor."""
        worked, ready, _ = Path(f"/proc/{self.pid}/schedstat").read_text().split()
        return (int(worked) + int(ready)) / 1e9

    def _state(self) -> str:
        """S where it sleeps; R where it works or will, and then its time of being ready is not yet counted."""
        return Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()[0]

    def go(self) -> None:
        """Let it go on from where it paused."""
        self.line.sendall(b"\n")

    def stop(self) -> None:
        """Kill it, wherever it is."""
        if not self.is_stopped:
            self.is_stopped = True
            ordered(self.orders, "stop", self.pid)
            self.listener.join()
            self.line.close()


@contextmanager
def racecourse() -> Iterator[Callable[..., Racer]]:
    """Starts racers, each ready to run; none outlives the test."""
    racers: list[Racer] = []

    def started(task: str, pk: int, *more: object) -> Racer:
        racers.append(Racer(stable(), task, pk, *more))
        assert racers[-1].next() == "ready"
        return racers[-1]

    try:
        yield started
    finally:
        for racer in racers:
            racer.stop()
