"""施策調書 out and back: what a department wrote becomes the plan's text, what nobody touched stays."""

import datetime
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from accounts.models import Department
from kpi.models import MeasureSheet, Target, Upload
from kpi.sheet.drafting import drafting_workbook
from strategy.items import save_item
from strategy.models import PlanItem
from tests import factories
from tests.kpi import promises
from tests.kpi.office import at, text
from tests.kpi.test_intake import fields_of

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 6, 1, 9, tzinfo=datetime.UTC)


@pytest.fixture
def child(toyonaka, made):
    department = Department.objects.create(government=toyonaka, division="こども未来部", name="こども政策課")
    PlanItem.objects.filter(pk=made["direction"].pk).update(department=department)
    PlanItem.objects.filter(pk=made["measure1"].pk).update(body="<p>いまの文です。</p>")
    promises.target(made["measure1"], "実施率")
    return department


class Filled:
    """A workbook as somebody fills it in: cells by the words in their row and column."""

    def __init__(self, data: bytes):
        self.book = load_workbook(io.BytesIO(data))

    def write(self, sheet: str, row: str, column: str, value: object) -> None:
        page = self.book[sheet]
        head = next(cell for line in page.iter_rows() for cell in line if cell.value == column)
        at_row = next(cell.row for line in page.iter_rows() for cell in line if cell.value == row)
        page.cell(at_row, head.column).value = value

    def file(self) -> SimpleUploadedFile:
        kept = io.BytesIO()
        self.book.save(kept)
        return SimpleUploadedFile("R8_こども政策課_施策調書.xlsx", kept.getvalue())


@pytest.fixture
def sheet(edition, child):
    return Filled(drafting_workbook(edition, child, NOW))


@pytest.fixture
def desk(client, aoki):
    client.force_login(aoki)
    return client


def sent(desk, edition, file):
    """The preview of a file that was sent."""
    answer = desk.post(at("intake", edition), {"file": file})
    assert answer.status_code == 302, text(answer)
    return desk.get(answer["Location"])


def apply(desk, edition, page, **changes):
    upload = Upload.objects.latest("pk")
    return desk.post(at("intake_apply", edition, upload.pk), fields_of(page.context["form"]) | changes)


def test_what_was_written_comes_in_and_the_rest_stays(desk, edition, made, sheet):
    sheet.write("施策調書", "見本の取組み1", "内容", "書き直した文です。\n二つ目の段落です。")
    sheet.write("施策調書", "見本の取組み1", "新規・継続・拡充", "拡充")
    sheet.write("施策調書", "見本の取組み1", "期間", "令和6年度～令和8年度")
    sheet.write("KPI案", "実施率", "目標値", "80%")
    page = sent(desk, edition, sheet.file())
    assert Upload.objects.get().kind == "DRAFTING"
    rows = {head.node.title: head for head in page.context["preview"].heads}
    assert [one.name for one in rows["見本の取組み1"].differences] == ["body"]
    assert apply(desk, edition, page).status_code == 302
    first, second = PlanItem.objects.filter(kind="MEASURE").order_by("position")
    assert (first.body, first.version) == ("<p>書き直した文です。</p><p>二つ目の段落です。</p>", 2)
    assert second.version == 1
    target = Target.objects.get()
    assert (target.target_text, target.baseline_text, target.version) == ("80%", "68.1%（令和3年度）", 2)
    kept = MeasureSheet.objects.get()
    assert (kept.item, kept.continuity, kept.first_year, kept.last_year) == (first, "EXPANDED", 2024, 2026)
    assert PlanItem.objects.count() == 7


def test_a_sheet_that_nobody_wrote_in_changes_nothing(desk, edition, made, sheet):
    page = sent(desk, edition, sheet.file())
    assert not page.context["preview"].has_work
    answer = apply(desk, edition, page)
    assert (answer.status_code, "取り込むものがありません" in text(answer)) == (422, True)


def test_what_both_wrote_has_to_be_settled(desk, edition, made, sheet):
    item = PlanItem.objects.get(pk=made["measure1"].pk)
    save_item(
        actor=factories.person("記録"), item=item, version=1, title=item.title, body="<p>画面の文です。</p>"
    )
    sheet.write("施策調書", "見本の取組み1", "内容", "調書の文です。")
    page = sent(desk, edition, sheet.file())
    shown = text(page)
    assert "食い違い" in shown
    assert "画面の文です。" in shown
    assert "調書の文です。" in shown
    assert apply(desk, edition, page).status_code == 422
    key = next(row.key for row in page.context["preview"].differing)
    assert apply(desk, edition, page, **{f"side-{key}": "file"}).status_code == 302
    assert PlanItem.objects.get(pk=item.pk).body == "<p>調書の文です。</p>"


def test_a_new_measure_stands_where_it_was_written(desk, edition, made, sheet):
    label = next(
        cell.value
        for line in sheet.book["施策調書"].iter_rows()
        for cell in line
        if str(cell.value).endswith("の新しい施策")
    )
    sheet.write("施策調書", label, "施策名", "新しい取組み")
    page = sent(desk, edition, sheet.file())
    assert apply(desk, edition, page).status_code == 302
    fresh = PlanItem.objects.get(title="新しい取組み")
    assert (fresh.parent, fresh.level.key, fresh.position) == (made["direction"], "measure", 30)


def test_a_sheet_of_another_edition_is_refused_with_a_sentence(desk, edition, made, child, toyonaka):
    other = factories.edition(factories.plan(toyonaka, "betsu-keikaku"))
    factories.small_tree(other)
    file = Filled(drafting_workbook(other, None, NOW)).file()
    answer = desk.post(at("intake", edition), {"file": file})
    assert (answer.status_code, "これは、ほかの計画の施策調書です。" in text(answer)) == (422, True)
    assert not Upload.objects.exists()
