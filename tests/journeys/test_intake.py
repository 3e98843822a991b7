"""A planner takes a list of KPIs in: the table is read, one column is named, one row left out, and the plan has it."""

import pytest
from playwright.sync_api import expect

from kpi.models import Target
from strategy.models import PlanItem
from tests import factories
from tests.journeys.office import address, signed_in
from tests.kpi.test_intake import workbook

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_list_of_kpis_becomes_part_of_the_plan(quiet_page, live_server, check_axe, toyonaka, aoki):
    edition = factories.edition(factories.plan(toyonaka))
    page = signed_in(quiet_page, live_server, aoki)
    page.goto(address(live_server, "outline", edition))
    page.get_by_role("link", name="文書から取り込む").click()
    check_axe(page)
    file = workbook()
    page.get_by_label("文書のファイル").set_input_files(
        {"name": file.name, "mimeType": "application/octet-stream", "buffer": file.read()}
    )
    page.get_by_role("button", name="読み取る").click()

    expect(page.get_by_role("heading", name="「KPI一覧」3行目からの表")).to_be_visible()
    check_axe(page)
    page.get_by_label("「ものさし」の意味").select_option("指標名")
    page.get_by_role("button", name="この読み方で進む").click()

    expect(page.get_by_text("新しい項目4、すでにある項目0、新しい指標3")).to_be_visible()
    check_axe(page)
    page.get_by_label("取り込まない：転入者数").check()
    page.get_by_role("button", name="この選び方で確かめ直す").click()
    expect(page.get_by_text("新しい項目4、すでにある項目0、新しい指標2")).to_be_visible()
    page.get_by_role("button", name="取り込む", exact=True).click()

    expect(page.get_by_text("「KPI一覧.xlsx」を取り込みました")).to_be_visible()
    assert list(PlanItem.objects.order_by("pk").values_list("level__name", "title")) == [
        ("章", "しごとをつくる"),
        ("章", "ひとの流れ"),
        ("節", "起業を支える"),
        ("節", "移住を進める"),
    ]
    assert list(Target.objects.order_by("pk").values_list("name", flat=True)) == ["起業数", "相談件数"]
    page.get_by_role("link", name="施策調書", exact=True).click()
    check_axe(page)
