"""Rich text as blocks: what the editor, the comparison, the Word file and the readiness check read.

`parse` reads sanitised HTML into a flat tuple of blocks, `render` writes it back. Blocks are a normal
form: white space is collapsed, equal neighbouring runs are one, empty paragraphs are gone, lists and
tables are rows in order. Therefore parse(render(parse(x))) == parse(x).
"""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from strategy.blocks import (
    ANCHOR,
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
    groups,
    references,
    text_of,
)
from strategy.richtext_reader import Reader

__all__ = [
    "ANCHOR",
    "Block",
    "Blocks",
    "Cell",
    "Heading",
    "ListItem",
    "Paragraph",
    "Rule",
    "Run",
    "Runs",
    "TableRow",
    "all_runs",
    "groups",
    "inline",
    "is_note",
    "marked_notes",
    "parse",
    "plain",
    "references",
    "render",
    "text_of",
]

# The same words that the sanitiser puts on every link, so that cleaning finds nothing to change.
LINK_REL = "noopener noreferrer nofollow"
NOTE_SIGN = "※"
_NOTE = re.compile(rf"<p>(?=(?:<(?:{'|'.join(MARKS)})>)*{NOTE_SIGN})")


def parse(html: str) -> Blocks:
    """The blocks of sanitised HTML."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader.finish()


def render(blocks: Iterable[Block], write: Callable[[Runs], str] | None = None) -> str:
    """The blocks as HTML that the sanitiser leaves unchanged. ``write`` writes runs in place of `inline`."""
    write = write or inline
    out: list[str] = []
    for group in groups(blocks):
        first = group[0]
        if isinstance(first, TableRow):
            out.append(_table(tuple(row for row in group if isinstance(row, TableRow)), write))
        elif isinstance(first, ListItem):
            out.append(_list((item for item in group if isinstance(item, ListItem)), write))
        elif isinstance(first, Rule):
            out.append("<hr>")
        else:
            tag = f"h{first.level}" if isinstance(first, Heading) else "p"
            out.append(f"<{tag}>{write(first.runs)}</{tag}>")
    return "".join(out)


def plain(content: str | Iterable[Block]) -> str:
    """Text of HTML or blocks: a line for each paragraph, cells of a row between tabs, no readings."""
    return "\n".join(_lines(parse(content) if isinstance(content, str) else content))


def is_note(block: Block) -> bool:
    """Whether a block is a note: a paragraph that begins with ※. There is no other sign of one."""
    return isinstance(block, Paragraph) and text_of(block.runs).startswith(NOTE_SIGN)


def marked_notes(html: str) -> str:
    """Safe HTML for showing, its notes with a class; what is stored has none.

    >>> marked_notes("<p>※見本の注です。</p><p>本文※</p>")
    '<p class="note">※見本の注です。</p><p>本文※</p>'
    """
    return _NOTE.sub('<p class="note">', html)


def _lines(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, TableRow):
            if block.caption:
                yield text_of(block.caption)
            yield "\t".join(" ".join(_lines(cell.blocks)) for cell in block.cells)
        elif not isinstance(block, Rule):
            yield text_of(block.runs)


def _escape(text: str) -> str:
    # The same four characters that HTML's own serialisation escapes.
    text = text.replace("&", "&amp;").replace("\xa0", "&nbsp;")
    return text.replace("<", "&lt;").replace(">", "&gt;")


def inline(runs: Runs) -> str:
    """Runs as HTML, their text escaped."""
    out = []
    for href, linked in groupby(runs, key=lambda run: run.href):
        inner = "".join(map(_marked, linked))
        address = _escape(href).replace('"', "&quot;")
        out.append(f'<a href="{address}" rel="{LINK_REL}">{inner}</a>' if href else inner)
    return "".join(out)


def _marked(run: Run) -> str:
    html = _escape(run.text).replace("\n", "<br>")
    if run.ruby is not None:
        html = f"<ruby>{html}<rt>{_escape(run.ruby)}</rt></ruby>"
    for mark in reversed(MARKS):
        if getattr(run, mark):
            html = f"<{mark}>{html}</{mark}>"
    return html


def _list(items: Iterable[ListItem], write: Callable[[Runs], str]) -> str:
    out: list[str] = []
    open_lists: list[str] = []

    def close_to(depth: int) -> None:
        while len(open_lists) > depth:
            out.append(f"</li></{open_lists.pop()}>")

    for item in items:
        tag = "ol" if item.ordered else "ul"
        close_to(item.depth + 1)
        stands = len(open_lists) == item.depth + 1
        if stands and item.continued:
            out.append(f"<p>{write(item.runs)}</p>")
            continue
        if stands and open_lists[-1] == tag and item.number != 1:
            out.append("</li><li>")
        else:
            close_to(item.depth)
            while len(open_lists) <= item.depth:
                open_lists.append(tag)
                out.append(f"<{tag}><li>")
        out.append(write(item.runs))
    close_to(0)
    return "".join(out)


def _table(rows: tuple[TableRow, ...], write: Callable[[Runs], str]) -> str:
    caption = f"<caption>{write(rows[0].caption)}</caption>" if rows[0].caption else ""
    parts = [
        f"<{part}>{''.join(_row(row, write) for row in group)}</{part}>"
        for part, group in groupby(rows, key=lambda row: "thead" if row.head else "tbody")
    ]
    return f"<table>{caption}{''.join(parts)}</table>"


def _row(row: TableRow, write: Callable[[Runs], str]) -> str:
    return f"<tr>{''.join(_cell(cell, write) for cell in row.cells)}</tr>"


def _cell(cell: Cell, write: Callable[[Runs], str]) -> str:
    tag = "th" if cell.header else "td"
    spans = "".join(
        f' {name}="{value}"'
        for name, value in (("colspan", cell.colspan), ("rowspan", cell.rowspan))
        if value > 1
    )
    scope = f' scope="{cell.scope}"' if cell.scope else ""
    only = cell.blocks[0] if len(cell.blocks) == 1 else None
    inner = write(only.runs) if isinstance(only, Paragraph) else render(cell.blocks, write)
    return f"<{tag}{spans}{scope}>{inner}</{tag}>"
