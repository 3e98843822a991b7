"""Words for templates: census years in both calendars."""

from typing import Any

from django import template

from vision.wording import year_name

register = template.Library()


@register.filter
def calendar_year(year: Any) -> str:
    """令和9（2027）年: an outlook of the population is of a year, not of a fiscal year."""
    return year_name(year) if isinstance(year, int) else ""
