"""The report of a reviewed year as one read-only picture: what page, PDF, Word and Excel print.

An open review is read from its rows (kpi/review/reading.py), a published one from the bytes that were stored when it was
published: canonical JSON as of an edition (UTF-8, sorted keys, no spaces, figures as strings). Later edits change nothing.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

SCHEMA = 1


@dataclass(frozen=True)
class GradeWord:
    """A grade of the scheme that judged. ``meaning`` says in words when it is given; ``tone`` colours it."""

    key: str
    sign: str
    word: str
    tone: str
    meaning: str = ""


@dataclass(frozen=True)
class PlaceWord:
    """An item of the edition as it is printed: 第1章－1 and its title. ``goal`` is the lineage of the goal above it."""

    lineage: str
    number: str
    full_number: str
    title: str
    kind: str
    level: str
    goal: str = ""
    department: str = ""


@dataclass(frozen=True)
class YearFigure:
    """A figure of a fiscal year as printed (70.2); ``value`` the number as text; empty where there is none, and then
    ``absent`` says why (未公表, 調査年でない)."""

    fiscal_year: int
    text: str = ""
    value: str = ""
    quality: str = ""
    is_running_total: bool = False
    is_partial: bool = False
    remark: str = ""
    absent: str = ""


@dataclass(frozen=True)
class Revised:
    """A target that was changed during the term: what an earlier edition printed, and from when the new one holds."""

    edition: str
    baseline_text: str
    target_text: str
    since: str = ""  # ISO date


@dataclass(frozen=True)
class KpiRow:
    """A KPI in the place where it is printed; ``number`` counts through the report, 補足指標 last; a 再掲 has none (0).

    ``arrow`` against the figure before: "up", "down", "flat" or "". ``rate_text`` is what stands under 達成率 (43%, 途中経過).
    ``needs_cause``: the KPI is behind and the guide asks for cause, issue and action (手引き 7-2).
    """

    number: int
    lineage: str
    indicator: str
    is_relisted: bool
    role: str
    place: str
    goal: str
    name: str
    audience: str
    unit: str
    is_survey: bool
    baseline_text: str
    target_text: str
    figures: tuple[YearFigure, ...]
    arrow: str
    rate_text: str
    rate: str
    grade: str
    grade_by_hand: str  # key of the grade people gave instead; empty where they did not
    hand_reason: str
    sentence: str
    formula: str
    better: str
    cause: str
    issue: str
    action: str
    direction: str
    new_target: str
    department: str
    opinions: tuple[str, ...]
    needs_cause: bool
    revised: tuple[Revised, ...] = ()


@dataclass(frozen=True)
class ProjectRow:
    """主な事業; money in thousands of yen as text."""

    name: str
    budget: str
    settled: str
    funding: str


@dataclass(frozen=True)
class ItemRow:
    """A reviewed item; ``kpis`` are lineages of the targets that stand at it or tell of it."""

    place: str
    achievement: str
    self_evaluation: str
    issue: str
    direction: str
    direction_reason: str
    department: str
    projects: tuple[ProjectRow, ...]
    kpis: tuple[str, ...]
    opinions: tuple[str, ...]


@dataclass(frozen=True)
class GoalRow:
    """How many KPIs under a goal were graded how (手引き 7-2: a goal without figure is judged by what is under it).

    ``counts`` in the order of the grades; 再掲 is not counted. ``sentence`` is the roll-up in words.
    """

    place: str
    counts: tuple[int, ...]
    total: int
    sentence: str


@dataclass(frozen=True)
class InputRow:
    """One of the four materials of 手引き 7-2. ``kind`` KPI, EXTERNAL, ASSEMBLY, RESIDENTS; ``is_there`` False: missing."""

    kind: str
    word: str
    is_there: bool
    name: str = ""
    held_on: str = ""
    judgement: str = ""
    summary: str = ""
    has_outsiders: bool = False
    opinions: tuple[tuple[str, str, str], ...] = ()  # about what, the opinion, the answer


@dataclass(frozen=True)
class GrantRow:
    """交付金事業の検証（様式2）; ``indicators`` as stored, words instead of keys elsewhere."""

    place: str
    project: str
    grant_name: str
    amount: str
    indicators: tuple[Mapping[str, Any], ...]
    effect: str
    outside_view: str
    outside_opinion: str
    future: str
    future_reason: str


@dataclass(frozen=True)
class Report:
    """Everything that is said of a year. ``figures`` of each row are those of ``years``, in that order.

    ``kind`` YEAR or TERM; ``counts`` per grade over all rows, 再掲 not counted; ``published_on`` an ISO date or empty.
    Directions and self evaluations stand here in words, not as keys.
    """

    government: str
    plan: str
    edition_number: int
    edition_title: str
    kind: str
    fiscal_year: int
    revision: int
    correction_reason: str
    first_fiscal_year: int
    last_fiscal_year: int
    years: tuple[int, ...]
    scheme_name: str
    scheme_number: int
    grades: tuple[GradeWord, ...]
    counts: tuple[int, ...]
    total: int
    relisted: int
    places: tuple[PlaceWord, ...]
    rows: tuple[KpiRow, ...]
    goals: tuple[GoalRow, ...]
    items: tuple[ItemRow, ...]
    inputs: tuple[InputRow, ...]
    grants: tuple[GrantRow, ...]
    judgement: str
    judged_by: str
    summary: str
    published_on: str = ""

    def place(self, lineage: str) -> PlaceWord:
        """The place of this lineage; KeyError where the report does not name it."""
        return {place.lineage: place for place in self.places}[lineage]

    def grade(self, key: str) -> GradeWord:
        return {grade.key: grade for grade in self.grades}[key]


def to_bytes(report: Report) -> bytes:
    """The canonical bytes of a report."""
    data = {"schema": SCHEMA, **asdict(report)}
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def hash_of(content: bytes) -> str:
    """The SHA-256 of exactly these bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def from_bytes(content: bytes) -> Report:
    """The report that was stored. ValueError for a schema that this version does not know."""
    data = json.loads(content)
    if data.pop("schema") != SCHEMA:
        raise ValueError("a report of another schema")
    return Report(
        **{
            **data,
            "years": tuple(data["years"]),
            "counts": tuple(data["counts"]),
            "grades": tuple(GradeWord(**row) for row in data["grades"]),
            "places": tuple(PlaceWord(**row) for row in data["places"]),
            "rows": tuple(_kpi(row) for row in data["rows"]),
            "goals": tuple(GoalRow(**{**row, "counts": tuple(row["counts"])}) for row in data["goals"]),
            "items": tuple(_item(row) for row in data["items"]),
            "inputs": tuple(_input(row) for row in data["inputs"]),
            "grants": tuple(_listed(GrantRow, row) for row in data["grants"]),
        }
    )


def _listed(kind: type[Any], row: Mapping[str, Any]) -> Any:
    """A row whose lists become tuples again."""
    assert row.keys() <= {field.name for field in fields(kind)}
    return kind(**{name: tuple(value) if isinstance(value, list) else value for name, value in row.items()})


def _kpi(row: Mapping[str, Any]) -> KpiRow:
    figures = tuple(YearFigure(**one) for one in row["figures"])
    revised = tuple(Revised(**one) for one in row["revised"])
    return KpiRow(**{**row, "figures": figures, "revised": revised, "opinions": tuple(row["opinions"])})


def _item(row: Mapping[str, Any]) -> ItemRow:
    projects = tuple(ProjectRow(**one) for one in row["projects"])
    lists = {name: tuple(row[name]) for name in ("kpis", "opinions")}
    return ItemRow(**{**row, **lists, "projects": projects})


def _input(row: Mapping[str, Any]) -> InputRow:
    opinions = tuple((one[0], one[1], one[2]) for one in row["opinions"])
    return InputRow(**{**row, "opinions": opinions})
