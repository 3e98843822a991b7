"""The schedule of a year as it is shown: its own lines, and the meetings that no line names. Reading."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from deliberation.deadlines import last_day
from deliberation.models import Meeting, ScheduleEntry
from deliberation.titles import title_of
from deliberation.yearly import in_order
from strategy.fiscal import WEEKDAYS
from strategy.models import Plan


@dataclass(frozen=True)
class Line:
    """A line: when in words, what, who. ``entry`` is None for a meeting that no line names."""

    when: str
    title: str
    who: str
    is_settled: bool
    entry: ScheduleEntry | None = None
    meeting: Meeting | None = None


@dataclass(frozen=True)
class Schedule:
    """The lines of a fiscal year by time; a draft (案) while one of them is not settled."""

    fiscal_year: int
    lines: tuple[Line, ...]

    @property
    def is_draft(self) -> bool:
        return not all(line.is_settled for line in self.lines)


def schedule_of(plan: Plan, fiscal_year: int) -> Schedule:
    """The schedule of a plan's year. Two queries."""
    entries = list(
        ScheduleEntry.objects.filter(plan=plan, fiscal_year=fiscal_year)
        .select_related("meeting__body", "meeting__plan__government")
        .order_by("position", "id")
    )
    named = {entry.meeting_id for entry in entries if entry.meeting_id}
    meetings = plan.meetings.filter(fiscal_year=fiscal_year).exclude(state=Meeting.State.CANCELLED)
    rows = [(_day(entry), _words(entry), _line(entry)) for entry in entries]
    for meeting in meetings.select_related("body").order_by("body__name", "number"):
        if meeting.pk not in named:
            meeting.plan = plan
            rows.append((day_of(meeting), meeting.when_words, _of_meeting(meeting)))
    return Schedule(fiscal_year, tuple(in_order(rows)))


def day_of(meeting: Meeting) -> datetime.date | None:
    """The day on which a meeting is held; of a written one the last day of its vote."""
    if meeting.is_written and meeting.closes_at is not None:
        return last_day(timezone.localtime(meeting.closes_at))
    return meeting.held_on


def day_words(day: datetime.date) -> str:
    """2月2日（木）"""
    return f"{day.month}月{day.day}日（{WEEKDAYS[day.weekday()]}）"


def _day(entry: ScheduleEntry) -> datetime.date | None:
    return entry.on or (day_of(entry.meeting) if entry.meeting else None)


def _words(entry: ScheduleEntry) -> str:
    return entry.when_words or (entry.meeting.when_words if entry.meeting else "")


def _line(entry: ScheduleEntry) -> Line:
    day = _day(entry)
    who = entry.who or (entry.meeting.body.called if entry.meeting else "")
    when = day_words(day) if day else _words(entry) or "未定"
    return Line(when, entry.title, who, entry.is_settled, entry, entry.meeting)


def _of_meeting(meeting: Meeting) -> Line:
    day = day_of(meeting)
    when = day_words(day) if day else meeting.when_words or "未定"
    settled = meeting.state != Meeting.State.PLANNED
    return Line(when, title_of(meeting), meeting.body.called, settled, None, meeting)
