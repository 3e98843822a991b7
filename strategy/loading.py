"""Loading a whole text at once: the demo's plans come from files, not from typing.

What verbs do item by item is done here in bulk, without history (the file is the origin). Every rule of a
single item holds all the same: place, length, cleaning.
"""

import re
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from accounts.audit import Refused, record, verb
from accounts.models import Department, User
from paper.images import Picture
from strategy import tree
from strategy.figures import add_figure, remove_figure
from strategy.models import Alignment, Edition, Level, Plan, PlanItem, PlanRole, Relisting, Term
from strategy.rules import require_working
from strategy.sanitise import clean

NAMESPACE = uuid.UUID("6d1c5e2a-6f0b-5d0e-9b5e-3f7a0d1c9b42")
_KEY_LINK = re.compile(r'href="#key:([^"]+)"')
_ITEM_FIELDS = ("title", "body", "printed_number")
_NO_PICTURES: Mapping[str, Picture] = MappingProxyType({})

Data = Mapping[str, Any]


def lineage_of(government: str, plan: str, key: str) -> uuid.UUID:
    """The lineage of an item that a file knows by a key, the same on every machine.

    >>> lineage_of("toyonaka", "digital-strategy", "c1") == lineage_of("toyonaka", "sogo-keikaku", "c1")
    False
    """
    return uuid.uuid5(NAMESPACE, f"{government}/{plan}#{key}")


@verb("edition.load", "計画の読込み")
def load_content(
    *,
    actor: User | None,
    edition: Edition,
    content: Data,
    resolve: Callable[[str], int],
    departments: Mapping[str, Department],
    plans: Mapping[str, Plan],
    pictures: Mapping[str, Picture] = _NO_PICTURES,
) -> Edition:
    """Write levels, items, 再掲, alignments, terms, roles and figures into a working edition.

    ``content`` is an edition of a file in ``fixtures/plans`` (fixtures/README.md has the format): "levels",
    "roles", "terms", "items", "figures", and for an edition that began as a copy "edit" and "add". ``resolve``
    gives the id of an item of another plan from its address ("nation/digital-denen/2#pillar-1");
    ``departments`` are named 部/課, ``plans`` by slug, ``pictures`` by the file of a figure. No query per item.
    Raises ``Refused`` and ``ValidationError``.
    """
    current = require_working(edition)
    load = _Load(current, resolve, departments)
    load.add_levels(content.get("levels", ()))
    load.edit(content.get("edit", {}))
    load.grow(content.get("items", ()))
    load.insert(content.get("add", ()))
    load.point()
    load.annex(Term, content.get("terms", ()))
    load.annex(
        PlanRole,
        [{**row, "plan": plans[row["plan"]] if row["plan"] else None} for row in content.get("roles", ())],
    )
    load.illustrate(actor, content.get("figures", {}), pictures)
    written = PlanItem.objects.filter(edition=current).exclude(body="").values("level")
    current.levels.update(has_text=False)
    current.levels.filter(pk__in=written).update(has_text=True)
    record(
        "edition.load",
        actor=actor,
        government=current.plan.government,
        subject=current,
        items=len(load.items),
    )
    return current


def _positions(rows: Sequence[Data]) -> list[int]:
    return tree.renumbered(len(rows))


def _room(siblings: list[PlanItem], index: int) -> int:
    """A position at ``index`` among siblings in their order; they move only for lack of room."""
    position = tree.position_at([item.position for item in siblings], index)
    if position is not None:
        return position
    places = tree.renumbered(len(siblings) + 1)
    position = places.pop(index)
    for item, fresh in zip(siblings, places, strict=True):
        item.position = fresh
    PlanItem.objects.bulk_update(siblings, ["position"])
    return position


