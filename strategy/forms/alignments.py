"""Forms of alignments: choosing several targets at once, changing how one is answered."""

import uuid

from django import forms

from accounts.models import User
from strategy.alignments import CHANGEABLE, align_items, save_alignment
from strategy.forms.stale import SeenForm
from strategy.links import OWN, Chooser
from strategy.models import Alignment, PlanItem
from strategy.stale import fingerprint

PAGE = {
    "max_value": "ページは9999までです。",
    "min_value": "ページは1からです。",
    "invalid": "ページは数字で入れてください。",
}


class MannerForm(forms.Form):
    """How an item answers to another: 関わり方, ページ, 説明."""

    verb = forms.ChoiceField(
        label="関わり方", choices=Alignment.Verb.choices, widget=forms.Select(attrs={"class": "select"})
    )
    page = forms.IntegerField(
        label="相手の計画のページ",
        required=False,
        min_value=1,
        max_value=9999,
        error_messages=PAGE,
        widget=forms.TextInput(attrs={"class": "input input-short", "inputmode": "numeric"}),
    )
    note = forms.CharField(
        label="説明",
        required=False,
        max_length=300,
        help_text="計画書に（　）で添えます。",
        widget=forms.TextInput(attrs={"class": "input"}),
    )


class AlignForm(MannerForm):
    """What an item shall answer to, out of what ``chooser`` offers."""

    targets = forms.MultipleChoiceField(
        label="対応先", error_messages={"required": "対応先を一つ以上選んでください。"}
    )

    def __init__(self, *args, item: PlanItem, chooser: Chooser, **kwargs):
        super().__init__(*args, initial={"verb": chooser.usual_verb}, auto_id="align_%s", **kwargs)
        self.item, self.chooser = item, chooser
        if chooser.to == OWN:  # ● says all there is to say
            for name in CHANGEABLE:
                del self.fields[name]
        self.fields["targets"].choices = [
            (str(lineage), place.label) for lineage, place in chooser.places.items()
        ]
        self.fields["targets"].error_messages["invalid_choice"] = (
            "選んだ項目が相手の計画にありません。画面を開き直して選んでください。"
        )

    @property
    def chosen(self) -> set[str]:
        """Lineages that are ticked, also after a refusal."""
        return set(self.data.getlist("targets")) if self.is_bound else set()

    def save(self, *, actor: User) -> list[Alignment]:
        """Align with all that were chosen, or raise ``ValidationError``."""
        data = self.cleaned_data
        lineages = [uuid.UUID(lineage) for lineage in data["targets"]]
        return align_items(
            actor=actor,
            item=self.item,
            to_items=self.chooser.items(lineages),
            verb=data.get("verb", Alignment.Verb.CONSIDER),
            note=data.get("note", ""),
            page=data.get("page"),
        )


class AlignmentForm(SeenForm, MannerForm):
    """Manner, page and note of an alignment that stands there."""

    def __init__(self, *args, alignment: Alignment, **kwargs):
        first = {name: getattr(alignment, name) for name in CHANGEABLE}
        first["seen"] = fingerprint(alignment, *CHANGEABLE)
        super().__init__(*args, initial=first, auto_id=f"alignment-{alignment.pk}-%s", **kwargs)
        self.alignment = alignment

    def save(self, *, actor: User) -> Alignment:
        """Change it, or raise ``ValidationError``."""
        data = self.cleaned_data
        return save_alignment(
            actor=actor,
            alignment=self.alignment,
            verb=data["verb"],
            note=data["note"],
            page=data["page"],
            seen=data["seen"] or None,
        )
