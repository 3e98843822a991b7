"""A row for each verb of the evaluation of a year and of the 引継 (tests/test_verbs.py)."""

from collections.abc import Callable
from typing import Any

from kpi.models import GrantReview, Hearing, ReviewOpinion
from kpi.review.grants import add_grant
from kpi.review.hearings import add_hearing
from kpi.review.opinions import add_opinion
from tests import factories
from tests.kpi import promises
from tests.kpi.rounds import Round, a_round


def round_of(w: Any) -> Round:
    """A published edition of a plan of its own."""
    return a_round(w.toyonaka, slug="hyoka-keikaku")


def hearing(w: Any) -> Hearing:
    return add_hearing(actor=None, review=round_of(w).open(), kind="EXTERNAL", name="推進会議")


def opinion(w: Any) -> ReviewOpinion:
    meeting = hearing(w)
    return add_opinion(actor=None, review=meeting.review, hearing=meeting, text="若者の声を。")


def grant(w: Any) -> GrantReview:
    made = round_of(w)
    item = made.made["measure1"]
    return add_grant(actor=None, review=made.open(), item=item, project="移住支援", grant_name="交付金")


def of_target(w: Any, act: Callable[..., Any]) -> Callable[[], Any]:
    made = round_of(w)
    return act(review=made.open(), target=made.targets["births"], seen=0, cause="人口の減少")


def of_item(w: Any, act: Callable[..., Any]) -> Callable[[], Any]:
    made = round_of(w)
    return act(review=made.open(), item=made.made["measure1"], seen=0, achievement="12回")


def of_grant(w: Any, act: Callable[..., Any]) -> Callable[[], Any]:
    made = round_of(w)
    return act(review=made.open(), item=made.made["measure1"], project="移住支援", grant_name="交付金")


def of_opinion(w: Any, act: Callable[..., Any]) -> Callable[[], Any]:
    meeting = hearing(w)
    return act(review=meeting.review, hearing=meeting, text="広報を。")


def of_duties(w: Any, act: Callable[..., Any]) -> Callable[[], Any]:
    person = factories.person("馬場", "DEPARTMENT", w.toyonaka)
    promises.indicator(w.toyonaka, person=person)
    return act(government=w.toyonaka, person=person, successor=w.aoki)


ROWS: dict[str, Callable[..., Callable[[], Any]]] = {
    "review.target": of_target,
    "review.item": of_item,
    "review.summary": lambda w, act: act(
        review=round_of(w).open(), seen=1, judgement="概ね順調", judged_by="推進会議", summary="総評"
    ),
    "hearing.create": lambda w, act: act(review=round_of(w).open(), kind="ASSEMBLY", name="9月定例会"),
    "hearing.save": lambda w, act: act(hearing=hearing(w), seen=1, judgement="順調"),
    "hearing.delete": lambda w, act: act(hearing=hearing(w), seen=1),
    "opinion.create": of_opinion,
    "opinion.save": lambda w, act: act(opinion=opinion(w), seen=1, answer="検討します。"),
    "opinion.delete": lambda w, act: act(opinion=opinion(w), seen=1),
    "grant.create": of_grant,
    "grant.save": lambda w, act: act(grant=grant(w), seen=1, effect="FAIRLY"),
    "grant.delete": lambda w, act: act(grant=grant(w), seen=1),
    "duties.hand_over": of_duties,
}
