"""A 新旧対照表 as PDF: A4 landscape, upright where the old text stands above the new one."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from paper.pdf import Pdf, render
from paper.phrases import break_phrases
from paper.stylesheets import stylesheet
from publishing.book import pictures
from publishing.book.columns import shares
from publishing.comparison import wording
from publishing.comparison.pieces import facts_of, sign_of
from publishing.comparison.strips import Piece, Strip, strips, widths
from publishing.comparison.styles import Style
from publishing.comparison.table import Picture, Row, Table
from strategy.blocks import Block, Heading, ListItem, Rule, TableRow
from strategy.markedblocks import Marked
from strategy.richtext import Runs, inline
from strategy.richtext import render as render_blocks

# Rows of one table: the printer takes 2,000. The next table begins a page, so it looks like the same one.
ROWS = 1200
NO_NUMBERS = "@page { @top-center { content: '' } }"
_OPEN = re.compile("<table>(<caption>.*?</caption>)?", re.DOTALL)


def pdf_of(table: Table, style: Style, *, created: datetime.datetime | None = None) -> Pdf:
    """The printed table. Takes seconds: never inside a transaction. Raises PdfError."""
    return render(html_of(table, style), css=sheets(style), created=created)


def sheets(style: Style) -> list[str]:
    """The style sheets, with what this style decides."""
    return [
        stylesheet("print"),
        stylesheet("comparison"),
        stylesheet("comparison-stacked") if style.is_stacked else "",
        "" if "number" in style.columns else NO_NUMBERS,
    ]


def html_of(table: Table, style: Style) -> str:
    """The page that is printed: no address in it leads out of it."""
    return render_to_string(
        "publishing/print/comparison.html",
        {
            "table": table,
            "style": style,
            "title": break_phrases(table.title, wording.TITLE_EMS),
            "words": _words(table, style),
            "columns": mark_safe("".join(f'<col style="width:{width:.1f}mm">' for width in widths(style))),
            "count": len(widths(style)),
            "heads": wording.heads(table, style),
            "parts": list(_parts(table, style)),
            "annex": wording.annex_rows(table, style),
            "annex_heads": wording.ANNEX_HEADS,
            "counts": wording.count_rows(table) if wording.has_counts(table) else [],
            "stages": wording.stage_rows(table),
            "levels": [wording.level_words(count) for count in table.levels],
        },
    )


def _words(table: Table, style: Style) -> dict[str, Any]:
    return {
        "head": wording.running_head(table, style),
        "number": wording.paper_number(table),
        "legend": wording.legend(table, style),
        "note": wording.note(table, style),
        "issue": wording.issue_words(table),
        "points": wording.POINTS,
        "annex": wording.ANNEX,
        "counts": wording.COUNTS,
        "kinds": wording.KINDS,
        "kinds_note": wording.KINDS_NOTE,
        "levels": wording.LEVELS,
        "same": wording.SAME,
        "editions": wording.edition_heads(table, style),
    }


# --- rows ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PrintedPlace:
    """該当箇所 with its pages."""

    words: str
    pages: str


@dataclass(frozen=True)
class PrintedStrip:
    """A row of the printed table."""

    texts: tuple[SafeString, ...]
    places: tuple[PrintedPlace, ...]
    is_first: bool
    is_long: bool


@dataclass(frozen=True)
class PrintedRow:
    """A numbered row with its strips."""

    row: Row
    strips: tuple[PrintedStrip, ...]
    kinds: str
    causes: tuple[str, ...]

    @property
    def size(self) -> int:
        """Rows of tables in it, those of tables in the texts included."""
        return len(self.strips) + sum(text.count("<tr") for strip in self.strips for text in strip.texts)


def _parts(table: Table, style: Style) -> Iterator[list[PrintedRow]]:
    """The rows in tables that the printer takes."""
    part: list[PrintedRow] = []
    size = 0
    for row in table.rows:
        printed = _printed(row, style)
        if part and size + printed.size > ROWS:
            yield part
            part, size = [], 0
        part.append(printed)
        size += printed.size
    if part:
        yield part


def _printed(row: Row, style: Style) -> PrintedRow:
    made = tuple(_strip(strip, style, not number) for number, strip in enumerate(strips(row, style)))
    return PrintedRow(row, made, wording.kind_words(row), tuple(map(wording.cause_words, row.causes)))


def _strip(strip: Strip, style: Style, is_first: bool) -> PrintedStrip:
    return PrintedStrip(
        texts=tuple(mark_safe("".join(map(_piece, cell))) for cell in strip.texts),
        places=tuple(PrintedPlace(place.words, wording.pages(place, style)) for place in strip.places),
        is_first=is_first,
        is_long=strip.is_long,
    )


# --- texts --------------------------------------------------------------------------------------------------

# What stands in a paragraph of its own class, its words as they are.
_CLASSES = {
    "omitted": "omitted",
    "absent": "flush",
    "side": "side-word",
    "purpose": "purpose",
    "annex": "flush",
}


def _piece(piece: Piece) -> str:
    if piece.form in _CLASSES:
        return format_html('<p class="{}">{}</p>', _CLASSES[piece.form], piece.words)
    if piece.form == "figure" and piece.picture is not None:
        return _figure(piece.picture, piece)
    if piece.form == "title":
        return f'<p class="flush"><strong>{_runs_of(piece)}</strong></p>'
    if piece.form == "fact":
        label = format_html("{}：", piece.words)
        return f'<p class="flush">{label}{_runs_of(piece)}</p>'
    return "".join(_block(block) for block in piece.blocks if not isinstance(block, TableRow)) + _table(piece)


def _runs_of(piece: Piece) -> str:
    return "".join(marked(block.runs) for block in piece.blocks if not isinstance(block, Rule | TableRow))


def _block(block: Block) -> str:
    """A block as a paragraph: signs of lists are text, for a list may begin on another row."""
    if isinstance(block, Rule):
        return "<hr>"
    if isinstance(block, Heading):
        return f'<p class="flush"><strong>{marked(block.runs)}</strong></p>'
    if isinstance(block, ListItem):
        return f'<p class="item depth-{min(block.depth, 3)}">{sign_of(block)}{marked(block.runs)}</p>'
    return "" if isinstance(block, TableRow) else f"<p>{marked(block.runs)}</p>"


def _table(piece: Piece) -> str:
    rows = [block for block in piece.blocks if isinstance(block, TableRow)]
    if not rows:
        return ""
    columns = "".join(f'<col style="width:{share:.1f}%">' for share in shares(rows))
    return _OPEN.sub(
        lambda found: f'<table class="small">{found[1] or ""}<colgroup>{columns}</colgroup>',
        render_blocks(rows, marked),
        count=1,
    )


def marked(runs: Runs) -> str:
    """Runs as HTML, what went in <del> and what came in <ins>; links lead nowhere on this paper."""
    out = []
    for kind, group in groupby(runs, key=lambda run: run.kind if isinstance(run, Marked) else "equal"):
        html = inline(tuple(replace(run, href="") for run in group))
        tag = {"delete": "del", "insert": "ins"}.get(kind)
        out.append(f"<{tag}>{html}</{tag}>" if tag else html)
    return "".join(out)


def _figure(picture: Picture, piece: Piece) -> str:
    facts = facts_of(picture)
    address = pictures.data_address(facts)
    told = "".join(
        f'<p class="flush source">{_runs_of(replace(piece, blocks=(block,)))}</p>' for block in piece.blocks
    )
    if not address:
        return format_html('<p class="flush">{}</p>', pictures.missing(facts)) + told
    image = format_html('<img src="{}" alt="{}">', address, picture.alt or picture.caption)
    return f"<figure>{image}{told}</figure>"
