"""A row for each verb on opinions (tests/test_verbs.py), in the form of tests/kpi/verb_rows_board.py."""

from collections.abc import Callable
from typing import Any

from deliberation.dispositions import DEFAULT
from deliberation.models import Opinion
from deliberation.opinions import add_opinion, pause_opinions
from tests.deliberation.sittings import a_body, a_member


def given(w: Any) -> dict[str, Any]:
    """What a member says of an item of the working edition."""
    return {
        "plan": w.plan,
        "source": Opinion.Source.MEMBER,
        "text": "見本の意見",
        "edition": w.edition,
        "lineage": w.item.lineage,
        "member": a_member(a_body(w.toyonaka)),
    }


def an_opinion(w: Any) -> Opinion:
    return add_opinion(actor=None, **given(w))


def resumed(w: Any, act: Callable[..., Any]) -> Callable[[], Any]:
    pause_opinions(actor=None, edition=w.edition, reason="見本")
    return act(edition=w.edition)


ROWS: dict[str, Callable[..., Callable[[], Any]]] = {
    "plan_opinion.add": lambda w, act: act(**given(w)),
    "plan_opinion.save": lambda w, act: act(opinion=an_opinion(w), seen=1, text="直した文"),
    "plan_opinion.withdraw": lambda w, act: act(opinion=an_opinion(w), seen=1),
    "plan_opinion.reply": lambda w, act: act(opinion=an_opinion(w), seen=0, disposition="NOTED", text="見本"),
    "plan_opinion.pause": lambda w, act: act(edition=w.edition, reason="見本"),
    "plan_opinion.resume": resumed,
    "dispositions.save": lambda w, act: act(government=w.toyonaka, seen=0, dispositions=DEFAULT),
}
