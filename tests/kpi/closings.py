"""A year that can be published: figures approved, causes written, the committee heard, at the step of publication."""

import datetime
from typing import Any

from django.utils import timezone

from accounts.models import User
from kpi.models import Hearing, ItemReview, Proposal, ReviewOpinion, ReviewYear, TargetReview
from kpi.review.closing import publish_review
from kpi.review.prepared import prepared
from tests.kpi import promises
from tests.kpi.rounds import Round

TODAY = datetime.date(2026, 11, 22)
# Figures of 令和5・6年度 by key of a round's target; of emission nothing is known yet.
FIGURES = {"ease": ("69.0%", "70.2%"), "births": ("3,301人", "3,180人")}


def ready(year: Round, fiscal_year: int = 2024, **fields: Any) -> ReviewYear:
    """The open review of a round with everything that publishing needs."""
    for key, texts in FIGURES.items():
        for at, text in enumerate(texts, start=2023):
            promises.approved(year.targets[key].indicator, at, text)
    review = year.open(fiscal_year)
    ReviewYear.objects.filter(pk=review.pk).update(
        **{"step": "publication", "judgement": "概ね順調", "judged_by": "総合戦略推進会議"} | fields
    )
    review.refresh_from_db()
    say(review, year, "births", cause="転出が増えた。", issue="住まいが足りない。", action="住宅を支援する。")
    return review


def say(review: ReviewYear, year: Round, key: str, **fields: Any) -> TargetReview:
    """What a department says of a KPI."""
    made, _ = TargetReview.objects.update_or_create(review=review, target=year.targets[key], defaults=fields)
    return made


def say_of_item(review: ReviewYear, year: Round, key: str = "measure1", **fields: Any) -> ItemReview:
    """What a department says of an item."""
    made, _ = ItemReview.objects.update_or_create(review=review, item=year.made[key], defaults=fields)
    return made


def heard(review: ReviewYear, *texts: str, **fields: Any) -> Hearing:
    """A meeting from outside with what was said there of the whole year."""
    facts = {"kind": "EXTERNAL", "name": "総合戦略推進会議", "held_on": datetime.date(2025, 8, 20)}
    made = Hearing.objects.create(review=review, **facts | fields)
    for n, text in enumerate(texts, start=1):
        ReviewOpinion.objects.create(review=review, hearing=made, position=10 * n, text=text)
    return made


def seen_of(review: ReviewYear, **options: Any) -> str:
    """The hash of what a person would be shown today."""
    return prepared(current(review), timezone.localdate(), **options).seen


def current(review: ReviewYear | int) -> ReviewYear:
    """The review, or the one of this number, as it stands now."""
    pk = review if isinstance(review, int) else review.pk
    return ReviewYear.objects.select_related("plan__government", "edition").get(pk=pk)


def published(review: ReviewYear, actor: User | None = None, **options: Any) -> ReviewYear:
    """The review published as the person saw it."""
    return publish_review(actor=actor, review=review, seen=seen_of(review), **options)


def proposal(year: Round, review: ReviewYear, **fields: Any) -> Proposal:
    """A 申し送り about the first KPI of a round."""
    facts = {"target_lineage": year.targets["ease"].lineage, "subject": "子育て", "decision": "改善"} | fields
    return Proposal.objects.create(review=review, **facts)
