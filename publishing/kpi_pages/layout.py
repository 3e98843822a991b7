"""The targets of an edition as its page of KPIs lists them: all that the text alone decides. No queries.

The text of a public edition never changes, so this is made once for each and kept (reading.py).
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from kpi.judgements import Promise, promise_of
from publishing.document import Document, Entry, TargetEntry
from publishing.kpi_pages import cells
from publishing.kpi_tables import kind_word
from publishing.pieces import pillars_of
from strategy.naming import numbered

KGI, SUPPLEMENTARY = "KGI", "SUPPLEMENTARY"
_HOMES = ("GOAL", "PILLAR", "FOUNDATION")


@dataclass(frozen=True)
class Place:
    """A line of a table. ``home`` is the goal above its item, ``served`` what it tells of; ``goals`` and ``pillars`` are
    the lineages under which it may be looked for. ``name``, ``start`` and ``goal`` are its printed cells as HTML."""

    target: TargetEntry
    promise: Promise | None
    is_relisted: bool
    entry: Entry
    home: Entry
    served: tuple[Entry, ...]
    goals: frozenset[str]
    pillars: frozenset[str]
    name: str
    start: str
    goal: str


@dataclass(frozen=True)
class Group:
    """The KPIs of a goal, or of another item that prints some, in printed order."""

    entry: Entry
    anchor: str = ""
    pillars: tuple[Entry, ...] = ()
    places: list[Place] = field(default_factory=list)

    @property
    def is_goal(self) -> bool:
        return self.entry.kind in (*_HOMES, "DIRECTION")

    @property
    def title(self) -> str:
        return numbered(self.entry.number, self.entry.title)

    @property
    def relisted(self) -> int:
        return sum(place.is_relisted for place in self.places)


class Layout:
    """All lines of a document: KGIs, the groups that print KPIs, and 補足指標."""

    def __init__(self, document: Document):
        self.document = document
        self.period = (document.edition["first_fiscal_year"], document.edition["last_fiscal_year"])
        self._homes: dict[str, Entry] = {}
        for entry in document.items:
            self._find_homes(entry, None)
        self._pillars: dict[str, tuple[Entry, ...]] = {}
        self._groups: dict[str, Group] = {}
        self.kgis: list[Place] = []
        self.supplementary: list[Place] = []
        targets = document.targets
        self.indicators = {uuid.UUID(target.indicator) for target in targets.values()}
        self.printed = {uuid.UUID(lineage): (one.target, one.baseline) for lineage, one in targets.items()}
        self.promises = {lineage: self._promise(target) for lineage, target in targets.items()}
        for entry in list(document.walk()):
            if entry.targets or entry.relisted_targets:
                self._list(entry)

    @cached_property
    def groups(self) -> list[Group]:
        return list(self._groups.values())

    @cached_property
    def goals(self) -> list[Group]:
        """Groups that are counted by goals; where the plan has none, all."""
        return [group for group in self.groups if group.is_goal] or self.groups

    @cached_property
    def apart(self) -> list[Group]:
        """Groups that the plan prints elsewhere than under its goals (デジタル関連の指標)."""
        goals = {group.anchor for group in self.goals}
        return [group for group in self.groups if group.anchor not in goals]

    @cached_property
    def goal_word(self) -> str:
        """What the groups are called together."""
        if all(group.entry.kind == "GOAL" for group in self.goals):
            return "基本目標"
        return kind_word(group.entry for group in self.goals)

    @cached_property
    def pillars(self) -> list[Entry]:
        """The pillars that any KPI belongs to, in the plan's order."""
        reached = {one for group in self.groups for place in group.places for one in place.pillars}
        return [one for one in self.document.of_kind("PILLAR") if one.lineage in reached]

    def places(self) -> Iterator[Place]:
        """Every line but the KGIs."""
        for group in self.groups:
            yield from group.places
        yield from self.supplementary

    def _promise(self, target: TargetEntry) -> Promise | None:
        """What is promised; nothing by 補足指標."""
        if not target.target:
            return None
        return promise_of(target.spec, target.baseline_spec, target.better, self.period)

    def _find_homes(self, entry: Entry, home: Entry | None) -> None:
        """The goal above an item is its home; without one the topmost direction, else the item itself."""
        if entry.kind in _HOMES or (home is None and entry.kind == "DIRECTION"):
            home = entry
        self._homes[entry.lineage] = home or entry
        for child in entry.items:
            self._find_homes(child, home)

    def _list(self, entry: Entry) -> None:
        home = self._homes[entry.lineage]
        for line in self.document.target_rows(entry):
            place = self._place(line.target, entry, line.is_relisted)
            if line.target.role == SUPPLEMENTARY:
                self.supplementary.append(place)
            elif line.target.role == KGI:
                self.kgis.append(place)
            else:
                anchor = f"group-{len(self._groups) + 1}"
                group = Group(home, anchor, self._pillars_of(home))
                self._groups.setdefault(home.lineage, group).places.append(place)

    def _place(self, target: TargetEntry, entry: Entry, is_relisted: bool) -> Place:
        found = self.document.by_lineage
        served = tuple(found[lineage] for lineage in target.serves if lineage in found)
        goals = [self._homes[one.lineage] for one in (entry, *served)]
        return Place(
            target=target,
            promise=self.promises[target.lineage],
            is_relisted=is_relisted,
            entry=entry,
            home=goals[0],
            served=served,
            goals=frozenset(goal.lineage for goal in goals),
            pillars=frozenset(one.lineage for goal in goals for one in self._pillars_of(goal)),
            name=cells.name_html(
                target, is_relisted=is_relisted, below=_below(target, entry, goals[0], served)
            ),
            start=cells.printed_html(target.baseline, note=target.baseline_note),
            goal=cells.printed_html(target.target, strong=True),
        )

    def _pillars_of(self, home: Entry) -> tuple[Entry, ...]:
        if home.lineage not in self._pillars:
            self._pillars[home.lineage] = pillars_of(self.document, home) if home.kind == "GOAL" else ()
        return self._pillars[home.lineage]


def _below(target: TargetEntry, entry: Entry, home: Entry, served: tuple[Entry, ...]) -> list[str]:
    """What a line tells of, or where below its goal it hangs; 補足指標 stand under it already."""
    if target.role == SUPPLEMENTARY:
        return []
    if served:
        return [numbered(one.number, one.title) for one in served]
    is_below = entry is not home and entry.kind in ("DIRECTION", "MEASURE", "INITIATIVE")
    return [numbered(entry.number, entry.title)] if is_below else []
