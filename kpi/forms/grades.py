"""The form of a grade that people give beside the computed one."""

from typing import Any

from django import forms

from accounts.forms.office import OfficeForm
from accounts.models import User
from kpi.explaining import year_word
from kpi.judgements import Scheme
from kpi.models import ManualGrade, Target
from kpi.schemes import grade_by_hand


class HandGradeForm(OfficeForm):
    """A grade of the scheme that holds, for a fiscal year of the plan, with its reason; none takes it back."""

    fiscal_year = forms.TypedChoiceField(label="年度", coerce=int)
    grade = forms.ChoiceField(label="判定", required=False)
    reason = forms.CharField(label="理由", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, target: Target, scheme: Scheme, **options: Any):
        options.setdefault("auto_id", "grade_%s")
        super().__init__(*args, **options)
        edition = target.edition
        self.target = target
        years = range(edition.first_fiscal_year, edition.last_fiscal_year + 1)
        self.fields["fiscal_year"].choices = [(year, year_word(year)) for year in years]
        grades = [(grade.key, f"{grade.sign} {grade.word}") for grade in scheme.scheme.grades]
        self.fields["grade"].choices = [*grades, ("", "手で付けた判定を取り消す")]
        self.fields["grade"].error_messages["invalid_choice"] = "判定を一覧から選んでください。"

    def save(self, *, actor: User) -> ManualGrade:
        """Keep it, or raise ``ValidationError``."""
        return grade_by_hand(actor=actor, target=self.target, **self.cleaned_data)
