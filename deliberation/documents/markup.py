"""A document as HTML: the same for the sheet that is printed and for the page on which the office sees it."""

from collections.abc import Iterator

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from deliberation.documents.shapes import (
    Block,
    Box,
    Cell,
    Column,
    Document,
    Entries,
    Line,
    Table,
    Title,
    WriteBox,
    WriteLine,
)
from paper.phrases import break_phrases

TITLE_EMS = 32  # a line of the title on A4
_LINES = {
    "text": "section-text",
    "flush": "flush",
    "reference": "reference",
    "addressee": "addressee",
    "sender": "sender",
    "centre": "centre",
    "ki": "ki",
    "ijo": "ijo",
    "note": "note",
    "strong": "flush",
}
_CELLS = {"text": "", "mark": "mark", "figure": "figure-cell", "choice": "choice"}


def body_of(document: Document, *, heading: int = 1, on_paper: bool = True) -> SafeString:
    """All blocks. ``heading``: level of the title. Widths and gaps in mm are given on paper only."""
    return mark_safe("".join(_pieces(document, heading, on_paper)))


def _pieces(document: Document, heading: int, on_paper: bool) -> Iterator[SafeString]:
    is_in_section = False
    for n, block in enumerate(document.blocks):
        is_in_section |= isinstance(block, Line) and block.look == "heading"
        before = document.blocks[n - 1] if n else None
        yield _piece(block, before, heading, on_paper=on_paper, is_in_section=is_in_section)


def _piece(
    block: Block, before: Block | None, heading: int, *, on_paper: bool, is_in_section: bool
) -> SafeString:
    if isinstance(block, Line):
        return _line(block, heading, is_in_section=is_in_section, leads=on_paper)
    if isinstance(block, Title):
        return _title(block, heading)
    if isinstance(block, Table):
        return _table(block, on_paper=on_paper, after_list=isinstance(before, Entries) or bool(block.caption))
    if isinstance(block, Entries):
        return _entries(block)
    if isinstance(block, Box):
        return _box(block)
    if isinstance(block, WriteBox):
        return format_html('<div class="write-box{}">{}</div>', " low" if block.is_low else "", block.label)
    return _write_line(block, on_paper=on_paper)


def _broken(lines: tuple[str, ...]) -> SafeString:
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines))


def _line(block: Line, heading: int, *, is_in_section: bool, leads: bool) -> SafeString:
    words = _broken(block.lines)
    if block.look == "heading":
        return format_html("<h{0}>{1}</h{0}>", heading + 1, words)
    if block.look == "strong":
        words = format_html("<strong>{}</strong>", words)
    if block.look == "text":
        return format_html('<p class="section-text">{}</p>' if is_in_section else "<p>{}</p>", words)
    return format_html('<p class="{}">{}</p>', _LINES[block.look], words)


def _title(block: Title, heading: int) -> SafeString:
    above = format_html('<p class="above-title">{}</p>', block.above) if block.above else ""
    lines = block.lines if block.is_wide else tuple(_phrases(block.lines))
    return format_html('{0}<h{1} class="letter-title">{2}</h{1}>', above, heading, _broken(lines))


def _phrases(lines: tuple[str, ...]) -> Iterator[str]:
    for line in lines:
        yield from break_phrases(line, TITLE_EMS)


def _table(block: Table, *, on_paper: bool, after_list: bool) -> SafeString:
    kinds = ["grid", "small" if block.is_small else "", "after-list" if after_list else ""]
    if len(block.rows) <= 12:
        kinds.append("together")
    caption = format_html("<caption>{}</caption>", block.caption) if block.caption else ""
    if not block.caption and not on_paper:
        caption = format_html('<caption class="visually-hidden">{}</caption>', block.says)
    columns = (
        format_html("<colgroup>{}</colgroup>", mark_safe("".join(map(_col, block.columns))))
        if on_paper
        else ""
    )
    heads = format_html_join(
        "",
        '<th scope="col">{}</th>',
        ((_broken(tuple(column.name.split("\n"))),) for column in block.columns),
    )
    head = format_html("<thead><tr>{}</tr></thead>", heads) if block.has_heads else ""
    rows = mark_safe("".join(_row(row, block.columns) for row in block.rows))
    table = format_html(
        '<table class="{}">{}{}{}<tbody>{}</tbody></table>',
        " ".join(filter(None, kinds)),
        caption,
        columns,
        head,
        rows,
    )
    if on_paper:
        return table
    return format_html(
        '<div class="table-scroll" role="region" aria-label="{}" tabindex="0">{}</div>',
        block.caption or block.says,
        table,
    )


def _col(column: Column) -> SafeString:
    return format_html('<col style="width:{}mm">', column.width) if column.width else mark_safe("<col>")


def _row(cells: tuple[Cell, ...], columns: tuple[Column, ...]) -> SafeString:
    return format_html(
        "<tr>{}</tr>",
        mark_safe("".join(_cell(cell, column) for cell, column in zip(cells, columns, strict=True))),
    )


def _cell(cell: Cell, column: Column) -> SafeString:
    words = _broken(tuple(cell.text.split("\n")))
    if cell.is_strong:
        words = format_html("<strong>{}</strong>", words)
    kind = _CELLS[column.form]
    look = format_html(' class="{}"', kind) if kind else ""
    if cell.is_head:
        return format_html('<th scope="row"{}>{}</th>', look, words)
    return format_html("<td{}>{}</td>", look, words)


def _entries(block: Entries) -> SafeString:
    rows = format_html_join(
        "",
        "<li>{}{}</li>",
        (
            (words, format_html('<span class="sub">{}</span>', papers) if papers else "")
            for words, papers in block.rows
        ),
    )
    return format_html('<ul class="entries">{}</ul>', rows)


def _box(block: Box) -> SafeString:
    first, *rest = block.lines
    lines = format_html_join("", "<p>{}</p>", ((line,) for line in rest))
    kind = "contact" if block.is_contact else "box due-box"
    return format_html('<div class="{}"><p><strong>{}</strong></p>{}</div>', kind, first, lines)


def _write_line(block: WriteLine, *, on_paper: bool) -> SafeString:
    parts = mark_safe("".join(_part(part, on_paper) for part in block.parts))
    return format_html('<p class="hand-line{}">{}</p>', " name" if block.is_name else "", parts)


def _part(part: str | int, on_paper: bool) -> SafeString:
    if isinstance(part, str):
        return format_html("{}", part)
    if on_paper:
        return format_html('<span class="write-line" style="width:{}mm"> </span>', part)
    return format_html('<span class="write-line{}"> </span>', " long" if part > 40 else "")
