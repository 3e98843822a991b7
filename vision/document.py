"""The one read-only picture of a population vision: pages, papers, comparisons and plans that cite it read only this."""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from vision.drafting import draft_data
from vision.figures import ScenarioFigures
from vision.models import PopulationVision, Scenario


def canonical_bytes(data: dict[str, Any]) -> bytes:
    """The bytes that are stored and hashed: UTF-8 JSON, keys sorted, no spaces.

    >>> canonical_bytes({"b": "人口", "a": 1}).decode()
    '{"a":1,"b":"人口"}'
    """
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@dataclass(frozen=True)
class VisionDocument:
    """A population vision with its tables, assumptions, scenarios and what these come to.

    ``data`` as ``vision.drafting`` builds it: results of scenarios under ``scenarios``, 影響度 under ``impact``.
    """

    data: dict[str, Any]

    @classmethod
    def of(cls, vision: PopulationVision) -> "VisionDocument":
        """A frozen vision as it was frozen, a working one as it stands."""
        if vision.is_frozen:
            return cls(json.loads(bytes(vision.content)))
        return cls.draft(vision)

    @classmethod
    def draft(cls, vision: PopulationVision) -> "VisionDocument":
        """A vision from its rows, computed now."""
        return cls(draft_data(vision))

    @cached_property
    def canonical(self) -> bytes:
        """The bytes under which it is frozen."""
        return canonical_bytes(self.data)

    @property
    def content_hash(self) -> str:
        """The SHA-256 of its canonical bytes."""
        return hashlib.sha256(self.canonical).hexdigest()

    @cached_property
    def scenarios(self) -> tuple[ScenarioFigures, ...]:
        """All scenarios in the office's order."""
        return tuple(ScenarioFigures(row) for row in self.data["scenarios"])

    @property
    def shown(self) -> tuple[ScenarioFigures, ...]:
        """What citizens see."""
        return tuple(one for one in self.scenarios if one.is_shown)

    @property
    def adopted(self) -> ScenarioFigures | None:
        """採用する見通し; None while nobody chose one."""
        return next((one for one in self.scenarios if one.is_adopted), None)

    @property
    def published(self) -> ScenarioFigures | None:
        """社人研推計準拠 (パターン1), where the vision has it."""
        return next((one for one in self.scenarios if one.kind == Scenario.Kind.PATTERN1), None)

    def scenario(self, lineage: Any) -> ScenarioFigures | None:
        """The scenario of a lineage, a UUID or its text; None where there is none."""
        return next((one for one in self.scenarios if one.lineage == str(lineage)), None)
