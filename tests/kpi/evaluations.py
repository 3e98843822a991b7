"""A year that is being evaluated, as tests of its pages begin with it, and the addresses of those pages."""

import datetime
from decimal import Decimal

from django.urls import reverse

from accounts.models import Government
from kpi.models import ReviewYear
from kpi.review.grants import add_grant
from kpi.review.hearings import add_hearing
from kpi.review.item_reviews import Project, save_item_review
from kpi.review.opinions import add_opinion
from kpi.review.target_reviews import save_target_review
from kpi.review.years import address_word
from tests.kpi import promises
from tests.kpi.rounds import Round, a_round


def a_year(where: Government) -> Round:
    """A round whose births are behind: 3,420 → 3,500 with 3,200."""
    made = a_round(where)
    promises.approved(made.targets["births"].indicator, 2024, "3,200人")
    promises.approved(made.targets["ease"].indicator, 2024, "70.4%")
    return made


def enter(review: ReviewYear) -> None:
    """The step of entry is at work."""
    ReviewYear.objects.filter(pk=review.pk).update(step="entry")


def publish_year(review: ReviewYear) -> None:
    """The year is public, whatever its report says."""
    ReviewYear.objects.filter(pk=review.pk).update(
        published_at="2025-10-01T00:00+09:00", content=b"{}", content_hash="x"
    )


def at(name: str, review: ReviewYear, *more: object) -> str:
    plan = review.plan
    return reverse(name, args=[plan.government.slug, plan.slug, address_word(review), *more])


def everywhere(year: Round, review: ReviewYear) -> list[str]:
    """All pages on which the year is evaluated and that show something."""
    births, measure = year.targets["births"].lineage, year.made["measure1"].lineage
    return [
        at("review_kpis", review),
        at("review_kpis", review) + "?show=wanted",
        at("review_kpi", review, births),
        at("review_items", review),
        at("review_item", review, measure),
        at("review_inputs", review),
        at("review_summary", review),
        at("review_grants", review),
    ]


def fill(year: Round, review: ReviewYear) -> ReviewYear:
    """Something of everything."""
    save_target_review(
        actor=None, review=review, target=year.targets["births"], seen=0, cause="要因", direction="improve"
    )
    save_item_review(
        actor=None, review=review, item=year.made["measure1"], seen=0, achievement="実績", direction="abolish",
        projects=[Project("産後ケア", Decimal(12000), Decimal(11350), "国1/2")],
    )  # fmt: skip
    meeting = add_hearing(
        actor=None, review=review, kind="EXTERNAL", name="推進会議", held_on=datetime.date(2025, 8, 4)
    )
    add_opinion(actor=None, review=review, hearing=meeting, text="年度全体への意見")
    add_opinion(actor=None, review=review, hearing=meeting, text="出生数へ", target=year.targets["births"])
    add_opinion(actor=None, review=review, hearing=meeting, text="取組みへ", item=year.made["measure1"])
    add_grant(
        actor=None, review=review, item=year.made["measure1"], project="移住支援", grant_name="交付金",
        amount=Decimal(5),
    )  # fmt: skip
    review.refresh_from_db()
    return review
