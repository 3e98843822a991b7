"""Verbs: the voting is closed, once everything that arrived in time is there (締切).

A vote counts by its arrival. One that arrived in time may still wait for its turn when the deadline passes, so a box is
closed only after a grace (BALLOT_GRACE_SECONDS), under the same lock that every vote takes (decision 0019).
"""

import datetime
import logging

from django.conf import settings
from django.utils import timezone

from accounts.audit import Refused, record, verb
from accounts.models import User
from deliberation import chain
from deliberation.ballot_opinions import opinions_from
from deliberation.chaining import append, held_box
from deliberation.models import BallotBox, Meeting, PaperBallot
from deliberation.results import rules_of
from deliberation.voiding import void_changed

logger = logging.getLogger(__name__)
CLOSED = "表決は、すでに締め切っています。"


def settles_at(box: BallotBox) -> datetime.datetime:
    """The first instant at which the box may be closed: deadline, days for papers on their way, grace."""
    days = datetime.timedelta(days=rules_of(box).paper_days)
    return box.closes_at + days + datetime.timedelta(seconds=settings.BALLOT_GRACE_SECONDS)


def unread_papers(box: BallotBox) -> int:
    """Papers that came in time and still wait for the second person; while there is one, nothing is closed. One query."""
    waiting = box.paper_ballots.filter(state=PaperBallot.State.ENTERED, received_at__lt=box.closes_at)
    return waiting.count()


@verb("box.close", "表決の締切")
def close_box(*, actor: User | None, box: BallotBox, now: datetime.datetime) -> BallotBox:
    """Close the voting for good: the last entry says how many there are, and opinions become opinions like others.

    Refused before ``settles_at``, a second time, and while a paper that came in time waits for the second person.
    """
    current = held_box(box.meeting_id)
    if current.is_closed:
        raise Refused(CLOSED)
    if now < settles_at(current):
        at = timezone.localtime(settles_at(current))
        raise Refused(
            f"まだ締め切れません。締切までに届いた表決を待つため、{at.month}月{at.day}日{at.hour}時{at.minute}分を"
            "過ぎると締め切れます。"
        )
    if waiting := unread_papers(current):
        raise Refused(
            f"照合を待つ紙の表決書が{waiting}件あるので、まだ締め切れません。"
            "表決のページで、別の人が照合するか、差し戻してください。"
        )
    append(current, chain.closing(count=current.entries, head=current.head), now)
    current.closed_at = now
    current.save(update_fields=["closed_at"])
    opinions = opinions_from(current)
    record(
        "box.close",
        actor=actor,
        government=current.meeting.plan.government,
        subject=current,
        count=current.entries,
        head=current.head,
        opinions=opinions,
    )
    return current


def close_due(now: datetime.datetime) -> int:
    """Close every box whose time has come; returns how many. One that has to wait is left, the others go on."""
    closed = 0
    for box in _due(now):
        closed += _closed(box, now)
    return closed


def closed_if_due(meeting: Meeting, now: datetime.datetime) -> BallotBox | None:
    """The box of a meeting as it stands, closed where its time has come; None where the voting was never opened.

    For the first page that needs the result, should the clock not have come by. One query while nothing is due.
    """
    box = BallotBox.objects.filter(meeting=meeting).first()
    if box is None:
        return None
    box.meeting = meeting
    if not box.is_closed and now >= settles_at(box) and _closed(box, now):
        box = BallotBox.objects.get(pk=box.pk)
        box.meeting = meeting
    return box


def _due(now: datetime.datetime) -> list[BallotBox]:
    grace = datetime.timedelta(seconds=settings.BALLOT_GRACE_SECONDS)
    rows = BallotBox.objects.filter(closed_at=None, closes_at__lte=now - grace)
    return [box for box in rows.select_related("meeting") if now >= settles_at(box)]


def _closed(box: BallotBox, now: datetime.datetime) -> bool:
    """Whether it is closed now, by us or by somebody who was faster."""
    void_changed(now, box.meeting)  # nothing is counted on a text that is no longer the one
    try:
        close_box(actor=None, box=box, now=now)
    except Refused as refused:
        if refused.sentence == CLOSED:
            return True
        logger.info("box %s is not closed yet: %s", box.pk, refused.sentence)
        return False
    return True
