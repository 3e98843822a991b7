"""Words for templates: dates and periods in both calendars, bodies of entries."""

import datetime

from django import template

from publishing.pages import safe_body
from strategy.fiscal import format_date, format_period

register = template.Library()
register.filter("body", safe_body)


@register.filter
def wareki(day: datetime.date | str | None) -> str:
    """令和5年（2023年）4月1日; accepts a date or the ISO form of a document."""
    if not day:
        return ""
    return format_date(datetime.date.fromisoformat(day) if isinstance(day, str) else day)


@register.filter
def period(edition) -> str:
    """令和5年度（2023年度）から令和9年度（2027年度）までの5年間."""
    return format_period(edition.first_fiscal_year, edition.last_fiscal_year)
