"""A body with members, a written meeting and what it votes on, made past the verbs: each has tests of its own."""

import datetime
from typing import Any

from django.utils import timezone

from accounts.models import Government, User
from deliberation.bylaws import DEFAULT, Bylaws, to_data
from deliberation.models import AgendaItem, Body, Meeting, Member
from publishing.editions import freeze
from strategy.models import Edition, Plan
from tests import factories

NAMES = ("千葉", "土井", "江口", "藤田", "後藤", "本田", "石川", "城島", "加藤", "前田")


def a_body(government: Government, bylaws: Bylaws = DEFAULT, **fields: Any) -> Body:
    """An 附属機関 with the usual rules."""
    given = {
        "kind": Body.Kind.STATUTORY,
        "name": "総合戦略委員会",
        "basis": "総合戦略委員会条例（見本）",
        "addressee": f"{government.name}長",
        "contact": "経営計画課　電話 06-0000-0000（見本）",
        "bylaws": to_data(bylaws),
    }
    return Body.objects.create(government=government, **(given | fields))


def a_member(body: Body, name: str = "千葉", user: User | None = None, **fields: Any) -> Member:
    """A member in office without end; with a user, able to sign in."""
    given = {"mail": user.email if user else "", "position": body.members.count() * 10}
    return Member.objects.create(body=body, name=name, user=user, **(given | fields))


def members_of(body: Body, count: int) -> list[Member]:
    """Members with users of their own, the first of whom is the chair."""
    return [
        a_member(
            body,
            NAMES[n] if n < len(NAMES) else f"見本{n}",
            factories.person(NAMES[n] if n < len(NAMES) else f"見本{n}"),
            office=Member.Office.CHAIR if n == 0 else Member.Office.ORDINARY,
        )
        for n in range(count)
    ]


def a_draft(government: Government, plan: Plan | None = None) -> Edition:
    """A frozen 案 of a plan with the small tree, published to nobody."""
    made = factories.edition(plan or factories.plan(government), stage=Edition.Stage.PROPOSAL)
    factories.small_tree(made)
    return freeze(actor=None, edition=made)


def a_meeting(body: Body, plan: Plan, **fields: Any) -> Meeting:
    """A called written meeting that may be voted on from an hour ago until in ten days."""
    now = timezone.now()
    given = {
        "fiscal_year": 2026,
        "number": body.meetings.count() + 1,
        "form": Meeting.Form.WRITTEN,
        "state": Meeting.State.CALLED,
        "purpose": "案の一部を直したので、諮ります（見本）。",
        "opens_at": now - datetime.timedelta(hours=1),
        "closes_at": now + datetime.timedelta(days=10),
    }
    return Meeting.objects.create(body=body, plan=plan, **(given | fields))


def an_item(meeting: Meeting, edition: Edition, number: int = 2, **fields: Any) -> AgendaItem:
    """A vote on a frozen edition."""
    given = {
        "kind": AgendaItem.Kind.VOTE,
        "title": "総合戦略（案）の策定について",
        "content": "総合戦略（案）を資料4のとおり策定すること",
        "edition": edition,
        "content_hash": edition.content_hash,
    }
    return AgendaItem.objects.create(meeting=meeting, number=number, **(given | fields))


def a_written_vote(
    government: Government, members: int = 3, bylaws: Bylaws = DEFAULT, **fields: Any
) -> tuple[Meeting, AgendaItem, list[Member]]:
    """Body, members, draft, meeting and the one item to vote on; the box is not open yet (``deliberation.boxes``)."""
    edition = a_draft(government)
    body = a_body(government, bylaws)
    people = members_of(body, members)
    meeting = a_meeting(body, edition.plan, **fields)
    return meeting, an_item(meeting, edition), people
