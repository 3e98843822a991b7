"""The form of what becomes of a document's rows: levels, places, what is left out, whose text holds."""

from typing import Any

from django import forms

from accounts.models import User
from accounts.saving import Overtaken
from kpi.forms.stale import StaleForm
from kpi.intake.choices import FILE, HERE, Choices
from kpi.intake.choosing import keep_choices
from kpi.intake.previewing import Preview
from kpi.intake.rows import Fate
from kpi.intake.taking_in import take_in
from kpi.models import Target, Upload

TOP = "top"
SIDE = "side-"


class ChoicesForm(StaleForm):
    """What was chosen on the preview; ticks that were not sent are not set, so the form is always sent whole."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    sign = forms.CharField(required=False, max_length=200_000, widget=forms.HiddenInput)
    under = forms.CharField(required=False, max_length=36)
    role = forms.ChoiceField(
        label="指標の位置づけ",
        choices=[one for one in Target.Role.choices if one[0] != Target.Role.SUPPLEMENTARY],
        initial=Target.Role.KPI,
        help_text="目標値のない指標は、補足指標になります。",
    )

    def __init__(self, *args: Any, upload: Upload, preview: Preview, **options: Any):
        first = {
            "seen": upload.version,
            "sign": preview.sign,
            "role": preview.choices.role,
            "under": preview.choices.under,
        }
        super().__init__(*args, auto_id="intake_%s", initial=first, **options)
        self.upload, self.preview = upload, preview
        for depth in preview.document.depths:
            self.fields[f"level-{depth}"] = forms.ChoiceField(
                label=f"{depth}段目の見出し",
                required=False,
                choices=[("", "項目にしない（中は上の項目へ）")]
                + [(level.key, level.name) for level in preview.world.levels],
                initial=preview.choices.levels.get(depth, ""),
                widget=forms.Select(attrs={"class": "select"}),
            )

    @property
    def depths(self) -> list[dict[str, Any]]:
        """Each depth of the document with its field, how many headings it has and its first one; of a 施策調書 only those
        that hold anything new."""
        found = []
        for depth in self.preview.document.depths:
            rows = [row for row in self.preview.heads if row.node.depth == depth]
            if not all(row.fate is Fate.INTO for row in rows) or not self.preview.is_drafting:
                found.append({"field": self[f"level-{depth}"], "count": len(rows), "first": rows[0].node})
        return found

    @property
    def asks_where(self) -> bool:
        """Whether it matters under which item all goes: of a 施策調書 only for what belongs nowhere yet."""
        return not self.preview.is_drafting or bool(self.preview.loose)

    @property
    def choices(self) -> Choices:
        """What was chosen, as the verbs read it."""
        given = self.cleaned_data
        heads = {row.key for row in self.preview.heads}
        keys = heads | {row.key for row in self.preview.kpis}
        kept = self.preview.choices  # what the page did not ask stays as it was
        under = given["under"] if "under" in self.data else kept.under
        sides = {
            name.removeprefix(SIDE): value
            for name, value in self.data.items()
            if name.startswith(SIDE) and value in (FILE, HERE)
        }
        return Choices(
            under="" if under == TOP else under,
            levels={
                depth: given[f"level-{depth}"] if f"level-{depth}" in self.data else kept.levels[depth]
                for depth in self.preview.document.depths
            },
            left_out=frozenset(keys & set(self.data.getlist("left_out"))),
            anew=frozenset(keys & set(self.data.getlist("anew"))),
            sides={key: side for key, side in sides.items() if key in keys},
            role=given["role"],
            sign=given["sign"],
        )

    def keep(self, *, actor: User) -> Upload:
        """Keep what was chosen and look again; raises ``ValidationError``."""
        return keep_choices(
            actor=actor, upload=self.upload, seen=self.cleaned_data["seen"], choices=self.choices
        )

    def save(self, *, actor: User) -> Upload:
        """Take the document in; raises ``ValidationError``."""
        return take_in(actor=actor, upload=self.upload, seen=self.cleaned_data["seen"], choices=self.choices)

    def overtaken(self, overtaken: Overtaken) -> None:
        """Nothing was taken in: the page shows what stands there now, with what was chosen."""
        self.add_error(None, overtaken)
