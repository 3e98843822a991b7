"""A vision as a file of one form: PDF, Word, Excel, CSV, JSON."""

import datetime
import json
from typing import Any

from paper.pdf import PdfError
from vision.document import VisionDocument, canonical_bytes
from vision.prints.csv import csv_of
from vision.prints.excel import xlsx_of
from vision.prints.pdf import pdf_of
from vision.prints.word import docx_of
from vision.report import report_of

__all__ = ["KINDS", "PdfError", "content_of", "file_name", "shown_data"]

KINDS = (
    ("pdf", "人口ビジョン（PDF、読み上げ対応）", "PDF"),
    ("docx", "人口ビジョン（Word）", "Word"),
    ("xlsx", "人口ビジョンのすべての表（Excel）", "Excel"),
    ("csv", "ケース・年・年齢ごとの人口（CSV）", "CSV"),
    ("json", "人口ビジョンのデータ（JSON）", "JSON"),
)


def content_of(document: VisionDocument, kind: str, *, created: datetime.datetime) -> bytes:
    """The bytes of a file of this kind (``KINDS``); equal visions give equal bytes. PdfError where no PDF can be made.

    ``created`` stands in the file as its date and needs a time zone.
    """
    if kind == "csv":
        return csv_of(document)
    if kind == "json":
        return canonical_bytes(shown_data(document))
    if kind == "xlsx":
        return xlsx_of(report_of(document.data, most_areas=None), created=created)
    book = report_of(document.data)
    return pdf_of(book, created=created).content if kind == "pdf" else docx_of(book, created=created)


def shown_data(document: VisionDocument) -> dict[str, Any]:
    """What the document says without the courses that are not made public, and the hash of the whole."""
    data: dict[str, Any] = json.loads(document.canonical)
    shown = {one.lineage for one in document.shown}
    data["scenarios"] = [row for row in data["scenarios"] if row["lineage"] in shown]
    return data | {"content_hash": document.content_hash}


def file_name(document: VisionDocument, kind: str) -> str:
    """ogori-population-2.pdf."""
    data = document.data
    return f"{data['government']['slug']}-population-{data['vision']['number']}.{kind}"
