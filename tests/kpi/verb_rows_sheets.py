"""Rows of the verbs on workbooks that go out (tests/test_verbs.py), in the form of tests/kpi/verb_rows.py."""

from collections.abc import Callable
from typing import Any

from kpi.models import ReviewYear
from tests.kpi.rounds import a_round


def review(w: Any) -> ReviewYear:
    return a_round(w.toyonaka, slug="round-of-sheets").open()


ROWS: dict[str, Callable[..., Callable[[], Any]]] = {
    "workbook.give": lambda w, act: act(review=review(w), department=None, file="R6_全課_KPI実績.xlsx"),
    "drafting.give": lambda w, act: act(edition=w.edition, department=None, file="R5_全課_施策調書.xlsx"),
}
