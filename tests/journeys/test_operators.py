"""The operators' pages in a real browser: axe finds nothing, the policy refuses nothing, a file comes in."""

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import Department, Government
from accounts.site import site
from tests.factories import PASSWORD
from tests.journeys.conftest import WIDTHS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(live_server, page, operator, toyonaka, aoki):
    """The operators' first page; ``faults`` of the page are what the console complained of."""
    cache.clear()
    Department.objects.create(government=toyonaka, division="こども部", name="こども事業課")
    page.faults = []
    page.on("console", lambda said: page.faults.append(said.text) if said.type == "error" else None)
    page.goto(f"{live_server.url}/admin/")
    page.get_by_label("ログイン名またはメールアドレス").fill(operator.login_name)
    page.get_by_label("パスワード", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="サインインする", exact=True).click()
    expect(page.get_by_role("heading", name="団体と利用者", level=1)).to_be_visible()
    return page


@pytest.fixture
def check(check_axe):
    """No complaint of the page itself; then axe, without its own look at style sheets, which the policy refuses."""

    def run(page, at=WIDTHS):
        assert page.faults == [], page.url
        check_axe(page, at=at, preload=False)

    return run


def test_every_kind_of_page_passes_axe(live_server, desk, check):
    check(desk)
    for model in site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        paths = [reverse(f"{name}_changelist")]
        if row := model.objects.first():
            paths.append(reverse(f"{name}_change", args=[row.pk]))
        for path, width in zip(
            paths, WIDTHS, strict=False
        ):  # lists at 390 px, forms at 1280: axe takes its time
            desk.goto(live_server.url + path)
            check(desk, at=(width,))
    for path in ("government/add/", "user/add/", "government/export/", "department/1/delete/"):
        path = path.replace("/1/", f"/{Department.objects.get().pk}/")
        desk.goto(f"{live_server.url}/admin/accounts/{path}")
        check(desk)


def test_a_file_is_looked_at_and_taken_in(live_server, desk, check, tmp_path):
    file = tmp_path / "団体.csv"
    desk.goto(f"{live_server.url}/admin/accounts/government/import/")
    check(desk)
    file.write_text("団体コード,アドレスの名前,名称,種類,都道府県\n272036,office,豊中市,町,大阪府\n")
    desk.set_input_files("input[type=file]", file)
    desk.get_by_role("button", name="中身を確かめる").click()
    expect(desk.get_by_role("heading", name="取り込めません（3か所）")).to_be_visible()
    check(desk)
    file.write_text(
        "団体コード,アドレスの名前,名称,種類,都道府県\n272035,toyonaka,豊中市役所,市区町村,大阪府\n"
    )
    desk.set_input_files("input[type=file]", file)
    desk.get_by_role("button", name="中身を確かめる").click()
    expect(desk.get_by_role("cell", name="変わる")).to_be_visible()
    check(desk)
    desk.get_by_role("button", name="取り込む").click()
    expect(desk.get_by_text("取り込みました（新しい0件、変わった1件、同じ0件）。")).to_be_visible()
    assert Government.objects.get().name == "豊中市役所"


def test_a_file_is_taken_home(live_server, desk):
    desk.goto(f"{live_server.url}/admin/accounts/department/export/")
    desk.get_by_label("フォーマット").select_option("xlsx")
    with desk.expect_download() as download:
        desk.get_by_role("button", name="書き出す").click()
    assert download.value.suggested_filename.endswith(".xlsx")
