"""The form by which people put right how a target was read: kind, value, unit, period."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms

from accounts.forms.office import OfficeForm
from accounts.models import User
from kpi.correcting import correct_reading
from kpi.findings import fiscal_year, years_of
from kpi.models import Target
from kpi.notation.times import fiscal_span
from kpi.spec import BaselineKind, BaselineSpec, Grain, TargetKind, TargetSpec, When
from kpi.storing import baseline_from, target_from
from kpi.targets import choose_period

# Their parts stand in the print only: several values with their years.
ONLY_PRINTED = (TargetKind.MILESTONE, TargetKind.TWO_STAGE)
WITH_VALUE = (
    TargetKind.AT_LEAST,
    TargetKind.AT_MOST,
    TargetKind.CUMULATIVE_OVER_PERIOD,
    TargetKind.CUMULATIVE_DECREASE,
    TargetKind.CUMULATIVE_SINCE,
    TargetKind.APPROX,
    TargetKind.ANNUAL_RATE_AT_LEAST,
)
WITH_SPAN = (
    TargetKind.CUMULATIVE_OVER_PERIOD,
    TargetKind.CUMULATIVE_DECREASE,
    TargetKind.MAINTAIN_PERIOD_AVERAGE,
    TargetKind.MAINTAIN_CUMULATIVE,
)
WITHOUT_DEADLINE = (*WITH_SPAN, TargetKind.INCREASE_OVER_PREVIOUS_YEAR, TargetKind.QUALITATIVE, *ONLY_PRINTED)
BASELINE_WITHOUT_VALUE = (BaselineKind.TO_BE_BUILT, BaselineKind.TO_START, BaselineKind.NONE)
BASELINE_WITH_SPAN = (BaselineKind.PERIOD_AVERAGE, BaselineKind.CUMULATIVE_OVER_PERIOD)
TICKS = ("is_strict", "by_mean")
YEARS = {"min_value": 1900, "max_value": 2200}


def _number(label: str, hint: str = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        max_digits=24,
        decimal_places=6,
        help_text=hint,
        widget=forms.TextInput(attrs={"class": "input input-short", "inputmode": "decimal"}),
        error_messages={"invalid": f"{label}を数で入れてください。"},
    )


def _year(label: str, hint: str = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        help_text=hint,
        widget=forms.TextInput(attrs={"class": "input input-short", "inputmode": "numeric"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), f"{label}は「2027」のように西暦の年度で入れてください。"
        ),
        **YEARS,
    )


class ReadingForm(OfficeForm):
    """Target and baseline as data. What does not belong to the chosen kind is not kept."""

    kind = forms.ChoiceField(label="目標の種類")
    value = _number("値")
    unit = forms.CharField(label="単位", max_length=40, required=False)
    is_strict = forms.BooleanField(label="ちょうどの値では達成としない（超・未満）", required=False)
    low = _number("下の値", "幅のある目標（11～19か所）のとき")
    high = _number("上の値")
    span_first = _year("期間の初めの年度", "累計や平均のとき。例：2023")
    span_last = _year("期間の終わりの年度")
    by = _year("期限の年度")
    denominator = _number("全体の数", "全国展開・全てのとき。例：1741")
    reference = forms.CharField(label="比べる値", max_length=100, required=False, help_text="例：全国平均")
    tolerance = _number("維持とみなす差", "維持・均衡のとき。空けておくと0")
    by_mean = forms.BooleanField(label="年率は各年でなく平均で見る", required=False)
    baseline_kind = forms.ChoiceField(label="現状値の種類", choices=Target.BaselineKind.choices)
    baseline_value = _number("現状値")
    baseline_first = _year("現状値の期間の初めの年度", "平均や累計のとき")
    baseline_last = _year("現状値の年度（期間なら終わりの年度）")
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, target: Target, **options: Any):
        self.target = target
        self.spec, self.baseline = target_from(target.spec), baseline_from(target.baseline)
        super().__init__(*args, initial=self._first(), auto_id="reading_%s", **options)
        self.fields["kind"].choices = [
            (value, label)
            for value, label in Target.Kind.choices
            if TargetKind(value) not in ONLY_PRINTED or value == self.spec.kind
        ]

    def _first(self) -> dict[str, Any]:
        spec, baseline = self.spec, self.baseline
        first = {
            name: getattr(spec, name)
            for name in "value unit is_strict low high denominator reference by_mean".split()
        }
        span = years_of(spec.span) if spec.span else (None, None)
        own = years_of(baseline.span) if baseline.span else (None, None)
        return first | {
            "kind": spec.kind.value,
            "span_first": span[0],
            "span_last": span[1],
            "by": fiscal_year(spec.by) if spec.by else None,
            "tolerance": spec.tolerance or None,
            "baseline_kind": baseline.kind.value,
            "baseline_value": baseline.value,
            "baseline_first": own[0],
            "baseline_last": own[1] or (fiscal_year(baseline.at) if baseline.at else None),
            "version": self.target.version,
        }

    @property
    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField | None]]:
        """The fields as they stand on the page, two a line."""
        names = [name for name in self.fields if name not in TICKS and name != "version"]
        bound: list[Any] = [self[name] for name in names]
        return list(zip(bound[::2], [*bound[1::2], None], strict=False))

    @property
    def ticks(self) -> list[forms.BoundField]:
        return [self[name] for name in TICKS]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        kind = cleaned.get("kind")
        if kind in WITH_VALUE:
            self._require("value", "この種類の目標には値が要ります。値を入れてください。")
        if kind == TargetKind.APPROX_RANGE:
            self._require("low", "幅のある目標には、下の値が要ります。")
            self._require("high", "幅のある目標には、上の値が要ります。")
        if kind == TargetKind.EXCEED_REFERENCE:
            self._require("reference", "何と比べるかを入れてください。例：全国平均")
        self._in_order("span_first", "span_last", "期間の終わりが初めより前です。年度を確かめてください。")
        self._in_order("low", "high", "上の値が下の値より小さくなっています。")
        if (own := cleaned.get("baseline_kind")) and own not in BASELINE_WITHOUT_VALUE:
            if self.baseline.parts and own == self.baseline.kind:
                return cleaned
            self._require("baseline_value", "この種類の現状値には値が要ります。値を入れてください。")
        if own in BASELINE_WITH_SPAN:
            for name in ("baseline_first", "baseline_last"):
                self._require(name, "平均や累計の現状値には、期間の初めと終わりの年度が要ります。")
        self._in_order(
            "baseline_first",
            "baseline_last",
            "現状値の期間の終わりが初めより前です。年度を確かめてください。",
        )
        return cleaned

    def _require(self, name: str, sentence: str) -> None:
        if self.cleaned_data.get(name) in (None, "") and name not in self.errors:
            self.add_error(name, sentence)

    def _in_order(self, first: str, last: str, sentence: str) -> None:
        low, high = self.cleaned_data.get(first), self.cleaned_data.get(last)
        if low is not None and high is not None and low > high:
            self.add_error(last, sentence)

    def save(self, *, actor: User) -> Target:
        """Keep the reading, or raise ``ValidationError``."""
        changed = set(self.changed_data)
        of_baseline = {name for name in changed if name.startswith("baseline_")}
        return correct_reading(
            actor=actor,
            target=self.target,
            version=self.cleaned_data["version"] or 0,
            spec=self._spec() if changed - of_baseline - {"version"} else self.spec,
            baseline=self._baseline() if of_baseline else self.baseline,
        )

    def _spec(self) -> TargetSpec:
        given, edition = self.cleaned_data, self.target.edition
        kind = TargetKind(given["kind"])
        if kind in ONLY_PRINTED:
            return replace(self.spec, is_period_open=False)
        first = given["span_first"] or edition.first_fiscal_year
        last = given["span_last"] or edition.last_fiscal_year
        by = given["by"] or edition.last_fiscal_year
        return TargetSpec(
            kind=kind,
            value=given["value"],
            unit=given["unit"],
            low=given["low"],
            high=given["high"],
            by=None if kind in WITHOUT_DEADLINE else When(Grain.FISCAL_YEAR, by),
            span=fiscal_span(first, last) if kind in WITH_SPAN else None,
            denominator=given["denominator"],
            reference_year=self.spec.reference_year,
            is_strict=given["is_strict"] or kind is TargetKind.EXCEED_REFERENCE,
            reference=given["reference"],
            printed=self.spec.printed,
            tolerance=given["tolerance"] or Decimal(0),
            by_mean=given["by_mean"],
        )

    def _baseline(self) -> BaselineSpec:
        given = self.cleaned_data
        kind = BaselineKind(given["baseline_kind"])
        last = given["baseline_last"]
        span = (
            fiscal_span(given["baseline_first"], last)
            if kind in BASELINE_WITH_SPAN
            else self.baseline.span
            if kind is BaselineKind.PARTIAL_PERIOD
            else None
        )
        return BaselineSpec(
            kind=kind,
            value=None if kind in BASELINE_WITHOUT_VALUE else given["baseline_value"],
            unit=given["unit"] or self.baseline.unit,
            at=When(Grain.FISCAL_YEAR, last) if last and span is None else None,
            span=span,
            reference_year=self.baseline.reference_year,
            printed=self.baseline.printed,
        )


class AgainForm(OfficeForm):
    """Read the print again, as if nobody had put its reading right."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, target: Target, **options: Any):
        super().__init__(*args, **options)
        self.target = target

    def save(self, *, actor: User) -> Target:
        """Read it again, or raise ``ValidationError``."""
        version = self.cleaned_data["version"] or 0
        return correct_reading(actor=actor, target=self.target, version=version)


class PeriodForm(OfficeForm):
    """Each year, or over the whole period: asked where the print does not say (35,000,000ポイント)."""

    whole = forms.ChoiceField(
        label="目標値の期間",
        choices=[("0", "1年ごとの値（年間）"), ("1", "計画期間の累計")],
        widget=forms.RadioSelect,
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, target: Target, **options: Any):
        super().__init__(*args, initial={"version": target.version}, auto_id="period_%s", **options)
        self.target = target

    def save(self, *, actor: User) -> Target:
        """Keep the answer, or raise ``ValidationError``."""
        return choose_period(
            actor=actor,
            target=self.target,
            version=self.cleaned_data["version"] or 0,
            whole=self.cleaned_data["whole"] == "1",
        )
