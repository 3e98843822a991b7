"""The form of one round of a survey."""

from typing import Any

from accounts.forms.fields import text_field
from accounts.forms.office import OfficeForm
from accounts.models import Government, User
from kpi.forms.indicators import FIRST_YEAR, whole_field
from kpi.forms.years import past_year
from kpi.models import SurveyRound
from kpi.surveys import save_round


class RoundForm(OfficeForm):
    """実施時期, 配布数 and 有効回収数 of a year; what stands there already is replaced."""

    survey = text_field(
        "調査の名前",
        100,
        "例：市民意識調査。はじめての名前なら、新しい調査になります。",
        required=True,
        attrs={"list": "survey-names"},
    )
    fiscal_year = whole_field("年度（西暦）", FIRST_YEAR, 2200, "例：2025（令和7年度）")
    held = text_field("実施時期", 100, "例：令和7年6月")
    sent = whole_field("配布数", 0, 100_000_000, required=False)
    valid = whole_field("有効回収数", 0, 100_000_000, required=False)

    def __init__(self, *args: Any, government: Government, **options: Any):
        super().__init__(*args, auto_id="round_%s", **options)
        self.government = government

    def clean_fiscal_year(self) -> int:
        return past_year(self.cleaned_data["fiscal_year"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        sent, valid = cleaned.get("sent"), cleaned.get("valid")
        if sent is not None and valid is not None and valid > sent:
            self.add_error("valid", "有効回収数が配布数より多くなっています。どちらかを直してください。")
        return cleaned

    def save(self, *, actor: User) -> SurveyRound:
        """Keep the round, or raise ``ValidationError``."""
        return save_round(actor=actor, government=self.government, **self.cleaned_data)
