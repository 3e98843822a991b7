"""Forms of what an edition says of its visions: the population vision it rests on, its 地域ビジョン."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.forms.office import OfficeForm
from accounts.models import User
from accounts.saving import Overtaken
from strategy.forms.structure import LineagesField, items_at
from strategy.models import Edition, PlanItem
from vision.citations import citation_of, seen_of
from vision.citing import cite_vision, uncite_vision
from vision.models import PopulationVision, RegionalVision, VisionCitation
from vision.regional import (
    FIELDS,
    QUOTED,
    link_items,
    links_seen,
    remove_regional_vision,
    save_regional_vision,
)


def _line(name: str, hint: str = "", *, required: bool = False) -> forms.CharField:
    """A line of text with label and length of its column."""
    field = RegionalVision._meta.get_field(name)
    return forms.CharField(
        label=field.verbose_name,
        max_length=field.max_length,
        required=required,
        help_text=hint or field.help_text,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": f"{field.verbose_name}は{field.max_length}字までです。"},
    )


class CitationForm(OfficeForm):
    """Which population vision the edition rests on, and how its goals follow from it."""

    vision = forms.ModelChoiceField(
        PopulationVision.objects.none(),
        label="人口ビジョン",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "選んだ人口ビジョンはもうありません。選び直してください。"},
    )
    argument = forms.CharField(
        label="目標とのつながり",
        required=False,
        max_length=2000,
        help_text="人口の見通しから目標をどう決めたか。1行が1段落になります。",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"max_length": "目標とのつながりは2000字までです。"},
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, edition: Edition, citation: VisionCitation | None, **options: Any):
        first = {"seen": seen_of(citation)}
        if citation is not None:
            first |= {"vision": citation.vision_id, "argument": citation.argument}
        super().__init__(*args, initial=first, auto_id="citation_%s", **options)
        self.edition = edition
        self.fields["vision"].queryset = citable(edition)
        self.fields["vision"].error_messages["required"] = "人口ビジョンを一つ選んでください。"

    def save(self, *, actor: User) -> VisionCitation:
        """Cite, or raise ``ValidationError``."""
        return cite_vision(
            actor=actor,
            edition=self.edition,
            vision=self.cleaned_data["vision"],
            argument=self.cleaned_data["argument"],
            seen=self.cleaned_data["seen"],
        )

    def refuse(self, refusal: ValidationError) -> None:
        """Whoever comes too late keeps what was typed and is told what stands there; sent once more, it replaces that."""
        if isinstance(refusal, Overtaken):
            current = citation_of(self.edition)
            self.data = self.data.copy()
            self.data["seen"] = seen_of(current)
            title = current.vision.title if current else "（なし）"
            refusal = ValidationError(f"{refusal.sentence}いま引用しているのは「{title}」です。")
        super().refuse(refusal)


class UnciteForm(OfficeForm):
    """The citation is taken back."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, edition: Edition, citation: VisionCitation | None, **options: Any):
        super().__init__(*args, initial={"seen": seen_of(citation)}, auto_id="uncite_%s", **options)
        self.edition = edition

    def save(self, *, actor: User) -> Edition:
        """Take the citation back, or raise ``ValidationError``."""
        return uncite_vision(actor=actor, edition=self.edition, seen=self.cleaned_data["seen"])


def citable(edition: Edition) -> Any:
    """Visions of the plan's government that were not withdrawn, the newest first."""
    own = PopulationVision.objects.filter(government=edition.plan.government_id, withdrawn_at=None)
    return own.without_content().order_by("-number")


class RegionalForm(OfficeForm):
    """The fields of a 地域ビジョン beside the text of its item."""

    keyword = _line("keyword", required=True)
    purpose = _line("purpose")
    model_types = forms.MultipleChoiceField(
        label="モデル地域ビジョン",
        choices=RegionalVision.ModelType.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    priority_fields = forms.MultipleChoiceField(
        label="重要施策分野",
        choices=RegionalVision.PriorityField.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    quoted_title = _line(
        "quoted_title", "ほかの文書の将来像を地域ビジョンとするときに入れます。例：総合計画基本構想"
    )
    quoted_from = _line("quoted_from", "例：○○市、令和3（2021）年")
    quoted_url = forms.URLField(
        label="引用した文書のアドレス",
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "アドレスは「https://」から始めて入れてください。"},
    )
    quoted_page = _line("quoted_page")
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, item: PlanItem, regional: RegionalVision | None, **options: Any):
        first = (
            {name: getattr(regional, name) for name in (*FIELDS, "version")} if regional else {"version": 0}
        )
        super().__init__(*args, initial=first, auto_id="regional_%s", **options)
        for name in ("model_types", "priority_fields"):
            self.fields[name].widget.attrs.pop("class", None)
        self.item = item

    @property
    def quotes(self) -> bool:
        """Whether anything of a quotation stands in the form."""
        return any(self[name].value() for name in QUOTED)

    def save(self, *, actor: User) -> RegionalVision:
        """Save the fields, or raise ``ValidationError``."""
        fields = {name: self.cleaned_data[name] for name in FIELDS}
        version = self.cleaned_data["version"] or 0
        return save_regional_vision(actor=actor, item=self.item, version=version, **fields)

    def refuse(self, refusal: ValidationError) -> None:
        """Whoever comes too late keeps what was typed and is told what stands there; sent once more, it replaces that."""
        if isinstance(refusal, Overtaken):
            current = refusal.current
            self.data = self.data.copy()
            self.data["version"] = str(current.version if current else 0)
            said = f"いまの合言葉は「{current.keyword}」です。" if current else ""
            refusal = ValidationError(refusal.sentence + said)
        super().refuse(refusal)


class LinksForm(OfficeForm):
    """The goals, pillars and measures by which the vision is to come true; none is an answer too."""

    links = LineagesField(label="つながる項目", required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, regional: RegionalVision, **options: Any):
        super().__init__(*args, initial={"seen": links_seen(regional)}, auto_id="links_%s", **options)
        self.regional = regional

    def clean_links(self) -> list[PlanItem]:
        return items_at(self.regional.edition, self.cleaned_data["links"])

    def save(self, *, actor: User) -> RegionalVision:
        """Keep these links and no others, or raise ``ValidationError``."""
        data = self.cleaned_data
        return link_items(actor=actor, vision=self.regional, items=data["links"], seen=data["seen"])

    def refuse(self, refusal: ValidationError) -> None:
        """Whoever comes too late keeps what was marked and is told what stands there; sent once more, it replaces that."""
        if isinstance(refusal, Overtaken) and refusal.current is not None:
            self.data = self.data.copy()
            self.data["seen"] = links_seen(refusal.current)
            titles = refusal.current.links.values_list("item__title", flat=True)
            now = "".join(f"「{title}」" for title in titles) or "（なし）"
            refusal = ValidationError(f"{refusal.sentence}いまつながっているのは{now}です。")
        super().refuse(refusal)


class RemovalForm(OfficeForm):
    """The fields of a 地域ビジョン are taken away; the text of its item stays."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, regional: RegionalVision, **options: Any):
        super().__init__(*args, initial={"version": regional.version}, auto_id="removal_%s", **options)
        self.regional = regional

    def save(self, *, actor: User) -> PlanItem:
        """Take them away, or raise ``ValidationError``."""
        return remove_regional_vision(actor=actor, vision=self.regional, version=self.cleaned_data["version"])
