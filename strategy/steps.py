"""上へ・下へ・階層を上げる・階層を下げる: where one step takes an item, in a tree whose levels have rules.

上へ and 下へ change places with the neighbour. At the border of its parent an item goes on into the next item of
the parent's depth under which its level may stand: from the first place to the end of the one before, from the last
to the beginning of the one behind. So 下へ undoes 上へ, wherever it led.

階層を上げる makes an item the one behind its parent; 階層を下げる makes it the last one under the item before it. There
it keeps its level if that may stand there, else it takes the level of its new neighbour (the old parent, the last
child), else the first level that may. A level that does not bear what stands under the item is passed over.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from strategy.tree import Node, Row, may_stand, walk

T = TypeVar("T", bound=Row)
STEPS = {"up": "上へ", "down": "下へ", "raise": "階層を上げる", "lower": "階層を下げる"}


class StepError(ValueError):
    """The step leads nowhere; the message is a Japanese sentence for the screen."""


@dataclass(frozen=True)
class Rank:
    """What a level says: its key, its name, the keys of the levels it may stand under ("" is the top)."""

    key: str
    name: str
    under: tuple[str, ...]


@dataclass(frozen=True)
class Spot:
    """Where an item comes to stand: the id above (None: the top), the index among the others, its level's key."""

    parent: Hashable | None
    index: int
    level: str


class Standing:
    """Who stands where, read once from the assembled tree; then asked about any item."""

    def __init__(self, nodes: Iterable[Node[T]], ranks: Sequence[Rank], level: Callable[[T], str]):
        self.ranks = ranks
        self.parent: dict[Hashable, Hashable | None] = {}
        self.children: dict[Hashable | None, list[Hashable]] = {None: []}
        self.level: dict[Hashable | None, str] = {None: ""}
        self.depth: dict[Hashable, int] = {}
        self.by_depth: dict[int, list[Hashable]] = {}
        for depth, node in walk(nodes):
            item = node.item
            self.parent[item.id] = item.parent_id
            self.children[item.parent_id].append(item.id)
            self.children[item.id] = []
            self.level[item.id] = level(item)
            self.depth[item.id] = depth
            self.by_depth.setdefault(depth, []).append(item.id)
        self._rank = {rank.key: rank for rank in ranks}

    def spot(self, step: str, item: Hashable) -> Spot:
        """Where the step takes the item. Raises StepError with the reason when it leads nowhere."""
        ways = {"up": self._up, "down": self._down, "raise": self._raise, "lower": self._lower}
        if step not in ways:
            raise StepError("動かし方は、上へ・下へ・階層を上げる・階層を下げるのどれかです。")
        return ways[step](item)

    def steps_possible(self, item: Hashable) -> dict[str, bool]:
        """For each of the four steps whether it leads anywhere: what a page needs to switch its buttons off."""
        return {step: self._leads(step, item) for step in STEPS}

    def destinations(self, items: Iterable[Hashable]) -> list[Hashable | None]:
        """Under which all of these may be put, the top (None) first, then in reading order; never under themselves."""
        items = list(items)
        levels = {self.level[item] for item in items}
        barred = {below for item in items for below in self.branch(item)}
        order: list[Hashable | None] = [None, *self._reading_order()]
        return [
            place
            for place in order
            if place not in barred and all(self.may_stand(level, self.level[place]) for level in levels)
        ]

    def branch(self, item: Hashable) -> list[Hashable]:
        """The item and everything under it, parents first."""
        found = [item]
        for one in found:  # the list grows while it is read
            found.extend(self.children[one])
        return found

    def may_stand(self, level: str, over: str) -> bool:
        """Whether a level may stand under another ("" is the top); one that is not known may stand nowhere."""
        rank = self._rank.get(level)
        return rank is not None and may_stand(rank.under, over)

    def _leads(self, step: str, item: Hashable) -> bool:
        try:
            self.spot(step, item)
        except StepError:
            return False
        return True

    def _reading_order(self) -> Iterator[Hashable]:
        waiting = self.children[None][::-1]
        while waiting:
            item = waiting.pop()
            yield item
            waiting.extend(self.children[item][::-1])

    def _up(self, item: Hashable) -> Spot:
        parent, index = self._place(item)
        if index:
            return Spot(parent, index - 1, self.level[item])
        before = self._cousin(item, -1)
        if before is None:
            raise StepError("これより上に、置ける場所はありません。")
        return Spot(before, len(self.children[before]), self.level[item])

    def _down(self, item: Hashable) -> Spot:
        parent, index = self._place(item)
        if index + 1 < len(self.children[parent]):
            return Spot(parent, index + 1, self.level[item])
        behind = self._cousin(item, +1)
        if behind is None:
            raise StepError("これより下に、置ける場所はありません。")
        return Spot(behind, 0, self.level[item])

    def _raise(self, item: Hashable) -> Spot:
        parent, _ = self._place(item)
        if parent is None:
            raise StepError("いちばん上の階層にあるので、これより上げられません。")
        above, index = self._place(parent)
        return Spot(above, index + 1, self._fitting(item, above, self.level[parent]))

    def _lower(self, item: Hashable) -> Spot:
        parent, index = self._place(item)
        if index == 0:
            raise StepError("すぐ上に並ぶ項目がないので、階層を下げられません。")
        before = self.children[parent][index - 1]
        siblings = self.children[before]
        neighbour = self.level[siblings[-1]] if siblings else ""
        return Spot(before, len(siblings), self._fitting(item, before, neighbour))

    def _place(self, item: Hashable) -> tuple[Hashable | None, int]:
        parent = self.parent[item]
        return parent, self.children[parent].index(item)

    def _cousin(self, item: Hashable, way: int) -> Hashable | None:
        """The nearest item of the parent's depth, in this direction, under which the item may stand."""
        parent = self.parent[item]
        if parent is None:
            return None
        row = self.by_depth[self.depth[parent]]
        at = row.index(parent) + way
        while 0 <= at < len(row):
            if self.may_stand(self.level[item], self.level[row[at]]):
                return row[at]
            at += way
        return None

    def _fitting(self, item: Hashable, over: Hashable | None, neighbour: str) -> str:
        """The level that the item takes under ``over``."""
        keys = dict.fromkeys((self.level[item], neighbour, *(rank.key for rank in self.ranks)))
        fitting = [key for key in keys if self.may_stand(key, self.level[over])]
        if not fitting:
            place = f"「{self._name(self.level[over])}」の下" if over is not None else "いちばん上"
            raise StepError(f"{place}に置ける階層がありません。階層の設定を確かめてください。")
        borne = list(dict.fromkeys(self.level[child] for child in self.children[item]))
        for key in fitting:
            if all(self.may_stand(child, key) for child in borne):
                return key
        child = next(child for child in borne if not self.may_stand(child, fitting[0]))
        raise StepError(
            f"動かした先では「{self._name(fitting[0])}」になりますが、その下に「{self._name(child)}」は置けません。"
            "先に下の項目を移してください。"
        )

    def _name(self, key: str) -> str:
        return self._rank[key].name if key in self._rank else key
