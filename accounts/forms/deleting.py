"""Deleting what a person saw: nobody deletes what somebody else has just changed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.forms.office import OfficeForm
from accounts.saving import Overtaken

OLD_PAGE = "画面が古くなっています。開き直してください。"


class DeleteForm(OfficeForm):
    """Deletes the version that the person saw. ``act``: the verb; ``named``: its argument for the row."""

    counter = "seen"  # the verb's argument for the version, and the name of the hidden field

    def __init__(self, *args: Any, row: Any, act: Any, named: str, **options: Any):
        super().__init__(*args, initial={self.counter: row.version}, **options)
        self.fields[self.counter] = forms.IntegerField(
            min_value=0, widget=forms.HiddenInput, error_messages={"required": OLD_PAGE}
        )
        self.row, self.act, self.named = row, act, named
        self.is_overtaken = False

    def save(self, *, actor: Any) -> Any:
        """Delete it, or raise ``ValidationError``."""
        return self.act(actor=actor, **{self.named: self.row, self.counter: self.cleaned_data[self.counter]})

    def refuse(self, refusal: ValidationError) -> None:
        """Somebody changed it meanwhile: the page shows what it says now, and may be sent again."""
        if isinstance(refusal, Overtaken):
            self.is_overtaken = True
            self.row = refusal.current
            self.data = {self.counter: str(refusal.current.version)}
        super().refuse(refusal)

    @property
    def status(self) -> int:
        """200 as it stands, 409 where somebody changed the row meanwhile, 422 where it may not be deleted."""
        return 409 if self.is_overtaken else 422 if self.errors else 200
