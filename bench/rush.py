"""Fifty members who vote in the last second, through the server as it is shipped (granian, real requests).

The voters' side plays the front too: it stamps each request (X-Request-Start) when it sends it, as nginx does.
"""

import datetime
import http.client
import os
import random
import secrets
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.models import Outbox
from deliberation.closing import close_due, settles_at
from deliberation.exports import ledger_export
from deliberation.ledger import verify
from deliberation.models import AgendaItem, Ballot, BallotBox, Member, RefusedBallot
from deliberation.results import result_of

VOTERS, LATE = 50, 5
WINDOW = 1.0  # seconds before the deadline in which all of them vote
AHEAD = 4  # seconds until the deadline, in which everything is made ready
TOKEN = "k" * 32


@contextmanager
def server(application: str = "config.wsgi:application", **more: str) -> Iterator[int]:
    """The server of script/serve on a free port, which believes the stamps of this machine; its port."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    granian = os.path.join(os.path.dirname(sys.executable), "granian")
    options = "--interface wsgi --host 127.0.0.1 --no-ws --workers 2 --blocking-threads 32 --log-level error"
    process = subprocess.Popen(
        [granian, *options.split(), "--port", str(port), application],
        env={**os.environ, "ARRIVAL_PROXIES": "127.0.0.1", "ALLOWED_HOSTS": "localhost", **more},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(300):
            try:
                request = urllib.request.Request(
                    f"http://127.0.0.1:{port}/healthz", headers={"Host": "localhost"}
                )
                urllib.request.urlopen(request, timeout=5)
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait()


def session_of(member: Member) -> str:
    """A session of a member who has signed in."""
    store = SessionStore()
    store[SESSION_KEY] = str(member.user_id)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = member.user.get_session_auth_hash()
    store["seen_at"] = int(time.time())
    store.create()
    return store.session_key


@dataclass
class Voter:
    """A member at a browser; ``sent_at`` and ``seconds`` say when the vote left and how long the answer took."""

    member: int
    session: str
    port: int
    address: str
    sent_at: float = 0.0
    seconds: float = 0.0
    status: int = 0
    place: str = ""

    def look(self) -> None:
        """Open the own page, as everybody does before voting."""
        talk = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        cookie = f"{settings.SESSION_COOKIE_NAME}={self.session}"
        talk.request("GET", self.address, headers={"Host": "localhost", "Cookie": cookie})
        talk.getresponse().read()
        talk.close()

    def vote(self, at: float) -> None:
        """Hand the ballot in at this instant, over a connection that stands already."""
        choice = random.Random(self.member).choice(("FOR", "AGAINST"))
        form = {
            "choice": choice,
            "opinion": "見本の意見",
            "key": secrets.token_hex(16),
            "csrfmiddlewaretoken": TOKEN,
        }
        body = urllib.parse.urlencode(form)
        talk = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        talk.connect()
        time.sleep(max(0.0, at - time.time()))
        self.sent_at = int(time.time() * 1000) / 1000
        headers = {
            "Host": "localhost",
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={self.session}; csrftoken={TOKEN}",
            "X-Request-Start": f"t={self.sent_at:.3f}",
        }
        began = time.monotonic()
        try:
            talk.request("POST", self.address, body, headers)
            answer = talk.getresponse()
            self.status, self.place = answer.status, answer.getheader("Location") or ""
        except OSError as error:
            self.place = repr(error)
        self.seconds = time.monotonic() - began
        talk.close()


@dataclass(frozen=True)
class Outcome:
    """What became of a rush. ``in_time`` arrived before the deadline; of these ``lost`` are in no tally."""

    in_time: int
    lost: int
    late_counted: int
    twice: int
    false_receipts: int
    errors: tuple[str, ...]
    seconds: tuple[float, ...]  # of those in time, sorted

    @property
    def is_sound(self) -> bool:
        """Everybody who came in time is counted once, within the grace, nobody else is, and every receipt is in the ledger."""
        faults = self.lost + self.late_counted + self.twice + self.false_receipts + len(self.errors)
        return faults == 0 and self.in_time > 0 and self.seconds[-1] < settings.BALLOT_GRACE_SECONDS


def rush(port: int, opened: Callable[[datetime.datetime], AgendaItem], members: Sequence[Member]) -> Outcome:
    """Let the members vote on an item that ``opened`` makes with this deadline, the last ``LATE`` of them after it.

    Somebody tries to close all the time, and does so once everybody was answered and the grace is over.
    """
    sessions = [session_of(member) for member in members]
    _look(port, sessions, members[0].body.government.slug)
    deadline = int(time.time() + AHEAD)
    item = opened(datetime.datetime.fromtimestamp(deadline, datetime.UTC))
    government = item.meeting.plan.government.slug
    address = reverse("committee_cast", args=[government, item.meeting_id, item.pk])
    voters = [Voter(one.pk, key, port, address) for one, key in zip(members, sessions, strict=True)]
    chance = random.Random(deadline)
    times = [deadline - 0.01 - WINDOW * chance.random() for _ in voters[LATE:]]
    times += [deadline + 0.002 + 0.05 * n for n in range(LATE)]
    threads = [
        threading.Thread(target=voter.vote, args=(at,)) for voter, at in zip(voters, times, strict=True)
    ]
    for thread in threads:
        thread.start()
    time.sleep(max(0.0, deadline - 0.2 - time.time()))
    while any(thread.is_alive() for thread in threads):
        close_due(timezone.now())
        time.sleep(0.1)
    close_due(settles_at(item.meeting.box))
    return _outcome(item, voters, deadline)


def _look(port: int, sessions: Sequence[str], government: str) -> None:
    """All of them open their pages first: the server has its threads, connections and templates then."""
    address = reverse("committee_home", args=[government])
    threads = [threading.Thread(target=Voter(0, key, port, address).look) for key in sessions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _outcome(item: AgendaItem, voters: Sequence[Voter], deadline: float) -> Outcome:
    in_time = {voter.member for voter in voters if voter.sent_at < deadline}
    late = {voter.member for voter in voters} - in_time
    box = BallotBox.objects.select_related("meeting__body").get(meeting=item.meeting_id)
    rows = list(Ballot.objects.filter(box=box).select_related("entry").order_by("entry__seq"))
    (count,) = result_of(box).counts
    counted = {int(voter) for voter in count.counted}
    kept = set(RefusedBallot.objects.filter(box=box, why="LATE").values_list("member_id", flat=True))
    found = verify(ledger_export(box), head=box.head, receipts=_receipts(rows))
    errors = [
        f"{voter.status} {voter.place}"
        for voter in voters
        if voter.status != 302 or "receipt" not in voter.place
    ]
    return Outcome(
        in_time=len(in_time),
        lost=len(in_time - counted),
        late_counted=len(late & counted) + len(late - kept),
        twice=len(rows) - len({row.member_id for row in rows}),
        false_receipts=abs(len(_receipts(rows)) - len(rows)) + (not found.ok),
        errors=tuple(errors),
        seconds=tuple(sorted(voter.seconds for voter in voters if voter.member in in_time)),
    )


def _receipts(rows: Sequence[Ballot]) -> list[tuple[int, str]]:
    """Number and code as they were mailed to the members."""
    mails = Outbox.objects.filter(key__in=[f"receipt:{row.pk}" for row in rows]).values_list(
        "body", flat=True
    )
    told = [dict(line.split("：", 1) for line in mail.splitlines() if "：" in line) for mail in mails]
    return [(int(one["受付番号　"]), one["確認の符号"]) for one in told]


def database() -> str:
    """The name of the database that is in use, for a server on the same one."""
    return str(connection.settings_dict["NAME"])
