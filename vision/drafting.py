"""Building the document of a working population vision from its rows.

The number of queries does not depend on the number of areas, tables or scenarios. Nothing here knows the time: equal rows give
equal bytes. Nobody else assembles a vision; readers use ``vision.document``.
"""

from typing import Any

from vision.computing import computed
from vision.models import PopulationVision, Scenario

SCHEMA = 1

Data = dict[str, Any]


def draft_data(vision: PopulationVision) -> Data:
    """What a vision says as its rows stand now, results of its scenarios among it (``vision.computing``)."""
    return computed(given_data(vision))


def given_data(vision: PopulationVision) -> Data:
    """The same without results: what the office gave."""
    government, based_on = vision.government, vision.based_on
    if based_on is not None and based_on.published_at is None:
        based_on = None  # readers must not learn of it
    areas = list(vision.areas.all())
    codes = {area.pk: area.code for area in areas}
    return {
        "schema": SCHEMA,
        "government": {
            "code": government.code,
            "slug": government.slug,
            "name": government.name,
            "kind": government.kind,
            "prefecture": government.prefecture,
            "words": government.address.as_words(),
        },
        "vision": {
            "number": vision.number,
            "title": vision.title,
            "base_year": vision.base_year,
            "last_year": vision.last_year,
            "notice": vision.notice,
            "outlook": vision.outlook,
            "adopted_on": None if vision.adopted_on is None else vision.adopted_on.isoformat(),
            "based_on": None if based_on is None else {"number": based_on.number, "title": based_on.title},
        },
        "areas": [{"code": area.code, "name": area.name} for area in areas],
        "tables": _tables(vision, codes),
        "assumptions": _assumptions(vision, codes),
        "scenarios": [scenario_data(scenario) for scenario in vision.scenarios.all()],
        "impact": None,
    }


def scenario_data(scenario: Scenario) -> Data:
    """A scenario as the office gave it; ``vision.computing`` fills in what it comes to."""
    return {
        "lineage": str(scenario.lineage),
        "kind": scenario.kind,
        "kind_name": scenario.get_kind_display(),
        "name": scenario.name,
        "description": scenario.description,
        "is_adopted": scenario.is_adopted,
        "is_shown": scenario.is_shown,
        "spec": scenario.spec,
    }


def _tables(vision: PopulationVision, codes: dict[int, str]) -> list[Data]:
    rows = [
        {
            "area": codes.get(row.area_id, ""),
            "kind": row.kind,
            "kind_name": row.get_kind_display(),
            "title": row.title,
            "source": row.source,
            "source_url": row.source_url,
            "unknown": row.unknown,
            "unknown_name": row.get_unknown_display(),
            "remarks": row.remarks,
            "data": row.data,
        }
        for row in vision.tables.all()
    ]
    return _in_order(rows, codes)


def _assumptions(vision: PopulationVision, codes: dict[int, str]) -> list[Data]:
    rows = [
        {
            "area": codes.get(row.area_id, ""),
            "kind": row.kind,
            "kind_name": row.get_kind_display(),
            "source": row.source,
            "is_derived": row.is_derived,
            "remarks": row.remarks,
            "data": row.data,
        }
        for row in vision.assumptions.all()
    ]
    return _in_order(rows, codes)


def _in_order(rows: list[Data], codes: dict[int, str]) -> list[Data]:
    """By the order of the areas, what belongs to all of them first; then by kind."""
    places = {"": -1} | {code: place for place, code in enumerate(codes.values())}
    return sorted(rows, key=lambda row: (places[row["area"]], row["kind"]))
