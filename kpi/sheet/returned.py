"""What a returned workbook says, cell by cell, before anybody compares it with what is known here."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell that the department may have written in: its place (「KPI実績」 F12) and the text in it."""

    sheet: str
    cell: str
    text: str
    kind: str = "text"  # as paper.grids.Cell


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """A row of 「KPI実績」 (``about`` "target") or 「施策評価」 ("item", "project").

    ``lineage`` is empty where the hidden key is missing or does not hold; then ``label`` (the name printed in the row) may
    lead to it, which a person must say. ``base`` is the number of the revision (figures) or version (reviews) that the sheet
    was written from. ``entries`` by field: figures have value, quality, numerator, denominator, note, cause, issue, action,
    direction; items achievement, self_evaluation, issue, direction, direction_reason; projects name, budget, settled,
    funding.
    """

    about: str
    row: int
    sheet: str
    lineage: str
    base: int
    label: str
    entries: Mapping[str, Entry]
    review_base: int = 0  # version of the TargetReview the sheet was written from


@dataclass(frozen=True)
class Fault:
    """Something that is wrong with the file itself; ``cell`` may be empty. The sentence says what to do."""

    sheet: str
    cell: str
    sentence: str


@dataclass(frozen=True)
class Returned:
    """A returned workbook. ``meta`` is the signed origin: government, plan, fiscal_year, review, department (pk or None
    for all), schema, written_at. ``head``: 所属長確認 as typed (name, date) with its entries. A ``refusal`` is a sentence
    for a file of which nothing can be used: another government's, another year's, signed by nobody.
    """

    meta: Mapping[str, Any]
    rows: tuple[ReturnedRow, ...]
    head_name: Entry | None = None
    head_checked_on: Entry | None = None
    faults: tuple[Fault, ...] = ()
    notices: tuple[Fault, ...] = field(
        default=()
    )  # worth saying, stops nothing: a hidden sheet, 全角 columns moved
    refusal: str = ""


def to_data(returned: Returned) -> dict[str, Any]:
    """As plain data for a JSON field; rows as lists, for there may be ten thousand of them."""
    rows = [
        [
            row.about, row.row, row.sheet, row.lineage, row.base, row.label, row.review_base,
            {name: [one.cell, one.text, one.kind, one.sheet] for name, one in row.entries.items()},
        ]
        for row in returned.rows
    ]  # fmt: skip
    return asdict(replace(returned, rows=())) | {"rows": rows}


def from_data(data: Mapping[str, Any]) -> Returned:
    """What ``to_data`` made."""
    return Returned(
        meta=data["meta"],
        rows=tuple(
            ReturnedRow(
                about,
                number,
                sheet,
                lineage,
                base,
                label,
                {name: Entry(at, cell, text, kind) for name, (cell, text, kind, at) in entries.items()},
                review_base,
            )
            for about, number, sheet, lineage, base, label, review_base, entries in data["rows"]
        ),
        head_name=_entry(data["head_name"]),
        head_checked_on=_entry(data["head_checked_on"]),
        faults=tuple(Fault(**one) for one in data["faults"]),
        notices=tuple(Fault(**one) for one in data["notices"]),
        refusal=data["refusal"],
    )


def _entry(data: Mapping[str, Any] | None) -> Entry | None:
    return None if data is None else Entry(**data)
