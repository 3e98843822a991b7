"""A paper of a meeting as a PDF, whatever it is: an edition, a comparison, a report, the ballot, a file, a picture.

What was printed and kept is taken; what is printed now is kept under what it was made of. Nothing here is seen by more
people than the pages of the same papers.
"""

import base64
import datetime
import hashlib
from collections.abc import Callable
from dataclasses import replace

from django.core.cache import caches
from django.core.files.storage import Storage
from django.utils import timezone

from config import VERSION
from deliberation.documents.files import html_of as document_html
from deliberation.documents.files import pdf_of as document_pdf
from deliberation.documents.reading import ballot_of
from deliberation.documents.shapes import Document as MeetingDocument
from deliberation.models import Meeting, Paper
from kpi.review.reading import report_of
from kpi.review.report import to_bytes
from paper.guard import GuardError
from paper.images import prepare
from paper.merging import sheet
from paper.pdf import render
from publishing.comparison.data import to_data
from publishing.comparison.keeping import style_for
from publishing.comparison.pairs import Pair
from publishing.comparison.pdf import pdf_of as comparison_pdf
from publishing.comparison.reading import derived_table, issued_table
from publishing.document import Document, canonical_bytes
from publishing.models import PrintedEdition, PrintedReview
from publishing.printing import draft_pdf
from publishing.review.pdf import pdf_of as review_pdf

Kind = Paper.Kind
PDF, PICTURES = "application/pdf", ("image/png", "image/jpeg")
PICTURE_SHEET = """
@page { size: A4 portrait; margin: 22mm 15mm 18mm }
body { margin: 0 } img { display: block; max-width: 180mm; max-height: 250mm; margin: 0 auto }
"""
NOT_PRINTED = (
    "この資料は、つぎのファイルでお配りします。",
    "まとめたPDFには、このファイルの中身は入っていません。",
)
LOST = "このファイルが見つかりません。事務局にお知らせください。"


def kept(seed: bytes, make: Callable[[], bytes]) -> bytes:
    """What is made of ``seed``, made once and kept."""
    key = f"bundle-part-{hashlib.sha256(VERSION.encode() + seed).hexdigest()}"
    cache = caches["files"]
    content: bytes | None = cache.get(key)
    if content is None:
        content = make()
        cache.set(key, content)
    return content


def pdf_of_paper(paper: Paper, meeting: Meeting) -> bytes:
    """The PDF of a paper, read with what it names. Takes seconds where it must be printed. Raises PdfError."""
    if paper.kind == Kind.EDITION:
        return _edition(paper)
    if paper.kind == Kind.COMPARISON:
        return _comparison(paper, meeting)
    if paper.kind == Kind.REVIEW:
        return _review(paper)
    if paper.kind == Kind.BALLOT:
        return pdf_of_document(ballot_of(meeting, is_numbered=False))
    return _file(paper)


def pdf_of_document(document: MeetingDocument) -> bytes:
    """The PDF of a document of the meeting itself. Raises PdfError."""
    return kept(document_html(document).encode(), lambda: document_pdf(document, created=_day()).content)


def _day() -> datetime.datetime:
    """Equal input gives an equal file for a day, so that what is made of it is found again."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


def _stored(printed: PrintedEdition | PrintedReview | None) -> bytes | None:
    if printed is None:
        return None
    storage: Storage = printed.file.storage
    if not storage.exists(printed.file.name):
        return None
    with printed.file.open() as file:
        content: bytes = file.read()
    return content


def _edition(paper: Paper) -> bytes:
    edition = paper.edition
    if (content := _stored(PrintedEdition.objects.filter(edition=edition).first())) is not None:
        return content
    document = Document.of(edition)
    created = edition.frozen_at or _day()
    return kept(document.canonical, lambda: draft_pdf(document, created=created).content)


def _comparison(paper: Paper, meeting: Meeting) -> bytes:
    old, new = paper.old_edition, paper.edition
    style = Pair(old, new, (old, new), style_for(meeting.plan.government)).style("")
    # The number that stands on it is that of this meeting, which the bundle prints.
    table = replace(issued_table(old, new) or derived_table(old, new), paper_number="")
    seed = repr(style).encode() + canonical_bytes(to_data(table))
    return kept(seed, lambda: comparison_pdf(table, style, created=_day()).content)


def _review(paper: Paper) -> bytes:
    review = paper.review
    if (content := _stored(PrintedReview.objects.filter(review=review).first())) is not None:
        return content
    report = report_of(review, timezone.localdate())
    return kept(to_bytes(report), lambda: review_pdf(report, created=review.published_at or _day()).content)


def _file(paper: Paper) -> bytes:
    try:
        with paper.file.open() as file:
            content = file.read()
    except FileNotFoundError:
        return kept(f"lost{paper.title}".encode(), lambda: sheet(paper.title, [LOST]))
    if paper.media_type == PDF:
        return content
    if paper.media_type in PICTURES:
        return kept(content, lambda: _picture(paper.title, content))
    lines = [NOT_PRINTED[0], f"「{paper.name}」", NOT_PRINTED[1]]
    return kept(repr((paper.title, lines)).encode(), lambda: sheet(paper.title, lines))


def _picture(title: str, content: bytes) -> bytes:
    try:
        picture = prepare(content)
    except GuardError as refused:
        return sheet(title, [str(refused)])
    address = f"data:{picture.type};base64,{base64.b64encode(picture.content).decode()}"
    page = f'<!doctype html><html lang="ja"><head><title>資料</title></head><body><img src="{address}" alt="資料"></body></html>'
    return render(page, css=[PICTURE_SHEET]).content
