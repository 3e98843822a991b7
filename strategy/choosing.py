"""Items out of which a person chooses one or several: the outline as a list, filtered by words.

What may not be chosen is shown only where something under it may, so that the list reads as the plan does.
"""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from strategy.models import Edition, PlanItem
from strategy.places import Place, places_of, words_of
from strategy.standing import lineages_of, standing_of

LONGEST_QUERY = 100


@dataclass(frozen=True)
class Option:
    """A line of the list; ``is_open`` when it may be chosen."""

    place: Place
    is_open: bool
    is_chosen: bool

    @property
    def value(self) -> str:
        return str(self.place.lineage)

    @property
    def depth(self) -> int:
        """For the indent; what is deeper stands no further in."""
        return min(self.place.depth, 6)


@dataclass(frozen=True)
class Choice:
    """A list out of which to choose; ``name`` is the field, ``name``_q the words by which the list is filtered."""

    name: str
    legend: str
    options: tuple[Option, ...]
    query: str = ""
    several: bool = False
    top: str = ""  # the words of a first option for the top of the plan; "" for none
    is_top_chosen: bool = False

    @property
    def open_count(self) -> int:
        return sum(option.is_open for option in self.options)


def choice_of(
    edition: Edition,
    *,
    name: str,
    legend: str,
    allowed: Collection[uuid.UUID],
    query: str = "",
    chosen: Iterable[str] = (),
    several: bool = False,
    top: str = "",
) -> Choice:
    """The list of an edition's items of which ``allowed`` may be chosen. One query."""
    places, marked = places_of([edition])[edition.pk], set(chosen)
    query = query.strip()[:LONGEST_QUERY]
    words = words_of(query)
    hits = {
        shown.lineage
        for lineage in allowed
        if (place := places.get(lineage)) and place.holds(words)
        for shown in (place, *place.above)
    }
    options = tuple(
        Option(place, lineage in allowed, str(lineage) in marked)
        for lineage, place in places.items()
        if lineage in hits
    )
    return Choice(name, legend, options, query, several, top, "" in marked)


def destinations(edition: Edition, chosen: Collection[str]) -> tuple[set[uuid.UUID], bool]:
    """Under which items all the chosen ones may be put, and whether at the top. Three queries.

    Before anything is chosen: where anything may stand.
    """
    standing, lineages = standing_of(edition), lineages_of(edition)
    pks = [pk for pk, lineage in lineages.items() if str(lineage) in chosen]
    bearing = {key for rank in standing.ranks for key in rank.under}
    places = [pk for pk in standing.destinations(pks) if standing.level[pk] in bearing]
    return {lineages[pk] for pk in places if pk is not None}, None in places


def bearing(edition: Edition, level: str) -> set[uuid.UUID]:
    """Items under which a level may stand. Three queries."""
    standing = standing_of(edition)
    return {
        lineage
        for pk, lineage in lineages_of(edition).items()
        if standing.may_stand(level, standing.level[pk])
    }


def mergeable(item: PlanItem) -> set[uuid.UUID]:
    """Items of the same kind, without those above this one. Four queries."""
    standing, lineages = standing_of(item.edition), lineages_of(item.edition)
    above, at = set(), standing.parent[item.pk]
    while at is not None:
        above.add(at)
        at = standing.parent[at]
    same = item.edition.items.filter(kind=item.kind).exclude(pk=item.pk).values_list("pk", flat=True)
    return {lineages[pk] for pk in same if pk not in above}


def relistable(item: PlanItem, taken: Collection[int]) -> set[uuid.UUID]:
    """Every item but the one above, those below, itself and those where it is shown already. Three queries."""
    standing = standing_of(item.edition)
    barred = {*standing.branch(item.pk), standing.parent[item.pk], *taken}
    return {lineage for pk, lineage in lineages_of(item.edition).items() if pk not in barred}
