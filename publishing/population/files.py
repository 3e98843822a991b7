"""A population vision as a file for readers and for the office, with the headers that keep it inert."""

import datetime

from django.core.cache import caches
from django.http import Http404, HttpResponse

from config import VERSION
from paper.pdf import PdfError
from publishing import files
from publishing.population.prints import printed_or_none
from publishing.population.reading import document_of
from vision.document import VisionDocument
from vision.models import PopulationVision
from vision.prints.files import KINDS, content_of

ENDINGS = frozenset(kind for kind, _, _ in KINDS)


def require_kind(ending: str) -> None:
    """Http404 for a form in which no vision is given away."""
    if ending not in ENDINGS:
        raise Http404("この形式の人口ビジョンはありません。")


def file_name(vision: PopulationVision, kind: str) -> str:
    """ogori-population-2.pdf."""
    return f"{vision.government.slug}-population-{vision.number}.{kind}"


def public_file(vision: PopulationVision, kind: str) -> HttpResponse:
    """The file of a public vision. The PDF is the one that was made; until then 503 with a sentence.

    Other kinds are kept under what is in them; one query where one is not there yet.
    """
    content = printed_or_none(vision) if kind == "pdf" else _made(vision, kind)
    if content is None:
        response = HttpResponse(files.NOT_PRINTED_YET, status=503, content_type="text/plain; charset=utf-8")
        response["Retry-After"] = "60"
        return response
    return files.attachment(content, kind, file_name(vision, kind))


def _made(vision: PopulationVision, kind: str) -> bytes:
    key, kept = f"population-{VERSION}-{vision.content_hash}-{kind}", caches["files"]
    content: bytes | None = kept.get(key)
    if content is None:
        content = content_of(document_of(vision), kind, created=vision.published_at)
        kept.set(key, content)
    return content


def office_file(vision: PopulationVision, kind: str, now: datetime.datetime) -> HttpResponse:
    """The file for the office, made now at any stage; 503 with a sentence where no PDF can be made."""
    created = vision.published_at or vision.frozen_at or now
    try:
        content = content_of(VisionDocument.of(vision), kind, created=created)
    except PdfError as error:
        return HttpResponse(str(error), status=503, content_type="text/plain; charset=utf-8")
    return files.attachment(content, kind, file_name(vision, kind))
