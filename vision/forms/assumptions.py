"""Forms of assumed rates: derived from tables, and k."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.forms.fields import long_field, text_field
from accounts.models import User
from vision.assumptions import derive_assumptions, enter_k
from vision.forms.fields import StandingForm
from vision.models import Assumption, PopulationTable, PopulationVision
from vision.typed_rows import Unreadable, rates_typed

CENSUS, PROJECTION = PopulationTable.Kind.CENSUS.value, PopulationTable.Kind.PROJECTION.value
FROM = {
    "census": ("国勢調査の表（5年離れた二つの年）", (CENSUS,)),
    "projection": ("公表された将来推計の表", (PROJECTION,)),
    "both": ("国勢調査の表と、公表された将来推計の表", (CENSUS, PROJECTION)),
}
TFR, TYPED = "tfr", "k"
BY = ((TFR, "全国の表と、全国の合計特殊出生率から計算する"), (TYPED, "kそのものを入れる"))


class DeriveForm(StandingForm):
    """Derives rates from tables of people."""

    tables = forms.ChoiceField(
        label="もとにする表", choices=[(name, label) for name, (label, _) in FROM.items()]
    )

    def __init__(self, *args: Any, vision: PopulationVision, **options: Any):
        super().__init__(*args, auto_id="derive_%s", **options)
        self.vision = vision

    def save(self, *, actor: User) -> list[str]:
        """Derive and keep them."""
        kinds = FROM[self.cleaned_data["tables"]][1]
        seen = self.cleaned_data["seen"]
        return derive_assumptions(actor=actor, vision=self.vision, kinds=kinds, seen=seen)


class KForm(StandingForm):
    """k by year."""

    by = forms.ChoiceField(label="入れ方", choices=BY, widget=forms.RadioSelect)
    rows = long_field(
        "年と値",
        3000,
        "1行に1年ずつ、「2020 1.33」（合計特殊出生率）か「2020 0.135」（k）のように入れます。",
        rows=6,
    )
    source = text_field("出典", 300, "例：日本の将来推計人口（令和5年推計）")

    def __init__(self, *args: Any, vision: PopulationVision, has_nation: bool, **options: Any):
        super().__init__(*args, auto_id="k_%s", first={"by": TFR if has_nation else TYPED}, **options)
        self.vision = vision
        self.fields["rows"].required = True

    def clean_rows(self) -> dict[int, Decimal]:
        """The values by year."""
        try:
            return rates_typed(self.cleaned_data["rows"])
        except Unreadable as error:
            raise ValidationError(str(error)) from error

    def save(self, *, actor: User) -> Assumption:
        """Keep k."""
        said = self.cleaned_data
        values = {"tfr" if said["by"] == TFR else "k": said["rows"]}
        return enter_k(actor=actor, vision=self.vision, source=said["source"], seen=said["seen"], **values)
