"""A review as it would be published now: its report, what is missing, which figures become public, what is decided.

The page that asks for confirmation and the verb that publishes read the same, so a person publishes what was shown.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kpi.figures import Figure, Reference
from kpi.models import DepartmentReturn, ReviewYear
from kpi.review.decisions import Decision, decisions_of
from kpi.review.figures import Judged
from kpi.review.gaps import Gap, Standing, Unapproved, blocking, gaps_of
from kpi.review.reading import Rows, called
from kpi.review.report import Report, hash_of, to_bytes
from kpi.series import Shown, series_of
from kpi.spec import TargetKind
from kpi.states import APPROVED, MISSING, state_of


@dataclass(frozen=True)
class Prepared:
    """What is about to be published. ``minimum``: KPI progress only, so what is unwritten does not stand in the way."""

    rows: Rows
    standing: Standing
    minimum: bool = False

    @property
    def report(self) -> Report:
        return self.rows.report

    @cached_property
    def seen(self) -> str:
        """The SHA-256 of what the person is shown; the day of publication is not in it yet."""
        return hash_of(to_bytes(self.report))

    @cached_property
    def gaps(self) -> tuple[Gap, ...]:
        return gaps_of(self.report, self.rows.practice, self.standing, minimum=self.minimum)

    @property
    def blocking(self) -> tuple[Gap, ...]:
        return blocking(self.gaps)

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        return decisions_of(self.report, self.rows.practice)

    @cached_property
    def figures(self) -> tuple[int, ...]:
        """Revisions that the report shows or judges by and that are not public yet, by their id, each once."""
        found = {
            figure.revision: None
            for row in self.rows.figures.own
            for figure in self._used(row)
            if not figure.is_public and self._is_of_the_years(figure)
        }
        return tuple(found)

    @cached_property
    def grades(self) -> tuple[int, ...]:
        """Grades given by hand that the report shows and that are not public yet, by their id."""
        return tuple(row.id for row in self.rows.figures.manual.values() if not row.is_public)

    def _is_of_the_years(self, figure: Figure) -> bool:
        return figure.fiscal_year in self.rows.figures.years

    def _used(self, row: Judged) -> Iterator[Figure]:
        yield from row.series.figures
        if row.promise is not None and row.promise.spec.kind == TargetKind.EXCEED_REFERENCE:
            for reference in _compared(row.promise.spec.reference, row.series.references):
                yield from reference.figures


def _compared(name: str, references: tuple[Reference, ...]) -> tuple[Reference, ...]:
    """The reference that a target names, else the first (kpi.judgements judges by the same)."""
    named = tuple(one for one in references if one.name == name)
    return (named or references)[:1]


def prepared(review: ReviewYear, today: datetime.date, *, minimum: bool = False) -> Prepared:
    """An open review as it would be published today. Constant queries, whatever is in it."""
    rows = Rows(review, today)
    return Prepared(rows, _standing(review, rows, today), minimum)


def _standing(review: ReviewYear, rows: Rows, today: datetime.date) -> Standing:
    """What stands in the cells and is not approved. Three queries."""
    own = rows.figures.own
    keys = {row.target.indicator.key for row in own}
    newest = series_of(rows.figures.reviewed.government, keys, shown=Shown.NEWEST, brief=True)
    unapproved: list[Unapproved] = []
    missing: list[tuple[str, str]] = []
    supplementary: list[tuple[str, str]] = []
    for row in own:
        state, _ = state_of(newest[str(row.target.indicator.key)], review.fiscal_year, today)
        name = called(row.target.name, row.target.audience)
        if state is MISSING:
            (missing if row.target.target_text else supplementary).append((str(row.target.lineage), name))
        elif state is not APPROVED and not state.is_waiting:
            unapproved.append(Unapproved(str(row.target.lineage), name, state.word))
    waiting = DepartmentReturn.objects.filter(review=review).exclude(state=DepartmentReturn.State.ACCEPTED)
    names = waiting.order_by("department__division", "department__name").values_list(
        "department__name", flat=True
    )
    return Standing(review.step, today, tuple(unapproved), tuple(missing), tuple(supplementary), tuple(names))
