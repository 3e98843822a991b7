"""What a government gives away: its datasets with their files, days and columns. Read by page, JSON-LD and DCAT."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Max
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.links import absolute
from accounts.models import Government
from kpi.explaining import year_word
from kpi.models import Publication, ReviewYear, Target
from kpi.review.years import address_word
from publishing.opendata.columns import TABLES, Column
from publishing.opendata.licences import LICENCES, Licence
from publishing.pages import shelves_of
from publishing.population.prints import is_printed
from publishing.population.reading import newest_public
from publishing.rules import Shelf
from strategy.models import Term
from vision.prints.files import KINDS

MEDIA_TYPES = {
    "CSV": "text/csv",
    "Excel": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "JSON": "application/json",
    "PDF": "application/pdf",
    "Word": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True)
class Distribution:
    """A dataset as a file of one form (a key of MEDIA_TYPES)."""

    form: str
    address: str

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.form]


@dataclass(frozen=True)
class Dataset:
    """Something that can be taken home in one form or several. ``table`` is a key of columns.TABLES, or empty."""

    key: str
    name: str
    meaning: str
    plan: str
    years: tuple[int, int]
    updated: datetime.date
    distributions: tuple[Distribution, ...]
    table: str = ""
    count: int | None = None

    @property
    def columns(self) -> tuple[Column, ...]:
        return TABLES[self.table] if self.table else ()

    @property
    def title(self) -> str:
        """Its name where the plan does not stand beside it."""
        return f"{self.plan}　{self.name}"


@dataclass(frozen=True)
class PlanData:
    """The datasets of one plan: of the plan itself, and of each indicator with published figures."""

    shelf: Shelf
    datasets: tuple[Dataset, ...]
    indicators: tuple[Dataset, ...]


@dataclass(frozen=True)
class Catalogue:
    """All that a government gives away, and under which terms; of the nation's plans others hold the rights."""

    government: Government
    licence: Licence | None
    plans: tuple[PlanData, ...]
    visions: tuple[Dataset, ...] = ()

    @property
    def datasets(self) -> tuple[Dataset, ...]:
        plans = (one for plan in self.plans for one in (*plan.datasets, *plan.indicators))
        return (*plans, *self.visions)

    @property
    def updated(self) -> datetime.date | None:
        return max((one.updated for one in self.datasets), default=None)


def catalogue_of(government: Government, request: HttpRequest) -> Catalogue:
    """The catalogue of a government. Six queries, whatever the number of plans and indicators; one more where a year of
    review is public."""
    shelves = shelves_of(government)
    facts = _Facts([shelf.shown.pk for shelf in shelves], [s.plan.pk for s in shelves if s.has_reviews])
    is_nation = government.kind == Government.Kind.NATION
    licence = None if is_nation else LICENCES[settings.OPEN_DATA_LICENCE]
    plans = tuple(_PlanDatasets(shelf, facts, request).plan_data() for shelf in shelves)
    return Catalogue(government, licence, plans, tuple(_visions(government, request)))


def _visions(government: Government, request: HttpRequest) -> Iterator[Dataset]:
    """The newest public population vision, if there is one. One query."""
    vision = newest_public(government)
    if vision is None:
        return
    forms = {form: kind for kind, _, form in KINDS if kind != "pdf" or is_printed(vision)}
    place = [government.slug, vision.number]
    notice = f"。{vision.notice}" if vision.notice else ""
    yield Dataset(
        f"population-{vision.number}",
        "人口ビジョン",
        f"ケースごとの将来の人口、仮定値、推計の方法{notice}",
        vision.title,
        (vision.base_year, vision.last_year),
        timezone.localdate(vision.published_at),
        tuple(
            Distribution(form, absolute(request, reverse("public_population_file", args=[*place, kind])))
            for form, kind in forms.items()
        ),
        table="人口ビジョンの人口",
    )


class _Facts:
    """What the rows know of some public editions: their indicators, terms, when figures were published, and the published
    years of review of ``reviewed`` plans."""

    def __init__(self, editions: Collection[int], reviewed: Collection[int]):
        self.indicators: dict[int, dict[int, tuple[str, str]]] = defaultdict(dict)
        targets = Target.objects.filter(edition__in=editions).order_by("id")
        for edition, *indicator in targets.values_list(
            "edition_id", "indicator_id", "indicator__key", "indicator__name"
        ):
            self.indicators[edition][indicator[0]] = (str(indicator[1]), indicator[2])
        ids = {one for found in self.indicators.values() for one in found}
        figures = Publication.objects.filter(revision__measurement__indicator__in=ids)
        self.figures = {
            indicator: (timezone.localdate(at), count)
            for indicator, at, count in figures.values_list("revision__measurement__indicator")
            .annotate(Max("at"), Count("revision__measurement", distinct=True))
            .order_by()
        }
        grades = Publication.objects.filter(manual_grade__target__edition__in=editions)
        self.graded = {
            edition: timezone.localdate(at)
            for edition, at in grades.values_list("manual_grade__target__edition")
            .annotate(Max("at"))
            .order_by()
        }
        terms = Term.objects.filter(edition__in=editions).values_list("edition").order_by()
        self.terms = dict(terms.annotate(Count("id")))
        self.reviews: dict[int, list[ReviewYear]] = defaultdict(list)
        rows = ReviewYear.objects.public().filter(plan__in=reviewed, corrected_by__published_at=None)
        rows = rows.without_content().select_related("printed").order_by("-fiscal_year", "-kind")
        for review in rows if reviewed else ():
            self.reviews[review.plan_id].append(review)


