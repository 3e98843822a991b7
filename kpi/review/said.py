"""What has been said in a review, by what it is about, and what is still wanted. Queries do not grow with the rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from kpi.models import Hearing, ItemReview, ReviewOpinion, ReviewYear, ServedItem, TargetReview
from kpi.review.figures import Figures, Judged
from kpi.review.practice import Effect, Practice
from kpi.review.years import ReviewedItem
from kpi.states import APPROVED
from strategy.places import Place

CAUSE, ISSUE, ACTION = "要因", "課題", "今後の対応"


class Said:
    """The rows of a review that people wrote. Each property is one query, or two, when it is first asked for."""

    def __init__(self, review: ReviewYear):
        self.review = review

    @cached_property
    def targets(self) -> dict[int, TargetReview]:
        """By id of the target."""
        return {row.target_id: row for row in TargetReview.objects.filter(review=self.review)}

    @cached_property
    def items(self) -> dict[int, ItemReview]:
        """By id of the item, with projects."""
        rows = ItemReview.objects.filter(review=self.review).prefetch_related("projects")
        return {row.item_id: row for row in rows}

    @cached_property
    def hearings(self) -> list[Hearing]:
        """By kind and day."""
        order = list(Hearing.Kind)
        rows = Hearing.objects.filter(review=self.review)
        return sorted(rows, key=lambda row: (order.index(Hearing.Kind(row.kind)), str(row.held_on), row.pk))

    @cached_property
    def opinions(self) -> list[ReviewOpinion]:
        """In the order of their meetings, there as they were said."""
        rows = ReviewOpinion.objects.filter(review=self.review).select_related("target", "item")
        at = {hearing.pk: hearing for hearing in self.hearings}
        order = list(at)
        found = sorted(rows, key=lambda row: (order.index(row.hearing_id), row.position, row.pk))
        for row in found:
            row.hearing = at[row.hearing_id]
        return found

    def opinions_of(self, *, target: int | None = None, item: int | None = None) -> list[ReviewOpinion]:
        """Those about one target or one item."""
        return [row for row in self.opinions if row.target_id == target and row.item_id == item]


def wanted_of_target(row: Judged, review: TargetReview | None) -> tuple[str, ...]:
    """What is to be written of a KPI that is behind and is not yet (GUI-61); nothing of any other.

    A department may write more than is asked of it.
    """
    if not row.needs_cause:
        return ()
    said = (
        (CAUSE, review.cause if review else ""),
        (ISSUE, review.issue if review else ""),
        (ACTION, review.action if review else ""),
    )
    return tuple(name for name, text in said if not text)


def wanted_of_item(review: ItemReview | None, practice: Practice) -> tuple[str, ...]:
    """What an item's review lacks: achievement, self evaluation, direction, and its reason where something is to change
    (GUI-67)."""
    if review is None:
        return ("実績", "自己評価", "今後の方針")
    found = [
        name
        for name, text in (
            ("実績", review.achievement),
            ("自己評価", review.self_evaluation),
            ("今後の方針", review.direction),
        )
        if not text
    ]
    if asks_reason(practice, review.direction) and not review.direction_reason:
        found.append("方針の理由")
    return tuple(found)


def asks_reason(practice: Practice, direction: str) -> bool:
    """Whether a direction is to be explained: it changes or ends something."""
    word = practice.direction(direction)
    return word is not None and word.effect is not Effect.KEEP


@dataclass(frozen=True)
class Telling:
    """KPIs that tell of an item; ``above`` is the item above it where they stand when it has none of its own."""

    rows: tuple[Judged, ...]
    above: Place | None = None


def telling_of(item: ReviewedItem, figures: Figures, served: Iterable[int]) -> Telling:
    """The KPIs printed at an item or below it, and those ``served`` (ids of targets); else those of the nearest item above
    that has any."""
    served, lineage = set(served), item.place.lineage
    own = tuple(
        row
        for row in figures.own
        if row.target.pk in served
        or lineage in {row.place.lineage, *(one.lineage for one in row.place.above)}
    )
    if own:
        return Telling(own)
    for place in item.place.above:
        rows = tuple(row for row in figures.own if row.place.lineage == place.lineage)
        if rows:
            return Telling(rows, place)
    return Telling(())


def served_by(item: ReviewedItem) -> list[int]:
    """Ids of the targets that tell of an item besides their own. One query."""
    rows = ServedItem.objects.filter(item=item.item)
    return list(rows.values_list("target_id", flat=True))


@dataclass(frozen=True)
class Material:
    """One of the four materials of 手引き 7-2; ``lack`` says what is missing, empty where it is there."""

    key: str
    word: str
    lack: str
    hearings: tuple[Hearing, ...] = ()
    said: str = ""


_LACKS = {
    Hearing.Kind.EXTERNAL: "外部の有識者などによる評価がまだありません。",
    Hearing.Kind.ASSEMBLY: "議会への報告や議会での意見がまだありません。",
    Hearing.Kind.RESIDENTS: "住民の声（意識調査、意見交換など）がまだありません。",
}


def materials_of(figures: Figures, hearings: Sequence[Hearing]) -> tuple[Material, ...]:
    """The four materials, what is there and what is missing (GUI-60); GUI-68 asks for somebody from outside."""
    found = [_of_figures(figures)]
    for kind in Hearing.Kind:
        own = tuple(row for row in hearings if row.kind == kind)
        lack = "" if own else _LACKS[kind]
        if own and kind == Hearing.Kind.EXTERNAL and not any(row.has_outsiders for row in own):
            lack = "外部の有識者がいた会議がまだありません。いたときは、その会議で「外部の有識者がいる」を選んでください。"
        found.append(Material(kind.value, str(kind.label), lack, own))
    return tuple(found)


def _of_figures(figures: Figures) -> Material:
    """The figures that are due: approved ones of all."""
    due = [row for row in figures.own if not row.state.is_waiting]
    approved = sum(row.state is APPROVED for row in due)
    said = f"承認した値 {approved}／{len(due)}件"
    open_ones = len(due) - approved
    lack = f"あと{open_ones}件の値が、未入力か承認前です。" if open_ones else ""
    if not due:
        lack = "この年度に値の出る指標がありません。" if figures.own else "この版には指標がありません。"
    return Material("KPI", "KPIの実績", lack, (), said)
