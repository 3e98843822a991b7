"""Workbooks as tests fill them in: opened with openpyxl, written in by heading, handed on as grids without a process."""

import datetime
import io
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from accounts.models import Government
from kpi.models import Indicator, ReviewYear, Target
from kpi.review.practice import DEFAULT, to_data
from kpi.sheet.layout import plain_heading
from kpi.sheet.reading import read_returned
from kpi.sheet.returned import Returned, ReturnedRow
from kpi.sheet.writing import results_workbook
from paper.grids import Cell, Grid, Merge
from tests import factories

NOW = datetime.datetime(2025, 6, 2, 9, 0, tzinfo=datetime.UTC)
HEAD = 4  # the row of the headings


def review_of_many(where: Government, count: int) -> ReviewYear:
    """An open year with this many KPIs of one chapter, past the verbs."""
    edition = factories.edition(factories.plan(where, "many"))
    chapter = factories.small_tree(edition)["chapter"]
    indicators = Indicator.objects.bulk_create(
        Indicator(government=where, name=f"見本の指標{n}", unit="人") for n in range(count)
    )
    Target.objects.bulk_create(
        Target(
            edition=edition,
            item=chapter,
            indicator=row,
            position=n,
            name=row.name,
            unit="人",
            target_text="10人",
        )
        for n, row in enumerate(indicators)
    )
    return ReviewYear.objects.create(
        plan=edition.plan,
        fiscal_year=2024,
        edition=edition,
        practice=to_data(DEFAULT),
        step="entry",
        opened_at=NOW,
    )


def given(review: ReviewYear, department: Any = None) -> Workbook:
    """The workbook that goes out, opened."""
    return opened(results_workbook(review, department, NOW))


def opened(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def column(page: Worksheet, heading: str) -> int:
    return next(
        cell.column for cell in page[HEAD] if plain_heading(str(cell.value)) == plain_heading(heading)
    )


def row_of(page: Worksheet, words: str, heading: str = "指標") -> int:
    """The first row that is called so."""
    at = column(page, heading)
    return next(n for n in range(HEAD + 1, page.max_row + 1) if words in str(page.cell(n, at).value))


def fill(page: Worksheet, row: int, **values: Any) -> None:
    """Write into cells by heading; __ in a name stands for nothing."""
    for heading, value in values.items():
        page.cell(row, column(page, heading)).value = value


def grids(book: Workbook) -> tuple[Grid, ...]:
    """The sheets as they are read, without opening a process; a formula has the result that its text says behind it."""
    return tuple(_grid(page) for page in book.worksheets)


def _grid(page: Worksheet) -> Grid:
    rows = tuple(
        cells
        for row in page.iter_rows()
        if (cells := tuple(_cell(one) for one in row if one.value is not None))
    )
    merges = tuple(
        Merge(one.min_row, one.min_col, one.max_row, one.max_col) for one in page.merged_cells.ranges
    )
    hidden = frozenset(n for n, dimension in page.row_dimensions.items() if dimension.hidden)
    state = "visible" if page.sheet_state == "visible" else "hidden"
    return Grid(page.title, rows, merges, state, hidden_rows=hidden)


def _cell(one: Any) -> Cell:
    value = one.value
    if one.data_type == "f":
        return Cell(one.row, one.column, "", "formula")
    if one.data_type == "e":
        return Cell(one.row, one.column, value, "error")
    if isinstance(value, datetime.date):
        return Cell(one.row, one.column, value.isoformat()[:10], "date")
    if isinstance(value, int | float):
        text = repr(value)
        return Cell(one.row, one.column, text.removesuffix(".0"), "number")
    return Cell(one.row, one.column, str(value))


def returned(book: Workbook, review: ReviewYear) -> Returned:
    return read_returned(grids(book), review.plan.government, review)


def of(found: Returned, about: str, words: str) -> ReturnedRow:
    """The row that is called so."""
    return next(row for row in found.rows if row.about == about and words in row.label)


def texts(row: ReturnedRow) -> dict[str, str]:
    return {name: entry.text for name, entry in row.entries.items()}
