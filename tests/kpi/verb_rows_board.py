"""A row for each verb of the board of a year (tests/test_verbs.py), in the form of tests/kpi/verb_rows.py."""

import datetime
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from accounts.models import Department
from kpi.models import ReviewYear
from kpi.review.practice import DEFAULT
from tests import factories
from tests.kpi.boards import HEAD, at_entry, mailed, of_department, practised, submitted
from tests.kpi.rounds import Round, a_round


def a_year(w: Any) -> Round:
    """A published edition with KPIs, of a plan of its own."""
    return a_round(w.toyonaka, slug="reviewed")


def asked(w: Any, **practice: Any) -> tuple[ReviewYear, Department]:
    """An open year whose departments are asked, and one of them."""
    year = a_year(w)
    return practised(at_entry(year), **practice), year.child


def answered(w: Any, **practice: Any) -> dict[str, Any]:
    """A return that was submitted, as the verbs take it."""
    review, department = asked(w, **practice)
    submitted(review, department)
    return {"review": review, "department": department, "seen": 2}


def reached(w: Any) -> dict[str, Any]:
    """A department that owes its answer and can be reached."""
    review, department = asked(w)
    of_department(mailed(factories.person("馬場", "DEPARTMENT", w.toyonaka), "ka@example.jp"), department)
    return {"review": review, "departments": [department]}


def put_off(w: Any, act: Callable[..., Any]) -> Callable[[], Any]:
    review, department = asked(w)
    day = timezone.localdate() + datetime.timedelta(days=7)
    return act(
        review=review, departments=[department], seen={department.pk: 1}, due_on=day, reason="確定値は11月"
    )


def submission(w: Any, act: Callable[..., Any]) -> Callable[[], Any]:
    review, department = asked(w)
    return act(review=review, department=department, seen=1, **HEAD)


ROWS: dict[str, Callable[..., Callable[[], Any]]] = {
    "review.open": lambda w, act: act(plan=a_year(w).edition.plan, fiscal_year=2024),
    "review.step": lambda w, act: act(review=a_year(w).open(), step="entry", seen=1),
    "review.give_up": lambda w, act: act(review=a_year(w).open(), seen=1),
    "return.submit": submission,
    "return.gather": lambda w, act: act(**answered(w, gathers=True)),
    "return.send_back": lambda w, act: act(**answered(w), why="出典の年度が違います。"),
    "return.accept": lambda w, act: act(**answered(w)),
    "return.extend": put_off,
    "return.remind": lambda w, act: act(**reached(w)),
    "practice.save": lambda w, act: act(government=w.toyonaka, practice=DEFAULT, seen=0),
}
