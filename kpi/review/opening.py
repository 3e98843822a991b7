"""Verb: a year of review is opened, with the edition that judges it and the practice as it is today."""

from django.utils import timezone

from accounts.audit import Refused, record, verb
from accounts.models import User
from kpi.models import DepartmentReturn, ReviewYear
from kpi.review.practice import to_data
from kpi.review.years import Reviewed, edition_for, practice_of
from strategy.fiscal import fiscal_year_of, format_fiscal_year
from strategy.models import Plan


@verb("review.open", "年度評価の開始")
def open_review(
    *, actor: User | None, plan: Plan, fiscal_year: int, kind: str = ReviewYear.Kind.YEAR
) -> ReviewYear:
    """Open the review of a fiscal year of a plan (or its 総括評価, of the plan's last year), with a return for each
    department that answers for anything in it.

    Refused for a year that is not over, one without an edition in force at its end, and one that is open already.
    """
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    named = format_fiscal_year(fiscal_year)
    if fiscal_year >= fiscal_year_of(timezone.localdate()):
        raise Refused(f"{named}はまだ終わっていません。年度が終わってから評価を始めてください。")
    edition = edition_for(plan, fiscal_year)
    if edition is None:
        raise Refused(
            f"{named}の末日に効力のある、公表された成案がありません。計画期間と、版の効力の始まる日を確かめてください。"
        )
    if kind == ReviewYear.Kind.TERM and fiscal_year != edition.last_fiscal_year:
        raise Refused(
            f"総括評価は、計画期間の最後の年度（{format_fiscal_year(edition.last_fiscal_year)}）で行います。"
        )
    if ReviewYear.objects.filter(plan=plan, kind=kind, fiscal_year=fiscal_year).exists():
        raise Refused(f"{named}の評価は、すでに始まっています。年度評価の一覧から開いてください。")
    practice = practice_of(plan.government)
    review = ReviewYear(
        plan=plan,
        kind=kind,
        fiscal_year=fiscal_year,
        edition=edition,
        practice=to_data(practice),
        step=practice.steps[0].key,
        opened_by=actor,
        opened_at=timezone.now(),
    )
    review.full_clean()
    review.save(force_insert=True)
    DepartmentReturn.objects.bulk_create(
        DepartmentReturn(review=review, department=department) for department in Reviewed(review).departments
    )
    record(
        "review.open",
        actor=actor,
        government=plan.government,
        subject=review,
        fiscal_year=fiscal_year,
        kind=review.get_kind_display(),
    )
    return review
