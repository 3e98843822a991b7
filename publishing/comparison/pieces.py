"""What the papers ask of the texts of a 新旧対照表: signs of lists, tables as lines, whether a run changed."""

from collections.abc import Iterator
from typing import Any

from publishing.book.markup import has_own_sign
from publishing.comparison.table import Picture
from strategy.blocks import Cell, ListItem, Rule, Run, Runs, TableRow, text_of
from strategy.markedblocks import Marked

BETWEEN_CELLS = "｜"


def is_changed(run: Run) -> bool:
    """Whether a run went or came."""
    return isinstance(run, Marked) and run.kind != "equal"


def sign_of(item: ListItem) -> str:
    """What stands before an entry of a list: its number, a point, or nothing where it was numbered by hand."""
    if item.continued:
        return "　"
    if item.ordered:
        return f"{item.number}　"
    return "" if has_own_sign(text_of(item.runs)) else "・"


def table_lines(row: TableRow) -> Iterator[Runs]:
    """A row of a table as a line, its cells between ｜; before it the caption of the table."""
    if row.caption:
        yield row.caption
    found: list[Run] = []
    for number, cell in enumerate(row.cells):
        found += [Run(BETWEEN_CELLS)] if number else []
        found += _in_cell(cell)
    yield tuple(found)


def _in_cell(cell: Cell) -> Iterator[Run]:
    """The runs of a cell; its paragraphs stand behind each other."""
    is_first = True
    for block in cell.blocks:
        if isinstance(block, Rule):
            continue
        if not is_first:
            yield Run(" ")
        is_first = False
        if isinstance(block, TableRow):
            for line in table_lines(block):
                yield from line
        else:
            yield from block.runs


def facts_of(picture: Picture) -> dict[str, Any]:
    """A picture as the storage knows it."""
    return {
        "type": picture.media_type,
        "file": picture.file,
        "sha256": picture.sha256,
        "caption": picture.caption,
    }
