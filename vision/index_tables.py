"""Indices of a vision as tables: 人口指数, 年少・老年・従属人口指数, 人口減少段階, 影響度 (手引き 3-4). Pure."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from vision.blocks import Cell, Column, Group, Table
from vision.figures import ScenarioFigures
from vision.indices import NATURAL_FROM, SOCIAL_FROM, index_of, indices_of, stages
from vision.result_tables import broken, called, is_empty, year_cell, years_of
from vision.wording import decimal, span_name, year_name

INDICES_NOTE = (
    "年少人口指数は年少人口÷生産年齢人口、老年人口指数は老年人口÷生産年齢人口、従属人口指数は両方の和、"
    "老年化指数は老年人口÷年少人口です。どれも100倍した値です。"
)
STAGES_NOTE = "老年人口が、それまでで最も多かったときより10％以上少なくなるまでを「維持・微減」としています。"
IMPACT_NOTE = (
    "自然増減の影響度はシミュレーション1÷パターン1、社会増減の影響度はシミュレーション2÷シミュレーション1の総人口の比（％）です。"
    f"段階は、自然増減が{'・'.join(map(str, NATURAL_FROM))}％、"
    f"社会増減が{'・'.join(map(str, SOCIAL_FROM))}％から一つずつ上がります。"
    "数字が大きいほど、出生率の上昇や人口移動の均衡が人口に大きく影響します。"
)


def index_table(courses: Sequence[ScenarioFigures], base_year: int) -> Table | None:
    """Total people of each course when those of the base year are 100; None where no course has a base year's figure."""
    told = [(one, base) for one in courses if (base := one.at(base_year)) is not None]
    if not told:
        return None
    rows = []
    for year in years_of([one for one, _ in told]):
        cells = [year_cell(year)]
        for one, base in told:
            now = one.at(year)
            cells.append(_index(index_of(now.total, base.total) if now else None))
        rows.append(tuple(cells))
    return Table(
        "index",
        f"総人口の指数（{year_name(base_year)}＝100）",
        (
            Column("年", "text", 34, is_head=True),
            *(Column(called(one), short=broken(one)) for one, _ in told),
        ),
        (Group("", tuple(rows)),),
    )


def indices_table(courses: Sequence[ScenarioFigures], *, named: bool = False) -> Table | None:
    """年少人口指数, 老年人口指数, 従属人口指数, 老年化指数 by year; None where no course has classes."""
    groups = []
    told = [one for one in courses if any(row.young is not None for row in one.summaries.values())]
    for one in told:
        rows = []
        for year in one.years:
            found = indices_of(one.summaries[year])
            values = (found.young, found.old, found.dependency, found.ageing)
            rows.append((year_cell(year), *map(_index, values)))
        groups.append(Group(called(one) if named or len(told) > 1 else "", tuple(rows)))
    columns = (
        Column("年", "text", 34, is_head=True),
        Column("年少人口指数"),
        Column("老年人口指数"),
        Column("従属人口指数"),
        Column("老年化指数"),
    )
    grouped = "ケース" if named or len(told) > 1 else ""
    table = Table("indices", "年齢構成の指数", columns, tuple(groups), INDICES_NOTE, grouped)
    return None if is_empty(table) else table


def stages_table(courses: Sequence[ScenarioFigures], *, named: bool = False) -> Table | None:
    """人口減少段階 of each course with its years; None where no course has classes."""
    found = [(one, stages(one.summaries)) for one in courses]
    told = [(one, steps) for one, steps in found if steps]
    if not told:
        return None
    groups = tuple(
        Group(
            called(one) if named or len(told) > 1 else "",
            tuple((Cell(span_name(step.first, step.last)), Cell(step.name)) for step in steps),
        )
        for one, steps in told
    )
    columns = (Column("期間", "text", 50, is_head=True), Column("段階", "text"))
    grouped = "ケース" if named or len(told) > 1 else ""
    return Table("stages", "人口減少段階", columns, groups, STAGES_NOTE, grouped)


def impact_table(impact: Mapping[str, Any] | None) -> Table | None:
    """自然増減の影響度 and 社会増減の影響度 with their classes; None where they could not be computed."""
    if impact is None:
        return None
    rows = tuple(
        (
            Cell(name),
            # Two decimals, as the class was told by: 104.96 is class 2 and must not read 105.0.
            Cell(decimal(Decimal(impact[key]["ratio"]), 2), Decimal(impact[key]["ratio"])),
            Cell(str(impact[key]["class"]), Decimal(impact[key]["class"])),
        )
        for key, name in (("natural", "自然増減の影響度"), ("social", "社会増減の影響度"))
    )
    columns = (
        Column("影響度", "text", 60, is_head=True),
        Column("比（％）"),
        Column("段階（1～5）"),
    )
    name = f"自然増減・社会増減の影響度（{year_name(impact['year'])}）"
    return Table("impact", name, columns, (Group("", rows),), IMPACT_NOTE)


def _index(value: Decimal | None) -> Cell:
    return Cell() if value is None else Cell(decimal(value), value)
