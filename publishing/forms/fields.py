"""Fields in the office's words: days and fiscal years in either calendar, inputs with their classes."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from strategy.fiscal import EraError, format_fiscal_year, parse_date, parse_fiscal_year

SHORT = {"class": "input input-short", "autocomplete": "off"}


class DayField(forms.CharField):
    """A day: from the browser's calendar, or typed as 令和8年4月1日, R8.4.1, 2026-04-01."""

    def __init__(self, **kwargs: Any):
        # data-era: the page says the day in the Japanese calendar beside it (static/js/era.js).
        widget = forms.DateInput(format="%Y-%m-%d", attrs=SHORT | {"type": "date", "data-era": ""})
        super().__init__(**{"widget": widget} | kwargs)

    def to_python(self, value: Any) -> datetime.date | None:
        text = super().to_python(value)
        if not text:
            return None
        try:
            return parse_date(text)
        except EraError as error:
            raise ValidationError(str(error)) from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(initial.isoformat() if initial else "", data)


class FiscalYearField(forms.CharField):
    """A fiscal year as people write it: 令和8年度, R8, 2026."""

    def __init__(self, **kwargs: Any):
        super().__init__(**{"widget": forms.TextInput(attrs=SHORT)} | kwargs)

    def prepare_value(self, value: Any) -> Any:
        return format_fiscal_year(value, short=True) if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        text = super().to_python(value)
        if not text:
            return None
        try:
            return parse_fiscal_year(text)
        except EraError as error:
            raise ValidationError(str(error)) from error


def text(label: str, longest: int, **kwargs: Any) -> forms.CharField:
    """A line of text."""
    attrs = {"class": "input", "autocomplete": "off"}
    return forms.CharField(label=label, max_length=longest, widget=forms.TextInput(attrs=attrs), **kwargs)


def choice(label: str, choices: Any, **kwargs: Any) -> forms.ChoiceField:
    """One of several, from a list."""
    widget = forms.Select(attrs={"class": "select input-short"})
    return forms.ChoiceField(label=label, choices=choices, widget=widget, **kwargs)


class PeriodForm(forms.Form):
    """The fiscal years of a plan; both belong to it."""

    first_fiscal_year = FiscalYearField(label="計画期間の最初の年度", help_text="例：令和8年度")
    last_fiscal_year = FiscalYearField(label="計画期間の最後の年度", help_text="この年度も期間に入ります。")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        first, last = data.get("first_fiscal_year"), data.get("last_fiscal_year")
        if first and last and last < first:
            self.add_error("last_fiscal_year", "最初の年度より前です。どちらかの年度を直してください。")
        return data
