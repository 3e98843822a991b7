"""A year opened by mistake is given up while nothing is in it, and never afterwards."""

import pytest
from django.urls import reverse

from accounts.audit import Refused
from accounts.models import AuditEvent
from accounts.saving import Overtaken
from kpi.models import DepartmentReturn, Hearing, ItemReview, ReviewYear, TargetReview, Upload
from kpi.review.correcting import start_correction
from kpi.review.giving_up import give_up_review
from kpi.review.grants import add_grant
from kpi.review.hearings import add_hearing
from kpi.review.opinions import save_opinion
from kpi.review.returns import accept_return, extend_returns, send_back_return
from kpi.review.steps import change_step
from tests.kpi import closings
from tests.kpi.boards import answer_of, at_entry, submitted
from tests.kpi.office import said, text
from tests.kpi.rounds import a_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(toyonaka):
    return a_round(toyonaka)


def given_up(review, actor=None):
    review.refresh_from_db()
    return give_up_review(actor=actor, review=review, seen=review.version)


def test_an_empty_year_goes_with_its_returns_and_may_be_opened_again(year, aoki):
    review = at_entry(year)
    assert given_up(review, aoki) == year.edition.plan
    assert (ReviewYear.objects.count(), DepartmentReturn.objects.count()) == (0, 0)
    event = AuditEvent.objects.get(verb="review.give_up")
    assert (event.actor, event.subject) == (aoki, f"reviewyear:{review.pk}")
    assert event.detail == {"fiscal_year": 2024, "kind": "年度評価", "revision": 1}
    assert year.open(2024).returns.count() == 2


def hear(year, review):
    add_hearing(actor=None, review=review, kind="EXTERNAL", name="推進会議")


def pay(year, review):
    add_grant(actor=None, review=review, item=year.made["measure1"], project="見本", grant_name="交付金")


def send_back(year, review):
    answer = submitted(review, year.child)
    send_back_return(actor=None, review=review, department=year.child, seen=answer.version, why="出典が違う")


def accept(year, review):
    answer = submitted(review, year.child)
    accept_return(actor=None, review=review, department=year.child, seen=answer.version)


def bring(year, review):
    Upload.objects.create(
        government=year.government,
        kind="RESULTS",
        review=review,
        name="R6.xlsx",
        size=1,
        sha256="0" * 64,
        data=b"x",
        at=review.opened_at,
        state="REFUSED",
    )


def judge(year, review):
    ReviewYear.objects.filter(pk=review.pk).update(judgement="概ね順調")


BROUGHT = {
    "指標の評価1件": lambda year, review: closings.say(review, year, "ease", cause="見本"),
    "施策の評価1件": lambda year, review: closings.say_of_item(review, year, achievement="見本"),
    "評価の材料1件": hear,
    "交付金事業の検証1件": pay,
    "課の回答1課": lambda year, review: submitted(review, year.child),
    "差戻し": send_back,
    "承認": accept,
    "届いたファイル1件": bring,
    "全体の評価": judge,
}


@pytest.mark.parametrize("what", BROUGHT)
def test_whatever_stands_in_it_keeps_it(year, what):
    review = at_entry(year)
    BROUGHT[what](year, review)
    word = "課の回答1課" if what in ("差戻し", "承認") else what
    with pytest.raises(Refused) as refused:
        given_up(review)
    assert refused.value.sentence == (
        f"この評価は取りやめられません。すでに入っているもの（{word}）があります。"
        "取りやめられるのは、まだ何も入っていない評価だけです。"
    )
    assert (ReviewYear.objects.count(), DepartmentReturn.objects.count()) == (1, 2)
    assert not AuditEvent.objects.filter(verb="review.give_up").exists()


def test_a_published_year_stays(year):
    review = closings.published(closings.ready(year))
    with pytest.raises(Refused, match="公表した年度評価は変えられません"):
        given_up(review)


def test_whoever_saw_another_step_is_told_and_a_second_one_too(year):
    review = year.open()
    change_step(actor=None, review=review, step="entry", seen=1)
    with pytest.raises(Overtaken):
        give_up_review(actor=None, review=review, seen=1)
    given_up(review)
    with pytest.raises(Refused, match="もうありません"):
        give_up_review(actor=None, review=review, seen=2)


