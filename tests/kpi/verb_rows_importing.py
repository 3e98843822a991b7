"""Rows of the verbs on workbooks that come back (tests/test_verbs.py), in the form of tests/kpi/verb_rows.py."""

from collections.abc import Callable
from typing import Any

from kpi.models import Upload
from tests.kpi.returned import Office, of_target, upload, workbook
from tests.kpi.rounds import a_round


def waiting(w: Any) -> Upload:
    """An upload with a figure and what is said of it."""
    round_ = a_round(w.toyonaka, slug="round-of-uploads")
    return upload(round_.open(), of_target(round_.targets["ease"], value="70.4", cause="相談窓口を増やした"))


def received(w: Any, act: Callable[..., Any]) -> Any:
    round_ = a_round(w.toyonaka, slug="round-of-uploads")
    review = round_.open()
    return act(
        membership=Office(review),
        review=review,
        name="R6_こども政策課_KPI実績.xlsx",
        data=b"x",
        returned=workbook(of_target(round_.targets["ease"], value="70.4")),
        department=round_.child,
        size=1,
    )


ROWS: dict[str, Callable[..., Callable[[], Any]]] = {
    "upload.receive": received,
    "upload.decide": lambda w, act: act(
        upload=waiting(w), seen=1, decisions={"mended": {"KPI実績!F5": "70.5"}}
    ),
    "upload.apply": lambda w, act: act(upload=waiting(w), seen=1),
    "upload.discard": lambda w, act: act(upload=waiting(w), seen=1),
}
