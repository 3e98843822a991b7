"""Days and moments on the pages of a call for comments."""

import datetime

from django import template
from django.utils import timezone

from strategy.fiscal import WEEKDAYS, era_year, format_date

register = template.Library()


@register.filter
def day_words(day: datetime.date | None) -> str:
    """令和8年（2026年）8月3日; nothing where there is none."""
    return format_date(day) if day else ""


@register.filter
def moment_words(at: datetime.datetime | None) -> str:
    """令和8年8月3日（月）9:00, in Japan; nothing where there is none."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    year = era_year(local.year, local.month, local.day)
    return f"{year}{local.month}月{local.day}日（{WEEKDAYS[local.weekday()]}）{local.hour}:{local:%M}"
