"""The invented town of tests/vision/towns.py as plain data, without a database."""

from decimal import Decimal
from typing import Any

from tests.vision import towns
from vision.inputs import Inputs, inputs_of
from vision.spec import ScenarioSpec, to_data
from vision.tables import AgeRates, year_rates_data

OPEN = towns.OPEN


def table(kind: str = "CENSUS", area: str = "99999", unknown: str = "NONE", **given: Any) -> dict[str, Any]:
    """A table of people; ``given`` as towns.table takes it."""
    return {
        "area": area,
        "kind": kind,
        "title": "国勢調査" if kind == "CENSUS" else "将来推計（見本）",
        "source": "見本",
        "unknown": unknown,
        "data": towns.table(**given).to_data(),
    }


def rates(kind: str, area: str = "", rate: str = "", open_from: int = OPEN, **periods: Any) -> dict[str, Any]:
    """An assumption: of ages for SURVIVAL and MIGRATION, else one ``rate`` in 2020 … 2050."""
    years = periods.get("periods", towns.PERIODS)
    if kind == "SURVIVAL":
        of_sex = [dict.fromkeys(years, towns.survival(sex, open_from)) for sex in "MF"]
        data = AgeRates(open_from, *of_sex).to_data()
    elif kind == "MIGRATION":
        data = AgeRates(open_from, *[dict.fromkeys(years, towns.migration(open_from))] * 2).to_data()
    else:
        data = year_rates_data({year: Decimal(rate) for year in range(2020, 2055, 5)})
    return {"area": area, "kind": kind, "source": "見本", "is_derived": False, "remarks": [], "data": data}


def given() -> list[dict[str, Any]]:
    """All assumptions, common to all areas."""
    return [
        rates("SURVIVAL"),
        rates("MIGRATION"),
        rates("CHILD_WOMAN", rate="0.2"),
        rates("SEX_RATIO", rate="105"),
        rates("TFR_RATIO", rate="0.14"),
    ]


def scenario(kind: str = "OWN", spec: ScenarioSpec | None = None, **fields: Any) -> dict[str, Any]:
    return {
        "lineage": kind,
        "kind": kind,
        "kind_name": kind,
        "name": kind,
        "description": "",
        "is_adopted": False,
        "is_shown": True,
        "spec": to_data(spec or ScenarioSpec()),
    } | fields


def data_of(*scenarios: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """One area, a census table of 2020, all assumptions."""
    return {
        "vision": {"base_year": 2020, "last_year": 2050},
        "areas": [{"code": "99999", "name": "見本町"}],
        "tables": [table()],
        "assumptions": given(),
        "scenarios": list(scenarios),
    } | changes


def inputs(**changes: Any) -> Inputs:
    """The arrays of such data; it must be whole."""
    found = inputs_of(data_of(**changes))
    assert found is not None
    return found
