"""The KPIs of a reviewed year with their figures, judged by the targets of the edition that held at its end (OGO-9).

The office sees the newest figures, the report the approved ones. Nothing that is reckoned here is stored (decision 0015).
The number of queries does not depend on the number of KPIs.
"""

import datetime
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from accounts.models import Department
from kpi.figures import Figure, Series
from kpi.grading import Tone
from kpi.judgements import Promise, Scheme, judge, promise_of
from kpi.models import RelistedTarget, ReviewYear, Target
from kpi.progress import Progress
from kpi.review.report import Revised, YearFigure
from kpi.review.years import Reviewed, ReviewedTarget
from kpi.rules import HandGrade, manual_grades_of, scheme_of
from kpi.series import Shown, series_of
from kpi.states import RELISTED, State, state_of
from strategy.models import Edition
from strategy.places import Place

# Of these grades a KPI is not on plan, so the guide asks for cause, issue and action (手引き 7-2).
BEHIND = frozenset({Tone.SLIGHTLY_LATE, Tone.LATE, Tone.BELOW})


@dataclass(frozen=True)
class Judged:
    """A reviewed target where it is printed, with its figures up to the year and what they say of it.

    ``progress`` is None for a supplementary indicator, which has no target; ``manual`` is the grade that people gave
    instead of the computed one. ``state`` tells where the figure of the year stands.
    """

    reviewed: ReviewedTarget
    series: Series
    year: int
    years: tuple[int, ...]
    state: State
    state_note: str
    promise: Promise | None
    progress: Progress | None
    manual: HandGrade | None
    revised: tuple[Revised, ...]
    today: datetime.date

    @property
    def target(self) -> Target:
        return self.reviewed.target

    @property
    def place(self) -> Place:
        return self.reviewed.place

    @property
    def department(self) -> Department | None:
        return self.reviewed.department

    @property
    def relisting(self) -> RelistedTarget | None:
        return self.reviewed.relisting

    @property
    def is_relisted(self) -> bool:
        return self.relisting is not None

    @property
    def key(self) -> str:
        """The row on the page."""
        return f"relisted-{self.relisting.pk}" if self.relisting else f"kpi-{self.target.lineage}"

    @property
    def figure(self) -> Figure | None:
        """The figure of the reviewed year."""
        return self.series.of_year(self.year)

    @cached_property
    def previous(self) -> Figure | None:
        """The newest figure before the reviewed year."""
        found = [one for one in self.series.figures if one.fiscal_year < self.year and one.stage == 1]
        return max(found, key=lambda one: one.fiscal_year, default=None)

    @property
    def arrow(self) -> str:
        """Up, down or flat against the figure before; says nothing of good or bad. Empty where two figures are
        not of one kind: after a change of the definition, or where one is a part of a year or a running total."""
        now, before = self.figure, self.previous
        if now is None or before is None:
            return ""
        is_broken = any(before.fiscal_year < year <= now.fiscal_year for year, _ in self.series.breaks)
        kinds = {(one.is_partial, one.is_running_total) for one in (now, before)}
        if is_broken or len(kinds) > 1:
            return ""
        return "flat" if now.value == before.value else "up" if now.value > before.value else "down"

    @property
    def tone(self) -> str:
        """The tone of the grade that holds: what people gave, else the computed one; empty where there is none."""
        if self.manual is not None:
            return self.manual.tone
        return str(self.progress.status.tone) if self.progress is not None else ""

    @property
    def is_behind(self) -> bool:
        """Whether the KPI is not on plan."""
        return self.tone in BEHIND

    @property
    def needs_cause(self) -> bool:
        """Whether cause, issue and action are to be written here (GUI-61); a 再掲 answers where it is printed first."""
        return self.is_behind and not self.is_relisted

    @property
    def figures(self) -> tuple[YearFigure, ...]:
        """The figures of ``years`` as they are printed; of a year without one, why there is none."""
        return tuple(self._printed(year) for year in self.years)

    def _printed(self, year: int) -> YearFigure:
        figure = self.series.of_year(year)
        if figure is None:
            state, note = state_of(self.series, year, self.today)
            return YearFigure(year, absent=f"{state.word}（{note}）" if note else state.word)
        return YearFigure(
            fiscal_year=year,
            text=figure.text,
            value=str(figure.value),
            quality=figure.quality,
            is_running_total=figure.is_running_total,
            is_partial=figure.is_partial,
            remark=figure.remark,
        )


