"""Copying a population vision's areas, tables, assumptions and scenarios into the next: lineage kept, in bulk."""

from collections.abc import Mapping
from typing import Any

from vision.models import Assumption, PopulationTable, PopulationVision, Scenario, VisionArea


def copy_vision(source: PopulationVision, target: PopulationVision) -> None:
    """Copy all that belongs to ``source`` into the empty ``target``; part of the verb that starts the next vision.

    A scenario keeps its ``lineage``, so that the two can be compared. Files that were uploaded stay where they are. The number
    of queries does not depend on how much there is.
    """
    rows = list(VisionArea.objects.filter(vision=source))
    old_ids = [row.pk for row in rows]
    copies = VisionArea.objects.bulk_create([_fresh(row, target) for row in rows])
    areas: dict[int | None, VisionArea | None] = {None: None, **dict(zip(old_ids, copies, strict=True))}
    for model in (PopulationTable, Assumption):
        _copy(model, source, target, areas)
    Scenario.objects.bulk_create(
        [_fresh(row, target, version=1) for row in Scenario.objects.filter(vision=source)]
    )


def _copy(
    model: type[Any],
    source: PopulationVision,
    target: PopulationVision,
    areas: Mapping[int | None, VisionArea | None],
) -> None:
    rows = list(model.objects.filter(vision=source).order_by("id"))
    model.objects.bulk_create([_fresh(row, target, area=areas[row.area_id], version=1) for row in rows])


def _fresh(row: Any, vision: PopulationVision, **changes: Any) -> Any:
    """The same row of another vision, unsaved."""
    row.pk = None
    row._state.adding = True
    for name, value in ({"vision": vision} | changes).items():
        setattr(row, name, value)
    return row
