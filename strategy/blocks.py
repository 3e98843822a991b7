"""The blocks of a rich text: paragraphs, headings, list items, table rows, rules, made of runs.

Whoever compares, prints or checks a text reads these, never HTML (`richtext.parse` makes them).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

ANCHOR = "#item-"
MARKS = ("strong", "em", "u", "s", "sub", "sup")


@dataclass(frozen=True)
class Run:
    """Text with one set of marks. A line break is "\\n"; `ruby` is the reading of the whole text."""

    text: str
    strong: bool = False
    em: bool = False
    u: bool = False
    s: bool = False
    sub: bool = False
    sup: bool = False
    href: str = ""
    ruby: str | None = None


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Paragraph:
    runs: Runs


@dataclass(frozen=True)
class Heading:
    """A heading inside a body; level 3 or 4."""

    level: int
    runs: Runs


@dataclass(frozen=True)
class ListItem:
    """One item of a list. `depth` 0 is the outermost list; `number` counts from 1 in an ordered list
    (1 begins a new one) and is 0 in a bulleted one. `continued` is a further paragraph of the item above.
    """

    ordered: bool
    depth: int
    number: int
    runs: Runs
    continued: bool = False


@dataclass(frozen=True)
class Cell:
    """A table cell; its blocks may be lists or, rarely, another table."""

    blocks: "tuple[Block, ...]"
    header: bool = False
    colspan: int = 1
    rowspan: int = 1
    scope: str = ""


@dataclass(frozen=True)
class TableRow:
    """One row of a table. `first` begins a table and alone carries its caption."""

    cells: tuple[Cell, ...]
    head: bool = False
    first: bool = False
    caption: Runs = ()


@dataclass(frozen=True)
class Rule:
    """A horizontal line."""


Block = Paragraph | Heading | ListItem | TableRow | Rule
Blocks = tuple[Block, ...]


def groups(blocks: Iterable[Block]) -> Iterator[Blocks]:
    """The blocks, the rows of one table together, neighbouring list items together, others alone."""
    group: list[Block] = []
    for block in blocks:
        joins = bool(group) and type(group[-1]) is type(block) and isinstance(block, TableRow | ListItem)
        if group and (not joins or (isinstance(block, TableRow) and block.first)):
            yield tuple(group)
            group = []
        group.append(block)
    if group:
        yield tuple(group)


def text_of(runs: Iterable[Run]) -> str:
    """The text of runs without readings."""
    return "".join(run.text for run in runs)


def all_runs(blocks: Iterable[Block]) -> Iterator[Run]:
    """Every run in reading order, those in captions and cells too."""
    for block in blocks:
        if isinstance(block, TableRow):
            yield from block.caption
            for cell in block.cells:
                yield from all_runs(cell.blocks)
        elif not isinstance(block, Rule):
            yield from block.runs


def references(blocks: Iterable[Block]) -> tuple[str, ...]:
    """Lineages of the items that the text refers to, each once, in order of appearance."""
    found = (run.href.removeprefix(ANCHOR) for run in all_runs(blocks) if run.href.startswith(ANCHOR))
    return tuple(dict.fromkeys(found))
