"""What another grade scheme would make of the government's KPIs: how many of each grade now and then."""

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from accounts.models import Government
from kpi.entering import year_at_work
from kpi.grading import Grade, GradeScheme
from kpi.judgements import Promise, judge, promise_of
from kpi.models import Target
from kpi.rules import scheme_of
from kpi.series import Shown, series_of
from strategy.models import Edition


@dataclass(frozen=True)
class Regraded:
    """A KPI with its grade now and the one it would have."""

    target: Target
    old: Grade
    new: Grade

    @property
    def is_other(self) -> bool:
        return (self.old.sign, self.old.word) != (self.new.sign, self.new.word)


@dataclass(frozen=True)
class Trial:
    """All KPIs of the newest editions, judged both ways."""

    rows: tuple[Regraded, ...]
    old_scheme: GradeScheme
    new_scheme: GradeScheme

    @property
    def old(self) -> list[tuple[Grade, int]]:
        """How many have which grade now."""
        return _counted(self.old_scheme, [row.old.key for row in self.rows])

    @property
    def new(self) -> list[tuple[Grade, int]]:
        """How many would have which grade."""
        return _counted(self.new_scheme, [row.new.key for row in self.rows])

    @property
    def others(self) -> tuple[Regraded, ...]:
        """The KPIs whose grade would be called otherwise."""
        return tuple(row for row in self.rows if row.is_other)


def _counted(scheme: GradeScheme, keys: list[str]) -> list[tuple[Grade, int]]:
    found = Counter(keys)
    return [(grade, found[grade.key]) for grade in scheme.grades]


def trial(government: Government, scheme: GradeScheme, today: datetime.date) -> Trial:
    """Judge the KPIs of the newest edition of each plan by the scheme that holds and by ``scheme``, with approved
    figures. Seven queries at most."""
    now = scheme_of(government).scheme
    editions = {edition.pk: edition for edition in _newest(government)}
    targets = list(
        Target.objects.filter(edition__in=editions)
        .exclude(target_text="")
        .select_related("indicator")
        .order_by("edition_id", "position", "id")
    )
    series = series_of(government, {row.indicator.key for row in targets}, shown=Shown.APPROVED)
    rows = []
    for row in targets:
        edition = editions[row.edition_id]
        own, year = series[str(row.indicator.key)], year_at_work(edition, today)
        promise = _promise(row, edition)
        old, new = (judge(promise, own, year=year, today=today, scheme=one).status for one in (now, scheme))
        rows.append(Regraded(row, old, new))
    return Trial(tuple(rows), now, scheme)


def _newest(government: Government) -> Iterator[Edition]:
    rows = Edition.objects.filter(plan__government=government).without_content()
    newest = {edition.plan_id: edition for edition in rows.order_by("number")}
    yield from newest.values()


def _promise(row: Target, edition: Edition) -> Promise:
    period = (edition.first_fiscal_year, edition.last_fiscal_year)
    return promise_of(row.spec, row.baseline, row.indicator.better, period)
