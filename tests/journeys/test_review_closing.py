"""The planner ends a year: looks at what is missing, publishes, corrects, and takes the decisions into the next edition."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from kpi.models import Proposal, ReviewYear
from publishing.editions import start_next_edition
from tests.journeys.office import signed_in
from tests.kpi import closings, promises
from tests.kpi.rounds import a_round

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def year(toyonaka):
    return a_round(toyonaka)


@pytest.fixture
def review(year):
    review = closings.ready(year)
    closings.say(review, year, "births", direction="improve")
    closings.say(review, year, "ease", new_target="75%（令和9年度）", issue="目標に近づいた。")
    closings.say_of_item(review, year, direction="abolish", direction_reason="利用が少ない。")
    closings.heard(review, "相談先が分かるとよい。", "広報を続けてほしい。")
    promises.submitted(year.targets["emission"].indicator, 2024, "-25.1%")
    return review


def there(name, *more, word="2024"):
    return reverse(name, args=["toyonaka", "digital-strategy", *([word] if word else []), *more])


def test_a_year_is_published_corrected_and_handed_on(live_server, quiet_page, check_axe, aoki, year, review):
    page = signed_in(quiet_page, live_server, aoki)
    page.goto(live_server.url + there("review_close"))
    expect(page.get_by_text("承認前（提出）の値が1件あります")).to_be_visible()
    check_axe(page)
    page.goto(live_server.url + there("review_proposals"))
    check_axe(page)
    page.goto(live_server.url + there("review_close"))
    page.get_by_role("button", name="令和6年度の評価を公表する").click()
    expect(page.get_by_text("令和6年度の評価を公表しました。")).to_be_visible()
    check_axe(page)
    page.get_by_label("訂正の理由").fill("集計に誤りがあったため")
    page.get_by_role("button", name="訂正をつくる").click()
    expect(page.get_by_role("heading", name="令和6年度の評価（訂正1）").first).to_be_visible()
    check_axe(page)
    assert [row.is_published for row in ReviewYear.objects.order_by("revision")] == [True, False]


def test_the_next_edition_takes_the_decisions_up(live_server, quiet_page, check_axe, aoki, year, review):
    closings.published(review)
    edition = start_next_edition(actor=None, edition=year.edition, stage="DRAFT", effective_from=None)
    page = signed_in(quiet_page, live_server, aoki)
    page.goto(live_server.url + there("edition_proposals", edition.number, word=""))
    check_axe(page)
    page.get_by_role("link", name=re.compile("答える.*出生数")).click()
    check_axe(page)
    page.get_by_label("反映しない", exact=True).check()
    page.get_by_label("反映の内容").fill("国と同じ指標のため")
    page.get_by_role("button", name="答えを保存する").click()
    expect(page.get_by_text("「出生数」の申し送りに答えました。")).to_be_visible()
    check_axe(page)
    page.goto(live_server.url + there("review_proposals"))
    check_axe(page)
    assert Proposal.objects.get(subject="出生数").answer == "国と同じ指標のため"


def test_a_whole_term_becomes_the_text_of_the_next_edition(
    live_server, quiet_page, check_axe, aoki, year, review
):
    ReviewYear.objects.filter(pk=review.pk).update(kind="TERM", fiscal_year=2027)
    edition = start_next_edition(actor=None, edition=year.edition, stage="DRAFT", effective_from=None)
    page = signed_in(quiet_page, live_server, aoki)
    page.goto(live_server.url + there("review_close", word="2027-term"))
    page.get_by_role("link", name="総括の文をつくる").click()
    check_axe(page)
    page.get_by_label("総合戦略の概要").check()
    page.get_by_role("button", name="選んだ項目の初めに入れる").click()
    expect(page.get_by_text("「総合戦略の概要」の初めに、総括の文を入れました。")).to_be_visible()
    assert "概ね順調" in edition.items.get(lineage=year.made["heading"].lineage).body
