"""What became of items: how the vote ended, in writing or in the room. Reading."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from deliberation.bylaws import WORDS
from deliberation.models import AgendaItem, BallotBox, FloorVote
from deliberation.results import result_of


@dataclass(frozen=True)
class Outcome:
    """How an item ended: ``word`` as its body says it (可決, 不成立 …), None in ``is_carried`` while a tie is open."""

    is_carried: bool | None
    word: str
    decided_on: datetime.date
    is_written: bool


def outcome_of(item: AgendaItem) -> Outcome | None:
    """How one item ended; None while it has no result, and for an item that was voided."""
    return outcomes_of([item]).get(item.pk)


def outcomes_of(items: Iterable[AgendaItem]) -> dict[int, Outcome]:
    """How these items ended, by key; items come with meeting and body. The queries grow with written meetings only."""
    rows = {item.pk: item for item in items if item.voided_at is None}
    found: dict[int, Outcome] = {}
    for vote in FloorVote.objects.filter(item__in=rows):
        words = WORDS[rows[vote.item_id].meeting.body.kind]
        word = words.carried if vote.is_carried else words.rejected
        held = rows[vote.item_id].meeting.held_on or timezone.localdate(vote.at)
        found[vote.item_id] = Outcome(vote.is_carried, word, held, False)
    meetings = {item.meeting_id for item in rows.values()} if rows else set()
    closed = BallotBox.objects.filter(meeting__in=meetings, closed_at__isnull=False) if meetings else ()
    for box in closed:
        day = timezone.localdate(box.closes_at - datetime.timedelta(microseconds=1))
        for count in result_of(box).counts:
            if count.item in rows:
                found[count.item] = Outcome(count.is_carried, count.word, day, True)
    return found
