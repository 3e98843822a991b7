"""Which years of review readers may see, read in a fixed number of queries: published ones and their corrections only."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import Http404

from config import VERSION
from kpi.models import Proposal, ReviewYear
from kpi.models.reviews import ReviewYearQuerySet
from kpi.review.report import GradeWord, Report, from_bytes
from kpi.review.years import address_word
from publishing.review import words
from publishing.rules import Shelf
from strategy.models import Edition


@dataclass(frozen=True)
class Year:
    """One reviewed year: its revisions, the newest first."""

    revisions: tuple[ReviewYear, ...]

    @property
    def newest(self) -> ReviewYear:
        return self.revisions[0]

    @property
    def word(self) -> str:
        """How addresses name it."""
        return address_word(self.newest)

    def revision(self, number: int) -> ReviewYear:
        """A revision of this year, or Http404."""
        for review in self.revisions:
            if review.revision == number:
                return review
        raise Http404("この訂正の番号の報告はありません。")


@dataclass(frozen=True)
class Cabinet:
    """The published years of a plan, the newest first, beside its public editions."""

    shelf: Shelf
    reviews: tuple[ReviewYear, ...]

    @cached_property
    def years(self) -> tuple[Year, ...]:
        by_word: dict[str, list[ReviewYear]] = {}
        for review in self.reviews:
            by_word.setdefault(address_word(review), []).append(review)
        return tuple(Year(tuple(found)) for found in by_word.values())

    def year(self, word: str) -> Year:
        """The year that an address names, or Http404: an open one is as if it were not there."""
        for year in self.years:
            if year.word == word:
                return year
        raise Http404("公表されているこの年度の評価はありません。")

    def etag(self, *said: Any) -> str:
        """Changes with the editions, with any publication or print of a year, with the day and with what was asked."""
        line = [(one.pk, one.content_hash, hasattr(one, "printed")) for one in self.reviews]
        seed = repr((VERSION, self.shelf.etag(self.shelf.shown), line, said))
        return f'"{hashlib.sha256(seed.encode()).hexdigest()[:32]}"'


def reviews_with_public_plan() -> ReviewYearQuerySet:
    """Published years of plans that have a public edition, for lists over all plans: without their contents."""
    has_edition = Exists(Edition.objects.public().filter(plan=OuterRef("plan")))
    rows = ReviewYear.objects.public().filter(has_edition)
    return rows.select_related("plan__government", "edition").defer("content", "edition__content")


def cabinet_of(shelf: Shelf) -> Cabinet:
    """The published years of the plan, without their contents. One query."""
    rows = ReviewYear.objects.public().filter(plan=shelf.plan.pk).without_content()
    rows = rows.select_related("printed").order_by("-fiscal_year", "-kind", "-revision")
    reviews = tuple(rows)
    for review in reviews:
        review.plan = shelf.plan
    return Cabinet(shelf, reviews)


def reports_of(reviews: Iterable[ReviewYear]) -> Mapping[int, Report]:
    """The stored reports of published reviews, by id. One query."""
    wanted = [review.pk for review in reviews]
    rows = ReviewYear.objects.public().filter(pk__in=wanted).values_list("pk", "content")
    return {pk: from_bytes(bytes(content)) for pk, content in rows}


@dataclass(frozen=True)
class Glance:
    """What a list says of a year."""

    title: str
    essence: str
    judgement: str
    counts: tuple[tuple[GradeWord, int], ...]


# Of the reports asked for last, by the hashes of their bytes: what a hash stands for cannot change.
GLANCES: dict[str, Glance] = {}
_MOST_KEPT = 200


def glances_of(years: Iterable[Year]) -> Iterator[tuple[Year, Glance]]:
    """Each year with its counts. One query, none where all are known."""
    listed = list(years)
    unknown = [year.newest for year in listed if year.newest.content_hash not in GLANCES]
    reports = reports_of(unknown) if unknown else {}
    for review in unknown:
        GLANCES[review.content_hash] = _glance(reports[review.pk])
    found = [(year, GLANCES[year.newest.content_hash]) for year in listed]
    while len(GLANCES) > _MOST_KEPT:
        GLANCES.pop(next(iter(GLANCES)))
    yield from found


def _glance(report: Report) -> Glance:
    counts = tuple(zip(report.grades, report.counts, strict=True))
    return Glance(words.title(report), words.essence(report), words.judged(report), counts)


@dataclass(frozen=True)
class TakenUp:
    """A decision of the year that a public edition took up."""

    subject: str
    decision: str
    edition: Edition


def taken_up(year: Year, shelf: Shelf) -> tuple[TakenUp, ...]:
    """What later public editions made of the year's decisions; what is being drafted is not told. One query."""
    by_pk = {edition.pk: edition for edition in shelf.editions}
    rows = Proposal.objects.filter(
        review__in=year.revisions, state=Proposal.State.TAKEN_UP, edition__in=by_pk
    ).order_by("edition__number", "id")
    found = rows.values_list("subject", "decision", "edition_id")
    return tuple(TakenUp(subject, decision, by_pk[pk]) for subject, decision, pk in found)
