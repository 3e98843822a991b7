"""What the page of a population vision shows: its arrangement with pictures and tables ready as HTML."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString

from publishing.population.reading import VisionShelf, document_of
from strategy.models import Edition
from vision.blocks import Block, Book, Paragraphs, Table
from vision.document import VisionDocument
from vision.models import PopulationVision
from vision.prints.drawing import SCREEN, figure
from vision.prints.files import KINDS
from vision.prints.markup import paragraphs, screen_table
from vision.report import report_of


@dataclass(frozen=True)
class ShownPart:
    """A part of the page: its anchor, its heading, its pieces as HTML."""

    key: str
    title: str
    pieces: tuple[SafeString, ...]


class VisionPage:
    """A vision as a page shows it."""

    def __init__(self, document: VisionDocument):
        self.document = document

    @cached_property
    def book(self) -> Book:
        return report_of(self.document.data)

    @cached_property
    def parts(self) -> tuple[ShownPart, ...]:
        return tuple(
            ShownPart(part.key, part.title, tuple(map(shown, part.blocks))) for part in self.book.parts
        )


def shown(block: Block) -> SafeString:
    """A block as a page shows it: pictures for wide and for narrow screens."""
    if isinstance(block, Table):
        return screen_table(block)
    return paragraphs(block) if isinstance(block, Paragraphs) else figure(block, SCREEN)


def public_context(
    shelf: VisionShelf, vision: PopulationVision, editions: tuple[Edition, ...], *, has_pdf: bool
) -> dict[str, Any]:
    """The page of a public vision. One query: the stored document."""
    return {
        "page": VisionPage(document_of(vision)),
        "vision": vision,
        "government": shelf.government,
        "shelf": shelf,
        "former": shelf.before(vision),
        "newest": shelf.newest,
        "editions": editions,
        "file_kinds": KINDS,
        "has_pdf": has_pdf,
    }


def office_context(vision: PopulationVision) -> dict[str, Any]:
    """The same page for the office, at any stage: from the rows as they stand where it is not frozen."""
    return {
        "page": VisionPage(VisionDocument.of(vision)),
        "vision": vision,
        "government": vision.government,
        "file_kinds": KINDS,
        "has_pdf": True,
        "is_preview": True,
    }
