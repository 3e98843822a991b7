"""What stands in the cells of a KPI table, out of the plan's own print. Nothing is computed, but commas are put in."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from kpi.figures import figure_text
from kpi.spec import TargetKind
from paper.phrases import em_width
from publishing.document import Entry, TargetEntry
from strategy.fiscal import era_year

SURVEY_MARK = "※"
AGAIN = "再掲"
BASELINE, GOAL, AUDIENCE = "現状", "目標値", "対象"
LONG = 8  # em of a value that is set smaller
SUPPLEMENTARY = "SUPPLEMENTARY"
# One bracket, and that at the end: 73%（令和9年度）. Where each of several parts has its own, all stay where they are.
_TIMED = re.compile(r"([^（）()]*[^（）()\s])\s*([（(][^（）()]+[）)])")

# A target that says itself by when: 2027年度までに150地域, 90団体（2027年度まで）.
_BY = re.compile(r"[0-9０-９元]年(?!間)")
# A figure with no unit behind it: 1.49, 1.49（令和2年度）.
_BARE = re.compile(r"(?<![0-9A-Za-z.,])[0-9][0-9.,]*(?=$|[（(、\s])")


@dataclass(frozen=True)
class Printed:
    """A baseline or target as the plan prints it, what is said small below it apart: its time, a note.

    A paper may break the lines.
    """

    text: str
    small: tuple[str, ...] = ()

    @property
    def is_long(self) -> bool:
        return em_width(self.text.replace("\n", "")) > LONG

    @property
    def whole(self) -> str:
        """All of it in one line."""
        return "".join((self.text, *self.small)).replace("\n", "")


@dataclass(frozen=True)
class Point:
    """A figure that a KGI rests on: 短期 令和9年（2027年） 402,190人."""

    head: str
    text: str


@dataclass(frozen=True)
class Row:
    """A line of a KPI table. ``names`` is the number of lines that its name stands for: a name printed once for
    several 対象 covers those below it, which have 0. ``is_again``: printed before, be it as 再掲 or in another list."""

    target: TargetEntry
    is_relisted: bool
    baseline: Printed
    goal: Printed
    related: tuple[Entry, ...]
    path: tuple[Point, ...]
    names: int = 1
    is_again: bool = False

    @property
    def mark(self) -> str:
        """※ of an indicator that a survey asks."""
        return SURVEY_MARK if self.target.is_survey else ""

    @property
    def name(self) -> str:
        return self.target.name

    @property
    def audience(self) -> str:
        """対象：18～49歳."""
        return f"{AUDIENCE}：{self.target.audience}" if self.target.audience else ""

    @property
    def is_split(self) -> bool:
        """Whether the 対象 stands in a cell of its own beside a name that several lines share."""
        return self.names != 1

    @property
    def notes(self) -> tuple[str, ...]:
        """What stands small below the name: 対象, the unit of figures that have none beside them, source."""
        own = self.target
        figures = (self.baseline.whole, self.goal.whole)
        unit = own.unit if any(map(_BARE.search, figures)) else ""
        return tuple(
            f"（{said}）"
            for said in (
                "" if self.is_split else self.audience,
                f"単位：{unit}" if unit else "",
                f"出典：{own.source}" if own.source else "",
            )
            if said
        )

    @property
    def anchor(self) -> str:
        """The place of the target itself; a 再掲 only points to it."""
        return "" if self.is_relisted or self.is_again else self.target.anchor


def printed(text: str) -> Printed:
    """A text with the time behind it apart.

    >>> printed("5年間で1,000人（R5年度～R9年度）")
    Printed(text='5年間で1,000人', small=('（R5年度～R9年度）',))
    >>> printed("95%（2023年度）、97%（2025年度）").small
    ()
    """
    found = _TIMED.fullmatch(text.strip())
    return Printed(found[1], (found[2],)) if found else Printed(text.strip())


def is_for(text: str, spec: dict[str, Any], last: int) -> bool:
    """Whether a target is set for the last year of the plan and does not name its years itself."""
    goal = printed(text)
    if _BY.search(goal.text) or any("まで" in small for small in goal.small):
        return False
    if spec.get("kind") in (TargetKind.MILESTONE, TargetKind.TWO_STAGE):
        return False
    by = spec.get("by") or (spec.get("span") or {}).get("last")
    return by is None or by["year"] == last


# --- the path of a KGI --------------------------------------------------------------------------------------


def path_of(targets: Iterable[TargetEntry]) -> list[dict[str, Any]]:
    """The points that the targets of a table rest on, each once, in order of years."""
    points = {point_head(point): point for target in targets for point in target.reference_path}
    return sorted(points.values(), key=lambda point: point.get("fiscal_year") or 0)


def point_head(point: dict[str, Any]) -> str:
    """Label and year, a line each. An outlook of the population is of a year, whatever fiscal year is judged."""
    year = point.get("fiscal_year")
    when = f"{era_year(year)}（{year}年）" if isinstance(year, int) else ""
    return "\n".join(filter(None, (point.get("label", ""), when)))


def figure(point: dict[str, Any], unit: str) -> str:
    """401,558人: with as many places as were given."""
    try:
        value = Decimal(str(point.get("value", "")))
    except InvalidOperation:
        return ""
    exponent = value.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return figure_text(value, places) + unit