# --- a correction -------------------------------------------------------------------------------------------


@pytest.fixture
def correction(year):
    """Of a published year with something of everything in it."""
    review = closings.ready(year)
    closings.heard(review, "住まいの支援を。", "広報を。")
    closings.say_of_item(review, year, achievement="見本")
    pay(year, review)
    done = closings.published(review, minimum=True)
    return start_correction(actor=None, review=done, reason="値の誤り")


def test_a_correction_just_begun_goes_and_the_published_year_stays_whole(correction):
    source = closings.current(correction.corrects_id)
    given_up(correction)
    assert list(ReviewYear.objects.all()) == [source]
    counts = [model.objects.filter(review=source).count() for model in (TargetReview, ItemReview, Hearing)]
    assert (counts, source.opinions.count(), source.grants.count()) == ([1, 1, 1], 2, 1)
    again = start_correction(actor=None, review=source, reason="もう一度")
    assert (again.revision, again.opinions.count()) == (2, 2)


def reword(year, correction):
    opinion = correction.opinions.first()
    save_opinion(actor=None, opinion=opinion, seen=opinion.version, answer="進めます。")


def put_off(year, correction):
    row = answer_of(correction, year.child)
    extend_returns(
        actor=None,
        review=correction,
        departments=[year.child],
        seen={year.child.pk: row.version},
        due_on=correction.opened_at.date().replace(year=2097),
        reason="見本",
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (reword, "評価への意見"),
        (pay, "交付金事業の検証"),
        (hear, "評価の材料"),
        (put_off, "課の回答"),
        (bring, "届いたファイル1件"),
        (lambda year, review: closings.say(review, year, "births", cause="ほかの要因"), "指標の評価"),
        (lambda year, review: TargetReview.objects.filter(review=review).delete(), "指標の評価"),
        (lambda year, review: ReviewYear.objects.filter(pk=review.pk).update(summary="見本"), "全体の評価"),
    ],
)
def test_a_correction_that_says_something_else_stays(year, correction, change, words):
    change(year, correction)
    with pytest.raises(Refused) as refused:
        given_up(correction)
    assert refused.value.sentence == (
        f"この訂正は取りやめられません。始めてから変えたもの（{words}）があります。"
        "直したところを確かめて、公表してください。"
    )


# --- the page -----------------------------------------------------------------------------------------------


def at(name: str, year) -> str:
    return reverse(name, args=["toyonaka", year.edition.plan.slug, "2024"])


def test_a_planner_gives_a_year_up_after_being_asked(client, year, aoki):
    at_entry(year)
    client.force_login(aoki)
    address = at("review_give_up", year)
    assert f'href="{address}"' in text(client.get(at("review_year", year)))
    page = text(client.get(address))
    assert '<input type="hidden" name="seen" value="2" id="id_seen">' in page
    late = client.post(address, {"seen": "1"})
    assert (late.status_code, ReviewYear.objects.count()) == (409, 1)
    answer = client.post(address, {"seen": "2"})
    years = reverse("review_years", args=["toyonaka", year.edition.plan.slug])
    assert (answer.status_code, answer["Location"]) == (302, years)
    assert said(answer)[-1] == "令和6年度の評価を取りやめました。"
    assert not ReviewYear.objects.exists()


def test_the_page_says_what_stands_in_the_way_and_offers_nothing(client, year, aoki):
    hear(year, year.open())
    client.force_login(aoki)
    page = text(client.get(at("review_give_up", year)))
    assert ("（評価の材料1件）があります" in page, "button-danger" in page) == (True, False)
    assert client.post(at("review_give_up", year), {"seen": "1"}).status_code == 422
    assert ReviewYear.objects.count() == 1


def test_only_planners_may_and_nobody_once_it_is_published(client, year, aoki, baba, neighbour):
    review = closings.ready(year)
    for person, status in ((baba, 403), (neighbour, 404)):
        client.force_login(person)
        assert client.post(at("review_give_up", year), {"seen": "1"}).status_code == status
    closings.published(review)
    client.force_login(aoki)
    assert client.get(at("review_give_up", year)).status_code == 403
    assert "give-up" not in text(client.get(at("review_year", year)))
