"""Workbooks to be filled in: what is open, what is locked, what drop-downs offer; nothing in them can run."""

import io
import zipfile
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook

from paper.forms_xlsx import FormCell, FormColumn, FormPage, FormSheet, HiddenPage, Look, write_form
from paper.xlsx import SheetError

NOW = datetime(2025, 6, 2, tzinfo=UTC)
COLUMNS = (
    FormColumn("名前", 20, "決まっていること"),
    FormColumn("値", 10, "入れるところ", prompt="数だけ" * 200, is_input=True),
    FormColumn("方針", 10, "入れるところ", choices=("継続", "見直し, 廃止"), is_input=True),
    FormColumn("符号", 4, "", is_hidden=True),
)
ROWS = (
    (FormCell("=1+1", comment="=2+2\n説明"),
     FormCell(-1.5, Look.INPUT, '0.0;"△"0.0'), FormCell("継続", Look.INPUT), FormCell("k1")),
    (FormCell("二行\n目"), FormCell(None, Look.GREY), FormCell("", Look.INPUT), FormCell("k2")),
)  # fmt: skip
SHEET = FormSheet("表", "題 & 名", "入れ方", COLUMNS, ROWS, frozen=1)


def opened(*sheets):
    return load_workbook(io.BytesIO(write_form(sheets, created=NOW)))


def test_a_table_stands_under_its_title_with_bands_over_its_columns():
    page = opened(SHEET)["表"]
    assert [[cell.value for cell in row] for row in page.iter_rows()] == [
        ["題 & 名", None, None, None],
        ["入れ方", None, None, None],
        ["決まっていること", "入れるところ", None, None],
        ["名前", "値", "方針", "符号"],
        ["=1+1", -1.5, "継続", "k1"],
        ["二行\n目", None, None, "k2"],
    ]
    assert [[cell.protection.locked for cell in row] for row in page.iter_rows(5)] == [
        [True, False, False, True],
        [True, True, False, True],
    ]
    assert (page["A5"].data_type, page["A5"].quotePrefix, page["A6"].quotePrefix) == ("s", True, False)
    assert (page["B5"].number_format, page["A5"].comment.text) == ('0.0;"△"0.0', "=2+2\n説明")
    assert (page.freeze_panes, page.auto_filter.ref, page.oddHeader.left.text) == ("B5", "A4:D6", "題 && 名")
    assert (page.column_dimensions["D"].hidden, page.column_dimensions["A"].width) == (True, 20)


def test_drop_downs_read_from_a_hidden_sheet_so_that_a_comma_is_no_end():
    book = opened(SHEET, FormSheet("二枚目", "題", "", COLUMNS, ROWS))
    rules = {rule.type: rule for rule in book["表"].data_validations.dataValidation}
    assert (rules["list"].formula1, str(rules["list"].sqref)) == ("'選択肢'!$A$1:$A$2", "C5:C6")
    assert [[cell.value for cell in row] for row in book["選択肢"].iter_rows()] == [
        ["継続"],
        ["見直し, 廃止"],
    ]
    assert (rules["list"].showErrorMessage, len(rules[None].prompt)) == (True, 255)
    assert book["選択肢"].sheet_state == "hidden"


def test_rows_are_as_high_as_their_texts_and_grow_with_what_is_typed():
    page = opened(FormSheet("表", "題", "", COLUMNS, ((FormCell("あ" * 60), *ROWS[0][1:]),)))["表"]
    assert page.row_dimensions[5].height > 60
    data = write_form((SHEET,), created=NOW)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count('customHeight="1"') == 1  # the head's


def test_pages_of_words_and_hidden_ones():
    book = opened(
        FormPage("説明", (10, 40), ((FormCell("題", Look.HEADING),), (), (FormCell("氏名"), FormCell("", Look.INPUT)))),
        HiddenPage("印", ("=signed", "残してください")),
    )  # fmt: skip
    page = book["説明"]
    assert (page["A1"].value, page["A3"].value, page["B3"].protection.locked) == ("題", "氏名", False)
    assert (book["印"].sheet_state, book["印"]["A1"].value, book["印"]["A1"].data_type) == (
        "veryHidden", "=signed", "s",
    )  # fmt: skip
    assert "選択肢" not in book.sheetnames


def test_equal_calls_give_equal_bytes_and_what_excel_would_cut_is_refused():
    assert write_form((SHEET,), created=NOW) == write_form((SHEET,), created=NOW)
    with pytest.raises(SheetError, match="「表」の5行1列"):
        write_form((FormSheet("表", "題", "", COLUMNS, ((FormCell("あ" * 32_768),),)),), created=NOW)
    with pytest.raises(ValueError, match="time zone"):
        write_form((SHEET,), created=datetime(2025, 6, 2))
