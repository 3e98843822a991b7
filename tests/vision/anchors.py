"""Published tables beside the project as data of a vision: 社人研 平成30年推計 of seven areas, survival and k of A4."""

import csv
import json
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from vision.ages import group_keys
from vision.spec import ScenarioSpec, to_data
from vision.tables import AgeRates, Counts, PeopleTable, year_rates_data

AREAS = ("27203", "40216", "42202", "14", "27", "40", "42")
YEARS = tuple(range(2015, 2050, 5))
SEXES = ("M", "F")


@cache
def rows(folder: Path, name: str) -> tuple[dict[str, str], ...]:
    with (folder / "data" / "population" / name).open(encoding="utf-8") as file:
        return tuple(csv.DictReader(file))


@cache
def references(folder: Path) -> dict[str, Any]:
    """The totals of anchor A4 by area, and k under "k"."""
    found = json.loads(
        (folder / "data" / "population" / "reference_scenarios.json").read_text(encoding="utf-8")
    )
    return found["results"] | {"k": found["assumptions"]["k"]}


def people(folder: Path, code: str) -> PeopleTable:
    """The published results of an area, 2015–2045."""
    found = {
        (row["sex"], row["age"]): row
        for row in rows(folder, "ipss2018_focus_age_sex.csv")
        if row["code"] == code
    }
    return PeopleTable(
        90,
        {
            year: Counts(
                *(tuple(int(found[sex, group][str(year)]) for group in group_keys(90)) for sex in SEXES),
                total=sum(int(found[sex, "total"][str(year)]) for sex in SEXES),
            )
            for year in YEARS
        },
    )


def survival(folder: Path, code: str) -> AgeRates:
    """The survival rates of anchor A4: of the nation, the same for all areas."""
    found: dict[str, dict[int, list[Decimal]]] = {sex: {year: [] for year in YEARS[:-1]} for sex in SEXES}
    for row in rows(folder, "ipss2018_focus_split_rates.csv"):
        if row["code"] == code:
            found[row["sex"]][int(row["period"][:4])].append(Decimal(row["survival_national"]))
    return AgeRates(90, *({year: tuple(rates) for year, rates in found[sex].items()} for sex in SEXES))


def data(folder: Path, *codes: str, specs: dict[str, ScenarioSpec], last_year: int = 2045) -> dict[str, Any]:
    """The data of a vision of these areas with one scenario for each of ``specs`` {kind: spec}."""
    k = {int(year): Decimal(str(rate)) for year, rate in references(folder)["k"].items()}
    common = {"area": "", "source": "", "is_derived": False, "remarks": []}
    return {
        "vision": {"base_year": 2015, "last_year": last_year},
        "areas": [{"code": code, "name": references(folder)[code]["name"]} for code in codes],
        "tables": [
            {
                "area": code,
                "kind": "PROJECTION",
                "title": "社人研推計",
                "unknown": "NONE",
                "data": people(folder, code).to_data(),
            }
            for code in codes
        ],
        "assumptions": [
            common | {"kind": "SURVIVAL", "data": survival(folder, codes[0]).to_data()},
            common | {"kind": "TFR_RATIO", "data": year_rates_data(k)},
        ],
        "scenarios": [
            {
                "lineage": kind,
                "kind": kind,
                "kind_name": kind,
                "name": kind,
                "description": "",
                "is_adopted": False,
                "is_shown": True,
                "spec": to_data(spec),
            }
            for kind, spec in specs.items()
        ],
    }
