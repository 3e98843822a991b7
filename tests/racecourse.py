"""The other side of tests/racers.py: a process with a task, as a test starts it and listens to it."""

import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

from tests.sources import ROOT

START = """
import os, sys, django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]
django.setup()
from tests import racers
racers.run(*sys.argv[1:])
"""
PATIENCE = 30  # seconds, for a machine under load; a race itself takes about three


class Racer:
    """A process with a task; its points arrive in a queue."""

    def __init__(self, task: str, pk: int, *more: object):
        self.process = subprocess.Popen(
            [sys.executable, "-c", START, task, str(pk), *map(str, more)],
            cwd=ROOT,
            env={**os.environ, "TEST_DATABASE": str(connection.settings_dict["NAME"]), "PYTHONUTF8": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self.points: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in self.process.stdout:
            self.points.put(line.strip())

    def next(self, patience: float = PATIENCE) -> str:
        """The next point it reaches, within seconds."""
        return self.points.get(timeout=patience)

    def is_held_up(self) -> bool:
        """Whether it reaches nothing for a while: the database lets it wait."""
        try:
            self.points.put(self.points.get(timeout=1))
        except queue.Empty:
            return True
        return False

    def go(self) -> None:
        """Let it go on from where it paused."""
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def stop(self) -> None:
        self.process.kill()
        self.process.communicate()


@contextmanager
def racecourse() -> Iterator[Callable[..., Racer]]:
    """Starts racers, each ready to run; none outlives the test."""
    racers: list[Racer] = []

    def started(task: str, pk: int, *more: object) -> Racer:
        racers.append(Racer(task, pk, *more))
        assert racers[-1].next() == "ready"
        return racers[-1]

    try:
        yield started
    finally:
        for racer in racers:
            racer.stop()
