"""Reads sanitised HTML into blocks, in the normal form that `richtext` promises."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Any

from strategy.blocks import (
    MARKS,
    Block,
    Blocks,
    Cell,
    Heading,
    ListItem,
    Paragraph,
    Rule,
    Run,
    Runs,
    TableRow,
    all_runs,
    text_of,
)

_WHITE = re.compile("[ \t\n\r\f]+")
_BREAK = re.compile(" *\n *")


def _normal(runs: Iterable[Run]) -> Runs:
    """Runs with white space collapsed and trimmed, and equal neighbours joined."""
    out: list[Run] = []
    for run in runs:
        text = run.text
        if run.ruby is None:
            text = _BREAK.sub("\n", text)
            if not out:
                text = text.lstrip(" \n")
            elif out[-1].text.endswith((" ", "\n")):
                text = text.lstrip(" ")
            if text.startswith("\n") and out[-1].text.endswith(" "):
                before = out.pop()
                if before.text != " ":
                    out.append(replace(before, text=before.text[:-1]))
        if not text:
            continue
        if out and run.ruby is None and replace(out[-1], text=run.text) == run:
            text = out.pop().text + text
        out.append(replace(run, text=text))
    while out and out[-1].ruby is None:
        last = out.pop()
        if text := last.text.rstrip(" \n"):
            out.append(replace(last, text=text))
            break
    return tuple(out)


def _in_order(blocks: Iterable[Block]) -> Blocks:
    """List items counted anew, and none deeper than the item above it allows: a table ends a list."""
    out: list[Block] = []
    lists: list[tuple[int, bool, int]] = []  # depth as read, ordered, count; the place is the depth written
    for block in blocks:
        if not isinstance(block, ListItem):
            lists.clear()
            out.append(block)
            continue
        while lists and lists[-1][0] > block.depth:
            lists.pop()
        if not block.continued:
            before = lists.pop() if lists and lists[-1][0] == block.depth else None
            new = before is None or before[1] != block.ordered or (block.ordered and block.number == 1)
            lists.append((block.depth, block.ordered, 1 if before is None or new else before[2] + 1))
        if not lists:
            out.append(Paragraph(block.runs))
            continue
        _, ordered, count = lists[-1]
        item = ListItem(ordered, len(lists) - 1, count if ordered else 0, block.runs, block.continued)
        if item.continued and out[-1] == replace(item, runs=(), continued=False):
            out.pop()  # the item was empty so far
            item = replace(item, continued=False)
        out.append(item)
    return tuple(out)


@dataclass
class _Item:
    """An open <li>."""

    ordered: bool
    number: int
    written: bool = False


@dataclass
class _Frame:
    """What blocks are collected in: the body, a cell or a caption."""

    tag: str = ""
    attributes: dict[str, str | None] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    heading: int = 0
    lists: list[list[int]] = field(default_factory=list)  # [1 when ordered, items so far]
    items: list[_Item] = field(default_factory=list)

    def flush(self) -> None:
        runs, self.runs = _normal(self.runs), []
        if runs and self.items:
            self.write_item(runs)
        elif runs:
            self.blocks.append(Heading(self.heading, runs) if self.heading else Paragraph(runs))

    def write_item(self, runs: Runs) -> None:
        item = self.items[-1]
        self.blocks.append(ListItem(item.ordered, len(self.items) - 1, item.number, runs, item.written))
        item.written = True

    def flush_item(self) -> None:
        """An item without text of its own still stands in the list."""
        self.flush()
        if self.items and not self.items[-1].written:
            self.write_item(())

    def span(self, name: str) -> int:
        value = self.attributes.get(name) or ""
        return max(1, int(value)) if value.isascii() and value.isdigit() else 1


@dataclass
class _Table:
    depth: int  # of the frames around it: what stands above is a cell of it
    rows: list[TableRow] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    caption: list[Run] = field(default_factory=list)
    head: bool = False


class Reader(HTMLParser):
    """Turns the events of the parser into blocks; what the sanitiser would not leave is ignored."""

    def __init__(self) -> None:
        super().__init__()
        self.frames = [_Frame()]
        self.tables: list[_Table] = []
        self.marks = dict.fromkeys(MARKS, 0)
        self.links: list[str] = []
        self.base: int | None = None  # where in the runs the text under a reading begins
        self.reading: str | None = None

    def finish(self) -> Blocks:
        self.frames[0].flush()
        return _in_order(self.frames[0].blocks)

    def add(self, text: str) -> None:
        marks: dict[str, Any] = {mark: count > 0 for mark, count in self.marks.items()}
        run = Run(text, href=self.links[-1] if self.links else "")
        self.frames[-1].runs.append(replace(run, **marks))

    def handle_data(self, data: str) -> None:
        text = _WHITE.sub(" ", data)
        if self.reading is not None:
            self.reading += text
        else:
            self.add(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.reading is not None:
            return
        if tag in self.marks:
            self.marks[tag] += 1
        elif tag == "a":
            self.links.append(dict(attrs).get("href") or "")
        elif tag == "br":
            self.add("\n")
        elif tag == "ruby":
            self.base = len(self.frames[-1].runs)
        elif tag == "rt":
            self.reading = ""
        else:
            self.start_block(tag, dict(attrs))

    def start_block(self, tag: str, attributes: dict[str, str | None]) -> None:
        frame = self.frames[-1]
        frame.flush()
        self.base = None if self.base is None else 0
        if tag in ("h3", "h4"):
            frame.heading = int(tag[1])
        elif tag == "hr" and not frame.items:
            frame.blocks.append(Rule())
        elif tag in ("ul", "ol"):
            frame.flush_item()
            frame.lists.append([tag == "ol", 0])
        elif tag == "li":
            counted = frame.lists[-1] if frame.lists else [0, 0]
            counted[1] += 1
            frame.items.append(_Item(bool(counted[0]), counted[1] if counted[0] else 0))
        elif tag == "table":
            self.tables.append(_Table(len(self.frames)))
        elif self.tables and tag in ("thead", "tbody"):
            self.tables[-1].head = tag == "thead"
        elif self.tables and tag in ("td", "th", "caption"):
            self.frames.append(_Frame(tag, attributes))
            self.base = None

    def handle_endtag(self, tag: str) -> None:
        if self.reading is not None:
            if tag == "rt":
                self.end_reading(self.reading)
        elif tag in self.marks:
            self.marks[tag] -= 1
        elif tag == "a" and self.links:
            self.links.pop()
        elif tag == "ruby":
            self.base = None
        else:
            self.end_block(tag)

    def end_reading(self, reading: str) -> None:
        self.reading = None
        runs = self.frames[-1].runs
        base = runs[self.base :] if self.base is not None else []
        text, ruby = (_WHITE.sub(" ", t).strip(" ") for t in (text_of(base), reading))
        if text and ruby:
            runs[self.base :] = [replace(base[0], text=text, ruby=ruby)]
        elif ruby:
            self.add(ruby)
        self.base = None if self.base is None else len(runs)

    def end_block(self, tag: str) -> None:
        frame = self.frames[-1]
        frame.flush()
        self.base = None if self.base is None else 0
        if tag in ("h3", "h4"):
            frame.heading = 0
        elif tag in ("ul", "ol") and frame.lists:
            frame.lists.pop()
        elif tag == "li" and frame.items:
            frame.flush_item()
            frame.items.pop()
        elif tag == "tr" and self.tables:
            self.end_row(self.tables[-1])
        elif tag == "table" and self.tables:
            while len(self.frames) > self.tables[-1].depth:
                self.end_cell(self.frames.pop())
            self.end_row(self.tables[-1])
            self.end_table(self.tables.pop())
        elif tag in ("td", "th", "caption") and self.tables and frame.tag == tag:
            self.end_cell(self.frames.pop())

    def end_cell(self, frame: _Frame) -> None:
        self.base = None
        table, blocks = self.tables[-1], _in_order(frame.blocks)
        if frame.tag == "caption":
            for block in blocks:
                table.caption += [Run("\n"), *all_runs([block])]
            return
        header, scope = frame.tag == "th", frame.attributes.get("scope") or ""
        table.cells.append(Cell(blocks, header, frame.span("colspan"), frame.span("rowspan"), scope))

    def end_row(self, table: _Table) -> None:
        if table.cells:
            head = table.head and all(row.head for row in table.rows)
            table.rows.append(TableRow(tuple(table.cells), head))
        table.cells = []

    def end_table(self, table: _Table) -> None:
        caption, frame = _normal(table.caption), self.frames[-1]
        if table.rows:
            table.rows[0] = replace(table.rows[0], first=True, caption=caption)
            frame.blocks += table.rows
        else:
            frame.runs = list(caption)
            frame.flush()
