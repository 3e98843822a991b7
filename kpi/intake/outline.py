"""What was read of an office's own document: its headings as a tree, their text, and the KPIs of its tables."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Actual:
    """A figure of a fiscal year as printed."""

    fiscal_year: int
    text: str


@dataclass(frozen=True)
class KpiLine:
    """A KPI as a row of the document prints it; texts are the print, to be read with kpi.notation.

    ``goal_path`` are the headings or filled-down cells above it, the outermost first. ``place`` says where it stands
    (「KPI一覧」 C12, 表3の2行目). ``flags`` are Japanese sentences about what somebody should look at. ``is_relisted``: 【再掲】.
    ``target_year`` is the fiscal year that the head of the targets' column names (目標値（令和9年度）), left out in the cells.
    """

    goal_path: tuple[str, ...]
    name: str
    audience: str = ""
    unit: str = ""
    is_survey: bool = False
    is_relisted: bool = False
    baseline_text: str = ""
    target_text: str = ""
    actuals: tuple[Actual, ...] = ()
    department: str = ""
    source: str = ""
    rationale: str = ""
    place: str = ""
    flags: tuple[str, ...] = ()
    key: str = ""  # 施策調書: the lineage of the target that the row was written from
    base: int = 0  # and its version then
    target_year: int | None = None


@dataclass(frozen=True)
class Node:
    """A heading of the document with the text under it. ``depth`` from 1; ``number`` as printed (第1章, (1), ①).

    ``body`` is clean HTML of the allowed kind (strategy.sanitise). ``key`` counts through the outline: "n1", "n2" …; of a
    施策調書 it is the lineage of the item that the row was written from.
    """

    key: str
    depth: int
    number: str
    title: str
    body: str = ""
    place: str = ""
    continuity: str = ""  # 施策調書: NEW, CONTINUED, EXPANDED
    period: str = ""
    budget: str = ""
    department: str = ""
    kpis: tuple[KpiLine, ...] = ()
    flags: tuple[str, ...] = ()
    base: int = 0  # 施策調書: the version of the item that the row was written from


@dataclass(frozen=True)
class Outline:
    """Nodes in printed order (a tree by depth), and KPIs that stand under none of them."""

    nodes: tuple[Node, ...]
    kpis: tuple[KpiLine, ...] = ()
    flags: tuple[str, ...] = field(default=())


def to_data(outline: Outline) -> dict[str, Any]:
    """As plain data for a JSON field."""
    return asdict(outline)


def from_data(data: Mapping[str, Any]) -> Outline:
    """What ``to_data`` made."""
    nodes = (
        Node(**{**row, "kpis": _kpis(row["kpis"]), "flags": tuple(row["flags"])}) for row in data["nodes"]
    )
    return Outline(tuple(nodes), _kpis(data["kpis"]), tuple(data["flags"]))


def _kpis(rows: Any) -> tuple[KpiLine, ...]:
    return tuple(
        KpiLine(
            **{
                **row,
                "goal_path": tuple(row["goal_path"]),
                "actuals": tuple(Actual(**one) for one in row["actuals"]),
                "flags": tuple(row["flags"]),
            }
        )
        for row in rows
    )
