"""What the forms of a review share: the version that was seen, and both texts where somebody was quicker."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from accounts.forms.deleting import OLD_PAGE
from accounts.saving import Overtaken
from kpi.figures import figure_text
from kpi.forms.stale import StaleForm
from kpi.review.practice import Word
from kpi.typed import read_typed

UNDECIDED = "（まだ決めていません）"


def word_field(label: str, hint: str = "") -> forms.ChoiceField:
    """A word of the practice; ``fill_words`` gives it its choices."""
    return forms.ChoiceField(
        label=label,
        required=False,
        help_text=hint,
        error_messages={"invalid_choice": f"{label}は、一覧から選んでください。"},
    )


def fill_words(field: forms.Field, words: Sequence[Word]) -> None:
    """The words to choose from, and that nothing is decided yet."""
    field.choices = [("", UNDECIDED), *((word.key, word.word) for word in words)]


class NumberField(forms.CharField):
    """A number as people type it (1,200, １２００, △3, 1200千円), or ―; its value is a ``Decimal`` or None."""

    def __init__(self, *, unit: str = "", **options: Any):
        options.setdefault("required", False)
        options.setdefault("max_length", 40)
        options.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "decimal", "class": "input input-short"})
        )
        super().__init__(**options)
        self.unit = unit
        self.error_messages["max_length"] = f"{self.label}は数で入れてください。"

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        return read_typed(typed, unit=self.unit).value if typed else None

    def prepare_value(self, value: Any) -> Any:
        """A stored figure with commas; what was typed as it was typed."""
        return value if value is None or isinstance(value, str) else figure_text(value)


class SaidForm(StaleForm):
    """A form over one row; ``seen`` is the version that the person was shown, 0 where nothing stood there.

    Saved only over that version: otherwise both texts are shown (``differing``), and saving once more replaces the
    other's.
    """

    seen = forms.IntegerField(
        min_value=0,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid", "min_value"), OLD_PAGE),
    )
    written: tuple[str, ...] = ()  # names of the fields that the verb takes

    def __init__(self, *args: Any, row: Any, first: dict[str, Any] | None = None, **options: Any):
        stored = {name: getattr(row, name) for name in self.written} if row is not None else {}
        seen = row.version if row is not None and row.pk else 0
        super().__init__(*args, initial={**stored, **(first or {}), "seen": seen}, **options)
        self.fields["seen"].error_messages["required"] = OLD_PAGE  # not 「Seenを入れてください」
        self.row = row
        self.differing: list[tuple[str, str, str]] = []
        self.is_overtaken = False

    @property
    def facts(self) -> dict[str, Any]:
        """The fields, ready for the verb."""
        return {name: self.cleaned_data[name] for name in self.written}

    def overtaken(self, overtaken: Overtaken) -> None:
        current = overtaken.current
        self.is_overtaken = True
        for label, theirs, mine in self.pairs(current):
            if theirs != mine:
                self.differing.append((label, theirs or "（空）", mine or "（空）"))
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = str(current.version if current.pk else 0)
        self.add_error(None, overtaken)

    def pairs(self, current: Any) -> list[tuple[str, str, str]]:
        """Label, what stands there now and what was typed, of each field."""
        return [
            (
                str(self.fields[name].label),
                self.word(name, getattr(current, name)),
                self.word(name, self.cleaned_data[name]),
            )
            for name in self.written
        ]

    def word(self, name: str, value: Any) -> str:
        """A value as people read it."""
        choices = getattr(self.fields[name], "choices", None)
        if choices is not None and not isinstance(self.fields[name], forms.ModelChoiceField):
            return next((str(word) for key, word in choices if key == value and key != ""), "")
        if isinstance(value, bool):
            return "はい" if value else "いいえ"
        if isinstance(value, Decimal):
            return figure_text(value)
        return "" if value is None else str(value)

    @property
    def status(self) -> int:
        """200 as it stands, 409 where somebody was quicker, 422 where something is wrong."""
        return 409 if self.is_overtaken else 422 if self.errors else 200
