"""Forms of levels: one level, and a set of them to begin with."""

from django import forms

from accounts.models import User
from strategy.levels import create_level, create_levels, save_level
from strategy.models import Edition, Level
from strategy.models.items import ItemKind
from strategy.numbering import STYLES
from strategy.presets import PRESETS

TOP = "top"  # an empty value would look like nothing chosen
HINTS = {
    "name": "この団体の呼び方。例：章、節、中柱、主な取組み",
    "kind": "創生法の「目標」「基本的方向」「施策」のどれにあたるか。集計と確認に使います。",
    "numbering": "番号は、並べた順にひとりでに付きます。",
    "has_text": "はずすと、見出しだけの階層になり、「未入力」に数えません。",
}
SELECT = {"class": "select"}


class LevelForm(forms.ModelForm):
    """Name, kind, numbering, order of a level, and the levels under which it may stand."""

    depth = forms.IntegerField(
        label="並びの深さ",
        min_value=1,
        max_value=9,
        initial=1,
        help_text="小さいほど上に並べます。例：章は1、その下の節は2",
        widget=forms.NumberInput(attrs={"class": "input input-short"}),
    )
    under = forms.MultipleChoiceField(
        label="置ける場所",
        widget=forms.CheckboxSelectMultiple,
        help_text="この階層の項目を、どの階層の項目の下に置けるか。いくつでも選べます。",
        error_messages={"required": "置ける場所を一つ以上選んでください。"},
    )

    class Meta:
        model = Level
        fields = ("name", "kind", "numbering", "depth", "has_text")
        help_texts = HINTS
        labels = {"has_text": "本文を書く階層"}
        widgets = {
            "name": forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
            "kind": forms.Select(attrs=SELECT),
            "numbering": forms.Select(attrs=SELECT),
        }

    field_order = ("name", "kind", "numbering", "under", "depth", "has_text")

    def __init__(self, *args, edition: Edition, **kwargs):
        super().__init__(*args, auto_id="level_%s", **kwargs)
        self.edition = edition
        others = [(level.key, f"「{level.name}」の下") for level in edition.levels.all()]
        self.fields["under"].choices = [(TOP, "いちばん上（どの項目の中でもない）"), *others]
        if self.instance.pk:
            self.fields["under"].initial = [key or TOP for key in self.instance.under]
        else:
            self.fields["under"].initial = [] if others else [TOP]
        self.fields["kind"].choices = ItemKind.choices
        self.fields["numbering"].choices = list(STYLES.items())
        self.fields["name"].error_messages["required"] = "名前を入れてください。"

    def clean_under(self) -> list[str]:
        return ["" if key == TOP else key for key in self.cleaned_data["under"]]

    def _post_clean(self) -> None:
        """The verb builds and checks the row; this form only asks."""

    def save(self, *, actor: User) -> Level:
        """Add or change the level through its verb; raises ``Refused`` or ``ValidationError``."""
        if self.instance.pk:
            return save_level(actor=actor, level=self.instance, **self.cleaned_data)
        return create_level(actor=actor, edition=self.edition, **self.cleaned_data)


class PresetForm(forms.Form):
    """Which set of levels an edition begins with."""

    preset = forms.ChoiceField(
        label="ひな形",
        widget=forms.RadioSelect,
        choices=[(key, preset.label) for key, preset in PRESETS.items()],
        error_messages={"required": "ひな形を一つ選んでください。"},
    )

    def __init__(self, *args, edition: Edition, **kwargs):
        super().__init__(*args, auto_id="preset_%s", **kwargs)
        self.edition = edition

    def save(self, *, actor: User) -> list[Level]:
        return create_levels(actor=actor, edition=self.edition, preset=self.cleaned_data["preset"])
