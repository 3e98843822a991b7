"""Forms of a plan's years of review: one is opened, one goes on to another step."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone

from accounts.forms.office import OfficeForm
from accounts.models import User
from accounts.saving import Overtaken
from kpi.explaining import year_word
from kpi.forms.stale import StaleForm
from kpi.models import ReviewYear
from kpi.review.opening import open_review
from kpi.review.practice import Practice
from kpi.review.shelf import to_open, word_of
from kpi.review.steps import change_step
from strategy.fiscal import format_fiscal_year
from strategy.models import Plan


class OpenForm(OfficeForm):
    """Which year is to be opened."""

    year = forms.ChoiceField(label="評価する年度")

    def __init__(self, *args: Any, plan: Plan, today: datetime.date | None = None, **options: Any):
        super().__init__(*args, auto_id="open_%s", **options)
        self.plan = plan
        self.pairs = {word_of(*pair): pair for pair in to_open(plan, today or timezone.localdate())}
        self.fields["year"].choices = [(word, _named(*pair)) for word, pair in self.pairs.items()]
        self.fields["year"].error_messages["invalid_choice"] = (
            "この年度の評価は始められません。終わった年度の中から選び直してください。"
        )

    def save(self, *, actor: User) -> ReviewYear:
        """Open the year, or raise ``ValidationError``."""
        fiscal_year, kind = self.pairs[self.cleaned_data["year"]]
        return open_review(actor=actor, plan=self.plan, fiscal_year=fiscal_year, kind=kind)


def _named(fiscal_year: int, kind: str) -> str:
    if kind == ReviewYear.Kind.TERM:
        return f"計画期間の総括評価（{year_word(fiscal_year)}まで）"
    return format_fiscal_year(fiscal_year)


class StepForm(StaleForm):
    """The step to which the review goes."""

    step = forms.ChoiceField(label="評価の段階")
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, review: ReviewYear, practice: Practice, **options: Any):
        options.setdefault("initial", {"step": review.step, "seen": review.version})
        super().__init__(*args, auto_id="step_%s", **options)
        self.review, self.is_late = review, False
        self.fields["step"].choices = [(step.key, step.name) for step in practice.steps]
        self.fields["step"].error_messages["invalid_choice"] = "この段階は、この年度の進め方にありません。"

    def save(self, *, actor: User) -> ReviewYear:
        """Go to the step, or raise ``ValidationError``."""
        return change_step(actor=actor, review=self.review, **self.cleaned_data)

    def overtaken(self, overtaken: Overtaken) -> None:
        """The step that stands there now is marked in the line of steps; sent once more, one's own replaces it."""
        self.is_late = True
        self.data = self.data.copy()
        self.data["seen"] = str(overtaken.current.version)
        self.add_error(None, overtaken.messages)
