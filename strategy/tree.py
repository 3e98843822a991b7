"""The plan as a tree: rows with a parent and a position, assembled in memory.

A plan has 100 to 500 items, so all rows are read in one query and put together here. Siblings are
ordered by (position, id); positions step by 10 so that an item can be moved between two others by
writing one row only.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

STEP = 10


class Row(Protocol):
    """What a row must offer: an id that sorts, the parent's id (None at the top), a position."""

    @property
    def id(self) -> Any: ...

    @property
    def parent_id(self) -> Any: ...

    @property
    def position(self) -> int: ...


T = TypeVar("T", bound=Row)


class TreeError(ValueError):
    """The rows are no tree; the message is a Japanese sentence for the screen."""


@dataclass(frozen=True)
class Node(Generic[T]):
    """An item with its children, in their order."""

    item: T
    children: "tuple[Node[T], ...]"


def assemble(rows: Iterable[T]) -> tuple[Node[T], ...]:
    """The top nodes of the tree that the rows form, each with its children.

    Raises TreeError when an id occurs twice, a parent is missing or items form a circle.
    """
    by_parent: dict[Hashable, list[T]] = {}
    ids: set[Hashable] = set()
    for row in rows:
        if row.id in ids:
            raise TreeError(f"同じ項目（番号{row.id}）が二度あります。データを確認してください。")
        ids.add(row.id)
        by_parent.setdefault(row.parent_id, []).append(row)
    for parent_id, siblings in by_parent.items():
        if parent_id is not None and parent_id not in ids:
            raise TreeError(
                f"項目（番号{siblings[0].id}）の上位の項目（番号{parent_id}）が見つかりません。"
                "上位の項目を選び直してください。"
            )
        siblings.sort(key=_place)
    in_order = _parents_first(by_parent)
    if len(in_order) < len(ids):
        lost = "、".join(str(i) for i in sorted(ids - {row.id for row in in_order}, key=str)[:5])
        raise TreeError(f"項目の上下関係が輪になっています（番号{lost}）。上位の項目を選び直してください。")
    nodes: dict[Hashable, Node[T]] = {}
    for row in reversed(in_order):
        nodes[row.id] = Node(row, tuple(nodes[child.id] for child in by_parent.get(row.id, ())))
    return tuple(nodes[row.id] for row in by_parent.get(None, ()))


def _place(row: Row) -> tuple[int, Any]:
    return row.position, row.id


def _parents_first(by_parent: Mapping[Hashable, list[T]]) -> list[T]:
    """Every row that can be reached from the top, no row before its parent."""
    found = list(by_parent.get(None, ()))
    for row in found:  # the list grows while it is read
        found.extend(by_parent.get(row.id, ()))
    return found


def walk(nodes: Iterable[Node[T]]) -> Iterator[tuple[int, Node[T]]]:
    """Depth and node, depth first, each node before its children. The top has depth 0."""
    waiting = [(0, node) for node in reversed(tuple(nodes))]
    while waiting:
        depth, node = waiting.pop()
        yield depth, node
        waiting.extend((depth + 1, child) for child in reversed(node.children))


def is_circle(
    parents: Mapping[Hashable, Hashable | None], *, item: Hashable, new_parent: Hashable | None
) -> bool:
    """Whether `item` would stand under itself if it were moved under `new_parent`.

    >>> is_circle({1: None, 2: 1, 3: 2}, item=1, new_parent=3)
    True
    >>> is_circle({1: None, 2: 1, 3: 2}, item=3, new_parent=1)
    False
    """
    seen: set[Hashable] = set()
    above = new_parent
    while above is not None:
        if above == item or above in seen:
            return True
        seen.add(above)
        above = parents.get(above)
    return False


def position_at(siblings: Sequence[int], index: int) -> int | None:
    """A position that puts an item at `index` among siblings whose positions are given in order.

    The moved item itself is not among them. None means: no room between the neighbours, write
    `renumbered` positions to all. Positions stay above 0. Raises IndexError outside 0..len.

    >>> position_at([10, 20], 1), position_at([10, 20], 2), position_at([10, 11], 1)
    (15, 30, None)
    """
    positions = positions_at(siblings, index, 1)
    return positions[0] if positions else None


def positions_at(siblings: Sequence[int], index: int, count: int) -> list[int] | None:
    """Positions for `count` items one behind the other, the first at `index`; None when there is no room.

    >>> positions_at([10, 20], 1, 3), positions_at([10, 20], 2, 2), positions_at([10, 12], 1, 2)
    ([12, 15, 17], [30, 40], None)
    """
    if not 0 <= index <= len(siblings):
        raise IndexError(f"{index}番目には置けません。0から{len(siblings)}までで指定してください。")
    low = max(siblings[index - 1], 0) if index > 0 else 0
    if index == len(siblings):
        return [low + STEP * n for n in range(1, count + 1)]
    room = siblings[index] - low
    if room <= count:
        return None
    return [low + room * n // (count + 1) for n in range(1, count + 1)]


def renumbered(n: int) -> list[int]:
    """Fresh positions for n siblings: [10, 20, …]."""
    return [STEP * i for i in range(1, n + 1)]


def may_stand(under: Sequence[str], parent_key: str) -> bool:
    """Whether a level that lists `under` may stand under the level `parent_key`; "" is the top.

    >>> may_stand(["section"], "section"), may_stand(["section"], "")
    (True, False)
    """
    return any(key == parent_key for key in under)
