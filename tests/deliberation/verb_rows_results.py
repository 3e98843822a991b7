"""A row for each verb that tells and publishes the result of a meeting (tests/test_verbs.py)."""

from collections.abc import Callable
from typing import Any

from deliberation.models import Meeting
from tests.deliberation.verb_rows_ledger import a_vote


def decided(w: Any) -> Meeting:
    """A meeting whose written vote is closed and carried."""
    vote = a_vote(w)
    vote.cast(0)
    vote.cast(1)
    vote.let_pass()
    vote.close()
    return vote.meeting


ROWS: dict[str, Callable[..., Callable[[], Any]]] = {
    "result.send": lambda w, act: act(meeting=decided(w)),
    "result.publish": lambda w, act: act(meeting=decided(w)),
}
