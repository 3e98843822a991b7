"""The targets of a working edition as its document holds them: what is printed, and the same as data."""

from collections import defaultdict
from typing import Any

from kpi.models import RelistedTarget, ServedItem, Target
from strategy.models import Edition

Data = dict[str, Any]
# Plain tuples: objects cost several times as much, and a document needs no more.
_TARGET = (
    "id item_id position lineage role name audience unit source is_survey baseline_text baseline_note target_text "
    "other_wording spec baseline rationale reference_path reference_source indicator__key indicator__better"
).split()


class TargetRows:
    """All targets of an edition by the item they hang on. Three queries, whatever their number."""

    def __init__(self, edition: Edition):
        self.rows = defaultdict(list)
        targets = Target.objects.filter(edition=edition).order_by("position", "id")
        for row in targets.values_list(*_TARGET, named=True):
            self.rows[row.item_id].append(row)
        self.served = defaultdict(list)
        served = ServedItem.objects.filter(edition=edition).order_by("id")
        for target, lineage in served.values_list("target_id", "item__lineage"):
            self.served[target].append(str(lineage))
        self.relisted = defaultdict(list)
        relisted = RelistedTarget.objects.filter(edition=edition).order_by("position", "id")
        for item, position, lineage in relisted.values_list("item_id", "position", "target__lineage"):
            self.relisted[item].append((position, str(lineage)))

    def of(self, item: int) -> list[Data]:
        """The item's own targets in printed order."""
        return [self._data(row) for row in self.rows[item]]

    def relisted_at(self, item: int) -> list[Data]:
        """The 再掲 among them; ``at`` counts the item's own targets before it."""
        own = [row.position for row in self.rows[item]]
        return [
            {"lineage": lineage, "at": sum(other <= position for other in own)}
            for position, lineage in self.relisted[item]
        ]

    def _data(self, row: Any) -> Data:
        return {
            "lineage": str(row.lineage),
            "indicator": str(row.indicator__key),
            "better": row.indicator__better,
            "role": row.role,
            "role_name": Target.Role(row.role).label,
            "name": row.name,
            "audience": row.audience,
            "unit": row.unit,
            "source": row.source,
            "is_survey": row.is_survey,
            "baseline": row.baseline_text,
            "baseline_note": row.baseline_note,
            "target": row.target_text,
            "other_wording": row.other_wording,
            "spec": row.spec,
            "baseline_spec": row.baseline,
            "rationale": row.rationale,
            "reference_path": row.reference_path,
            "reference_source": row.reference_source,
            "serves": self.served[row.id],
        }
