"""A row for each verb of bodies, members, meetings, agenda, papers and schedule (tests/test_verbs.py)."""

import datetime
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from deliberation.bylaws import DEFAULT, Bylaws
from deliberation.models import AgendaItem, FloorVote, Meeting, Paper, ScheduleEntry
from deliberation.paper_words import Received
from paper.papers import PDF, PaperFile
from publishing.editions import freeze, start_next_edition
from tests.deliberation import sittings

FILE = Received(PaperFile(b"%PDF-", PDF, "pdf", "1" * 64), "mihon.pdf", 1)
OTHER = Received(PaperFile(b"%PDF-1", PDF, "pdf", "2" * 64), "mihon.pdf", 1)


def a_vote(w: Any, **fields: Any) -> tuple[Meeting, AgendaItem]:
    """A called written meeting of a plan of its own, and its vote."""
    edition = sittings.a_draft(w.toyonaka, type(w.plan).objects.create(government=w.toyonaka, slug="voted"))
    body = sittings.a_body(w.toyonaka)
    sittings.members_of(body, 2)
    meeting = sittings.a_meeting(body, edition.plan, **fields)
    return meeting, sittings.an_item(meeting, edition)


def planned(w: Any) -> Meeting:
    """A meeting that may be called."""
    told = {"why_written": "見本", "agreed_with_chair_on": datetime.date(2026, 1, 10)}
    return a_vote(w, state="PLANNED", **told)[0]


def finished(w: Any, act: Callable[..., Any]) -> Callable[[], Any]:
    meeting, item = a_vote(w, form="IN_PERSON", held_on=timezone.localdate())
    FloorVote.objects.create(item=item, manner="NO_OBJECTION", is_carried=True, at=timezone.now())
    return act(meeting=meeting, seen=1)


def confirmed(w: Any, act: Callable[..., Any]) -> Callable[[], Any]:
    _, item = a_vote(w, form="IN_PERSON", held_on=timezone.localdate())
    AgendaItem.objects.update(is_delegated=True)
    FloorVote.objects.create(item=item, manner="NO_OBJECTION", is_carried=True, at=timezone.now())
    later = freeze(actor=None, edition=start_next_edition(actor=None, edition=item.edition, stage="PROPOSAL"))
    return act(item=item, edition=later, confirmed_on=timezone.localdate())


def a_paper(w: Any) -> Paper:
    """A file of a meeting, without the file itself."""
    return Paper.objects.create(
        meeting=planned(w), label="資料1", title="見本", kind="FILE", file="papers/mihon.pdf", sha256="1" * 64
    )


def an_entry(w: Any) -> ScheduleEntry:
    return ScheduleEntry.objects.create(plan=w.plan, fiscal_year=2026, title="素案の審議")


ROWS: dict[str, Callable[..., Callable[[], Any]]] = {
    "body.create": lambda w, act: act(government=w.toyonaka, kind="STATUTORY", name="総合戦略委員会"),
    "body.save": lambda w, act: act(body=sittings.a_body(w.toyonaka), seen=1, basis="見本"),
    "body.bylaws": lambda w, act: act(
        body=sittings.a_body(w.toyonaka, DEFAULT), seen=1, bylaws=Bylaws(paper_days=3)
    ),
    "member.create": lambda w, act: act(body=sittings.a_body(w.toyonaka), name="千葉"),
    "member.save": lambda w, act: act(
        member=sittings.a_member(sittings.a_body(w.toyonaka)), seen=1, post="見本"
    ),
    "member.end": lambda w, act: act(
        member=sittings.a_member(sittings.a_body(w.toyonaka)), seen=1, last_day=datetime.date(2027, 3, 31)
    ),
    "member.delete": lambda w, act: act(member=sittings.a_member(sittings.a_body(w.toyonaka)), seen=1),
    "meeting.plan": lambda w, act: act(
        plan=w.plan, body=sittings.a_body(w.toyonaka), fiscal_year=2026, number=1
    ),
    "meeting.save": lambda w, act: act(meeting=a_vote(w)[0], seen=1, place="見本"),
    "meeting.call": lambda w, act: act(meeting=planned(w)),
    "meeting.finish": finished,
    "meeting.cancel": lambda w, act: act(meeting=a_vote(w)[0], seen=1, reason="見本"),
    "meeting.round": lambda w, act: act(
        meeting=a_vote(w)[0], bodies=[sittings.a_body(w.toyonaka, name="本部会議", kind="INTERNAL")]
    ),
    "agenda.create": lambda w, act: act(meeting=planned(w), title="報告"),
    "agenda.save": lambda w, act: act(item=a_vote(w)[1], seen=1, subject=None, papers=[], title="別の件名"),
    "agenda.delete": lambda w, act: act(item=planned(w).agenda.get(), seen=1),
    "agenda.confirm": confirmed,
    "paper.create": lambda w, act: act(
        meeting=planned(w), received=FILE, name="papers/mihon.pdf", label="資料1", title="見本"
    ),
    "paper.save": lambda w, act: act(paper=a_paper(w), seen=1, title="別の題"),
    "paper.replace": lambda w, act: act(paper=a_paper(w), seen=1, received=OTHER, name="papers/mihon2.pdf"),
    "paper.delete": lambda w, act: act(paper=a_paper(w), seen=1),
    "schedule.create": lambda w, act: act(plan=w.plan, fiscal_year=2026, title="素案の審議"),
    "schedule.save": lambda w, act: act(entry=an_entry(w), seen=1, title="案の審議"),
    "schedule.delete": lambda w, act: act(entry=an_entry(w), seen=1),
}
