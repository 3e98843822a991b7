"""Rows for the verbs that end a year of review (tests/test_verbs.py), in the form of tests/kpi/verb_rows.py."""

from collections.abc import Callable
from typing import Any

from kpi.models import Proposal, ReviewYear
from publishing.editions import start_next_edition
from tests.kpi import closings
from tests.kpi.rounds import a_round


def ready(w: Any) -> ReviewYear:
    """A year that can be published."""
    return closings.ready(a_round(w.toyonaka, slug="yearly-round"))


def proposed(w: Any) -> dict[str, Any]:
    """A 申し送り and the edition in which it can be answered."""
    year = a_round(w.toyonaka, slug="yearly-round")
    review = closings.ready(year)
    closings.say(review, year, "births", direction="improve")
    closings.published(review)
    edition = start_next_edition(actor=None, edition=year.edition, stage="DRAFT", effective_from=None)
    return {"proposal": Proposal.objects.get(), "edition": edition}


def publish(w: Any, act: Callable[..., Any]) -> Callable[[], Any]:
    review = ready(w)
    return act(review=review, seen=closings.seen_of(review))


ROWS: dict[str, Callable[..., Callable[[], Any]]] = {
    "review.publish": publish,
    "review.correct": lambda w, act: act(review=closings.published(ready(w)), reason="集計の誤り"),
    "proposal.answer": lambda w, act: act(**proposed(w), seen=1, state="TAKEN_UP", answer="目標値を改めた。"),
}
