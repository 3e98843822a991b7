"""What the public pages of meetings show. Their queries do not grow with meetings, items, papers or opinions."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from deliberation.bylaws import WORDS
from deliberation.deadlines import printed
from deliberation.models import AgendaItem, FloorVote, Meeting, Minutes
from deliberation.reporting import in_fours, names_may_be_shown, result_context
from deliberation.titles import title_of
from publishing.meetings.reading import Hall, day_of, public_editions_of, shown_papers
from strategy.models import Edition


@dataclass(frozen=True)
class Listed:
    """A meeting in the list."""

    meeting: Meeting
    title: str
    day: datetime.date | None


@dataclass(frozen=True)
class Decided:
    """An item of the agenda: the public text it was about, and how hands were raised where they were."""

    item: AgendaItem
    edition: Edition | None
    floor: FloorVote | None
    word: str

    @property
    def hash_groups(self) -> tuple[str, ...]:
        """The content hash of what was decided."""
        return in_fours(self.item.content_hash)


def hall_context(hall: Hall) -> dict[str, Any]:
    """What both pages share."""
    return {
        "hall": hall,
        "shelf": hall.shelf,
        "government": hall.government,
        "plan": hall.plan,
        "plan_name": hall.plan_name,
    }


def list_context(hall: Hall) -> dict[str, Any]:
    """The list: each meeting with its day and its agenda. No query of its own."""
    lines = [Listed(meeting, title_of(meeting), day_of(meeting)) for meeting in hall.meetings]
    return hall_context(hall) | {"lines": lines}


def meeting_page(hall: Hall, meeting: Meeting) -> dict[str, Any]:
    """A meeting with agenda, papers, result and minutes."""
    box = getattr(meeting, "box", None)
    result: dict[str, Any] = {}
    if box is not None and box.is_closed:
        box.meeting = meeting
        result = result_context(box, names=names_may_be_shown(box))
    minutes = Minutes.objects.filter(meeting=meeting.pk, published_at__isnull=False).first()
    return hall_context(hall) | {
        **result,
        "meeting": meeting,
        "body": meeting.body,
        "title": title_of(meeting),
        "day": day_of(meeting),
        "deadline": printed(timezone.localtime(box.closes_at)) if box else "",
        "papers": shown_papers(hall, meeting),
        "agenda": _agenda(meeting),
        "minutes": minutes,
    }


def _agenda(meeting: Meeting) -> list[Decided]:
    items = list(meeting.agenda.all())
    editions = public_editions_of(items)
    floor = {vote.item_id: vote for vote in FloorVote.objects.filter(item__in=items)}
    words = WORDS[meeting.body.kind]
    return [
        Decided(
            item,
            editions.get(item.edition_id),
            vote := floor.get(item.pk),
            "" if vote is None else words.carried if vote.is_carried else words.rejected,
        )
        for item in items
    ]
