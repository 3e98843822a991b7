"""The rows of the KPI tables of one edition, each with what is printed in it and where it stands."""

from collections import defaultdict

from publishing.comparison.sides import Reader
from publishing.comparison.table import TargetSide
from publishing.document import Entry
from publishing.kpi_cells import Row
from publishing.kpi_tables import KpiTables, Table
from publishing.target_counts import WORDS


class TargetRows:
    """One edition: rows by their name (``TargetSide.row``), names by item in printed order, tables by item and role."""

    def __init__(self, reader: Reader):
        self.reader = reader
        self.sides: dict[str, TargetSide] = {}
        self.rows: dict[str, Row] = {}
        self.names: dict[str, list[str]] = defaultdict(list)
        self.tables: dict[tuple[str, str], Table] = {}
        if reader.document.targets:
            tables = KpiTables(reader.document)
            for entry in reader.tree.items.values():
                self._read(entry, tables)

    def _read(self, entry: Entry, tables: KpiTables) -> None:
        shown = tables.of(entry)
        if shown is None:
            return
        for table in shown.tables:
            self.tables.setdefault((entry.lineage, table.role), table)
        for row in tables.rows_of(entry):
            self._add(entry, row)

    def _add(self, entry: Entry, row: Row) -> None:
        own = row.target
        name = f"{own.lineage}@{entry.lineage}" if row.is_relisted else own.lineage
        before = self.names[entry.lineage]
        self.sides[name] = TargetSide(
            row=name,
            lineage=own.lineage,
            item=entry.lineage,
            behind=before[-1] if before else "",
            role=own.role,
            name=own.name,
            audience=own.audience,
            unit=own.unit,
            source=own.source,
            is_survey=own.is_survey,
            baseline=own.baseline,
            baseline_note=own.baseline_note,
            target=own.target,
            other_wording=own.other_wording,
            rationale=own.rationale,
            path=tuple("　".join((*point.head.split("\n"), point.text)) for point in row.path if point.text),
            path_source=own.reference_source,
            serves=own.serves,
            is_relisted=row.is_relisted,
        )
        self.rows[name] = row
        before.append(name)


def role_word(side: TargetSide) -> str:
    """KPI, 数値目標: what a row is counted as."""
    return WORDS[side.role]
