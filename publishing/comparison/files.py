"""A 新旧対照表 as a file: PDF, Word, Excel, JSON."""

import base64
import datetime
import hashlib
from collections.abc import Callable

from django.core.cache import caches
from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe

from config import VERSION
from paper.pdf import PdfError
from paper.stylesheets import stylesheet
from publishing import files
from publishing.comparison.data import to_data
from publishing.comparison.page import SideName, annex_of, sheet_of
from publishing.comparison.pdf import pdf_of
from publishing.comparison.sheet import xlsx_of
from publishing.comparison.styles import Style
from publishing.comparison.table import Picture, Table
from publishing.comparison.word import docx_of
from publishing.comparison.wording import class_rows, legend, level_words, paper_number
from publishing.document import canonical_bytes

KINDS = ("pdf", "docx", "xlsx", "json")
BEING_MADE = "PDFをつくっています。少し待ってから、もう一度開いてください。"
LONGEST_MAKING = 150  # seconds after which another request may try


def comparison_file(
    table: Table, kind: str, style: Style, *, created: datetime.datetime | None = None
) -> bytes:
    """The bytes of a file of this kind; equal tables give equal bytes. PdfError where no PDF can be made."""
    created = created or _moment(table)
    if kind == "pdf":
        return pdf_of(table, style, created=created).content
    if kind == "docx":
        return docx_of(table, style, created=created)
    return xlsx_of(table, style) if kind == "xlsx" else canonical_bytes(to_data(table))


def _moment(table: Table) -> datetime.datetime:
    """What stands in the file as its date: the 確定, else the day of the newer edition, else now."""
    if table.issue:
        return table.issue.at
    if table.new.day:
        day = datetime.date.fromisoformat(table.new.day)
        return datetime.datetime.combine(day, datetime.time(), timezone.get_current_timezone())
    return timezone.now()


def file_name(table: Table, kind: str) -> str:
    """toyonaka-digital-strategy-1-2.pdf: from the first edition to the second."""
    return f"{table.government_slug}-{table.plan_slug}-{table.old.number}-{table.new.number}.{kind}"


def download(table: Table, kind: str, style: Style) -> HttpResponse:
    """The file, made now; 503 with a sentence where no PDF can be made."""
    return _answer(table, kind, lambda: comparison_file(table, kind, style))


def kept_file(table: Table, kind: str, style: Style) -> HttpResponse:
    """The file for readers. The PDF, which takes seconds, is kept under what is in it; one request at a time makes it."""
    if kind != "pdf":
        return download(table, kind, style)
    seed = repr((VERSION, style)).encode() + canonical_bytes(to_data(table))
    key, kept = f"comparison-{hashlib.sha256(seed).hexdigest()}", caches["files"]
    if (content := kept.get(key)) is not None:
        return _answer(table, kind, lambda: content)
    if not kept.add(f"{key}-begun", True, LONGEST_MAKING):
        return _later(BEING_MADE)
    try:
        content = comparison_file(table, kind, style)
        kept.set(key, content)
    except PdfError as error:
        return _later(str(error))
    finally:
        kept.delete(f"{key}-begun")
    return _answer(table, kind, lambda: content)


def _answer(table: Table, kind: str, make: Callable[[], bytes]) -> HttpResponse:
    try:
        return files.attachment(make(), kind, file_name(table, kind))
    except PdfError as error:
        return _later(str(error))


def _later(sentence: str) -> HttpResponse:
    response = HttpResponse(sentence, status=503, content_type="text/plain; charset=utf-8")
    response["Retry-After"] = "60"
    return response


def page_file(table: Table, style: Style) -> bytes:
    """The table as one page that needs nothing else: its look and its images are in it, and no script."""

    def address(side: SideName, picture: Picture) -> str:
        try:
            with default_storage.open(picture.file) as file:
                data = base64.b64encode(file.read()).decode()
        except FileNotFoundError:
            return ""
        return f"data:{picture.media_type};base64,{data}"

    context = {
        "table": table,
        "sheet": sheet_of(table, style, address),
        "annex": annex_of(table, style),
        "levels": [level_words(count) for count in table.levels],
        "kinds": [(kind, count, class_rows(table, kind)) for kind, count in table.kind_counts.items()],
        "legend": legend(table, style),
        "number": paper_number(table),
        "look": mark_safe(f"<style>{stylesheet('comparison-page')}</style>"),
    }
    return render_to_string("publishing/comparison/file.html", context).encode()
