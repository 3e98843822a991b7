"""The KPIs and items of a review as lists to work through: what is said, what is wanted, who may write, what comes next."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from accounts.models import Department, Membership
from kpi.models import ItemReview, ReviewYear, TargetReview
from kpi.review.figures import Figures, Judged
from kpi.review.practice import Practice, from_data
from kpi.review.said import Said, wanted_of_item, wanted_of_target
from kpi.review.years import Reviewed, ReviewedItem, may_answer
from strategy.models import ItemKind
from strategy.places import Place

# Which rows are wanted: all, those in which something is to be written, those of one's own department.
ALL, WANTED, OWN = "", "wanted", "own"


@dataclass(frozen=True)
class KpiLine:
    """A KPI where it is printed, with what is said of it."""

    row: Judged
    said: TargetReview | None
    wanted: tuple[str, ...]
    may_write: bool
    is_own: bool
    direction: str
    opinions: int

    @property
    def place(self) -> Place:
        return self.row.place

    @property
    def lineage(self) -> uuid.UUID:
        return self.row.target.lineage

    @property
    def is_pointer(self) -> bool:
        return self.row.is_relisted


@dataclass(frozen=True)
class ItemLine:
    """An item that is reviewed, with what is said of it."""

    reviewed: ReviewedItem
    said: ItemReview | None
    wanted: tuple[str, ...]
    may_write: bool
    is_own: bool
    self_evaluation: str
    direction: str
    opinions: int

    @property
    def place(self) -> Place:
        return self.reviewed.place

    @property
    def department(self) -> Department | None:
        return self.reviewed.department

    @property
    def lineage(self) -> uuid.UUID:
        return self.reviewed.place.lineage

    @property
    def is_pointer(self) -> bool:
        return False


Line = TypeVar("Line", KpiLine, ItemLine)


@dataclass(frozen=True)
class Group:
    """Rows under one goal, or under an item above all goals."""

    place: Place
    lines: tuple[KpiLine | ItemLine, ...]


class Answers:
    """Whether a person may write what a department says, asked once for each department."""

    def __init__(self, review: ReviewYear, membership: Membership):
        self.review, self.membership = review, membership
        self._known: dict[int | None, bool] = {}

    def may(self, department: Department | None) -> bool:
        key = department.pk if department else None
        if key not in self._known:
            self._known[key] = may_answer(self.membership, self.review, department)
        return self._known[key]

    def is_own(self, department: Department | None) -> bool:
        return department is not None and department.pk == self.membership.department_id


class KpiList:
    """All KPIs of a review in printed order, 再掲 among them. Two queries beside those of ``figures``."""

    def __init__(self, figures: Figures, said: Said, membership: Membership):
        self.figures, self.said = figures, said
        self.practice: Practice = from_data(figures.review.practice)
        self.answers = Answers(figures.review, membership)

    @cached_property
    def lines(self) -> tuple[KpiLine, ...]:
        counted: dict[int | None, int] = {}
        for opinion in self.said.opinions:
            counted[opinion.target_id] = counted.get(opinion.target_id, 0) + 1
        return tuple(self._line(row, counted.get(row.target.pk, 0)) for row in self.figures.rows)

    def _line(self, row: Judged, opinions: int) -> KpiLine:
        said = self.said.targets.get(row.target.pk)
        word = self.practice.direction(said.direction) if said else None
        return KpiLine(
            row=row,
            said=said,
            wanted=wanted_of_target(row, said),
            may_write=not row.is_relisted and self.answers.may(row.department),
            is_own=self.answers.is_own(row.department),
            direction=word.word if word else "",
            opinions=opinions,
        )


class ItemList:
    """All items of a review that are reviewed, in printed order."""

    def __init__(self, reviewed: Reviewed, said: Said, membership: Membership):
        self.reviewed, self.said = reviewed, said
        self.practice = reviewed.practice
        self.answers = Answers(reviewed.review, membership)

    @cached_property
    def lines(self) -> tuple[ItemLine, ...]:
        counted: dict[int | None, int] = {}
        for opinion in self.said.opinions:
            counted[opinion.item_id] = counted.get(opinion.item_id, 0) + 1
        return tuple(self._line(one, counted.get(one.item.pk, 0)) for one in self.reviewed.items)

    def _line(self, one: ReviewedItem, opinions: int) -> ItemLine:
        said = self.said.items.get(one.item.pk)
        evaluation = self.practice.self_evaluation(said.self_evaluation) if said else None
        direction = self.practice.direction(said.direction) if said else None
        return ItemLine(
            reviewed=one,
            said=said,
            wanted=wanted_of_item(said, self.practice),
            may_write=self.answers.may(one.department),
            is_own=self.answers.is_own(one.department),
            self_evaluation=evaluation.word if evaluation else "",
            direction=direction.word if direction else "",
            opinions=opinions,
        )


def shown(lines: Sequence[Line], which: str) -> tuple[Line, ...]:
    """The rows that are asked for."""
    if which == WANTED:
        return tuple(line for line in lines if line.wanted)
    return tuple(line for line in lines if line.is_own) if which == OWN else tuple(lines)


def counts(lines: Sequence[Line]) -> dict[str, int]:
    """How many rows each choice shows; a 再掲 is not counted."""
    own = [line for line in lines if not line.is_pointer]
    return {which: len(shown(own, which)) for which in (ALL, WANTED, OWN)}


def next_after(lines: Sequence[Line], lineage: uuid.UUID, which: str) -> Line | None:
    """The next row after this one in which the person may write, of those asked for; none behind the last."""
    at = next((n for n, line in enumerate(lines) if line.lineage == lineage and not line.is_pointer), -1)
    return next((line for line in shown(lines[at + 1 :], which) if line.may_write), None)


def grouped(lines: Sequence[Line]) -> tuple[Group, ...]:
    """The rows under their goals."""
    found: dict[uuid.UUID, tuple[Place, list[Line]]] = {}
    for line in lines:
        goal = goal_of(line.place)
        found.setdefault(goal.lineage, (goal, []))[1].append(line)
    return tuple(Group(place, tuple(rows)) for place, rows in found.values())


def goal_of(place: Place) -> Place:
    """The goal that a place belongs to: itself or the nearest above; itself where there is none."""
    return next((one for one in (place, *place.above) if one.kind == ItemKind.GOAL), place)
