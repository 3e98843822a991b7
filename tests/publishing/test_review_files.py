"""Every form of a report says the same: PDF, Word, Excel, CSV, JSON; nothing in them runs."""

import csv
import datetime
import io
import json
import re
import zipfile
from dataclasses import replace

import docx
import pytest
from openpyxl import load_workbook

from kpi.review.report import from_bytes
from publishing.review.arranging import arrange
from publishing.review.blocks import NONE
from publishing.review.excel import csv_of, flat, xlsx_of
from publishing.review.files import report_file
from publishing.review.markup import screen_table
from publishing.review.pdf import html_of, pdf_of
from publishing.review.word import docx_of
from tests.publishing import reports

CODE = "272035"
MOMENT = datetime.datetime(2025, 10, 31, 9, 0, tzinfo=datetime.UTC)
ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&#x27;": "'", "&amp;": "&"}


def squeezed(text: str) -> str:
    """Letters alone: layout breaks lines anywhere."""
    for entity, sign in ENTITIES.items():
        text = text.replace(entity, sign)
    return re.sub(r"[\s　]+", "", text)


def facts(report) -> set[str]:
    """Every text that a cell of the arranged report holds."""
    found = {
        squeezed(line)
        for table in arrange(report).tables()
        for row in table.rows
        for cell in row
        for text in (*cell.lines, *cell.small)
        for line in text.split("\n")
    }
    book = arrange(report)
    return (found | {squeezed(line) for part in book.overview for line in _lines(part)}) - {NONE, ""}


def _lines(part) -> list[str]:
    return [line for block in part.blocks if hasattr(block, "lines") for line in block.lines]


