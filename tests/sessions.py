"""Editing sessions on a random tree, and an edition rebuilt from an older one and the table of their differences."""

import itertools
import random
import uuid
from dataclasses import dataclass, field
from typing import Any

from publishing.comparison.kinds import Kind
from publishing.comparison.table import Change, Side, Table
from publishing.document import Document
from tests.documents import document, entry

WORDS = "子育て 支援 まち 地域 防災 デジタル 雇用 観光 学校 健康 交通 文化 1,200人 令和9年度".split()
CHAPTER = [
    {"key": "章", "name": "章", "kind": "GOAL", "numbering": "arabic", "depth": 1, "under": ["", "章"]}
]


@dataclass
class Node:
    lineage: str
    title: str
    body: str
    department: str = ""
    predecessors: list[str] = field(default_factory=list)
    children: "list[Node]" = field(default_factory=list)


class Draft:
    """A plan in the hands of people who do anything that the office's pages allow."""

    def __init__(self, seed: int, size: int = 12):
        self.random = random.Random(seed)
        self.serial = itertools.count(1)
        self.top = Node("", "", "")
        for _ in range(size):
            self.insert()

    def edition(self, number: int) -> Document:
        """The document as it stands; editing goes on in the next edition, whose items name no predecessors yet."""
        made = document(*self._entries(self.top), number=number, levels=CHAPTER)
        for node in self.nodes():
            node.predecessors = []
        return made

    def session(self, acts: int = 8) -> None:
        for _ in range(acts):
            self.random.choice([
                self.insert, self.delete, self.move, self.move, self.retitle, self.write, self.write,
                self.assign, self.split, self.merge,
            ])()  # fmt: skip

    def nodes(self, under: Node | None = None) -> list[Node]:
        return [node for child in (under or self.top).children for node in (child, *self.nodes(child))]

    # --- what people do ---------------------------------------------------------------------------------------

    def insert(self) -> None:
        node = Node(str(uuid.UUID(int=self.random.getrandbits(128))), self.sentence(2), self.text())
        self._put(node, self.random.choice([self.top, *self.nodes()]))

    def delete(self) -> None:
        if node := self._any():
            self._parent(node).children.remove(node)

    def move(self) -> None:
        node = self._any()
        if node is None:
            return
        self._parent(node).children.remove(node)
        self._put(node, self.random.choice([self.top, *self.nodes()]))

    def retitle(self) -> None:
        if node := self._any():
            node.title = self.sentence(2)

    def write(self) -> None:
        if node := self._any():
            paragraphs = node.body.split("</p>")[:-1] or ["<p>"]
            at = self.random.randrange(len(paragraphs))
            paragraphs[at] = f"<p>{self.sentence(5)}"
            node.body = "".join(f"{paragraph}</p>" for paragraph in paragraphs)

    def assign(self) -> None:
        if node := self._any():
            node.department = self.random.choice(["企画課", "こども課", ""])

    def split(self) -> None:
        if node := self._any():
            origin = node.predecessors or [node.lineage]
            part = Node(
                str(uuid.UUID(int=self.random.getrandbits(128))), self.sentence(2), "", node.department
            )
            node.predecessors, part.predecessors = list(origin), list(origin)
            siblings = self._parent(node).children
            siblings.insert(siblings.index(node) + 1, part)

    def merge(self) -> None:
        node, other = self._any(), self._any()
        if node is None or other is None or node is other or node in self.nodes(other):
            return
        self._parent(other).children.remove(other)
        node.body += other.body
        node.children += other.children
        node.predecessors = list(
            dict.fromkeys([
                *(node.predecessors or [node.lineage]),
                *(other.predecessors or [other.lineage]),
            ])
        )  # fmt: skip

    # --- what it takes ----------------------------------------------------------------------------------------

    def sentence(self, words: int) -> str:
        return "と".join(self.random.choice(WORDS) for _ in range(words)) + f"{next(self.serial)}"

    def text(self) -> str:
        return "".join(f"<p>{self.sentence(5)}。</p>" for _ in range(self.random.randrange(3)))

    def _any(self) -> Node | None:
        return self.random.choice(self.nodes() or [None])

    def _parent(self, node: Node) -> Node:
        return next(
            over for over in [self.top, *self.nodes()] if any(child is node for child in over.children)
        )

    def _put(self, node: Node, under: Node) -> None:
        under.children.insert(self.random.randint(0, len(under.children)), node)

    def _entries(self, under: Node) -> list[dict[str, Any]]:
        return [
            entry(
                "GOAL", node.title, f"({n})", self._entries(node), lineage=node.lineage, body=node.body,
                department=node.department or None, predecessors=list(node.predecessors),
            )
            for n, node in enumerate(under.children, start=1)
        ]  # fmt: skip


