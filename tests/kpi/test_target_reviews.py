"""What is said of a KPI in a year: kept once, over the version that was seen, never after publication."""

import pytest

from accounts.audit import Refused
from accounts.models import AuditEvent
from accounts.saving import Overtaken
from kpi.models import ReviewYear, Target, TargetReview
from kpi.review.target_reviews import save_target_review
from tests.kpi import promises
from tests.kpi.rounds import a_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(toyonaka):
    return a_round(toyonaka)


def save(review: ReviewYear, target: Target, seen: int = 0, actor=None, **fields) -> TargetReview:
    return save_target_review(actor=actor, review=review, target=target, seen=seen, **fields)


def test_a_text_is_kept_with_its_author_and_said_in_one_event(year, aoki):
    review, target = year.open(), year.targets["births"]
    row = save(review, target, actor=aoki, cause="  出産年齢の人口が減った。 ", direction="improve")
    row.refresh_from_db()
    assert (row.cause, row.direction, row.issue, row.version) == (
        "出産年齢の人口が減った。", "improve", "", 1,
    )  # fmt: skip
    assert [(past.history_user, past.cause) for past in row.history.all()] == [(aoki, row.cause)]
    event = AuditEvent.objects.get(verb="review.target")
    assert event.detail == {"fiscal_year": 2024, "name": "出生数", "fields": ["要因", "今後の方針"]}


def test_saving_changes_only_what_is_named_and_counts_the_version(year, aoki):
    review, target = year.open(), year.targets["births"]
    save(review, target, cause="要因", issue="課題")
    row = save(review, target, seen=1, actor=aoki, issue="別の課題")
    assert (row.cause, row.issue, row.version) == ("要因", "別の課題", 2)
    assert save(review, target, seen=2, issue="別の課題").version == 2  # nothing changed
    assert AuditEvent.objects.filter(verb="review.target").count() == 2


def test_nothing_said_keeps_nothing(year):
    row = save(year.open(), year.targets["births"], cause=" ")
    assert (row.pk, TargetReview.objects.count()) == (None, 0)


@pytest.mark.parametrize("seen", [0, 2])
def test_whoever_comes_too_late_gets_what_stands_there(year, seen):
    review, target = year.open(), year.targets["births"]
    save(review, target, cause="先の要因")
    with pytest.raises(Overtaken) as caught:
        save(review, target, seen=seen, cause="あとの要因")
    assert caught.value.current.cause == "先の要因"
    assert TargetReview.objects.get().cause == "先の要因"


def test_a_word_that_is_not_of_the_practice_is_refused(year):
    with pytest.raises(Refused, match="一覧から選んでください"):
        save(year.open(), year.targets["births"], direction="somehow")
    with pytest.raises(TypeError):
        save(year.open(2023), year.targets["births"], status="順調")


def test_a_target_of_another_edition_is_refused(year, toyonaka):
    other = a_round(toyonaka, slug="other-plan")
    with pytest.raises(Refused, match="版のものではありません"):
        save(year.open(), other.targets["births"], cause="要因")
    assert TargetReview.objects.count() == 0


def test_a_published_year_is_refused_with_what_to_do(year):
    review = year.open()
    promises.typed(year.targets["births"].indicator, 2024, "3,000人")
    ReviewYear.objects.filter(pk=review.pk).update(
        published_at="2025-10-01T00:00+09:00", content=b"{}", content_hash="x"
    )
    with pytest.raises(Refused, match="訂正をつくる"):
        save(review, year.targets["births"], cause="要因")


def test_a_review_that_is_gone_is_refused(year):
    review = year.open()
    gone = ReviewYear(pk=review.pk + 1000, plan=review.plan, edition=review.edition)
    with pytest.raises(Refused, match="もうありません"):
        save(gone, year.targets["births"], cause="要因")
