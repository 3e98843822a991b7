"""A report as a file: PDF, Word, Excel, CSV, JSON; each with the headers that keep it inert."""

import datetime

from django.core.cache import caches
from django.http import FileResponse, Http404, HttpResponse

from config import VERSION
from kpi.models import ReviewYear
from kpi.review.report import Report, to_bytes
from kpi.review.years import address_word
from paper.pdf import PdfError
from publishing import files
from publishing.review.excel import csv_of, xlsx_of
from publishing.review.pdf import pdf_of
from publishing.review.reading import reports_of
from publishing.review.word import docx_of

KINDS = (
    ("pdf", "報告書（PDF、読み上げ対応）", "PDF"),
    ("docx", "報告書（Word）", "Word"),
    ("xlsx", "報告書のすべての表（Excel）", "Excel"),
    ("csv", "KPIの検証の表（CSV）", "CSV"),
    ("json", "評価のデータ（JSON）", "JSON"),
)
_ENDINGS = {kind for kind, _, _ in KINDS}


def require_kind(ending: str) -> None:
    """Http404 for a form in which no report is given away."""
    if ending not in _ENDINGS:
        raise Http404("この形式の報告書はありません。")


def report_file(report: Report, kind: str, *, created: datetime.datetime, code: str) -> bytes:
    """The bytes of a file of this kind; equal reports give equal bytes. PdfError where no PDF can be made.

    ``created`` stands in the file as its date and needs a time zone; ``code`` is the government's, six digits.
    """
    if kind == "pdf":
        return pdf_of(report, created=created).content
    if kind == "docx":
        return docx_of(report, created=created)
    if kind == "xlsx":
        return xlsx_of(report, created=created)
    return csv_of(report, code=code) if kind == "csv" else to_bytes(report)


def file_name(review: ReviewYear, kind: str) -> str:
    """toyonaka-digital-strategy-2024.pdf; a correction carries its number."""
    plan = review.plan
    name = f"{plan.government.slug}-{plan.slug}-{address_word(review)}"
    return f"{name}.{kind}" if review.revision == 1 else f"{name}-{review.revision}.{kind}"


def office_file(review: ReviewYear, report: Report, kind: str, now: datetime.datetime) -> HttpResponse:
    """The file for the office, made now; 503 with a sentence where no PDF can be made."""
    code = review.plan.government.code
    try:
        content = report_file(report, kind, created=review.published_at or now, code=code)
    except PdfError as error:
        return HttpResponse(str(error), status=503, content_type="text/plain; charset=utf-8")
    return files.attachment(content, kind, file_name(review, kind))


def public_file(review: ReviewYear, kind: str) -> HttpResponse:
    """The file of a published year. The PDF is the one that was printed; until then 503 with a sentence.

    ``review`` carries its print. Other kinds are kept under what is in them; one query where one is not there yet.
    """
    if kind == "pdf":
        return _printed(review)
    key, kept = f"review-{VERSION}-{review.content_hash}-{kind}", caches["files"]
    content = kept.get(key)
    if content is None:
        report = reports_of([review])[review.pk]
        code = review.plan.government.code
        content = report_file(report, kind, created=review.published_at, code=code)
        kept.set(key, content)
    return files.attachment(content, kind, file_name(review, kind))


def _printed(review: ReviewYear) -> HttpResponse:
    printed = getattr(review, "printed", None)
    if printed is None or not printed.file.storage.exists(printed.file.name):
        response = HttpResponse(files.NOT_PRINTED_YET, status=503, content_type="text/plain; charset=utf-8")
        response["Retry-After"] = "60"
        return response
    name = file_name(review, "pdf")
    return files.inert(
        FileResponse(printed.file.open(), as_attachment=False, filename=name, content_type=files.TYPES["pdf"])
    )
