"""The PDF of a public vision: made once by ``manage.py tick``, kept under its hash, made again only when it is lost.

It is never made while a reader waits. The bytes follow from the frozen vision alone, so there is nothing to record.
"""

import logging

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import Http404

from paper.pdf import PdfError
from publishing.population.reading import document_of, public_visions
from vision.models import PopulationVision
from vision.prints.files import content_of

logger = logging.getLogger(__name__)
RETRY_SECONDS = 60 * 60


def place_of(vision: PopulationVision) -> str:
    """Where the PDF of this vision is kept."""
    return f"printed/population-{vision.content_hash}.pdf"


def is_printed(vision: PopulationVision) -> bool:
    """Whether the PDF was made."""
    return default_storage.exists(place_of(vision))


def printed_or_none(vision: PopulationVision) -> bytes | None:
    """The PDF of a public vision, None until it was made."""
    if not is_printed(vision):
        return None
    with default_storage.open(place_of(vision)) as file:
        content: bytes = file.read()
    return content


def print_visions_due() -> int:
    """Make the PDF of every public vision that has none; returns how many. A failure is logged and waits an hour."""
    made = 0
    for vision in public_visions():
        failed = f"population-print-failed-{vision.pk}"
        if is_printed(vision) or cache.get(failed):
            continue
        try:
            content = content_of(document_of(vision), "pdf", created=vision.published_at)
        except Http404:  # withdrawn since the list was read
            continue
        except (PdfError, ValueError) as error:
            logger.error("population vision %s not printed: %s", vision.pk, error)
            cache.set(failed, True, RETRY_SECONDS)
            continue
        name = default_storage.save(place_of(vision), ContentFile(content))
        if name != place_of(vision):  # somebody else made it meanwhile
            default_storage.delete(name)
        made += 1
    return made
