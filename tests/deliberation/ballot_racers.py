"""What runs in a process of its own in a race about a written vote (tests/racers.py, tests/test_ballot_races.py)."""

import sys
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from deliberation import ballots, boxes, closing
from deliberation.models import AgendaItem, Ballot, BallotBox, Member, RefusedBallot


def reach(point: str) -> None:
    print(point, flush=True)


def pause(point: str) -> None:
    """Say where this process stands and wait until it may go on."""
    reach(point)
    sys.stdin.readline()


def read(meeting_id: int) -> BallotBox:
    """The box without its lock."""
    rows = BallotBox.objects.select_related("meeting__body", "meeting__plan__government")
    return rows.get(meeting=meeting_id)


def read_and_think(meeting_id: int) -> BallotBox:
    """A control: the box without its lock, and time in which others act."""
    box = read(meeting_id)
    pause("read")
    return box


def given(pk: int, number: str, received_at: str, key: str) -> dict[str, Any]:
    """What a member's form brings; ``number`` counts the members of the body from 0."""
    item = AgendaItem.objects.select_related("meeting").get(meeting=pk)
    member = list(Member.objects.filter(body=item.meeting.body_id))[int(number)]
    at = datetime.fromisoformat(received_at)
    return {
        "actor": member.user, "member": member, "item": item, "choice": "FOR", "opinion": "", "received_at": at, "key": key
    }  # fmt: skip


def told(row: Ballot | RefusedBallot) -> str:
    return f"counted as {row.entry.seq}" if isinstance(row, Ballot) else f"kept: {row.why}"


def vote(pk: int, *form: str) -> None:
    """Vote as the page does."""
    reach(told(ballots.cast(**given(pk, *form))))


def vote_slowly(pk: int, *form: str) -> None:
    """Vote, and think before committing."""
    fields = given(pk, *form)
    with transaction.atomic():
        row = ballots.cast(**fields)
        pause("voted")
    reach(told(row))


def vote_by_the_clock_of_the_lock(pk: int, *form: str) -> None:
    """A control: the deadline is judged by when the lock was had."""
    why_not = ballots.why_not
    ballots.why_not = lambda box, item, member, received_at: why_not(box, item, member, timezone.now())
    vote(pk, *form)


def vote_without_key(pk: int, *form: str) -> None:
    """A control: the form's key is not looked at."""
    ballots.own_key = lambda member, item, key: uuid.uuid4().hex
    vote(pk, *form)


def vote_without_lock(pk: int, *form: str) -> None:
    """A control: neither lock nor transaction, so that there is time between looking and writing."""
    ballots.held_box = read_and_think
    ballots.record = lambda *arguments, **fields: None  # an event would insist on the transaction
    reach(told(ballots.take_ballot.__wrapped__(**given(pk, *form))))


def close(pk: int, now: str) -> None:
    """Close as the clock does."""
    closing.close_box(actor=None, box=BallotBox.objects.get(meeting=pk), now=datetime.fromisoformat(now))


def close_slowly(pk: int, now: str) -> None:
    """Close, and think before committing."""
    with transaction.atomic():
        close(pk, now)
        pause("closed")


def close_without_lock(pk: int, now: str) -> None:
    """A control: neither lock nor transaction."""
    closing.held_box = read_and_think
    closing.record = lambda *arguments, **fields: None
    closing.close_box.__wrapped__(
        actor=None, box=BallotBox.objects.get(meeting=pk), now=datetime.fromisoformat(now)
    )


def extend(pk: int, closes_at: str, asked: str) -> None:
    """Extend as the office does; it was asked for at an instant."""
    box = BallotBox.objects.select_related("meeting").get(meeting=pk)
    later, now = datetime.fromisoformat(closes_at), datetime.fromisoformat(asked)
    boxes.extend_box(actor=None, box=box, closes_at=later, reason="大雪のため", now=now)


def extend_slowly(pk: int, *when: str) -> None:
    """Extend, and think before committing."""
    with transaction.atomic():
        extend(pk, *when)
        pause("extended")


def hold(pk: int) -> None:
    """Hold the box for a while, as somebody does who is before the others."""
    with transaction.atomic():
        closing.held_box(pk)
        pause("held")


BALLOT_TASKS: dict[str, Callable[..., None]] = {
    "close box": close,
    "close box slowly": close_slowly,
    "close box without lock": close_without_lock,
    "extend box": extend,
    "extend box slowly": extend_slowly,
    "hold box": hold,
    "vote": vote,
    "vote by the clock of the lock": vote_by_the_clock_of_the_lock,
    "vote slowly": vote_slowly,
    "vote without key": vote_without_key,
    "vote without lock": vote_without_lock,
}
