"""Tables of a report as HTML, for paper and for pages: made once in Python, for templates that walk 2,000 cells are slow.

Everything that comes from an office is escaped here; what these return is safe.
"""

from collections.abc import Callable, Iterator, Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe

from kpi.review.report import GradeWord
from publishing.kpi_pages.cells import status
from publishing.review.blocks import NONE, Cell, Column, Group, Table

# Where the KPI of an indicator's key has its page; "" where it has none.
Address = Callable[[str], str]
_CLASSES = {"figure": "number", "mark": "mark", "grade": "mark", "text": ""}
_BLANK = '<span aria-hidden="true">―</span><span class="visually-hidden">なし</span>'


def _lines(lines: Sequence[str]) -> str:
    return "<br>".join(escape(line).replace("\n", "<br>") for line in lines)


# --- paper --------------------------------------------------------------------------------------------------


def paper_table(table: Table) -> SafeString:
    """The table as it is printed: columns of fixed width, a row for each group, heads repeated."""
    columns = "".join(
        f'<col style="width:{column.width:g}mm">' if column.width else "<col>" for column in table.columns
    )
    heads = "".join(
        f'<th scope="col">{_lines(column.paper_name.split(chr(10)))}</th>' for column in table.columns
    )
    look = "smaller sheet" if table.is_dense else "small top"
    body = "".join(_paper_group(table, group) for group in table.groups)
    total = f"<tr>{_paper_cells(table.columns, table.total)}</tr>" if table.total else ""
    note = f'<p class="note plain">{escape(table.note)}</p>' if table.note else ""
    return mark_safe(
        f'<table class="{look}"><colgroup>{columns}</colgroup><thead><tr>{heads}</tr></thead>'
        f"<tbody>{body}{total}</tbody></table>{note}"
    )


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
        look = _CLASSES[column.form]
        if column.form == "figure" and len(cell.text) > 12:  # a target in words
            look = "words"
        css = f' class="{look}"' if look else ""
        found.append(f"<{tag}{scope}{css}>{_paper_content(cell)}</{tag}>")
    return "".join(found)


def _paper_content(cell: Cell) -> str:
    main = _lines(cell.lines)
    if cell.sign:
        main = f'<span class="grade"><b>{escape(cell.sign)}</b> {main}</span>'
    if cell.arrow:
        main = f"{main} {escape(cell.arrow)}"
    return main + "".join(f'<span class="sub">{escape(small)}</span>' for small in cell.small)


# --- pages --------------------------------------------------------------------------------------------------


def screen_table(table: Table, address: Address | None = None, *, named: str = "") -> SafeString:
    """The table as a page shows it: cards on a telephone, its long texts in words below each row.

    ``named`` replaces the caption; ``address`` says where a KPI has its page.
    """
    shown = [n for n, column in enumerate(table.columns) if not (column.is_detail or column.is_below)]
    heads = "".join(
        f'<th scope="col" role="columnheader"{_look(table.columns[n])}>{escape(table.columns[n].name)}</th>'
        for n in shown
    )
    name = escape(named or table.name)
    bodies = "".join(_body(table, group, shown, address) for group in table.groups)
    total = (
        f'<tbody><tr role="row" class="total-row">{_row(table, table.total, shown, None)}</tr></tbody>'
        if table.total
        else ""
    )
    note = f'<p class="table-note">{escape(table.note)}</p>' if table.note else ""
    return mark_safe(
        f'<div class="table-scroll" role="region" aria-label="{name}（横に動かせます）" tabindex="0">'
        f'<table class="data-table card-table review-table review-{table.key}" role="table"><caption>{name}</caption>'
        f'<thead><tr role="row">{heads}</tr></thead>{bodies}{total}</table></div>{note}'
    )


def _look(column: Column) -> str:
    look = {"figure": "number", "mark": "center"}.get(column.form, "")
    return f' class="{look}"' if look else ""


def _body(table: Table, group: Group, shown: Sequence[int], address: Address | None) -> str:
    head = ""
    if group.title:
        anchor = f' id="{group.anchor}"' if group.anchor else ""
        head = (
            f'<tr class="group-row" role="row"><th scope="rowgroup" colspan="{len(shown)}" '
            f'role="rowheader"{anchor}>{escape(group.title)}</th></tr>'
        )
    rows = "".join(
        f'<tr role="row">{_row(table, row, shown, address)}</tr>{_details(table, row, len(shown))}'
        for row in group.rows
    )
    return f"<tbody>{head}{rows}</tbody>"


def _row(table: Table, cells: Sequence[Cell], shown: Sequence[int], address: Address | None) -> str:
    found = []
    for n in shown:
        column, cell = table.columns[n], cells[n]
        if column.is_head:
            href = address(cell.href) if address and cell.href else ""
            main = _graded(cell) if cell.tone else _lines(cell.lines)
            main = f'<a href="{escape(href)}">{main}</a>' if href else main
            small = _below(cell) + _beside(table, cells)
            found.append(f'<th scope="row" role="rowheader">{main}{small}</th>')
            continue
        blank = " blank" if cell.text in ("", NONE) else ""
        look = {"figure": "number", "mark": "center"}.get(column.form, "said") + blank
        found.append(
            f'<td role="cell" class="{look}" data-label="{escape(column.name)}"><span>{_content(cell)}</span></td>'
        )
    return "".join(found)


def _content(cell: Cell) -> str:
    if cell.text in ("", NONE):
        return _BLANK
    main = _BLANK if cell.lines == (NONE,) else _lines(cell.lines)
    if cell.tone:
        main = _graded(cell)
    if cell.arrow:
        main += (
            f' <span class="way"><span aria-hidden="true">{escape(cell.arrow)}</span>'
            f"<small>{escape(cell.way)}</small></span>"
        )
    return main + _below(cell)


def _graded(cell: Cell) -> str:
    return status(GradeWord("", cell.sign, cell.lines[0], cell.tone))


def _below(cell: Cell) -> str:
    return "".join(_small(small) for small in cell.small)


def _beside(table: Table, cells: Sequence[Cell]) -> str:
    """What has a column of its own on paper and stands small under the head of the row here: 単位：人."""
    return "".join(
        _small(f"{column.name}：{cell.text}")
        for column, cell in zip(table.columns, cells, strict=True)
        if column.is_below and cell.text != NONE
    )


def _small(text: str) -> str:
    return f'<br><small class="soft">{escape(text)}</small>'


def _details(table: Table, cells: Sequence[Cell], width: int) -> str:
    """What stands in words below a row; nothing where nothing was said."""
    found = [
        (column, cell) for column, cell in zip(table.columns, cells, strict=True) if _is_told(column, cell)
    ]
    if not found:
        return ""
    said = "".join(
        f"<div><dt>{escape(column.name)}</dt><dd>{_lines((*cell.lines, *cell.small))}</dd></div>"
        for column, cell in found
    )
    return f'<tr class="detail-row" role="row"><td role="cell" colspan="{width}"><dl>{said}</dl></td></tr>'


def _is_told(column: Column, cell: Cell) -> bool:
    return column.is_detail and cell.text not in ("", NONE)


def counts_strip(grades: Iterator[tuple[GradeWord, int]]) -> SafeString:
    """How many KPIs have each grade."""
    return mark_safe(
        "".join(
            f"<li>{status(grade)}<strong>{count}<small>件</small></strong></li>" for grade, count in grades
        )
    )
