"""The form of a grade scheme: a table of grades and a table of rules, changed row by row before anything is saved.

Everything that was typed travels with each step, so adding or moving a row needs neither a script nor a saved draft.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from accounts.models import Government, User
from kpi.grade_words import case
from kpi.grades import BOUNDS, DEEDS, KEPT_EACH_YEAR, PRESETS, SchemeError, check, from_data, to_data
from kpi.grading import Elapsed, GradeScheme, Measure, Tone, Versus
from kpi.models import GradeScheme as Kept
from kpi.models import Target
from kpi.schemes import save_scheme

Content = dict[str, Any]
GRADE = ("key", "sign", "word", "tone")
RULE = ("grade", "missing", "kinds", "achieved", "is_due", "versus", "measure", *BOUNDS)
_YES_NO = {"yes": True, "no": False}
_PLACED = re.compile(r"(区分|規則)(\d+)：(.*)", re.DOTALL)
_STEP = re.compile(r"(add|up|down|drop)-(grades|rules)(?:-(\d{1,3}))?")

TONES = {
    Tone.ACHIEVED: "緑（達成）",
    Tone.ON_TRACK: "うすい緑（順調）",
    Tone.SLIGHTLY_LATE: "黄（やや遅れ）",
    Tone.LATE: "橙（遅れ）",
    Tone.BELOW: "赤（基準値を下回る）",
    Tone.UNKNOWN: "灰の破線（判定不能）",
}
VERSUS = {Versus.BETTER: "良い", Versus.SAME: "同じ", Versus.WORSE: "悪い"}
MEASURES = {
    Measure.RATE: "達成率",
    Measure.PACE: "進み具合（めやすに対し）",
    Measure.RATIO: "目標との比",
    Measure.CHANGE: "基準値からの変化",
    Measure.GAP: "目標との差",
}
BOUND_WORDS = dict(zip(BOUNDS, ("以上", "を超える", "以下", "未満"), strict=True))
_OTHER = "ほかの組合せ"


@dataclass(frozen=True)
class Row:
    """A row of one of the tables: ``number`` as the sentences count it, what stands in it, what is wrong with it."""

    number: int
    values: Mapping[str, Any]
    faults: tuple[str, ...]
    words: str = ""

    @property
    def index(self) -> int:
        return self.number - 1


class SchemeForm:
    """A scheme being edited. ``content`` is what the fields say, sound or not."""

    def __init__(self, content: Content):
        self.content = content
        self.refused: tuple[str, ...] = ()
        self.is_checked = False

    @classmethod
    def of(cls, scheme: GradeScheme) -> "SchemeForm":
        return cls(to_data(scheme))

    @classmethod
    def sent(cls, data: Any) -> "SchemeForm":
        """What came from the page."""
        content: Content = {
            "key": data.get("key", ""),
            "name": data.get("name", ""),
            "elapsed": data.get("elapsed", Elapsed.PERIOD.value),
            "grades": [
                {name: data.get(f"grades-{n}-{name}", "").strip() for name in GRADE}
                for n in _numbers(data, "grades")
            ],
            "rules": [_rule(data, n) for n in _numbers(data, "rules")],
        }
        return cls(content)

    # --- steps ------------------------------------------------------------------------------------------------

    def step(self, wanted: str) -> bool:
        """Add, move or drop a row ("up-rules-3"); whether that was what was asked for."""
        found = _STEP.fullmatch(wanted)
        if found is None:
            return False
        act, table, at = found[1], found[2], int(found[3] or 0)
        rows: list[Content] = self.content[table]
        if act == "add":
            rows.append(self._fresh(table))
        elif at < len(rows):
            row = rows.pop(at)
            if act != "drop":
                rows.insert(max(0, at + (-1 if act == "up" else 1)), row)
        return True

    def _fresh(self, table: str) -> Content:
        if table == "rules":
            return {"grade": self.content["grades"][-1]["key"] if self.content["grades"] else ""}
        taken = {grade["key"] for grade in self.content["grades"]}
        key = next(f"grade-{n}" for n in range(1, 1000) if f"grade-{n}" not in taken)
        return {"key": key, "sign": "", "word": "", "tone": Tone.UNKNOWN.value}

    # --- checking, trying, saving -----------------------------------------------------------------------------

    def scheme(self) -> GradeScheme | None:
        """The scheme; None when it is not sound, and from then on the faults are shown."""
        self.is_checked = True
        try:
            return from_data(self.content)
        except SchemeError:
            return None

    def attempt(self, *, actor: User, government: Government) -> Kept | None:
        """What was kept; None when it is not sound or was refused."""
        if self.scheme() is None:
            return None
        try:
            return save_scheme(actor=actor, government=government, content=self.content)
        except ValidationError as error:
            self.refused = tuple(error.messages)
            return None

    @property
    def faults(self) -> tuple[str, ...]:
        """Everything that is wrong, as sentences."""
        return (*check(self.content), *self.refused) if self.is_checked else ()

    # --- for the page -----------------------------------------------------------------------------------------

    @property
    def grades(self) -> list[Row]:
        return [Row(n, row, self._faults("区分", n)) for n, row in enumerate(self.content["grades"], 1)]

    @property
    def rules(self) -> list[Row]:
        told = self._told()
        return [
            Row(n, _shown(row), self._faults("規則", n), told.get(n, ""))
            for n, row in enumerate(self.content["rules"], 1)
        ]

    def _faults(self, table: str, number: int) -> tuple[str, ...]:
        found = (_PLACED.fullmatch(fault) for fault in self.faults)
        return tuple(hit[3] for hit in found if hit and (hit[1], int(hit[2])) == (table, number))

    def _told(self) -> dict[int, str]:
        """Each rule in words, as far as the scheme can be read."""
        try:
            return {n: case(rule) for n, rule in enumerate(from_data(self.content).rules, 1)}
        except SchemeError:
            return {}

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """The choices of kinds: all, the usual sets, one of them, and sets that stand in a rule already."""
        known = [
            ("", "すべての種類"),
            (",".join(KEPT_EACH_YEAR), "毎年みる目標（維持・前年より増加・年率）"),
            (",".join(DEEDS), "完成・選定・文による目標"),
            *((str(value), str(label)) for value, label in Target.Kind.choices),
        ]
        listed = {value for value, _ in known}
        others = {",".join(row.get("kinds", ())) for row in self.content["rules"]} - listed
        return [*known, *((value, _OTHER) for value in sorted(others))]

    @property
    def grade_choices(self) -> list[tuple[str, str]]:
        """The grades that a rule may give."""
        return [
            (row["key"], f"{row['sign']} {row['word']}".strip() or row["key"])
            for row in self.content["grades"]
        ]

    missing_choices = [("1", "値がなく判定できない")]
    achieved_choices = [("yes", "している"), ("no", "していない")]
    due_choices = [("yes", "来ている"), ("no", "まだ")]
    choices = {
        "tone": [(tone.value, word) for tone, word in TONES.items()],
        "versus": [(versus.value, word) for versus, word in VERSUS.items()],
        "measure": [(measure.value, word) for measure, word in MEASURES.items()],
        "elapsed": [
            (Elapsed.PERIOD.value, "計画期間の初めから"),
            (Elapsed.BASELINE.value, "基準値の年度から"),
        ],
        "presets": [(key, scheme.name) for key, scheme in PRESETS.items()],
        "bounds": list(BOUND_WORDS.items()),
    }


def _numbers(data: Any, table: str) -> Iterator[int]:
    given = data.get(f"{table}-count", "0")
    yield from range(min(int(given), 100) if given.isdecimal() and len(given) < 4 else 0)


def _rule(data: Any, n: int) -> Content:
    """A rule as it is stored: what says nothing is left out."""
    given = {name: data.get(f"rules-{n}-{name}", "").strip() for name in RULE}
    rule: Content = {"grade": given["grade"]}
    if given["missing"]:
        rule["missing"] = True
    if given["kinds"]:
        rule["kinds"] = given["kinds"].split(",")
    for name in ("achieved", "is_due"):
        if given[name] in _YES_NO:
            rule[name] = _YES_NO[given[name]]
    for name in ("versus", "measure", *BOUNDS):
        if given[name]:
            rule[name] = given[name]
    return rule


def _shown(rule: Content) -> dict[str, Any]:
    """A rule as its fields show it."""
    said = {name: rule.get(name, "") for name in RULE}
    for name in ("achieved", "is_due"):
        said[name] = {True: "yes", False: "no"}.get(rule.get(name), "")
    said["kinds"] = ",".join(rule.get("kinds", ()))
    said["missing"] = "1" if rule.get("missing") else ""
    return said
