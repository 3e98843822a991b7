"""Rows of small forms inside a form: as many as are filled, some empty ones, and more on a button, without a script."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

EMPTY = 2  # rows shown behind the last filled one
BY = 3  # rows that the button adds


class Rows:
    """Forms of one kind, numbered from 0; empty ones count for nothing.

    ``count`` says in the page how many there are; the button ``<prefix>-more`` asks for some more.
    """

    def __init__(
        self,
        kind: Any,
        data: Mapping[str, Any] | None,
        *,
        prefix: str,
        first: Sequence[Mapping[str, Any]],
        most: int,
        empty: int = EMPTY,
    ):
        self.prefix = prefix
        self.wants_more = data is not None and f"{prefix}-more" in data
        count = min(len(first) + empty, max(most, len(first)))
        if data is not None:
            given = str(data.get(f"{prefix}-count", ""))
            count = int(given) if given.isdecimal() and len(given) < 4 else 0
            count = min(count + (BY if self.wants_more else 0), most)
        self.count = count
        self.forms = [
            kind(
                data,
                prefix=f"{prefix}-{n}",
                initial=first[n] if n < len(first) else {},
                auto_id="row_%s",
            )
            for n in range(count)
        ]
        self.has_room = count < most

    def __iter__(self) -> Any:
        return iter(self.forms)

    @property
    def more(self) -> str:
        """The name of the button."""
        return f"{self.prefix}-more"

    @property
    def filled(self) -> list[dict[str, Any]]:
        """The values of the rows in which something stands, once all are sound."""
        return [
            form.cleaned_data
            for form in self.forms
            if form.is_valid() and any(value not in (None, "") for value in form.cleaned_data.values())
        ]

    @property
    def faults(self) -> list[str]:
        """What is wrong, row by row: 「2行目：決算額（千円）を数で入れてください。」"""
        return [
            f"{n}行目：{_named(form, name)}{error}"
            for n, form in enumerate(self.forms, start=1)
            for name, errors in form.errors.items()
            for error in errors
        ]


def _named(form: forms.Form, name: str) -> str:
    return f"{form.fields[name].label}：" if name in form.fields else ""
