"""Tables and paragraphs of a vision as HTML, for paper and for pages.

Everything that comes from an office is escaped here; what these return is safe.
"""

from collections.abc import Iterable, Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe

from vision.blocks import NONE, Cell, Column, Group, Paragraphs, Table

_CLASSES = {"figure": "number", "mark": "mark", "text": ""}
_BLANK = '<span aria-hidden="true">―</span><span class="visually-hidden">なし</span>'


def lines_html(text: str) -> str:
    """A text with its line breaks."""
    return "<br>".join(escape(line) for line in text.split("\n"))


def paragraphs(block: Paragraphs) -> SafeString:
    """Paragraphs, or a list of short ones; the label stands in bold above."""
    label = f'<p class="flush block-label"><strong>{escape(block.label)}</strong></p>' if block.label else ""
    if block.is_list:
        items = "".join(f"<li>{lines_html(line)}</li>" for line in block.lines)
        return mark_safe(f'{label}<ul class="dots points">{items}</ul>')
    return mark_safe(label + "".join(f"<p>{lines_html(line)}</p>" for line in block.lines))


# --- paper --------------------------------------------------------------------------------------------------


def paper_table(table: Table, *, named: bool = True) -> SafeString:
    """The table as it is printed: columns of fixed width, a row for each group, heads repeated."""
    widths = "".join(
        f'<col style="width:{column.width:g}mm">' if column.width else "<col>" for column in table.columns
    )
    heads = "".join(f'<th scope="col">{lines_html(_short_name(column))}</th>' for column in table.columns)
    look = "smaller" if table.is_dense or table.is_annex else "small"
    body = "".join(_paper_group(table, group) for group in table.groups)
    caption = f"<caption>{escape(table.name)}</caption>" if named else ""
    note = f'<p class="note plain">{escape(table.note)}</p>' if table.note else ""
    return mark_safe(
        f'<table class="{look}">{caption}<colgroup>{widths}</colgroup><thead><tr>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table>{note}"
    )


def _short_name(column: Column) -> str:
    return column.short or column.name


def _paper_group(table: Table, group: Group) -> str:
    head = (
        f'<tr class="section-row keep-with-next"><th scope="rowgroup" colspan="{len(table.columns)}">'
        f"{escape(group.title)}</th></tr>"
        if group.title
        else ""
    )
    return head + "".join(f"<tr>{_paper_cells(table.columns, row)}</tr>" for row in group.rows)


def _paper_cells(columns: Sequence[Column], cells: Sequence[Cell]) -> str:
    found = []
    for column, cell in zip(columns, cells, strict=True):
        tag, scope = ("th", ' scope="row"') if column.is_head else ("td", "")
        css = f' class="{look}"' if (look := _CLASSES[column.form]) else ""
        note = f'<span class="sub">{escape(cell.note)}</span>' if cell.note else ""
        found.append(f"<{tag}{scope}{css}>{lines_html(cell.text)}{note}</{tag}>")
    return "".join(found)


# --- pages --------------------------------------------------------------------------------------------------


def screen_table(table: Table) -> SafeString:
    """The table as a page shows it; an annex is folded away. The page itself never moves sideways."""
    heads = "".join(
        f'<th scope="col"{_look(column)}>{lines_html(_short_name(column))}</th>' for column in table.columns
    )
    name = escape(table.name)
    bodies = "".join(_body(table, group) for group in table.groups)
    note = f'<p class="table-note">{escape(table.note)}</p>' if table.note else ""
    html = (
        f'<div class="table-scroll" role="region" aria-label="{name}（横に動かせます）" tabindex="0">'
        f'<table class="data-table population-table"><caption>{name}</caption>'
        f"<thead><tr>{heads}</tr></thead>{bodies}</table></div>{note}"
    )
    return mark_safe(folded(table.name, html) if table.is_annex else html)


def folded(title: str, html: str) -> str:
    """What is opened by its title."""
    return f'<details class="disclosure"><summary>{escape(title)}</summary><div>{html}</div></details>'


def _look(column: Column) -> str:
    look = {"figure": "number", "mark": "center"}.get(column.form, "")
    return f' class="{look}"' if look else ""


def _body(table: Table, group: Group) -> str:
    head = (
        f'<tr class="group-row"><th scope="rowgroup" colspan="{len(table.columns)}">{escape(group.title)}</th></tr>'
        if group.title
        else ""
    )
    rows = "".join(f"<tr>{_row(table.columns, row)}</tr>" for row in group.rows)
    return f"<tbody>{head}{rows}</tbody>"


def _row(columns: Iterable[Column], cells: Iterable[Cell]) -> str:
    found = []
    for column, cell in zip(columns, cells, strict=True):
        if column.is_head:
            found.append(f'<th scope="row">{_content(cell)}</th>')
        else:
            found.append(f"<td{_look(column)}>{_content(cell)}</td>")
    return "".join(found)


def _content(cell: Cell) -> str:
    main = _BLANK if cell.text in ("", NONE) else lines_html(cell.text)
    if cell.href.startswith(("https://", "http://")):
        main = f'<a href="{escape(cell.href)}" rel="noopener">{main}</a>'
    return main + (f'<br><small class="soft">{escape(cell.note)}</small>' if cell.note else "")