class _PlanDatasets:
    """The datasets of the edition that a plan's address shows."""

    def __init__(self, shelf: Shelf, facts: _Facts, request: HttpRequest):
        self.shelf, self.edition, self.request = shelf, shelf.shown, request
        self.place = [shelf.plan.government.slug, shelf.plan.slug]
        self.indicators = facts.indicators[self.edition.pk]
        self.figures = {pk: facts.figures[pk] for pk in self.indicators if pk in facts.figures}
        self.graded = facts.graded.get(self.edition.pk)
        self.terms = facts.terms.get(self.edition.pk, 0)
        self.reviews = facts.reviews[shelf.plan.pk]
        self.published = timezone.localdate(self.edition.published_at)

    def plan_data(self) -> PlanData:
        return PlanData(self.shelf, (*self._datasets(), *self._years()), tuple(self._values()))

    def _datasets(self) -> Iterator[Dataset]:
        files = {"PDF": "pdf", "Word": "docx", "JSON": "json"}
        yield self._dataset(
            "plan",
            "計画の本文",
            "章、節、取組みなど、計画の全文",
            self._distributions("edition_download", files, self.edition.number),
        )
        if self.indicators:
            days = [day for day, _ in self.figures.values()] + [self.graded or self.published]
            yield self._dataset(
                "kpi",
                "KPIの一覧",
                "目標値ごと、年度ごとの実績値と判定",
                self._distributions("kpi_download", {"CSV": "csv", "Excel": "xlsx", "JSON": "json"}),
                updated=max(days),
                table="KPIの一覧",
            )
        if self.terms:
            yield self._dataset(
                "terms",
                "用語の定義",
                "計画で使う用語と、その意味",
                self._distributions("terms_download", {"CSV": "csv", "JSON": "json"}),
                table="用語の定義",
                count=self.terms,
            )

    def _years(self) -> Iterator[Dataset]:
        """The reviewed years, each as it was published last."""
        for review in self.reviews:
            word, is_term = address_word(review), review.kind == ReviewYear.Kind.TERM
            files = {"PDF": "pdf"} if hasattr(review, "printed") else {}
            files |= {"Word": "docx", "Excel": "xlsx", "CSV": "csv", "JSON": "json"}
            first = self.edition.first_fiscal_year if is_term else review.fiscal_year
            yield self._dataset(
                f"review-{word}",
                "計画期間の総括評価" if is_term else f"{year_word(review.fiscal_year)}の評価",
                "KPIと施策の実績、評価、要因・課題、今後の方針",
                self._distributions("public_review_file", files, word, review.revision),
                updated=timezone.localdate(review.published_at),
                years=(min(first, review.fiscal_year), review.fiscal_year),
            )

    def _values(self) -> Iterator[Dataset]:
        for pk, (day, count) in ((pk, self.figures[pk]) for pk in self.indicators if pk in self.figures):
            key, name = self.indicators[pk]
            yield self._dataset(
                f"values-{key}",
                name,
                f"「{name}」の、公表した実績値",
                self._distributions("indicator_download", {"CSV": "csv", "JSON": "json"}, key),
                updated=day,
                table="指標の値",
                count=count,
            )

    def _dataset(
        self,
        key: str,
        name: str,
        meaning: str,
        distributions: tuple[Distribution, ...],
        *,
        updated: datetime.date | None = None,
        table: str = "",
        count: int | None = None,
        years: tuple[int, int] | None = None,
    ) -> Dataset:
        return Dataset(
            f"{self.shelf.plan.slug}-{key}",
            name,
            meaning,
            self.edition.title,
            years or (self.edition.first_fiscal_year, self.edition.last_fiscal_year),
            max(updated or self.published, self.published),
            distributions,
            table,
            count,
        )

    def _distributions(self, name: str, files: dict[str, str], *more: object) -> tuple[Distribution, ...]:
        return tuple(
            Distribution(form, absolute(self.request, reverse(name, args=[*self.place, *more, file])))
            for form, file in files.items()
        )
