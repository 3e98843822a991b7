"""What a correction changed: two reports of one year laid side by side, row by row."""

from collections.abc import Iterator
from dataclasses import dataclass

from kpi.review.report import Report
from publishing.review.arranging import arrange
from publishing.review.blocks import Cell, Table

MOST = 200  # differences that are told one by one
UNTOLD = ("No", "関係するKPI")  # numbers that follow from the rows


@dataclass(frozen=True)
class Difference:
    """``where`` names table and row, ``what`` the column; "" on the side where nothing stood."""

    where: str
    what: str
    old: str
    new: str


def differences(old: Report, new: Report) -> tuple[Difference, ...]:
    """Every cell that reads otherwise, and rows that came or went; judged by what is printed, in printed order.

    Numbers of rows, counts that follow and signs are not told: they change with the cells.
    """
    before, after = arrange(old), arrange(new)
    found = [*_said(old, new)]
    keys = dict.fromkeys(table.key for table in (*after.tables(), *before.tables()))
    for key in keys:
        if key not in ("goals", "criteria"):
            found += _rows(before.table(key), after.table(key))
    return tuple(found[:MOST])


def _said(old: Report, new: Report) -> Iterator[Difference]:
    fields = (("全体の評価", "judgement"), ("評価した会議", "judged_by"), ("総評", "summary"))
    for word, name in fields:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Difference("年度の全体", word, before, after)


def _rows(old: Table | None, new: Table | None) -> Iterator[Difference]:
    either = new or old
    if either is None:
        return
    before, after = _by_name(old), _by_name(new)
    for name in dict.fromkeys((*after, *before)):
        place = f"{either.name}：{name[0]}"
        if old is None or new is None or name not in before or name not in after:
            yield Difference(
                place, "行", "あり" if name in before else "なし", "あり" if name in after else "なし"
            )
            continue
        was = _by_head(old, before[name])
        for head, cell in _by_head(new, after[name]).items():
            former = was.get(head, Cell())
            if head not in UNTOLD and former.text != cell.text:
                yield Difference(place, head, former.text, cell.text)


def _by_head(table: Table, cells: tuple[Cell, ...]) -> dict[str, Cell]:
    return {column.name: cell for column, cell in zip(table.columns, cells, strict=True)}


def _by_name(table: Table | None) -> dict[tuple[str, str, int], tuple[Cell, ...]]:
    """Rows by what their head says and the group they stand in; equal ones by their turn."""
    found: dict[tuple[str, str, int], tuple[Cell, ...]] = {}
    if table is None:
        return found
    head = next((n for n, column in enumerate(table.columns) if column.is_head), 0)
    for group in table.groups:
        for row in group.rows:
            turn = 0
            while (name := (_named(row[head]), group.title, turn)) in found:
                turn += 1
            found[name] = row
    return found


def _named(cell: Cell) -> str:
    return cell.text.replace("\n", "　")
