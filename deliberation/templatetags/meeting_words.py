"""How meetings, terms and days are said on the pages of deliberation."""

import datetime

from django import template
from django.utils import timezone

from deliberation.deadlines import printed
from deliberation.documents.facts import clock
from deliberation.models import Meeting, Member
from deliberation.scheduling import day_of
from deliberation.titles import title_of
from strategy.fiscal import format_date

register = template.Library()
register.filter("meeting_title", title_of)
register.filter("clock", clock)


@register.filter
def era_day(day: datetime.date | None) -> str:
    """令和5年（2023年）2月2日（木）; nothing for no day."""
    return format_date(day, weekday=True) if day else ""


@register.filter
def deadline_words(moment: datetime.datetime | None) -> str:
    """令和5年（2023年）2月2日（木）まで; nothing for no deadline."""
    return printed(timezone.localtime(moment)) if moment else ""


@register.filter
def beginning_words(moment: datetime.datetime | None) -> str:
    """令和5年（2023年）1月23日（月）9時から"""
    if not moment:
        return ""
    local = timezone.localtime(moment)
    hour = f"{local.hour}時" if local.hour or local.minute else ""
    minute = f"{local.minute}分" if local.minute else ""
    return f"{format_date(local.date(), weekday=True)}{hour}{minute}から"


@register.filter
def when_of(meeting: Meeting) -> str:
    """The day of a meeting, its last day of voting, or the words for a day that is open."""
    day = day_of(meeting)
    if day is None:
        return meeting.when_words or "未定"
    return f"{format_date(day, weekday=True)}{'締切' if meeting.is_written else ''}"


@register.filter
def term_words(member: Member) -> str:
    """2025年4月1日から2027年3月31日まで; ―"""
    first = f"{member.first_day:%Y/%-m/%-d}から" if member.first_day else ""
    last = f"{member.last_day:%Y/%-m/%-d}まで" if member.last_day else ""
    return f"{first}{last}" or "定めなし"
