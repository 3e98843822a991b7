"""Which items of two editions are joined, which could be, and which have no partner: what the page of つながり shows."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from publishing.comparison.keeping import comparison_of, joins_of
from publishing.comparison.reading import links_of, require_comparable
from publishing.comparison.sides import Reader
from publishing.document import Document, Entry
from strategy.joining import Item, Pair, Proposal, propose, sign_of
from strategy.models import Edition
from strategy.normalise import fold
from strategy.richtext import plain

OPENING = 60


@dataclass(frozen=True)
class Shown:
    """An item as the page shows it: number and title, its level, the item above it and how its text begins.

    ``words`` mean this item and no other of its edition.
    """

    lineage: str
    label: str
    words: str
    level: str
    above: str
    opening: str


@dataclass(frozen=True)
class Joined:
    """A pair that is joined or proposed; ``value`` is what the form sends."""

    old: Shown
    new: Shown
    proposal: Proposal | None = None

    @property
    def value(self) -> str:
        return f"{self.old.lineage}.{self.new.lineage}"


class Side:
    """The items of one edition, each under words that no other item of it has."""

    def __init__(self, reader: Reader):
        self.reader = reader
        self.entries = reader.tree.items
        self.bodies = {lineage: plain(entry.body).strip() for lineage, entry in self.entries.items()}

    @cached_property
    def shown(self) -> dict[str, Shown]:
        """Every item by lineage, in reading order."""
        words = self._words()
        return {lineage: self._shown(entry, words[lineage]) for lineage, entry in self.entries.items()}

    @cached_property
    def typed(self) -> dict[str, frozenset[str]]:
        """What a person may type for an item: its words, its title or its number alone; folded, with whom it means."""
        meant: dict[str, set[str]] = defaultdict(set)
        for entry in self.entries.values():
            for words in (entry.title, self.reader.full_number(entry)):
                if words:
                    meant[fold(words)].add(entry.lineage)
        whole = {fold(shown.words): {shown.lineage} for shown in self.shown.values()}
        return {words: frozenset(lineages) for words, lineages in (meant | whole).items()}

    @property
    def items(self) -> list[Item]:
        """As they are compared."""
        return [
            Item(
                lineage=lineage,
                kind=entry.kind,
                number=self.reader.full_number(entry),
                title=entry.title,
                body=self.bodies[lineage],
                under=self.reader.tree.spots[lineage].under,
            )
            for lineage, entry in self.entries.items()
        ]

    def _words(self) -> dict[str, str]:
        """Number and title; where two items share them, the place too, and a count where even that is alike."""
        short = {lineage: self.reader.words(entry) for lineage, entry in self.entries.items()}
        often = Counter(map(fold, short.values()))
        placed = {
            lineage: words
            if often[fold(words)] == 1
            else f"{words}（{self.reader.place(self.entries[lineage])}）"
            for lineage, words in short.items()
        }
        seen: Counter[str] = Counter()
        counted = {}
        for lineage, words in placed.items():
            seen[fold(words)] += 1
            n = seen[fold(words)]
            counted[lineage] = words if n == 1 else f"{words}の{n}つ目"
        return counted

    def _shown(self, entry: Entry, words: str) -> Shown:
        body = " ".join(self.bodies[entry.lineage].split())
        opening = f"{body[:OPENING]}…" if len(body) > OPENING else body
        above = next(map(self.reader.label, self.reader.above(entry)), "いちばん上")
        return Shown(entry.lineage, self.reader.words(entry), words, entry.level, above, opening)


class Joins:
    """The joins of two editions. ``own``: pairs that a planner joined and may part again.

    A working edition names its predecessors itself, if they are of the edition on which it is based; everything else
    is kept with the comparison (``ItemJoin``).
    """

    def __init__(self, before: Edition, edition: Edition):
        require_comparable(before, edition)
        self.before, self.edition = before, edition
        old, new = (Reader(Document.of(one)) for one in (before, edition))
        self.old, self.new = Side(old), Side(new)
        kept = self._kept()
        self.links = links_of(before, edition, old, new) | kept
        self.own = self._named() if self.names_predecessors else kept
        self.seen = sign_of(self.links)

    @property
    def names_predecessors(self) -> bool:
        """Whether the newer edition itself says what its items come from."""
        return not self.edition.is_frozen and self.edition.based_on_id in (None, self.before.pk)

    def _kept(self) -> set[Pair]:
        comparison = comparison_of(self.before, self.edition)
        return self._standing(joins_of(comparison) if comparison else ())

    def _named(self) -> set[Pair]:
        named = (
            (former, entry.lineage)
            for entry in self.new.entries.values()
            for former in entry.predecessors
            if former != entry.lineage
        )
        return self._standing(named)

    def _standing(self, pairs: Iterable[Pair]) -> set[Pair]:
        return {(one, other) for one, other in pairs if one in self.old.entries and other in self.new.entries}

    @cached_property
    def proposals(self) -> tuple[Joined, ...]:
        found = propose(self.old.items, self.new.items, self.links)
        return tuple(Joined(self.old.shown[one.old], self.new.shown[one.new], one) for one in found)

    @cached_property
    def joined(self) -> tuple[Joined, ...]:
        """The pairs that may be parted, in the reading order of the new edition."""
        rank, former = self.new.reader.tree.rank, self.old.reader.tree.rank
        pairs = sorted(self.own, key=lambda pair: (rank[pair[1]], former[pair[0]]))
        return tuple(Joined(self.old.shown[one], self.new.shown[other]) for one, other in pairs)

    @property
    def fixed_count(self) -> int:
        """Items of the new edition that are joined by lineage or by the editions in between."""
        return len({other for one, other in self.links - self.own if other in self.new.entries})

    @cached_property
    def rest_old(self) -> tuple[Shown, ...]:
        """Items of the old edition for which there is no partner and no proposal."""
        taken = {one for one, _ in self.links} | {found.old.lineage for found in self.proposals}
        return tuple(shown for lineage, shown in self.old.shown.items() if lineage not in taken)

    @cached_property
    def rest_new(self) -> tuple[Shown, ...]:
        """Items of the new edition for which there is no partner and no proposal."""
        taken = {other for _, other in self.links} | {found.new.lineage for found in self.proposals}
        return tuple(shown for lineage, shown in self.new.shown.items() if lineage not in taken)
