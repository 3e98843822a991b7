"""Forms of the areas of a vision."""

from typing import Any

from django import forms

from accounts.forms.fields import text_field
from accounts.forms.office import OfficeForm
from accounts.models import User
from vision.areas import add_area, remove_area
from vision.forms.fields import StandingForm
from vision.models import PopulationVision, VisionArea


class AreaForm(OfficeForm):
    """Adds an area."""

    code = text_field(
        "団体コード", 8, "都道府県は2桁、市区町村は5桁か、検査数字を付けた6桁です。例：27203", required=True
    )
    name = text_field("区域の名前", 100, "例：豊中市", required=True)

    def __init__(self, *args: Any, vision: PopulationVision, **options: Any):
        super().__init__(*args, auto_id="area_%s", **options)
        self.vision = vision

    def save(self, *, actor: User) -> VisionArea:
        """Add it."""
        said = self.cleaned_data
        return add_area(actor=actor, vision=self.vision, code=said["code"], name=said["name"])


class AreaRemoveForm(StandingForm):
    """Takes an area out."""

    area = forms.ModelChoiceField(
        VisionArea.objects.none(),
        error_messages={
            "invalid_choice": "この区域はもうありません。",
            "required": "はずす区域を選んでください。",
        },
    )

    def __init__(self, *args: Any, vision: PopulationVision, **options: Any):
        super().__init__(*args, auto_id="remove_%s", **options)
        self.fields["area"].queryset = vision.areas.all()

    def save(self, *, actor: User) -> PopulationVision:
        """Take it out."""
        return remove_area(actor=actor, area=self.cleaned_data["area"], seen=self.cleaned_data["seen"])
