"""Meetings in which votes, an extension and closings meet in any order (R3): nothing gets past the closing.

A request has two instants, when it arrived and when it had its turn; the order of turns is drawn, and so is how long each
waited. What is counted at the end is what arrived in time of those who had their turn. BALLOT_SCHEDULES runs more of them.
"""

import datetime
import os
import random

import pytest

from accounts.audit import Refused
from deliberation.ballots import cast
from deliberation.boxes import extend_box, open_box
from deliberation.closing import close_box, settles_at
from deliberation.exports import ledger_export
from deliberation.ledger import verify
from deliberation.models import Ballot, BallotBox
from deliberation.results import result_of
from tests.deliberation import sittings

OPENED = datetime.datetime(2026, 12, 31, 9, tzinfo=datetime.UTC)
CLOSES = datetime.datetime(2026, 12, 31, 15, tzinfo=datetime.UTC)  # the year ends in Japan
SCHEDULES = int(os.environ.get("BALLOT_SCHEDULES", "100"))


def ms(count: float) -> datetime.timedelta:
    return datetime.timedelta(milliseconds=count)


class Schedule:
    """One meeting and what is to happen in it, at drawn instants around the deadline."""

    def __init__(self, seed: int, body, edition, people):
        self.chance = random.Random(seed)
        self.people = people
        meeting = sittings.a_meeting(body, edition.plan, number=seed, opens_at=OPENED, closes_at=CLOSES)
        self.item = sittings.an_item(meeting, edition)
        self.box = open_box(actor=None, meeting=meeting, now=OPENED)
        self.closes, self.is_closed = CLOSES, False
        self.counted: set[int] = set()

    def around(self) -> datetime.datetime:
        """At the deadline, just before or after it, or some time away."""
        return self.closes + ms(self.chance.choice((-60_000, -1, 0, 1, 500)))

    def vote(self, who: int) -> None:
        arrived, member = self.around(), self.people[who]
        given = {"actor": None, "member": member, "item": self.item, "choice": "FOR", "opinion": ""}
        row = cast(**given, received_at=arrived, key=f"{who}")
        in_time = arrived < self.closes and not self.is_closed
        assert isinstance(row, Ballot) == in_time
        if in_time:
            self.counted.add(member.pk)

    def extend(self) -> None:
        asked, later = self.around(), self.closes + ms(1000)
        may = asked < self.closes and not self.is_closed
        try:
            extend_box(actor=None, box=self.box, closes_at=later, reason="大雪のため", now=asked)
        except Refused:
            assert not may
            return
        assert may
        self.closes = later

    def close(self, at: datetime.datetime | None = None) -> None:
        box = BallotBox.objects.get(pk=self.box.pk)
        now = at or settles_at(box) + ms(self.chance.choice((-45_000, -1, 0)))
        may = now >= settles_at(box) and not self.is_closed
        try:
            close_box(actor=None, box=box, now=now)
        except Refused:
            assert not may
            return
        assert may
        self.is_closed = True

    def run(self) -> None:
        turns = [*(("vote", who) for who in range(len(self.people))), ("extend",), ("close",), ("close",)]
        self.chance.shuffle(turns)
        for name, *given in turns:
            getattr(self, name)(*given)
        if not self.is_closed:
            self.close(settles_at(BallotBox.objects.get(pk=self.box.pk)))
        box = BallotBox.objects.select_related("meeting__body").get(pk=self.box.pk)
        (count,) = result_of(box).counts
        assert {int(voter) for voter in count.counted} == self.counted
        assert verify(ledger_export(box), head=box.head).ok


@pytest.mark.django_db
def test_nothing_gets_past_the_closing_in_any_order(toyonaka):
    edition, body = sittings.a_draft(toyonaka), sittings.a_body(toyonaka)
    people = [sittings.a_member(body, name) for name in sittings.NAMES[:3]]  # without mail: no receipts
    outcomes = set()
    for seed in range(1, SCHEDULES + 1):
        schedule = Schedule(seed, body, edition, people)
        schedule.run()
        outcomes.add((len(schedule.counted), schedule.closes > CLOSES))
    assert outcomes >= {(votes, extended) for votes in range(3) for extended in (False, True)}
