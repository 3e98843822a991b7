"""The workbooks of a review as a list: whose answer each is, who brought it, what it would change or what it changed."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from accounts.models import Membership
from accounts.rules import Role
from kpi.importing.changes import Kind
from kpi.importing.comparing import comparisons_of
from kpi.models import ReviewYear, Upload

MOST_SHOWN, MOST_COMPARED = 200, 60
COUNTED = (Kind.CHANGED, Kind.ADDED, Kind.CONFLICT, Kind.FAULT, Kind.SAME)


@dataclass(frozen=True)
class Arrival:
    """An upload. ``counts`` in the order of COUNTED, empty where nothing was compared; ``is_again``: sent once more."""

    upload: Upload
    brought: str
    counts: tuple[int, ...] = ()
    is_ready: bool = False
    is_sent: bool = False
    is_again: bool = False


@dataclass(frozen=True)
class Arrivals:
    """Those that were sent just now, and all of them, the newest first."""

    sent: tuple[Arrival, ...]
    all: tuple[Arrival, ...]
    kinds: tuple[str, ...] = tuple(kind.value for kind in COUNTED)
    left_out: int = 0

    @property
    def repeated(self) -> tuple[Arrival, ...]:
        """Files that were here already with exactly these bytes."""
        return tuple(one for one in self.sent if one.is_again)


def arrivals_of(
    review: ReviewYear,
    today: datetime.date,
    sent: Collection[int] = frozenset(),
    again: Collection[int] = frozenset(),
) -> Arrivals:
    """The uploads of a review. A constant number of queries; those that wait are compared with what stands here now."""
    rows = Upload.objects.filter(review=review, kind=Upload.Kind.RESULTS).order_by("-id")
    rows = rows.select_related("department", "by").without_data()
    found = list(rows[:MOST_SHOWN])
    wanted = [row.pk for row in found if row.state == Upload.State.WAITING][:MOST_COMPARED]
    parsed = dict(Upload.objects.filter(pk__in=wanted).values_list("pk", "parsed")) if wanted else {}
    waiting = [row for row in found if row.pk in parsed]
    for row in waiting:
        row.review, row.parsed = review, parsed[row.pk]
    compared = comparisons_of(review, waiting, today)
    own = _departments_of(review, {row.by_id for row in found})
    made = []
    for row in found:
        comparison = compared.get(row.pk)
        counts = (
            comparison.counts
            if comparison
            else {Kind(word): n for word, n in row.outcome.get("counts", {}).items()}
        )
        made.append(
            Arrival(
                row,
                _brought(row, own),
                tuple(counts.get(kind, 0) for kind in COUNTED) if comparison or row.outcome else (),
                bool(comparison and comparison.is_ready),
                row.pk in sent or row.pk in again,
                row.pk in again,
            )
        )
    return Arrivals(tuple(one for one in made if one.is_sent), tuple(made))


def _departments_of(review: ReviewYear, people: Collection[int | None]) -> dict[int, int | None]:
    """By person the department for which somebody writes here; None for planners. One query."""
    rows = Membership.objects.filter(government=review.plan.government_id, user__in=people)
    return {
        user: department if role == Role.DEPARTMENT else None
        for user, department, role in rows.order_by("id").values_list("user_id", "department_id", "role")
    }


def _brought(upload: Upload, own: dict[int, int | None]) -> str:
    """子育て課回答, 子育て課回答・企画担当取込."""
    whose = f"{upload.department.name}回答" if upload.department else "全ての課"
    is_own = upload.department_id is not None and own.get(upload.by_id or 0) == upload.department_id
    return whose if is_own else f"{whose}・企画担当取込"
