"""人口ビジョンの変更点 for readers: a public vision beside the public one before it. Reading."""

from dataclasses import dataclass

from django.core.cache import caches
from django.http import Http404, HttpResponse

from config import VERSION
from paper.pdf import PdfError
from publishing import files
from publishing.population.reading import VisionShelf, vision_shelf_or_404
from vision.comparison.files import TYPES, content_of
from vision.comparison.reading import VisionPair

BEING_MADE = "PDFをつくっています。少し待ってから、もう一度開いてください。"
LONGEST_MAKING = 150  # seconds after which another request may try


@dataclass(frozen=True)
class Changes:
    """Both visions and the shelf they stand on."""

    shelf: VisionShelf
    pair: VisionPair

    def etag(self, form: str) -> str:
        """Changes with either vision, with any that is published or withdrawn, with the form and with our own version."""
        return self.shelf.etag(self.pair.new, "changes", form)


def changes_or_404(government: str, number: int) -> Changes:
    """A public vision and the public one before it, without their contents; Http404 where one of the two is not there.

    One query; their contents are read, one query each, when the comparison is asked for.
    """
    shelf = vision_shelf_or_404(government)
    new = shelf.public_numbered(number)
    old = shelf.before(new)
    if old is None:
        raise Http404("公表されている前の版がないため、比べられません。")
    return Changes(shelf, VisionPair(old, new))


def kept_file(changes: Changes, kind: str) -> HttpResponse:
    """The file, kept under what is in it: its PDF takes seconds, and one request at a time makes it.

    Http404 for another form, 503 with a sentence while no PDF is there.
    """
    if kind not in TYPES:
        raise Http404("PDF、Word（docx）、Excel（xlsx）で受け取れます。")
    pair, kept = changes.pair, caches["files"]
    key = f"population-changes-{VERSION}-{pair.old.content_hash}-{pair.new.content_hash}-{kind}"
    content: bytes | None = kept.get(key)
    if content is None:
        if not kept.add(f"{key}-begun", True, LONGEST_MAKING):
            return _later(BEING_MADE)
        try:
            content = content_of(pair.book, kind, created=pair.new.published_at)
            kept.set(key, content)
        except PdfError as error:
            return _later(str(error))
        finally:
            kept.delete(f"{key}-begun")
    return files.attachment(content, kind, f"{pair.file_stem}.{kind}")


def _later(sentence: str) -> HttpResponse:
    response = HttpResponse(sentence, status=503, content_type="text/plain; charset=utf-8")
    response["Retry-After"] = "60"
    return response
