"""Workbooks that somebody fills in: cells to write in stand out and are open, all others are locked without a password.

The head row is frozen, filtered and repeated in print; A4 landscape, one page wide. As in paper/xlsx.py, nothing in
them can run: every text is a text.
"""

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.worksheet import Worksheet

from paper.characters import legal
from paper.grids import letters
from paper.xlsx import FONT, SIZE, Value, height_of, put, saved

TITLE_ROW, LEGEND_ROW, BAND_ROW, HEAD_ROW = 1, 2, 3, 4
FIRST_ROW = HEAD_ROW + 1  # of what is asked
CHOICES = "選択肢"  # the hidden sheet of what drop-downs offer
LONGEST_PROMPT = 255  # Excel refuses a longer one
_LINE = Side(style="thin", color="6F7B87")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


class Look(StrEnum):
    """How a cell looks, and whether it may be written in: INPUT only."""

    FIXED = "fixed"
    INPUT = "input"
    GREY = "grey"  # nothing is to be written here now
    TEXT = "text"  # without lines around it
    HEADING = "heading"


_FILLS = {Look.INPUT: "FFF6CC", Look.GREY: "D9DEE3"}


@dataclass(frozen=True)
class FormCell:
    """A cell. ``number_format`` as Excel writes it; ``comment`` is shown when somebody points at the cell."""

    value: Value = None
    look: Look = Look.FIXED
    number_format: str = ""
    comment: str = ""


@dataclass(frozen=True)
class FormColumn:
    """``width`` in characters of the standard font; ``band`` stands above the first of the columns that share it.

    ``choices`` are offered in the open cells, nothing else is taken there; ``prompt`` is shown in an open cell.
    """

    header: str
    width: float = 16
    band: str = ""
    choices: tuple[str, ...] = ()
    prompt: str = ""
    is_hidden: bool = False
    is_input: bool = False


@dataclass(frozen=True)
class FormSheet:
    """A table to be filled in. ``frozen`` columns stay in sight; ``legend`` says under the title how to fill it in."""

    name: str
    title: str
    legend: str
    columns: Sequence[FormColumn]
    rows: Sequence[Sequence[FormCell]]
    frozen: int = 0


@dataclass(frozen=True)
class FormPage:
    """A sheet of words without head: instructions, with a few open cells. ``widths`` of its columns."""

    name: str
    widths: Sequence[float]
    rows: Sequence[Sequence[FormCell]]


@dataclass(frozen=True)
class HiddenPage:
    """Texts, one a row, that no menu shows (very hidden): where the workbook comes from."""

    name: str
    rows: Sequence[str]


class _Fitted(RowDimension):  # type: ignore[misc]
    """A height that fits what stands in the row, for programs that do not look; it grows with what is typed."""

    @property
    def customHeight(self) -> bool:  # openpyxl's name for "stays as it is"
        return False


def write_form(sheets: Iterable[FormSheet | FormPage | HiddenPage], *, created: datetime) -> bytes:
    """The workbook; equal calls give equal bytes. Raises paper.xlsx.SheetError for a text that Excel would cut,
    ValueError for a ``created`` without time zone."""
    if created.tzinfo is None:
        raise ValueError("created needs a time zone")
    book = Workbook()
    book.remove(book.active)
    choices: dict[tuple[str, ...], str] = {}
    looks: dict[tuple[Look, str], StyleArray] = {}
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        if isinstance(sheet, HiddenPage):
            page.sheet_state = "veryHidden"
            for n, text in enumerate(sheet.rows, start=1):
                put(page, n, 1, text, sheet.name)
        elif isinstance(sheet, FormPage):
            _fill_page(page, sheet, looks)
        else:
            _fill_table(page, sheet, looks, choices)
    _offer(book, choices)
    return saved(book, created, fixed=True)


def _fill_page(page: Worksheet, sheet: FormPage, looks: dict[tuple[Look, str], StyleArray]) -> None:
    for index, width in enumerate(sheet.widths, start=1):
        page.column_dimensions[letters(index)].width = width
    for n, row in enumerate(sheet.rows, start=1):
        for index, given in enumerate(row, start=1):
            _write(page, n, index, given, looks)
        _fit(page, n, row, sheet.widths)
    _set_up(page)
    page.page_setup.orientation = "portrait"


