"""A row for each verb on members' ways in, consents and questions (tests/test_verbs.py)."""

import datetime
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.utils import timezone

from deliberation.bylaws import DEFAULT
from deliberation.entries import issue_letter
from deliberation.models import Meeting, Member
from deliberation.questions import ask
from tests.deliberation import sittings


def seated(w: Any) -> tuple[Member, Meeting]:
    """A member who can be reached, and a written meeting whose voting has not begun."""
    body = sittings.a_body(w.toyonaka, replace(DEFAULT, needs_consent=True))
    member = sittings.a_member(body, mail="chiba@mihon.example")
    return member, sittings.a_meeting(body, w.plan, opens_at=timezone.now() + datetime.timedelta(days=1))


def of_meeting(w: Any) -> dict[str, Any]:
    member, meeting = seated(w)
    return {"member": member, "meeting": meeting}


def entering(w: Any, act: Callable[..., Any]) -> Callable[[], Any]:
    """Whoever comes in is the one who acts: here Aoki, who sits on the body."""
    given = of_meeting(w)
    Member.objects.filter(pk=given["member"].pk).update(user=w.aoki)
    code = issue_letter(actor=None, **given)[0]
    return act(code=code, now=timezone.now())


def answering(w: Any, act: Callable[..., Any]) -> Callable[[], Any]:
    question = ask(actor=None, **of_meeting(w), item=None, text="財源は何ですか。", asked_at=timezone.now())
    return act(question=question, seen=1, answer="見本の答え")


ROWS: dict[str, Callable[..., Callable[[], Any]]] = {
    "member.invite": lambda w, act: act(member=seated(w)[0]),
    "member.letter": lambda w, act: act(**of_meeting(w)),
    "member.enter": entering,
    "consent.give": lambda w, act: act(**of_meeting(w), agrees=True, received_at=timezone.now()),
    "question.ask": lambda w, act: act(
        **of_meeting(w), item=None, text="財源は何ですか。", asked_at=timezone.now()
    ),
    "question.answer": answering,
}
