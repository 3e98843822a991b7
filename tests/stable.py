"""The process that racers are forked from: all is loaded once, and each race has processes of its own all the same.

A new interpreter would load Django again for each racer, which takes longer than most races. What a racer must have for
itself is not there yet when it is forked: neither a thread nor a connection to the database. tests/racecourse.py gives
the orders.
"""

import gc
import json
import os
import signal
import socket
import sys
import threading
import traceback

from django.db import connection, connections
from django.urls import reverse

from tests import racers

LONGEST = 65536  # bytes of an order


def serve(orders: socket.socket) -> None:
    """Start racers and stop them as ordered; who no longer orders, killed or not, leaves none behind."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the tests, and these end the racers
    reverse("committee_home", args=["-"])  # loads the addresses, which a vote's receipt names
    gc.freeze()  # what is loaded is shared with the racers and not touched
    living: set[int] = set()
    while True:
        order, lines, *_ = socket.recv_fds(orders, LONGEST, 1)
        if not order:
            break
        verb, *given = json.loads(order)
        if verb == "start":
            with socket.socket(fileno=lines[0]) as line:
                pid = _forked(orders, line, given)
            living.add(pid)
        else:
            pid = given[0]
            _stop(pid)
            living.remove(pid)
        orders.send(str(pid).encode())
    for pid in living:
        _stop(pid)


def _forked(orders: socket.socket, line: socket.socket, task: list[str]) -> int:
    """The number of a new process that does its task and talks to the test over the line."""
    assert connection.connection is None and threading.active_count() == 1
    if pid := os.fork():
        return pid
    try:
        orders.close()
        os.environ["PGAPPNAME"] = f"racer {os.getpid()}"  # by which the test finds it in PostgreSQL
        sys.stdin, sys.stdout = line.makefile("r", encoding="utf-8"), line.makefile("w", encoding="utf-8")
        racers.run(*task)
        connections.close_all()
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(0)  # never back into the loop of the process it was forked from


def _stop(pid: int) -> None:
    """Kill a racer at whatever it does; it is gone, with its locks, when this returns."""
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