def _fill_table(
    page: Worksheet,
    sheet: FormSheet,
    looks: dict[tuple[Look, str], StyleArray],
    choices: dict[tuple[str, ...], str],
) -> None:
    _write(page, TITLE_ROW, 1, FormCell(sheet.title, Look.HEADING), looks)
    _write(page, LEGEND_ROW, 1, FormCell(sheet.legend, Look.TEXT), looks)
    page.cell(TITLE_ROW, 1).alignment = page.cell(LEGEND_ROW, 1).alignment = Alignment(vertical="center")
    widths = [float("inf") if column.is_hidden else column.width for column in sheet.columns]
    page.row_dimensions[HEAD_ROW].height = height_of([column.header for column in sheet.columns], widths) + 4
    band = ""
    for index, column in enumerate(sheet.columns, start=1):
        _head(page, index, column)
        if column.band != band:
            _write(page, BAND_ROW, index, FormCell(column.band, Look.TEXT), looks)
            page.cell(BAND_ROW, index).alignment = Alignment(vertical="center")
            band = column.band
    for n, row in enumerate(sheet.rows, start=FIRST_ROW):
        for index, given in enumerate(row, start=1):
            _write(page, n, index, given, looks)
        _fit(page, n, row, widths)
    last = HEAD_ROW + len(sheet.rows)
    for index, column in enumerate(sheet.columns, start=1):
        _advise(page, column, f"{letters(index)}{FIRST_ROW}:{letters(index)}{max(last, FIRST_ROW)}", choices)
    _set_up(page)
    page.freeze_panes = f"{letters(sheet.frozen + 1)}{FIRST_ROW}"
    page.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    page.auto_filter.ref = f"A{HEAD_ROW}:{letters(len(sheet.columns))}{last}"
    # An ampersand begins a command of Excel's there.
    page.oddHeader.left.text = legal(sheet.title).replace("&", "&&")


def _head(page: Worksheet, index: int, column: FormColumn) -> None:
    head = put(page, HEAD_ROW, index, column.header, page.title)
    head.font = Font(name=FONT, bold=True, size=SIZE)
    head.fill = PatternFill("solid", fgColor="F2D98A" if column.is_input else "CDDAE7")
    head.border = _BORDER
    head.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    dimension = page.column_dimensions[letters(index)]
    dimension.width, dimension.hidden = column.width, column.is_hidden


def _write(
    page: Worksheet, row: int, column: int, given: FormCell, looks: dict[tuple[Look, str], StyleArray]
) -> None:
    kind = given.look, given.number_format
    if kind not in looks:
        looks[kind] = _style(page, *kind)
    # Copying what a style comes to takes a tenth of the time of setting it again.
    page.cell(row, column)._style = copy(looks[kind])
    cell = put(page, row, column, given.value, page.title)
    if given.comment:
        comment = Comment(legal(given.comment), "")
        comment.width, comment.height = 360, 40 + 16 * (len(given.comment) // 24 + given.comment.count("\n"))
        cell.comment = comment


def _fit(page: Worksheet, row: int, cells: Sequence[FormCell], widths: Sequence[float]) -> None:
    texts = ["" if cell.look is Look.HEADING else cell.value for cell in cells]
    height = height_of(texts, widths) + (6 if any(cell.look is Look.HEADING for cell in cells) else 0)
    page.row_dimensions[row] = _Fitted(page, index=row, ht=height)


def _style(page: Worksheet, look: Look, number_format: str) -> StyleArray:
    cell = Cell(page, row=1, column=1)
    cell.font = Font(name=FONT, size=SIZE + 3 if look is Look.HEADING else SIZE, bold=look is Look.HEADING)
    cell.alignment = Alignment(vertical="top", wrap_text=look is not Look.HEADING)
    if look in _FILLS:
        cell.fill = PatternFill("solid", fgColor=_FILLS[look])
    if look not in (Look.TEXT, Look.HEADING):
        cell.border = _BORDER
    cell.protection = Protection(locked=look is not Look.INPUT)
    if number_format:
        cell.number_format = number_format
    return cell._style


def _advise(page: Worksheet, column: FormColumn, cells: str, choices: dict[tuple[str, ...], str]) -> None:
    """What the column's cells offer or say."""
    if not (column.choices or column.prompt):
        return
    advice = DataValidation(allow_blank=True, showInputMessage=bool(column.prompt))
    if column.choices:
        place = choices.setdefault(column.choices, letters(len(choices) + 1))
        advice.type = "list"
        advice.formula1 = f"'{CHOICES}'!${place}$1:${place}${len(column.choices)}"
        advice.showErrorMessage = True
        advice.errorTitle, advice.error = "選択肢から選んでください", "一覧にある言葉だけを入れられます。"
    if column.prompt:
        advice.promptTitle = legal(column.header.replace("\n", ""))[:32]
        advice.prompt = legal(column.prompt)[:LONGEST_PROMPT]
    advice.add(cells)
    page.add_data_validation(advice)


def _offer(book: Workbook, choices: dict[tuple[str, ...], str]) -> None:
    if not choices:
        return
    page = book.create_sheet(CHOICES)
    page.sheet_state = "hidden"
    for column, words in enumerate(choices, start=1):
        for row, word in enumerate(words, start=1):
            put(page, row, column, word, CHOICES)


def _set_up(page: Worksheet) -> None:
    """Locked without a password; looks, sorting and filters stay allowed. In print one page wide."""
    page.protection.sheet = True
    for allowed in ("formatCells", "formatColumns", "formatRows", "sort", "autoFilter"):
        setattr(page.protection, allowed, False)  # what the file names is what is forbidden
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_margins.left = page.page_margins.right = 0.4
    page.oddFooter.center.text = "&P / &N"
