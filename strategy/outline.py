"""The outline of an edition as the office sees it: every row with its printed number, in six queries."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from accounts.models import Department
from strategy import tree
from strategy.filling import Progress, needs_text
from strategy.models import Alignment, Edition, Figure, ItemKind, Level, PlanItem, Relisting
from strategy.naming import Named, full_number
from strategy.numbering import number_tree
from strategy.richtext import plain
from strategy.steps import Rank, Standing


@dataclass(frozen=True)
class Row:
    """A line of the outline. A 再掲 is the item it shows, with ``relisting`` set and no children of its own."""

    item: PlanItem
    number: str
    depth: int
    children: "tuple[Row, ...]" = ()
    relisting: Relisting | None = None
    waits: bool = False
    measures: int = 0
    missing: int = 0

    @property
    def is_missing(self) -> bool:
        """Whether this item itself still waits for its text."""
        return self.relisting is None and self.waits

    @property
    def missing_below(self) -> int:
        return self.missing - self.is_missing

    def walk(self) -> "Iterator[Row]":
        yield self
        for child in self.children:
            yield from child.walk()


class Outline:
    """The tree of one edition in rows. Four queries: levels, items with ●, departments, and 再掲 if there are any."""

    def __init__(self, edition: Edition):
        self.edition = edition
        self.levels: dict[int, Level] = {level.pk: level for level in edition.levels.all()}
        self.departments = {
            row.pk: row for row in Department.objects.filter(government_id=edition.plan.government_id)
        }
        own_pillar = Alignment.objects.filter(
            item=OuterRef("pk"), to_item__edition=edition, to_item__kind=ItemKind.PILLAR
        )
        items = PlanItem.objects.filter(edition=edition).annotate(
            is_marked=Exists(own_pillar),
            has_figures=Exists(Figure.objects.filter(item=OuterRef("pk"))),
            is_relisted=Exists(Relisting.objects.filter(item=OuterRef("pk"))),
        )
        nodes = tree.assemble(items.order_by("position", "id"))
        for _, node in tree.walk(nodes):
            self._know(node.item)
        self.items: dict[uuid.UUID, PlanItem] = {node.item.lineage: node.item for _, node in tree.walk(nodes)}
        self.numbers = number_tree(
            nodes,
            style=lambda item: self.levels[item.level_id].numbering,
            level=lambda item: item.level_id,
            key=lambda item: item.pk,
            printed=lambda item: item.printed_number,
        )
        self.relistings: dict[int, list[Relisting]] = {}
        relisted = {item.pk: item for item in self.items.values() if item.is_relisted}
        if relisted:  # most editions have none
            for relisting in Relisting.objects.filter(edition=edition).order_by("position", "id"):
                relisting.item = relisted[relisting.item_id]
                self.relistings.setdefault(relisting.under_id, []).append(relisting)
        self.nodes = nodes
        self.rows: tuple[Row, ...] = tuple(self._row(node, 1) for node in nodes)

    def _know(self, item: PlanItem) -> None:
        """Give an item what was read once for all of them."""
        item.edition = self.edition
        item.level = self.levels[item.level_id]
        item.department = self.departments.get(item.department_id)

    def _row(self, node: tree.Node[PlanItem], depth: int) -> Row:
        item = node.item
        below = [(child.item.position, self._row(child, depth + 1)) for child in node.children]
        for relisting in self.relistings.get(item.pk, ()):
            shown = Row(relisting.item, self.numbers[relisting.item_id], depth + 1, relisting=relisting)
            # A 再掲 at the position of an item stands behind it, as in the printed document.
            place = sum(position <= relisting.position for position, row in below if row.relisting is None)
            place += sum(row.relisting is not None for _, row in below[:place])
            below.insert(min(place, len(below)), (relisting.position, shown))
        children = tuple(row for _, row in below)
        waits = not item.body and self._needs_text(node)
        return Row(
            item,
            self.numbers[item.pk],
            depth,
            children,
            waits=waits,
            measures=(item.kind == ItemKind.MEASURE) + sum(row.measures for row in children),
            missing=waits + sum(row.missing for row in children),
        )

    def walk(self) -> Iterator[Row]:
        """All rows in reading order, those of 再掲 among them."""
        for row in self.rows:
            yield from row.walk()

    @property
    def progress(self) -> Progress:
        """記入: how many of the items that need text have one."""
        wanted = [bool(node.item.body) for _, node in tree.walk(self.nodes) if self._needs_text(node)]
        return Progress(sum(wanted), len(wanted))

    @staticmethod
    def _needs_text(node: tree.Node[PlanItem]) -> bool:
        return node.item.level.has_text and needs_text(node.item.kind, bool(node.children))

    def number_of(self, item: PlanItem) -> str:
        """The number by which an item is found: 第1章－1（1）①."""
        above, by_pk = [], {row.pk: row for row in self.items.values()}
        current = item
        while current.parent_id is not None:
            current = by_pk[current.parent_id]
            above.append(self._named(current))
        return full_number(self._named(item), above)

    def _named(self, item: PlanItem) -> Named:
        return Named(item.kind, self.numbers[item.pk], item.title)

    def around(self, item: PlanItem) -> tuple[PlanItem | None, PlanItem | None]:
        """The items before and after this one in reading order."""
        order = [node.item for _, node in tree.walk(self.nodes)]
        place = next(n for n, row in enumerate(order) if row.pk == item.pk)
        return (order[place - 1] if place else None), (order[place + 1] if place + 1 < len(order) else None)

    def matching(self, *, q: str, missing: bool, department: str) -> set[int]:
        """Ids of the items that have the words in title or text, wait for text, belong to the department."""
        found = set()
        for row in self.walk():
            item = row.item
            is_theirs = not department or str(item.department_id) == department
            if is_theirs and (row.is_missing or not missing) and self._has(row, q.lower()):
                found.add(item.pk)
        return found

    @staticmethod
    def _has(row: Row, words: str) -> bool:
        return not words or words in f"{row.number}{row.item.title}{plain(row.item.body)}".lower()

    def with_those_above(self, pks: set[int]) -> set[int]:
        """The items and everything they stand under."""
        by_pk, found = {item.pk: item for item in self.items.values()}, set(pks)
        for pk in pks:
            above = by_pk[pk].parent_id
            while above is not None and above not in found:
                found.add(above)
                above = by_pk[above].parent_id
        return found

    def steps_of(self, item: PlanItem) -> dict[str, bool]:
        """Which of 上へ, 下へ, 階層を上げる, 階層を下げる lead anywhere from this item."""
        ranks = [Rank(level.key, level.name, tuple(level.under)) for level in self.levels.values()]
        standing = Standing(self.nodes, ranks, level=lambda row: row.level.key)
        return standing.steps_possible(item.pk)

    def open_departments(self, day) -> list[Department]:
        """Departments that exist on this day, for choosing."""
        return [
            row
            for row in self.departments.values()
            if (row.first_day is None or row.first_day <= day)
            and (row.last_day is None or row.last_day >= day)
        ]