class Figures:
    """All reviewed targets of a review, judged. ``rows`` stand in printed order, 再掲 among them.

    ``years`` are the fiscal years of the edition up to the reviewed one. ``shown`` says which figures count.
    """

    def __init__(self, review: ReviewYear, today: datetime.date, shown: Shown):
        edition = review.edition
        self.review, self.edition, self.today, self.shown = review, edition, today, shown
        self.year = review.fiscal_year
        self.years = tuple(range(edition.first_fiscal_year, self.year + 1))
        self.period = (edition.first_fiscal_year, edition.last_fiscal_year)
        self.reviewed = Reviewed(review)
        self.scheme: Scheme = scheme_of(self.reviewed.government)
        keys = {row.target.indicator.key for row in self.reviewed.targets}
        self.series = series_of(self.reviewed.government, keys, shown=shown)
        self.manual = manual_grades_of(edition, self.year, public=False)
        self.revised = revised_of(edition, [row.target for row in self.reviewed.targets if not row.relisting])
        self.rows = tuple(self._rows())

    def _rows(self) -> Iterator[Judged]:
        judged: dict[int, tuple[Promise | None, Progress | None]] = {}
        for reviewed in self.reviewed.targets:
            target = reviewed.target
            series = self.series[str(target.indicator.key)]
            if target.pk not in judged:
                judged[target.pk] = self._judged(target, series)
            state, note = (RELISTED, "") if reviewed.relisting else state_of(series, self.year, self.today)
            yield Judged(
                reviewed=reviewed,
                series=series,
                year=self.year,
                years=self.years,
                state=state,
                state_note=note,
                promise=judged[target.pk][0],
                progress=judged[target.pk][1],
                manual=self.manual.get(str(target.lineage)),
                revised=self.revised.get(target.lineage, ()),
                today=self.today,
            )

    def _judged(self, target: Target, series: Series) -> tuple[Promise | None, Progress | None]:
        if not target.target_text:
            return None, None
        promise = promise_of(target.spec, target.baseline, target.indicator.better, self.period)
        scheme = self.scheme.scheme
        return promise, judge(promise, series, year=self.year, today=self.today, scheme=scheme)

    @cached_property
    def own(self) -> tuple[Judged, ...]:
        """The rows without 再掲: each target once, where it is printed first."""
        return tuple(row for row in self.rows if not row.is_relisted)

    def row(self, lineage: uuid.UUID) -> Judged | None:
        """The target of this lineage where it is printed first; None where the edition has none."""
        return next((row for row in self.own if row.target.lineage == lineage), None)


def figures_of(review: ReviewYear, today: datetime.date, *, shown: Shown = Shown.NEWEST) -> Figures:
    """The judged KPIs of a review: with the newest figures for the office, or the approved ones for the report.

    Fourteen queries at most, whatever the number of KPIs. ``today`` tells which years are due.
    """
    return Figures(review, today, shown)


def revised_of(edition: Edition, targets: Sequence[Target]) -> Mapping[uuid.UUID, tuple[Revised, ...]]:
    """By lineage what earlier editions of the same term printed as target, the oldest first. One query.

    Only adopted editions that readers saw count; a 正誤訂正 puts a print right and revises nothing. ``since`` is the day
    from which the next print holds.
    """
    earlier = Edition.objects.public().filter(
        plan=edition.plan_id,
        stage=Edition.Stage.ADOPTED,
        number__lt=edition.number,
        last_fiscal_year__gte=edition.first_fiscal_year,
    )
    if edition.term is not None:
        earlier = earlier.exclude(term__isnull=False, term__lt=edition.term)
    rows = Target.objects.filter(edition__in=earlier, lineage__in=[target.lineage for target in targets])
    printed: dict[uuid.UUID, list[Any]] = {}
    for row in rows.order_by("edition__effective_from", "edition__number").values_list(
        "lineage", "target_text", "baseline_text", "edition__title", "edition__effective_from",
        "edition__correction", named=True,
    ):  # fmt: skip
        printed.setdefault(row.lineage, []).append(row)
    found = {}
    for target in targets:
        own = (target.target_text, target.baseline_text, edition.effective_from, edition.correction)
        chain = [(row[1], row[2], row[4], row[5], row[3]) for row in printed.get(target.lineage, ())]
        if chain and (revised := tuple(_changes([*chain, (*own, edition.title)]))):
            found[target.lineage] = revised
    return found


def _changes(prints: Sequence[tuple[str, str, datetime.date | None, bool, str]]) -> Iterator[Revised]:
    """Each print that a later one replaced by another target."""
    text, baseline, _, _, title = prints[0]
    for other, other_baseline, since, is_correction, other_title in prints[1:]:
        if other != text and not is_correction:
            yield Revised(title, baseline, text, since.isoformat() if since else "")
        text, baseline, title = other, other_baseline, other_title
