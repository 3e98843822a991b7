import doctest
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from paper import guard, xlsx
from paper.xlsx import Column, Sheet, Underlined

SIGNS = ["=", "+", "-", "@", "|", "＝", "＋", "－", "＠", "%", "'", '"', "\t", "\n", "  ", "　"]
TAILS = ["1+1", 'HYPERLINK("http://example.jp")', "cmd|' /C calc'!A0"]
PAYLOADS = [sign + tail for sign in SIGNS for tail in TAILS] + [
    "==1+1",
    "===1",
    "=",
    "{=1+1}",
    "#N/A",
    "#REF!",
    "#DIV/0!",
    "TRUE",
    "1",
    "1e5",
    "1/2",
    "2023-03-31",
    "10:30",
    "20%",
    "_x0041_",
    "<b>&amp;</b>",
    "𠮷野家",
]


def reopened(*sheets: Sheet):
    return load_workbook(io.BytesIO(xlsx.write(sheets)))


def test_the_examples_hold():
    assert doctest.testmod(xlsx) == (0, 2)


def test_no_text_becomes_a_formula_and_every_text_comes_back():
    assert len(PAYLOADS) >= 40
    columns = [Column(payload) for payload in PAYLOADS]
    page = reopened(Sheet("文", columns, [PAYLOADS, PAYLOADS])).active
    rows = list(page.iter_rows())
    assert len(rows) == 3
    assert [cell.data_type for row in rows for cell in row if cell.data_type != "s"] == []
    for row in rows:
        assert [cell.value for cell in row] == PAYLOADS


def test_a_text_that_looks_like_a_formula_stays_one_when_edited():
    page = reopened(Sheet("文", [Column("a"), Column("b")], [["=1+1", "豊中市"]])).active
    assert (page["A2"].quotePrefix, page["B2"].quotePrefix) == (True, False)


def test_numbers_and_dates_are_numbers_and_dates():
    values = [3, -1.5, Decimal("-22.4"), True, None, date(2023, 3, 31), datetime(2023, 3, 30, 15, tzinfo=UTC)]
    page = reopened(Sheet("値", [Column(str(n)) for n in range(7)], [values])).active
    [row] = page.iter_rows(min_row=2)
    assert [cell.data_type for cell in row] == ["n", "n", "n", "b", "n", "d", "d"]
    assert [cell.value for cell in row][:5] == [3, -1.5, -22.4, True, None]
    assert row[5].value == datetime(2023, 3, 31)
    assert row[6].value == datetime(2023, 3, 31)  # midnight in Japan


def test_what_is_no_number_leaves_its_cell_empty():
    page = reopened(
        Sheet("値", [Column("a"), Column("b"), Column("c")], [[float("nan"), Decimal("Infinity"), ""]])
    ).active
    assert [cell.value for cell in page[2]] == [None, None, None]


def test_control_characters_go_and_the_rest_stays():
    page = reopened(Sheet("文", [Column("a")], [["豊\x00中\x0b市\n2行目"]])).active
    assert page["A2"].value == "豊中市\n2行目"


def test_the_head_is_frozen_printed_on_each_page_and_filtered():
    page = reopened(Sheet("文", [Column("名称", 30), Column("値", 8)], [["a", 1], ["b", 2]])).active
    assert page.freeze_panes == "A2"
    assert page.print_title_rows == "$1:$1"
    assert page.auto_filter.ref == "A1:B3"
    assert page.column_dimensions["A"].width == 30
    assert page["A1"].font.b is True


def test_a_workbook_without_rows_or_sheets_can_be_opened():
    assert reopened(Sheet("空", [Column("a")])).active["A1"].value == "a"
    assert reopened().sheetnames == ["シート1"]


def test_a_text_too_long_for_a_cell_is_refused_with_its_place():
    with pytest.raises(xlsx.SheetError, match="シート「文」の2行1列の文章が長すぎます"):
        xlsx.write([Sheet("文", [Column("a")], [["あ" * 32_768]])])
    assert reopened(Sheet("文", [Column("a")], [["あ" * 32_767]])).active["A2"].value == "あ" * 32_767


