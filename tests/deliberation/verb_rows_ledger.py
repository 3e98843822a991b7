"""A row for each verb of the written vote and its ledger (tests/test_verbs.py)."""

import datetime
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from accounts.models import User
from deliberation.boxes import open_box
from deliberation.closing import settles_at
from tests import factories
from tests.deliberation import sittings
from tests.deliberation.voting import Vote


def a_vote(w: Any, members: int = 2, opened: bool = True) -> Vote:
    """A written vote on a plan of its own."""
    edition = sittings.a_draft(w.toyonaka, type(w.plan).objects.create(government=w.toyonaka, slug="box"))
    body = sittings.a_body(w.toyonaka)
    people = sittings.members_of(body, members)
    people[0].user = w.aoki
    people[0].save()
    meeting = sittings.a_meeting(body, edition.plan)
    item = sittings.an_item(meeting, edition)
    return Vote(
        open_box(actor=None, meeting=meeting, now=meeting.opens_at) if opened else meeting, item, people
    )


def second(w: Any) -> User:
    return factories.person("遠藤", "PLANNER", w.toyonaka)


def tied(w: Any) -> Vote:
    vote = a_vote(w)
    vote.cast(0)
    vote.cast(1, "AGAINST")
    vote.let_pass()
    vote.close()
    return vote


def casting(w: Any, act: Callable[..., Any]) -> Callable[[], Any]:
    vote = a_vote(w)
    return act(
        member=vote.people[0],
        item=vote.item,
        choice="FOR",
        opinion="見本の意見",
        received_at=vote.at(minutes=1),
        key="k",
    )


def entering(w: Any, act: Callable[..., Any]) -> Callable[[], Any]:
    vote = a_vote(w)
    return act(
        item=vote.item,
        member=vote.people[0],
        choice="FOR",
        opinion="",
        is_signed=True,
        received_at=timezone.now(),
        scan_name="ballots/mihon.pdf",
        scan_sha256="0" * 64,
        media_type="application/pdf",
        reason="ファクスで届いたため",
    )


def extending(w: Any, act: Callable[..., Any]) -> Callable[[], Any]:
    box = a_vote(w).box
    return act(box=box, closes_at=box.closes_at + datetime.timedelta(days=1), reason="大雪のため")


def closing(w: Any, act: Callable[..., Any]) -> Callable[[], Any]:
    vote = a_vote(w)
    return act(box=vote.box, now=settles_at(vote.box))


ROWS: dict[str, Callable[..., Callable[[], Any]]] = {
    "box.open": lambda w, act: act(meeting=a_vote(w, opened=False).box),
    "box.extend": extending,
    "agenda.void": lambda w, act: act(item=a_vote(w).item, reason="案が差し替えられたため"),
    "box.close": closing,
    "ballot.cast": casting,
    "paper_ballot.enter": entering,
    "paper_ballot.check": lambda w, act: act(
        paper=a_vote(w).enter(1, second(w)), choice="FOR", is_signed=True
    ),
    "paper_ballot.reject": lambda w, act: act(paper=a_vote(w).enter(1, second(w)), why="写しが違う"),
    "tie.decide": lambda w, act: act(item=tied(w).item, in_favour=True, decided_on=timezone.localdate()),
}
