"""Forms of workbooks that come back: many files at once, and what is decided about one of them."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from accounts.forms.office import OfficeForm
from accounts.models import Department, Membership, User
from accounts.rules import PLANNERS
from accounts.saving import Overtaken
from kpi.importing.applying import apply_upload
from kpi.importing.deciding import decide_upload, discard_upload, together
from kpi.importing.receiving import already_here, receive_results
from kpi.models import ReviewYear, Upload
from kpi.sheet.returned import Returned, from_data
from paper.guard import WORKBOOK_BYTES

MOST_FILES = 40
LONGEST_PLACE, LONGEST = 120, 4000
PREFIXES = {"choice": "choices", "mend": "mended", "row": "rows", "reason": "reasons"}
_CHOICE = re.compile(r"(?:excel|screen):[0-9]{1,9}")
_ROW = re.compile(r"leave|[0-9a-f-]{32,36}")


class Files(forms.FileField):
    """One file or many."""

    widget = type("ManyFiles", (forms.FileInput,), {"allow_multiple_selected": True})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        given = data if isinstance(data, list) else [data] if data else []
        if not given:
            raise forms.ValidationError("ファイルを選んでください。")
        if len(given) > MOST_FILES:
            raise forms.ValidationError(f"一度に送れるのは{MOST_FILES}個までです。何回かに分けてください。")
        return given


class SendForm(OfficeForm):
    """Workbooks to be brought in; a planner may say whose answer they are."""

    files = Files(
        label="実績の表（.xlsx）",
        help_text="いくつでも一度に選べます。送っただけでは、何も反映しません。",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )
    department = forms.ModelChoiceField(
        Department.objects.none(),
        label="どの課の回答か",
        required=False,
        empty_label="表に書いてある課のまま",
    )

    def __init__(self, *args: Any, membership: Membership, review: ReviewYear, **options: Any):
        super().__init__(*args, auto_id="send_%s", **options)
        self.membership, self.review = membership, review
        self.fields["files"].widget = Files.widget(attrs={"accept": ".xlsx", "class": "input"})
        if membership.role in PLANNERS:
            own = Department.objects.filter(review_returns__review=review)
            self.fields["department"].queryset = own.order_by("division", "name")
        else:
            del self.fields["department"]

    def save(self, *, actor: User) -> list[tuple[Upload, bool]]:
        """Each upload, and whether exactly these bytes were here already."""
        return [self._receive(actor, file) for file in self.cleaned_data["files"]]

    def _receive(self, actor: User, file: UploadedFile) -> tuple[Upload, bool]:
        size = file.size or 0
        data = file.read() if size <= WORKBOOK_BYTES else b""
        if again := already_here(self.review, data):
            return again, True
        made = receive_results(
            actor=actor,
            membership=self.membership,
            review=self.review,
            name=file.name or "",
            data=data,
            department=self.cleaned_data.get("department"),
            size=size,
        )
        return made, False


class DecisionForm(forms.Form):
    """What somebody chose, mended and explained on the page of an upload, field by field under its place."""

    seen = forms.IntegerField(min_value=0)

    def __init__(self, data: QueryDict, *, upload: Upload):
        super().__init__(data)
        self.upload = upload
        self.overtaken: Overtaken | None = None

    @property
    def seen_version(self) -> int:
        """The version that the person saw; 0, which is none, where that is missing."""
        return self.cleaned_data["seen"] if self.is_valid() else 0

    def decisions(self) -> dict[str, dict[str, str | None]]:
        """The decisions that were sent; None takes one back."""
        found: dict[str, dict[str, str | None]] = {name: {} for name in PREFIXES.values()}
        texts = _texts(from_data(self.upload.parsed)) if self.upload.parsed else {}
        for key, text in self.data.items():
            prefix, _, place = key.partition(":")
            name = PREFIXES.get(prefix)
            if name is None or not place or len(place) > LONGEST_PLACE:
                continue
            found[name][place] = _meant(name, text.replace("\r\n", "\n")[:LONGEST], texts.get(place))
        return found

    def together(self) -> dict[str, dict[str, str]]:
        """What would be kept with these decisions."""
        return together(self.upload.decisions, self.decisions())

    @property
    def is_news(self) -> bool:
        """Whether anything was decided that is not kept yet."""
        return self.together() != together(self.upload.decisions, {})

    def save(self, *, actor: User) -> Upload:
        """Keep the decisions."""
        return decide_upload(
            actor=actor, upload=self.upload, seen=self.seen_version, decisions=self.decisions()
        )


class ApplyForm(DecisionForm):
    """The same page sent with 「まとめて反映する」."""

    def save(self, *, actor: User) -> Upload:
        """Apply the upload as a whole."""
        return apply_upload(actor=actor, upload=self.upload, seen=self.seen_version)


class DiscardForm(DecisionForm):
    """The same page sent with 「取りやめる」."""

    def save(self, *, actor: User) -> Upload:
        """Give the upload up."""
        return discard_upload(actor=actor, upload=self.upload, seen=self.seen_version)


def _meant(name: str, text: str, typed: str | None) -> str | None:
    """A decision as it is kept; None for none, and for a text that stands in the workbook as it is."""
    if name == "mended":
        return None if typed is None or text.strip() == typed.strip() else text.strip()
    if name == "choices":
        return text if _CHOICE.fullmatch(text) else None
    if name == "rows":
        return text if _ROW.fullmatch(text) else None
    return text.strip() or None


def _texts(returned: Returned) -> Mapping[str, str]:
    """The text of each cell of a workbook, by its place."""
    heads = (one for one in (returned.head_name, returned.head_checked_on) if one)
    entries = (entry for row in returned.rows for entry in row.entries.values())
    return {f"{one.sheet}!{one.cell}": one.text.replace("\r\n", "\n") for one in (*entries, *heads)}
