"""What becomes of each heading and KPI of a document, as the preview shows it and as it is carried out."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from accounts.models import Department
from kpi.intake.arranging import Branch, Line
from kpi.intake.lines import ReadLine
from kpi.intake.outline import KpiLine, Node
from kpi.intake.words import years_word
from kpi.models import Indicator, MeasureSheet, Target
from kpi.retelling import tell_baseline, tell_target
from kpi.spec import Better
from strategy.models import Level, PlanItem
from strategy.richtext import plain

SHORT = 80  # characters of a text on the preview


class Fate(StrEnum):
    """What becomes of a row of the document; the word on the screen is ``label``."""

    NEW = "new"
    INTO = "into"
    CHANGE = "change"
    SAME = "same"
    RELIST = "relist"
    SKIP = "skip"
    LEFT = "left"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def tone(self) -> str:
        """The look of its tag."""
        return {"new": "tag-good", "change": "tag-warn"}.get(self.value, "")


_LABELS = {
    Fate.NEW: "新しくつくる",
    Fate.INTO: "すでにある項目に入れる",
    Fate.CHANGE: "変更",
    Fate.SAME: "すでにある",
    Fate.RELIST: "再掲",
    Fate.SKIP: "項目にしない",
    Fate.LEFT: "取り込まない",
}


_FILLED = {
    "body": "本文",
    "department": "所管課",
    "continuity": "新規・継続・拡充",
    "period": "期間",
    "budget": "予算額",
}


@dataclass(frozen=True)
class Difference:
    """A field that says one thing here and another in the file, as people read it; ``value`` is the file's, to be kept."""

    name: str
    label: str
    here: str
    file: str
    value: Any


@dataclass
class Row:
    """A heading or a KPI. ``side``: whose text holds where both have one, "" while somebody has to say so."""

    key: str
    fate: Fate = Fate.NEW
    flags: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    side: str = ""
    is_conflict: bool = False
    is_anew: bool = False  # made although one stands there
    department: Department | None = None

    @property
    def is_taken(self) -> bool:
        return self.fate not in (Fate.LEFT, Fate.SKIP)

    @property
    def changed(self) -> dict[str, Any]:
        """What is written over something that stands there, by field."""
        return {one.name: one.value for one in self.differences} if self.side == "file" else {}


@dataclass
class KpiRow(Row):
    """A KPI: where it will hang, what was read of it, and what of ours it is about."""

    line: Line | None = None
    home: "HeadRow | None" = None  # the heading whose item it hangs on; None: the item under which all goes
    read: ReadLine | None = None
    role: str = "KPI"
    target: Target | None = None  # the one that stands there
    indicator: Indicator | None = None  # the one that is used again
    first: "KpiRow | None" = None  # of a 再掲, or of a second line of one indicator: the first line
    figures: list[tuple[int, Any]] = field(default_factory=list)  # fiscal year and figure to be kept

    @property
    def kpi(self) -> KpiLine:
        """What the document prints."""
        assert self.line is not None
        return self.line.kpi

    @property
    def title(self) -> str:
        """What the KPI is called on the page."""
        return self.kpi.name

    @property
    def can_split(self) -> bool:
        """Whether something of ours was found that the KPI may be kept apart from."""
        if self.kpi.base:
            return False
        return self.fate in (Fate.CHANGE, Fate.SAME) or (self.fate is Fate.NEW and self.indicator is not None)

    @property
    def baseline_words(self) -> str:
        """What the baseline was read as: kind and value; what was not read, as it is printed."""
        assert self.read is not None
        spec = self.read.baseline
        if not self.kpi.baseline_text:
            return "なし"
        if spec.reason:
            return f"「{self.kpi.baseline_text}」（読み取れません）"
        return f"{tell_baseline(spec)}（{Target.BaselineKind(spec.kind.value).label}）"

    @property
    def target_words(self) -> str:
        """The same of the target."""
        assert self.read is not None
        spec = self.read.spec
        if not self.kpi.target_text:
            return "なし"
        if spec.reason:
            return f"「{self.kpi.target_text}」（文による目標）"
        return f"{tell_target(spec, better=Better(self.read.better))}（{Target.Kind(spec.kind.value).label}）"


@dataclass
class HeadRow(Row):
    """A heading: the item it goes into or the level of the one it becomes, the heading above, its KPIs."""

    branch: Branch | None = None
    above: "HeadRow | None" = None  # None: the item under which all goes, or the top
    level: Level | None = None
    item: PlanItem | None = None
    fills: dict[str, Any] = field(default_factory=dict)  # what was empty and gets the document's, by field
    kpis: list[KpiRow] = field(default_factory=list)

    @property
    def node(self) -> Node:
        """The heading as the document prints it."""
        assert self.branch is not None
        return self.branch.node

    @property
    def depth(self) -> int:
        """For the indent, from 1 to 6."""
        return min(self.node.depth, 6)

    @property
    def title(self) -> str:
        """What the heading is called on the page."""
        return f"{self.node.number}{self.node.title}"

    @property
    def can_split(self) -> bool:
        """Whether the item was found by its title, so that somebody may say that it is another one."""
        return self.item is not None and not self.node.base

    @property
    def short(self) -> str:
        """The text in short."""
        text = " ".join(plain(self.node.body).split())
        return text if len(text) <= SHORT else f"{text[:SHORT]}…"

    @property
    def sheet_words(self) -> list[str]:
        """What the 施策調書 of a new item will say."""
        said = {name: self.fills.get(name) for name in ("continuity", "period", "budget")}
        words = [
            dict(MeasureSheet.Continuity.choices).get(said["continuity"] or "", ""),
            years_word(*said["period"]) if said["period"] else "",
            f"{said['budget']:,}千円" if said["budget"] is not None else "",
        ]
        return [word for word in words if word]

    @property
    def filled(self) -> list[str]:
        """What was empty and gets the document's, in words."""
        return [_FILLED[name] for name in self.fills]

    @property
    def home(self) -> "HeadRow | None":
        """The row whose item bears what stands under this heading; None: the item under which all goes."""
        return self.above if self.fate is Fate.SKIP else self
