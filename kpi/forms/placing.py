"""Forms of where a target stands: moved, printed again, told of, settled."""

from typing import Any

from django import forms

from accounts.forms.office import OfficeForm
from accounts.models import User
from kpi.models import RelistedTarget, Target
from kpi.targets import move_target, relist_target, serve_items
from strategy.forms.structure import LineageField, LineagesField, items_at
from strategy.models import PlanItem


class PlaceForm(OfficeForm):
    """One item that was chosen."""

    to = LineageField(label="置く場所")

    def __init__(self, *args: Any, target: Target, **options: Any):
        super().__init__(*args, auto_id="place_%s", **options)
        self.target = target
        self.fields["to"].error_messages["required"] = "項目を一つ選んでください。"

    def clean_to(self) -> PlanItem:
        found = items_at(self.target.edition, [self.cleaned_data["to"]])[0]
        found.edition = self.target.edition
        return found


class MoveForm(PlaceForm):
    def save(self, *, actor: User) -> Target:
        return move_target(actor=actor, target=self.target, item=self.cleaned_data["to"])


class RelistForm(PlaceForm):
    def save(self, *, actor: User) -> RelistedTarget:
        return relist_target(actor=actor, target=self.target, item=self.cleaned_data["to"])


class ServeForm(OfficeForm):
    """The items that a target tells of besides its own; none is an answer too."""

    served = LineagesField(label="関連する項目", required=False)

    def __init__(self, *args: Any, target: Target, **options: Any):
        super().__init__(*args, auto_id="serve_%s", **options)
        self.target = target

    def clean_served(self) -> list[PlanItem]:
        return items_at(self.target.edition, self.cleaned_data["served"])

    def save(self, *, actor: User) -> Target:
        return serve_items(actor=actor, target=self.target, items=self.cleaned_data["served"])


class SettleForm(forms.Form):
    """Why a flag may stay; empty takes the answer back."""

    code = forms.CharField(max_length=60)
    reason = forms.CharField(
        max_length=500, required=False, error_messages={"max_length": "理由は500字までです。"}
    )
