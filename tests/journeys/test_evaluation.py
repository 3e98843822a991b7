"""A year is evaluated in a real browser: KPIs one after the other, an item with its money, the committee, a grant."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from kpi.models import GrantReview, ItemProject, ReviewOpinion, TargetReview
from kpi.review.target_reviews import save_target_review
from tests.journeys.office import signed_in
from tests.kpi import promises
from tests.kpi.rounds import a_round

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def year(toyonaka):
    made = a_round(toyonaka)
    promises.approved(made.targets["ease"].indicator, 2023, "69.0%")
    promises.approved(made.targets["ease"].indicator, 2024, "70.4%")
    promises.approved(made.targets["births"].indicator, 2023, "3,301人")
    promises.typed(made.targets["births"].indicator, 2024, "3,200人", quality="PROVISIONAL")
    return made


@pytest.fixture
def review(year):
    return year.open()


def there(live_server, name: str, *more) -> str:
    return live_server.url + reverse(name, args=["toyonaka", "digital-strategy", "2024", *more])


def written(page, name: str):
    """The field whose label begins with these words."""
    return page.get_by_role("textbox", name=re.compile(f"^{name}"))


def test_kpis_are_worked_through(live_server, page, check_axe, aoki, year, review):
    page = signed_in(page, live_server, aoki)
    page.goto(there(live_server, "review_kpis"))
    check_axe(page)
    page.get_by_role("link", name=re.compile("書くべきもの 1")).click()
    page.get_by_role("link", name=re.compile("書く.*出生数")).click()
    expect(page.get_by_text("計画どおりに進んでいない指標です")).to_be_visible()
    check_axe(page)
    written(page, "要因").fill("出産年齢の人口が減った。")
    page.get_by_role("combobox", name=re.compile("^今後の方針")).select_option("改善")
    page.get_by_role("button", name="保存する").click()
    expect(page.get_by_text("課題・今後の対応も書いてください。")).to_be_visible()
    # A colleague saves while the page is open: both texts are shown, and nothing of either is lost.
    target = year.targets["births"]
    save_target_review(actor=None, review=review, target=target, seen=1, issue="同僚の書いた課題")
    written(page, "課題").fill("相談先が分かりにくい。")
    written(page, "今後の対応").fill("窓口の案内を見直す。")
    page.get_by_role("button", name="保存して一覧へ").click()
    expect(page.get_by_role("cell", name="同僚の書いた課題")).to_be_visible()
    check_axe(page)
    page.get_by_role("button", name="保存して一覧へ").click()
    expect(page.get_by_text("書くべきものは、もうありません。")).to_be_visible()
    assert TargetReview.objects.get().issue == "相談先が分かりにくい。"


def test_an_item_the_committee_and_a_grant(live_server, quiet_page, check_axe, aoki, year, review):
    page = signed_in(quiet_page, live_server, aoki)
    page.goto(there(live_server, "review_items"))
    check_axe(page)
    page.get_by_role("link", name=re.compile("書く.*見本の取組み1")).click()
    written(page, "実績").fill("相談会を12回開いた。")
    page.get_by_label("1行目の事業名").fill("産後ケア")
    page.get_by_label("1行目の当初予算額（千円）").fill("12,000")
    page.get_by_role("button", name="行を足す").click()
    expect(page.get_by_label("5行目の事業名")).to_be_visible()
    expect(page.get_by_label("1行目の事業名")).to_have_value("産後ケア")
    page.get_by_role("combobox", name=re.compile("^自己評価")).select_option("B 計画どおり")
    page.get_by_role("combobox", name=re.compile("^今後の方針")).select_option("拡充")
    check_axe(page)
    page.get_by_role("button", name="保存する").click()
    expect(page.get_by_text("まだ書かれていないもの：方針の理由。")).to_be_visible()
    assert ItemProject.objects.values_list("name", "budget").get() == ("産後ケア", Decimal(12000))

    page.goto(there(live_server, "review_inputs"))
    check_axe(page)
    page.get_by_role("link", name=re.compile("足す.*外部の評価")).click()
    page.get_by_label("会議・調査の名前").fill("総合戦略推進会議")
    page.get_by_label("外部の有識者がいる").check()
    check_axe(page)
    page.get_by_role("button", name="保存する").click()
    page.get_by_role("link", name="意見を足す").click()
    page.get_by_label("何についての意見か").select_option("出生数")
    written(page, "意見").fill("背景を丁寧に説明すること。")
    check_axe(page)
    page.get_by_role("button", name="保存する", exact=True).click()
    expect(page.get_by_role("link", name="出生数")).to_be_visible()
    check_axe(page)
    assert ReviewOpinion.objects.get().target == year.targets["births"]

    page.goto(there(live_server, "grant_add"))
    page.locator("#grant_item").select_option(index=1)
    page.get_by_label("事業名").fill("移住支援事業")
    page.get_by_label("交付金の種類").fill("デジタル田園都市国家構想交付金")
    page.get_by_label("指標の名前").fill("来訪者数")
    page.get_by_label("令和6年度の増加分の目標").fill("50")
    check_axe(page)
    page.get_by_role("button", name="保存する", exact=True).click()
    expect(page.get_by_text("交付金事業「移住支援事業」を保存しました。")).to_be_visible()
    page.goto(there(live_server, "review_grants"))
    check_axe(page)
    assert GrantReview.objects.get().indicators[0]["increments"] == [
        {"fiscal_year": 2024, "planned": "50", "actual": ""}
    ]


def test_all_duties_of_a_person_go_to_the_successor(live_server, quiet_page, check_axe, toyonaka, aoki, baba):
    for name in ("就業率", "転入率"):
        promises.indicator(toyonaka, name=name, person=baba)
    page = signed_in(quiet_page, live_server, aoki)
    page.goto(live_server.url + reverse("duties", args=["toyonaka"]))
    check_axe(page)
    page.get_by_role("link", name=re.compile("後任に渡す.*馬場")).click()
    page.get_by_label("受け取る人（後任）").select_option("青木（企画担当）")
    page.get_by_role("button", name="すべての担当を後任に渡す").click()
    expect(page.get_by_text("馬場さんの担当2件を、青木さんに引き継ぎました。")).to_be_visible()
