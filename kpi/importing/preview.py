"""What the preview of an upload shows: its differences as numbered lines in pages, what is to be decided, and why not yet."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import process

from kpi.importing.changes import Asks, Comparison, Difference, Kind
from kpi.importing.facts import LEAVE, Standing
from kpi.importing.text_cells import project_key

PAGE = 200  # lines of a page
MOST_NAMED = 20  # errors named above the table
MOST_OFFERED = 30  # targets or items offered for a row without a key
LOOKS = {Kind.ADDED: "tag-good", Kind.CONFLICT: "tag-warn", Kind.FAULT: "tag-bad"}
WORD = 16  # characters of a figure or a word
SHORT = 120  # characters of a text in the table
NAMES = {
    Asks.CHOICE: "choices",
    Asks.TEXT: "mended",
    Asks.ROW: "rows",
    Asks.LEAVE: "rows",
    Asks.REASON: "reasons",
}


@dataclass(frozen=True)
class Line:
    """A line of the table: a difference with its number and page. ``given`` is what stands in its box, ``other`` what
    somebody else decided meanwhile."""

    number: int
    page: int
    difference: Difference
    given: str = ""
    other: str = ""

    @property
    def key(self) -> str:
        return f"r{self.number}"

    @property
    def href(self) -> str:
        return f"?page={self.page}#{self.key}" if self.page > 1 else f"#{self.key}"

    @property
    def look(self) -> str:
        return LOOKS.get(self.difference.kind, "")

    @property
    def new(self) -> str:
        return shortened(self.difference.new)

    @property
    def old(self) -> str:
        return shortened(self.difference.old)

    @property
    def is_prose(self) -> bool:
        """Whether it is a text to be read, not a figure or a word to be compared at a glance."""
        return max(len(self.difference.old), len(self.difference.new)) > WORD

    @property
    def is_long(self) -> bool:
        """Whether what is to be mended needs more than a line."""
        return len(self.given) > SHORT or "\n" in self.given


@dataclass(frozen=True)
class Choice:
    """What a row without a key may be about."""

    lineage: str
    name: str


def shortened(text: str) -> str:
    """The beginning of a long text."""
    return text if len(text) <= SHORT else text[:SHORT] + "…"


class Preview:
    """The page about an upload. ``decisions`` are those that it was compared with, ``before`` those that are kept; where
    they differ somebody else was quicker, and nothing can be applied before they are kept too."""

    def __init__(
        self,
        comparison: Comparison,
        standing: Standing,
        page: int,
        *,
        decisions: Mapping[str, Mapping[str, str]],
        before: Mapping[str, Mapping[str, str]],
    ):
        self.comparison, self.standing = comparison, standing
        self.decisions, self.before = decisions, before
        self.pages = max(1, -(-len(comparison.differences) // PAGE))
        self.page = min(max(page, 1), self.pages)
        self.size = PAGE

    @property
    def is_kept(self) -> bool:
        """Whether the decisions shown are those that are kept."""
        return all(self.decisions.get(name, {}) == self.before.get(name, {}) for name in NAMES.values())

    @property
    def is_ready(self) -> bool:
        return self.is_kept and self.comparison.is_ready

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines of this page."""
        first = (self.page - 1) * PAGE
        found = self.comparison.differences[first : first + PAGE]
        return tuple(self._line(number, one) for number, one in enumerate(found, start=first + 1))

    def _line(self, number: int, one: Difference) -> Line:
        name = NAMES.get(one.asks, "")
        kept = self.before.get(name, {}).get(one.place)
        given = self.decisions.get(name, {}).get(one.place)
        shown = given if given is not None else (one.new if one.asks is Asks.TEXT else "")
        other = "" if given == kept or self.is_kept else _decided(kept)
        return Line(number, -(-number // PAGE), one, shown, other)

    @cached_property
    def _open(self) -> tuple[Line, ...]:
        found = enumerate(self.comparison.differences, start=1)
        return tuple(self._line(number, one) for number, one in found if one.is_open)

    @property
    def faults(self) -> tuple[Line, ...]:
        """The first errors, for the list above."""
        return tuple(line for line in self._open if line.difference.kind is Kind.FAULT)[:MOST_NAMED]

    @property
    def more_faults(self) -> int:
        return max(0, self.comparison.counts[Kind.FAULT] - MOST_NAMED)

    @property
    def choices(self) -> tuple[Line, ...]:
        """The conflicts on this page, decided or not."""
        return tuple(line for line in self.lines if line.difference.asks is Asks.CHOICE)

    @property
    def has_boxes(self) -> bool:
        """Whether anything on this page can be decided."""
        return any(line.difference.asks is not Asks.NOTHING for line in self.lines)

    @property
    def counted(self) -> str:
        """変更2　追加2　食い違い1　誤り2　同じ31."""
        counts = self.comparison.counts
        return "　".join(f"{kind.value}{n}" for kind, n in counts.items() if n) or "変わるところはありません"

    @property
    def conflicts(self) -> int:
        return self.comparison.counts[Kind.CONFLICT]

    @property
    def faulty(self) -> int:
        return self.comparison.counts[Kind.FAULT]

    @property
    def waiting(self) -> str:
        """Why it cannot be applied yet, or what applying would do."""
        parts = [f"{word}{n}件" for word, n in (("誤り", self.faulty), ("食い違い", self.conflicts)) if n]
        if parts:
            return f"{'と'.join(parts)}が残っているので、まだ反映できません。"
        if not self.is_kept:
            return "選んだ内容をまだ保存していないので、反映できません。"
        if not self.comparison.changes:
            return "変わるところはありません。反映しても、いまの値はそのままです。"
        return "反映すると「入力中」の値になります。提出も公表も、まだされません。"

    def choices_for(self, line: Line) -> tuple[Choice, ...]:
        """What a row without a key may be about: the same name first, then the most alike."""
        known = self.standing.targets if line.difference.about == "target" else self.standing.items
        names = {one.lineage: one.called for one in known.values()}
        wanted = project_key(line.difference.subject)
        same = [key for key, name in names.items() if project_key(name) == wanted]
        rest = {key: unicodedata.normalize("NFKC", name) for key, name in names.items() if key not in same}
        alike = [key for _, _, key in process.extract(wanted, rest, limit=MOST_OFFERED)]
        return tuple(Choice(key, names[key]) for key in (*same, *alike))

    @property
    def rows(self) -> Iterator[tuple[Line, tuple[Choice, ...]]]:
        """The lines of this page, each with what may be chosen for it."""
        for line in self.lines:
            yield line, self.choices_for(line) if line.difference.asks is Asks.ROW else ()


def _decided(kept: str | None) -> str:
    """What somebody else decided, in words."""
    if kept is None:
        return ""
    words = {"excel": "Excelの値", "screen": "画面の値", LEAVE: "取り込まない"}
    return words.get(kept.partition(":")[0], kept)
