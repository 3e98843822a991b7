"""The form of a practice: three tables that are changed row by row before anything is saved.

Everything that was typed travels with each step, so adding or moving a row needs neither a script nor a saved draft.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from accounts.models import Government, User
from accounts.saving import Overtaken
from kpi.models import ReviewPractice
from kpi.review.practice import Effect, Practice, PracticeError, StepKind, from_data
from kpi.review.practice_reading import DIRECTION, SELF, STEP, faults_of, read_practice, typed_of
from kpi.review.practices import save_practice

TABLES = {
    "steps": (STEP, ("key", "kind", "name", "month", "day")),
    "directions": (DIRECTION, ("key", "word", "effect")),
    "self_evaluations": (SELF, ("key", "word")),
}
TEXTS = ("grant_names", "reminds_before", "reminds_after")
TICKS = ("asks_head", "gathers")
KINDS = {
    StepKind.PREPARE: "準備する",
    StepKind.ENTRY: "課が入力する",
    StepKind.INTERNAL: "庁内で評価する",
    StepKind.EXTERNAL: "委員会などが評価する",
    StepKind.ASSEMBLY: "議会に報告する",
    StepKind.PUBLICATION: "公表する",
    StepKind.BUDGET: "予算や次の計画に反映する",
}
EFFECTS = {
    Effect.KEEP: "そのまま（申し送りにしない）",
    Effect.CHANGE: "次の計画で変える（申し送り）",
    Effect.END: "次の計画でやめる（申し送り）",
}
_STEP = re.compile(r"(add|up|down|drop)-(steps|directions|self_evaluations)(?:-(\d{1,3}))?")


@dataclass(frozen=True)
class Line:
    """A row of one of the tables: ``number`` as the sentences count it, what stands in it, what is wrong with it."""

    number: int
    values: Mapping[str, Any]
    faults: tuple[str, ...]

    @property
    def index(self) -> int:
        return self.number - 1


class PracticeForm:
    """A practice being edited. ``content`` is what the fields say, sound or not; ``seen`` the version it began with."""

    kinds = [(kind.value, word) for kind, word in KINDS.items()]
    effects = [(effect.value, word) for effect, word in EFFECTS.items()]

    def __init__(self, content: dict[str, Any], seen: int):
        self.content, self.seen = content, seen
        self.refused: tuple[str, ...] = ()
        self.is_checked = False
        self.theirs: Practice | None = None

    @classmethod
    def of(cls, practice: Practice, seen: int) -> "PracticeForm":
        return cls(typed_of(practice), seen)

    @classmethod
    def sent(cls, data: Any) -> "PracticeForm":
        """What came from the page."""
        content: dict[str, Any] = {
            table: [
                {name: data.get(f"{table}-{n}-{name}", "").strip() for name in names}
                for n in _numbers(data, table)
            ]
            for table, (_, names) in TABLES.items()
        }
        content |= {name: data.get(name, "")[:4000] for name in TEXTS}
        content |= {name: data.get(name) == "1" for name in TICKS}
        seen = data.get("seen", "")
        return cls(content, int(seen) if seen.isdecimal() and len(seen) < 9 else 0)

    def step(self, wanted: str) -> bool:
        """Add, move or drop a row ("up-steps-3"); whether that was what was asked for."""
        found = _STEP.fullmatch(wanted)
        if found is None:
            return False
        act, table, at = found[1], found[2], int(found[3] or 0)
        rows: list[dict[str, str]] = self.content[table]
        if act == "add":
            rows.append(self._fresh(table))
        elif at < len(rows):
            row = rows.pop(at)
            if act != "drop":
                rows.insert(max(0, at + (-1 if act == "up" else 1)), row)
        return True

    def _fresh(self, table: str) -> dict[str, str]:
        rows = self.content[table]
        taken = {row["key"] for row in rows}
        key = next(key for n in range(1, 1000) if (key := f"own-{n}") not in taken)
        given = {"kind": StepKind.INTERNAL.value, "effect": Effect.KEEP.value}
        return {name: given.get(name, "") for name in TABLES[table][1]} | {"key": key}

    def attempt(self, *, actor: User, government: Government) -> ReviewPractice | None:
        """What was kept; None when it is not sound, was refused, or somebody was quicker (``theirs``)."""
        self.is_checked = True
        try:
            practice = read_practice(self._keyed())
            return save_practice(actor=actor, government=government, practice=practice, seen=self.seen)
        except PracticeError:
            return None
        except Overtaken as late:
            self.refused = tuple(late.messages)
            self.theirs = from_data(late.current.content) if late.current else None
            self.seen = late.current.version if late.current else 0
        except ValidationError as error:
            self.refused = tuple(error.messages)
        return None

    def _keyed(self) -> dict[str, Any]:
        """The content with keys that are there and differ, whatever came from outside."""
        content = dict(self.content)
        for table in TABLES:
            rows, taken = [], set()
            for row in content[table]:
                key = row["key"] if re.fullmatch(r"[a-z0-9-]{1,40}", row["key"]) else ""
                if not key or key in taken:
                    key = next(one for n in range(1, 1000) if (one := f"own-{n}") not in taken)
                taken.add(key)
                rows.append(row | {"key": key})
            content[table] = rows
        return content

    @property
    def status(self) -> int:
        return 409 if self.refused else 422 if self.faults else 200

    @property
    def faults(self) -> tuple[str, ...]:
        """Everything that is wrong, as sentences."""
        return (*faults_of(self.content), *self.refused) if self.is_checked else ()

    @property
    def steps(self) -> list[Line]:
        return self._lines("steps")

    @property
    def directions(self) -> list[Line]:
        return self._lines("directions")

    @property
    def self_evaluations(self) -> list[Line]:
        return self._lines("self_evaluations")

    def _lines(self, table: str) -> list[Line]:
        return [Line(n, row, self._faults(table, n)) for n, row in enumerate(self.content[table], 1)]

    def _faults(self, table: str, number: int) -> tuple[str, ...]:
        start = f"{TABLES[table][0]}{number}："
        return tuple(fault.removeprefix(start) for fault in self.faults if fault.startswith(start))


def _numbers(data: Any, table: str) -> Iterator[int]:
    given = data.get(f"{table}-count", "0")
    yield from range(min(int(given), 100) if given.isdecimal() and len(given) < 4 else 0)
