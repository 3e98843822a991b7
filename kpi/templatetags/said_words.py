"""Words of what is said in a review for templates: amounts and days as an office writes them."""

import datetime
from decimal import Decimal

from django import template

from kpi.figures import figure_text
from strategy.fiscal import format_date

register = template.Library()


@register.filter
def amount(value: Decimal | str | None) -> str:
    """A figure with commas: 1,200; ― where there is none."""
    return figure_text(Decimal(value)) if value not in (None, "") else "―"


@register.filter
def day_word(day: datetime.date | None) -> str:
    """令和8年（2026年）8月3日; nothing where there is none."""
    return format_date(day) if day else ""


@register.filter
def iso_day(text: str) -> str:
    """The same from a stored text: 2024-10-01."""
    return format_date(datetime.date.fromisoformat(text)) if text else ""
