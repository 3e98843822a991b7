"""Verb: a published review is corrected, beside the one that was published, which stays as it is.

The correction begins with everything that was said; figures are read anew, so one that was corrected meanwhile counts.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone

from accounts.audit import Refused, record, verb
from accounts.models import User
from kpi.models import (
    DepartmentReturn,
    GrantReview,
    Hearing,
    ItemProject,
    ItemReview,
    ReviewOpinion,
    ReviewYear,
    TargetReview,
)
from kpi.review.practice import StepKind, from_data
from strategy.models import Plan

CARRIED = ("plan", "kind", "fiscal_year", "edition", "practice", "judgement", "judged_by", "summary")
LONGEST_REASON = 300


@verb("review.correct", "年度評価の訂正の開始")
def start_correction(*, actor: User | None, review: ReviewYear, reason: str) -> ReviewYear:
    """Open the next revision of a published review with copies of what was said in it; readers will see the reason.

    Refused without a reason, for an open review, and while another correction of it is open or was published.
    """
    Plan.objects.select_for_update(no_key=True).get(pk=review.plan_id)
    rows = ReviewYear.objects.select_related("plan__government", "edition").defer(
        "content", "edition__content"
    )
    source = rows.get(pk=review.pk)
    if not source.is_published:
        raise Refused("訂正ができるのは、公表した年度評価だけです。公表する前の評価は、そのまま直せます。")
    if not reason.strip():
        raise Refused("訂正の理由を書いてください。公表するとき、読む人に示します。")
    if len(reason.strip()) > LONGEST_REASON:
        raise Refused(f"訂正の理由は{LONGEST_REASON}字までです。")
    newest = rows.filter(plan=source.plan, kind=source.kind, fiscal_year=source.fiscal_year)
    newest = newest.order_by("-revision")[0]
    if not newest.is_published:
        raise Refused("この評価の訂正は、すでに始まっています。その訂正を直して公表してください。")
    if newest.pk != source.pk:
        raise Refused("この評価には、公表した訂正があります。いちばん新しい訂正から始めてください。")
    made = _opened(source, actor, reason.strip())
    _copy(source, made)
    record(
        "review.correct",
        actor=actor,
        government=source.plan.government,
        subject=made,
        fiscal_year=made.fiscal_year,
        revision=made.revision,
        reason=made.correction_reason,
    )
    return made


def _opened(source: ReviewYear, actor: User | None, reason: str) -> ReviewYear:
    """The next revision, at the step of publication, with nothing in it."""
    practice = from_data(source.practice)
    publication = practice.of_kind(StepKind.PUBLICATION)
    made = ReviewYear(
        **{name: getattr(source, name) for name in CARRIED},
        revision=source.revision + 1,
        corrects=source,
        correction_reason=reason,
        step=publication.key if publication else source.step,
        opened_by=actor,
        opened_at=timezone.now(),
    )
    made.full_clean()
    made.save(force_insert=True)
    return made


def _copy(source: ReviewYear, made: ReviewYear) -> None:
    """Everything that belongs to a review, its rows pointing at each other as before. Constant queries."""
    for model in (DepartmentReturn, TargetReview, GrantReview):
        _copied(model.objects.filter(review=source), made)
    items = _copied(ItemReview.objects.filter(review=source), made)
    _copied(ItemProject.objects.filter(review=source), made, item_review_id=items)
    hearings = _copied(Hearing.objects.filter(review=source), made)
    _copied(ReviewOpinion.objects.filter(review=source), made, hearing_id=hearings)


def _copied(rows: QuerySet[Any], made: ReviewYear, **pointers: Mapping[int, int]) -> Mapping[int, int]:
    """{old id: new id} of rows copied into the new revision; ``pointers`` say where a column points there."""
    old: list[int] = []
    new: list[Model] = []
    for row in rows.order_by("pk"):
        old.append(row.pk)
        row.pk, row.review_id = None, made.pk
        row._state.adding = True
        for column, known in pointers.items():
            setattr(row, column, known[getattr(row, column)])
        new.append(row)
    if new:
        type(new[0])._base_manager.bulk_create(new, batch_size=500)
    return dict(zip(old, (row.pk for row in new), strict=True))
