"""On what a vision rests, as tables: births assumed by each course, rates by age, tables of people with their sources. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from vision.ages import group_words
from vision.blocks import NONE, Cell, Column, Group, Table
from vision.figures import ScenarioFigures
from vision.result_tables import called, without_blanks
from vision.tables import AgeRates, year_rates
from vision.wording import decimal, span_name, year_name

Data = Mapping[str, Any]
ALL_AREAS = "全区域"
DERIVED, UPLOADED = "二つの表から求めた値", "公表された値"
# Rates by age of more areas than these are left to the workbook: the papers would be nothing but them.
MOST_AREAS = 2
BY_AGE = ("SURVIVAL", "MIGRATION")
IMPLIED = "合計特殊出生率は、子ども女性比をkで割った値です。人口動態統計の値とは違うことがあります。"


def assumed_table(courses: Sequence[ScenarioFigures]) -> Table | None:
    """The total fertility rate and the child–woman ratio of each course by year; None where nothing was computed."""
    told = [one for one in courses if one.data.get("assumed")]
    if not told:
        return None
    columns = (Column("年", "text", 34, is_head=True), Column("合計特殊出生率"), Column("子ども女性比"))
    groups = tuple(Group(called(one), tuple(_births(one))) for one in told)
    note = IMPLIED if any(one.data["assumed"].get("tfr") for one in told) else ""
    return without_blanks(Table("assumed", "ケースごとの出生の仮定", columns, groups, note, "ケース"))


def _births(figures: ScenarioFigures) -> Iterator[tuple[Cell, ...]]:
    """A row for each year of a course: side by side the courses would leave no room for their names."""
    paths = _path(figures, "tfr", 2), _path(figures, "child_woman", 4)
    for year in sorted({year for path in paths for year in path}):
        yield Cell(year_name(year), Decimal(year)), *(path.get(year, Cell()) for path in paths)


def _path(figures: ScenarioFigures, name: str, places: int) -> dict[int, Cell]:
    given = figures.data["assumed"].get(name) or {}
    return {int(year): Cell(decimal(Decimal(rate), places), Decimal(rate)) for year, rate in given.items()}


def assumptions_table(data: Data) -> Table | None:
    """Which rates the vision uses, of which areas, from where, and whether they were derived; None where it has none."""
    if not data["assumptions"]:
        return None
    names = names_of(data)
    rows = tuple(
        (
            Cell(row["kind_name"]),
            Cell(names[row["area"]]),
            Cell(DERIVED if row["is_derived"] else UPLOADED),
            Cell(row["source"] or NONE),
            Cell(_said(row["remarks"])),
        )
        for row in data["assumptions"]
    )
    columns = (
        Column("仮定値", "text", 34, is_head=True),
        Column("区域", "text", 24),
        Column("求め方", "text", 28),
        Column("出典", "text"),
        Column("気づいたこと", "text"),
    )
    return Table("assumptions", "使った仮定値", columns, (Group("", rows),))


def sources_table(data: Data) -> Table | None:
    """The tables of people with source, unknown ages and what was noticed; None where there is none."""
    if not data["tables"]:
        return None
    names = names_of(data)
    rows = tuple(
        (
            Cell(row["title"]),
            Cell(names[row["area"]] if row["area"] else "全国"),
            Cell(row["kind_name"]),
            Cell(row["source"] or NONE, href=row["source_url"]),
            Cell(row["unknown_name"]),
            Cell(_said(row["remarks"])),
        )
        for row in data["tables"]
    )
    columns = (
        Column("表", "text", 36, is_head=True),
        Column("区域", "text", 20),
        Column("種類", "text", 24),
        Column("出典", "text"),
        Column("年齢不詳の扱い", "text", 24, short="年齢不詳\nの扱い"),
        Column("気づいたこと", "text"),
    )
    return Table("sources", "使った人口表", columns, (Group("", rows),))


def names_of(data: Data) -> dict[str, str]:
    """The areas by code; what belongs to all of them under ''."""
    return {"": ALL_AREAS} | {area["code"]: area["name"] for area in data["areas"]}


def rate_tables(data: Data, *, most_areas: int | None = MOST_AREAS) -> Iterator[Table]:
    """生残率, 純移動率 by age, and all rates by year, as far as the vision has them: an annex to the method.

    With more areas than ``most_areas`` those of single areas are left out; None leaves nothing out.
    """
    names = names_of(data)
    is_too_much = most_areas is not None and len(data["areas"]) > most_areas
    rows = [row for row in data["assumptions"] if not (row["area"] and is_too_much)]
    by_year = [row for row in rows if row["kind"] not in BY_AGE]
    if by_year:
        yield _by_year({_called(row, names): year_rates(row["data"]) for row in by_year})
    for place, row in enumerate((row for row in rows if row["kind"] in BY_AGE), start=1):
        yield _by_age(f"rates-{place}", _called(row, names), AgeRates.of(row["data"]))


def _called(row: Data, names: Mapping[str, str]) -> str:
    return f"{row['kind_name']}（{names[row['area']]}）"


def _by_age(key: str, name: str, rates: AgeRates) -> Table:
    words = group_words(rates.open_from)
    periods = sorted(rates.male)
    columns = [Column("期首の年齢から期末の年齢", "text", 44, "期首の年齢→\n期末の年齢", is_head=True)]
    columns += [Column(span_name(first, first + 5), short=f"{first}→\n{first + 5}") for first in periods]
    groups = tuple(
        Group(sex, tuple(_rates(words, [by_period[first] for first in periods])))
        for sex, by_period in (("男性", rates.male), ("女性", rates.female))
        if by_period
    )
    return Table(key, name, tuple(columns), groups, grouped_by="性別", is_annex=True)


def _rates(words: Sequence[str], columns: Sequence[Sequence[Decimal]]) -> Iterator[tuple[Cell, ...]]:
    """The n-th rate leads from group n into the next, the last from the two highest groups into the open one."""
    last = len(words) - 2
    for place in range(len(words) - 1):
        begin = f"{words[place].removesuffix('歳').split('～')[0]}歳以上" if place == last else words[place]
        yield (
            Cell(f"{begin}→{words[place + 1]}"),
            *(Cell(decimal(rates[place], 5), rates[place]) for rates in columns),
        )


def _by_year(given: Mapping[str, Mapping[int, Decimal]]) -> Table:
    """All rates by year in one table."""
    years = sorted({year for rates in given.values() for year in rates})
    rows = tuple(
        (Cell(year_name(year), Decimal(year)), *(_rate(rates.get(year)) for rates in given.values()))
        for year in years
    )
    columns = (Column("年", "text", 34, is_head=True), *(Column(name) for name in given))
    return Table("rates-by-year", "年ごとの仮定値", columns, (Group("", rows),), is_annex=True)


def _rate(rate: Decimal | None) -> Cell:
    return Cell() if rate is None else Cell(_plain(rate), rate)


def _plain(rate: Decimal) -> str:
    """A rate with the decimals it came with, five at most."""
    exponent = rate.as_tuple().exponent
    return decimal(rate, min(max(-exponent, 0), 5) if isinstance(exponent, int) else 0)


def _said(remarks: Iterable[str]) -> str:
    return "\n".join(remarks) or NONE
