"""An invented town: people by sex and age, rates, a population vision with scenarios, made past the verbs."""

import math
from decimal import Decimal
from typing import Any

from accounts.models import Government
from vision.ages import group_count
from vision.models import Assumption, PopulationTable, PopulationVision, Scenario, VisionArea
from vision.spec import Births, Entered, Moves, ScenarioSpec, to_data
from vision.tables import AgeRates, Counts, PeopleTable, year_rates_data

OPEN = 90
BASE = 2020
PERIODS = (2020, 2025, 2030, 2035, 2040, 2045)


def people(of: int = 20_000, open_from: int = OPEN, sex: str = "M") -> tuple[int, ...]:
    """A town with a hump of old people, thinned out at the top."""
    count = group_count(open_from)
    weights = [
        (1 + 0.5 * math.sin(place / 3.2)) * (1 if place < 13 else 0.75 ** (place - 12))
        for place in range(count)
    ]
    scale = of * (1.04 if sex == "F" else 0.96) / 2 / sum(weights)
    return tuple(round(weight * scale) for weight in weights)


def survival(sex: str = "M", open_from: int = OPEN) -> tuple[Decimal, ...]:
    """Survival over five years by Gompertz's law, which no life table of any country is."""
    shift = 5 if sex == "F" else 0
    rates = []
    for place in range(group_count(open_from) - 1):
        age = 5 * place + 5 - shift
        rates.append(Decimal(str(round(math.exp(-5 * 0.00005 * math.exp(0.093 * age)), 5))))
    return tuple(rates)


def migration(open_from: int = OPEN) -> tuple[Decimal, ...]:
    """The young leave, some families come."""
    rates = [Decimal(0)] * (group_count(open_from) - 1)
    for place, rate in ((2, "-0.02"), (3, "-0.12"), (4, "-0.05"), (5, "0.03"), (6, "0.03"), (0, "0.02")):
        rates[place] = Decimal(rate)
    return tuple(rates)


def table(of: int = 20_000, years: tuple[int, ...] = (BASE,), open_from: int = OPEN) -> PeopleTable:
    counts = {}
    for n, year in enumerate(years):
        male, female = (people(round(of * 0.97**n), open_from, sex) for sex in "MF")
        counts[year] = Counts(male, female, total=sum(male) + sum(female))
    return PeopleTable(open_from, counts)


def a_vision(government: Government, *, scenarios: bool = True, **fields: Any) -> PopulationVision:
    """A working vision of one invented area with a census table of 2020 and rates, and the published and an own course."""
    number = government.population_visions.count() + 1
    given = {
        "title": f"{government.name}人口ビジョン（見本）",
        "base_year": BASE,
        "last_year": 2050,
        "number": number,
    }
    vision = PopulationVision.objects.create(government=government, **(given | fields))
    area = an_area(vision)
    if scenarios:
        a_scenario(vision, "パターン1", kind=Scenario.Kind.PATTERN1)
        a_scenario(
            vision,
            "見本の見通し",
            ScenarioSpec(
                births=Births.TFR,
                tfr=((2025, None), (2040, Decimal("1.8"))),
                moves=Moves.FACTOR,
                factor=Decimal("0.5"),
            ),
            is_adopted=True,
        )
    assert area
    return vision


def an_area(
    vision: PopulationVision, code: str = "99999", name: str = "見本町", of: int = 20_000
) -> VisionArea:
    """An area with its census table and its rates; survival and k are common to all areas."""
    first = not vision.areas.exists()
    area = VisionArea.objects.create(vision=vision, code=code, name=name, position=vision.areas.count())
    PopulationTable.objects.create(
        vision=vision,
        area=area,
        kind=PopulationTable.Kind.CENSUS,
        title=f"{name}の人口（見本）",
        source="見本",
        data=table(of).to_data(),
    )
    rates = AgeRates(OPEN, dict.fromkeys(PERIODS, migration()), dict.fromkeys(PERIODS, migration()))
    _assume(vision, area, Assumption.Kind.MIGRATION, rates.to_data())
    _assume(vision, area, Assumption.Kind.CHILD_WOMAN, _by_year("0.2"))
    _assume(vision, area, Assumption.Kind.SEX_RATIO, _by_year("105"))
    if first:
        alive = AgeRates(OPEN, dict.fromkeys(PERIODS, survival("M")), dict.fromkeys(PERIODS, survival("F")))
        _assume(vision, None, Assumption.Kind.SURVIVAL, alive.to_data())
        _assume(vision, None, Assumption.Kind.TFR_RATIO, _by_year("0.14"))
    return area


def a_scenario(
    vision: PopulationVision, name: str = "独自", spec: ScenarioSpec | None = None, **fields: Any
) -> Scenario:
    given = {"position": vision.scenarios.count() * 10, "spec": to_data(spec or ScenarioSpec())}
    return Scenario.objects.create(vision=vision, name=name, **(given | fields))


def entered(vision: PopulationVision, name: str = "想定人口") -> Scenario:
    """豊中市's adopted figures, as its strategy prints them."""
    rows = (
        (2020, 401_558, "13.7", "60.0"),
        (2027, 402_190, "13.3", "60.5"),
        (2040, 400_861, "13.0", "57.2"),
    )
    figures = tuple(
        Entered(year, total, young_share=Decimal(young), working_share=Decimal(working))
        for year, total, young, working in rows
    )
    return a_scenario(vision, name, ScenarioSpec(entered=figures), kind=Scenario.Kind.ENTERED)


def _by_year(rate: str) -> dict[str, Any]:
    return year_rates_data({year + 5: Decimal(rate) for year in PERIODS} | {BASE: Decimal(rate)})


def _assume(vision: PopulationVision, area: VisionArea | None, kind: str, data: dict[str, Any]) -> Assumption:
    return Assumption.objects.create(vision=vision, area=area, kind=kind, source="見本", data=data)
