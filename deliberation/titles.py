"""How meetings are called on the screen and on paper."""

from deliberation.models import Meeting
from strategy.fiscal import format_fiscal_year


def number_words(meeting: Meeting) -> str:
    """令和4年度第5回"""
    return f"{format_fiscal_year(meeting.fiscal_year, short=True)}第{meeting.number}回"


def title_of(meeting: Meeting) -> str:
    """令和4年度第5回総合戦略委員会; the body is called by its short name where it has one. No query."""
    return f"{number_words(meeting)}{meeting.body.called}"
