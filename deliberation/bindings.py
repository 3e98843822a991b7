"""To what text an item of an agenda is bound, and whether that text still stands. Reading.

A vote decides one text: a frozen edition, a published report of a year, an uploaded paper. What was put on the agenda is
its hash; a later text of the same thing changes it while nothing is decided yet, and is not covered afterwards.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils import timezone

from deliberation.deadlines import exclusive
from deliberation.models import AgendaItem, BallotBox, ChairConfirmation, FloorVote, Meeting, Paper
from kpi.models import ReviewYear
from strategy.models import Edition


class State(StrEnum):
    """How an item stands to its text."""

    BOUND = "BOUND"  # the text is what it was, or was decided before it changed
    CHANGED = "CHANGED"  # it changed while nothing was decided: the item is to be voided, or bound anew
    DELEGATED = "DELEGATED"  # it changed, and smaller changes were left to the chair
    VOID = "VOID"


@dataclass(frozen=True)
class Binding:
    """An item and its text. ``later``: editions that came after the bound one, oldest first, without their content.

    ``confirmed``: what the chair confirmed of them, by the key of the edition. ``sentence`` says how it stands, for the
    page; empty where there is nothing to say.
    """

    state: State
    is_decided: bool
    sentence: str = ""
    later: tuple[Edition, ...] = ()
    confirmed: Mapping[int, ChairConfirmation] = field(default_factory=dict)

    @property
    def uncovered(self) -> tuple[Edition, ...]:
        """Later editions that nobody confirmed: the resolution does not cover them."""
        return tuple(one for one in self.later if not _confirms(self.confirmed.get(one.pk), one))


def current_hash(item: AgendaItem) -> str:
    """The hash of what the item decides as it stands now; empty where it decides no text. One query at most."""
    subject = item.edition or item.review or item.paper
    if subject is None:
        return ""
    return subject.sha256 if subject is item.paper else subject.content_hash


def binding_of(item: AgendaItem) -> Binding:
    """How one item stands to its text. A few queries; of many items ask ``bindings_of``."""
    return bindings_of([item])[item.pk]


def covers(item: AgendaItem, edition: Edition) -> bool:
    """Whether a resolution on this item speaks of exactly this text: the bound one, or one the chair confirmed."""
    if item.voided_at is not None or not edition.content_hash:
        return False
    if (item.edition_id, item.content_hash) == (edition.pk, edition.content_hash):
        return True
    found = item.confirmations.filter(edition=edition, content_hash=edition.content_hash)
    return item.is_delegated and found.exists()


def bindings_of(items: Iterable[AgendaItem]) -> dict[int, Binding]:
    """How these items stand to their texts, by key of the item. Six queries, whatever their number."""
    rows = list(items)
    texts = _Texts(rows)
    return {item.pk: texts.binding(item) for item in rows}


class _Texts:
    """What is needed to judge a number of items, read at once."""

    def __init__(self, items: Sequence[AgendaItem]):
        pks = [item.pk for item in items]
        self.meetings = {row.pk: row for row in Meeting.objects.filter(agenda__in=pks).distinct()}
        boxes = BallotBox.objects.filter(meeting__in=self.meetings).defer("genesis")
        self.boxes = {box.meeting_id: box for box in boxes}
        self.floor = set(FloorVote.objects.filter(item__in=pks).values_list("item_id", flat=True))
        self.confirmed: dict[int, dict[int, ChairConfirmation]] = defaultdict(dict)
        for one in ChairConfirmation.objects.filter(item__in=pks).select_related("chair"):
            self.confirmed[one.item_id][one.edition_id] = one
        bound = {item.edition_id for item in items if item.edition_id}
        self.after = _later_editions(bound)
        self.reviews = _later_reviews({item.review_id for item in items if item.review_id})
        papers = {item.paper_id for item in items if item.paper_id}
        self.papers = dict(Paper.objects.filter(pk__in=papers).values_list("pk", "sha256"))

    def is_decided(self, item: AgendaItem) -> bool:
        box = self.boxes.get(item.meeting_id)
        over = self.meetings[item.meeting_id].state == Meeting.State.FINISHED
        return item.pk in self.floor or over or (box is not None and box.is_closed)

    def binding(self, item: AgendaItem) -> Binding:
        decided = self.is_decided(item)
        confirmed = self.confirmed[item.pk]
        later = self._later(item)
        if item.voided_at is not None:
            return Binding(State.VOID, decided, f"無効：{item.void_reason}", later, confirmed)
        change = "" if decided else self._change(item, later)
        if change and item.is_delegated and item.edition_id:
            words = "軽微な修正は会長に一任されているため、案件は有効なままです。可決の後に会長の確認を記録してください。"
            return Binding(State.DELEGATED, decided, f"{change}{words}", later, confirmed)
        if change:
            return Binding(State.CHANGED, decided, change, later, confirmed)
        if decided and later and item.is_delegated:
            return Binding(State.DELEGATED, decided, "", later, confirmed)
        return Binding(State.BOUND, decided, "", later, confirmed)

    def _later(self, item: AgendaItem) -> tuple[Edition, ...]:
        found = self.after.get(item.edition_id, ()) if item.edition_id else ()
        return tuple(one for one in found if one.content_hash != item.content_hash)

    def _deadline(self, item: AgendaItem) -> datetime.datetime | None:
        """When the item is decided: a vote in writing at its deadline, one in the room with the end of its day."""
        box = self.boxes.get(item.meeting_id)
        return box.closes_at if box else _end_of(self.meetings[item.meeting_id].held_on)

    def _change(self, item: AgendaItem, later: Sequence[Edition]) -> str:
        """What changed of the text before the deadline of the vote; empty where nothing did."""
        until = self._deadline(item)
        if item.edition_id:
            changes = [one for one in later if _before(one.frozen_at, until)]
            return f"案件に結び付けた版の後に、第{changes[-1].number}版が凍結されました。" if changes else ""
        if item.review_id:
            found = [one for one in self.reviews.get(item.review_id, ()) if _before(one.published_at, until)]
            return (
                f"案件に結び付けた年度評価の後に、訂正{found[-1].revision - 1}が公表されました。"
                if found
                else ""
            )
        if item.paper_id and self.papers.get(item.paper_id) != item.content_hash:
            return "案件に結び付けた資料が差し替えられました。"
        return ""


def _end_of(day: datetime.date | None) -> datetime.datetime | None:
    return timezone.make_aware(exclusive(day)) if day else None


def _before(moment: datetime.datetime | None, until: datetime.datetime | None) -> bool:
    return moment is not None and (until is None or moment < until)


def _confirms(confirmation: ChairConfirmation | None, edition: Edition) -> bool:
    return confirmation is not None and confirmation.content_hash == edition.content_hash


def _later_editions(bound: set[int]) -> dict[int, tuple[Edition, ...]]:
    """By edition those that descend from it and are frozen, oldest first. One query."""
    if not bound:
        return {}
    plans = Edition.objects.filter(pk__in=bound).values("plan")
    rows = list(Edition.objects.filter(plan__in=plans).without_content().order_by("number"))
    below: dict[int | None, list[Edition]] = defaultdict(list)
    for row in rows:
        below[row.based_on_id].append(row)
    return {pk: tuple(sorted(_descend(below, pk), key=lambda one: one.number)) for pk in bound}


def _descend(below: Mapping[int | None, Sequence[Edition]], pk: int) -> list[Edition]:
    found, waiting, seen = [], [pk], {pk}
    while waiting:
        for row in below.get(waiting.pop(), ()):
            if row.pk not in seen:
                seen.add(row.pk)
                waiting.append(row.pk)
                if row.is_frozen:
                    found.append(row)
    return found


def _later_reviews(bound: set[int]) -> dict[int, tuple[ReviewYear, ...]]:
    """By published review its later published revisions. One query."""
    if not bound:
        return {}
    plans = ReviewYear.objects.filter(pk__in=bound).values("plan")
    rows = list(ReviewYear.objects.filter(plan__in=plans).public().without_content().order_by("revision"))
    own = {row.pk: row for row in rows}
    return {
        pk: tuple(
            row
            for row in rows
            if (row.plan_id, row.kind, row.fiscal_year) == (one.plan_id, one.kind, one.fiscal_year)
            and row.revision > one.revision
            and row.content_hash != one.content_hash
        )
        for pk in bound
        if (one := own.get(pk))
    }
