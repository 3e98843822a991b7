"""Tables for Word: fixed widths, repeated heads, whole rows, cells that span columns and rows or hold a table."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from docx.oxml import OxmlElement

from paper.docx_look import HEAD_TINT, RULE, TEXT_WIDTH, TINT, in_order
from paper.docx_picture import Picture
from paper.docx_xml import Element, Run, node

Content = str | Sequence[Run]
WriteParagraph = Callable[[Element, str, "ParagraphContent", str | None], None]

TEXT_STYLE, HEAD_STYLE, AFTER_STYLE = "表の文字", "表の見出し", "表の後"
PADDING, INNER_PADDING = (60, 100), (30, 60)  # twentieths of a point, above and below, left and right


@dataclass(frozen=True)
class Styled:
    """A paragraph of a cell in a style of its own."""

    style: str
    content: Content


@dataclass(frozen=True)
class Inner:
    """A table within a cell; ``widths_mm`` names every column. Its rows stay whole, as in any table."""

    rows: "Sequence[Sequence[Cell]]"
    widths_mm: Sequence[float]
    head_rows: int = 1


ParagraphContent = Content | Styled | Picture
CellContent = ParagraphContent | Inner


@dataclass(frozen=True)
class Cell:
    """A cell of one or more paragraphs or tables. `head` makes it a heading of its row or column; `tinted` marks a row
    that heads others; `indent` in characters; `anchor` can be referred to. `open_sides` ("top", "bottom") have
    neither line nor padding: the cell goes on there.
    """

    paragraphs: Sequence[CellContent] = ("",)
    head: bool = False
    colspan: int = 1
    rowspan: int = 1
    align: Literal["left", "center", "right"] = "left"
    tinted: bool = False
    indent: float = 0
    anchor: str | None = None
    upright: Literal["top", "center"] = "center"
    open_sides: Collection[str] = ()


def table_element(
    rows: Sequence[Sequence[Cell]],
    write: WriteParagraph,
    *,
    head_rows: int,
    widths_mm: Sequence[float],
    keep_rows: Collection[int] = (),
    loose_rows: Collection[int] = (),
    width_mm: float = TEXT_WIDTH,
    is_inner: bool = False,
) -> Element:
    """A `w:tbl` (17.4.37), `width_mm` wide. `write` fills one paragraph element with content in a style.
    `loose_rows` may break across pages. One that `is_inner` stands in a cell: Word repeats no heads there, and
    LibreOffice would leave them behind alone.
    """
    grid = _grid(rows)
    columns = max((len(row) for row in grid), default=0)
    widths = _widths(widths_mm, columns, width_mm)
    table = node(
        "w:tbl",
        None,
        _table_properties(sum(widths), INNER_PADDING if is_inner else PADDING),
        node("w:tblGrid", None, *(node("w:gridCol", {"w": width}) for width in widths)),
    )
    for number, places in enumerate(grid):
        is_head = number < head_rows
        row = node("w:tr", None, node("w:trPr"))
        if number not in loose_rows:
            row[0].append(node("w:cantSplit"))
        if is_head and not is_inner:
            row[0].append(node("w:tblHeader"))
        for column, (cell, continues) in enumerate(places):
            if cell is None:  # covered by the cell to its left
                continue
            span = min(cell.colspan, columns - column)
            element = _cell(cell, sum(widths[column : column + span]), span, continues, is_head)
            _fill(element, cell, write, continues=continues, is_head=is_head, keep=number in keep_rows)
            row.append(element)
        table.append(row)
    return table


Place = tuple[Cell | None, bool]  # the cell that begins here; whether it continues one from the row above


def _grid(rows: Sequence[Sequence[Cell]]) -> list[list[Place]]:
    """Every place of the table: spans laid out, short rows filled, so that all rows are equally long."""
    open_cells: dict[int, tuple[Cell, int]] = {}  # by column: a cell and the last row it covers
    grid: list[list[Place]] = []
    for number, cells in enumerate(rows):
        open_cells = {column: one for column, one in open_cells.items() if one[1] >= number}
        line: list[Place] = []
        waiting = list(cells)
        while waiting or any(column >= len(line) for column in open_cells):
            column = len(line)
            if column in open_cells and open_cells[column][1] >= number:
                cell, continues = open_cells[column][0], True
            else:
                cell, continues = waiting.pop(0) if waiting else Cell(), False
                if cell.rowspan > 1:
                    open_cells[column] = (cell, number + cell.rowspan - 1)
            line += [(cell, continues), *[(None, False)] * (cell.colspan - 1)]
        grid.append(line)
    longest = max((len(line) for line in grid), default=0)
    return [line + [(Cell(), False)] * (longest - len(line)) for line in grid]


def _widths(widths_mm: Sequence[float], columns: int, width_mm: float) -> list[int]:
    given = list(widths_mm)[:columns]
    rest = max(width_mm - sum(given), 10.0 * (columns - len(given)))
    given += [rest / (columns - len(given))] * (columns - len(given)) if columns > len(given) else []
    return [round(width / 25.4 * 1440) for width in given]


def _table_properties(width: int, padding: tuple[int, int]) -> Element:
    upright, across = padding
    line = {"val": "single", "sz": 4, "space": 0, "color": RULE}
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    return node(
        "w:tblPr",
        None,
        node("w:tblW", {"w": width, "type": "dxa"}),
        node("w:tblBorders", None, *(node(f"w:{side}", line) for side in sides)),
        node("w:tblLayout", {"type": "fixed"}),
        node(
            "w:tblCellMar",
            None,
            node("w:top", {"w": upright, "type": "dxa"}),
            node("w:left", {"w": across, "type": "dxa"}),
            node("w:bottom", {"w": upright, "type": "dxa"}),
            node("w:right", {"w": across, "type": "dxa"}),
        ),
        node("w:tblLook", {"val": "0020", "firstRow": 1, "firstColumn": 0, "noHBand": 1, "noVBand": 1}),
    )


def _cell(cell: Cell, width: int, span: int, continues: bool, is_head: bool) -> Element:
    properties = node("w:tcPr", None, node("w:tcW", {"w": width, "type": "dxa"}))
    if span > 1:
        properties.append(node("w:gridSpan", {"val": span}))
    if continues:
        properties.append(node("w:vMerge"))
    elif cell.rowspan > 1:
        properties.append(node("w:vMerge", {"val": "restart"}))
    open_sides = [side for side in ("top", "bottom") if side in cell.open_sides]
    if open_sides:
        borders = (node(f"w:{side}", {"val": "nil"}) for side in open_sides)
        properties.append(node("w:tcBorders", None, *borders))
    if is_head or cell.head or cell.tinted:
        fill = HEAD_TINT if is_head else TINT
        properties.append(node("w:shd", {"val": "clear", "color": "auto", "fill": fill}))
    if continues:
        open_sides = ["top", "bottom"]  # its empty paragraph shall not hold the row open
    if open_sides:
        paddings = (node(f"w:{side}", {"w": 0, "type": "dxa"}) for side in open_sides)
        properties.append(node("w:tcMar", None, *paddings))
    properties.append(node("w:vAlign", {"val": cell.upright}))
    return node("w:tc", None, properties)


def _fill(
    element: Element, cell: Cell, write: WriteParagraph, *, continues: bool, is_head: bool, keep: bool
) -> None:
    contents: Sequence[CellContent] = ("",) if continues else cell.paragraphs or ("",)
    for number, content in enumerate(contents):
        if isinstance(content, Inner):
            _nest(element, content, write)
            continue
        paragraph = OxmlElement("w:p")
        element.append(paragraph)
        style = HEAD_STYLE if is_head or cell.head else TEXT_STYLE
        write(paragraph, style, content, cell.anchor if number == 0 and not continues else None)
        properties = paragraph.get_or_add_pPr()
        if keep:
            properties.append(node("w:keepNext"))
        if not is_head and (cell.head or cell.align != "left"):
            properties.append(node("w:jc", {"val": cell.align}))
        if cell.indent:
            hundredths = round(cell.indent * 100)
            properties.append(node("w:ind", {"leftChars": hundredths, "left": round(cell.indent * 180)}))
        in_order(properties)


def _nest(element: Element, table: Inner, write: WriteParagraph) -> None:
    """A table in a cell, and the paragraph that must follow it: neither may a cell end with a table, nor may two
    tables touch, or Word makes one of them."""
    made = table_element(
        table.rows,
        write,
        head_rows=table.head_rows,
        widths_mm=table.widths_mm,
        width_mm=sum(table.widths_mm),
        is_inner=True,
    )
    paragraph = OxmlElement("w:p")
    element.extend([made, paragraph])
    write(paragraph, AFTER_STYLE, "", None)
