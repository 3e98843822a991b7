"""Taking the record home: as a file in which nothing runs, an Excel workbook or CSV; which is an act itself."""

from collections.abc import Iterable

from django.utils import timezone

from accounts.audit import record, verb
from accounts.events import Filter, Row
from accounts.models import AuditEvent, Government, User
from paper import csv, xlsx

MOST_ROWS = {"xlsx": 10_000, "csv": 50_000}  # an Excel workbook of so many takes about seven seconds
FILES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
COLUMNS = {"日時": 18, "操作した人": 20, "委託事業者": 12, "操作": 24, "対象": 40, "内容": 60}
LONGEST = 32_000  # characters of one cell of Excel, with room


def file_of(rows: Iterable[Row], kind: str) -> bytes:
    """The rows as bytes of this kind, a key of FILES; instants in the time of this country."""
    if kind == "csv":
        lines = ([f"{timezone.localtime(row.at):%Y-%m-%d %H:%M:%S}", *_words(row)] for row in rows)
        return csv.write(list(COLUMNS), lines)
    columns = [xlsx.Column(name, width) for name, width in COLUMNS.items()]
    return xlsx.write([xlsx.Sheet("操作の記録", columns, ([row.at, *_words(row)] for row in rows))])


def _words(row: Row) -> list[str]:
    mark = "委託事業者" if row.is_contractor else ""
    return [row.actor, mark, row.act, row.subject, row.detail[:LONGEST]]


@verb("events.export", "操作の記録の書出し")
def note_events_export(
    *, actor: User, government: Government, kind: str, rows: int, wanted: Filter
) -> AuditEvent:
    """Record that the record left as a file, and which part of it."""
    return record(
        "events.export",
        actor=actor,
        government=government,
        subject=government,
        kind=kind,
        rows=rows,
        filter=wanted.in_words(),
    )
