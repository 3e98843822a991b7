"""Fields of text that the forms of the office share."""

from typing import Any

from django import forms


def text_field(label: str, longest: int, hint: str = "", **options: Any) -> forms.CharField:
    """A line of text; ``hint`` says what to write."""
    return forms.CharField(
        label=label,
        max_length=longest,
        required=options.pop("required", False),
        help_text=hint,
        widget=forms.TextInput(attrs={"autocomplete": "off", **options.pop("attrs", {})}),
        error_messages={"max_length": f"{label}は{longest}字までです。"},
    )


def long_field(label: str, longest: int, hint: str = "", rows: int = 4) -> forms.CharField:
    """A text of several lines."""
    return forms.CharField(
        label=label,
        max_length=longest,
        required=False,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"max_length": f"{label}は{longest}字までです。"},
    )
