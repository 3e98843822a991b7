"""The form of 対照表の様式: how the comparisons of a government look."""

from typing import Any

from django import forms

from accounts.models import Government, User
from publishing.comparison import styles
from publishing.comparison.keeping import style_for, style_seen
from publishing.comparisons import save_comparison_style
from publishing.forms.comparisons import WatchfulForm, line
from publishing.models import ComparisonStyle

ALL = "all"
OWN_PRESETS = tuple(style for key, style in styles.PRESETS.items() if key != "errata")


class StyleForm(WatchfulForm):
    """対照表の様式: a preset, and what the government wants otherwise. ``start``: the key of a preset to begin with."""

    presets = OWN_PRESETS
    labels = styles.LABELS  # for datalists with the ids "new-labels" and "old-labels"

    key = forms.ChoiceField(
        choices=[(style.key, style.name) for style in OWN_PRESETS], widget=forms.HiddenInput
    )
    order = forms.ChoiceField(
        label="新旧の並べ方", choices=list(styles.ORDERS.items()), widget=forms.RadioSelect
    )
    new_label = line("新の見出し", 20, "new-labels", required=True)
    old_label = line("旧の見出し", 20, "old-labels", required=True)
    columns = forms.MultipleChoiceField(
        label="添える列",
        choices=list(styles.COLUMNS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    context = forms.TypedChoiceField(
        label="変更の前後に残す段落",
        choices=[
            (ALL, "すべて残す（略さない）"),
            ("0", "変更のある段落だけ"),
            *((str(n), f"前後{n}段落") for n in range(1, styles.MOST_CONTEXT + 1)),
        ],
        coerce=lambda value: None if value == ALL else int(value),
        empty_value=0,
    )
    says_absent = forms.BooleanField(label="（新設）（削る）を書く", required=False)
    note = line("表の下の注記", 300)

    def __init__(self, *args: Any, government: Government, start: str = "", **options: Any):
        super().__init__(*args, **options)
        self.government, stored = government, style_for(government)
        style = next((style for style in OWN_PRESETS if style.key == start), stored)
        self.initial = styles.to_data(style) | {
            "context": ALL if style.context is None else str(style.context),
            "seen": style_seen(stored),
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("new_label") and data.get("new_label") == data.get("old_label"):
            self.add_error("old_label", "新の見出しと異なる言葉にしてください。")
        return data

    def save(self, *, actor: User) -> ComparisonStyle:
        data = dict(self.cleaned_data)
        seen = data.pop("seen") or None
        data["columns"] = tuple(name for name in styles.COLUMNS if name in data["columns"])
        style = styles.Style(name=styles.PRESETS[data["key"]].name, **data)
        return save_comparison_style(actor=actor, government=self.government, style=style, seen=seen)
