"""The yearly round in a real browser: a year is opened, a department answers, a planner accepts; nobody needs a script."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from kpi.models import DepartmentReturn, ReviewYear
from tests.journeys.office import signed_in
from tests.kpi import promises
from tests.kpi.boards import mailed, of_department
from tests.kpi.rounds import a_round

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_year_is_opened_answered_and_accepted(live_server, quiet_page, toyonaka, aoki, baba, check_axe):
    year = a_round(toyonaka)
    of_department(mailed(baba, "kodomo@example.jp"), year.child)
    page = signed_in(quiet_page, live_server, aoki)
    page.goto(live_server.url + reverse("review_practice", args=["toyonaka"]))
    check_axe(page)
    page.goto(live_server.url + reverse("reviews_home", args=["toyonaka"]))
    check_axe(page)
    page.get_by_label("評価する年度").select_option("令和6年度（2024年度）")
    page.get_by_role("button", name="この年度の評価を始める").click()
    page.get_by_text("段階を進める・戻す").click()
    page.get_by_label("評価の段階").select_option("入力")
    page.get_by_role("button", name="この段階にする").click()
    expect(page.get_by_text("2つの課が期限（6月30日）を過ぎています")).to_be_visible()
    check_axe(page)
    # The letter is read before it goes out.
    row = page.get_by_role("row", name="こども政策課")
    row.get_by_role("link", name="督促する").click()
    expect(page.get_by_text("kodomo@example.jp")).to_be_visible()
    check_axe(page)
    page.get_by_role("button", name="印を付けた課に送る").click()
    expect(row).to_contain_text("督促しました（1回）")
    page.get_by_role("link", name="期限を延ばす…").click()
    check_axe(page)
    # The department answers.
    promises.typed(year.targets["ease"].indicator, text="70.2%")
    page.context.clear_cookies()
    signed_in(page, live_server, baba)
    page.goto(live_server.url + reverse("desk", args=["toyonaka"]))
    page.get_by_role("link", name="令和6年度の評価への回答", exact=True).click()
    check_axe(page)
    page.get_by_label("所属長の氏名").fill("課長　見本")
    page.get_by_label("所属長の確認日").fill("2025-06-10")
    page.get_by_role("button", name="提出する").click()
    expect(page.get_by_text("こども政策課の回答を提出しました。")).to_be_visible()
    # The planner accepts.
    page.context.clear_cookies()
    signed_in(page, live_server, aoki)
    page.goto(live_server.url + reverse("reviews_home", args=["toyonaka"]))
    row.get_by_role("link", name="確かめる").click()
    check_axe(page)
    page.get_by_role("button", name="承認する").click()
    expect(page.get_by_text("値はまだ公表されません")).to_be_visible()
    answer = DepartmentReturn.objects.get(review=ReviewYear.objects.get(), department=year.child)
    assert (answer.state, answer.submitted_by, answer.accepted_by, answer.reminders) == (
        "ACCEPTED",
        baba,
        aoki,
        1,
    )