def word_text(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("word/document.xml").decode()
    return squeezed("".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", xml)))


def sheet_text(content: bytes) -> str:
    book = load_workbook(io.BytesIO(content))
    values = [
        str(cell.value)
        for sheet in book
        for line in sheet.iter_rows()
        for cell in line
        if cell.value is not None
    ]
    return squeezed("\n".join(values))


@pytest.mark.parametrize("report", [reports.report(), reports.term()], ids=["year", "term"])
def test_page_paper_and_word_say_every_fact(report):
    html = squeezed(re.sub(r"<[^>]+>", "", html_of(report)))
    word = word_text(docx_of(report, created=MOMENT))
    page = squeezed(re.sub(r"<[^>]+>", "", "".join(map(screen_table, arrange(report).tables()))))
    said = facts(report)
    assert len(said) > 60
    assert {fact for fact in said if fact not in html} == set()
    assert {fact for fact in said if fact not in word} == set()
    cells = [cell for table in arrange(report).tables() for row in table.rows for cell in row]
    of_tables = {squeezed(text) for cell in cells for text in cell.lines}
    assert {fact for fact in of_tables - {NONE} if fact not in page} == set()


def test_the_workbook_has_a_sheet_for_each_table_and_numbers_as_numbers():
    book = load_workbook(io.BytesIO(xlsx_of(reports.report(), created=MOMENT)))
    assert book.sheetnames == [
        "概要", "目標ごとの指標数", "評価の基準", "KPIの検証", "施策の評価", "主な事業", "評価の材料", "意見と回答",
        "交付金事業", "交付金事業の指標",
    ]  # fmt: skip
    heads, *rows = ([cell.value for cell in line] for line in book["KPIの検証"].iter_rows())
    births = dict(zip(heads, rows[2], strict=True))
    assert (births["実績（令和5年度）"], births["実績（令和6年度）"]) == (3301, 6480)
    assert births["前の値との比較"] == "前の年より増えた"
    assert births["値の注"] == "実績（令和6年度）：累計・2年分"
    missing = dict(zip(heads, rows[3], strict=True))
    assert (missing["実績（令和6年度）"], missing["値の注"], missing["達成率"]) == (
        None,
        "実績（令和6年度）：未公表",
        None,
    )
    assert [cell.value for cell in book["主な事業"][2]][1:4] == ["相談支援事業", 12500, 11800]


def test_the_csv_is_the_sheet_in_a_table_with_one_head():
    rows = list(csv.reader(io.StringIO(csv_of(reports.report(), code=CODE).decode("utf-8-sig"))))
    assert rows[0][:12] == [
        "全国地方公共団体コード", "ID", "地方公共団体名", "計画名", "年度", "基本目標", "No", "KPI", "単位",
        "基準値（令和3年度）", "実績（令和5年度）", "実績（令和6年度）",
    ]  # fmt: skip
    assert {len(row) for row in rows} == {len(rows[0])}
    assert [row[6] for row in rows[1:]] == ["1", "2", "3", "4", "再掲"]
    assert (rows[3][0], rows[3][4], rows[3][11]) == (CODE, "2024", "6480")
    assert len({row[1] for row in rows[1:]}) == 5


def test_negative_figures_are_numbers_not_formulas():
    kpi = reports.kpi(1, "排出量", unit="%", baseline_text="-22.4%（令和3年度）", target_text="－38.3%",
                      figures=(reports.year(2023, "－25.1"), reports.year(2024, "－27.9")))  # fmt: skip
    report = reports.report(rows=(kpi,))
    heads, (row,) = flat(arrange(report).table("kpis"))
    found = dict(zip(heads, map(str, row), strict=True))
    assert (found["基準値（令和3年度）"], found["目標値"], found["実績（令和6年度）"]) == (
        "-22.4",
        "-38.3",
        "-27.9",
    )
    assert "'" not in csv_of(report, code=CODE).decode()


PAYLOADS = [
    f"{sign}{tail}"
    for sign in ("=", "+", "-", "@", "\t=", "＝", "|")
    for tail in ("1+1", "cmd|' /C calc'!A0")
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_that_an_office_typed_runs_in_a_spreadsheet(payload):
    row = replace(
        reports.ROWS[1], name=payload, cause=payload, issue="", opinions=(payload,), department=payload
    )
    item = replace(reports.report().items[0], achievement=payload, direction=payload)
    report = reports.report(rows=(row,), items=(item,), judgement=payload, summary=payload)
    book = load_workbook(io.BytesIO(xlsx_of(report, created=MOMENT)))
    types = {
        cell.data_type
        for sheet in book
        for line in sheet.iter_rows()
        for cell in line
        if isinstance(cell.value, str)
    }
    assert types == {"s"}
    assert book["施策の評価"]["D2"].value == payload
    for line in list(csv.reader(io.StringIO(csv_of(report, code=CODE).decode("utf-8-sig"))))[1:]:
        assert [
            cell
            for cell in line
            if cell and cell.lstrip()[0] in "=+-@|＝" and not re.fullmatch(r"-?[0-9.]+", cell)
        ] == []


def test_equal_reports_give_equal_bytes_and_json_reads_back():
    for kind in ("docx", "xlsx", "csv", "json"):
        first, second = (report_file(reports.report(), kind, created=MOMENT, code=CODE) for _ in range(2))
        assert first == second, kind
    data = report_file(reports.report(), "json", created=MOMENT, code=CODE)
    assert from_bytes(data) == reports.report()
    assert json.loads(data)["schema"] == 1


def test_word_has_real_headings_and_repeats_the_heads_of_tables():
    document = docx.Document(io.BytesIO(docx_of(reports.report(published_on=""), created=MOMENT)))
    heads = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    assert heads == [
        "令和6年度　効果検証報告書（概要）（案）", "重要業績評価指標（ＫＰＩ）の検証シート", "施策の評価", "評価の材料",
        "交付金事業の検証（様式2）",
    ]  # fmt: skip
    sheet = next(table for table in document.tables if len(table.columns) == 13)
    assert "w:tblHeader" in sheet.rows[0]._tr.xml


@pytest.mark.slow
def test_the_paper_is_landscape_in_two_fonts_and_the_term_has_its_sheet_on_a3(program, tmp_path):
    for name, report in (("year", reports.report()), ("term", reports.term())):
        (tmp_path / f"{name}.pdf").write_bytes(pdf_of(report, created=MOMENT).content)
    fonts = program("pdffonts", tmp_path / "year.pdf").splitlines()[2:]
    assert {line.split()[0].partition("+")[2] for line in fonts} == {"BIZ-UDGothic", "BIZ-UDGothic-Bold"}
    sizes = [
        set(re.findall(r"\((A\d)\)", program("pdfinfo", "-l", 9, tmp_path / f"{n}.pdf")))
        for n in ("year", "term")
    ]
    assert sizes == [{"A4"}, {"A3", "A4"}]
    said = squeezed(program("pdftotext", "-layout", tmp_path / "year.pdf", "-"))
    assert "令和6年度効果検証報告書（概要）" in said and "図2総人口の推移（単位：万人）" in said


@pytest.mark.slow
def test_a_large_report_is_printed_in_seconds():
    report = reports.report(rows=reports.ROWS * 23, items=reports.report().items * 132)
    pdf = pdf_of(report, created=MOMENT)
    assert (pdf.notes, pdf.page_count > 10) == ((), True)
