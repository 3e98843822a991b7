"""Forms of many titles: a table of those that stand there, and a pasted text that becomes new ones."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from strategy.models import Edition, Level, PlanItem
from strategy.outlining import Retitled, create_titles, levels_of_lines, save_titles
from strategy.pasting import LARGEST, LONGEST, Pasted, parse_titles
from strategy.places import Place
from strategy.standing import ranks_of
from strategy.tree import may_stand


class TitlesForm(forms.Form):
    """The titles of a branch, each in a field that also says which version of the item was read."""

    def __init__(self, *args, edition: Edition, rows: Sequence[tuple[Place, int]], **kwargs):
        super().__init__(*args, auto_id="title_%s", **kwargs)
        self.edition, self.rows = edition, rows
        for place, version in rows:
            self.fields[f"{place.lineage}.{self._read(place, version)}"] = forms.CharField(
                label=f"{place.called}の見出し",
                max_length=LONGEST,
                initial=place.title,
                widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
                error_messages={
                    "required": "見出しを入れてください。",
                    "max_length": f"見出しは{LONGEST}字までです（今は%(show_value)d字）。",
                },
            )

    def _read(self, place: Place, version: int) -> str:
        """The version that the sent field names, so that what was typed is found although somebody saved since."""
        start = f"{place.lineage}."
        return next((name.removeprefix(start) for name in self.data if name.startswith(start)), str(version))

    def clean(self) -> dict[str, Any]:
        known = {str(place.lineage) for place, _ in self.rows}
        for name, title in self.data.items():
            if len(lineage := name.partition(".")[0]) == 36 and lineage not in known:
                self.add_error(
                    None, f"「{title}」の項目は、ほかの人が削除しました。ほかの見出しもまだ保存していません。"
                )
        return self.cleaned_data

    @property
    def lines(self) -> list[tuple[Place, Any]]:
        """Each place with its field, for the table."""
        return [(place, field) for (place, _), field in zip(self.rows, self, strict=True)]

    def save(self, *, actor: User) -> list[PlanItem]:
        """Save those that changed through the verb; raises ``Refused``."""
        titles = []
        for name in self.changed_data:
            lineage, _, version = name.partition(".")
            number = int(version) if version.isdecimal() else 0
            titles.append(Retitled(uuid.UUID(lineage), number, self.cleaned_data[name]))
        return save_titles(actor=actor, edition=self.edition, titles=titles)


class PasteForm(forms.Form):
    """Titles pasted from a spreadsheet, the level of the first rank, whether numbers are taken off."""

    level = forms.ChoiceField(
        label="いちばん左の段の階層",
        widget=forms.Select(attrs={"class": "select"}),
        help_text="字下げした行、右の列の見出しは、その下に置ける階層になります。",
    )
    text = forms.CharField(
        label="Excelから貼り付け",
        strip=False,
        max_length=LARGEST,
        help_text="一行に一つ。列を右へずらすか、行の初めを字下げすると、下の段になります。空の行はとばします。",
        widget=forms.Textarea(attrs={"class": "textarea", "rows": 10}),
        error_messages={
            "required": "見出しを貼り付けてください。",
            "max_length": "文が長すぎます。何回かに分けて入れてください。",
        },
    )
    strip = forms.BooleanField(
        label="見出しの前の番号（第1章、（1）、①など）をはずす", required=False, initial=True
    )

    def __init__(self, *args, edition: Edition, parent: PlanItem | None, **kwargs):
        super().__init__(*args, auto_id="paste_%s", **kwargs)
        self.edition, self.parent = edition, parent
        self.levels = {level.key: level for level in edition.levels.all()}
        over = parent.level.key if parent else ""
        fitting = [level for level in self.levels.values() if may_stand(level.under, over)]
        self.fields["level"].choices = [(level.key, level.name) for level in fitting]
        self.pasted = Pasted()
        self.chosen: list[Level] = []

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if "text" not in data or "level" not in data:
            return data
        self.pasted = parse_titles(data["text"], strip_numbers=data["strip"])
        if self.pasted.problems:
            raise ValidationError([str(problem) for problem in self.pasted.problems])
        if not self.pasted.lines:
            raise ValidationError("見出しが一つもありません。一行に一つ書いてください。")
        keys = levels_of_lines(self.pasted.lines, data["level"], ranks_of(self.levels.values()))
        self.chosen = [self.levels[key] for key in keys]
        return data

    @property
    def lines(self) -> list[tuple[Any, Level]]:
        """Each line with its level, for the preview."""
        return list(zip(self.pasted.lines, self.chosen, strict=True))

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many items of each level will be made."""
        names = [level.name for level in self.chosen]
        return [(name, names.count(name)) for name in dict.fromkeys(names)]

    def save(self, *, actor: User) -> list[PlanItem]:
        """Make the items through the verb; raises ``Refused``."""
        return create_titles(
            actor=actor,
            edition=self.edition,
            parent=self.parent,
            level=self.levels[self.cleaned_data["level"]],
            titles=self.pasted.lines,
        )
