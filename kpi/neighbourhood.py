"""Where a target stands in its edition: its place in the item's table, where else it is printed, of what it tells."""

from dataclasses import dataclass

from kpi.models import RelistedTarget, Target
from kpi.placing import rows_of
from strategy.models import Alignment, Edition, ItemKind
from strategy.places import Place, places_of


@dataclass(frozen=True)
class Neighbourhood:
    """``index`` among the ``count`` rows of the item's table, 再掲 counted."""

    place: Place
    index: int
    count: int
    relistings: tuple[tuple[RelistedTarget, Place], ...]
    served: tuple[Place, ...]
    neighbours: tuple[Target, ...]  # all targets of the edition in printed order

    @property
    def is_first(self) -> bool:
        return self.index == 0

    @property
    def is_last(self) -> bool:
        return self.index + 1 >= self.count


def neighbourhood_of(target: Target) -> Neighbourhood:
    """Where this target stands. Six queries."""
    places = places_of([target.edition])[target.edition.pk]
    order = {lineage: n for n, lineage in enumerate(places)}
    neighbours = Target.objects.filter(edition=target.edition).select_related("item")
    rows = rows_of(target.item)
    relistings = target.relistings.select_related("item").order_by("position", "id")
    served = target.served.select_related("item").order_by("id")
    return Neighbourhood(
        place=places[target.item.lineage],
        index=next(n for n, row in enumerate(rows) if isinstance(row, Target) and row.pk == target.pk),
        count=len(rows),
        relistings=tuple((row, places[row.item.lineage]) for row in relistings),
        served=tuple(places[row.item.lineage] for row in served),
        neighbours=tuple(sorted(neighbours, key=lambda row: (order[row.item.lineage], row.position, row.pk))),
    )


def titles_near(edition: Edition, lineage: str) -> list[str]:
    """Titles that tell in which field an item works: of the pillars that its goal is aligned with, else its own.

    Two queries.
    """
    places = places_of([edition])[edition.pk]
    near = next((place for key, place in places.items() if str(key) == lineage), None)
    if near is None:
        return []
    up = (near, *near.above)
    goal = next((place for place in up if place.kind == ItemKind.GOAL), near)
    own = Alignment.objects.filter(
        edition=edition, to_item__edition=edition, to_item__kind=ItemKind.PILLAR
    ).values_list("item__lineage", "to_item__title")
    pillars = {
        title
        for item, title in own
        if goal.lineage in {place.lineage for place in (places[item], *places[item].above)}
    }
    return sorted(pillars) or [place.title for place in up]
