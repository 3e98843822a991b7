"""What readers may see of an edition's KPIs, read in a handful of queries: its document, public figures, public grades."""

import datetime
import hashlib
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.utils import timezone

from accounts.models import AuditEvent, Government
from config import VERSION
from kpi.figures import Figure, Series
from kpi.grades import from_data
from kpi.grading import GradeScheme
from kpi.judgements import Scheme, judge, newest_year
from kpi.models import GradeScheme as SchemeRow
from kpi.models import Measurement, Publication
from kpi.rules import HandGrade, public_grades_of
from kpi.series import Shown, series_of
from kpi.telling import Told
from publishing.document import Document, TargetEntry
from publishing.kpi_pages.layout import Layout
from publishing.rules import Shelf, content_of, shelf_or_404
from strategy.fiscal import fiscal_year_of
from strategy.models import Edition

# What is changed by these is seen by readers at once, though no figure is published by it.
_SEEN_AT_ONCE = ("indicator.", "reference.", "survey.", "department.", "government.")


@dataclass(frozen=True)
class Standing:
    """How a government's figures stand towards readers: ``seed`` changes with everything that they may notice."""

    scheme: Scheme
    seed: str
    has_hand_grades: bool


@dataclass(frozen=True)
class Judged:
    """A target with its figures and its judgement; ``hand`` is a grade given by people, if it is public.

    ``told`` is None for 補足指標, which promise nothing.
    """

    target: TargetEntry
    series: Series
    told: Told | None
    hand: HandGrade | None

    @property
    def status(self) -> str:
        """The key of its grade; nothing where nothing is promised."""
        return "" if self.told is None else self.told.progress.status.key


@dataclass(frozen=True)
class Reading:
    """The KPIs of an edition as readers see them. ``year`` is judged; ``years`` may be, oldest first.

    Without a public figure ``years`` is empty and ``year`` the last year that is over.
    """

    layout: Layout
    series: Mapping[str, Series]
    scheme: GradeScheme
    hands: Mapping[tuple[str, int], HandGrade]
    year: int
    years: tuple[int, ...]
    today: datetime.date

    def of_the_year(self) -> Iterator[Figure]:
        """The public figures of the year that is judged."""
        for series in self.series.values():
            yield from (one for one in series.figures if one.fiscal_year == self.year)

    def published_at(self) -> datetime.datetime | None:
        """When the newest of them became public. One query, none where there is none."""
        newest = max((one.publication or 0 for one in self.of_the_year()), default=0)
        return Publication.objects.values_list("at", flat=True).get(pk=newest) if newest else None

    @property
    def document(self) -> Document:
        return self.layout.document

    @property
    def period(self) -> tuple[int, int]:
        return self.layout.period

    def judged(self, target: TargetEntry) -> Judged:
        """The target, judged for the year."""
        found = self.series.get(target.indicator) or _without_figures(target)
        promise = self.layout.promises[target.lineage]
        if promise is None:
            return Judged(target, found, None, None)
        progress = judge(
            promise, found, year=self.year, today=self.today, scheme=self.scheme, for_readers=True
        )
        told = Told(progress, promise.spec, promise.baseline, promise.better, self.scheme)
        return Judged(target, found, told, self.hands.get((target.lineage, self.year)))


def standing_of(shelf: Shelf) -> Standing:
    """How the figures of the plan's government stand today. One query."""
    begun = timezone.make_aware(datetime.datetime.combine(shelf.day, datetime.time()))
    content, number, *ids = _newest_of_all(begun).get(pk=shelf.plan.government_id)
    scheme = Scheme() if number is None else Scheme(from_data(content), number)
    figure, grade, event = ids
    return Standing(scheme, repr((scheme.number, figure, grade, event)), grade is not None)


@lru_cache(maxsize=2)
def _newest_of_all(begun: datetime.datetime) -> QuerySet:
    """The newest scheme, public figure, public grade and telling event of each government, not asked for yet.

    Putting it together takes longer than asking, so it is kept for the day.
    """
    seen = Q()
    for beginning in _SEEN_AT_ONCE:
        seen |= Q(verb__startswith=beginning)
    own = OuterRef("pk")
    newest = (
        Publication.objects.filter(revision__measurement__indicator__government=own),
        Publication.objects.filter(manual_grade__target__edition__plan__government=own),
        # The day is part of the address, so that only today's events need to be looked at.
        AuditEvent.objects.filter(seen, government=own, at__gte=begun),
    )
    schemes = SchemeRow.objects.filter(government=own).order_by("-number")
    return Government.objects.values_list(
        Subquery(schemes.values("content")[:1]),
        Subquery(schemes.values("number")[:1]),
        *(Subquery(rows.order_by("-id").values("id")[:1]) for rows in newest),
    )


