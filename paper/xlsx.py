"""Excel workbooks in which nothing can run: every text is a text, every number a number.

openpyxl turns a text that begins with "=" into a formula and one like "#N/A" into an error; here the type of
each cell is set by us. A cell that looks like a formula also carries Excel's own apostrophe (quotePrefix), so
that it stays a text when somebody edits it.
"""

import io
import zipfile
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from math import ceil, isfinite

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from paper.archive import with_fixed_times
from paper.characters import legal
from paper.csv import inert
from paper.phrases import em_width

FONT, SIZE, LINE = "BIZ UDゴシック", 10, 13.5
EMS = 0.525  # of our font in a character of the standard one, by which columns are measured
TALLEST = 409.0  # points of a row; Excel knows no higher one
JAPAN = timezone(timedelta(hours=9))
LONGEST_TEXT = 32_767  # characters of one cell; openpyxl would cut silently
LONGEST_NAME = 31  # characters of a sheet's name, in UTF-16
_NAME_SIGNS = str.maketrans("[]:*?/\\", "［］：＊？／＼")
_LINE = Side(style="thin", color="6F7B87")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


class SheetError(ValueError):
    """The sheet cannot be written; the Japanese sentence names sheet, row and column."""


@dataclass(frozen=True)
class Underlined:
    """A text in pieces, each with a line under it or not."""

    pieces: Sequence[tuple[str, bool]]

    def __str__(self) -> str:
        return "".join(text for text, _ in self.pieces)


Value = str | Underlined | int | float | Decimal | bool | date | None


@dataclass(frozen=True)
class Column:
    """`width` in characters of the standard font, about half a kanji each."""

    header: str
    width: float = 16


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, its columns and its rows, each as long as the columns. ``title`` and ``paper_number``
    stand at the head of each printed page. The rows of a ``fitted`` sheet are as high as their texts ask for:
    Excel does that by itself, others do not.
    """

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]] = field(default_factory=tuple)
    title: str = ""
    paper_number: str = ""
    fitted: bool = False


def write(sheets: Sequence[Sheet], *, created: datetime | None = None) -> bytes:
    """A workbook: head row frozen, repeated in print and with filters; A4 landscape, one page wide.

    Instants with a time zone are written in Japanese time. With ``created``, which needs a time zone, equal calls
    give equal bytes. Raises SheetError for a text Excel would cut, and for a row that has more cells than there
    are columns.
    """
    if created is not None and created.tzinfo is None:
        raise ValueError("created needs a time zone")
    book = Workbook()
    book.remove(book.active)
    taken: set[str] = set()
    for sheet in sheets or (Sheet("シート1", ()),):
        name = sheet_name(sheet.name, taken)
        taken.add(name.casefold())
        _fill(book.create_sheet(name), sheet)
    return saved(book, created or datetime.now(UTC), fixed=created is not None)


def saved(book: Workbook, created: datetime, *, fixed: bool) -> bytes:
    """The bytes of a workbook; with ``fixed`` equal books give equal bytes."""
    moment = created.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    book.properties.created = book.properties.modified = moment
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).save()  # save_workbook would set the time of writing
    return with_fixed_times(stream.getvalue(), moment) if fixed else stream.getvalue()


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
    head_font, head_fill = Font(name=FONT, bold=True, size=SIZE), PatternFill("solid", fgColor="CDDAE7")
    for index, column in enumerate(sheet.columns, start=1):
        head = put(page, 1, index, column.header, sheet.name)
        head.font, head.fill, head.border = head_font, head_fill, _BORDER
        head.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        page.column_dimensions[get_column_letter(index)].width = column.width
    body_font, body_place = Font(name=FONT, size=SIZE), Alignment(vertical="top", wrap_text=True)
    last = 1
    for last, row in enumerate(sheet.rows, start=2):
        if len(row) > len(sheet.columns):
            raise SheetError(f"シート「{sheet.name}」の{last}行目は、列の数より値が多くなっています。")
        for index, value in enumerate(row, start=1):
            cell = put(page, last, index, value, sheet.name)
            cell.font, cell.alignment, cell.border = body_font, body_place, _BORDER
        if sheet.fitted:
            widths = [column.width for column in sheet.columns]
            page.row_dimensions[last].height = height_of(row, widths)
    _set_up(page, columns=len(sheet.columns), last=last)
    # An ampersand begins a command of Excel's there.
    page.oddHeader.left.text = legal(sheet.title).replace("&", "&&") or None
    page.oddHeader.right.text = legal(sheet.paper_number).replace("&", "&&") or None


def height_of(values: Iterable[Value], widths: Iterable[float]) -> float:
    """Points that the texts of a row take in columns of these widths, estimated."""
    lines = 1
    for value, width in zip(values, widths, strict=False):
        if isinstance(value, str | Underlined):
            ems = max(1.0, width * EMS - 0.5)
            lines = max(lines, sum(max(1, ceil(em_width(line) / ems)) for line in str(value).split("\n")))
    return min(lines * LINE + 4, TALLEST)


def _set_up(page: Worksheet, *, columns: int, last: int) -> None:
    page.freeze_panes = "A2"
    page.print_title_rows = "1:1"
    if columns:
        page.auto_filter.ref = f"A1:{get_column_letter(columns)}{last}"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.oddFooter.center.text = "&P / &N"


def put(page: Worksheet, row: int, column: int, value: Value, sheet: str) -> Cell:
    """Write a value into a cell, a text always as a text. Raises SheetError for one Excel would cut."""
    cell = page.cell(row, column)
    if isinstance(value, str | Underlined):
        text = legal(str(value))
        if not text:
            return cell
        if len(text.encode("utf-16-le")) > LONGEST_TEXT * 2:
            raise SheetError(
                f"シート「{sheet}」の{row}行{column}列の文章が長すぎます"
                f"（{LONGEST_TEXT:,}字まで）。文章を分けるか、CSVで書き出してください。"
            )
        # The public setter would guess a type.
        cell._value = text if isinstance(value, str) else _rich(value)
        cell.data_type = "s"
        cell.quotePrefix = inert(text) != text
        return cell
    cell.value = _storable(value)
    if isinstance(value, datetime):
        cell.number_format = "yyyy-mm-dd hh:mm"
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    return cell


def _rich(value: Underlined) -> CellRichText:
    """Each piece with the whole font: one without would be shown in Excel's own."""
    looks = {line: InlineFont(rFont=FONT, sz=SIZE, u="single" if line else None) for line in (True, False)}
    pieces = ((legal(text), line) for text, line in value.pieces)
    return CellRichText(*(TextBlock(looks[line], text) for text, line in pieces if text))


def _storable(value: Value) -> Value:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(JAPAN).replace(tzinfo=None)
    if isinstance(value, float | Decimal) and not isfinite(value):
        return None
    return value
