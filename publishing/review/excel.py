"""A report as an Excel workbook, and its KPI sheet as CSV: numbers are numbers, every text is inert."""

import datetime
import re
from collections.abc import Iterator
from decimal import Decimal

from kpi.review.report import KpiRow, Report
from paper import csv
from paper.xlsx import LONGEST_TEXT, Column, Sheet, Value, write
from publishing.review import kpi_sheet, words
from publishing.review.arranging import arrange
from publishing.review.blocks import NONE, Book, Cell, CountChart, LineChart, Paragraphs, Table
from publishing.review.blocks import Column as BookColumn

SUMMARY, WAY, NOTES = "概要", "前の値との比較", "値の注"
NAMES = {
    "goals": "目標ごとの指標数",
    "criteria": "評価の基準",
    "kpis": "KPIの検証",
    "items": "施策の評価",
    "projects": "主な事業",
    "inputs": "評価の材料",
    "opinions": "意見と回答",
    "grants": "交付金事業",
    "grant-indicators": "交付金事業の指標",
}
NARROW, WIDE, TEXT = 12, 30, 44
BEGIN = ("全国地方公共団体コード", "ID", "地方公共団体名", "計画名", "年度")
NOTHING = ("", NONE, "－")
_NUMBER = re.compile(r"([-－−△▲])?([0-9][0-9,]*(?:\.[0-9]+)?)")


def xlsx_of(report: Report, *, created: datetime.datetime) -> bytes:
    """The workbook: what is said of the whole year, then a sheet for each table. Equal calls give equal bytes."""
    book = arrange(report)
    title = f"{book.head}{book.mark}"
    sheets = [
        Sheet(SUMMARY, (Column("項目", 30), Column("内容", 90)), _summary(book, report), title, fitted=True)
    ]
    for table in book.tables():
        heads, rows = flat(table)
        columns = [Column(name, _width(name, table)) for name in heads]
        sheets.append(Sheet(NAMES[table.key], columns, rows, title, fitted=True))
    return write(sheets, created=created)


def csv_of(report: Report, *, code: str) -> bytes:
    """The KPI sheet as CSV (UTF-8 with a mark, as Excel asks for it). ``code`` is the government's six digits.

    It begins with the columns of every table of 自治体標準オープンデータセット; an ID stays with its row from year to year.
    """
    heads, rows = flat(kpi_sheet.kpi_table(report))
    printed = (row for _, _, group in kpi_sheet.grouped(report) for row in group)
    begins = (
        [code, _id(row, report), report.government, report.edition_title, report.fiscal_year]
        for row in printed
    )
    return csv.write([*BEGIN, *heads], ([*begin, *row] for begin, row in zip(begins, rows, strict=True)))


def _id(row: KpiRow, report: Report) -> str:
    again = f"@{row.place}" if row.is_relisted else ""
    return f"{row.lineage}{again}-{report.fiscal_year}"


def flat(table: Table) -> tuple[list[str], list[list[Value]]]:
    """Heads and rows without groups and small print: each fact in a column of its own, so that one can sort and filter.

    The group stands first; behind figures of years stand the way since the figure before and what is to be known.
    """
    is_yearly = any(_is_year(column) for column in table.columns)
    group = [table.grouped_by] if table.grouped_by else []
    heads = [*group, *_heads(table), *([NOTES] if is_yearly else [])]
    rows: list[list[Value]] = []
    for one in table.groups:
        for row in one.rows:
            notes = ["、".join(_notes(table, row))] if is_yearly else []
            rows.append([*([one.title] if group else []), *_values(table, row), *notes])
    if table.total:
        rows.append(list(_values(table, table.total)))
    return heads, rows


def _is_year(column: BookColumn) -> bool:
    return column.form == "figure" and column.name.startswith("実績（")


def _heads(table: Table) -> Iterator[str]:
    years = [column for column in table.columns if _is_year(column)]
    for column in table.columns:
        yield column.name
        if years and column is years[-1]:
            yield WAY


def _values(table: Table, cells: tuple[Cell, ...]) -> Iterator[Value]:
    years = [n for n, column in enumerate(table.columns) if _is_year(column)]
    for n, (column, cell) in enumerate(zip(table.columns, cells, strict=True)):
        if _is_year(column) and cell.value is not None:
            yield cell.value
        elif years and column.form == "figure":  # what stands below it is told among the notes
            yield _value(column, cell.lines[0])
        else:
            yield _value(column, cell.text)
        if years and n == years[-1]:
            yield next((cells[one].way for one in years if cells[one].way), "")


def _value(column: BookColumn, text: str) -> Value:
    """A number where one stands. Signs of grades are left out: before a word they (－) would look like a formula."""
    if column.form in ("figure", "mark") and (found := _NUMBER.fullmatch(text)):
        number = Decimal(found[2].replace(",", ""))
        return -number if found[1] else number
    return "" if text in NOTHING else text[:LONGEST_TEXT]


def _notes(table: Table, cells: tuple[Cell, ...]) -> Iterator[str]:
    """実績（令和6年度）：速報."""
    for column, cell in zip(table.columns, cells, strict=True):
        if column.form == "figure" and cell.small:
            yield f"{column.name}：{'・'.join(cell.small)}"


def _width(name: str, table: Table) -> float:
    column = next((one for one in table.columns if one.name == name), None)
    if column is None or column.is_head:
        return WIDE
    return NARROW if column.form != "text" else WIDE if column.width else TEXT


def _summary(book: Book, report: Report) -> Iterator[list[Value]]:
    yield ["題名", book.title + book.mark]
    yield ["計画", report.edition_title]
    yield ["団体", report.government]
    if report.published_on:
        yield ["公表日", words.day(report.published_on)]
    for part in book.overview:
        for block in part.blocks:
            if isinstance(block, Paragraphs):
                yield [block.label or part.title, "\n".join(block.lines)]
            elif isinstance(block, CountChart):
                yield from ([f"{sign} {word}".strip(), f"{count}件"] for sign, word, _, count in block.bars)
            elif isinstance(block, LineChart):
                yield [block.name, block.title]
    for table in book.tables():
        if table.note:
            yield [f"{NAMES[table.key]}の注", table.note]
