"""What is told of tables that come in: targets of another year than the plan's last, tables beyond the last one taken."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from kpi.models import Target, Upload
from tests import factories
from tests.kpi.office import at, text
from tests.kpi.test_intake import fields_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, aoki):
    client.force_login(aoki)
    return client


@pytest.mark.parametrize(
    ("target", "kept", "added"),
    [
        ("10件", "10件（令和8年度）", "目標値に「（令和8年度）」を書き足しました。"),
        ("10件（令和9年度）", "10件（令和9年度）", ""),
    ],
)
def test_a_table_of_targets_of_another_year_is_told_and_kept_with_the_year(
    desk, edition, target, kept, added
):
    desk.post(
        at("intake", edition), {"text": f"指標名\t現状値\t目標値（令和8年度）\n起業数\t5件\t{target}\n"}
    )
    page = at("intake_preview", edition, Upload.objects.get().pk)
    form = fields_of(desk.get(page).context["form"])
    shown = desk.post(
        page, form | {"under": str(factories.item(edition, "chapter", "しごと").lineage)}, follow=True
    )
    (row,) = shown.context["preview"].kpis
    assert row.flags[0] == (
        "表の見出しの目標年度（令和8年度）が、計画期間の最後の年度（令和9年度）と違います。"
        f"{added}目標値の時期を確かめてください。"
    )
    desk.post(at("intake_apply", edition, Upload.objects.get().pk), fields_of(shown.context["form"]))
    target = Target.objects.get()
    assert (target.target_text, target.spec["by"]["year"]) == (kept, 2026 if added else 2027)


def many_tables(count: int) -> str:
    return "# 第1章 しごと\n" + "".join(
        f"\n本文{n}です。\n\n| 指標名 | 現状値 | 目標値 |\n|---|---|---|\n| 起業数{n} | 5件 | 10件 |\n"
        for n in range(count)
    )


def test_tables_that_are_left_out_are_told(desk, edition):
    book = Workbook()
    for n in range(43):
        sheet = book.active if n == 0 else book.create_sheet()
        sheet.append(["指標名", "現状値", "目標値"])
        sheet.append([f"起業数{n}", "5件", "10件"])
    kept = io.BytesIO()
    book.save(kept)
    desk.post(at("intake", edition), {"file": SimpleUploadedFile("表.xlsx", kept.getvalue())})
    upload = Upload.objects.get()
    sentence = (
        "表が43個あります。はじめの40個だけを扱い、残りの3個は取り込みません。"
        "残りの表は、別のファイルに分けて取り込んでください。"
    )
    outline = upload.parsed["outline"]
    assert (len(outline["kpis"]), outline["flags"]) == (40, [sentence])
    tables = at("intake_upload", edition, upload.pk)
    done = desk.post(tables, fields_of(desk.get(tables).context["form"]), follow=True)
    upload.refresh_from_db()
    assert (upload.decisions["is_confirmed"], upload.parsed["outline"]["flags"]) == (True, [sentence])
    assert sentence in text(done)


@pytest.mark.parametrize(("count", "rest"), [(40, 0), (43, 3)])
def test_tables_of_a_text_are_all_read_and_the_last_ones_not_offered(desk, edition, count, rest):
    content = many_tables(count).encode()
    desk.post(at("intake", edition), {"file": SimpleUploadedFile("素案.md", content)})
    parsed = Upload.objects.get().parsed
    kpis = [kpi for node in parsed["outline"]["nodes"] for kpi in node["kpis"]]
    assert (len(kpis), len(parsed["tables"])) == (count, 40)
    assert (
        parsed["outline"]["flags"]
        == [
            "列の読み方を選べるのは、文書のはじめの40個の表だけです（残りの3個は、見出しの言葉から読みました）。"
            "残りの表の読み方を選ぶときは、文書を分けて取り込んでください。"
        ][: int(bool(rest))]
    )
