"""The members of a body on the day of a meeting, and what is noted of their coming. Reading."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from deliberation.models import Attendance, Meeting, Member

Presence = Attendance.Presence
HERE = (Presence.PRESENT, Presence.ONLINE)


@dataclass(frozen=True)
class Seat:
    """A member of the body on the day of the meeting, and what is noted; ``presence`` empty: nothing yet."""

    member: Member
    presence: str
    note: str

    @property
    def is_here(self) -> bool:
        return self.presence in HERE


def seats_at(meeting: Meeting) -> list[Seat]:
    """The members in office on the day of the meeting (today where it has none), in their order. Two queries."""
    rows = {row.member_id: row for row in meeting.attendances.all()}
    day = meeting.held_on or timezone.localdate()
    members = Member.objects.filter(body=meeting.body_id)
    return [
        Seat(member, rows[member.pk].presence, rows[member.pk].note)
        if member.pk in rows
        else Seat(member, "", "")
        for member in members
        if member.pk in rows or member.span.holds(day)
    ]


def present_words(seats: Sequence[Seat]) -> str:
    """出席9人（うちオンライン2人）、欠席3人; empty where nothing is noted.

    Absence is only what was noted as such.
    """
    count = Counter(seat.presence for seat in seats if seat.presence)
    if not count:
        return ""
    online = f"（うちオンライン{count[Presence.ONLINE]}人）" if count[Presence.ONLINE] else ""
    absent = f"、欠席{count[Presence.ABSENT]}人" if count[Presence.ABSENT] else ""
    return f"出席{count[Presence.PRESENT] + count[Presence.ONLINE]}人{online}{absent}"
