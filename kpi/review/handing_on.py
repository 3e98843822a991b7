"""The work list of an edition: what the reviews of the plan decided, and what has become of it in the text (手引き 7-2).

Both ways: each entry leads to the item or the KPI in this edition and to the review that decided it.
"""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from kpi.models import Proposal, Target
from strategy.models import Edition, PlanItem
from strategy.places import Place, places_of


@dataclass(frozen=True)
class Print:
    """What an edition prints of the thing that was decided about: a target's text, or title and body of an item."""

    text: str
    rest: str = ""


@dataclass(frozen=True)
class Entry:
    """A 申し送り beside the edition: where it stands there (``place`` None: it is not there), what was and is printed."""

    proposal: Proposal
    place: Place | None
    was: Print | None
    now: Print | None

    @property
    def is_target(self) -> bool:
        return self.proposal.target_lineage is not None

    @property
    def lineage(self) -> uuid.UUID:
        """Of the target or the item."""
        return self.proposal.target_lineage or self.proposal.item_lineage

    @property
    def is_open(self) -> bool:
        return self.proposal.state == Proposal.State.OPEN

    @property
    def suggestion(self) -> str:
        """What was done about it already, as the text shows it; nothing where it stands as it was reviewed."""
        if self.was is None:
            return ""
        if self.now is None:
            return "この版にはもうありません。"
        if self.is_target:
            if self.was.text != self.now.text:
                return f"目標値を「{self.was.text}」から「{self.now.text}」に改めました。"
            return ""
        if self.was.text != self.now.text:
            return f"見出しを「{self.was.text}」から「{self.now.text}」に改めました。"
        return "本文を改めました。" if self.was.rest != self.now.rest else ""


@dataclass(frozen=True)
class WorkList:
    """What is to be taken up, and what was answered while this edition came to be."""

    waiting: tuple[Entry, ...]
    answered: tuple[Entry, ...]


def work_list(edition: Edition) -> WorkList:
    """The 申し送り of all published reviews of the plan, for an edition. Seven queries at most, whatever their number.

    A decision that a published correction no longer has is not asked for; a frozen edition asks for nothing. Answers are
    shown in the edition in which they were given and in those that followed it up to the next adopted one.
    """
    rows = Proposal.objects.filter(review__plan=edition.plan_id, review__published_at__isnull=False)
    rows = rows.select_related("review__edition", "edition", "answered_by")
    rows = rows.defer("review__content", "review__edition__content", "edition__content")
    since = _last_adopted(edition)
    answered = Q(edition__number__gt=since, edition__number__lte=edition.number)
    wanted = answered if edition.is_frozen else answered | Q(state=Proposal.State.OPEN)
    found = list(
        rows.filter(wanted)
        .exclude(state=Proposal.State.OPEN, review__corrected_by__published_at__isnull=False)
        .order_by("-review__fiscal_year", "review_id", "id")
    )
    entries = _entries(found, edition)
    return WorkList(
        waiting=tuple(one for one in entries if one.is_open),
        answered=tuple(one for one in entries if not one.is_open),
    )


def entry_of(proposal: Proposal, edition: Edition) -> Entry:
    """One 申し送り beside an edition."""
    return _entries([proposal], edition)[0]


def _last_adopted(edition: Edition) -> int:
    """The number of the newest adopted edition before this one, 0 for none."""
    rows = Edition.objects.filter(
        plan=edition.plan_id, number__lt=edition.number, stage=Edition.Stage.ADOPTED, frozen_at__isnull=False
    )
    return rows.order_by("-number").values_list("number", flat=True).first() or 0


def _entries(proposals: Collection[Proposal], edition: Edition) -> list[Entry]:
    pairs = {one.review.edition_id for one in proposals} | {edition.pk}
    targets = _targets((one.target_lineage for one in proposals), pairs)
    items = _items((one.item_lineage for one in proposals), pairs)
    places = places_of([edition])[edition.pk]
    found = []
    for one in proposals:
        prints = targets if one.target_lineage else items
        lineage = one.target_lineage or one.item_lineage
        at = targets.get((edition.pk, lineage)) if one.target_lineage else None
        place = places.get(at[1] if at else lineage)
        was, now = prints.get((one.review.edition_id, lineage)), prints.get((edition.pk, lineage))
        found.append(Entry(one, place, was[0] if was else None, now[0] if now else None))
    return found


Prints = Mapping[
    tuple[int, Any], tuple[Print, uuid.UUID]
]  # by edition and lineage, with the item it stands at


def _targets(lineages: Iterable[uuid.UUID | None], editions: Collection[int]) -> Prints:
    rows = Target.objects.filter(edition__in=editions, lineage__in={one for one in lineages if one})
    return {
        (edition, lineage): (Print(text), item)
        for edition, lineage, text, item in rows.values_list(
            "edition_id", "lineage", "target_text", "item__lineage"
        )
    }


def _items(lineages: Iterable[uuid.UUID | None], editions: Collection[int]) -> Prints:
    rows = PlanItem.objects.filter(edition__in=editions, lineage__in={one for one in lineages if one})
    return {
        (edition, lineage): (Print(title, body), lineage)
        for edition, lineage, title, body in rows.order_by().values_list(
            "edition_id", "lineage", "title", "body"
        )
    }
