"""How a government goes about its yearly review: its steps, their months and its words, as data.

The words of the default are those of many towns' reports; names, order and words may all be the government's own.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class StepKind(StrEnum):
    """What happens in a step, whatever it is called."""

    PREPARE = "PREPARE"  # the year is open, nobody has been asked yet
    ENTRY = "ENTRY"  # departments answer
    INTERNAL = "INTERNAL"  # the planning section evaluates
    EXTERNAL = "EXTERNAL"  # the committee comments
    ASSEMBLY = "ASSEMBLY"  # reported to the assembly
    PUBLICATION = "PUBLICATION"  # to be made public
    BUDGET = "BUDGET"  # what was decided goes into the next budget and plan


class Effect(StrEnum):
    """What a word of 今後の方針 asks of the next edition."""

    KEEP = "KEEP"  # nothing
    CHANGE = "CHANGE"  # to be changed: a proposal
    END = "END"  # to be left out: a proposal


@dataclass(frozen=True)
class Step:
    """``month`` and ``day``: by when, in the year after the reviewed one (April to March); None: no day is set."""

    key: str
    kind: StepKind
    name: str
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True)
class Word:
    """A word that departments choose from; ``effect`` counts for 今後の方針 only."""

    key: str
    word: str
    effect: Effect = Effect.KEEP


@dataclass(frozen=True)
class Practice:
    """``asks_head``: a return needs 所属長確認. ``gathers``: a 部 gathers the returns of its departments first.

    ``reminds_before`` and ``reminds_after``: days before and after the due day on which mail goes out.
    """

    steps: tuple[Step, ...]
    directions: tuple[Word, ...]
    self_evaluations: tuple[Word, ...]
    grant_names: tuple[str, ...] = ()
    asks_head: bool = True
    gathers: bool = False
    reminds_before: tuple[int, ...] = (7, 1)
    reminds_after: tuple[int, ...] = (1, 7)

    def step(self, key: str) -> Step:
        """The step of this key; KeyError where there is none."""
        return {step.key: step for step in self.steps}[key]

    def of_kind(self, kind: StepKind) -> Step | None:
        """The first step of a kind."""
        return next((step for step in self.steps if step.kind is kind), None)

    def direction(self, key: str) -> Word | None:
        return next((word for word in self.directions if word.key == key), None)

    def self_evaluation(self, key: str) -> Word | None:
        return next((word for word in self.self_evaluations if word.key == key), None)


DEFAULT = Practice(
    steps=(
        Step("prepare", StepKind.PREPARE, "準備", 5, 31),
        Step("entry", StepKind.ENTRY, "入力", 6, 30),
        Step("internal", StepKind.INTERNAL, "庁内評価", 7, 31),
        Step("external", StepKind.EXTERNAL, "外部評価", 8, 31),
        Step("assembly", StepKind.ASSEMBLY, "議会報告", 9, 30),
        Step("publication", StepKind.PUBLICATION, "公表", 10, 31),
        Step("budget", StepKind.BUDGET, "予算へ反映", 11, 30),
    ),
    directions=(
        Word("expand", "拡充", Effect.CHANGE),
        Word("continue", "継続"),
        Word("improve", "改善", Effect.CHANGE),
        Word("shrink", "縮小", Effect.CHANGE),
        Word("abolish", "廃止", Effect.END),
        Word("end", "終了", Effect.END),
    ),
    self_evaluations=(
        Word("a", "A 計画を上回る"),
        Word("b", "B 計画どおり"),
        Word("c", "C 計画をやや下回る"),
        Word("d", "D 計画を下回る"),
    ),
    grant_names=(
        "デジタル田園都市国家構想交付金（地方創生推進タイプ）",
        "デジタル田園都市国家構想交付金（デジタル実装タイプ）",
        "新しい地方経済・生活環境創生交付金",
        "企業版ふるさと納税",
    ),
)


class PracticeError(ValueError):
    """The practice cannot be used; ``faults`` are Japanese sentences, one for each thing to mend."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


def to_data(practice: Practice) -> dict[str, Any]:
    """The practice as plain data for a JSON field."""
    return asdict(practice)


def from_data(data: Mapping[str, Any]) -> Practice:
    """The practice that was stored."""
    rest = {name: data[name] for name in ("asks_head", "gathers") if name in data}
    return Practice(
        steps=tuple(Step(**{**row, "kind": StepKind(row["kind"])}) for row in data["steps"]),
        directions=_words(data["directions"]),
        self_evaluations=_words(data["self_evaluations"]),
        grant_names=tuple(data.get("grant_names", ())),
        reminds_before=tuple(data.get("reminds_before", DEFAULT.reminds_before)),
        reminds_after=tuple(data.get("reminds_after", DEFAULT.reminds_after)),
        **rest,
    )


def _words(rows: Iterable[Mapping[str, Any]]) -> tuple[Word, ...]:
    return tuple(Word(row["key"], row["word"], Effect(row.get("effect", Effect.KEEP))) for row in rows)


def due_day(step: Step, fiscal_year: int) -> datetime.date | None:
    """The day by which a step of the review of ``fiscal_year`` is to be done.

    >>> due_day(Step("entry", StepKind.ENTRY, "入力", 6, 12), 2025)
    datetime.date(2026, 6, 12)
    """
    if step.month is None:
        return None
    year = fiscal_year + (1 if step.month > 3 else 2)
    last = (datetime.date(year + step.month // 12, step.month % 12 + 1, 1) - datetime.timedelta(days=1)).day
    return datetime.date(year, step.month, min(step.day or last, last))
