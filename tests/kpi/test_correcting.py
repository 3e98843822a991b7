"""A correction begins with copies of everything that was said, beside the published year, which keeps its rows."""

import datetime

import pytest

from accounts.models import AuditEvent
from kpi.models import GrantReview, Hearing, ItemProject, ReviewOpinion, ReviewYear
from kpi.review.closing import start_correction
from tests.kpi import closings
from tests.kpi.rounds import a_round
from tests.snapshots import refused

pytestmark = pytest.mark.django_db
REASON = "令和6年度の集計に誤りがあったため"


@pytest.fixture
def year(toyonaka):
    return a_round(toyonaka)


@pytest.fixture
def review(year):
    """With a row of each kind."""
    review = closings.ready(year)
    item = closings.say_of_item(review, year, achievement="窓口を開いた。")
    for name, settled in (("窓口", 100), ("広報", None)):
        ItemProject.objects.create(review=review, item_review=item, name=name, settled=settled)
    closings.heard(review, "順調です。", "続けてください。")
    assembly = closings.heard(review, kind="ASSEMBLY", name="9月定例会", held_on=datetime.date(2025, 9, 9))
    ReviewOpinion.objects.create(review=review, hearing=assembly, item=year.made["measure1"], text="広報を。")
    GrantReview.objects.create(
        review=review, item=year.made["measure1"], project="窓口", grant_name="推進交付金", indicators=[{"name": "件数"}]
    )  # fmt: skip
    return closings.published(review)


LEFT_OUT = {"id", "review_id", "item_review_id", "hearing_id"}


def said(review: ReviewYear) -> dict[str, list[dict]]:
    """Everything that belongs to a review, without the numbers of its rows, and what each row hangs on."""
    relations = "returns target_reviews item_reviews projects hearings opinions grants".split()
    found = {}
    for name in relations:
        rows = getattr(review, name).order_by("id")
        found[name] = [
            {key: value for key, value in row.items() if key not in LEFT_OUT} for row in rows.values()
        ]
    found["project of"] = [row.item_review.achievement for row in review.projects.order_by("id")]
    found["opinion in"] = [row.hearing.name for row in review.opinions.order_by("id")]
    return found


def test_a_correction_has_copies_of_everything_and_the_published_year_keeps_its_rows(review, aoki):
    before = said(review)
    made = start_correction(actor=aoki, review=review, reason=f" {REASON} ")
    assert (made.revision, made.corrects, made.correction_reason, made.step) == (
        2,
        review,
        REASON,
        "publication",
    )
    assert (made.judgement, made.judged_by, made.is_published) == ("概ね順調", "総合戦略推進会議", False)
    assert said(made) == before
    assert said(review) == before
    assert [len(before[name]) for name in ("projects", "opinions", "returns")] == [2, 3, 2]
    assert {row.review for row in Hearing.objects.filter(opinions__review=made)} == {made}
    event = AuditEvent.objects.get(verb="review.correct")
    assert (event.actor, event.detail["reason"]) == (aoki, REASON)


def test_one_correction_at_a_time_and_of_the_newest(review):
    sentences = {
        "reason": refused(start_correction, actor=None, review=review, reason="　"),
        "long": refused(start_correction, actor=None, review=review, reason="あ" * 301),
    }
    second = start_correction(actor=None, review=review, reason=REASON)
    sentences["open"] = refused(start_correction, actor=None, review=second, reason=REASON)
    sentences["twice"] = refused(start_correction, actor=None, review=review, reason=REASON)
    closings.published(second)
    sentences["older"] = refused(start_correction, actor=None, review=review, reason=REASON)
    assert sentences == {
        "reason": "訂正の理由を書いてください。公表するとき、読む人に示します。",
        "long": "訂正の理由は300字までです。",
        "open": "訂正ができるのは、公表した年度評価だけです。公表する前の評価は、そのまま直せます。",
        "twice": "この評価の訂正は、すでに始まっています。その訂正を直して公表してください。",
        "older": "この評価には、公表した訂正があります。いちばん新しい訂正から始めてください。",
    }


def test_queries_do_not_grow(review, year, django_assert_num_queries):
    with django_assert_num_queries(QUERIES):
        second = start_correction(actor=None, review=review, reason=REASON)
    for n in range(9):
        closings.heard(second, "よい。", "なお一層。", name=f"会議{n}")
    closings.published(second)
    with django_assert_num_queries(QUERIES):
        start_correction(actor=None, review=second, reason=REASON)


QUERIES = 34
