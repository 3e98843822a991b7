"""The printed report of a published year: made once by ``manage.py tick``, kept, made again only when its file is lost."""

import logging

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import Storage

from accounts.audit import Refused, record, verb
from accounts.models import User
from kpi.models import ReviewYear
from kpi.review.report import from_bytes
from kpi.review.years import address_word
from paper.pdf import Pdf, PdfError
from publishing.models import PrintedReview
from publishing.review.pdf import pdf_of

logger = logging.getLogger(__name__)
RETRY_SECONDS = 60 * 60


def print_review(review: ReviewYear, *, actor: User | None = None) -> PrintedReview:
    """The PDF of a published year of review; the same one whoever asks and how often.

    Setting takes seconds and happens before the transaction. Of two makers at once the second gives way to the first.
    A lost file is set again and put where it was. Raises Refused for an open year, PdfError.
    """
    if not review.is_published:
        raise Refused("印刷した報告書として残せるのは、公表した年度だけです。先に公表してください。")
    printed = PrintedReview.objects.filter(review=review).first()
    storage = _storage()
    if printed is not None and storage.exists(printed.file.name):
        return printed
    pdf = pdf_of(from_bytes(bytes(review.content)), created=review.published_at)
    if printed is not None:
        stored = storage.save(printed.file.name, ContentFile(pdf.content))
        if stored != printed.file.name:  # somebody put it back meanwhile
            storage.delete(stored)
        return printed
    name = storage.save(_name(review), ContentFile(pdf.content))
    kept = None
    try:
        kept = keep_review_print(actor=actor, review=review, pdf=pdf, name=name)
    finally:
        if kept is None or kept.file.name != name:
            storage.delete(name)
    return kept


@verb("review.print", "年度評価の印刷")
def keep_review_print(*, actor: User | None, review: ReviewYear, pdf: Pdf, name: str) -> PrintedReview:
    """Keep a print that is stored under ``name``; the one somebody else kept first, where there is one."""
    printed, is_first = PrintedReview.objects.get_or_create(
        review=review,
        defaults={
            "content_hash": review.content_hash,
            "page_count": pdf.page_count,
            "size": len(pdf.content),
            "file": name,
        },
    )
    if is_first:
        record(
            "review.print",
            actor=actor,
            government=review.plan.government,
            subject=review,
            content_hash=review.content_hash,
            pages=pdf.page_count,
        )
    return printed


def print_reviews_due() -> int:
    """Print every published year that has no print yet, the newest first; returns how many.

    A failure is logged and that year left alone for an hour, so that it does not hold up what else is due.
    """
    count = 0
    due = ReviewYear.objects.public().filter(printed=None).select_related("plan__government")
    for review in due.order_by("-published_at", "pk"):
        failed = f"review-print-failed-{review.pk}"
        if cache.get(failed):
            continue
        try:
            print_review(review)
        except (PdfError, ValueError) as error:
            logger.error("review %s not printed: %s", review.pk, error)
            cache.set(failed, True, RETRY_SECONDS)
        else:
            count += 1
    return count


def _storage() -> Storage:
    return PrintedReview._meta.get_field("file").storage


def _name(review: ReviewYear) -> str:
    plan = review.plan
    word = f"{address_word(review)}-{review.revision}"
    return f"printed/{plan.government.slug}-{plan.slug}-review-{word}.pdf"
