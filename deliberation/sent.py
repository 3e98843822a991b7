"""Who got what of a meeting: one row for each member, and who has not got it yet."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Outbox
from deliberation.letters import address_of
from deliberation.models import Meeting, Member, Sending

What, Way = Sending.What, Sending.Way


@dataclass(frozen=True)
class Column:
    """A kind of thing that is sent; ``is_due``: everybody should have it by now."""

    what: str
    label: str
    is_due: bool


@dataclass(frozen=True)
class Row:
    """A member with what was sent, by column; ``is_in_office`` today."""

    member: Member
    address: str
    cells: tuple[tuple[Sending, ...], ...]
    is_in_office: bool


@dataclass(frozen=True)
class Sheet:
    """The list of all. ``count`` tells whoever sends that nothing came between."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    count: int

    @property
    def missing(self) -> list[tuple[Column, list[Member]]]:
        """For each thing that everybody should have: the members in office who have not got it."""
        found = []
        for n, column in enumerate(self.columns):
            names = [row.member for row in self.rows if row.is_in_office and not row.cells[n]]
            if column.is_due and names:
                found.append((column, names))
        return found

    @property
    def without_address(self) -> list[Member]:
        """Members in office whom no mail reaches."""
        return [row.member for row in self.rows if row.is_in_office and not row.address]


def addressees(meeting: Meeting, day: datetime.date) -> QuerySet[Member]:
    """The members in office on a day, with their users; to whom things are sent."""
    return Member.objects.filter(body=meeting.body_id).on(day).select_related("user")


def mail_state(sending: Sending) -> str:
    """送信済み, 送信待ち, or that the mail did not leave; empty for paper."""
    mail: Outbox | None = sending.mail
    if mail is None:
        return ""
    if mail.sent_at:
        return "送信済み"
    return "送れませんでした" if mail.attempts >= Outbox.MAX_ATTEMPTS else "送信待ち"


def sheet_of(meeting: Meeting) -> Sheet:
    """The list for a meeting. Three queries."""
    sendings = list(meeting.sendings.select_related("mail", "by"))
    got: dict[tuple[int, str], list[Sending]] = defaultdict(list)
    for sending in sendings:
        got[sending.member_id, sending.what].append(sending)
    columns = tuple(
        Column(what.value, what.label, _is_due(meeting, what))
        for what in What
        if what != What.OTHER or any(sending.what == What.OTHER for sending in sendings)
    )
    today = timezone.localdate()
    told = {sending.member_id for sending in sendings}
    members = [
        (member, member.span.holds(today))
        for member in Member.objects.filter(body=meeting.body_id).select_related("user")
    ]
    rows = tuple(
        Row(
            member,
            address_of(member),
            tuple(tuple(got[member.pk, column.what]) for column in columns),
            is_in_office,
        )
        for member, is_in_office in members
        if is_in_office or member.pk in told
    )
    return Sheet(columns, rows, len(sendings))


def _is_due(meeting: Meeting, what: str) -> bool:
    if what in (What.NOTICE, What.PAPERS):
        return meeting.state in (Meeting.State.CALLED, Meeting.State.FINISHED)
    if what == What.RESULT:
        return meeting.result_sent_at is not None
    minutes = getattr(meeting, "minutes", None) if what == What.MINUTES else None
    return minutes is not None and minutes.circulated_at is not None
