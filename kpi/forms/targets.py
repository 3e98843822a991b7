"""Forms of targets: what an edition prints, how it was read, where it stands."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.forms.fields import text_field
from accounts.models import User
from accounts.saving import Overtaken
from kpi.forms.stale import StaleForm
from kpi.models import Indicator, Target
from kpi.notation import Flag
from kpi.reading_print import read_print
from kpi.retelling import tell_baseline, tell_target
from kpi.spec import BaselineSpec, Better, TargetSpec
from kpi.storing import baseline_from, target_from
from kpi.targets import create_target, save_target
from kpi.typed import read_typed
from strategy.models import Edition, PlanItem

PRINTED = (
    "role name audience unit source is_survey baseline_text baseline_note target_text other_wording rationale "
    "reference_path reference_source"
).split()
PATH_LINE = "{line}行目：「短期 2027 402190」のように、名前・西暦の年・値を空白で区切って入れてください。"


class TargetForm(StaleForm):
    """The texts of a target as this edition prints them; ``reading`` tells at once what they were read as."""

    role = forms.ChoiceField(label="位置づけ", choices=Target.Role.choices, initial=Target.Role.KPI)
    name = text_field("指標名", 300, "計画書に印刷するとおりに書きます。", required=True)
    audience = text_field("対象", 100, "例：18～49歳。計画書では（　）で添えます。")
    unit = text_field("単位", 40, "例：％、人、事業所", attrs={"class": "input input-short"})
    source = text_field("出典", 300, "例：市民意識調査、国勢調査")
    is_survey = forms.BooleanField(label="市民意識調査などによる指標（※を付ける）", required=False)
    baseline_text = text_field("現状値", 300, "時点も書きます。例：68.1％（令和3年度）。ない場合は「―」")
    baseline_note = text_field("現状値に添える値", 300, "例：全国平均 78.5％")
    target_text = text_field("目標値", 300, "例：73％、維持、5年間で7,400人増加（令和5年度～令和9年度）")
    other_wording = text_field(
        "別の箇所での目標値の表記", 300, "本文などで書き方が違うときに控えておきます。"
    )
    rationale = forms.CharField(
        label="目標値の設定根拠",
        max_length=2000,
        required=False,
        help_text="なぜこの値か。過去の推移、ほかの団体との比較、施策の効果の見積りなど。",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    reference_path = forms.CharField(
        label="参考とする見通し",
        required=False,
        help_text="KGIのもとになる想定人口など。一行に一つ、「短期 2027 402190」のように書きます。",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reference_source = text_field("見通しの出典", 300, "例：人口ビジョンの想定人口")
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, edition: Edition, target: Target | None = None, **options: Any):
        first = options.pop("initial", {})
        if target is not None:
            first = {name: getattr(target, name) for name in (*PRINTED, "version")}
            first["reference_path"] = path_text(target.reference_path)
        options.setdefault("auto_id", "target_%s")
        super().__init__(*args, initial=first, **options)
        self.edition, self.target = edition, target
        self.differing: list[tuple[str, str, str]] = []

    def clean_reference_path(self) -> list[dict[str, Any]]:
        return path_from(self.cleaned_data["reference_path"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if (
            not cleaned.get("target_text")
            and cleaned.get("role") != Target.Role.SUPPLEMENTARY
            and "target_text" not in self.errors
        ):
            self.add_error(
                "target_text",
                "目標値を入れてください。目標値のない指標は、位置づけを「補足指標」にしてください。",
            )
        return cleaned

    @property
    def printed(self) -> dict[str, Any]:
        """The texts, ready for the verb."""
        return {name: self.cleaned_data[name] for name in PRINTED}

    def save(self, *, actor: User) -> Target:
        """Save the target that was given, or raise ``ValidationError``."""
        assert self.target is not None
        return save_target(
            actor=actor, target=self.target, version=self.cleaned_data["version"] or 0, **self.printed
        )

    def overtaken(self, overtaken: Overtaken) -> None:
        """Both texts are shown; saved once more, one's own replaces the other's."""
        current = overtaken.current
        for name in PRINTED:
            if name != "reference_path" and getattr(current, name) != self.cleaned_data[name]:
                pair = (_shown(current, name), _shown_value(name, self.cleaned_data[name]))
                self.differing.append((str(self.fields[name].label), *pair))
        self.data = self.data.copy()
        self.data["version"] = str(current.version)
        self.add_error(None, overtaken)

    @property
    def better_known(self) -> str:
        """Which way is better, as far as it is known."""
        return self.target.indicator.better if self.target else Indicator.Better.UP

    @property
    def unit_known(self) -> str:
        """The unit of the indicator, where the row prints none."""
        return self.target.indicator.unit if self.target else ""

    @property
    def stored_reading(self) -> "Reading":
        """What the target is judged by, as it was saved."""
        assert self.target is not None
        spec, baseline = target_from(self.target.spec), baseline_from(self.target.baseline)
        return Reading(spec, baseline, self.better_known, bool(self.target.target_text))

    @property
    def reading(self) -> "Reading":
        """What the texts that stand in the form are read as, also while something else is wrong."""
        if self.target is not None and not self.is_bound:
            return self.stored_reading
        given = {
            name: str(self[name].value() or "").strip()
            for name in ("target_text", "baseline_text", "name", "unit", "role")
        }
        given["unit"] = self.unit_known or given["unit"]
        period = (self.edition.first_fiscal_year, self.edition.last_fiscal_year)
        spec, baseline = read_print(**given, better=self.better_known, period=period)
        return Reading(spec, baseline, self.better_known, bool(given["target_text"]))


class Reading:
    """What a print was read as, told back: 「読み取り：73％以上、令和9年度まで」, with what somebody should look at."""

    def __init__(self, spec: TargetSpec, baseline: BaselineSpec, better: str, has_target: bool = True):
        self.spec, self.baseline = spec, baseline
        self.is_read = not spec.reason
        self.has_target = has_target
        self.target_words = tell_target(spec, better=Better(better))
        self.baseline_words = tell_baseline(baseline)

    @property
    def kind(self) -> str:
        return str(Target.Kind(self.spec.kind.value).label)

    @property
    def sentences(self) -> list[str]:
        """What somebody should look at in the target, besides why it was not read."""
        return [Flag(flag).sentence for flag in self.spec.flags if self.is_read]

    @property
    def baseline_sentences(self) -> list[str]:
        """The same of the baseline."""
        return [Flag(flag).sentence for flag in self.baseline.flags if not self.baseline.reason]

    @property
    def baseline_kind(self) -> str:
        return str(Target.BaselineKind(self.baseline.kind.value).label)


class AddForm(TargetForm):
    """A new target: where it stands, what it prints, and which indicator it is about."""

    item = forms.UUIDField(
        label="置く項目",
        error_messages={"invalid": "選んだ項目はもうありません。画面を開き直してください。"},
    )
    indicator = forms.ModelChoiceField(
        Indicator.objects.none(),
        label="指標",
        required=False,
        empty_label="新しい指標をつくる",
        help_text="ほかの計画や前の版で使っている指標なら、それを選ぶと実績値がつながります。",
    )
    better = forms.ChoiceField(
        label="よい方向", choices=Indicator.Better.choices, initial=Indicator.Better.UP, required=False
    )

    def __init__(self, *args: Any, edition: Edition, **options: Any):
        super().__init__(*args, edition=edition, **options)
        self.fields["indicator"].queryset = edition.plan.government.indicators.order_by("name", "id")
        self.fields["item"].error_messages["required"] = "どの項目のKPIかを選んでください。"
        del self.fields["version"]

    def clean_item(self) -> PlanItem:
        found = self.edition.items.filter(lineage=self.cleaned_data["item"]).first()
        if found is None:
            raise ValidationError("選んだ項目はもうありません。画面を開き直してください。")
        found.edition = self.edition
        return found

    @property
    def _chosen(self) -> Indicator | None:
        key = str(self["indicator"].value() or "")
        return self.fields["indicator"].queryset.filter(pk=key).first() if key.isdecimal() else None

    @property
    def better_known(self) -> str:
        chosen = self._chosen
        given = str(self["better"].value() or Indicator.Better.UP)
        known = given if given in Indicator.Better.values else Indicator.Better.UP
        return chosen.better if chosen else known

    @property
    def unit_known(self) -> str:
        chosen = self._chosen
        return chosen.unit if chosen else ""

    def save(self, *, actor: User) -> Target:
        """Add the target, or raise ``ValidationError``."""
        return create_target(
            actor=actor,
            item=self.cleaned_data["item"],
            indicator=self.cleaned_data["indicator"],
            better=self.cleaned_data["better"] or Indicator.Better.UP,
            **self.printed,
        )


def path_text(path: list[dict[str, Any]]) -> str:
    """The points of a path as a person types them, a line each.

    >>> path_text([{"label": "短期", "fiscal_year": 2027, "value": "402190"}])
    '短期 2027 402190'
    """
    return "\n".join(f"{point['label']} {point['fiscal_year']} {point['value']}" for point in path)


def path_from(text: str) -> list[dict[str, Any]]:
    """The points that were typed; ValidationError naming the line that is no point."""
    points = []
    for line, row in enumerate(text.splitlines(), 1):
        if not row.strip():
            continue
        label, year, value = [*row.split(), "", ""][:3] if len(row.split()) == 3 else ("", "", "")
        if not (year.isdecimal() and 1900 <= int(year) <= 2200):
            raise ValidationError(PATH_LINE.format(line=line))
        figure = read_typed(value, unit="").value
        if figure is None:
            raise ValidationError(PATH_LINE.format(line=line))
        points.append({"label": label, "fiscal_year": int(year), "value": format(figure, "f")})
    return points


def _shown(row: Target, name: str) -> str:
    return _shown_value(name, getattr(row, name))


def _shown_value(name: str, value: Any) -> str:
    if name == "role":
        return str(Target.Role(value).label)
    if isinstance(value, bool):
        return "付ける" if value else "付けない"
    return str(value) or "（空）"
