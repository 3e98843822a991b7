"""取込ウィザード in the office: from a file to the plan, step by step, for those who may."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from kpi.models import ColumnHabit, MeasurementRevision, Target, Upload
from publishing.editions import freeze
from strategy.items import save_item
from strategy.models import PlanItem
from tests import factories
from tests.kpi.documents import DRAFT, uploaded
from tests.kpi.office import at, said, staff, text
from tests.kpi.test_taking_in import grown
from tests.snapshots import everything_stored

pytestmark = pytest.mark.django_db
ROWS = [
    ["第3期総合戦略 KPI一覧"],
    [],
    ["基本目標", "施策", "ものさし", "現状値", "目標値", "令和5年度", "担当課"],
    ["基本目標1 しごとをつくる", "起業を支える", "起業数", "5件（令和4年度）", "10件", "7件", "産業課"],
    ["", "", "相談件数", "120件（令和4年度）", "200件", "150件", ""],
    ["基本目標2 ひとの流れ", "移住を進める", "転入者数", "3,420人", "3,500人", "", ""],
]


def workbook(rows=ROWS, name="KPI一覧.xlsx") -> SimpleUploadedFile:
    book = Workbook()
    book.active.title = "KPI一覧"
    for row in rows:
        book.active.append(row)
    book.active.merge_cells("A4:A5")
    book.active.merge_cells("B4:B5")
    kept = io.BytesIO()
    book.save(kept)
    return SimpleUploadedFile(name, kept.getvalue())


def fields_of(form) -> dict:
    """What a form sends as the page shows it."""
    sent = {}
    for field in form:
        value = field.value()
        if value not in (None, False):
            sent[field.html_name] = "on" if value is True else value
    return sent


@pytest.fixture
def desk(client, aoki):
    client.force_login(aoki)
    return client


# --- from a table to the plan -----------------------------------------------------------------------------------


def test_a_list_of_kpis_comes_in_step_by_step(desk, edition, aoki, toyonaka):
    answer = desk.post(at("intake", edition), {"file": workbook()})
    upload = Upload.objects.get()
    tables = at("intake_upload", edition, upload.pk)
    assert (answer.status_code, answer["Location"]) == (302, tables)
    assert (upload.state, upload.by, upload.name, upload.kind) == (
        "WAITING",
        aoki,
        "KPI一覧.xlsx",
        "DOCUMENT",
    )
    assert not PlanItem.objects.exists()
    form = desk.get(tables).context["form"]
    sent = fields_of(form)
    assert (sent["first-0"], sent["last-0"], sent["column-0-3"]) == (3, 3, "unused")
    answer = desk.post(tables, sent | {"column-0-3": "name"})
    preview = at("intake_preview", edition, upload.pk)
    assert (answer.status_code, answer["Location"]) == (302, preview)
    assert ColumnHabit.objects.get(heading="ものさし").field == "name"
    page = desk.get(preview)
    assert [(head.node.title, head.level.key) for head in page.context["preview"].heads] == [
        ("しごとをつくる", "chapter"),
        ("起業を支える", "section"),
        ("ひとの流れ", "chapter"),
        ("移住を進める", "section"),
    ]
    shown = text(page)
    assert "5件（令和4年度）（時点のある値）" in shown
    assert "担当課「産業課」：この名前の課は登録されていません。" in shown
    done = desk.post(at("intake_apply", edition, upload.pk), fields_of(page.context["form"]))
    assert (done.status_code, done["Location"]) == (302, at("outline", edition))
    assert said(done) == ["「KPI一覧.xlsx」を取り込みました（項目4件、指標3件、実績値2件（入力中））。"]
    assert list(Target.objects.order_by("pk").values_list("name", "item__title", "baseline_text")) == [
        ("起業数", "起業を支える", "5件（令和4年度）"),
        ("相談件数", "起業を支える", "120件（令和4年度）"),
        ("転入者数", "移住を進める", "3,420人"),
    ]
    assert {(one.state, one.by) for one in MeasurementRevision.objects.all()} == {("DRAFT", aoki)}


def test_what_a_heading_means_is_remembered_for_this_government_only(desk, edition, toyonaka, ogori):
    ColumnHabit.objects.create(government=ogori, heading="ものさし", field="department")
    desk.post(at("intake", edition), {"file": workbook()})
    first = Upload.objects.get()
    sent = fields_of(desk.get(at("intake_upload", edition, first.pk)).context["form"])
    desk.post(at("intake_upload", edition, first.pk), sent | {"column-0-3": "name", "column-0-7": "unused"})
    assert set(ColumnHabit.objects.filter(government=toyonaka).values_list("heading", "field")) >= {
        ("ものさし", "name"),
        ("担当課", "unused"),
    }
    desk.post(at("intake", edition), {"file": workbook()})
    again = Upload.objects.exclude(pk=first.pk).get()
    kept = fields_of(desk.get(at("intake_upload", edition, again.pk)).context["form"])
    assert (kept["column-0-3"], kept["column-0-7"]) == ("name", "unused")
    assert ColumnHabit.objects.get(government=ogori).field == "department"


def test_another_row_of_the_head_is_read_anew(desk, edition):
    rows = [["表の題", "指標名", "目標値"], ["基本目標", "指標名", "目標値"], ["しごと", "起業数", "10件"]]
    book = Workbook()
    for row in rows:
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    desk.post(at("intake", edition), {"file": SimpleUploadedFile("表.xlsx", kept.getvalue())})
    upload = Upload.objects.get()
    place = at("intake_upload", edition, upload.pk)
    sent = fields_of(desk.get(place).context["form"])
    answer = desk.post(place, sent | {"first-0": "2", "last-0": "2"})
    assert (answer.status_code, answer["Location"]) == (302, place)
    assert not ColumnHabit.objects.exists()
    fresh = fields_of(desk.get(place).context["form"])
    assert (fresh["first-0"], fresh["column-0-1"]) == (2, "goal")
    wrong = desk.post(place, fresh | {"first-0": "3", "last-0": "2"})
    assert (wrong.status_code, "見出しは5行までで" in text(wrong)) == (422, True)


@pytest.mark.parametrize(
    "name, content, titles",
    [
        ("素案.md", "# 第1章 しごと\n\n本文です。\n\n## （1）起業\n\n支えます。\n", ["しごと", "起業"]),
        ("素案.txt", "第1章　しごとをつくる\n本文です。\n（1）起業を支える\n支えます。\n", ["しごとをつくる", "起業を支える"]),
        ("素案.html", "<h1>第1章 しごと</h1><p>本文です。</p><h2>（1）起業</h2><p>支えます。</p>", ["しごと", "起業"]),
    ],
)  # fmt: skip
def test_a_text_becomes_a_tree(desk, edition, name, content, titles):
    answer = desk.post(at("intake", edition), {"file": SimpleUploadedFile(name, content.encode())})
    upload = Upload.objects.get()
    assert answer["Location"] == at("intake_preview", edition, upload.pk)
    preview = desk.get(answer["Location"]).context["preview"]
    assert [head.node.title for head in preview.heads] == titles
    assert "支えます。" in preview.heads[1].node.body
    assert desk.get(at("intake_upload", edition, upload.pk))["Location"] == answer["Location"]


WORDS = """# 第1章 しごと

