"""The form that registers a plan."""

from typing import Any

from django import forms
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Government, User
from publishing.forms.fields import PeriodForm, choice, text
from publishing.starting import start_plan
from strategy.models import Edition, Plan
from strategy.presets import PRESETS


class PlanForm(PeriodForm):
    """A new plan with its first, empty edition."""

    title = text("題名", 200, help_text="例：豊中市デジタル田園都市構想総合戦略")
    kind = choice("計画の種類", Plan.Kind.choices)
    slug = text(
        "アドレスの名前",
        50,
        help_text="公開ページのアドレスに使う、英小文字・数字・ハイフンの名前です。あとで変えられません。例：sogo-senryaku",
    )
    contained_in = forms.ModelChoiceField(
        Plan.objects.none(),
        label="包含する計画",
        required=False,
        empty_label="（なし：単独の計画）",
        help_text="総合計画の一部としてつくるときに、その計画を選びます。",
        widget=forms.Select(attrs={"class": "select"}),
    )
    preset = forms.ChoiceField(
        label="章立ての形",
        choices=[(key, f"{preset.label}　{preset.names}") for key, preset in PRESETS.items()],
        widget=forms.RadioSelect,
        help_text="階層の名前と番号の付け方です。書き始めたあとでも変えられます。",
        error_messages={"required": "章立ての形を選んでください。"},
    )

    def __init__(self, *args: Any, government: Government, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.government = government
        newest = Edition.objects.filter(plan=OuterRef("pk")).order_by("-number").values("title")[:1]
        plans = government.plans.annotate(title=Coalesce(Subquery(newest), "slug"))
        field = self.fields["contained_in"]
        field.queryset = plans
        field.choices = [("", field.empty_label), *((plan.pk, plan.title) for plan in plans)]

    def save(self, *, actor: User) -> Edition:
        return start_plan(actor=actor, government=self.government, **self.cleaned_data)
