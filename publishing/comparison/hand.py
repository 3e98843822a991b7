"""The planner's hand on a 新旧対照表: reasons, rows put together or cut, what is left out. Keys are those of Change."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from publishing.comparison.table import Cause

Placement = Literal["TABLE", "GATHERED", "OMITTED"]


@dataclass(frozen=True)
class Note:
    """What is written to one row. Several ``keys`` stand together in the place of the first of them in the text.

    ``reason`` is the 修正の趣旨, or why the change is left out of the table. ``place`` replaces the derived words.
    """

    keys: tuple[str, ...]
    placement: Placement = "TABLE"
    place: str = ""
    reason: str = ""
    remark: str = ""
    revision_stage: str = ""
    causes: tuple[Cause, ...] = ()


@dataclass(frozen=True)
class Hand:
    """``cuts``: after which lines a change is cut into rows of their own. ``terms``: words that were replaced
    throughout, old and new. ``joins``: lineages of items that answer to each other although no lineage says so.
    """

    notes: tuple[Note, ...] = ()
    cuts: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    points: tuple[str, ...] = ()
    terms: tuple[tuple[str, str], ...] = ()
    joins: tuple[tuple[str, str], ...] = ()
    paper_number: str = ""
