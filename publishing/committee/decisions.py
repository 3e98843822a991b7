"""How items of many meetings were decided, in writing or in the room: a constant number of queries."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from deliberation.bylaws import WORDS
from deliberation.counting import counts_of
from deliberation.deadlines import last_day
from deliberation.models import AgendaItem, BallotBox, FloorVote
from deliberation.tally import Count

Manner = FloorVote.Manner


@dataclass(frozen=True)
class Decision:
    """``word`` as the body says it (可決, 了承, 不成立), ``numbers`` 賛成12・反対1, empty where nothing was counted."""

    is_carried: bool | None
    word: str
    numbers: str
    on: datetime.date


def decisions_of(items: Iterable[AgendaItem]) -> dict[int, Decision]:
    """How these items ended, by key; items come with meeting and body. Items without a result, and voided ones, are left
    out. Seven queries at most, however many items there are."""
    rows = {item.pk: item for item in items if item.voided_at is None and item.is_vote}
    if not rows:
        return {}
    found = {
        vote.item_id: _on_the_floor(vote, rows[vote.item_id])
        for vote in FloorVote.objects.filter(item__in=rows)
    }
    meetings = {item.meeting_id for item in rows.values()}
    boxes = list(BallotBox.objects.filter(meeting__in=meetings, closed_at__isnull=False))
    days = {box.meeting_id: last_day(timezone.make_naive(box.closes_at)) for box in boxes}
    for pk, counted in counts_of(boxes).items():
        if pk in rows and pk not in found:
            found[pk] = Decision(
                counted.is_carried, counted.word, numbers_of(counted), days[rows[pk].meeting_id]
            )
    return found


def numbers_of(counted: Count) -> str:
    """賛成12・反対1・無効1."""
    parts = [f"賛成{counted.in_favour}", f"反対{counted.against}"]
    parts += [f"無効{counted.invalid}"] if counted.invalid else []
    parts += [f"棄権{counted.abstained}"] if counted.abstained else []
    return "・".join(parts)


def _on_the_floor(vote: FloorVote, item: AgendaItem) -> Decision:
    words = WORDS[item.meeting.body.kind]
    word = words.carried if vote.is_carried else words.rejected
    on = item.meeting.held_on or timezone.localdate(vote.at)
    if vote.manner in (Manner.NO_OBJECTION, Manner.CONSENT):
        return Decision(vote.is_carried, word, vote.get_manner_display() if vote.is_carried else "", on)
    numbers = f"賛成{vote.in_favour}・反対{vote.against}"
    return Decision(
        vote.is_carried, word, f"{numbers}・棄権{vote.abstained}" if vote.abstained else numbers, on
    )
