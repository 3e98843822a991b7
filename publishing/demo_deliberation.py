"""The demo's bodies, meetings, votes and calls for comments, held through the verbs that staff and members use.

A vote is held right after its edition was frozen, as it was: once the next one stands, its text is another.
"""

import datetime
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from deliberation.agenda import add_item
from deliberation.announcing import publish_result, send_result
from deliberation.ballots import cast
from deliberation.bodies import add_body
from deliberation.boxes import open_box
from deliberation.bylaws import from_data
from deliberation.closing import close_box, settles_at
from deliberation.comments import announce_comment, plan_comment
from deliberation.deadlines import exclusive
from deliberation.entries import invite_member
from deliberation.meetings import call_meeting, finish_meeting, plan_meeting
from deliberation.members import add_member
from deliberation.models import AgendaItem, Body, Meeting, Opinion, Paper, Round
from deliberation.opinions import add_opinion
from deliberation.paper_words import Received
from deliberation.papers import add_paper
from deliberation.procedures.inquiries import add_advice, add_inquiry
from deliberation.replies import reply
from kpi.models import ReviewYear
from paper.papers import check_paper
from strategy.fiscal import fiscal_year_of
from strategy.models import Edition, Plan

PAPERS = Path(settings.BASE_DIR) / "fixtures" / "papers"
Data = Mapping[str, Any]
MEMBER_FIELDS = "name post office sector is_digital_expert is_young is_from_outside".split()
BODY_FIELDS = "name short_name kind basis addressee contact".split()
MEETING_FIELDS = "number form place is_unplanned document_number purpose why_written when_words".split()
COMMENT_FIELDS = "title who_may ways next_words".split()
DISPOSITIONS = {"反映": "REFLECTED", "参考": "NOTED"}


