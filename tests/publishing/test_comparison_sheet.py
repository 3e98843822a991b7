"""The Excel workbook of a 新旧対照表, opened again."""

import io
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook

from paper import guard
from publishing.comparison.kinds import Kind
from publishing.comparison.sheet import xlsx_of
from publishing.comparison.styles import PRESETS
from publishing.comparison.table import Place
from tests.publishing.comparisons import change, facts, revised, row, table, texts

SIDE, STACKED, ERRATA = PRESETS["new-old"], PRESETS["stacked"], PRESETS["errata"]


def opened(made, style=SIDE):
    return load_workbook(io.BytesIO(xlsx_of(made, style)), rich_text=True)


def values(page) -> list[list]:
    return [[None if cell is None else cell if isinstance(cell, int) else str(cell) for cell in row]
            for row in page.iter_rows(values_only=True)]  # fmt: skip


def underlined(cell) -> list[str]:
    return [block.text for block in cell.value if block.font.u == "single"]


def test_equal_tables_give_equal_files_that_pass_our_own_guard():
    assert xlsx_of(table(), SIDE) == xlsx_of(table(), SIDE)
    issued = table().issued(1, datetime(2023, 4, 10, tzinfo=UTC))
    book = load_workbook(io.BytesIO(xlsx_of(issued, SIDE)))
    assert book.properties.created == datetime(2023, 4, 10)
    guard.check_workbook(xlsx_of(table(), SIDE))


def test_three_sheets_with_filters_and_frozen_heads():
    book = opened(table())
    assert book.sheetnames == ["新旧対照表", "別表", "変更の数"]
    page = book["新旧対照表"]
    assert (page.freeze_panes, page.print_title_rows, page.auto_filter.ref) == ("A2", "$1:$1", "A1:I9")
    assert page.oddHeader.right.text == "【資料3】"


def test_a_row_for_each_change_in_the_columns_of_the_style():
    rows = values(opened(table())["新旧対照表"])
    assert rows[0] == [
        *("No", "該当箇所", "種類", "頁", "新（案）", "旧（行政素案）", "修正の趣旨", "改訂段階"),
        "もとになった意見など",
    ]
    assert [row[:4] for row in rows[2:5]] == [
        [2, "（1）策定の趣旨", "改正", "新 P3／旧 P3"],
        [2, "（2）重要業績評価指標", "改正", "新 P22／旧 P20"],
        [3, "（3）デジタル関連の重要業績評価指標（ＫＰＩ）", "新設", "新 P22／旧 ―"],
    ]
    assert (
        rows[3][4]
        == "指標｜現状｜目標\nとよふぁみ登録者数｜8,211人｜11,200人\n電子図書｜5,165冊｜前年より増加"
    )
    assert [rows[4][5], rows[5][4]] == ["（新設）", "（削る）"]
    assert rows[6][4] == "［図］newの概念図\n図1　新しい概念図\n資料：豊中市"
    assert rows[8][:2] == [7, "その他、字句の整理（5箇所）"]
    assert rows[8][4:7] == ["別表に示します。", None, "別表に示すとおり、字句を整理します。"]


def test_the_sides_stand_in_the_order_of_the_style():
    assert values(opened(table(), STACKED)["新旧対照表"])[0][4:7] == [
        "旧（行政素案）",
        "新（案）",
        "修正の趣旨",
    ]
    old_new = values(opened(table(), PRESETS["old-new"])["新旧対照表"])
    assert old_new[0][4:7] == ["旧（行政素案）", "新（案）", "備考"]
    assert old_new[2][6] == "時点修正を含む"


def test_what_changed_is_underlined_in_its_cell():
    page = opened(table())["新旧対照表"]
    assert underlined(page["E3"]) == ["4", "デジタル田園都市国家構想", "定め"]
    assert underlined(page["F3"]) == ["2", "第2期", "改訂し"]
    assert underlined(page["E4"]) == ["11,200"]
    assert {block.font.rFont for block in page["E3"].value} == {"BIZ UDゴシック"}


def test_a_text_too_long_for_a_cell_goes_on_in_the_next_row():
    long = "あ" * 40_000 + "𠮷" * 20_000
    lines = texts("<p>前</p>", f"<p>{long}</p>")
    made = table(rows=(row(1, change("a", Kind.REVISED, Place("場所"), lines), reason="理由"),))
    rows = values(opened(made)["新旧対照表"])[1:]
    assert [row[:3] for row in rows] == [
        [1, "場所", "改正"],
        [1, "場所（続き）", "改正（続き）"],
        [1, "場所（続き）", "改正（続き）"],
    ]
    assert "".join(row[4] or "" for row in rows) == long
    assert [row[6] for row in rows] == ["理由", None, None]
    assert all(len((row[4] or "").encode("utf-16-le")) <= 2 * 32_767 for row in rows)


def test_the_annex_and_the_numbers_have_sheets_of_their_own():
    book = opened(table())
    assert values(book["別表"])[1] == ["第1章－2（1）②　新 P9／旧 P9", "「り」を削る", "字句の整理", 5]
    counts = values(book["変更の数"])
    assert counts[0] == ["項目", "件数", "旧（行政素案）", "新（案）", "増減"]
    assert counts[1] == ["この表に載せた行", 7, None, None, None]
    assert counts[-3:] == [
        ["基本目標", None, 4, 4, "±0"],
        ["主な取組み", None, "132（再掲2を含む）", "139（再掲2を含む）", "＋7"],
        ["施策", None, "―", 12, "＋12"],
    ]


def test_an_errata_has_one_sheet():
    made = table(
        new=facts(correction=True, is_frozen=True), rows=(row(1, revised()),), left_out=(), points=()
    )
    book = opened(made, ERRATA)
    assert book.sheetnames == ["正誤表"]
    assert values(book.active)[0] == ["種類", "頁", "誤（行政素案）", "正（案）"]


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "#N/A", "+1"])
def test_no_text_becomes_a_formula(text):
    lines = texts("<p>前</p>", f"<p>{text}</p>")
    made = table(rows=(row(1, change("a", Kind.REVISED, Place(text), lines), reason=text),))
    [_, found] = load_workbook(io.BytesIO(xlsx_of(made, SIDE))).active.iter_rows()
    assert {cell.data_type for cell in found if isinstance(cell.value, str)} == {"s"}
    assert [found[n].value for n in (1, 4, 6)] == [text] * 3
