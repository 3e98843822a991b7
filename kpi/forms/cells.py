"""One cell of the table: the figure of one year, as it was typed, and what is to be said when it cannot be kept."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User
from accounts.saving import Overtaken
from kpi.figures import Figure, figure_text
from kpi.forms.years import past_year
from kpi.measurements import WHY_NEEDED, record_value
from kpi.models import MeasurementRevision, Target

LONGEST = 60


class CellForm(forms.Form):
    """What was typed into the cell of a target for a fiscal year. ``figure`` is what stands there now, if anything.

    The kind of figure (速報, 累計, 年度の途中まで) and its days stay as they were; other kinds are entered on the
    indicator's page.
    """

    typed = forms.CharField(
        required=False,
        max_length=LONGEST,
        error_messages={"max_length": f"{LONGEST}字までの数を入れてください。例：71.4"},
    )
    seen = forms.IntegerField(
        min_value=0,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value"), "画面が古くなっています。開き直してください。"
        ),
    )
    why = forms.CharField(required=False, max_length=500)

    def __init__(self, *args: Any, target: Target, year: int, figure: Figure | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.target, self.year, self.figure = target, year, figure
        self.current: MeasurementRevision | None = None
        self.needs_why = False

    def clean_typed(self) -> str:
        past_year(self.year)
        return self.cleaned_data["typed"]

    def attempt(self, *, actor: User) -> MeasurementRevision | None:
        """What was saved; None when it was refused or overtaken, and the form says so."""
        if not self.is_valid():
            return None
        try:
            return self.save(actor=actor)
        except Overtaken as overtaken:
            self._overtaken(overtaken)
        except ValidationError as error:
            self.needs_why = WHY_NEEDED in error.messages
            self.add_error("typed", error.messages)
        return None

    def save(self, *, actor: User) -> MeasurementRevision:
        edition, figure = self.target.edition, self.figure
        as_before = (
            {
                "quality": figure.quality,
                "is_running_total": figure.is_running_total,
                "is_partial": figure.is_partial,
                "period_kind": figure.period_kind,
                "starts_on": figure.starts_on,
                "ends_on": figure.ends_on,
            }
            if figure
            else {}
        )
        return record_value(
            actor=actor,
            indicator=self.target.indicator,
            fiscal_year=self.year,
            period=(edition.first_fiscal_year, edition.last_fiscal_year),
            **self.cleaned_data,
            **as_before,
        )

    def _overtaken(self, overtaken: Overtaken) -> None:
        self.add_error("typed", overtaken.messages)
        if isinstance(overtaken.current, MeasurementRevision):
            self.current = overtaken.current

    @property
    def typed_text(self) -> str:
        """As it was typed, whatever was wrong with it."""
        return str(self.data.get("typed", ""))[:LONGEST]

    @property
    def seen_now(self) -> int | str:
        """Which revision the next save stands on: the one shown now, where somebody was quicker."""
        return self.current.n if self.current else self.data.get("seen", "0")

    @property
    def status(self) -> int:
        """409 where somebody was quicker, 422 where what was typed is wrong."""
        return 409 if self.current else 422

    @property
    def sentences(self) -> list[str]:
        """What is wrong, unless both figures are shown."""
        return [] if self.current else [str(error) for errors in self.errors.values() for error in errors]

    @property
    def current_text(self) -> str:
        """The figure of the other person."""
        current = self.current
        if current is None or current.value is None:
            return ""
        return figure_text(current.value, current.places)

    @property
    def who(self) -> str:
        """Who entered it."""
        by = self.current.by if self.current else None
        return f"{by.name}さん" if by else "ほかの人"

    @property
    def at(self) -> str:
        """When, by the clock of the office."""
        if self.current is None:
            return ""
        at = timezone.localtime(self.current.at)
        return f"{at.hour}:{at:%M}"
