"""What comes in as a document, read before anything is kept: outside a transaction, for a reader may take its time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from accounts.audit import Refused
from kpi.intake.arranging import arranged
from kpi.intake.found import Found
from kpi.intake.grid_data import MOST_CELLS, Table, count_of, to_data
from kpi.intake.habits import habits_of
from kpi.intake.outline import Outline
from kpi.intake.outline import to_data as outline_data
from kpi.intake.reading import read_document
from kpi.intake.table_outline import outline_of_tables
from kpi.intake.tables import find_tables, table_at
from kpi.models import Upload
from kpi.sheet.drafting_reading import NotThisSheet, read_drafting
from kpi.sheet.layout import META
from paper.grids import Grid
from paper.reading import read_csv, read_workbook
from strategy.models import Edition

ENDINGS = ("xlsx", "csv", "tsv", "docx", "md", "markdown", "html", "htm", "txt")
TABLES = ("xlsx", "csv", "tsv")
MOST_HEADINGS, MOST_KPIS = 1000, 2000
MOST_TABLES = 40
_NOTHING_SAID: Mapping[str, str] = MappingProxyType({})
NOT_OFFERED = (
    "列の読み方を選べるのは、文書のはじめの{most}個の表だけです（残りの{rest}個は、見出しの言葉から読みました）。"
    "残りの表の読み方を選ぶときは、文書を分けて取り込んでください。"
)
NOTHING = (
    "見出しも指標の表も見つかりませんでした。見出しに「第1章」「（1）」などの番号か、"
    "見出しのスタイルを付けてから、もう一度選んでください。"
)


@dataclass(frozen=True)
class Received:
    """A document that was read: its kind (``Upload.Kind``), and what is kept of it: its outline, of tables also the
    sheets, so that they may be read otherwise."""

    kind: str
    parsed: dict[str, Any]


def read_file(
    name: str, data: bytes, edition: Edition, meanings: Mapping[str, str] = _NOTHING_SAID
) -> Received:
    """A document for a working edition, read; ``meanings`` are what somebody just said that headings mean.

    Raises ``Refused`` with a sentence, and the errors of the readers (``paper.guard.GuardError``,
    ``paper.reading.ReadError``), which are sentences too.
    """
    ending = name.rpartition(".")[2].lower()
    if ending not in ENDINGS:
        raise Refused(
            "読み込めるのは、Excel（.xlsx）、CSV、Word（.docx）、テキスト（.txt、.md）、HTMLです。"
            "PDFは、文を選んで写し、「文を貼り付ける」に入れてください。"
        )
    habits = {**habits_of(edition.plan.government), **meanings}
    if ending in TABLES:
        grids = read_workbook(data, name=name) if ending == "xlsx" else (read_csv(data, name=name),)
        if any(grid.name == META for grid in grids):
            return Received(Upload.Kind.DRAFTING, {"outline": outline_data(_drafted(grids, edition))})
        return Received(Upload.Kind.DOCUMENT, read_grids(grids, habits))
    found = read_document(name, data, habits)
    if not found.outline.nodes and not found.outline.kpis:
        raise Refused(NOTHING)
    outline, tables = require_few(found.outline), []
    if found.grids and count_of(found.grids) <= MOST_CELLS:
        tables = _of_text(found.grids, found.tables)
        if rest := len(tables[MOST_TABLES:]):
            outline = replace(
                outline, flags=(NOT_OFFERED.format(most=MOST_TABLES, rest=rest), *outline.flags)
            )
    parsed = {"outline": outline_data(outline)}
    if tables:
        parsed |= {**to_data(found.grids, tables[:MOST_TABLES]), "is_text": True}
    return Received(Upload.Kind.DOCUMENT, parsed)


def _of_text(grids: Sequence[Grid], found: Sequence[Found]) -> list[Table]:
    """The tables of a text: those that were read as KPIs, and those that stay part of the text."""
    known = {table.sheet for table in found}
    rest = [
        Table(table_at(grid, grid.rows[0][0].row, grid.rows[0][0].row, {}, sheet=place), False)
        for place, grid in enumerate(grids)
        if place not in known and grid.rows and grid.rows[0]
    ]
    return sorted([*map(Table, found), *rest], key=lambda table: table.found.sheet)


def _drafted(grids: Sequence[Grid], edition: Edition) -> Outline:
    """A 施策調書 that came back; Refused for one of another edition, or another workbook of ours."""
    try:
        outline = read_drafting(grids, edition)
    except NotThisSheet as error:
        raise Refused(str(error)) from error
    if not outline.nodes and not outline.kpis:
        raise Refused(outline.flags[0] if outline.flags else "この施策調書には、何も書かれていません。")
    return outline


def read_grids(grids: Sequence[Grid], habits: Mapping[str, str]) -> dict[str, Any]:
    """What is kept of sheets, their headings read by ``habits`` (kpi/intake/habits.py).

    A sheet in which no table was found is offered with its first row as the head.
    """
    if (count := count_of(grids)) > MOST_CELLS:
        raise Refused(
            f"表が大きすぎます（文字の入ったセルが{count:,}。{MOST_CELLS:,}まで）。"
            "計画や指標の表だけを残したファイルにしてください。"
        )
    found = [table for place, grid in enumerate(grids) for table in _tables(grid, place, habits)]
    if not found:
        raise Refused("何も書かれていない表です。ファイルを確かめてください。")
    tables, left_out = found[:MOST_TABLES], len(found[MOST_TABLES:])
    outline = require_few(outline_of_tables(grids, tables, left_out=left_out))
    return {**to_data(grids, tables), "outline": outline_data(outline), "left_out": left_out}


def _tables(grid: Grid, place: int, habits: Mapping[str, str]) -> list[Table]:
    found = find_tables(grid, habits, sheet=place)
    if found:
        return [Table(one, grid.state == "visible") for one in found]
    first = next((row[0].row for row in grid.rows if len(row) > 1), None)
    return [] if first is None else [Table(table_at(grid, first, first, habits, sheet=place), False)]


def require_few(outline: Outline) -> Outline:
    """The outline, if it is of a size that a person can look over; Refused otherwise."""
    document = arranged(outline)
    heads, kpis = len(document.branches), len(document.lines)
    if heads > MOST_HEADINGS or kpis > MOST_KPIS:
        raise Refused(
            f"一度に取り込めるのは、見出し{MOST_HEADINGS:,}件、指標{MOST_KPIS:,}件までです"
            f"（この文書は見出し{heads:,}件、指標{kpis:,}件）。文書を分けてください。"
        )
    return outline


def reheaded(
    grids: Sequence[Grid], found: Found, first: int, last: int, end: int, habits: Mapping[str, str]
) -> Found:
    """The table with other rows as its head and another last row; what its columns mean is guessed anew."""
    fresh = table_at(grids[found.sheet], first, last, habits, sheet=found.sheet)
    return replace(fresh, last_row=max(end, last))
