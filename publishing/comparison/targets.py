"""What became of the rows of KPI tables between two editions: which answers to which, and what differs in it.

A row answers to the row of its lineage; where items were joined that share no lineage, to the row of the same name, 対象
and role within them. Each row is told once, at the item where it stands now, or stood when it went.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from publishing.comparison.kinds import Kind, ordered
from publishing.comparison.sides import Reader
from publishing.comparison.table import TargetChange, TargetSide
from publishing.comparison.target_rows import TargetRows, role_word
from publishing.comparison.throughout import Throughout
from publishing.document import Entry
from strategy.matching import Match, in_order
from strategy.normalise import repair_radicals

# What a row prints, and as what a difference in it is told.
FIELDS = {
    "name": Kind.TARGET_RETITLED,
    "target": Kind.TARGET_VALUE,
    "baseline": Kind.TARGET_BASELINE,
    "baseline_note": Kind.TARGET_BASELINE,
    "audience": Kind.TARGET_DETAIL,
    "unit": Kind.TARGET_DETAIL,
    "source": Kind.TARGET_DETAIL,
    "other_wording": Kind.TARGET_DETAIL,
    "path_source": Kind.TARGET_DETAIL,
    "rationale": Kind.RATIONALE,
}


@dataclass(frozen=True)
class Pair:
    """A row of the old edition, the new one or both. No kinds: it is printed as before."""

    old: str | None
    new: str | None
    kinds: frozenset[Kind] = frozenset()


@dataclass(frozen=True)
class Found:
    """The rows of a match in the order of the new edition. ``arrived`` came from elsewhere to an item that is new."""

    pairs: tuple[Pair, ...] = ()
    arrived: tuple[Pair, ...] = ()

    @property
    def changed(self) -> tuple[Pair, ...]:
        return tuple(pair for pair in self.pairs if pair.kinds)

    @property
    def kinds(self) -> set[Kind]:
        return {kind for pair in self.pairs for kind in pair.kinds}


NOTHING = Found()


class Targets:
    """The rows of two editions. ``replaced`` counts the terms that were replaced throughout."""

    def __init__(
        self,
        old: Reader,
        new: Reader,
        matches: Sequence[Match[Entry]],
        throughout: Throughout,
        replaced: Counter[str],
    ):
        self.old, self.new = TargetRows(old), TargetRows(new)
        self.throughout, self.replaced = throughout, replaced
        self.place: dict[tuple[str, str], int] = {}  # the match of an item, by edition and lineage
        self.forward: dict[str, str] = {}
        self.backward: dict[str, str] = {}
        if not self:
            return
        for n, found in enumerate(matches):
            self.place |= {("old", entry.lineage): n for entry in found.old}
            self.place |= {("new", entry.lineage): n for entry in found.new}
        self._join(self._by_lineage())
        for found in matches:
            self._join(self._by_name(found))
        self._join(self._again())

    def __bool__(self) -> bool:
        return bool(self.old.sides or self.new.sides)

    # --- who answers to whom ----------------------------------------------------------------------------------

    def _join(self, pairs: Iterable[tuple[str, str]]) -> None:
        for one, other in pairs:
            if one not in self.forward and other not in self.backward:
                self.forward[one], self.backward[other] = other, one

    def _by_lineage(self) -> Iterator[tuple[str, str]]:
        return (
            (name, name)
            for name, side in self.old.sides.items()
            if not side.is_relisted and name in self.new.sides
        )

    def _by_name(self, found: Match[Entry]) -> Iterator[tuple[str, str]]:
        for one in self._own(self.old, found.old):
            for other in self._own(self.new, found.new):
                if (one.name, one.audience, one.role) == (other.name, other.audience, other.role):
                    yield one.row, other.row

    @staticmethod
    def _own(rows: TargetRows, entries: Iterable[Entry]) -> Iterator[TargetSide]:
        for entry in entries:
            for name in rows.names.get(entry.lineage, ()):
                if not rows.sides[name].is_relisted:
                    yield rows.sides[name]

    def _again(self) -> Iterator[tuple[str, str]]:
        """再掲 of the same target within the same items."""
        there = {
            (side.lineage, self.place["new", side.item]): name
            for name, side in self.new.sides.items()
            if side.is_relisted
        }
        for name, side in self.old.sides.items():
            key = (self.forward.get(side.lineage, ""), self.place["old", side.item])
            if side.is_relisted and key in there:
                yield name, there[key]

    # --- what became of them ----------------------------------------------------------------------------------

    def of(self, found: Match[Entry]) -> Found:
        """The rows that are told with a match of items."""
        if not self:
            return NOTHING
        stayed = self._stayed(found)
        is_new = not found.old
        pairs: list[Pair] = []
        arrived: list[Pair] = []
        for name in self._names(self.new, found.new):
            former = self.backward.get(name)
            pair = Pair(former, name, self._kinds(former, name, stayed))
            (arrived if is_new and former else pairs).append(pair)
        self._with_lost(pairs, found)
        return Found(tuple(pairs), tuple(arrived))

    @staticmethod
    def _names(rows: TargetRows, entries: Iterable[Entry]) -> list[str]:
        return [name for entry in entries for name in rows.names.get(entry.lineage, ())]

    def _with_lost(self, pairs: list[Pair], found: Match[Entry]) -> None:
        """Put what went where it stood: behind the row before it that is still there."""
        places = {pair.old: pair for pair in pairs if pair.old}
        behind: Pair | None = None
        for name in self._names(self.old, found.old):
            if name in self.forward:
                behind = places.get(name, behind)
                continue
            kind = Kind.TARGET_RELISTED if self.old.sides[name].is_relisted else Kind.TARGET_REMOVED
            lost = Pair(name, None, frozenset({kind}))
            pairs.insert(pairs.index(behind) + 1 if behind else 0, lost)
            behind = lost

    def _stayed(self, found: Match[Entry]) -> set[str]:
        """Rows of the new edition that stand under the same item and kept their order."""
        if not found.principal:
            return set()
        one, other = found.principal
        ranks = {name: n for n, name in enumerate(self.old.names.get(one.lineage, ()))}
        family = [
            (former, name)
            for name in self.new.names.get(other.lineage, ())
            if (former := self.backward.get(name)) is not None and former in ranks
        ]
        return {family[n][1] for n in in_order([ranks[former] for former, _ in family], family)}

    def _kinds(self, former: str | None, name: str, stayed: set[str]) -> frozenset[Kind]:
        new = self.new.sides[name]
        if former is None:
            return frozenset({Kind.TARGET_RELISTED if new.is_relisted else Kind.TARGET_NEW})
        if new.is_relisted:  # what it prints follows its target
            return frozenset() if name in stayed else frozenset({Kind.TARGET_RELISTED})
        old = self.old.sides[former]
        kinds = {kind for field, kind in FIELDS.items() if self._differs(old, new, field)}
        if (old.role, old.is_survey, old.path, self._served("old", old)) != (
            new.role,
            new.is_survey,
            new.path,
            self._served("new", new),
        ):
            kinds.add(Kind.TARGET_DETAIL)
        if name not in stayed:
            kinds.add(Kind.TARGET_MOVED)
        return frozenset(kinds)

    def _differs(self, old: TargetSide, new: TargetSide, field: str) -> bool:
        """Whether a text differs, but for radicals and for terms that were replaced throughout."""
        one, other = (repair_radicals(getattr(side, field)) for side in (old, new))
        if one == other:
            return False
        self.replaced += self.throughout.counts(one, other)
        return self.throughout.applied(one) != other

    def _served(self, edition: str, side: TargetSide) -> frozenset[int]:
        """What a row tells of, whatever it is called by now."""
        return frozenset(self.place[edition, lineage] for lineage in side.serves)

    # --- as it is kept ----------------------------------------------------------------------------------------

    def changes(self, pairs: Iterable[Pair]) -> tuple[TargetChange, ...]:
        """The rows that changed, with both sides."""
        return tuple(self._change(pair) for pair in pairs if pair.kinds)

    def _change(self, pair: Pair) -> TargetChange:
        old = self.old.sides[pair.old] if pair.old else None
        new = self.new.sides[pair.new] if pair.new else None
        told = new or old
        assert told is not None
        return TargetChange(role_word(told), told.name, ordered(set(pair.kinds)), old, new)
