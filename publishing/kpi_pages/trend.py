"""The years of one indicator as numbers and as a table: what was measured, promised and compared (picture.py draws it)."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from kpi.explaining import month_word
from kpi.figures import Figure, Series, figure_text, places_of
from kpi.findings import fiscal_year
from kpi.grading import Elapsed, GradeScheme
from kpi.judgements import EVERY, Promise, judge
from kpi.known import known_from
from kpi.spec import BaselineKind, TargetKind
from kpi.telling import screen_unit
from publishing.document import TargetEntry
from publishing.kpi_pages.cells import figure_tags
from strategy.fiscal import EraError, fiscal_year_of, format_fiscal_year

Kind = TargetKind
SUMS = (
    Kind.CUMULATIVE_OVER_PERIOD,
    Kind.CUMULATIVE_DECREASE,
    Kind.MAINTAIN_CUMULATIVE,
    Kind.CUMULATIVE_SINCE,
)
# A line that is to be held, not one that is to be climbed.
HELD = (Kind.MAINTAIN, Kind.MAINTAIN_PERIOD_AVERAGE, Kind.ANNUAL_RATE_AT_LEAST)
# Promises that no single figure stands for.
WITHOUT_LINE = (Kind.EXCEED_REFERENCE, Kind.INCREASE_OVER_PREVIOUS_YEAR, Kind.QUALITATIVE, Kind.COMPLETION)
NO_START = (BaselineKind.PARTIAL_PERIOD, BaselineKind.NONE, BaselineKind.TO_BE_BUILT, BaselineKind.TO_START)
_OF_A_PERIOD = (BaselineKind.PERIOD_AVERAGE, BaselineKind.CUMULATIVE_OVER_PERIOD)


@dataclass(frozen=True)
class Mark:
    """A value of a year that is drawn, and how it is written."""

    year: int
    value: Decimal
    text: str
    is_provisional: bool = False


@dataclass(frozen=True)
class Promised:
    """One target of the indicator as it is drawn: its ◇, and the line that leads there or is to be held."""

    entry: TargetEntry
    promise: Promise
    goals: tuple[Mark, ...]
    path: tuple[Mark, ...]
    is_held: bool


@dataclass(frozen=True)
class YearRow:
    """A line of the table: everything that is known of a fiscal year."""

    year: int
    name: str
    figure: str
    tags: tuple[str, ...]
    remarks: tuple[str, ...]
    total: str
    goal: str
    path: str
    others: tuple[str, ...]


class Trend:
    """Figures, promises and what they are compared with, year by year."""

    def __init__(
        self,
        name: str,
        series: Series,
        targets: Sequence[tuple[TargetEntry, Promise | None]],
        *,
        period: tuple[int, int],
        scheme: GradeScheme,
        today: datetime.date,
    ):
        self.name, self.series, self.period, self.scheme, self.today = name, series, period, scheme, today
        self.unit = screen_unit((targets[0][0].unit if targets else "") or series.unit)
        self.figures = {one.fiscal_year: one for one in series.figures if one.stage == 1}
        self.later = [one for one in series.figures if one.stage != 1]
        promised = [(entry, promise) for entry, promise in targets if promise is not None]
        self.main = promised[0][1] if promised else None
        self.is_sum = self.main is not None and self.main.spec.kind in SUMS
        self.totals = self._totals()
        self.promised = [self._promised(*one) for one in promised]

    def write(self, value: Decimal, places: int | None = None) -> str:
        """A figure with its unit."""
        return figure_text(value, places_of(value) if places is None else places) + self.unit

    # --- what was measured ----------------------------------------------------------------------------------

    def _totals(self) -> dict[int, Mark]:
        """Sums from the beginning of the period to each year with a figure."""
        if not self.is_sum or self.main is None:
            return {}
        made = {}
        for year, figure in self.figures.items():
            found = judge(self.main, self.series, year=year, today=self.today, scheme=self.scheme).finding
            if found.year == year and found.value is not None:
                made[year] = Mark(
                    year, found.value, self.write(found.value, figure.places), figure.is_provisional
                )
        return made

    @cached_property
    def start(self) -> Mark | None:
        """The present value of the plan (現状), where a year's figure can be compared with it."""
        if self.main is None:
            return None
        spec, aim = self.main.baseline, self.main.spec
        if spec.value is None or spec.at is None or spec.kind in (*NO_START, *_OF_A_PERIOD):
            return None
        if self.is_sum and aim.kind is not Kind.CUMULATIVE_SINCE:
            return None
        if aim.reference_year and spec.reference_year and aim.reference_year != spec.reference_year:
            return None
        return Mark(
            fiscal_year(spec.at), spec.value, self.write(spec.value), spec.kind is BaselineKind.PROVISIONAL
        )

    @cached_property
    def actual(self) -> list[Mark]:
        """What the thick line shows: the years' figures, or sums where a sum is promised."""
        marks = dict(self.totals)
        if not self.is_sum:
            marks = {
                year: Mark(year, one.value, self.write(one.value, one.places), one.is_provisional)
                for year, one in self.figures.items()
            }
        if self.start and self.start.year not in marks:
            marks[self.start.year] = self.start
        return [marks[year] for year in sorted(marks)]

    @cached_property
    def compared(self) -> list[tuple[str, list[Mark]]]:
        """The series to compare with; of 選定→実現 the second stage, too."""
        found: list[tuple[str, Sequence[Figure]]] = [
            (one.name, one.figures) for one in self.series.references
        ]
        if self.later:
            found.append(("第2段階", self.later))
        return [
            (name, [Mark(one.fiscal_year, one.value, self.write(one.value, one.places)) for one in figures])
            for name, figures in found
        ]

    # --- what is promised -----------------------------------------------------------------------------------

    def _promised(self, entry: TargetEntry, promise: Promise) -> Promised:
        spec, (first, last) = promise.spec, self.period
        if spec.is_period_open or spec.kind in WITHOUT_LINE:
            return Promised(entry, promise, (), (), False)
        if spec.milestones:
            goals = tuple(Mark(one.fiscal_year, one.value, self.write(one.value)) for one in spec.milestones)
            ahead = [one for one in spec.milestones if not one.is_outlook] or list(spec.milestones)
            path = [Mark(one.fiscal_year, one.value, "") for one in ahead]
            return Promised(entry, promise, goals, self._led(promise, path), False)
        deadline = fiscal_year(spec.by) if spec.by else fiscal_year(spec.span.last) if spec.span else last
        value = self._aim(promise)
        if value is None:
            return Promised(entry, promise, (), (), False)
        goal = Mark(deadline, value, self.write(value))
        if spec.kind in HELD or self._is_behind(promise, value):
            begun = min(first, deadline)
            return Promised(entry, promise, (goal,), (Mark(begun, value, ""), goal), True)
        return Promised(entry, promise, (goal,), self._led(promise, [goal]), False)

    def _aim(self, promise: Promise) -> Decimal | None:
        """The figure to be reached, as the evaluator takes it."""
        spec, kind = promise.spec, promise.spec.kind
        if kind in (Kind.MAINTAIN, Kind.MAINTAIN_PERIOD_AVERAGE, Kind.MAINTAIN_CUMULATIVE):
            return promise.baseline.value
        if kind is Kind.BALANCE:
            return Decimal(0)
        if kind in (Kind.APPROX, Kind.APPROX_RANGE):
            bound = spec.low if promise.better == "UP" else spec.high
            return spec.value if bound is None else bound
        if kind in (Kind.ALL, Kind.ALL_PERCENT, Kind.ALMOST_ALL, Kind.NATIONWIDE_ROLLOUT):
            whole = Decimal(100) if self.unit[:1] == "％" else spec.denominator
            return whole if spec.value is None else spec.value
        return abs(spec.value) if kind is Kind.CUMULATIVE_DECREASE and spec.value is not None else spec.value

    def _is_behind(self, promise: Promise, aim: Decimal) -> bool:
        """Whether the present value is better than the target already: a floor, not a climb."""
        if self.start is None or promise.spec.kind is Kind.BALANCE:
            return False
        way = aim - self.start.value
        return way < 0 if promise.better == "UP" else way > 0

    def _led(self, promise: Promise, goals: Sequence[Mark]) -> tuple[Mark, ...]:
        """The straight line to the goals, from where the judgement counts the years."""
        origin, begun = self.period[0] - 1, self.start.value if self.start else None
        if self.scheme.elapsed is Elapsed.BASELINE and self.start is not None:
            origin = self.start.year
        is_from_nothing = promise.baseline.kind in (BaselineKind.TO_BE_BUILT, BaselineKind.TO_START)
        if (self.is_sum and promise.spec.kind is not Kind.CUMULATIVE_SINCE) or (
            begun is None and is_from_nothing
        ):
            begun = Decimal(0)
        if begun is None or goals[0].year <= origin:
            return ()
        return (Mark(origin, begun, self.write(begun)), *goals)

    @cached_property
    def path_texts(self) -> dict[int, str]:
        """What the line to the goal says of each year; between two years with figures a straight line."""
        told: dict[int, str] = {}
        for one in self.promised[:1]:
            exact = [mark.value for mark in one.path]
            places = max((places_of(value) for value in exact), default=0)
            for before, behind in zip(one.path, one.path[1:], strict=False):
                for year in range(before.year, behind.year + 1):
                    gone = Decimal(year - before.year) / (behind.year - before.year or 1)
                    value = before.value + (behind.value - before.value) * gone
                    step = Decimal(1).scaleb(-places)
                    told[year] = self.write(value.quantize(step, ROUND_HALF_UP), places)
        return told

    # --- the table ------------------------------------------------------------------------------------------

    @cached_property
    def years(self) -> range:
        """From the first year with anything to the last: of the plan, or of what is promised."""
        marks = [mark.year for mark in self.actual]
        marks += [mark.year for _, line in self.compared for mark in line]
        marks += [mark.year for one in self.promised for mark in (*one.goals, *one.path)]
        marks += [*self.figures, *self.period]
        return range(min(marks), max(marks) + 1)

    @property
    def heads(self) -> list[str]:
        """What is compared with, as the heads of its columns."""
        return [reference_word(name) for name, _ in self.compared]

    @property
    def has_totals(self) -> bool:
        return bool(self.totals)

    @property
    def is_held(self) -> bool:
        return bool(self.promised) and self.promised[0].is_held

    @property
    def has_path(self) -> bool:
        return bool(self.path_texts) or any(one.goals for one in self.promised)

    @cached_property
    def rows(self) -> list[YearRow]:
        goals: dict[int, list[str]] = {}
        for mark in (mark for one in self.promised for mark in one.goals):
            goals.setdefault(mark.year, []).append(mark.text)
        others = [{one.year: one for one in line} for _, line in self.compared]
        return [
            YearRow(
                year=year,
                name=format_fiscal_year(year) if has_era(year) else f"{year}年度",
                figure=self._figure_text(year),
                tags=self._tags(year),
                remarks=tuple(filter(None, self._remarks(year))),
                total=self.totals[year].text if year in self.totals else "",
                goal="、".join(dict.fromkeys(goals.get(year, ()))),
                path=self.path_texts.get(year, ""),
                others=tuple(line[year].text if year in line else "" for line in others),
            )
            for year in self.years
        ]

    def _figure_text(self, year: int) -> str:
        figure = self.figures.get(year)
        if figure is not None:
            return self.write(figure.value, figure.places)
        return self.start.text if self.start and self.start.year == year else ""

    def _tags(self, year: int) -> tuple[str, ...]:
        figure = self.figures.get(year)
        if figure is not None:
            return figure_tags(figure)
        return ("速報",) if self.start and self.start.year == year and self.start.is_provisional else ()

    def _remarks(self, year: int) -> Iterator[str]:
        """What is said of a year: 確定, 計画策定時の現状, 未公表（令和8年11月予定）, 目標の年度, where a definition changed."""
        figure = self.figures.get(year)
        if figure is not None:
            yield "" if figure.quality != "FINAL" else "確定"
            yield figure.remark
        if self.start and self.start.year == year:
            differs = figure is not None and self.start.value != figure.value
            yield f"計画策定時の現状{f'（{self.start.text}）' if differs else ''}"
        elif figure is None:
            yield self._absent(year)
        if any(mark.year == year for one in self.promised for mark in one.goals):
            yield "目標の年度"
        for broken, words in self.series.breaks:
            if broken == year:
                yield f"この年度から定義が変わりました：{words}"

    def _absent(self, year: int) -> str:
        """Why a year has no figure; nothing of a year before the plan."""
        if year < self.period[0]:
            return ""
        series = self.series
        known = known_from(
            year, today=self.today, month=series.known_month, lag=series.lag_years, every=EVERY[series.frequency],
            survey_years=series.survey_years,
        )  # fmt: skip
        if not known.is_survey_year:
            return "調査年でない"
        if known.month is not None:
            return f"未公表（{month_word(known.month)}予定）"
        return "未公表" if year < fiscal_year_of(self.today) else ""


def has_era(year: int) -> bool:
    try:
        return bool(format_fiscal_year(year))
    except EraError:
        return False


def reference_word(name: str) -> str:
    """全国平均（参考）; what says so itself is not told again."""
    return name if "参考" in name else f"{name}（参考）"
