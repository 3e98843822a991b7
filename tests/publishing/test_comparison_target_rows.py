"""The rows of KPI tables of one edition, and that nothing of them is missing from a comparison."""

import copy
import random
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from publishing.comparison.comparing import Comparing
from publishing.comparison.hand import Hand
from publishing.comparison.kinds import Kind
from publishing.comparison.reading import arranged
from publishing.comparison.sides import Reader
from publishing.comparison.table import Change, Table, TargetSide
from publishing.comparison.target_rows import TargetRows, role_word
from publishing.document import Document
from tests.documents import Data, document, entry, kpi_plan, target


def test_rows_are_read_in_printed_order_with_what_stands_before_them():
    made = kpi_plan()
    rows = TargetRows(Reader(made))
    town = made.items[1].items[2].items[2]
    found = [rows.sides[name] for name in rows.names[town.lineage]]
    assert [(side.name, side.is_relisted, side.row == side.lineage) for side in found] == [
        ("住み続けたい市民の割合", False, True),
        ("出生数", True, False),
        ("就業率", False, True),
    ]
    assert [side.behind for side in found] == ["", found[0].row, found[1].row]
    assert [role_word(side) for side in found] == ["KPI"] * 3
    assert rows.tables[town.lineage, "KPI"].has_baselines


def test_the_path_of_a_kgi_is_told_in_words():
    rows = TargetRows(Reader(kpi_plan()))
    (side, *_) = rows.sides.values()
    assert side.path == ("現状　令和2年（2020年）　401,558人", "短期　令和9年（2027年）　402,190人")


# --- nothing is missing -------------------------------------------------------------------------------------


def plan(*items: Data, **changes) -> Document:
    return document(*items, schema=2, **changes)


def compared(old: Document, new: Document) -> tuple[Change, ...]:
    return Comparing(Reader(old), Reader(new)).changes()


class Hands:
    """People who do anything with the KPI tables of four items."""

    def __init__(self, seed: int):
        self.random = random.Random(seed)
        self.serial = iter(range(10**6))
        self.items: dict[str, list[Data]] = {f"i{n}": [] for n in range(4)}
        for _ in range(8):
            self.add()

    def edition(self, number: int) -> Document:
        items = []
        for lineage, rows in self.items.items():
            own = [copy.deepcopy(row) for row in rows if "again" not in row]
            relisted, passed = [], 0
            for row in rows:
                if "again" in row:
                    relisted.append({"lineage": row["again"], "at": passed})
                passed += "again" not in row
            items.append(entry("GOAL", "目標", "", lineage=lineage, targets=own, relisted_targets=relisted))
        return plan(*items, number=number)

    def session(self) -> None:
        acts = [
            self.add,
            self.add,
            self.edit,
            self.edit,
            self.delete,
            self.move,
            self.move,
            self.relist,
            self.unlist,
        ]
        for _ in range(6):
            self.random.choice(acts)()

    def _own(self) -> list[tuple[str, Data]]:
        return [(item, row) for item, rows in self.items.items() for row in rows if "again" not in row]

    def _put(self, item: str, row: Data) -> None:
        self.items[item].insert(self.random.randint(0, len(self.items[item])), row)

    def add(self) -> None:
        n = next(self.serial)
        role = self.random.choice(["KPI", "KPI", "NUMERIC"])
        self._put(self.random.choice(list(self.items)), target(f"指標{n}", f"{n}件", role=role))

    def edit(self) -> None:
        if own := self._own():
            _, row = self.random.choice(own)
            row[self.random.choice(["name", "target", "baseline", "source", "rationale"])] = (
                f"改{next(self.serial)}"
            )

    def delete(self) -> None:
        if own := self._own():
            item, row = self.random.choice(own)
            self.items[item].remove(row)
            for rows in self.items.values():
                rows[:] = [other for other in rows if other.get("again") != row["lineage"]]

    def move(self) -> None:
        if own := self._own():
            item, row = self.random.choice(own)
            self.items[item].remove(row)
            self._put(self.random.choice(list(self.items)), row)

    def relist(self) -> None:
        if own := self._own():
            lineage, item = self.random.choice(own)[1]["lineage"], self.random.choice(list(self.items))
            if all(row.get("again") != lineage for row in self.items[item]):
                self._put(item, {"again": lineage})

    def unlist(self) -> None:
        item = self.random.choice(list(self.items))
        if again := [row for row in self.items[item] if "again" in row]:
            self.items[item].remove(self.random.choice(again))


