"""The years of review of a plan, as its list shows them, and those that may be opened next."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from accounts.models import Government
from kpi.models import DepartmentReturn, ReviewYear, Target
from kpi.review.practice import Step, from_data
from kpi.review.years import TERM_ENDING
from strategy.fiscal import fiscal_year_of
from strategy.models import Edition, Plan

_ACCEPTED = Q(returns__state=DepartmentReturn.State.ACCEPTED)


@dataclass(frozen=True)
class Shelved:
    """A reviewed year: its newest revision, its step, how many of its departments are done, the revisions before it."""

    review: ReviewYear
    step: Step
    asked: int
    accepted: int
    earlier: tuple[ReviewYear, ...]


def reviews_of(plan: Plan) -> list[Shelved]:
    """The plan's reviewed years, the newest first, each as its newest revision. One query."""
    rows = plan.review_years.select_related("edition").defer("content", "edition__content")
    rows = rows.annotate(asked=Count("returns"), accepted=Count("returns", filter=_ACCEPTED))
    found: dict[tuple[int, str], list[ReviewYear]] = {}
    for row in rows.order_by("-fiscal_year", "kind", "-revision"):
        row.plan = row.edition.plan = plan
        found.setdefault((row.fiscal_year, row.kind), []).append(row)
    return [
        Shelved(
            newest,
            from_data(newest.practice).step(newest.step),
            newest.asked,
            newest.accepted,
            tuple(earlier),
        )
        for newest, *earlier in found.values()
    ]


def to_open(plan: Plan, today: datetime.date) -> list[tuple[int, str]]:
    """Fiscal year and kind of each review that may be opened now, the newest first; a year comes before its term.

    A year that is over, and at whose end a public adopted edition held that has KPIs: a review without any could never
    be published (手引き 7-2). Two queries.
    """
    taken = set(plan.review_years.values_list("fiscal_year", "kind"))
    editions = plan.editions.public().filter(stage=Edition.Stage.ADOPTED).without_content()
    editions = editions.filter(Exists(Target.objects.filter(edition=OuterRef("pk"))))
    possible = {pair for edition in editions for pair in _years_of(edition, today)}
    return sorted(possible - taken, key=lambda pair: (-pair[0], pair[1] == ReviewYear.Kind.TERM))


def _years_of(edition: Edition, today: datetime.date) -> Iterator[tuple[int, str]]:
    last = min(edition.last_fiscal_year, fiscal_year_of(today) - 1)
    for year in range(edition.first_fiscal_year, last + 1):
        if edition.effective_from is None or edition.effective_from <= datetime.date(year + 1, 3, 31):
            yield year, ReviewYear.Kind.YEAR
            if year == edition.last_fiscal_year:
                yield year, ReviewYear.Kind.TERM


def review_at_work(government: Government) -> ReviewYear | None:
    """The open review that people look for first: of a strategy, the newest year. One query."""
    rows = ReviewYear.objects.open().filter(plan__government=government)
    found = rows.without_content().select_related("plan").order_by("-fiscal_year", "kind", "plan__slug")
    kinds = list(Plan.Kind.values)
    review = min(found, key=lambda row: kinds.index(row.plan.kind), default=None)
    if review is not None:
        review.plan.government = government
    return review


def reviewed_plan(government: Government) -> Plan | None:
    """The plan whose years are asked for where none is named: a strategy before others, never a reference. One query."""
    plans = government.plans.exclude(kind=Plan.Kind.REFERENCE).order_by("slug")
    kinds = list(Plan.Kind.values)
    return min(plans, key=lambda plan: kinds.index(plan.kind), default=None)


def name_of(plan: Plan) -> str:
    """What a plan is called: the title of its newest edition, else its kind. One query."""
    newest = plan.editions.without_content().order_by("-number").first()
    return newest.title if newest else plan.get_kind_display()


def word_of(fiscal_year: int, kind: str) -> str:
    """2024, 2027-term: as an address and a form name it."""
    return f"{fiscal_year}{TERM_ENDING if kind == ReviewYear.Kind.TERM else ''}"
