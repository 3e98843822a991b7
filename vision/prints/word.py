"""A vision as a Word file the office can go on with: real tables and headings; a table stands for each picture."""

import datetime
from collections.abc import Iterable, Sequence

from paper.docx import Cell as WordCell
from paper.docx import CellContent, Styled, Text, Word
from paper.docx_look import BOOK, WIDE, Page
from vision.blocks import Block, Book, Cell, Column, Group, Paragraphs, Table

NOTE, SMALL = "注", "表の小さい文字"
_ALIGN = {"figure": "right", "mark": "center", "text": "left"}


def docx_of(book: Book, *, created: datetime.datetime) -> bytes:
    """The vision as .docx; equal calls give equal bytes. ``created`` needs a time zone."""
    page = WIDE if any(len(table.columns) > 9 for table in book.tables()) else BOOK
    title = book.title + book.mark
    word = Word(title=title, author=book.government, created=created, page=page)
    word.header(title, right_text=book.notice or None)
    word.heading(1, title)
    if book.notice:
        word.paragraph([Text(book.notice, strong=True)], indent=False)
    word.paragraph(book.lead)
    word.table(
        [[WordCell((name,), head=True), said] for name, said in book.facts], head_rows=0, widths_mm=(34,)
    )
    for part in book.parts:
        word.heading(2, part.title)
        write_blocks(word, part.blocks, page=page)
    return word.save()


def write_blocks(word: Word, blocks: Iterable[Block], *, page: Page = BOOK) -> None:
    """Blocks one after the other; pictures are left to the tables beside them, for Word draws no SVG."""
    for block in blocks:
        if isinstance(block, Paragraphs):
            _paragraphs(word, block)
        elif isinstance(block, Table):
            _table(word, block, page)


def _paragraphs(word: Word, block: Paragraphs) -> None:
    if block.label:
        word.paragraph([Text(block.label, strong=True)], indent=False)
    for line in block.lines:
        if block.is_list:
            word.list_item(line)
        else:
            word.paragraph(line)


def _table(word: Word, table: Table, page: Page) -> None:
    rows: list[list[WordCell]] = [[_head(column) for column in table.columns]]
    kept: set[int] = set()
    for group in table.groups:
        if group.title:
            kept.add(len(rows))
            rows.append([WordCell((group.title,), tinted=True, colspan=len(table.columns))])
        rows += _rows(table.columns, group)
    word.table(rows, widths_mm=_widths(table, page), keep_rows=kept, caption=table.name)
    if table.note:
        word.paragraph(table.note, style=NOTE)


def _rows(columns: Sequence[Column], group: Group) -> Iterable[list[WordCell]]:
    for row in group.rows:
        yield [_cell(column, cell) for column, cell in zip(columns, row, strict=True)]


def _cell(column: Column, cell: Cell) -> WordCell:
    contents: list[CellContent] = list(cell.text.split("\n"))
    if cell.note:
        contents.append(Styled(SMALL, cell.note))
    align = _ALIGN[column.form]
    return WordCell(tuple(contents), align=align, tinted=column.is_head)  # type: ignore[arg-type]


def _head(column: Column) -> WordCell:
    return WordCell(tuple((column.short or column.name).split("\n")), head=True)


def _widths(table: Table, page: Page) -> list[float]:
    """Widths of all columns; those without one share what the others leave."""
    given = sum(column.width for column in table.columns)
    free = [column for column in table.columns if not column.width]
    share = max(page.text_width - given, 14.0 * len(free)) / len(free) if free else 0
    widths = [column.width or share for column in table.columns]
    return [width * page.text_width / sum(widths) for width in widths]