PLACED = {Kind.TARGET_NEW, Kind.TARGET_REMOVED, Kind.TARGET_MOVED, Kind.TARGET_RELISTED}


def said(side: TargetSide) -> tuple[object, ...]:
    """What a row says, apart from where it stands; a 再掲 says what its target says."""
    return (
        ()
        if side.is_relisted
        else (side.role, side.name, side.target, side.baseline, side.source, side.rationale)
    )


def rows_of(document: Document) -> dict[str, list[tuple[str, tuple[object, ...]]]]:
    rows = TargetRows(Reader(document))
    return {
        item: [(name, said(rows.sides[name])) for name in names]
        for item, names in rows.names.items()
        if names
    }


def rebuilt(old: Document, table: Table) -> dict[str, list[tuple[str, tuple[object, ...]]]]:
    """The tables of the newer edition, out of the older one and nothing but the table."""
    rows = TargetRows(Reader(old))
    words = {name: said(side) for name, side in rows.sides.items()}
    names = {item: list(found) for item, found in rows.names.items()}
    changes = [row for change in table.changes() for row in change.targets]
    for row in changes:
        if row.old and PLACED & set(row.kinds):
            names[row.old.item].remove(row.old.row)
    waiting = []
    for row in changes:
        if row.new:
            words[row.new.row] = said(row.new)
            waiting += [row.new] if PLACED & set(row.kinds) else []
    while waiting:
        ready = [side for side in waiting if not side.behind or side.behind in names.get(side.item, ())]
        assert ready, "a row has no place"
        for side in ready:
            found = names.setdefault(side.item, [])
            found.insert(found.index(side.behind) + 1 if side.behind else 0, side.row)
        waiting = [side for side in waiting if side not in ready]
    return {item: [(name, words[name]) for name in found] for item, found in names.items() if found}


@given(st.integers(0, 10**6))
@settings(max_examples=80, deadline=None)
def test_the_newer_tables_are_rebuilt_from_the_older_ones_and_the_changes(seed):
    hands = Hands(seed)
    old = hands.edition(1)
    hands.session()
    new = hands.edition(2)
    table = arranged(Comparing(Reader(old), Reader(new)), Hand())
    assert rebuilt(old, table) == rows_of(new)
    told_once = Counter(
        side.row for change in table.changes() for row in change.targets if (side := row.new or row.old)
    )
    assert set(told_once.values()) <= {1}


@given(st.integers(0, 10**6))
@settings(max_examples=40, deadline=None)
def test_backwards_the_same_rows_changed(seed):
    hands = Hands(seed)
    old = hands.edition(1)
    hands.session()
    new = hands.edition(2)
    turned = {Kind.TARGET_NEW: Kind.TARGET_REMOVED, Kind.TARGET_REMOVED: Kind.TARGET_NEW}

    def seen(changes: tuple[Change, ...], *, backwards: bool) -> set[object]:
        return {
            (row.old and row.old.row, row.new and row.new.row, row.kinds)
            if not backwards
            else (
                row.new and row.new.row,
                row.old and row.old.row,
                tuple(turned.get(k, k) for k in row.kinds),
            )
            for change in changes
            for row in change.targets
        }

    assert seen(compared(old, new), backwards=False) == seen(compared(new, old), backwards=True)