def etag_of(shelf: Shelf, standing: Standing, *said: Any) -> str:
    """Changes with the edition and its line, with figures, grades and scheme, with the day and with what was asked."""
    seed = repr((VERSION, shelf.etag(shelf.shown), standing.seed, said))
    return f'"{hashlib.sha256(seed.encode()).hexdigest()[:32]}"'


def read_all(shelf: Shelf, standing: Standing, asked: str = "") -> Reading:
    """All KPIs of the edition shown; Http404 where it has none. ``asked`` is the fiscal year to be judged. Four queries."""
    layout, _ = _layout(shelf.shown)
    series = series_of(shelf.plan.government, layout.indicators, shown=Shown.PUBLIC, brief=True)
    newest = newest_year(series.values(), layout.period)
    public = {figure.fiscal_year for found in series.values() for figure in found.figures}
    years = tuple(
        year for year in sorted(public) if newest is not None and layout.period[0] <= year <= newest
    )
    return _reading(shelf, standing, layout, series, years, asked)


def read_one(shelf: Shelf, standing: Standing, key: uuid.UUID, asked: str = "") -> tuple[Reading, Series]:
    """One indicator of the edition shown; Http404 where it has no target there. Six queries."""
    layout, newest = _layout(shelf.shown, with_year=True)
    if key not in layout.indicators:
        raise Http404("この指標は、この計画にはありません。")
    series = series_of(shelf.plan.government, {key}, shown=Shown.PUBLIC)
    if str(key) not in series:
        raise Http404("この指標は見つかりません。")
    years = tuple(range(layout.period[0], newest + 1)) if newest else ()
    return _reading(shelf, standing, layout, series, years, asked), series[str(key)]


@dataclass(frozen=True)
class Sector:
    """個別計画: the plan that owns the target value. ``targets`` are what its public edition prints of the indicator."""

    name: str
    target: str
    plan: str = ""
    title: str = ""
    targets: tuple[TargetEntry, ...] = ()


def sector_of(series: Series, government: Government) -> Sector | None:
    """The sector plan of an indicator, if there is one; two queries where it is kept here and public, else none."""
    own = Sector(series.sector_name, series.sector_target)
    if series.sector_plan:
        try:
            shelf = shelf_or_404(government.slug, series.sector_plan, with_bases=False)
        except Http404:
            return own if own.name else None
        document = Document.of(content_of(shelf.shown))
        found = tuple(one for one in document.targets.values() if one.indicator == series.key)
        return Sector(own.name, own.target, series.sector_plan, document.full_title, found)
    return own if own.name or own.target else None


def _reading(
    shelf: Shelf,
    standing: Standing,
    layout: Layout,
    series: Mapping[str, Series],
    years: tuple[int, ...],
    asked: str,
) -> Reading:
    first, last = layout.period
    over = min(max(fiscal_year_of(shelf.day) - 1, first), last)
    return Reading(
        layout=layout,
        series=series,
        scheme=standing.scheme.scheme,
        hands=public_grades_of(shelf.shown, layout.printed) if standing.has_hand_grades else {},
        year=int(asked) if asked in map(str, years) else years[-1] if years else over,
        years=years,
        today=shelf.day,
    )


# Layouts of the editions asked for last, by the hashes of their texts: what a hash stands for cannot change.
KEPT: dict[str, Layout] = {}
_MOSTKEPT = 4


def _layout(edition: Edition, *, with_year: bool = False) -> tuple[Layout, int | None]:
    """The edition's lines and, ``with_year``, the newest year of its plan with a public figure. One query or none."""
    kept, newest = KEPT.get(edition.content_hash), None
    columns = [] if kept else ["content"]
    if with_year:
        columns.append(_newest_year(edition))
    if columns:
        found = list(Edition.objects.values_list(*columns).get(pk=edition.pk))
        newest = found.pop() if with_year else None
        if kept is None:
            edition.content = found[0]
            kept = KEPT[edition.content_hash] = Layout(Document.of(edition))
            while len(KEPT) > _MOSTKEPT:
                KEPT.pop(next(iter(KEPT)), None)
    if not kept.document.targets:
        raise Http404("この計画には、目標値のある指標がありません。")
    return kept, newest


def _newest_year(edition: Edition) -> Subquery:
    measured = Measurement.objects.filter(
        series=None,
        indicator__government=edition.plan.government_id,
        indicator__targets__edition=OuterRef("pk"),
        revisions__publication__isnull=False,
        fiscal_year__range=(edition.first_fiscal_year, edition.last_fiscal_year),
    )
    return Subquery(measured.order_by("-fiscal_year").values("fiscal_year")[:1])


def _without_figures(target: TargetEntry) -> Series:
    return Series(
        id=0, key=target.indicator, name=target.name, unit=target.unit, better=target.better, effect="", department="",
        deputy="", definition="", formula="", source="", survey="", frequency="YEARLY", survey_years=(),
        known_month=None, lag_years=1, breaks=(), rounds=(), figures=(), references=(),
    )  # fmt: skip
