"""Every form of a vision says the same: HTML, PDF, Word, Excel, CSV, JSON; its notice stands in each; nothing in them runs."""

import csv
import datetime
import html
import io
import json
import re
import subprocess
import zipfile

import docx
import pytest
from openpyxl import load_workbook

from tests.vision import arranged
from vision.blocks import NONE, Cell, Column, Group, Paragraphs, Table
from vision.document import VisionDocument
from vision.prints.drawing import SCREEN, caption, drawn, figure
from vision.prints.excel import flat
from vision.prints.files import KINDS, content_of, file_name, shown_data
from vision.prints.markup import paper_table, paragraphs, screen_table
from vision.prints.pdf import html_of
from vision.report import report_of

MOMENT = datetime.datetime(2023, 3, 31, 9, 0, tzinfo=datetime.UTC)
EVIL = "=1+1<script>alert(1)</script>"


def document() -> VisionDocument:
    return VisionDocument(arranged.data())


def squeezed(text: str) -> str:
    return re.sub(r"[\s　]+", "", text)


def facts() -> set[str]:
    """Every text that a cell or a paragraph of the arranged vision holds."""
    book = report_of(arranged.data())
    cells = {cell.text for table in book.tables() for row in table.rows for cell in row}
    said = {
        line
        for part in book.parts
        for block in part.blocks
        if isinstance(block, Paragraphs)
        for line in block.lines
    }
    return {squeezed(text) for text in cells | said | {book.lead, book.notice}} - {NONE}


def word_text(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("word/document.xml").decode()
    return squeezed(html.unescape("".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", xml))))


def test_paper_and_word_hold_every_fact():
    printed = squeezed(html.unescape(re.sub(r"<[^>]+>", "", html_of(report_of(arranged.data())))))
    assert [fact for fact in facts() if fact not in printed] == []
    word = content_of(document(), "docx", created=MOMENT)
    assert [fact for fact in facts() if fact not in word_text(word)] == []
    head = docx.Document(io.BytesIO(word)).sections[0].header
    assert arranged.NOTICE in "".join(paragraph.text for paragraph in head.paragraphs)


def test_the_pdf_carries_the_notice_on_every_page_in_our_own_letters(tmp_path):
    path = tmp_path / "vision.pdf"
    path.write_bytes(content_of(document(), "pdf", created=MOMENT))
    pages = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
    assert all(arranged.NOTICE in page for page in pages.split("\f")[:-1])
    fonts = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True).stdout
    assert {row.split()[0].split("+")[1] for row in fonts.splitlines()[2:]} == {
        "BIZ-UDGothic",
        "BIZ-UDGothic-Bold",
    }


def test_the_workbook_has_a_sheet_for_each_table_with_numbers_in_it():
    book = load_workbook(io.BytesIO(content_of(document(), "xlsx", created=MOMENT)))
    tables = list(report_of(arranged.data()).tables())
    assert len(book.sheetnames) == 1 + len(tables)
    totals = book["ケースごとの総人口（人）"]
    assert [cell.value for cell in totals[1]][-1] == "注記"
    assert [cell.value for cell in totals[3]] == ["令和5（2023）年", 976, 940, 980, 36, arranged.NOTICE]
    summary = {row[0].value: row[1].value for row in book["概要"].iter_rows()}
    assert (summary["注記"], summary["団体"]) == (arranged.NOTICE, "見本町")


def test_the_csv_has_a_row_for_each_course_year_sex_and_age():
    content = content_of(document(), "csv", created=MOMENT)
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    # Of two courses two years: the total, four classes, and of each sex the total and 18 groups; of the entered one
    # the total and the two shares.
    assert len(rows) == 2 * 2 * (5 + 2 * 19) + 3
    assert len({row["ID"] for row in rows}) == len(rows)
    assert {row["注記"] for row in rows} == {arranged.NOTICE}
    assert {row["ケース"] for row in rows} == {"パターン1", "町の見通し", "別に決めた値"}
    found = {(row["ケース"], row["年"], row["性別"], row["年齢"]): (row["人口"], row["割合"]) for row in rows}
    assert found["町の見通し", "2025", "男性", "0～4歳"] == ("55", "")
    assert found["町の見通し", "2025", "男女計", "65歳以上"] == ("300", "31.3")


def test_the_json_leaves_out_what_is_not_shown_and_names_the_whole():
    data = json.loads(content_of(document(), "json", created=MOMENT))
    assert [row["name"] for row in data["scenarios"]] == ["パターン1", "町の見通し", "別に決めた値"]
    assert data["content_hash"] == document().content_hash
    assert data == shown_data(document())


def test_equal_visions_give_equal_files():
    for kind, _, _ in KINDS[1:]:
        first, second = (content_of(document(), kind, created=MOMENT) for _ in range(2))
        assert first == second, kind
    assert file_name(document(), "csv") == "mihon-population-2.csv"


@pytest.mark.parametrize("made", [paper_table, screen_table])
def test_what_an_office_wrote_is_text_in_a_table(made):
    table = Table(
        "x",
        EVIL,
        (Column("年", "text", is_head=True), Column(EVIL)),
        (Group(EVIL, ((Cell(EVIL), Cell(EVIL, note=EVIL)),)),),
        note=EVIL,
    )
    assert "<script" not in made(table)
    assert "<script" not in paragraphs(Paragraphs((EVIL,), EVIL, is_list=True))


def test_a_source_is_linked_only_where_it_is_an_address_of_the_web():
    columns = (Column("表", "text", is_head=True), Column("出典", "text"))
    for href, expected in (
        ("https://example.jp/a&b", 'href="https://example.jp/a&amp;b"'),
        ("javascript:x", None),
    ):
        made = screen_table(Table("x", "表", columns, (Group("", ((Cell("a"), Cell("b", href=href)),)),)))
        assert (re.findall(r'href="[^"]*"', made) or [None]) == [expected]


def test_a_page_shows_each_picture_wide_and_narrow_and_says_how_to_read_it():
    book = report_of(arranged.data())
    pictures = [block for part in book.parts for block in part.blocks if hasattr(block, "caption")]
    for picture in pictures:
        made = figure(picture, SCREEN)
        assert (made.count("<svg "), made.count("chart-wide"), made.count("chart-narrow")) == (2, 1, 1)
        assert html.escape(caption(picture)) in made
        assert 'font-family="BIZ UDGothic"' in drawn(picture, "paper")
    ids = re.findall(r'id="([^"]+)"', "".join(figure(picture, SCREEN) for picture in pictures))
    assert len(ids) == len(set(ids)) == 6


def test_a_sheet_has_each_fact_in_a_column_of_its_own():
    table = report_of(arranged.data()).table("changes")
    heads, rows = flat(table)
    assert heads[:2] == ["期間", "出生"]
    assert rows[0] == ["令和2～7（2020～2025）年", 80, 60, 20, -30, -10]
