"""The PDF of a published result: made once by ``manage.py tick``, kept under its hash, made again only when it is lost.

It is never made while a reader waits. The bytes follow from the published result alone, so there is nothing to record.
"""

import logging

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from deliberation.comment_files import content_of
from deliberation.comment_outcome import result_of
from deliberation.comment_reading import calls
from deliberation.models import PublicComment
from paper.pdf import PdfError

logger = logging.getLogger(__name__)
RETRY_SECONDS = 60 * 60


def place_of(comment: PublicComment) -> str:
    """Where the PDF of this result is kept."""
    return f"printed/comments-{comment.result_hash}.pdf"


def printed_or_none(comment: PublicComment) -> bytes | None:
    """The PDF of a published result, None until it was made."""
    name = place_of(comment)
    if not default_storage.exists(name):
        return None
    with default_storage.open(name) as file:
        return file.read()


def print_comments_due() -> int:
    """Make the PDF of every published result that has none; returns how many. A failure waits an hour."""
    made = 0
    for comment in calls().exclude(result_published_at=None).order_by("-result_published_at"):
        failed = f"comment-print-failed-{comment.pk}"
        if default_storage.exists(place_of(comment)) or cache.get(failed):
            continue
        try:
            content = content_of(result_of(comment), "pdf", created=comment.result_published_at)
        except (PdfError, ValueError) as error:
            logger.error("result of public comment %s not printed: %s", comment.pk, error)
            cache.set(failed, True, RETRY_SECONDS)
            continue
        name = default_storage.save(place_of(comment), ContentFile(content))
        if name != place_of(comment):  # somebody else made it meanwhile
            default_storage.delete(name)
        made += 1
    return made
