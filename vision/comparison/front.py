"""What stands first in a comparison: the most important numbers by year, and what their difference comes from. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from vision.blocks import Cell, Column, Group, Table
from vision.comparing import PEOPLE, Comparison, Series
from vision.comparison.cells import figure, mark
from vision.comparison.facts import SAME
from vision.comparison.words import (
    BETWEEN_NOTE,
    LESS_NOTE,
    NEW,
    NONE,
    OLD,
    difference_words,
    number,
    value_words,
)
from vision.decomposing import Parts
from vision.figures import share
from vision.wording import year_name

ORDER_NOTE = (
    "基準となる人口、仮定値、ケースの仮定の順に今回のものへ置き換えて計算し、そのつど変わった数です。"
    "順を変えると、内訳は少し変わります。"
)
IMPACT = "影響度"


@dataclass(frozen=True)
class Line:
    """A row of the front table, ready to be printed."""

    name: str
    old: str
    new: str
    difference: str
    value: Decimal | None = None

    @property
    def cells(self) -> tuple[Cell, ...]:
        return (Cell(self.name), Cell(self.old), Cell(self.new), Cell(self.difference, self.value))


def front_table(comparison: Comparison) -> Table | None:
    """The most important numbers, grouped by year; None where the two have nothing in common."""
    year = comparison.year
    if year is None:
        return None
    groups = [_group("", _base(comparison))]
    if comparison.base_year != year:
        totals = comparison.main_totals
        groups.append(_group(year_name(comparison.base_year), _line("総人口", totals, comparison.base_year)))
    groups += [_group(year_name(year), _figures(comparison, year)), _group(IMPACT, _impact(comparison, year))]
    columns = (
        Column("項目", "text", 54, is_head=True),
        Column(OLD, "mark"),
        Column(NEW, "mark"),
        Column("差", "mark", 44),
    )
    is_marked = any(row.is_between for row in comparison.main_totals.rows)
    note = LESS_NOTE + (BETWEEN_NOTE if is_marked else "")
    return Table("front", "主な数値", columns, tuple(one for one in groups if one.rows), note, "年")


def _group(title: str, lines: Iterator[Line]) -> Group:
    return Group(title, tuple(line.cells for line in lines))


def _base(comparison: Comparison) -> Iterator[Line]:
    old, new = (int(data["vision"]["base_year"]) for data in (comparison.old, comparison.new))
    gap = f"{number(Decimal(new - old), 0)}年" if new != old else SAME
    yield Line("基準年", year_name(old), year_name(new), gap)


def _figures(comparison: Comparison, year: int) -> Iterator[Line]:
    yield from _line("総人口", comparison.main_totals, year)
    for series in comparison.classes:
        if series.is_share:
            yield from _line(series.name, series, year)
    for series in comparison.indices:
        if series.key in ("index", "dependency"):
            yield from _line(series.name, series, year)
    for series in comparison.assumed:
        if series.key == "tfr":
            yield from _line(f"{series.name}（仮定）", series, year)
    if (published := comparison.published_totals) and comparison.published != comparison.main:
        yield from _line("社人研推計準拠の総人口", published, year)
        yield from _gap(comparison, published, year)


def _line(name: str, series: Series, year: int) -> Iterator[Line]:
    """A figure with its unit; nothing where neither edition has it."""
    if (row := series.at(year)) is None:
        return
    difference = difference_words(series, row.difference)
    if series.unit == PEOPLE and row.rate is not None and row.difference:
        difference += f"（{number(row.rate, 1)}％）"
    old = value_words(series, row.old) + mark(is_between=row.old_between)
    new = value_words(series, row.new) + mark(is_between=row.new_between)
    yield Line(name, old, new, difference, row.difference)


def _gap(comparison: Comparison, published: Series, year: int) -> Iterator[Line]:
    """What the adopted course has more than the published one."""
    own, other = comparison.main_totals.at(year), published.at(year)
    if own is None or other is None:
        return
    old, new = _less(own.old, other.old), _less(own.new, other.new)
    if old is not None and new is not None:
        yield Line("見通しと社人研推計準拠との差", _people(old), _people(new), _people(new - old), new - old)


def _less(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one - other


def _people(value: Decimal) -> str:
    return f"{number(value, 0)}{PEOPLE}"


def _impact(comparison: Comparison, year: int) -> Iterator[Line]:
    """自然増減・社会増減の影響度, where both editions have them; another year than that told first is said."""
    old, new = comparison.old["impact"], comparison.new["impact"]
    if not old or not new:
        return
    for key, name in (("natural", "自然増減の影響度"), ("social", "社会増減の影響度")):
        step = Decimal(new[key]["class"] - old[key]["class"])
        words = f"{number(step, 0)}段階" if step else SAME
        yield Line(name, _class(old, key, year), _class(new, key, year), words, step)


def _class(impact: dict[str, Any], key: str, year: int) -> str:
    when = "" if impact["year"] == year else f"{impact['year']}年、"
    return f"{impact[key]['class']}（{when}{impact[key]['ratio']}％）"


def parts_table(parts: Parts) -> Table:
    """Where the difference comes from."""
    rows = [
        ("基準となる人口を改めたことによるもの", parts.base),
        ("仮定値（生残率、純移動率、子ども女性比など）を改めたことによるもの", parts.rates),
        ("ケースの仮定（出生と移動）を改めたことによるもの", parts.course),
        ("計", parts.difference),
    ]
    cells = tuple((Cell(name), figure(value, 0), _share_of(value, parts.difference)) for name, value in rows)
    columns = (
        Column("内訳", "text", 104, is_head=True),
        Column("人数（人）"),
        Column("差に占める割合（％）"),
    )
    name = f"{year_name(parts.year)}の総人口の差の内訳"
    return Table("parts", name, columns, (Group("", cells),), note=ORDER_NOTE)


def _share_of(value: Decimal | None, whole: Decimal | None) -> Cell:
    return figure(share(value, whole), 1) if whole else Cell(NONE)
