"""Forms of the 取込ウィザード: a document comes in, its tables are read as somebody says."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.audit import Refused
from accounts.forms.office import OfficeForm
from accounts.models import User
from kpi.intake.choosing import choose_tables, receive_document
from kpi.intake.columns import FIELDS
from kpi.intake.found import View
from kpi.intake.grid_data import Table, from_data
from kpi.intake.habits import UNUSED, habits_of
from kpi.intake.receiving import ENDINGS, Received, read_file, reheaded
from kpi.models import Upload
from paper.guard import MB, WORKBOOK_BYTES, GuardError
from paper.reading import ReadError
from strategy.models import Edition

LONGEST_TEXT = 500_000
MOST_SELECTS = 800  # a request carries no more than 1,000 fields
SHOWN_ROWS = 5
USES = [(UNUSED, "使わない"), *FIELDS.items()]


class DocumentForm(OfficeForm):
    """A file or a pasted text; it is read at once, before anything is kept."""

    file = forms.FileField(
        label="文書のファイル",
        required=False,
        help_text=f"Excel（.xlsx）、CSV、Word（.docx）、テキスト（.txt、.md）、HTML。{WORKBOOK_BYTES // MB}MBまで。",
        widget=forms.FileInput(attrs={"accept": ",".join(f".{one}" for one in ENDINGS)}),
        error_messages={"empty": "空のファイルです。ファイルを選び直してください。"},
    )
    text = forms.CharField(
        label="または、文を貼り付ける",
        required=False,
        strip=False,
        max_length=LONGEST_TEXT,
        help_text="PDFから写した文や、Excelから写した表を、そのまま貼り付けます。",
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"max_length": f"文が長すぎます（{LONGEST_TEXT:,}字まで）。何回かに分けてください。"},
    )

    def __init__(self, *args: Any, edition: Edition, **options: Any):
        super().__init__(*args, auto_id="document_%s", **options)
        self.edition = edition
        self.received: Received | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        file, text = cleaned.get("file"), cleaned.get("text", "").strip("\r\n")
        if self.errors:
            return cleaned
        if bool(file) == bool(text.strip()):
            raise ValidationError("ファイルを選ぶか、文を貼り付けるか、どちらか一つにしてください。")
        if file and file.size > WORKBOOK_BYTES:
            raise ValidationError(
                f"「{file.name}」は大きすぎます（{WORKBOOK_BYTES // MB}MBまで）。文書を分けてください。"
            )
        self.name = file.name if file else "貼り付けた表.csv" if "\t" in text else "貼り付けた文.txt"
        self.content = file.read() if file else text.encode()
        self.received = _read(self.name, self.content, self.edition, {})
        return cleaned

    def save(self, *, actor: User) -> Upload:
        """Keep the document through the verb; raises ``ValidationError``."""
        assert self.received is not None
        return receive_document(
            actor=actor,
            edition=self.edition,
            name=self.name,
            data=self.content,
            parsed=self.received.parsed,
            kind=self.received.kind,
        )


def _read(name: str, data: bytes, edition: Edition | None, meanings: dict[str, str]) -> Received:
    """The document, read; what the readers refuse is a sentence of the form."""
    assert edition is not None
    try:
        return read_file(name, data, edition, meanings)
    except (GuardError, ReadError) as error:
        raise ValidationError(str(error)) from error
    except Refused as refusal:
        raise ValidationError(refusal.sentence) from refusal


class TablesForm(OfficeForm):
    """Which tables are read, which rows head them, what their columns mean."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, upload: Upload, **options: Any):
        super().__init__(*args, auto_id="table_%s", initial={"seen": upload.version}, **options)
        self.upload = upload
        self.grids, self.tables = from_data(upload.parsed)
        self.views = [View(grid) for grid in self.grids]
        self.is_text = bool(upload.parsed.get("is_text"))
        self.again: Received | None = None
        room = MOST_SELECTS
        for n, table in enumerate(self.tables):
            if not self.is_text:
                self._add_rows(n, table)
            columns = self.columns_of(n)
            room -= len(columns)
            if room >= 0:
                for column in columns:
                    self.fields[f"column-{n}-{column}"] = _use_field(
                        table.found.headings.get(column, ""), table.found.columns.get(column, UNUSED)
                    )

    def _add_rows(self, n: int, table: Table) -> None:
        """Fields for the rows of a table in a sheet; where one stands in a text its rows are plain."""
        found = table.found
        self.fields[f"read-{n}"] = forms.BooleanField(
            label=f"「{found.name}」の表を読む", required=False, initial=table.is_read
        )
        for name, label, value in (
            ("first", "見出しの最初の行", found.head_first),
            ("last", "見出しの最後の行", found.head_last),
            ("end", "表の最後の行", found.last_row),
        ):
            self.fields[f"{name}-{n}"] = _row_field(label, value)

    def columns_of(self, n: int) -> list[int]:
        """The columns of a table that have a heading, or mean something without one."""
        found = self.tables[n].found
        return sorted({*found.headings, *found.columns})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.is_text and not self.errors:
            self.again = _read(
                self.upload.name, bytes(self.upload.data), self.upload.edition, dict(self._meanings())
            )
        for n in range(len(self.tables) if not self.is_text else 0):
            first, last, end = (cleaned.get(f"{name}-{n}") for name in ("first", "last", "end"))
            if None not in (first, last, end) and not first <= last <= min(end, first + 4):
                self.add_error(
                    f"last-{n}",
                    "見出しは5行までで、最初の行、最後の行、表の最後の行の順に大きくしてください。",
                )
        return cleaned

    @property
    def needs_look(self) -> bool:
        """Whether rows of a head were changed, so that the columns mean something else now."""
        return not self.is_text and any(self._is_reheaded(n) for n in range(len(self.tables)))

    def _is_reheaded(self, n: int) -> bool:
        found, given = self.tables[n].found, self.cleaned_data
        return (given[f"first-{n}"], given[f"last-{n}"]) != (found.head_first, found.head_last)

    def save(self, *, actor: User) -> Upload:
        """Read the tables so through the verb; what was confirmed is remembered. Raises ``ValidationError``."""
        return choose_tables(
            actor=actor,
            upload=self.upload,
            seen=self.cleaned_data["seen"],
            tables=[] if self.is_text else [self._chosen(n) for n in range(len(self.tables))],
            meanings=None if self.needs_look else dict(self._meanings()),
            parsed=self.again.parsed if self.again else None,
        )

    def _chosen(self, n: int) -> Table:
        given, found = self.cleaned_data, self.tables[n].found
        if self._is_reheaded(n):
            habits = habits_of(self.upload.government)
            rows = (given[f"first-{n}"], given[f"last-{n}"], given[f"end-{n}"])
            return Table(reheaded(self.grids, found, *rows, habits), given[f"read-{n}"])
        columns = {
            column: field
            for column in self.columns_of(n)
            if (field := given.get(f"column-{n}-{column}", found.columns.get(column, UNUSED))) != UNUSED
        }
        return Table(
            type(found)(**{**vars(found), "columns": columns, "last_row": given[f"end-{n}"]}),
            given[f"read-{n}"],
        )

    def _meanings(self) -> Iterator[tuple[str, str]]:
        """What the headings of the tables that are read mean; of a text those that name a KPI."""
        for n, table in enumerate(self.tables):
            uses = {
                column: field
                for column in self.columns_of(n)
                if (field := self.cleaned_data.get(f"column-{n}-{column}"))
            }
            if "name" in uses.values() if self.is_text else self.cleaned_data[f"read-{n}"]:
                for column, field in uses.items():
                    if heading := table.found.headings.get(column):
                        yield heading, field

    @property
    def blocks(self) -> Iterator[dict[str, Any]]:
        """Each table with its fields and its first rows, for the page."""
        for n, table in enumerate(self.tables):
            found, view = table.found, self.views[table.found.sheet]
            columns = [column for column in self.columns_of(n) if f"column-{n}-{column}" in self.fields]
            rows = [row for row in view.numbers if found.first_row <= row <= found.last_row]
            yield {
                "n": n,
                "found": found,
                "grid": self.grids[found.sheet],
                "count": len(rows),
                "read": None if self.is_text else self[f"read-{n}"],
                "places": [] if self.is_text else [self[f"{name}-{n}"] for name in ("first", "last", "end")],
                "columns": [
                    (self[f"column-{n}-{column}"], found.headings.get(column, "")) for column in columns
                ],
                "rows": [
                    (row, [view.text(row, column)[:60] for column in columns]) for row in rows[:SHOWN_ROWS]
                ],
            }


def _row_field(label: str, value: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=2_000_000,
        initial=value,
        widget=forms.NumberInput(attrs={"class": "input input-short"}),
        error_messages={"invalid": "行の番号を数字で入れてください。"},
    )


def _use_field(heading: str, value: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=f"「{heading}」の意味" if heading else "見出しのない列の意味",
        choices=USES,
        initial=value,
        widget=forms.Select(attrs={"class": "select"}),
    )
