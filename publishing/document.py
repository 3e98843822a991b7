"""The one read-only picture of an edition: pages, PDF, Word, JSON and comparison read only this."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from publishing.drafting import draft_data
from strategy.fiscal import format_period
from strategy.models import Edition


def canonical_bytes(data: dict[str, Any]) -> bytes:
    """The bytes that are stored and hashed: UTF-8 JSON, keys sorted, no spaces.

    >>> canonical_bytes({"b": "柱", "a": 1}).decode()
    '{"a":1,"b":"柱"}'
    """
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def hash_of(content: bytes) -> str:
    """The SHA-256 under which canonical bytes are frozen."""
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True)
class Aligned:
    """The other end of an alignment, as it was called when this document was made."""

    government: str
    government_slug: str
    plan_slug: str
    plan_kind: str
    edition_number: int
    edition_title: str
    lineage: str
    kind: str
    number: str
    title: str


@dataclass(frozen=True)
class AlignmentEntry:
    """An alignment of an entry: verb (勘案 …), note, page and where to."""

    verb: str
    note: str
    page: int | None
    to: Aligned


@dataclass(frozen=True)
class TargetEntry:
    """A target as this document prints it (目標値), and the same as data for kpi.storing.

    ``indicator`` is the key under which its figures are found; ``serves`` lineages of items it tells of.
    """

    lineage: str
    indicator: str
    better: str
    role: str
    role_name: str
    name: str
    audience: str
    unit: str
    source: str
    is_survey: bool
    baseline: str
    baseline_note: str
    target: str
    other_wording: str
    spec: dict[str, Any]
    baseline_spec: dict[str, Any]
    rationale: str
    reference_path: tuple[dict[str, Any], ...]
    reference_source: str
    serves: tuple[str, ...]

    @property
    def anchor(self) -> str:
        """The id of this target on every page and in every file."""
        return f"kpi-{self.lineage}"


@dataclass(frozen=True)
class TargetRow:
    """A line of a KPI table: a target in its own place, or once more (再掲)."""

    target: TargetEntry
    is_relisted: bool = False


@dataclass(frozen=True)
class Entry:
    """One item of the document. ``items`` are its children, ``relisted_at`` pairs (place, lineage), and
    ``relisted_targets`` too. ``regional_vision`` holds the fields of the 地域ビジョン that is written here."""

    lineage: str
    level: str
    level_key: str
    kind: str
    number: str
    title: str
    body: str
    department: str | None
    marks: tuple[str, ...]
    page: int | None
    predecessors: tuple[str, ...]
    alignments: tuple[AlignmentEntry, ...]
    figures: tuple[dict[str, Any], ...]
    relisted_at: tuple[tuple[int, str], ...]
    targets: tuple[TargetEntry, ...]
    relisted_targets: tuple[tuple[int, str], ...]
    items: "tuple[Entry, ...]"
    depth: int = field(default=1)
    regional_vision: dict[str, Any] | None = None

    @property
    def anchor(self) -> str:
        """The id of this item on every page and in every file."""
        return f"item-{self.lineage}"

    @property
    def has_targets(self) -> bool:
        """Whether a KPI table stands here, be it of 再掲 alone."""
        return bool(self.targets or self.relisted_targets)

    def walk(self) -> "Iterator[Entry]":
        """This entry and all below it, in reading order."""
        yield self
        for child in self.items:
            yield from child.walk()

    def of_kind(self, kind: str) -> "list[Entry]":
        """Entries of one kind at or below this one."""
        return [entry for entry in self.walk() if entry.kind == kind]


def _entry(data: dict[str, Any], depth: int) -> Entry:
    return Entry(
        lineage=data["lineage"],
        level=data["level"],
        level_key=data["level_key"],
        kind=data["kind"],
        number=data["number"],
        title=data["title"],
        body=data["body"],
        department=data["department"],
        marks=tuple(data["marks"]),
        page=data["page"],
        predecessors=tuple(data["predecessors"]),
        alignments=tuple(
            AlignmentEntry(row["verb"], row["note"], row["page"], Aligned(**row["to"]))
            for row in data["alignments"]
        ),
        figures=tuple(data["figures"]),
        relisted_at=tuple((row["at"], row["lineage"]) for row in data["relisted"]),
        targets=tuple(_target(row) for row in data.get("targets", ())),  # schema 1 had none
        relisted_targets=tuple((row["at"], row["lineage"]) for row in data.get("relisted_targets", ())),
        items=tuple(_entry(child, depth + 1) for child in data["items"]),
        depth=depth,
        regional_vision=data.get("regional_vision"),  # schemas 1 and 2 had none
    )


def _target(row: dict[str, Any]) -> TargetEntry:
    return TargetEntry(
        **{**row, "reference_path": tuple(row["reference_path"]), "serves": tuple(row["serves"])}
    )


class Document:
    """An edition to be read. ``Document.of`` hides whether it comes from frozen bytes or working rows."""

    def __init__(self, data: dict[str, Any], *, content_hash: str = ""):
        self.data = data
        self.content_hash = content_hash

    @classmethod
    def of(cls, edition: Edition) -> "Document":
        """The document of an edition: of a frozen one from its stored bytes, with no query at all."""
        if edition.is_frozen:
            return cls(json.loads(bytes(edition.content)), content_hash=edition.content_hash)
        return cls.draft(edition)

    @classmethod
    def draft(cls, edition: Edition) -> "Document":
        """The document as the rows stand now."""
        return cls(draft_data(edition))

    @property
    def is_frozen(self) -> bool:
        return bool(self.content_hash)

    @property
    def government(self) -> dict[str, Any]:
        return self.data["government"]

    @property
    def plan(self) -> dict[str, Any]:
        return self.data["plan"]

    @property
    def edition(self) -> dict[str, Any]:
        return self.data["edition"]

    @cached_property
    def items(self) -> tuple[Entry, ...]:
        """The top entries, each with all below it."""
        return tuple(_entry(item, 1) for item in self.data["items"])

    @cached_property
    def by_lineage(self) -> dict[str, Entry]:
        """Every entry by its lineage."""
        return {entry.lineage: entry for entry in self.walk()}

    def walk(self) -> Iterator[Entry]:
        """All entries in reading order."""
        for item in self.items:
            yield from item.walk()

    @cached_property
    def targets(self) -> dict[str, TargetEntry]:
        """Every target by its lineage, in printed order, each once."""
        return {target.lineage: target for entry in self.walk() for target in entry.targets}

    def target_rows(self, entry: Entry) -> tuple[TargetRow, ...]:
        """The KPI table of an item in printed order, 再掲 in their places."""
        rows = []
        for place in range(len(entry.targets) + 1):
            rows += [
                TargetRow(self.targets[lineage], is_relisted=True)
                for at, lineage in entry.relisted_targets
                if at == place
            ]
            rows += [TargetRow(target) for target in entry.targets[place : place + 1]]
        return tuple(rows)

    def of_kind(self, kind: str) -> list[Entry]:
        """All entries of one kind in reading order."""
        return [entry for entry in self.walk() if entry.kind == kind]

    @property
    def terms(self) -> list[dict[str, str]]:
        return self.data["terms"]

    @property
    def roles(self) -> list[dict[str, Any]]:
        return self.data["roles"]

    @property
    def frames(self) -> list[dict[str, Any]]:
        """National pillars and foundations this edition rests on, each frame with its columns."""
        return self.data["frames"]

    @property
    def population_vision(self) -> dict[str, Any] | None:
        """The population vision that this edition rests on, with the figures it had then; None in schemas 1 and 2 too."""
        return self.data.get("population_vision")

    @cached_property
    def regional_entry(self) -> Entry | None:
        """The entry in which the 地域ビジョン is written."""
        return next((entry for entry in self.walk() if entry.regional_vision), None)

    @property
    def name(self) -> str:
        """How the plan is called in running text: the short title where there is one."""
        return self.edition["short_title"] or self.edition["title"]

    @property
    def is_adopted(self) -> bool:
        return self.edition["stage"] == "ADOPTED"

    @property
    def stage_mark(self) -> str:
        """（案）, （行政素案） … for title and head of every page; empty for an adopted plan (OGO-13)."""
        return "" if self.is_adopted else f"（{self.edition['stage_name']}）"

    @property
    def full_title(self) -> str:
        """Title with the stage mark, which it does not repeat when the title carries it already."""
        title = self.edition["title"]
        return title if title.endswith(self.stage_mark) else title + self.stage_mark

    @property
    def period(self) -> str:
        return format_period(self.edition["first_fiscal_year"], self.edition["last_fiscal_year"])

    @cached_property
    def canonical(self) -> bytes:
        """The canonical bytes, which are also the JSON that readers download."""
        return canonical_bytes(self.data)