class _Load:
    """One loading: the items of the edition by their lineage, and what still has to point at them."""

    def __init__(
        self, edition: Edition, resolve: Callable[[str], int], departments: Mapping[str, Department]
    ):
        self.edition, self.resolve, self.departments = edition, resolve, departments
        self.levels = {level.key: level for level in edition.levels.all()}
        self.items = {item.lineage: item for item in edition.items.select_related("level")}
        self.alignments: list[tuple[PlanItem, Data]] = []
        self.relistings: list[tuple[PlanItem, Data]] = []
        self.linked: set[uuid.UUID] = set()

    def lineage(self, key: str) -> uuid.UUID:
        return lineage_of(self.edition.plan.government.slug, self.edition.plan.slug, key)

    def find(self, key: str) -> PlanItem:
        if (lineage := self.lineage(key)) not in self.items:
            raise Refused(f"項目「{key}」がこの版にありません。見本のファイルを確かめてください。")
        return self.items[lineage]

    def add_levels(self, rows: Iterable[Data]) -> None:
        for level in self.append(Level(edition=self.edition, **row) for row in rows):
            self.levels[level.key] = level

    def edit(self, changes: Mapping[str, Data]) -> None:
        """Change title, body or printed number of items that stand there, and add alignments to them."""
        for key, change in changes.items():
            item = self.find(key)
            for name in _ITEM_FIELDS:
                if name in change:
                    setattr(item, name, self.cleaned(change[name]) if name == "body" else change[name])
            _check(item)
            self.alignments += [(item, row) for row in change.get("aligned", ())]
        PlanItem.objects.bulk_update([self.find(key) for key in changes], _ITEM_FIELDS)

    def grow(self, rows: Iterable[Data]) -> None:
        """Add a tree at the top, rank by rank: the guards want the parent to stand in the edition first."""
        rows = list(rows)
        self._rank([(row, None, position) for row, position in zip(rows, _positions(rows), strict=True)])

    def insert(self, places: Iterable[Data]) -> None:
        """Add items with all below them between those that stand there."""
        for place in places:
            parent = self.find(place["under"]) if place["under"] else None
            siblings = sorted(
                (item for item in self.items.values() if item.parent_id == (parent.pk if parent else None)),
                key=lambda item: (item.position, item.pk),
            )
            self._rank([(place["item"], parent, _room(siblings, place["index"]))])

    def _rank(self, rank: list[tuple[Data, PlanItem | None, int]]) -> None:
        while rank:
            made = self.append([self._item(row, parent, position) for row, parent, position in rank])
            below: list[tuple[Data, PlanItem | None, int]] = []
            for item, (row, _, _) in zip(made, rank, strict=True):
                self.items[item.lineage] = item
                self.alignments += [(item, link) for link in row.get("aligned", ())]
                self.relistings += [(item, link) for link in row.get("relisted", ())]
                children = row.get("items", ())
                below += [
                    (child, item, place) for child, place in zip(children, _positions(children), strict=True)
                ]
            rank = below

    def _item(self, row: Data, parent: PlanItem | None, position: int) -> PlanItem:
        level = self.levels[row["level"]]
        if not tree.may_stand(level.under, parent.level.key if parent else ""):
            raise Refused(f"「{row['title']}」（{level.name}）は、そこには置けません。")
        department = row.get("department")
        if department and department not in self.departments:
            raise Refused(f"所管課「{department}」がありません。先に登録してください。")
        return PlanItem(
            edition=self.edition,
            level=level,
            kind=level.kind,
            parent=parent,
            position=position,
            lineage=self.lineage(row["key"]),
            title=row["title"],
            body=self.cleaned(row.get("body", "")),
            printed_number=row.get("printed_number", ""),
            department=self.departments[department] if department else None,
        )

    def cleaned(self, body: str) -> str:
        """The body with links to lineages instead of keys; Refused where cleaning would remove something."""
        keys = _KEY_LINK.findall(body)
        self.linked |= {self.lineage(key) for key in keys}
        cleaned = clean(_KEY_LINK.sub(lambda link: f'href="#item-{self.lineage(link[1])}"', body))
        if cleaned.removed:
            raise Refused(f"本文に使えないもの（{'、'.join(cleaned.removed)}）があります。")
        return cleaned.html

    def point(self) -> None:
        """Everything that points at items, once all of them stand there."""
        if self.linked - self.items.keys():
            raise Refused("本文から、この版にない項目へ参照しています。見本のファイルを確かめてください。")
        self.append(
            Alignment(
                edition=self.edition,
                item=item,
                to_item_id=self.target(link["to"]),
                verb=link["verb"],
                page=link.get("page"),
                note=link.get("note", ""),
            )
            for item, link in self.alignments
        )
        children: dict[int | None, list[int]] = defaultdict(list)
        for item in self.items.values():
            children[item.parent_id].append(item.position)
        self.append(
            Relisting(
                edition=self.edition,
                item=self.find(link["key"]),
                under=under,
                position=tree.position_at(sorted(children[under.pk]), link["at"]) or 0,
            )
            for under, link in self.relistings
        )

    def target(self, address: str) -> int:
        return self.find(address[1:]).pk if address.startswith("#") else self.resolve(address)

    def annex(self, model: type[Term] | type[PlanRole], rows: Iterable[Data]) -> None:
        """Terms or roles, after those that stand there."""
        count = model.objects.filter(edition=self.edition).count()
        self.append(
            model(edition=self.edition, position=tree.STEP * n, **row)
            for n, row in enumerate(rows, count + 1)
        )

    def illustrate(
        self, actor: User | None, figures: Mapping[str, Sequence[Data]], pictures: Mapping[str, Picture]
    ) -> None:
        """Hang figures on items, in the place of those that were copied: as staff do it, one by one."""
        for key, rows in figures.items():
            item = self.find(key)
            for copied in item.figures.all():
                remove_figure(actor=actor, figure=copied)
            for row in rows:
                words = {name: row[name] for name in ("caption", "alt", "source")}
                add_figure(actor=actor, item=item, picture=pictures[row["file"]], **words)

    @staticmethod
    def append(rows: Iterable[Any]) -> list[Any]:
        """Insert rows of one model after the checks that need no query; the database checks the rest."""
        rows = list(rows)
        for row in rows:
            _check(row)
        return type(rows[0]).objects.bulk_create(rows) if rows else []


def _check(row: Any) -> None:
    """Lengths, choices and formats; keys to other rows are the database's to check."""
    row.clean_fields(exclude=[field.name for field in row._meta.concrete_fields if field.is_relation])
