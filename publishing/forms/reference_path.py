"""The form by which figures of the cited population vision become the reference path of a target."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.forms.office import OfficeForm
from accounts.models import User
from accounts.saving import Overtaken
from kpi.models import Target
from publishing.adopting import adopt_reference_path, missing_words
from publishing.reference_paths import Measure, Point, measure_named, points_of, source_words
from vision.document import VisionDocument
from vision.figures import ScenarioFigures

LINE = "{line}行目：「短期 2027」のように、名前と西暦の年を空白で区切って入れてください。"
_YEAR = re.compile(r"\d{4}")
MOST = 12
LONGEST_LABEL = 40


class ReferencePathForm(OfficeForm):
    """Which scenario, what of it, and in which years; ``path`` is what that comes to."""

    scenario = forms.ChoiceField(
        label="ケース",
        error_messages={"invalid_choice": "選んだケースはもうありません。選び直してください。"},
    )
    measure = forms.ChoiceField(label="写す値", choices=[(one.name, one.label) for one in Measure])
    years = forms.CharField(
        label="年",
        help_text="一行に一つ、「短期 2027」のように名前と西暦の年を書きます。5年ごとの年の間は直線でつないで求めます。",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, target: Target, document: VisionDocument, **options: Any):
        self.target, self.document = target, document
        shown = [one for one in document.shown if one.summaries]
        first = {
            "scenario": next((one.lineage for one in shown if one.is_adopted), ""),
            "measure": measure_named(target.name, target.unit).name,
            "years": years_text(target, document),
            "version": target.version,
        }
        super().__init__(*args, initial=first, auto_id="path_%s", **options)
        self.fields["scenario"].choices = [(one.lineage, scenario_label(one)) for one in shown]
        self.path: list[Point] = []
        self.source = ""

    def clean_years(self) -> list[tuple[str, int]]:
        return years_from(self.cleaned_data["years"])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        figures = self.document.scenario(data.get("scenario", ""))
        if self.errors or figures is None:
            return data
        measure, wanted = Measure[data["measure"]], data["years"]
        self.path, missing = points_of(figures, measure, wanted)
        self.source = source_words(self.document.data["vision"]["title"], figures, [y for _, y in wanted])
        if missing:
            self.path = []
            self.add_error("years", missing_words(figures, measure, missing))
        return data

    @property
    def unit(self) -> str:
        """The unit of what is copied."""
        return Measure[self.cleaned_data["measure"]].unit

    def save(self, *, actor: User) -> Target:
        """Copy the figures, or raise ``ValidationError``."""
        return adopt_reference_path(
            actor=actor,
            target=self.target,
            version=self.cleaned_data["version"],
            scenario=self.cleaned_data["scenario"],
            measure=Measure[self.cleaned_data["measure"]],
            points=self.cleaned_data["years"],
        )

    def refuse(self, refusal: ValidationError) -> None:
        """Whoever comes too late is told so and may send the same once more."""
        if isinstance(refusal, Overtaken):
            self.data = self.data.copy()
            self.data["version"] = str(refusal.current.version)
        super().refuse(refusal)


def scenario_label(figures: ScenarioFigures) -> str:
    """The name of a scenario, with a word where it is the adopted one."""
    return f"{figures.name}（採用する見通し）" if figures.is_adopted else figures.name


def years_text(target: Target, document: VisionDocument) -> str:
    """The years with which the form begins: those of the path there is, else of base, plan and the vision's end."""
    if target.reference_path:
        return "\n".join(
            f"{point['label']} {point['fiscal_year']}"
            for point in target.reference_path
            if isinstance(point.get("fiscal_year"), int)
        )
    vision = document.data["vision"]
    last = document.adopted.years[-1] if document.adopted and document.adopted.years else vision["last_year"]
    years = {"基準年": vision["base_year"], "短期": target.edition.last_fiscal_year, "長期": last}
    return "\n".join(f"{label} {year}" for label, year in years.items() if year <= last)


def years_from(text: str) -> list[tuple[str, int]]:
    """The (label, year) that were typed; ValidationError naming the line that is none.

    >>> years_from("短期 2027")
    [('短期', 2027)]
    """
    found: list[tuple[str, int]] = []
    for line, row in enumerate(text.splitlines(), 1):
        words = row.split()
        if not words:
            continue
        is_year = len(words) == 2 and _YEAR.fullmatch(words[1]) and 1900 <= int(words[1]) <= 2200
        if not is_year or len(words[0]) > LONGEST_LABEL:
            raise ValidationError(LINE.format(line=line))
        if any(int(words[1]) == year for _, year in found):
            raise ValidationError(f"{line}行目：{int(words[1])}年が二度あります。")
        found.append((words[0], int(words[1])))
    if not found:
        raise ValidationError("年を一つ以上入れてください。")
    if len(found) > MOST:
        raise ValidationError(f"年は{MOST}個までにしてください。")
    return found