# --- the newer edition out of the older one and the table ---------------------------------------------------

Shape = list[tuple[str, str, str, str, "Shape"]]


def shape(document: Document) -> Shape:
    """What stands in an edition: lineage, title, body and department of each item with those below it."""

    def of(entries) -> Shape:
        return [(e.lineage, e.title, e.body, e.department or "", of(e.items)) for e in entries]

    return of(document.items)


def rebuilt(old: Document, table: Table) -> Shape:
    """The newer edition, out of the older one and nothing but the table."""
    said: dict[str, tuple[str, str, str]] = {}
    below: dict[str, list[str]] = {"": [entry.lineage for entry in old.items]}
    for found in old.walk():
        said[found.lineage] = (found.title, found.body, found.department or "")
        below[found.lineage] = [child.lineage for child in found.items]
    changes = [change for change in table.changes() if change.old or change.new]
    for change in changes:
        _rename(change, below)
    taken = {lineage for change in changes for lineage in _taken(change)}
    for children in below.values():
        children[:] = [lineage for lineage in children if lineage not in taken]
    for change in changes:
        for side in change.new:
            said[side.lineage] = (side.title, side.body, side.department)
            below.setdefault(side.lineage, [])
    _place([side for change in changes for side in change.new if side.lineage in _placed(change)], below)

    def of(under: str) -> Shape:
        return [(lineage, *said[lineage], of(lineage)) for lineage in below[under]]

    return of("")


def _pair(change: Change) -> tuple[str, str]:
    """The item of a change that is the same one in both editions: of one lineage, else the first of each side."""
    both = {side.lineage for side in change.old} & {side.lineage for side in change.new}
    if both:
        return min(both), min(both)
    return (change.old[0].lineage, change.new[0].lineage) if change.old and change.new else ("", "")


def _rename(change: Change, below: dict[str, list[str]]) -> None:
    """What stands under an item goes on standing under it when it has another lineage now."""
    one, other = _pair(change)
    if one != other:
        below[other] = below.pop(one)
        for children in below.values():
            children[:] = [other if lineage == one else lineage for lineage in children]


def _taken(change: Change) -> set[str]:
    """Items that leave the place they have in the older edition."""
    one, other = _pair(change)
    kept = {one} if Kind.MOVED not in change.kinds else set()
    return {side.lineage for side in change.old} - kept | ({other} - {one} if not kept else set())


def _placed(change: Change) -> set[str]:
    kept = {_pair(change)[1]} if Kind.MOVED not in change.kinds else set()
    return {side.lineage for side in change.new} - kept


def _place(sides: list[Side], below: dict[str, list[str]]) -> None:
    """Each behind the item that stands before it, as soon as that one has its place."""
    waiting = list(sides)
    while waiting:
        ready = [side for side in waiting if not side.behind or side.behind in below[side.under]]
        assert ready, f"no place for {waiting}"
        for side in ready:
            at = below[side.under].index(side.behind) + 1 if side.behind else 0
            below[side.under].insert(at, side.lineage)
        waiting = [side for side in waiting if side not in ready]
