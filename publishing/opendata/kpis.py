"""The KPIs of a public edition with what was published of them, year by year: the one source of tables and API.

Targets come from the frozen document, figures and grades given by hand only through their publications.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from kpi.figures import Figure, Series
from kpi.judgements import Promise, Scheme, judge, newest_year, promise_of
from kpi.progress import Progress
from kpi.rules import HandGrade, public_grades_of, scheme_of
from kpi.series import Shown, series_of
from publishing.document import Document, Entry, TargetEntry
from strategy.models import Edition


@dataclass(frozen=True)
class KpiYear:
    """One fiscal year of a target. ``progress`` is None before and after the plan's period."""

    fiscal_year: int
    figure: Figure | None
    progress: Progress | None
    by_hand: HandGrade | None


@dataclass(frozen=True)
class Kpi:
    """A target in its own place of the document, with its indicator and the years that can be told."""

    target: TargetEntry
    item: Entry
    goal: Entry | None
    series: Series
    promise: Promise
    years: tuple[KpiYear, ...]


@dataclass(frozen=True)
class KpiTable:
    """All targets of an edition in printed order, each once, and the scheme by which they were judged."""

    document: Document
    scheme: Scheme
    kpis: tuple[Kpi, ...]


def places_of_targets(document: Document) -> Iterator[tuple[TargetEntry, Entry, Entry | None]]:
    """Each target in printed order with the item it hangs on and the 基本目標 it belongs to."""

    def walk(entry: Entry, goal: Entry | None) -> Iterator[tuple[TargetEntry, Entry, Entry | None]]:
        goal = entry if entry.kind == "GOAL" else goal
        for target in entry.targets:
            yield target, entry, goal
        for child in entry.items:
            yield from walk(child, goal)

    for item in document.items:
        yield from walk(item, None)


def kpi_table(edition: Edition, document: Document) -> KpiTable:
    """What is public of the KPIs of this public edition. Six queries, whatever their number."""
    government = edition.plan.government
    period = (edition.first_fiscal_year, edition.last_fiscal_year)
    series = series_of(government, {one.indicator for one in document.targets.values()}, shown=Shown.PUBLIC)
    printed = {UUID(one.lineage): (one.target, one.baseline) for one in document.targets.values()}
    scheme, by_hand = scheme_of(government), public_grades_of(edition, printed)
    told = {newest_year(series.values(), period), *(year for _, year in by_hand)} - {None}
    judged, today = range(period[0], min(max(told, default=0), period[1]) + 1), timezone.localdate()

    def year_of(target: TargetEntry, promise: Promise, found: Series, year: int) -> KpiYear:
        progress = None
        if year in judged and target.target:  # 補足指標 promise nothing
            progress = judge(promise, found, year=year, today=today, scheme=scheme.scheme, for_readers=True)
        return KpiYear(year, found.of_year(year), progress, by_hand.get((target.lineage, year)))

    def kpi(target: TargetEntry, item: Entry, goal: Entry | None) -> Kpi:
        promise = promise_of(target.spec, target.baseline_spec, target.better, period)
        found = series[target.indicator]
        years = {figure.fiscal_year for figure in found.figures} | (set(judged) if target.target else set())
        told = tuple(year_of(target, promise, found, year) for year in sorted(years))
        return Kpi(target, item, goal, found, promise, told)

    return KpiTable(document, scheme, tuple(kpi(*place) for place in places_of_targets(document)))
