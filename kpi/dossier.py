"""One target with all its years: the figures, how each year is judged, and the grades that people gave."""

import datetime
from dataclasses import dataclass

from kpi.figures import Figure, Series
from kpi.judgements import judge, promise_of
from kpi.models import ManualGrade, Target
from kpi.progress import Progress
from kpi.rules import scheme_of
from kpi.series import Shown, series_of
from kpi.states import State, state_of
from strategy.fiscal import fiscal_year_of


@dataclass(frozen=True)
class Year:
    """A fiscal year of the plan. ``manual`` is the grade that people gave, ``given`` all that they ever gave."""

    year: int
    figure: Figure | None
    state: State
    note: str
    progress: Progress | None
    manual: ManualGrade | None
    given: tuple[ManualGrade, ...]

    @property
    def last(self) -> ManualGrade | None:
        """The newest row of what people gave: a grade, or that it was taken back."""
        return self.given[-1] if self.given else None


class Dossier:
    """A target with its series, the newest figures whatever their state. Six queries at most."""

    def __init__(self, target: Target, today: datetime.date):
        edition, indicator = target.edition, target.indicator
        government = edition.plan.government
        self.target, self.today = target, today
        self.period = (edition.first_fiscal_year, edition.last_fiscal_year)
        self.series: Series = series_of(government, [indicator.key], shown=Shown.NEWEST)[str(indicator.key)]
        self.scheme = scheme_of(government)
        self.promise = (
            promise_of(target.spec, target.baseline, indicator.better, self.period)
            if target.target_text
            else None
        )
        grades = target.manual_grades.select_related("by", "publication").order_by("fiscal_year", "n")
        self.grades = list(grades)

    @property
    def years(self) -> list[Year]:
        """The fiscal years of the plan that are over or under way, and later ones that have a figure."""
        now = fiscal_year_of(self.today)
        first, last = self.period
        return [
            self._year(year) for year in range(first, last + 1) if year <= now or self.series.of_year(year)
        ]

    def _year(self, year: int) -> Year:
        state, note = state_of(self.series, year, self.today)
        given = tuple(grade for grade in self.grades if grade.fiscal_year == year)
        newest = given[-1] if given and given[-1].grade else None
        progress = (
            judge(self.promise, self.series, year=year, today=self.today, scheme=self.scheme.scheme)
            if self.promise
            else None
        )
        return Year(year, self.series.of_year(year), state, note, progress, newest, given)
