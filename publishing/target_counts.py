"""How many targets a document prints, those shown again (再掲) among them (KAN-3: 18件（再掲2を含む）). No queries."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from publishing.document import Document, Entry

# What a role is called where it is counted, in the order in which roles are counted.
WORDS = {"KGI": "KGI", "NUMERIC": "数値目標", "KPI": "KPI", "SUPPLEMENTARY": "補足指標"}


@dataclass(frozen=True)
class TargetCount:
    """Rows of tables with targets of one role; ``count`` has the ``relisted`` ones in it."""

    role: str
    count: int
    relisted: int

    @property
    def name(self) -> str:
        """KGI, 数値目標, KPI, 補足指標."""
        return WORDS[self.role]

    @property
    def words(self) -> str:
        """18件（再掲2を含む）."""
        again = f"（再掲{self.relisted:,}を含む）" if self.relisted else ""
        return f"{self.count:,}件{again}"


def target_counts(document: Document, entries: Iterable[Entry] | None = None) -> tuple[TargetCount, ...]:
    """The rows of each role that there is, of the whole document or of these entries alone."""
    counts: Counter[str] = Counter()
    relisted: Counter[str] = Counter()
    for entry in document.walk() if entries is None else entries:
        counts.update(target.role for target in entry.targets)
        relisted.update(document.targets[lineage].role for _, lineage in entry.relisted_targets)
    return tuple(
        TargetCount(role, counts[role] + relisted[role], relisted[role])
        for role in WORDS
        if counts[role] or relisted[role]
    )
