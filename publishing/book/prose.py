"""Bodies on paper: cleaned once more, references in printed words, headings in their place, tables with heads."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from publishing.book.words import References
from strategy.richtext import (
    ANCHOR,
    Block,
    Blocks,
    Cell,
    Rule,
    Run,
    Runs,
    TableRow,
    parse,
)
from strategy.sanitise import clean

# What leads out of the paper and still can be followed from it.
OUTSIDE = ("https:", "mailto:", "tel:")


def blocks_of(html: str, references: References) -> Blocks:
    """The blocks of a body as they are printed. Raises SanitiseError like the verb that saves it."""
    return tuple(_with_heads(_printed(parse(clean(html).html), references)))


def _printed(blocks: Iterable[Block], references: References) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, TableRow):
            cells = tuple(
                replace(cell, blocks=tuple(_with_heads(_printed(cell.blocks, references))))
                for cell in block.cells
            )
            yield replace(block, cells=cells, caption=_runs(block.caption, references))
        elif isinstance(block, Rule):
            yield block
        else:
            yield replace(block, runs=_runs(block.runs, references))


def _runs(runs: Runs, references: References) -> Runs:
    """References in the words of their target; addresses that mean nothing on paper become plain text."""
    made: list[Run] = []
    for href, group in groupby(runs, key=lambda run: run.href):
        linked = list(group)
        target = (
            references.document.by_lineage.get(href.removeprefix(ANCHOR)) if href.startswith(ANCHOR) else None
        )
        if target is not None:
            made.append(
                replace(linked[0], text=references.words(target), href=f"#{target.anchor}", ruby=None)
            )
        elif href and not href.lower().startswith(OUTSIDE):
            made += [replace(run, href="") for run in linked]
        else:
            made += linked
    return tuple(made)


def _with_heads(blocks: Iterable[Block]) -> Iterator[Block]:
    """Leading rows of heading cells head the table: editors write them into its body, where none is repeated."""
    in_head = False
    rows = list(blocks)
    for place, block in enumerate(rows):
        if not isinstance(block, TableRow):
            yield block
            continue
        follows = rows[place + 1] if place + 1 < len(rows) else None
        has_more = isinstance(follows, TableRow) and not follows.first
        simple = all(cell.header and cell.rowspan == 1 for cell in block.cells)
        in_head = block.head or ((block.first or in_head) and simple and has_more)
        scope = "col" if in_head else "row"
        cells = tuple(_scoped(cell, scope) if cell.header else cell for cell in block.cells)
        yield replace(block, head=in_head, cells=cells)


def _scoped(cell: Cell, scope: str) -> Cell:
    return cell if cell.scope else replace(cell, scope=scope)
