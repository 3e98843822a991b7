"""Fields that the forms of this room share, and the version a person was shown."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.forms.deleting import OLD_PAGE, DeleteForm
from accounts.forms.office import OfficeForm
from accounts.saving import Overtaken


def year_field(label: str, hint: str = "", **options: Any) -> forms.IntegerField:
    """A year of the Western calendar."""
    return forms.IntegerField(
        label=label,
        min_value=1900,
        max_value=2300,
        help_text=hint,
        widget=forms.TextInput(attrs={"class": "input input-short", "inputmode": "numeric"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), f"{label}は「2020」のように、西暦の4桁で入れてください。"
        ),
        **options,
    )


class VersionedForm(OfficeForm):
    """A form over one row of which the person saw a version. Too late, both texts are shown (``differing``: label, what stands
    there now, what was typed), and saving once more replaces the other's."""

    version = forms.IntegerField(
        widget=forms.HiddenInput, error_messages=dict.fromkeys(("required", "invalid"), OLD_PAGE)
    )
    written: tuple[str, ...] = ()  # names of the fields that the verb takes

    def __init__(self, *args: Any, row: Any, first: dict[str, Any] | None = None, **options: Any):
        stored = {name: getattr(row, name) for name in self.written}
        super().__init__(*args, initial={**stored, **(first or {}), "version": row.version}, **options)
        self.fields["version"].error_messages["required"] = OLD_PAGE
        self.row = row
        self.differing: list[tuple[str, str, str]] = []
        self.is_overtaken = False

    @property
    def facts(self) -> dict[str, Any]:
        """The fields, ready for the verb."""
        return {name: self.cleaned_data[name] for name in self.written}

    def refuse(self, refusal: ValidationError) -> None:
        """Show a refusal where it belongs; what was typed stays."""
        if isinstance(refusal, Overtaken):
            self.is_overtaken = True
            for name in self.written:
                theirs, mine = getattr(refusal.current, name), self.cleaned_data[name]
                if theirs != mine:
                    self.differing.append((str(self.fields[name].label), shown(theirs), shown(mine)))
            self.data = self.data.copy()
            self.data[self.add_prefix("version")] = str(refusal.current.version)
        super().refuse(refusal)

    @property
    def status(self) -> int:
        """200 as it stands, 409 where somebody was quicker, 422 where something is wrong."""
        return 409 if self.is_overtaken else 422 if self.errors else 200


class StandingForm(OfficeForm):
    """A form of a page that shows which tables and rates stand (``standing``: ``vision.keeping.standing_of``).

    Too late, what was typed stays and what stands now counts as seen.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, standing: str, first: dict[str, Any] | None = None, **options: Any):
        super().__init__(*args, initial={**(first or {}), "seen": standing}, **options)
        self.standing = standing

    def refuse(self, refusal: ValidationError) -> None:
        """Show the refusal; sent once more, it holds."""
        if isinstance(refusal, Overtaken):
            self.data = self.data.copy()
            self.data["seen"] = self.standing
        super().refuse(refusal)


class VersionDeleteForm(DeleteForm):
    """Deletes the version that the person saw; the verbs of this room call it ``version``."""

    counter = "version"


def shown(value: Any) -> str:
    """A value as people read it beside another."""
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    return "（空）" if value in (None, "") else str(value)
