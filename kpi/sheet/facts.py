"""What stands here now for each row of a results workbook: figures, reviews and projects, read for all departments at once.

The number of queries depends neither on the number of rows nor on that of the departments.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from accounts.models import Department
from kpi.entering import MOST_EARLIER
from kpi.figures import Figure, Series, places_of
from kpi.models import ItemProject, ItemReview, MeasurementRevision, ReviewYear, Target, TargetReview
from kpi.review.years import Reviewed, ReviewedItem, ReviewedTarget
from kpi.series import Shown, series_of
from kpi.sheet.layout import About
from kpi.states import RELISTED, RETURNED, State, state_of
from strategy.models import ItemKind
from strategy.places import Place


@dataclass(frozen=True)
class TargetFacts:
    """A row of 「KPI実績」. ``origin`` is where the figure is entered: the row's own place, or that of the row a 再掲 or
    another target of the same indicator points at. ``why`` says why a figure was returned."""

    about: About
    reviewed: ReviewedTarget
    origin: Place
    series: Series
    year: int
    state: State
    state_note: str
    why: str
    review: TargetReview | None

    @property
    def target(self) -> Target:
        return self.reviewed.target

    @property
    def figure(self) -> Figure | None:
        """The newest figure of the year, approved or not."""
        return self.series.of_year(self.year)

    @property
    def places(self) -> int:
        """Places behind the point that figures of this indicator are written with."""
        known = [figure.places for figure in self.series.figures]
        printed = (data.get("value") for data in (self.target.spec, self.target.baseline))
        return max(known or [places_of(Decimal(value)) for value in printed if value], default=0)


@dataclass(frozen=True)
class ItemFacts:
    """A row of 「施策評価」 with its 主な事業."""

    reviewed: ReviewedItem
    review: ItemReview | None
    projects: tuple[ItemProject, ...]


class Facts:
    """All rows of a review in printed order, of every department."""

    def __init__(self, review: ReviewYear, today: datetime.date):
        self.review, self.today = review, today
        self.reviewed = Reviewed(review)

    @property
    def earlier_years(self) -> tuple[int, ...]:
        """Fiscal years of the plan before the reviewed one, the newest of them."""
        return tuple(range(self.review.edition.first_fiscal_year, self.review.fiscal_year))[-MOST_EARLIER:]

    @cached_property
    def targets(self) -> tuple[TargetFacts, ...]:
        return tuple(self._targets())

    def _targets(self) -> Iterator[TargetFacts]:
        rows = self.reviewed.targets
        series = series_of(
            self.reviewed.government, {row.target.indicator.key for row in rows}, shown=Shown.NEWEST
        )
        reviews = {row.target_id: row for row in TargetReview.objects.filter(review=self.review)}
        returned = self._why_returned(series)
        entered: dict[int, Place] = {}  # by indicator where its figure is entered
        for row in rows:
            target, own = row.target, series[str(row.target.indicator.key)]
            if row.relisting:
                yield TargetFacts(
                    About.RELISTED, row, self.reviewed.places[target.item.lineage], own,
                    self.review.fiscal_year, RELISTED, "", "", None,
                )  # fmt: skip
                continue
            about = About.SHARED if target.indicator_id in entered else About.TARGET
            origin = entered.setdefault(target.indicator_id, row.place)
            state, note = state_of(own, self.review.fiscal_year, self.today)
            figure = own.of_year(self.review.fiscal_year)
            why = returned.get(figure.revision, "") if figure else ""
            yield TargetFacts(
                about, row, origin, own, self.review.fiscal_year, state, note, why, reviews.get(target.pk)
            )

    def _why_returned(self, series: Mapping[str, Series]) -> dict[int, str]:
        """By revision why a figure of the year was returned; no query where none was."""
        figures = [one.of_year(self.review.fiscal_year) for one in series.values()]
        returned = [figure.revision for figure in figures if figure and figure.state == RETURNED.key]
        rows = MeasurementRevision.objects.filter(pk__in=returned) if returned else ()
        return {row.pk: row.why for row in rows}

    @cached_property
    def items(self) -> tuple[ItemFacts, ...]:
        reviews = {row.item_id: row for row in ItemReview.objects.filter(review=self.review)}
        projects = defaultdict(list)
        for row in ItemProject.objects.filter(review=self.review).order_by("position", "id"):
            projects[row.item_review_id].append(row)
        return tuple(self._item(row, reviews.get(row.item.pk), projects) for row in self.reviewed.items)

    def _item(
        self, row: ReviewedItem, review: ItemReview | None, projects: Mapping[int, list[ItemProject]]
    ) -> ItemFacts:
        return ItemFacts(row, review, tuple(projects.get(review.pk, ())) if review else ())

    def targets_of(self, department: Department | None) -> tuple[TargetFacts, ...]:
        """The rows that a department answers for; all of them for None."""
        return tuple(row for row in self.targets if _is_of(row.reviewed.department, department))

    def items_of(self, department: Department | None) -> tuple[ItemFacts, ...]:
        return tuple(row for row in self.items if _is_of(row.reviewed.department, department))


def _is_of(own: Department | None, wanted: Department | None) -> bool:
    return wanted is None or (own is not None and own.pk == wanted.pk)


def goal_of(place: Place) -> Place:
    """The goal that a place belongs to: itself or the nearest above; the topmost where there is none."""
    up = (place, *place.above)
    return next((one for one in up if one.kind == ItemKind.GOAL), up[-1])
