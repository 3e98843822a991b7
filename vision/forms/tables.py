"""Forms of population tables: files that come in, what is said of them, typed totals."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.forms.fields import long_field, text_field
from accounts.forms.office import OfficeForm
from accounts.models import User
from accounts.saving import Overtaken
from paper.guard import WORKBOOK_BYTES
from vision.forms.fields import StandingForm, year_field
from vision.kept_tables import enter_totals
from vision.models import PopulationTable, PopulationUpload, PopulationVision
from vision.reading.parsed import Parsed
from vision.typed_rows import Unreadable, totals_typed
from vision.uploads import Taking, apply_table, discard_table, receive_table

Kind, Unknown = PopulationTable.Kind, PopulationTable.Unknown
KINDS = [(kind.value, kind.label) for kind in (Kind.CENSUS, Kind.PROJECTION, Kind.NATIONAL)]
UNKNOWNS = [(one.value, one.label) for one in (Unknown.DISTRIBUTED, Unknown.APART)]
VARIANTS = (("medium", "出生中位"), ("high", "出生高位"), ("low", "出生低位"))
TOTALS_HINT = (
    "1行に1年ずつ、「2025 399848」のように年と総人口を入れます。3区分もわかる年は「年 総人口 年少 生産年齢 老年」の順に並べます。"
    "Excelから写して貼り付けることもできます。"
)


class FileForm(OfficeForm):
    """A file of people or rates."""

    file = forms.FileField(
        label="ファイル（.xlsx、.csv）",
        help_text="読み込んだだけでは、何も反映しません。全国の市区町村が並んだファイルは、この人口ビジョンの区域の行だけを読みます。",
        widget=forms.FileInput(attrs={"class": "input", "accept": ".xlsx,.csv,.tsv"}),
        error_messages={"empty": "このファイルには何も書かれていません。ファイルを確かめてください。"},
    )
    year = year_field("表の年", "表に年が書かれていないときだけ入れます。例：2020", required=False)
    variant = forms.ChoiceField(
        label="出生の仮定",
        choices=VARIANTS,
        help_text="中位・高位・低位が並んだ全国の将来推計だけで使います。",
        required=False,
    )

    def __init__(self, *args: Any, vision: PopulationVision, **options: Any):
        super().__init__(*args, auto_id="file_%s", **options)
        self.vision = vision

    def save(self, *, actor: User) -> PopulationUpload:
        """Read and keep the file."""
        file = self.cleaned_data["file"]
        is_small = file.size <= WORKBOOK_BYTES
        return receive_table(
            actor=actor,
            vision=self.vision,
            name=file.name or "",
            data=file.read() if is_small else b"",
            size=file.size,
            year=self.cleaned_data["year"],
            variant=self.cleaned_data["variant"] or "medium",
        )


class TotalsForm(StandingForm):
    """Published totals, typed."""

    area = forms.ChoiceField(label="区域")
    title = text_field("表の名前", 200, "例：日本の地域別将来推計人口（令和5年推計）")
    source = text_field("出典", 300, "例：国立社会保障・人口問題研究所")
    rows = long_field("年と人口", 6000, TOTALS_HINT, rows=7)

    def __init__(self, *args: Any, vision: PopulationVision, **options: Any):
        super().__init__(*args, auto_id="totals_%s", **options)
        self.areas = {str(area.pk): area for area in vision.areas.all()}
        self.vision = vision
        self.fields["area"].choices = [(pk, area.name) for pk, area in self.areas.items()]
        self.fields["rows"].required = True

    def clean_rows(self) -> Any:
        """The totals by year."""
        try:
            return totals_typed(self.cleaned_data["rows"])
        except Unreadable as error:
            raise ValidationError(str(error)) from error

    def save(self, *, actor: User) -> PopulationTable:
        """Keep the totals."""
        said = self.cleaned_data
        return enter_totals(
            actor=actor,
            vision=self.vision,
            area=self.areas[said["area"]],
            totals=said["rows"],
            title=said["title"],
            source=said["source"],
            seen=said["seen"],
        )


class TakingForm(OfficeForm):
    """What a file is: asked only as far as the file does not say it itself. Too late, what stands now is shown again."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label="表の種類", choices=KINDS)
    area = forms.ChoiceField(label="どの区域のものか", required=False)
    unknown = forms.ChoiceField(
        label="年齢不詳の人",
        choices=UNKNOWNS,
        help_text="按分すると、年齢のわかる人の割合で各年齢に分けて推計します。別に示すと、推計には入れません。",
    )
    title = text_field("表の名前", 200, "例：令和2年国勢調査")
    source = text_field("出典", 300, "例：総務省統計局「国勢調査」")
    source_url = forms.URLField(
        label="出典のアドレス",
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "「https://」から始まるアドレスを入れてください。"},
    )

    def __init__(self, *args: Any, upload: PopulationUpload, parsed: Parsed, standing: str, **options: Any):
        base = upload.vision.base_year
        years = {year for table in parsed.people.values() for year in table.years}
        kind = (
            Kind.NATIONAL
            if parsed.is_nation
            else Kind.PROJECTION
            if any(y > base for y in years)
            else Kind.CENSUS
        )
        super().__init__(*args, auto_id="take_%s", initial={"seen": standing, "kind": kind}, **options)
        self.upload, self.parsed, self.standing = upload, parsed, standing
        self.is_overtaken = False
        areas = {row.code: row.name for row in upload.vision.areas.all()}
        self._ask(areas)

    def _ask(self, areas: dict[str, str]) -> None:
        """Leave out what the file says, or what does not matter for it."""
        parsed = self.parsed
        if not parsed.people:
            for name in ("kind", "unknown"):
                del self.fields[name]
            if not parsed.totals:
                del self.fields["title"], self.fields["source_url"]
        elif not parsed.has_unknown:
            del self.fields["unknown"]
        if not parsed.without_area(areas):
            del self.fields["area"]
            return
        first = [("", "全区域に共通")] if not (parsed.people or parsed.totals) else []
        if parsed.people:
            first = [("", "全国の表なので区域はない")]
        self.fields["area"].choices = [*first, *areas.items()]
        if not parsed.is_nation and len(areas) == 1 and parsed.people:
            self.initial["area"] = next(iter(areas))

    @property
    def taking(self) -> Taking:
        """What was said."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "seen" and value}
        return Taking(**said)

    def save(self, *, actor: User) -> PopulationUpload:
        """Take the file in."""
        return apply_table(
            actor=actor, upload=self.upload, seen=self.cleaned_data["seen"], taking=self.taking
        )

    def refuse(self, refusal: ValidationError) -> None:
        """Where tables changed meanwhile, what was typed stays and what stands now counts as seen."""
        if isinstance(refusal, Overtaken):
            self.is_overtaken = True
            self.data = self.data.copy()
            self.data["seen"] = self.standing
        super().refuse(refusal)

    @property
    def status(self) -> int:
        """409 where somebody was quicker, 422 where something is wrong."""
        return 409 if self.is_overtaken else 422 if self.errors else 200


class PutAwayForm(OfficeForm):
    """Puts a file away."""

    def __init__(self, *args: Any, upload: PopulationUpload, **options: Any):
        super().__init__(*args, **options)
        self.upload = upload

    def save(self, *, actor: User) -> PopulationUpload:
        """Put it away."""
        return discard_table(actor=actor, upload=self.upload)