本文です。

| ものさし | 現状値 | 目標値 |
|---|---|---|
| 起業数 | 5件 | 10件 |
"""


def test_a_table_in_a_text_is_read_as_somebody_says(desk, edition, toyonaka):
    answer = desk.post(at("intake", edition), {"file": SimpleUploadedFile("素案.md", WORDS.encode())})
    upload = Upload.objects.get()
    assert answer["Location"] == at("intake_preview", edition, upload.pk)
    assert not desk.get(answer["Location"]).context["preview"].kpis
    place = at("intake_upload", edition, upload.pk)
    sent = fields_of(desk.get(place).context["form"])
    assert sorted(sent) == ["column-0-1", "column-0-2", "column-0-3", "seen"]
    desk.post(place, sent | {"column-0-1": "name"})
    preview = desk.get(answer["Location"]).context["preview"]
    assert [(kpi.kpi.name, kpi.kpi.target_text) for kpi in preview.kpis] == [("起業数", "10件")]
    assert preview.heads[0].kpis == list(preview.kpis)
    assert ColumnHabit.objects.get(heading="ものさし").field == "name"


def test_a_pasted_text_and_a_pasted_table_come_in(desk, edition):
    desk.post(at("intake", edition), {"text": "第1章　しごと\n本文です。\n"})
    desk.post(at("intake", edition), {"text": "指標名\t現状値\t目標値\n起業数\t5件\t10件\n"})
    table, pasted = Upload.objects.order_by("-pk")
    assert (pasted.name, table.name) == ("貼り付けた文.txt", "貼り付けた表.csv")
    assert [kpi["name"] for kpi in table.parsed["outline"]["kpis"]] == ["起業数"]


@pytest.mark.parametrize(
    "sent, sentence",
    [
        ({}, "ファイルを選ぶか、文を貼り付けるか"),
        ({"text": "第1章　文\n本文", "file": "x.txt"}, "どちらか一つにしてください"),
        ({"file": "計画.pdf"}, "PDFは、文を選んで写し"),
        ({"file": "計画.xlsx"}, "はExcelブック（.xlsx）ではありません"),
        ({"text": "ただの文です。"}, "見出しも指標の表も見つかりませんでした"),
    ],
)
def test_what_cannot_be_read_is_told_and_not_kept(desk, edition, sent, sentence):
    if name := sent.get("file"):
        sent = sent | {"file": SimpleUploadedFile(name, b"nothing of it")}
    answer = desk.post(at("intake", edition), sent)
    assert (answer.status_code, sentence in text(answer)) == (422, True)
    assert not Upload.objects.exists()


# --- the preview ------------------------------------------------------------------------------------------------


def test_what_was_chosen_stays_chosen_and_is_shown_again(desk, edition, made):
    upload = uploaded(edition, DRAFT)
    place = at("intake_preview", edition, upload.pk)
    sent = fields_of(desk.get(place).context["form"])
    change = {
        "left_out": ["n3", "k2"],
        "anew": "n1",
        "under": str(made["heading"].lineage),
        "role": "NUMERIC",
    }
    answer = desk.post(place, sent | change)
    assert (answer.status_code, answer["Location"]) == (302, place)
    page = desk.get(place)
    choices = page.context["preview"].choices
    assert (choices.left_out, choices.anew, choices.under, choices.role) == (
        {"n3", "k2"}, {"n1"}, str(made["heading"].lineage), "NUMERIC",
    )  # fmt: skip
    rows = {head.key: head.fate.value for head in page.context["preview"].heads}
    assert rows == {"n1": "new", "n2": "new", "n3": "left", "n4": "left"}
    assert 'value="k2" checked' in text(page)
    assert PlanItem.objects.count() == 7


def test_a_fault_is_named_and_led_to_and_nothing_is_taken_in(desk, edition, made):
    upload = uploaded(edition, DRAFT)
    place = at("intake_preview", edition, upload.pk)
    sent = fields_of(desk.get(place).context["form"]) | {"level-2": "measure"}
    before = everything_stored()
    answer = desk.post(at("intake_apply", edition, upload.pk), sent)
    shown = text(answer)
    assert answer.status_code == 422
    assert "「主な取組み」は「章」の下には置けません。" in shown
    assert '<a href="#row-n3">' in shown
    assert 'id="row-n3"' in shown
    assert everything_stored() == before


def test_both_texts_are_shown_and_the_chosen_one_holds(desk, edition, made):
    save_item(
        actor=None, item=made["chapter"], version=1, title=made["chapter"].title, body="<p>いまの文</p>"
    )
    upload = uploaded(edition, DRAFT)
    page = desk.get(at("intake_preview", edition, upload.pk))
    assert "いまの文" in text(page)
    assert "文書の本文です。" in text(page)
    sent = fields_of(page.context["form"]) | {"side-n1": "file"}
    assert desk.post(at("intake_apply", edition, upload.pk), sent).status_code == 302
    assert PlanItem.objects.get(pk=made["chapter"].pk).body == "<p>文書の本文です。</p>"


def test_who_looked_at_something_older_looks_again(desk, edition, made):
    save_item(
        actor=None, item=made["chapter"], version=1, title=made["chapter"].title, body="<p>いまの文</p>"
    )
    upload = uploaded(edition, DRAFT)
    sent = fields_of(desk.get(at("intake_preview", edition, upload.pk)).context["form"])
    save_item(
        actor=None, item=made["chapter"], version=2, title=made["chapter"].title, body="<p>新しい文</p>"
    )
    answer = desk.post(at("intake_apply", edition, upload.pk), sent | {"side-n1": "file"})
    shown = text(answer)
    assert answer.status_code == 422
    assert "何も取り込んでいません" in shown
    assert "新しい文" in shown
    assert 'value="file" checked' in shown
    again = fields_of(answer.context["form"]) | {"side-n1": "file"}
    assert desk.post(at("intake_apply", edition, upload.pk), again).status_code == 302


def test_a_document_that_was_taken_in_or_given_up_is_over(desk, edition, made):
    upload = uploaded(edition, DRAFT)
    answer = desk.post(at("intake_discard", edition, upload.pk), {"seen": "1"})
    assert said(answer) == ["「素案.docx」の取込みを取りやめました。何も変わっていません。"]
    assert Upload.objects.get().state == "DISCARDED"
    page = desk.get(at("intake_preview", edition, upload.pk))
    assert "この文書は「取りやめ」です。" in text(page)
    sent = {"seen": "2", "sign": "", "role": "KPI"}
    refused = desk.post(at("intake_apply", edition, upload.pk), sent)
    assert (refused.status_code, PlanItem.objects.count()) == (422, 7)


def test_the_same_file_once_more_says_so(desk, edition, made):
    first = uploaded(edition, DRAFT)
    page = desk.get(at("intake_preview", edition, first.pk))
    desk.post(at("intake_apply", edition, first.pk), fields_of(page.context["form"]))
    again = uploaded(edition, DRAFT)
    shown = text(desk.get(at("intake_preview", edition, again.pk)))
    assert "同じ中身の文書を" in shown
    assert "この文書にあることは、すべてこの版に入っています。" in shown


# --- who, where -------------------------------------------------------------------------------------------------

PAGES = ("intake", "intake_upload", "intake_preview")


def test_only_planners_of_the_government_get_in(client, edition, made, toyonaka, neighbour, ogori):
    upload = uploaded(edition, DRAFT)
    before = everything_stored()
    for who, status in (
        (staff("馬場", "DEPARTMENT", toyonaka), 403),
        (staff("市川", "VIEWER", toyonaka), 403),
        (neighbour, 404),
    ):
        client.force_login(who)
        for name in PAGES:
            arguments = [] if name == "intake" else [upload.pk]
            assert client.get(at(name, edition, *arguments)).status_code == status
        for name in ("intake_apply", "intake_discard", "intake_preview"):
            assert client.post(at(name, edition, upload.pk), {"seen": "1"}).status_code == status
    assert Upload.objects.get().state == "WAITING"
    assert len(everything_stored()) == len(before)


def test_a_document_of_another_edition_is_not_found_here(desk, edition, made, ogori):
    other = freeze(actor=None, edition=edition)
    upload = uploaded(other, DRAFT)
    frozen = desk.get(at("intake_preview", edition, upload.pk))
    assert "凍結した版は変えられません" in text(frozen)
    elsewhere = factories.edition(factories.plan(ogori))
    theirs = uploaded(elsewhere, DRAFT)
    for name in ("intake_upload", "intake_preview"):
        assert desk.get(at(name, edition, theirs.pk)).status_code == 404
    assert desk.post(at("intake_apply", edition, theirs.pk), {"seen": "1"}).status_code == 404


def test_the_number_of_queries_does_not_depend_on_the_document(desk, edition, made):
    desk.get(at("intake", edition))
    counted = []
    for n in (2, 30):
        upload = uploaded(edition, grown(n))
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(at("intake_preview", edition, upload.pk)).status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1]
