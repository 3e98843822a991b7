"""What a difference between two editions comes from: the people at the start, the rates, the scenario. Pure.

The older edition is turned into the newer one in three steps, and the course is computed after each: first the people of the
newer census take the place of the older ones, then the newer rates, then what the newer scenario assumes of births and moves.
What each step adds is its part; together they are the whole difference. Another order would cut it a little differently.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from vision.comparing import PEOPLE, Comparison, Data, Pair, rounded
from vision.computing import computed
from vision.figures import ScenarioFigures

CENSUS = "CENSUS"
# Results of an edition and of the same data computed anew may differ by so much: stored figures have 3 decimals.
NEAR = Decimal("0.5")
AREAS = "区域が違うため、差の内訳は計算していません。"
ENTERED = "計算によらない値が入っているため、差の内訳は計算していません。"
NO_BASE = "基準年の国勢調査の人口表がそろっていないため、差の内訳は計算していません。"
OTHERWISE = "推計の計算の方法が変わったため、差の内訳は計算していません。"
MISSING = (
    "今回の人口に前回の仮定値を当てはめられないため（年や区域が足りません）、差の内訳は計算していません。"
)


@dataclass(frozen=True)
class Parts:
    """The parts of a difference of all people in a year, whole people; ``reason`` says why there are none."""

    year: int
    difference: Decimal | None
    base: Decimal | None = None
    rates: Decimal | None = None
    course: Decimal | None = None
    reason: str = ""

    @property
    def unit(self) -> str:
        return PEOPLE

    @property
    def is_known(self) -> bool:
        return not self.reason


def parts_of(comparison: Comparison) -> Parts | None:
    """The parts of the difference in the year that is told first; None where nothing can be compared."""
    pair, year = comparison.main, comparison.year
    if pair is None or year is None or pair.old is None or pair.new is None:
        return None
    before, after = _total(pair.old, year), _total(pair.new, year)
    whole = after - before
    if reason := _hindrance(comparison.old, comparison.new, pair):
        return Parts(year, whole, reason=reason)
    steps = _steps(comparison.old, comparison.new, pair, year)
    if steps is None:
        return Parts(year, whole, reason=MISSING)
    again, first, second, last = steps
    if abs(again - before) > NEAR or abs(last - after) > NEAR:
        return Parts(year, whole, reason=OTHERWISE)
    middle, late = (rounded(one, 0) or Decimal() for one in (first, second))
    return Parts(year, whole, middle - before, late - middle, after - late)


def _total(one: ScenarioFigures, year: int) -> Decimal:
    summary = one.at(year)
    return (rounded(summary.total, 0) if summary else None) or Decimal()


def _hindrance(old: Data, new: Data, pair: Pair) -> str:
    """Why the parts cannot be computed, or ''."""
    if any(one and one.data["entered"] for one in (pair.old, pair.new)):
        return ENTERED
    codes = [{row["code"] for row in data["areas"]} for data in (old, new)]
    if codes[0] != codes[1]:
        return AREAS
    return "" if all(codes[0] <= _counted(data) for data in (old, new)) else NO_BASE


def _counted(data: Data) -> set[str]:
    """Areas whose people of the base year were counted in a census, not taken from a projection."""
    year = str(data["vision"]["base_year"])
    return {row["area"] for row in data["tables"] if row["kind"] == CENSUS and year in row["data"]["years"]}


def _steps(old: Data, new: Data, pair: Pair, year: int) -> tuple[Decimal, Decimal, Decimal, Decimal] | None:
    """People in all in ``year``: of the old edition; with the new base; with the new rates too; of the new edition."""
    if pair.old is None or pair.new is None:
        return None
    then, now = _spec(pair.old), _spec(pair.new)
    totals = [
        _computed_total(_turned(base, rates, spec, year), year)
        for base, rates, spec in ((old, old, then), (new, old, then), (new, new, then), (new, new, now))
    ]
    if any(total is None for total in totals):
        return None
    again, first, second, last = (total or Decimal() for total in totals)
    return again, first, second, last


def _spec(one: ScenarioFigures) -> dict[str, Any]:
    """A scenario without results; its band, which takes time, is left away."""
    spec = {name: value for name, value in one.data["spec"].items() if name != "uncertainty"}
    return {**one.data, "spec": spec}


def _turned(base: Data, rates: Data, scenario: Mapping[str, Any], year: int) -> dict[str, Any]:
    """The people of one edition, the rates of another, and one scenario, as far as ``year``."""
    tables = [row for row in base["tables"] if row["kind"] == CENSUS]
    tables += [row for row in rates["tables"] if row["kind"] != CENSUS]
    return {
        **base,
        "vision": {**base["vision"], "last_year": year},
        "tables": tables,
        "assumptions": rates["assumptions"],
        "scenarios": [dict(scenario)],
    }


def _computed_total(data: Data, year: int) -> Decimal | None:
    one = ScenarioFigures(computed(data)["scenarios"][0])
    if one.data["missing"]:
        return None
    summary = one.at(year)
    return summary.total if summary else None
