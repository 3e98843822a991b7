"""Forms of indicators: their facts, their figures of any year, changes of definition, what they are compared with."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.forms.fields import text_field
from accounts.forms.office import Day, OfficeForm
from accounts.models import Government, User
from accounts.saving import Overtaken
from kpi.charges import member_word, members_of, people_of
from kpi.explaining import year_word
from kpi.figures import figure_text
from kpi.forms.stale import StaleForm
from kpi.forms.years import past_year
from kpi.indicators import add_reference, create_indicator, mark_break, save_indicator, save_reference
from kpi.measurements import record_value
from kpi.models import Indicator, Measurement, MeasurementRevision, ReferenceSeries, SeriesBreak

FACTS = (
    "name unit better effect department deputy person deputy_person definition formula source survey frequency "
    "survey_years known_month lag_years sector_plan sector_name sector_target"
).split()
FIRST_YEAR = 1950


def _long(label: str, longest: int, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=longest,
        required=False,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": f"{label}は{longest}字までです。"},
    )


def whole_field(label: str, low: int, high: int, hint: str = "", **options: Any) -> forms.IntegerField:
    """A whole number between two bounds."""
    return forms.IntegerField(
        label=label,
        min_value=low,
        max_value=high,
        help_text=hint,
        widget=forms.TextInput(attrs={"class": "input input-short", "inputmode": "numeric"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), f"{label}は{low}から{high}までの数で入れてください。"
        ),
        **options,
    )


class IndicatorForm(StaleForm):
    """The facts of an indicator. Saved only over the version that the person saw."""

    name = text_field("指標名", 300, required=True)
    unit = text_field(
        "単位", 40, "例：％、人、事業所。実績値が入ると変えられません。", attrs={"class": "input input-short"}
    )
    better = forms.ChoiceField(
        label="よい方向", choices=Indicator.Better.choices, initial=Indicator.Better.UP
    )
    effect = forms.ChoiceField(
        label="成果・活動の別", choices=Indicator.Effect.choices, initial=Indicator.Effect.OUTCOME
    )
    department = forms.ModelChoiceField(
        None, label="担当課", required=False, empty_label="（決めていません）"
    )
    deputy = forms.ModelChoiceField(None, label="副担当課", required=False, empty_label="（なし）")
    person = forms.ModelChoiceField(
        None,
        label="担当者",
        required=False,
        empty_label="（決めていません）",
        help_text="異動のときは「担当の引継」で、まとめて後任に渡せます。",
    )
    deputy_person = forms.ModelChoiceField(None, label="副担当者", required=False, empty_label="（なし）")
    definition = _long("何を表すか", 2000)
    formula = _long("計算式", 1000, "例：市内事業所数＝経済センサスの民営事業所数")
    source = text_field("出典", 300, "例：市民意識調査、経済センサス")
    survey = forms.ModelChoiceField(
        None,
        label="調査",
        required=False,
        empty_label="（調査によらない）",
        help_text="調査の回（実施時期・回収数）は「調査」のページで入れます。",
    )
    frequency = forms.ChoiceField(
        label="値の出る間隔", choices=Indicator.Frequency.choices, initial=Indicator.Frequency.YEARLY
    )
    survey_years = text_field("調査年度", 200, "毎年でないとき。例：2015、2020")
    known_month = forms.TypedChoiceField(
        label="値のわかる月",
        choices=[("", "（決まっていません）"), *((month, f"{month}月") for month in range(1, 13))],
        coerce=int,
        empty_value=None,
        required=False,
        help_text="その月までは、値がなくても「未公表」とします。",
    )
    lag_years = whole_field("値のわかるまでの年数", 0, 10, "翌年度なら1", initial=1)
    sector_plan = forms.ModelChoiceField(
        None, label="目標を持つ個別計画", required=False, empty_label="（なし、またはここにない計画）"
    )
    sector_name = text_field("個別計画と指標の名前", 300)
    sector_target = text_field("個別計画での目標値", 300, "この計画の目標値と違うとき、要確認に出ます。")
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, government: Government, indicator: Indicator | None = None, **options: Any
    ):
        first = {"name": options.pop("name", "")}
        if indicator is not None:
            first = {name: getattr(indicator, name) for name in (*FACTS, "version")}
            first |= {f"{name}": getattr(indicator, f"{name}_id") for name in _KEYS}
            first["survey_years"] = "、".join(map(str, indicator.survey_years))
        super().__init__(*args, initial=first, auto_id="indicator_%s", **options)
        self.government, self.indicator = government, indicator
        self.differing: list[tuple[str, str, str]] = []
        today = timezone.localdate()
        kept = [getattr(indicator, f"{name}_id") for name in ("department", "deputy") if indicator]
        here = government.departments.on(today) | government.departments.filter(pk__in=kept)
        self.fields["department"].queryset = self.fields["deputy"].queryset = here.distinct()
        left = [getattr(indicator, f"{name}_id") for name in ("person", "deputy_person") if indicator]
        people = people_of(government, today, [pk for pk in left if pk])
        named = {row.user_id: member_word(row) for row in members_of(government, today)}
        for name in ("person", "deputy_person"):
            self.fields[name].queryset = people
            self.fields[name].label_from_instance = lambda one: named.get(one.pk, f"{one}（いまは所属なし）")
        self.fields["survey"].queryset = government.surveys.all()
        self.fields["sector_plan"].queryset = government.plans.order_by("slug")

    def clean_survey_years(self) -> list[int]:
        words = [word for word in re.split(r"[、,，\s]+", self.cleaned_data["survey_years"]) if word]
        if not all(re.fullmatch(r"[12][0-9]{3}", word) for word in words):
            raise ValidationError(
                "調査年度は「2015、2020」のように、西暦の年度を読点で区切って入れてください。"
            )
        return sorted({int(word) for word in words})

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FACTS}

    def save(self, *, actor: User) -> Indicator:
        """Register the indicator or save its facts, or raise ``ValidationError``."""
        if self.indicator is None:
            return create_indicator(actor=actor, government=self.government, **self.facts)
        version = self.cleaned_data["version"] or 0
        return save_indicator(actor=actor, indicator=self.indicator, version=version, **self.facts)

    def overtaken(self, overtaken: Overtaken) -> None:
        """Both facts are shown; saved once more, one's own replace the other's."""
        for name in FACTS:
            theirs, mine = getattr(overtaken.current, name), self.cleaned_data[name]
            if theirs != mine:
                self.differing.append((str(self.fields[name].label), _shown(theirs), _shown(mine)))
        self.data = self.data.copy()
        self.data["version"] = str(overtaken.current.version)
        self.add_error(None, overtaken)


_KEYS = ("department", "deputy", "person", "deputy_person", "survey", "sector_plan")


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(map(str, value)) or "（空）"
    return "（空）" if value in (None, "") else str(value)


class ValueForm(StaleForm):
    """A figure of any year with all that can be said about it; ``revision`` is the one to be changed, if any."""

    fiscal_year = whole_field("年度（西暦）", FIRST_YEAR, 2200, "例：2025（令和7年度）")
    series = forms.ModelChoiceField(None, label="系列", required=False, empty_label="この指標の値")
    typed = text_field(
        "値", 60, "数だけを入れます。例：71.4", attrs={"inputmode": "decimal", "class": "input input-short"}
    )
    quality = forms.ChoiceField(
        label="値の種類", choices=MeasurementRevision.Quality.choices, initial="FINAL"
    )
    numerator = text_field("分子", 40, "割合の指標で、わかるとき", attrs={"class": "input input-short"})
    denominator = text_field("分母", 40, attrs={"class": "input input-short"})
    is_running_total = forms.BooleanField(label="期間の初めからの累計の値", required=False)
    is_partial = forms.BooleanField(label="年度の途中までの値", required=False)
    period_kind = forms.ChoiceField(
        label="時点の種類", choices=Measurement.PeriodKind.choices, initial=Measurement.PeriodKind.FISCAL_YEAR
    )
    starts_on = Day(label="初日", required=False, help_text="「期間」のときだけ")
    ends_on = Day(label="末日（「時点」ならその日）", required=False)
    stage = forms.TypedChoiceField(
        label="段階",
        choices=[(1, "第1段階（ふつうはこちら）"), (2, "第2段階（選定して実現する目標）")],
        coerce=int,
    )
    note = text_field("注記", 200, "値に添えて公表されます。例：調査方法を変えた年")
    why = text_field("理由", 500, "承認した値を直すときは必要です。庁内だけに残ります。")
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        indicator: Indicator,
        revision: MeasurementRevision | None = None,
        year: int | None = None,
        **options: Any,
    ):
        first: dict[str, Any] = {"fiscal_year": year, "seen": 0}
        if revision is not None:
            first = self._as_it_stands(revision)
        super().__init__(*args, initial=first, auto_id="value_%s", **options)
        self.indicator, self.revision = indicator, revision
        self.fields["series"].queryset = indicator.references.all()
        self.fields["series"].label_from_instance = lambda row: f"比べる系列：{row.name}"

    @staticmethod
    def _as_it_stands(revision: MeasurementRevision) -> dict[str, Any]:
        measurement = revision.measurement
        of_time = "fiscal_year period_kind starts_on ends_on stage".split()
        as_typed = "quality numerator denominator is_running_total is_partial note".split()
        return {
            **{name: getattr(measurement, name) for name in of_time},
            **{name: getattr(revision, name) for name in as_typed},
            "series": measurement.series_id,
            "typed": "" if revision.value is None else figure_text(revision.value, revision.places),
            "seen": revision.n,
        }

    def clean_fiscal_year(self) -> int:
        return past_year(self.cleaned_data["fiscal_year"])

    def save(self, *, actor: User) -> MeasurementRevision:
        """Enter it, or raise ``ValidationError``."""
        return record_value(
            actor=actor,
            indicator=self.indicator,
            **self.cleaned_data | {"seen": self.cleaned_data["seen"] or 0},
        )

    def overtaken(self, overtaken: Overtaken) -> None:
        current = overtaken.current
        if isinstance(current, MeasurementRevision):
            said = "" if current.value is None else figure_text(current.value, current.places)
            by = f"{current.by.name}さんが" if current.by else ""
            self.data = self.data.copy()
            self.data["seen"] = str(current.n)
            self.add_error(
                "typed",
                f"{year_word(self.cleaned_data['fiscal_year'])}には、{by}入れた値「{said}」があります。"
                "あなたの値はまだ保存していません。よければ、もう一度保存すると置きかわります。",
            )
        else:
            self.add_error(None, overtaken)


class BreakForm(OfficeForm):
    """From which year on the figures are of another kind."""

    fiscal_year = whole_field("年度（西暦）", FIRST_YEAR, 2200, "この年度から、前と比べられなくなります。")
    note = text_field("何が変わったか", 300, "例：設問の言い方を変えた", required=True)

    def __init__(self, *args: Any, indicator: Indicator, **options: Any):
        super().__init__(*args, auto_id="break_%s", **options)
        self.indicator = indicator

    def save(self, *, actor: User) -> SeriesBreak:
        return mark_break(actor=actor, indicator=self.indicator, **self.cleaned_data)


class ReferenceForm(OfficeForm):
    """Something the indicator is compared with."""

    name = text_field("名前", 100, "例：全国平均", required=True)
    source = text_field("出典", 300)

    def __init__(
        self, *args: Any, indicator: Indicator, reference: ReferenceSeries | None = None, **options: Any
    ):
        first = {"name": reference.name, "source": reference.source} if reference else {}
        own = f"-{reference.pk}" if reference else ""
        super().__init__(*args, initial=first, auto_id=f"reference{own}_%s", **options)
        self.indicator, self.reference = indicator, reference

    def save(self, *, actor: User) -> ReferenceSeries:
        if self.reference is not None:
            return save_reference(actor=actor, reference=self.reference, **self.cleaned_data)
        return add_reference(actor=actor, indicator=self.indicator, **self.cleaned_data)