@dataclass
class Deliberation:
    """What bodies and citizens do with one plan; ``after`` is asked as each edition is settled, ``finish`` at the end."""

    actor: User
    plan: Plan
    content: Data
    undo: ExitStack
    bodies: dict[str, Body] = field(default_factory=dict)

    def begin(self) -> None:
        """Bodies with their members, and the rounds in which they meet."""
        for row in self.content.get("bodies", ()):
            body = add_body(
                actor=self.actor,
                government=self.plan.government,
                bylaws=from_data(row["bylaws"]),
                **{name: row[name] for name in BODY_FIELDS},
            )
            self.bodies[row["key"]] = body
            for member in row["members"]:
                self._member(body, member)

    def _member(self, body: Body, row: Data) -> None:
        fields = {name: row[name] for name in MEMBER_FIELDS}
        member = add_member(actor=self.actor, body=body, mail=row["user"], **fields)
        if row["user"]:
            invite_member(actor=self.actor, member=member)

    def after(self, edition: Edition) -> None:
        """諮問 and 答申 on this edition, then the meetings that decided on it."""
        inquiry = self.content.get("inquiry")
        if inquiry and inquiry["edition"] == edition.number:
            self._inquire(inquiry, edition)
        for row in self.content.get("meetings", ()):
            if self._decides(row) == edition.number:
                self._meet(row)

    def finish(self) -> None:
        """Meetings that decide on no edition, and calls for comments."""
        for row in self.content.get("meetings", ()):
            if self._decides(row) is None:
                self._meet(row)
        for row in self.content.get("comments", ()):
            self._call(row)

    @staticmethod
    def _decides(row: Data) -> int | None:
        return next((item["edition"] for item in row["agenda"] if "edition" in item), None)

    def _inquire(self, row: Data, edition: Edition) -> None:
        fields = {name: row[name] for name in ("title", "text", "sender", "document_number")}
        inquiry = add_inquiry(
            actor=self.actor,
            plan=self.plan,
            body=self.bodies[row["body"]],
            edition=edition,
            on=datetime.date.fromisoformat(row["on"]),
            is_public=True,
            **fields,
        )
        given = row["advice"]
        advice = add_advice(
            actor=self.actor,
            inquiry=inquiry,
            edition=edition,
            on=datetime.date.fromisoformat(given["on"]),
            is_public=True,
            **{name: given[name] for name in ("text", "sender", "document_number")},
        )
        for said in given["opinions"]:
            opinion = add_opinion(
                actor=self.actor,
                plan=self.plan,
                edition=edition,
                source=Opinion.Source.ADVICE,
                text=said["text"],
                advice=advice,
                author=inquiry.body.called,
            )
            disposition = DISPOSITIONS[said["reply"]]
            reply(actor=self.actor, opinion=opinion, seen=0, disposition=disposition, text=said["answer"])

    def _meet(self, row: Data) -> None:
        meeting = plan_meeting(
            actor=self.actor, plan=self.plan, body=self.bodies[row["body"]], **_fields(row)
        )
        if "round" in row:
            of, _ = Round.objects.get_or_create(plan=self.plan, number=row["round"])
            meeting.round = of
            meeting.save(update_fields=["round"])
        papers = {given["label"]: self._paper(meeting, given) for given in row.get("papers", ())}
        items = {given["number"]: self._item(meeting, given, papers) for given in row["agenda"]}
        if row["state"] == "PLANNED":
            return
        day = row.get("called_on") or row.get("held_on")
        called = _moment(day) if day else timezone.now()
        meeting = call_meeting(actor=self.actor, meeting=meeting, now=called)
        if row["state"] == "FINISHED":
            finish_meeting(actor=self.actor, meeting=meeting, seen=meeting.version)
        if meeting.is_written:
            self._vote(row, meeting, items, called)

    def _vote(
        self, row: Data, meeting: Meeting, items: Mapping[int, AgendaItem], now: datetime.datetime
    ) -> None:
        """The votes of the file, one after the other; to the end where the result is public."""
        box = open_box(actor=self.actor, meeting=meeting, now=now)
        members = {member.name: member for member in meeting.body.members.all()}
        for n, (name, number, choice, opinion) in enumerate(row["votes"], start=1):
            cast(
                actor=None,
                member=members[name],
                item=items[number],
                choice=choice,
                opinion=opinion,
                received_at=max(box.opened_at, now)
                + datetime.timedelta(hours=17 * n if "last_day" in row else 0),
                key=f"demo-{n}",
            )
        if row["state"] != "PUBLISHED":
            return
        box.refresh_from_db()
        close_box(actor=None, box=box, now=settles_at(box))
        meeting.refresh_from_db()
        meeting = finish_meeting(actor=self.actor, meeting=meeting, seen=meeting.version)
        send_result(actor=self.actor, meeting=meeting)
        publish_result(actor=self.actor, meeting=meeting)

    def _paper(self, meeting: Meeting, row: Data) -> Paper:
        given: dict[str, Any] = {name: row[name] for name in ("label", "title")}
        for name in ("edition", "old_edition"):
            if name in row:
                given[name] = self.plan.editions.get(number=row[name])
        if "review" in row:
            given["review"] = self._review(row["review"])
        if row["kind"] == "FILE":
            given["received"] = _file(row)
        if row["kind"] == "BALLOT":
            given["is_ballot"] = True
        paper = add_paper(actor=self.actor, meeting=meeting, **given)
        if paper.file:  # a file goes with no transaction
            self.undo.callback(paper.file.storage.delete, paper.file.name)
        return paper

    def _item(self, meeting: Meeting, row: Data, papers: Mapping[str, Paper]) -> AgendaItem:
        subject: Edition | ReviewYear | None = None
        if "edition" in row:
            subject = self.plan.editions.get(number=row["edition"])
        elif "review" in row:
            subject = self._review(row["review"])
        own = [papers[label] for label in row.get("papers", ())]
        fields = {name: row[name] for name in ("number", "kind", "title", "content") if name in row}
        return add_item(actor=self.actor, meeting=meeting, subject=subject, papers=own, **fields)

    def _review(self, year: int) -> ReviewYear:
        return (
            ReviewYear.objects.public()
            .filter(plan=self.plan, fiscal_year=year, kind="YEAR")
            .latest("revision")
        )

    def _call(self, row: Data) -> None:
        """A call for comments that is open from today on."""
        today = timezone.localdate()
        comment = plan_comment(
            actor=self.actor,
            plan=self.plan,
            edition=self.plan.editions.get(number=row["edition"]),
            opens_at=_aware(datetime.datetime.combine(today, datetime.time.min)),
            closes_at=_aware(exclusive(today + datetime.timedelta(days=row["days"] - 1))),
            **{name: row[name] for name in (*COMMENT_FIELDS, "classes")},
        )
        announce_comment(actor=self.actor, comment=comment, seen=comment.version)


def _fields(row: Data) -> dict[str, Any]:
    """The fields of a meeting; days relative to the day of loading where the file gives a number of days."""
    fields = {name: row[name] for name in MEETING_FIELDS if name in row}
    today = timezone.localdate()
    fields["fiscal_year"] = fiscal_year_of(today) if row["fiscal_year"] == "now" else row["fiscal_year"]
    for name in ("agreed_with_chair_on", "held_on", "called_on"):
        if name in row:
            fields[name] = datetime.date.fromisoformat(row[name])
    if "called_on" in row:
        fields["opens_at"] = _moment(row["called_on"])
    if "last_day" in row:
        fields["closes_at"] = _aware(exclusive(datetime.date.fromisoformat(row["last_day"])))
    if "days" in row:
        fields["opens_at"] = timezone.now().replace(second=0, microsecond=0)
        fields["closes_at"] = _aware(exclusive(today + datetime.timedelta(days=row["days"])))
    return fields


def _file(row: Data) -> Received:
    """A file of ``fixtures/papers``, whose pages the fixture names: reading it takes a process of its own."""
    data = (PAPERS / row["file"]).read_bytes()
    return Received(check_paper(data, name=row["file"]), row["file"], row["pages"])


def _moment(day: str) -> datetime.datetime:
    """Nine in the morning."""
    return _aware(datetime.datetime.combine(datetime.date.fromisoformat(day), datetime.time(9)))


def _aware(moment: datetime.datetime) -> datetime.datetime:
    return timezone.make_aware(moment)
