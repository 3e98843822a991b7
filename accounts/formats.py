"""Files of master data: Excel and CSV, checked before they are read and harmless when they leave."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime

from import_export.formats.base_formats import Format
from openpyxl import load_workbook
from tablib import Dataset

from paper import csv as paper_csv
from paper import xlsx
from paper.guard import GuardError, check_workbook

LINE = "行"  # the column that carries the number of the line in the file
MOST_LINES, MOST_COLUMNS = 20_000, 50


class FileError(ValueError):
    """The file cannot be read; the sentence says why and what to do."""


def dataset_of(lines: Iterable[Sequence[str]]) -> Dataset:
    """A dataset of the lines under the first, each with its line number; blank lines are left out."""
    numbered = [(number, row) for number, row in enumerate(lines, start=1) if any(row)]
    if len(numbered) < 2:
        raise FileError("データの行がありません。1行目に列の名前、2行目からデータを入れてください。")
    if numbered[-1][0] > MOST_LINES:
        raise FileError(f"行が多すぎます（{MOST_LINES:,}行まで）。ファイルを分けてください。")
    headers = [name for name in numbered[0][1] if name]
    if len(set(headers)) != len(headers):
        raise FileError("同じ名前の列が二つあります。1行目を確かめてください。")
    found = Dataset(headers=[LINE, *headers])
    for number, row in numbered[1:]:
        cells = [*row[: len(headers)], *[""] * (len(headers) - len(row))]
        found.append([str(number), *cells])
    return found


class MasterFormat(Format):
    """What both kinds share; the library asks for an encoding that neither needs."""

    def __init__(self, encoding=None):
        self.encoding = encoding

    def can_import(self):
        return True

    def can_export(self):
        return True


class Workbook(MasterFormat):
    """The first sheet of an Excel workbook."""

    def get_title(self):
        return "xlsx"

    def get_extension(self):
        return "xlsx"

    def get_content_type(self):
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def create_dataset(self, data: bytes) -> Dataset:
        """Raises GuardError or FileError with a sentence."""
        check_workbook(data)
        try:
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            page = book.worksheets[0]
            rows = page.iter_rows(max_row=MOST_LINES + 1, max_col=MOST_COLUMNS, values_only=True)
            return dataset_of([as_text(value) for value in row] for row in rows)
        except (FileError, GuardError):
            raise
        except (ValueError, KeyError, IndexError, TypeError, AttributeError, SyntaxError) as broken:
            raise FileError(
                "Excelブックを読めませんでした。Excelで開き、保存し直してから選んでください。"
            ) from broken

    def export_data(self, dataset: Dataset, **_) -> bytes:
        columns = [xlsx.Column(name, 20) for name in dataset.headers]
        return xlsx.write([xlsx.Sheet("台帳", columns, list(dataset))])


class CSV(MasterFormat):
    """Comma separated, in UTF-8 or in the Shift_JIS that Japanese Excel writes."""

    def get_title(self):
        return "csv"

    def get_extension(self):
        return "csv"

    def get_content_type(self):
        return "text/csv"

    def create_dataset(self, data: bytes) -> Dataset:
        """Raises FileError with a sentence."""
        try:
            lines = list(csv.reader(io.StringIO(decoded(data), newline="")))
        except csv.Error as broken:
            raise FileError('CSVとして読めませんでした。引用符（"）の数を確かめてください。') from broken
        return dataset_of([without_apostrophe(cell) for cell in line] for line in lines)

    def export_data(self, dataset: Dataset, **_) -> bytes:
        return paper_csv.write(dataset.headers, dataset, bom=True)


FORMATS = [Workbook, CSV]


def decoded(data: bytes) -> str:
    """The text of a CSV file, whichever of the two usual encodings it has; FileError for another.

    >>> decoded("課".encode("cp932")), decoded("課".encode("utf-8-sig"))
    ('課', '課')
    """
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileError("文字コードがわかりません。「CSV UTF-8（コンマ区切り）」で保存し直してください。")


def as_text(value) -> str:
    """A cell's value as the text a person sees: 2023-04-01 for a day, no ".0" behind a whole number.

    >>> as_text(11002.0), as_text(None), as_text(datetime(2023, 4, 1))
    ('11002', '', '2023-04-01')
    """
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def without_apostrophe(cell: str) -> str:
    """The text without the apostrophe our own export put before a live sign.

    >>> without_apostrophe("'=1+1"), without_apostrophe("'たけのこ")
    ('=1+1', "'たけのこ")
    """
    text = cell.strip()
    bare = text.removeprefix("'")
    return bare.strip() if bare != text and paper_csv.inert(bare) == text else text
