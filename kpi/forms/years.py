"""Fiscal years in forms."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from kpi.explaining import year_word
from strategy.fiscal import fiscal_year_of


def past_year(year: int) -> int:
    """The year, unless it has not begun: nothing was measured in it yet."""
    if year > fiscal_year_of(timezone.localdate()):
        raise ValidationError(f"{year_word(year)}はまだ始まっていません。年度を確かめてください。")
    return year
