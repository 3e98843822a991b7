"""Loading all that belongs to a population vision at once: the demo's comes from files, not from uploads.

fixtures/README.md has the format.
"""

import uuid
from collections.abc import Mapping
from typing import Any

from accounts.audit import record, verb
from accounts.models import User
from strategy.loading import lineage_of
from vision.models import Assumption, PopulationTable, PopulationVision, Scenario, VisionArea
from vision.rules import require_working_vision

Data = Mapping[str, Any]
_TABLE = "kind title source unknown data".split()
_ASSUMPTION = "kind source is_derived data".split()
_SCENARIO = "kind name description spec is_adopted is_shown".split()


def scenario_lineage(government: str, name: str) -> uuid.UUID:
    """The lineage of a scenario that a file knows by its name, the same on every machine and in every vision."""
    return lineage_of(government, "", f"scenario:{name}")


@verb("vision.load", "人口ビジョンの読込み")
def load_vision_content(*, actor: User | None, vision: PopulationVision, content: Data) -> PopulationVision:
    """Give a working vision these areas, tables, assumptions and scenarios in the place of those it has.

    Raises ``Refused`` when it is frozen.
    """
    current = require_working_vision(vision)
    for rows in (current.tables, current.assumptions, current.scenarios, current.areas):
        rows.all().delete()
    areas: dict[str, VisionArea | None] = {"": None}
    for n, row in enumerate(content["areas"]):
        areas[row["code"]] = VisionArea.objects.create(vision=current, position=10 * n, **row)
    PopulationTable.objects.bulk_create(
        PopulationTable(vision=current, area=areas[row["area"]], **_chosen(row, _TABLE))
        for row in content["tables"]
    )
    Assumption.objects.bulk_create(
        Assumption(vision=current, area=areas[row["area"]], **_chosen(row, _ASSUMPTION))
        for row in content["assumptions"]
    )
    Scenario.objects.bulk_create(
        Scenario(
            vision=current,
            lineage=scenario_lineage(current.government.slug, row["name"]),
            position=10 * n,
            **_chosen(row, _SCENARIO),
        )
        for n, row in enumerate(content["scenarios"], 1)
    )
    record(
        "vision.load",
        actor=actor,
        government=current.government,
        subject=current,
        scenarios=len(content["scenarios"]),
    )
    return current


def _chosen(row: Data, names: list[str]) -> dict[str, Any]:
    return {name: row[name] for name in names}
