"""What stands in a working edition for 施策調書: its measures with their KPIs, and where new ones may be put."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from accounts.models import Department
from kpi.models import MeasureSheet, Target
from strategy.models import Edition, ItemKind, PlanItem
from strategy.places import Place, places_of


@dataclass(frozen=True)
class Drafted:
    """A measure (or another item with KPIs) with what its department said of it, and the targets that stand at it."""

    item: PlanItem
    place: Place
    department: Department | None
    sheet: MeasureSheet | None
    targets: tuple[Target, ...]


@dataclass(frozen=True)
class Room:
    """An item under which a new measure may stand."""

    item: PlanItem
    place: Place
    department: Department | None


class DraftingFacts:
    """Measures (施策) in printed order; of a plan without any level of them, its directions. Five queries."""

    def __init__(self, edition: Edition):
        self.edition, self.places = edition, places_of([edition])[edition.pk]
        rows = PlanItem.objects.filter(edition=edition).select_related("department", "level")
        self.items: Mapping[object, PlanItem] = {item.lineage: item for item in rows}
        measures = [level for level in edition.levels.all() if level.kind == ItemKind.MEASURE]
        self._kind = ItemKind.MEASURE if measures else ItemKind.DIRECTION
        self._over = {key for level in measures for key in level.under}
        self._sheets = {row.item_id: row for row in MeasureSheet.objects.filter(edition=edition)}
        targets = Target.objects.filter(edition=edition).select_related("indicator__department")
        self.targets = tuple(targets.order_by("position", "id"))
        self._targets: Mapping[int, list[Target]] = defaultdict(list)
        for target in self.targets:
            self._targets[target.item_id].append(target)

    def measures(self, department: Department | None) -> tuple[Drafted, ...]:
        """Those that a department answers for; all for None."""
        found = (self._drafted(place) for place in self.places.values() if place.kind == self._kind)
        return tuple(row for row in found if _is_of(row.department, department))

    def with_kpis(self, department: Department | None) -> tuple[Drafted, ...]:
        """The measures, and other items at which KPIs stand, with the KPIs that a department answers for."""
        rows = (self._drafted(place) for place in self.places.values())
        found = (replace(row, targets=tuple(self._own(row, department))) for row in rows)
        return tuple(
            row
            for row in found
            if row.targets or (row.place.kind == self._kind and _is_of(row.department, department))
        )

    def _own(self, row: Drafted, wanted: Department | None) -> Iterator[Target]:
        for target in row.targets:
            if _is_of(target.indicator.department or row.department, wanted):
                yield target

    def _drafted(self, place: Place) -> Drafted:
        item = self.items[place.lineage]
        return Drafted(
            item,
            place,
            self._department(place),
            self._sheets.get(item.pk),
            tuple(self._targets.get(item.pk, ())),
        )

    def rooms(self, department: Department | None) -> tuple[Room, ...]:
        """Items under which a department may propose a measure; all for None."""
        rows = (
            Room(self.items[place.lineage], place, self._department(place))
            for place in self.places.values()
            if self.items[place.lineage].level.key in self._over
        )
        return tuple(row for row in rows if _is_of(row.department, department))

    def _department(self, place: Place) -> Department | None:
        ways = (self.items[one.lineage].department for one in (place, *place.above))
        return next((one for one in ways if one is not None), None)


def _is_of(own: Department | None, wanted: Department | None) -> bool:
    return wanted is None or (own is not None and own.pk == wanted.pk)
