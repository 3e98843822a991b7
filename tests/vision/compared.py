"""Data of visions of an invented town, made without a database: an older one from 2015, a newer one from 2020."""

import copy
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tests.vision import towns
from vision.computing import computed
from vision.spec import Births, Entered, Moves, ScenarioSpec, to_data
from vision.tables import AgeRates, year_rates_data

Data = dict[str, Any]
PERIODS = (2015, *towns.PERIODS)
OWN = ScenarioSpec(
    births=Births.TFR, tfr=((2025, None), (2040, Decimal("1.8"))), moves=Moves.FACTOR, factor=Decimal("0.5")
)


def town(*, base_year: int = 2020, of: int = 20_000, number: int = 2, **vision: Any) -> Data:
    """What an office gave: one area, its census of the base year, rates of all periods, no scenario yet."""
    given = {
        "number": number,
        "title": "見本町人口ビジョン",
        "base_year": base_year,
        "last_year": base_year + 30,
        "notice": "",
        "outlook": "",
        "adopted_on": None,
        "based_on": None,
    }
    words = {"head": "町長", "resident": "町民", "self": "本町"}
    alive = AgeRates(
        towns.OPEN,
        dict.fromkeys(PERIODS, towns.survival("M")),
        dict.fromkeys(PERIODS, towns.survival("F")),
    )
    moves = AgeRates(
        towns.OPEN, dict.fromkeys(PERIODS, towns.migration()), dict.fromkeys(PERIODS, towns.migration())
    )
    return {
        "schema": 1,
        "government": {
            "code": "999997",
            "slug": "mihon",
            "name": "見本町",
            "kind": "MUNICIPALITY",
            "prefecture": "見本県",
            "words": words,
        },
        "vision": given | vision,
        "areas": [{"code": "99999", "name": "見本町"}],
        "tables": [census(base_year, of)],
        "assumptions": [
            rate("SURVIVAL", "生残率", alive.to_data()),
            rate("MIGRATION", "純移動率", moves.to_data()),
            rate("CHILD_WOMAN", "子ども女性比", _by_year("0.2")),
            rate("SEX_RATIO", "0～4歳性比", _by_year("105")),
            rate("TFR_RATIO", "k", _by_year("0.14")),
        ],
        "scenarios": [],
        "impact": None,
    }


def census(year: int, of: int, area: str = "99999") -> Data:
    """The people of a census."""
    return {
        "area": area,
        "kind": "CENSUS",
        "kind_name": "国勢調査",
        "title": f"{year}年の人口（見本）",
        "source": "見本",
        "source_url": "",
        "unknown": "NONE",
        "unknown_name": "不詳はありません",
        "remarks": [],
        "data": towns.table(of, (year,)).to_data(),
    }


def rate(kind: str, name: str, data: Data, *, source: str = "見本") -> Data:
    """An assumption of the area."""
    return {
        "area": "99999",
        "kind": kind,
        "kind_name": name,
        "source": source,
        "is_derived": False,
        "remarks": [],
        "data": data,
    }


def scenario(name: str, spec: ScenarioSpec | None = None, **fields: Any) -> Data:
    """A scenario as the office gave it; its lineage is its name unless said otherwise."""
    given = {
        "lineage": name,
        "kind": "OWN",
        "kind_name": "独自の推計",
        "description": "",
        "is_adopted": False,
        "is_shown": True,
    }
    return given | {"name": name, "spec": to_data(spec or ScenarioSpec())} | fields


def usual(own: ScenarioSpec = OWN) -> list[Data]:
    """The published course and the adopted one."""
    return [
        scenario("パターン1", kind="PATTERN1", kind_name="パターン1（社人研推計準拠）"),
        scenario("町の見通し", own, is_adopted=True),
    ]


def entered(*rows: Entered, name: str = "想定人口", **fields: Any) -> Data:
    """A course whose figures were decided elsewhere."""
    given = {"kind": "ENTERED", "kind_name": "値を入れた見通し", "is_adopted": True}
    return scenario(name, ScenarioSpec(entered=rows), **(given | fields))


def made(data: Data, scenarios: list[Data] | None = None) -> Data:
    """The data with what its scenarios come to."""
    return computed(data | {"scenarios": usual() if scenarios is None else scenarios})


def changed(data: Data, kind: str, value: Mapping[str, Any]) -> Data:
    """A copy in which the rates of a kind are others."""
    found = copy.deepcopy(data)
    for row in found["assumptions"]:
        if row["kind"] == kind:
            row["data"] = value
    return found


def fewer_children(data: Data) -> Data:
    """A copy with a lower child–woman ratio."""
    return changed(data, "CHILD_WOMAN", _by_year("0.18"))


def older() -> Data:
    """The first edition: from the census of 2015."""
    return made(town(base_year=2015, of=21_000, number=1))


def newer() -> Data:
    """The second: from the census of 2020, with fewer children and another goal for births."""
    own = ScenarioSpec(
        births=Births.TFR,
        tfr=((2025, None), (2040, Decimal("1.6"))),
        moves=Moves.FACTOR,
        factor=Decimal("0.5"),
    )
    return made(fewer_children(town()), usual(own))


def _by_year(number: str) -> Data:
    return year_rates_data({year: Decimal(number) for year in (*PERIODS, PERIODS[-1] + 5)})
