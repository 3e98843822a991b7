"""A report as a Word file the office can go on with: real tables and headings; a table stands for each picture."""

import datetime
from collections.abc import Iterable

from kpi.explaining import year_word
from kpi.review.report import Report
from paper.docx import Cell as WordCell
from paper.docx import CellContent, Styled, Text, Word
from paper.docx_look import WIDE, Page
from publishing.review import kpi_sheet
from publishing.review.arranging import arrange
from publishing.review.blocks import Block, Cell, Column, CountChart, Group, LineChart, Paragraphs, Table

BROAD = Page(420, 297, (24, 15, 18, 15), head=12, foot=9)  # A3, where the sheet has many years
NOTE, SMALL = "注", "表の小さい文字"
_ALIGN = {"figure": "right", "mark": "center", "grade": "center", "text": "left"}


def docx_of(report: Report, *, created: datetime.datetime) -> bytes:
    """The report as .docx; equal calls give equal bytes. ``created`` needs a time zone."""
    book = arrange(report)
    page = BROAD if kpi_sheet.is_wide(report) else WIDE
    word = Word(title=f"{book.head}{book.mark}", author=book.government, created=created, page=page)
    word.header(f"{book.head}{book.mark}")
    word.heading(1, f"{book.title}（概要）{book.mark}")
    for number, part in enumerate(book.overview, start=1):
        word.heading(2, f"{number}　{part.title}")
        for block in part.blocks:
            _write(word, block, page, name="")
    for part in book.chapters:
        word.heading(1, part.title, new_page=True)
        for block in part.blocks:
            named = isinstance(block, Table) and len(part.blocks) > 1
            _write(word, block, page, name=block.name if named and isinstance(block, Table) else "")
    return word.save()


def _write(word: Word, block: Block, page: Page, *, name: str) -> None:
    if isinstance(block, Paragraphs):
        if block.label:
            word.paragraph([Text(block.label, strong=True)], indent=False)
        for line in block.lines:
            word.paragraph(line)
    elif isinstance(block, CountChart):
        heads = [f"{sign} {grade}".strip() for sign, grade, _, _ in block.bars]
        counts = [WordCell((f"{count}件",), align="center") for *_, count in block.bars]
        word.table([heads, counts], caption="評価ごとの指標数")
    elif isinstance(block, LineChart):
        _years(word, block)
    else:
        if name:
            word.heading(2, name)
        _table(word, block, page)


def _years(word: Word, chart: LineChart) -> None:
    """The figures of a KGI, which the other forms draw."""
    by_year = {year: text for year, _, text, _ in chart.points}
    heads = ["年度", *(year_word(year) for year in by_year), "目標値"]
    cells = [chart.unit or "値", *by_year.values(), chart.goal_text]
    row = [cells[0], *(WordCell((text,), align="right") for text in cells[1:])]
    word.table([heads, row], caption=f"{chart.name}の推移")


def _table(word: Word, table: Table, page: Page) -> None:
    rows: list[list[WordCell]] = [[_head(column) for column in table.columns]]
    kept: set[int] = set()
    for group in table.groups:
        if group.title:
            kept.add(len(rows))
            rows.append([WordCell((group.title,), tinted=True, colspan=len(table.columns))])
        rows += _rows(table, group)
    if table.total:
        rows.append(_row(table.columns, table.total))
    word.table(rows, widths_mm=_widths(table, page), keep_rows=kept)
    if table.note:
        word.paragraph(table.note, style=NOTE)


def _rows(table: Table, group: Group) -> Iterable[list[WordCell]]:
    for row in group.rows:
        yield _row(table.columns, row)


def _row(columns: Iterable[Column], cells: Iterable[Cell]) -> list[WordCell]:
    return [
        WordCell(
            tuple(_contents(cell)) or ("",),
            align=_ALIGN[column.form] if len(cell.text) <= 12 else "left",  # type: ignore[arg-type]
            upright="top",
        )
        for column, cell in zip(columns, cells, strict=True)
    ]


def _head(column: Column) -> WordCell:
    return WordCell(tuple(column.paper_name.split("\n")), head=True)


def _contents(cell: Cell) -> Iterable[CellContent]:
    lines = list(cell.lines)
    if lines and cell.sign:
        lines[0] = f"{cell.sign} {lines[0]}"
    if lines and cell.arrow:
        lines[0] = f"{lines[0]} {cell.arrow}"
    for line in lines:
        yield from line.split("\n")
    for small in cell.small:
        yield Styled(SMALL, small)


def _widths(table: Table, page: Page) -> list[float]:
    """Widths of all columns; those without one share what the others leave, and none is too narrow."""
    given = sum(column.width for column in table.columns)
    free = [column for column in table.columns if not column.width]
    share = max(page.text_width - given, 14.0 * len(free)) / len(free) if free else 0
    widths = [column.width or share for column in table.columns]
    whole = sum(widths)
    return [width * page.text_width / whole for width in widths]
