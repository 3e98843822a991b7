"""The items of two editions laid side by side: which answers to which, what moved, what came, went, joined or parted.

Items answer to each other by links (pairs of lineages). Whatever is linked is one match, so that a merge and a split
need no rule of their own. Among siblings the largest part that kept its order stayed; only the others moved.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Generic, Protocol, TypeVar


class Item(Protocol):
    """An item of one edition with those below it."""

    @property
    def lineage(self) -> str: ...
    @property
    def predecessors(self) -> tuple[str, ...]: ...
    @property
    def items(self) -> "tuple[Item, ...]": ...


T = TypeVar("T", bound=Item)
Link = tuple[str, str]  # lineage in the old edition, lineage in the new one


@dataclass(frozen=True)
class Spot:
    """Where an item stands: the lineage of the item above ("" at the top) and of the one before it ("" for the first)."""

    under: str
    behind: str


class Tree(Generic[T]):
    """The items of one edition by lineage, in reading order, each with its spot."""

    def __init__(self, roots: Sequence[T]):
        self.items: dict[str, T] = {}
        self.spots: dict[str, Spot] = {}
        self.children: dict[str, list[str]] = defaultdict(list)
        self._add(roots, "")
        self.rank = {lineage: n for n, lineage in enumerate(self.items)}

    def _add(self, items: Sequence[T], under: str) -> None:
        behind = ""
        for item in items:
            self.items[item.lineage] = item
            self.spots[item.lineage] = Spot(under, behind)
            self.children[under].append(item.lineage)
            self._add(item.items, item.lineage)  # type: ignore[arg-type]
            behind = item.lineage


@dataclass(frozen=True)
class Match(Generic[T]):
    """Items that answer to each other, each side in reading order; an empty side means that they came or went.

    ``principal`` is the pair that is the same item in both editions, ``is_moved`` whether that item moved.
    """

    old: tuple[T, ...]
    new: tuple[T, ...]
    principal: tuple[T, T] | None
    is_moved: bool = False


def linked(old: Iterable[tuple[str, Sequence[str]]], new: Iterable[tuple[str, Sequence[str]]]) -> set[Link]:
    """The links of an edition and the one made from it, both as (lineage, predecessors).

    An item comes from the item of its own lineage and from those that it names as predecessors (統合・分割).

    >>> sorted(linked([("a", ()), ("b", ())], [("a", ("a", "b")), ("c", ())]))
    [('a', 'a'), ('b', 'a')]
    """
    known = {lineage for lineage, _ in old}
    return {
        (former, lineage)
        for lineage, predecessors in new
        for former in (lineage, *predecessors)
        if former in known
    }


def through(first: Iterable[Link], second: Iterable[Link]) -> set[Link]:
    """Links over an edition in between.

    >>> sorted(through({("a", "b"), ("c", "b")}, {("b", "d")}))
    [('a', 'd'), ('c', 'd')]
    """
    onward = defaultdict(set)
    for middle, last in second:
        onward[middle].add(last)
    return {(start, last) for start, middle in first for last in onward[middle]}


def match(old: Sequence[T], new: Sequence[T], links: Iterable[Link] | None = None) -> tuple[Match[T], ...]:
    """Every item of both editions in exactly one match, in the reading order of the new edition.

    What went stands where it stood: behind what stood before it and stayed. Without links, lineage alone joins.
    """
    before, after = Tree(old), Tree(new)
    if links is None:
        links = ((lineage, lineage) for lineage in before.items)
    groups = _groups(before, after, links)
    principal = {group: _principal(before, after, *group) for group in set(groups.values()) if all(group)}
    stayed = _stayed(before, after, principal)
    went = _went(before, after, groups, stayed)
    order = [*_reading(after, before, groups, went)]
    return tuple(_match(before, after, group, principal.get(group), stayed) for group in order)


Group = tuple[tuple[str, ...], tuple[str, ...]]
Pairs = Mapping[Group, Link]


def _groups(before: Tree[T], after: Tree[T], links: Iterable[Link]) -> dict[tuple[str, str], Group]:
    """{("old" or "new", lineage): the whole that it is linked into}."""
    near: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for one, other in links:
        if one in before.items and other in after.items:
            near["old", one].append(("new", other))
            near["new", other].append(("old", one))
    found: dict[tuple[str, str], Group] = {}
    for node in (*(("old", x) for x in before.items), *(("new", x) for x in after.items)):
        if node in found:
            continue
        seen, waiting = {node}, [node]
        while waiting:
            fresh = [other for other in near[waiting.pop()] if other not in seen]
            seen.update(fresh)
            waiting += fresh
        group = (
            tuple(sorted((x for side, x in seen if side == "old"), key=before.rank.__getitem__)),
            tuple(sorted((x for side, x in seen if side == "new"), key=after.rank.__getitem__)),
        )
        found |= dict.fromkeys(seen, group)
    return found


def _principal(before: Tree[T], after: Tree[T], olds: tuple[str, ...], news: tuple[str, ...]) -> Link:
    """The pair that is the same item: of one lineage if there is one, else the first of each side."""
    both = sorted(set(olds) & set(news))
    return (both[0], both[0]) if both else (olds[0], news[0])


def _stayed(before: Tree[T], after: Tree[T], principal: Pairs) -> set[Link]:
    """Principal pairs that did not move: under the same item, and in the same order as their siblings."""
    families: dict[Link, list[Link]] = defaultdict(list)
    same = {("", ""), *principal.values()}
    for one, other in principal.values():
        above = (before.spots[one].under, after.spots[other].under)
        if above in same:
            families[above].append((one, other))
    stayed: set[Link] = set()
    for family in families.values():
        family.sort(key=lambda pair: after.rank[pair[1]])
        stayed.update(family[n] for n in in_order([before.rank[one] for one, _ in family], family))
    return stayed


def in_order(ranks: Sequence[int], family: Sequence[Link]) -> list[int]:
    """The places of the longest rising part of ``ranks``.

    Of several the one of the greatest weight, which is the same seen from either edition.
    """
    weights = [int(sha256("".join(sorted(set(pair))).encode()).hexdigest()[:15], 16) for pair in family]
    best: list[tuple[int, int, int]] = []  # length, weight, the one before
    for n, rank in enumerate(ranks):
        length, weight, last = max(
            ((best[m][0], best[m][1], m) for m in range(n) if ranks[m] < rank), default=(0, 0, -1)
        )
        best.append((length + 1, weight + weights[n], last))
    kept = []
    at = max(range(len(best)), key=lambda n: best[n][:2], default=-1)
    while at >= 0:
        kept.append(at)
        at = best[at][2]
    return kept[::-1]


def _went(
    before: Tree[T], after: Tree[T], groups: Mapping[tuple[str, str], Group], stayed: set[Link]
) -> dict[tuple[str, str], list[str]]:
    """Items without an answer by the place behind which they are told: "under" or "behind" an item of the new edition,
    or "with" one of the old edition that went itself."""
    places = dict(stayed)
    went: dict[tuple[str, str], list[str]] = defaultdict(list)
    for lineage, spot in before.spots.items():
        if groups["old", lineage][1]:
            continue
        behind = spot.behind
        while behind and behind not in places:
            behind = before.spots[behind].behind
        if behind:
            went["behind", places[behind]].append(lineage)
        elif not spot.under:
            went["under", ""].append(lineage)
        elif not groups["old", spot.under][1]:
            went["with", spot.under].append(lineage)
        else:
            went["under", groups["old", spot.under][1][0]].append(lineage)
    return went


def _reading(
    after: Tree[T],
    before: Tree[T],
    groups: Mapping[tuple[str, str], Group],
    went: Mapping[tuple[str, str], list[str]],
) -> Iterator[Group]:
    """All groups, each once, in reading order."""
    told: set[Group] = set()

    def lost(place: tuple[str, str]) -> Iterator[Group]:
        for lineage in went.get(place, ()):
            yield groups["old", lineage]
            yield from lost(("with", lineage))

    def told_once(found: Iterable[Group]) -> Iterator[Group]:
        for group in found:
            if group not in told:
                told.add(group)
                yield group

    def visit(under: str) -> Iterator[Group]:
        yield from lost(("under", under))
        for lineage in after.children.get(under, ()):
            yield groups["new", lineage]
            yield from visit(lineage)
            yield from lost(("behind", lineage))

    return told_once(visit(""))


def _match(before: Tree[T], after: Tree[T], group: Group, pair: Link | None, stayed: set[Link]) -> Match[T]:
    olds, news = group
    return Match(
        old=tuple(before.items[lineage] for lineage in olds),
        new=tuple(after.items[lineage] for lineage in news),
        principal=(before.items[pair[0]], after.items[pair[1]]) if pair else None,
        is_moved=pair is not None and pair not in stayed,
    )
