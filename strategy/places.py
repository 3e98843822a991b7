"""Items as places that others point at: with the numbers that are printed, read for several editions at once.

One query however many editions and items there are. What is frozen never changes, so a process reads it once.
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from strategy import tree
from strategy.models import Edition, ItemKind, PlanItem
from strategy.naming import Named, called, full_number, numbered
from strategy.normalise import fold
from strategy.numbering import number_tree

# Plain tuples: objects would cost four times as much.
_ROW = (
    "id parent_id position edition_id lineage kind title printed_number level_id level__numbering level__name"
)
MOST_KEPT = 100  # frozen editions


@dataclass(frozen=True)
class Place:
    """An item of an edition as it is printed. ``above`` are the items above it, the nearest first."""

    lineage: uuid.UUID
    kind: str
    level: str
    number: str
    title: str
    above: "tuple[Place, ...]" = field(default=(), repr=False, compare=False)

    @property
    def depth(self) -> int:
        return len(self.above) + 1

    @property
    def named(self) -> Named:
        return Named(self.kind, self.number, self.title)

    @property
    def full_number(self) -> str:
        """第1章－1（1）①."""
        return full_number(self.named, (place.named for place in self.above))

    @property
    def label(self) -> str:
        """Number and title: ①妊娠前からの知識の習得."""
        return numbered(self.number, self.title)

    @property
    def called(self) -> str:
        """The words by which a text refers to it: 第1章－1（1）①."""
        return called(self.named, (place.named for place in self.above))

    @property
    def is_pillar(self) -> bool:
        return self.kind == ItemKind.PILLAR

    def holds(self, words: Iterable[str]) -> bool:
        """Whether number and title hold all of these folded words."""
        text = fold(f"{self.full_number} {self.title}")
        return all(word in text for word in words)


Places = Mapping[uuid.UUID, Place]  # by lineage, in reading order
_frozen: dict[str, Places] = {}  # by the hash of the document, which no two editions share


def places_of(editions: Iterable[Edition]) -> dict[int, Places]:
    """{edition: its places}. One query for all that are not known yet, none where all are."""
    editions = list(editions)
    # Taken out at once: another thread may put it away for a newer one meanwhile.
    found = {
        edition.pk: kept
        for edition in editions
        if edition.is_frozen and (kept := _frozen.get(edition.content_hash)) is not None
    }
    rows: dict[int, list[Any]] = {edition.pk: [] for edition in editions if edition.pk not in found}
    if rows:
        items = PlanItem.objects.filter(edition__in=rows).order_by("position", "id")
        for row in items.values_list(*_ROW.split(), named=True):
            rows[row.edition_id].append(row)
    for edition in editions:
        if edition.pk in rows:
            found[edition.pk] = {place.lineage: place for place in _placed(rows[edition.pk])}
            if edition.is_frozen:
                _keep(edition.content_hash, found[edition.pk])
    return found


def _keep(content_hash: str, places: Places) -> None:
    """Remember the places of a frozen edition; the one that was read first gives way where there are too many."""
    if len(_frozen) >= MOST_KEPT:
        _frozen.pop(next(iter(tuple(_frozen)), ""), None)
    _frozen[content_hash] = places


def _placed(rows: list[Any]) -> Iterator[Place]:
    nodes = tree.assemble(rows)
    numbers = number_tree(
        nodes,
        style=lambda row: row.level__numbering,
        level=lambda row: row.level_id,
        key=lambda row: row.id,
        printed=lambda row: row.printed_number,
    )
    made: dict[int, Place] = {}
    for _, node in tree.walk(nodes):
        row = node.item
        parent = made.get(row.parent_id)
        above = (parent, *parent.above) if parent else ()
        made[row.id] = Place(row.lineage, row.kind, row.level__name, numbers[row.id], row.title, above)
        yield made[row.id]


def words_of(query: str) -> list[str]:
    """The words asked for, in the form in which texts are compared.

    >>> words_of("子育て　支援")
    ['子育て', '支援']
    """
    return [folded for word in query.replace("　", " ").split() if (folded := fold(word))]


def found_in(places: Iterable[Place], query: str) -> list[Place]:
    """Places that hold all words of ``query``, each after those above it, so that the tree stays readable."""
    words, places = words_of(query), list(places)
    if not words:
        return places
    hits = {hit.lineage for place in places if place.holds(words) for hit in (place, *place.above)}
    return [place for place in places if place.lineage in hits]
