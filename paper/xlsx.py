"""Excel workbooks in which nothing can run: every text is a text, every number a number.

openpyxl turns a text that begins with "=" into a formula and one like "#N/A" into an error; here the type of
each cell is set by us. A cell that looks like a formula also carries Excel's own apostrophe (quotePrefix), so
that it stays a text when somebody edits it.
"""

import io
import math
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from paper.characters import legal
from paper.csv import inert

Value = str | int | float | Decimal | bool | date | None

FONT = "BIZ UDゴシック"
JAPAN = timezone(timedelta(hours=9))
LONGEST_TEXT = 32_767  # characters of one cell; openpyxl would cut silently
LONGEST_NAME = 31  # characters of a sheet's name, in UTF-16
_NAME_SIGNS = str.maketrans("[]:*?/\\", "［］：＊？／＼")
_LINE = Side(style="thin", color="6F7B87")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


class SheetError(ValueError):
    """The sheet cannot be written; the Japanese sentence names sheet, row and column."""


@dataclass(frozen=True)
class Column:
    """`width` in characters of the standard font, about half a kanji each."""

    header: str
    width: float = 16


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, its columns and its rows, each as long as the columns."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]] = field(default_factory=tuple)


def write(sheets: Sequence[Sheet]) -> bytes:
    """A workbook: head row frozen, repeated in print and with filters; A4 landscape, one page wide.

    Instants with a time zone are written in Japanese time. Raises SheetError for a text Excel would cut, and
    for a row that has more cells than there are columns.
    """
    book = Workbook()
    book.remove(book.active)
    taken: set[str] = set()
    for sheet in sheets or (Sheet("シート1", ()),):
        name = sheet_name(sheet.name, taken)
        taken.add(name.casefold())
        _fill(book.create_sheet(name), sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def sheet_name(wanted: str, taken: Set[str] = frozenset()) -> str:
    """A name Excel accepts and that is not yet `taken` (casefolded names).

    >>> sheet_name("目標/実績")
    '目標／実績'
    >>> sheet_name("KPI", {"kpi"})
    'KPI（2）'
    """
    name = legal(wanted).translate(_NAME_SIGNS).replace("\n", " ").replace("\t", " ").strip().strip("'")
    name = _shortened(name, LONGEST_NAME) or "シート"
    if name.casefold() == "history":  # Excel keeps this name for itself
        name += "_"
    candidate, number = name, 1
    while candidate.casefold() in taken:
        number += 1
        ending = f"（{number}）"
        candidate = _shortened(name, LONGEST_NAME - len(ending)) + ending
    return candidate


def _shortened(text: str, units: int) -> str:
    return text.encode("utf-16-le")[: units * 2].decode("utf-16-le", errors="ignore")


def _fill(page: Worksheet, sheet: Sheet) -> None:
    head_font, head_fill = Font(name=FONT, bold=True, size=10), PatternFill("solid", fgColor="CDDAE7")
    for index, column in enumerate(sheet.columns, start=1):
        head = _put(page, 1, index, column.header, sheet.name)
        head.font, head.fill, head.border = head_font, head_fill, _BORDER
        head.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        page.column_dimensions[get_column_letter(index)].width = column.width
    body_font, body_place = Font(name=FONT, size=10), Alignment(vertical="top", wrap_text=True)
    last = 1
    for last, row in enumerate(sheet.rows, start=2):
        if len(row) > len(sheet.columns):
            raise SheetError(f"シート「{sheet.name}」の{last}行目は、列の数より値が多くなっています。")
        for index, value in enumerate(row, start=1):
            cell = _put(page, last, index, value, sheet.name)
            cell.font, cell.alignment, cell.border = body_font, body_place, _BORDER
    _set_up(page, columns=len(sheet.columns), last=last)


def _set_up(page: Worksheet, *, columns: int, last: int) -> None:
    page.freeze_panes = "A2"
    page.print_title_rows = "1:1"
    if columns:
        page.auto_filter.ref = f"A1:{get_column_letter(columns)}{last}"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.oddFooter.center.text = "&P / &N"


def _put(page: Worksheet, row: int, column: int, value: Value, sheet: str) -> Cell:
    cell = page.cell(row, column)
    if isinstance(value, str):
        text = legal(value)
        if not text:
            return cell
        if len(text.encode("utf-16-le")) > LONGEST_TEXT * 2:
            raise SheetError(
                f"シート「{sheet}」の{row}行{column}列の文章が長すぎます"
                f"（{LONGEST_TEXT:,}字まで）。文章を分けるか、CSVで書き出してください。"
            )
        cell._value = text  # the public setter would guess a type
        cell.data_type = "s"
        cell.quotePrefix = inert(text) != text
        return cell
    cell.value = _storable(value)
    if isinstance(value, datetime):
        cell.number_format = "yyyy-mm-dd hh:mm"
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    return cell


def _storable(value: Value) -> Value:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(JAPAN).replace(tzinfo=None)
    if isinstance(value, float | Decimal) and not math.isfinite(value):
        return None
    return value
