"""A row for each verb of the intake and of 施策調書 (tests/test_verbs.py), in the form of tests/kpi/verb_rows.py."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from kpi.intake.choices import Choices
from kpi.intake.grid_data import from_data
from kpi.intake.receiving import read_grids
from kpi.models import Upload
from paper.grids import Cell, Grid
from tests.kpi.documents import DRAFT, uploaded

GRID = Grid(
    "KPI一覧",
    (
        (Cell(1, 1, "指標名"), Cell(1, 2, "現状値"), Cell(1, 3, "目標値")),
        (Cell(2, 1, "就業率"), Cell(2, 2, "68.1%"), Cell(2, 3, "73%")),
    ),
)


def document(w: Any) -> Upload:
    return uploaded(w.edition, DRAFT)


def table(w: Any) -> Upload:
    """A document that holds a table."""
    upload = document(w)
    Upload.objects.filter(pk=upload.pk).update(parsed=read_grids([GRID], {}))
    return Upload.objects.get(pk=upload.pk)


def tables_of(upload: Upload) -> dict[str, Any]:
    return {"upload": upload, "tables": from_data(upload.parsed)[1], "meanings": {"指標名": "name"}}


ROWS: dict[str, Callable[..., Callable[[], Any]]] = {
    "intake.receive": lambda w, act: act(
        edition=w.edition, name="素案.txt", data="第1章".encode(), parsed={"outline": {}}
    ),
    "intake.columns": lambda w, act: act(seen=1, **tables_of(table(w))),
    "intake.choose": lambda w, act: act(upload=document(w), seen=1, choices=Choices(role="NUMERIC")),
    "intake.discard": lambda w, act: act(upload=document(w), seen=1),
    "intake.apply": lambda w, act: act(upload=document(w), seen=1, choices=Choices()),
    "measure_sheet.save": lambda w, act: act(
        item=w.item, seen=0, continuity="NEW", first_year=2024, last_year=2026, budget=Decimal(1200)
    ),
}
