"""A vision as an Excel workbook: a sheet of what is said, then one for each table; numbers are numbers, texts are inert."""

import datetime
from collections.abc import Iterator

from paper.xlsx import LONGEST_TEXT, Column, Sheet, Value, write
from vision.blocks import NONE, Book, Cell, Paragraphs, Picture, Table
from vision.blocks import Column as BookColumn

SUMMARY = "概要"
NARROW, WIDE, TEXT = 14, 26, 44


def xlsx_of(book: Book, *, created: datetime.datetime) -> bytes:
    """The workbook; equal calls give equal bytes. ``created`` needs a time zone."""
    title = "　".join(filter(None, (book.title + book.mark, book.notice)))
    columns = (Column("項目", 30), Column("内容", 90))
    sheets = [Sheet(SUMMARY, columns, _summary(book), title, fitted=True)]
    for table in book.tables():
        heads, rows = flat(table)
        if book.notice:
            heads = [*heads, "注記"]
            rows = [[*row, book.notice] for row in rows]
        sheet_columns = [Column(name, _width(name, table)) for name in heads]
        sheets.append(Sheet(table.name, sheet_columns, rows, title, fitted=True))
    return write(sheets, created=created)


def flat(table: Table) -> tuple[list[str], list[list[Value]]]:
    """Heads and rows without groups: each fact in a column of its own, so that one can sort and filter."""
    group = [table.grouped_by] if table.grouped_by else []
    heads = [*group, *(column.name for column in table.columns)]
    rows: list[list[Value]] = []
    for one in table.groups:
        for row in one.rows:
            cells = (_value(column, cell) for column, cell in zip(table.columns, row, strict=True))
            rows.append([*([one.title] if group else []), *cells])
    return heads, rows


def _value(column: BookColumn, cell: Cell) -> Value:
    """A number where one stands, the head of a row as it is read."""
    if column.form == "figure":
        return cell.value
    text = "\n".join(filter(None, (cell.text, cell.note, cell.href)))
    return "" if text == NONE else text[:LONGEST_TEXT]


def _width(name: str, table: Table) -> float:
    column = next((one for one in table.columns if one.name == name), None)
    if column is None or column.is_head:
        return WIDE
    return TEXT if column.form == "text" and not column.width else WIDE if column.form == "text" else NARROW


def _summary(book: Book) -> Iterator[list[Value]]:
    yield ["題名", book.title + book.mark]
    yield ["団体", book.government]
    if book.notice:
        yield ["注記", book.notice]
    yield ["要点", book.lead]
    yield from ([name, said] for name, said in book.facts)
    for part in book.parts:
        for block in part.blocks:
            if isinstance(block, Paragraphs):
                yield [block.label or part.title, "\n".join(block.lines)[:LONGEST_TEXT]]
            elif isinstance(block, Picture):
                yield [part.title, block.title]
    for table in book.tables():
        if table.note:
            yield [f"{table.name}の注", table.note]
