"""The printed form of a frozen edition: made once, kept, and made again only when its file is lost."""

import logging

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db.models import F

from accounts.audit import Refused, record, verb
from accounts.models import User
from paper.pdf import Pdf, PdfError
from publishing.document import Document
from publishing.models import PrintedEdition
from publishing.printing import draft_pdf, printed_pages
from strategy.models import Edition
from strategy.sanitise import SanitiseError

logger = logging.getLogger(__name__)
RETRY_SECONDS = 60 * 60


def print_edition(edition: Edition, *, actor: User | None = None) -> PrintedEdition:
    """The PDF of a frozen edition with the page of each item; the same one whoever asks and how often.

    Setting takes seconds and happens before the transaction. Of two makers at once the second gives way to the
    first. A lost file is set again and put where it was. Raises Refused for a working edition, PdfError.
    """
    if not edition.is_frozen:
        raise Refused("印刷した版として残せるのは凍結した版だけです。先に凍結してください。")
    printed = PrintedEdition.objects.filter(edition=edition).first()
    storage = _storage()
    if printed is not None and storage.exists(printed.file.name):
        return printed
    document = Document.of(edition)
    pdf = draft_pdf(document, created=edition.frozen_at)
    if printed is not None:
        _put_back(storage, printed.file.name, pdf)
        return printed
    name = storage.save(_name(document), ContentFile(pdf.content))
    kept = None
    try:
        kept = keep_print(actor=actor, edition=edition, document=document, pdf=pdf, name=name)
    finally:
        if kept is None or kept.file.name != name:
            storage.delete(name)
    return kept


@verb("edition.print", "版の印刷")
def keep_print(
    *, actor: User | None, edition: Edition, document: Document, pdf: Pdf, name: str
) -> PrintedEdition:
    """Keep a print that is stored under ``name``; the one somebody else kept first, where there is one."""
    printed, is_first = PrintedEdition.objects.get_or_create(
        edition=edition,
        defaults={
            "content_hash": edition.content_hash,
            "page_count": pdf.page_count,
            "size": len(pdf.content),
            "pages": printed_pages(pdf, document),
            "file": name,
        },
    )
    if is_first:
        record(
            "edition.print",
            actor=actor,
            government=edition.plan.government,
            subject=edition,
            content_hash=edition.content_hash,
            pages=pdf.page_count,
        )
    return printed


def print_due() -> int:
    """Print every frozen edition that has no print yet, public ones first; returns how many.

    The office needs the PDF of a frozen 案 before it is published: the committee reads it, and its pages stand in the
    新旧対照表. A failure is logged and that edition left alone for an hour, so that it does not hold up what else is due.
    """
    count = 0
    due = Edition.objects.filter(frozen_at__isnull=False, printed=None)
    for edition in due.order_by(F("published_at").desc(nulls_last=True), "pk"):
        failed = f"print-failed-{edition.pk}"
        if cache.get(failed):
            continue
        try:
            print_edition(edition)
        except (PdfError, SanitiseError) as error:
            logger.error("edition %s not printed: %s", edition.pk, error)
            cache.set(failed, True, RETRY_SECONDS)
        else:
            count += 1
    return count


def _storage() -> Storage:
    return PrintedEdition._meta.get_field("file").storage


def _name(document: Document) -> str:
    government, plan, edition = document.government, document.plan, document.edition
    return f"printed/{government['slug']}-{plan['slug']}-{edition['number']}.pdf"


def _put_back(storage: Storage, name: str, pdf: Pdf) -> None:
    stored = storage.save(name, ContentFile(pdf.content))
    if stored != name:  # somebody put it back meanwhile
        storage.delete(stored)