def test_a_row_longer_than_the_head_is_refused_with_its_place():
    with pytest.raises(xlsx.SheetError, match="シート「文」の3行目"):
        xlsx.write([Sheet("文", [Column("a")], [["x"], ["x", "y"]])])


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("a[b]c:d*e?f/g\\h", "a［b］c：d＊e？f／g＼h"),
        ("'引用'", "引用"),
        ("  ", "シート"),
        ("", "シート"),
        ("History", "History_"),
        ("あ" * 40, "あ" * 31),
        ("𠮷" * 40, "𠮷" * 15),
        ("a\x00\nb", "a b"),
    ],
)
def test_a_sheet_name_is_made_one_that_excel_accepts(wanted, name):
    assert xlsx.sheet_name(wanted) == name
    assert reopened(Sheet(wanted, [Column("a")])).sheetnames == [name]


def test_equal_names_are_told_apart_also_when_long():
    sheets = [
        Sheet("あ" * 31, [Column("a")]),
        Sheet("あ" * 35, [Column("a")]),
        Sheet("KPI", []),
        Sheet("kpi", []),
    ]
    assert reopened(*sheets).sheetnames == ["あ" * 31, "あ" * 28 + "（2）", "KPI", "kpi（2）"]


def test_what_we_write_passes_our_own_guard():
    guard.check_workbook(xlsx.write([Sheet("文", [Column("a")], [[payload] for payload in PAYLOADS])]))


CREATED = datetime(2023, 4, 10, 9, tzinfo=UTC)


def test_pieces_of_a_text_may_be_underlined():
    text = Underlined([("令和", False), (" 4", True), ("年\n次の行", False), ("\x00", True), ("", False)])
    content = xlsx.write([Sheet("文", [Column("a")], [[text]])])
    assert load_workbook(io.BytesIO(content)).active["A2"].value == "令和 4年\n次の行"
    found = load_workbook(io.BytesIO(content), rich_text=True).active["A2"].value
    assert [(piece.text, piece.font.u) for piece in found] == [
        ("令和", None),
        (" 4", "single"),
        ("年\n次の行", None),
    ]
    assert {piece.font.rFont for piece in found} == {xlsx.FONT}


@pytest.mark.parametrize("text", PAYLOADS)
def test_no_underlined_text_becomes_a_formula(text):
    cell = reopened(Sheet("文", [Column("a")], [[Underlined([(text, True)])]])).active["A2"]
    assert (cell.value, cell.data_type) == (text, "s")


def test_an_underlined_text_too_long_for_a_cell_is_refused_too():
    pieces = Underlined([("あ" * 20_000, True), ("い" * 20_000, False)])
    with pytest.raises(xlsx.SheetError, match="2行1列"):
        xlsx.write([Sheet("文", [Column("a")], [[pieces]])])


def test_with_a_time_of_its_own_equal_sheets_give_equal_bytes():
    sheets = [Sheet("文", [Column("a")], [["b"]])]
    one, other = (xlsx.write(sheets, created=CREATED) for _ in range(2))
    assert one == other
    facts = load_workbook(io.BytesIO(one)).properties
    assert facts.created == facts.modified == datetime(2023, 4, 10, 9)
    with pytest.raises(ValueError, match="time zone"):
        xlsx.write(sheets, created=datetime(2023, 4, 10))


def test_title_and_number_of_the_paper_head_each_printed_page():
    page = reopened(Sheet("文", [Column("a")], title="A&B計画", paper_number="【資料3】")).active
    assert (page.oddHeader.left.text, page.oddHeader.right.text) == ("A&&B計画", "【資料3】")
    assert reopened(Sheet("文", [Column("a")])).active.oddHeader.left.text is None


def test_rows_of_a_fitted_sheet_are_as_high_as_their_texts():
    rows = [
        ["短い"],
        ["長い文章です。" * 20],
        [Underlined([("一\n二", True), ("\n三", False)])],
        ["あ" * 30_000],
        [1],
    ]
    page = reopened(Sheet("文", [Column("a", 40)], rows, fitted=True)).active
    heights = [page.row_dimensions[n].height for n in range(2, 7)]
    assert heights == [17.5, 98.5, 44.5, 409, 17.5]
    assert reopened(Sheet("文", [Column("a")], [["b"]])).active.row_dimensions[2].height is None
