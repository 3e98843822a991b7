"""Forms of population visions: their facts, and the acts that confirm a step of their life."""

from typing import Any

from django import forms

from accounts.forms.fields import long_field, text_field
from accounts.forms.office import Day, OfficeForm
from accounts.models import Government, User
from vision.forms.fields import VersionedForm, year_field
from vision.models import PopulationVision
from vision.visions import (
    FiguresChanged,
    freeze_vision,
    publish_vision,
    save_vision,
    start_next_vision,
    start_vision,
    withdraw_vision,
)

FACTS = ("title", "base_year", "last_year", "adopted_on", "notice", "outlook")
BASE_HINT = "推計のもとにする国勢調査の年です。例：2020"
LAST_HINT = "基準年から5年ごとの年です。例：2050"
NOTICE_HINT = "すべてのページとファイルに出ます。例：見本です。架空の町の人口を使っています。"
ADOPTED_HINT = "まだなら空にします。空のあいだは「素案」と出ます。"
OUTLOOK_HINT = "市民が読むページのはじめに出ます。1行が1段落になります。"


class StartForm(OfficeForm):
    """Starts the first vision of a government, or one that is made anew."""

    title = text_field("題名", 200, required=True)
    base_year = year_field("基準年", BASE_HINT)
    last_year = year_field("推計の最後の年", LAST_HINT)
    notice = text_field("すべてのページに出す注記", 200, NOTICE_HINT)

    def __init__(self, *args: Any, government: Government, **options: Any):
        first = {"title": f"{government.name}人口ビジョン", "base_year": 2020, "last_year": 2050}
        super().__init__(*args, initial=first, auto_id="vision_%s", **options)
        self.government = government

    def save(self, *, actor: User) -> PopulationVision:
        """Start it, or raise ``ValidationError``."""
        return start_vision(actor=actor, government=self.government, **self.cleaned_data)

    @property
    def status(self) -> int:
        """422 where something has to be put right."""
        return 422 if self.errors else 200


class FactsForm(VersionedForm):
    """Title, years, day, notice and outlook of a vision that is being written."""

    title = text_field("題名", 200, required=True)
    base_year = year_field("基準年", BASE_HINT)
    last_year = year_field("推計の最後の年", LAST_HINT)
    adopted_on = Day(label="策定日", required=False, help_text=ADOPTED_HINT)
    notice = text_field("すべてのページに出す注記", 200, NOTICE_HINT)
    outlook = long_field("人口の将来展望", 10_000, OUTLOOK_HINT, rows=8)
    written = FACTS

    def __init__(self, *args: Any, vision: PopulationVision, **options: Any):
        super().__init__(*args, row=vision, auto_id="vision_%s", **options)

    def clean_outlook(self) -> str:
        """Lines end alike, as the database keeps them."""
        return self.cleaned_data["outlook"].replace("\r\n", "\n").strip()

    def save(self, *, actor: User) -> PopulationVision:
        """Save it, or raise ``ValidationError``."""
        version = self.cleaned_data["version"]
        return save_vision(actor=actor, vision=self.row, version=version, **self.facts)


class _LifeForm(OfficeForm):
    """A step in the life of a vision."""

    def __init__(self, *args: Any, vision: PopulationVision, **options: Any):
        super().__init__(*args, auto_id="vision_%s", **options)
        self.vision = vision

    @property
    def status(self) -> int:
        """422 where the step was refused."""
        return 422 if self.errors else 200


class NextForm(_LifeForm):
    """Starts the next vision from a frozen one."""

    title = text_field("題名", 200, required=True)
    base_year = year_field("基準年", BASE_HINT)
    last_year = year_field("推計の最後の年", LAST_HINT)

    def __init__(self, *args: Any, vision: PopulationVision, **options: Any):
        first = {name: getattr(vision, name) for name in ("title", "base_year", "last_year")}
        super().__init__(*args, vision=vision, initial=first, **options)

    def save(self, *, actor: User) -> PopulationVision:
        """Start it, or raise ``ValidationError``."""
        return start_next_vision(actor=actor, vision=self.vision, **self.cleaned_data)


class FreezeForm(_LifeForm):
    """Freezes the figures that the person saw."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
    is_changed = False

    def save(self, *, actor: User) -> PopulationVision:
        """Freeze it, or raise ``ValidationError``."""
        return freeze_vision(actor=actor, vision=self.vision, seen=self.cleaned_data["seen"])

    def refuse(self, refusal: Any) -> None:
        """Other figures than those that were seen: they are shown now and may be frozen."""
        self.is_changed = isinstance(refusal, FiguresChanged)
        super().refuse(refusal)


class PublishForm(_LifeForm):
    """Publishes a frozen vision now."""

    def save(self, *, actor: User) -> PopulationVision:
        """Publish it, or raise ``ValidationError``."""
        return publish_vision(actor=actor, vision=self.vision)


class WithdrawForm(_LifeForm):
    """Takes a public vision back."""

    reason = text_field("取下げの理由", 500, "市民の読むページに出ます。", required=True)

    def save(self, *, actor: User) -> PopulationVision:
        """Withdraw it, or raise ``ValidationError``."""
        return withdraw_vision(actor=actor, vision=self.vision, reason=self.cleaned_data["reason"])
