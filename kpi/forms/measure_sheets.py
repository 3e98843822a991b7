"""The form of a 施策調書."""

from typing import Any

from django import forms

from accounts.models import User
from accounts.saving import Overtaken
from kpi.forms.stale import StaleForm
from kpi.intake.amounts import fiscal_years, thousands_of_yen
from kpi.intake.words import years_word
from kpi.measure_sheets import save_measure_sheet
from kpi.models import MeasureSheet
from strategy.models import PlanItem


class MeasureSheetForm(StaleForm):
    """Whether a measure is new, when it runs, what it costs; period and amount as people write them."""

    continuity = forms.ChoiceField(
        label="新規・継続・拡充",
        choices=[("", "まだ決まっていません"), *MeasureSheet.Continuity.choices],
        required=False,
    )
    period = forms.CharField(
        label="期間",
        max_length=60,
        required=False,
        help_text="例：令和6年度～令和8年度、令和6年度から",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    budget = forms.CharField(
        label="予算額（千円）",
        max_length=30,
        required=False,
        help_text="例：1,200　円や億円で書いたときは、千円に直します。",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "inputmode": "decimal", "class": "input input-short"}
        ),
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, item: PlanItem, sheet: MeasureSheet | None, **options: Any):
        super().__init__(*args, initial=_said(sheet), auto_id="sheet_%s", **options)
        self.item, self.differing = item, list[tuple[str, str, str]]()

    def clean_period(self) -> tuple[int | None, int | None]:
        return self._read(fiscal_years, "period")

    def clean_budget(self) -> Any:
        return self._read(thousands_of_yen, "budget")

    def _read(self, reader: Any, name: str) -> Any:
        try:
            return reader(self.cleaned_data[name])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def save(self, *, actor: User) -> MeasureSheet:
        """Save through the verb; raises ``ValidationError``."""
        first, last = self.cleaned_data["period"]
        return save_measure_sheet(
            actor=actor,
            item=self.item,
            seen=self.cleaned_data["seen"] or 0,
            continuity=self.cleaned_data["continuity"],
            first_year=first,
            last_year=last,
            budget=self.cleaned_data["budget"],
        )

    def overtaken(self, overtaken: Overtaken) -> None:
        """Both are shown; saved once more, one's own replaces the other's."""
        current = _said(overtaken.current)
        words = dict(self.fields["continuity"].choices)
        for name in ("continuity", "period", "budget"):
            typed = str(self.data.get(name, ""))
            pair = (
                (words.get(current[name], ""), words.get(typed, ""))
                if name == "continuity"
                else (current[name], typed)
            )
            if pair[0] != pair[1]:
                self.differing.append((str(self.fields[name].label), *(one or "（空）" for one in pair)))
        self.data = self.data.copy()
        self.data["seen"] = str(current["seen"])
        self.add_error(None, overtaken)


def _said(sheet: MeasureSheet | None) -> dict[str, Any]:
    """What a sheet says, as the fields show it."""
    if sheet is None:
        return {"continuity": "", "period": "", "budget": "", "seen": 0}
    known = sheet.first_year or sheet.last_year
    return {
        "continuity": sheet.continuity,
        "period": years_word(sheet.first_year, sheet.last_year) if known else "",
        "budget": "" if sheet.budget is None else f"{sheet.budget:,}",
        "seen": sheet.version,
    }
