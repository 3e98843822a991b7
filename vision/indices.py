"""Indices of a population: 年少人口指数 …, 人口指数, 人口減少段階, 自然増減・社会増減の影響度 (手引き 3-4). Pure.

Everything is read from summaries (``vision.figures``); an index whose classes nobody published is None.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from vision.figures import ONE_PLACE, Summary

# 影響度: from which ratio (per cent) a class begins; below the first it is class 1.
NATURAL_FROM = (100, 105, 110, 115)
SOCIAL_FROM = (100, 110, 120, 130)
# 「維持・微減」: old people are fewer by less than this than when they were most (per cent).
SLIGHTLY = Decimal(10)
STAGE_NAMES = {
    0: "人口増加",
    1: "第1段階（老年人口の増加、年少・生産年齢人口の減少）",
    2: "第2段階（老年人口の維持・微減、年少・生産年齢人口の減少）",
    3: "第3段階（老年人口の減少、年少・生産年齢人口の減少）",
}


@dataclass(frozen=True)
class Indices:
    """Per cent with 1 decimal.

    ``young`` 年少人口指数 (0–14 ÷ 15–64), ``old`` 老年人口指数 (65+ ÷ 15–64), ``dependency`` 従属人口指数 (both ÷ 15–64),
    ``ageing`` 老年化指数 (65+ ÷ 0–14).
    """

    young: Decimal | None
    old: Decimal | None
    dependency: Decimal | None
    ageing: Decimal | None


def indices_of(summary: Summary) -> Indices:
    """The indices of a year; None where a class is unknown or empty.

    >>> indices_of(Summary(2020, Decimal(100), Decimal(10), Decimal(60), Decimal(30)))
    Indices(young=Decimal('16.7'), old=Decimal('50.0'), dependency=Decimal('66.7'), ageing=Decimal('300.0'))
    """
    young, working, old = summary.young, summary.working, summary.old
    both = None if young is None or old is None else young + old
    return Indices(_ratio(young, working), _ratio(old, working), _ratio(both, working), _ratio(old, young))


def index_of(total: Decimal, base: Decimal) -> Decimal | None:
    """人口指数: the people of a year when those of the base year are 100; 1 decimal.

    >>> index_of(Decimal(400861), Decimal(401558))
    Decimal('99.8')
    """
    return _ratio(total, base)


def _ratio(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    if part is None or not whole:
        return None
    return (part / whole * 100).quantize(ONE_PLACE, ROUND_HALF_UP)


@dataclass(frozen=True)
class Stage:
    """Years that are in one 人口減少段階 (0 while the people become more): from the table of ``first`` to that of ``last``."""

    number: int
    first: int
    last: int

    @property
    def name(self) -> str:
        """第1段階 … with what it means."""
        return STAGE_NAMES[self.number]


def stages(summaries: Mapping[int, Summary]) -> tuple[Stage, ...]:
    """人口減少段階 by year ranges; () where classes are unknown.

    The people become fewer: in stage 1 the old become more, in stage 2 they are as many or slightly fewer, in stage 3 fewer
    (国の長期ビジョン; 手引き: 「微減」 is a fall of less than 10 %). The fall is counted from the table with the most of them so
    far, not from the one before: five years hardly ever take away a tenth, and the nation itself would never come to stage 3.
    Once a stage is reached it is not left for an earlier one while the people go on becoming fewer.
    """
    rows = [summaries[year] for year in sorted(summaries)]
    if any(row.old is None for row in rows):
        return ()
    found: list[Stage] = []
    most = Decimal()
    for before, after in pairwise(rows):
        most = max(most, before.old or Decimal())
        number = _stage(before, after, most)
        if found and number:
            number = max(number, found[-1].number)
        if found and found[-1].number == number:
            found[-1] = Stage(number, found[-1].first, after.year)
        else:
            found.append(Stage(number, before.year, after.year))
    return tuple(found)


def _stage(before: Summary, after: Summary, most: Decimal) -> int:
    """The stage of one step; ``most``: the old people when they were most, until then."""
    if after.total >= before.total or before.old is None or after.old is None:
        return 0
    if after.old > before.old:
        return 1
    return 2 if (most - after.old) * 100 < SLIGHTLY * most or not most else 3


def natural_class(ratio: Decimal) -> int:
    """自然増減の影響度 1–5 by シミュレーション1 ÷ パターン1 × 100: 1 below 100, 2 to 105, 3 to 110, 4 to 115, 5 from 115.

    >>> natural_class(Decimal("107.61")), natural_class(Decimal("99.99")), natural_class(Decimal(115))
    (3, 1, 5)
    """
    return _class(ratio, NATURAL_FROM)


def social_class(ratio: Decimal) -> int:
    """社会増減の影響度 1–5 by シミュレーション2 ÷ シミュレーション1 × 100: 1 below 100, 2 to 110, 3 to 120, 4 to 130, 5 from 130.

    >>> social_class(Decimal("93.20")), social_class(Decimal("104.37"))
    (1, 2)
    """
    return _class(ratio, SOCIAL_FROM)


def _class(ratio: Decimal, begins: Sequence[int]) -> int:
    return 1 + sum(ratio >= one for one in begins)
