"""A comparison as pages show it: parts with their pieces as HTML, the same for the office and for readers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from vision.blocks import Block, Book, Paragraphs, Table
from vision.comparison.files import KINDS
from vision.prints.drawing import SCREEN, figure
from vision.prints.markup import paragraphs, screen_table


@dataclass(frozen=True)
class PagePart:
    """A part of the page; ``key`` is its anchor."""

    key: str
    title: str
    pieces: tuple[SafeString, ...]


def parts_on_page(book: Book) -> Iterator[PagePart]:
    """The parts in their order."""
    for part in book.parts:
        yield PagePart(part.key, part.title, tuple(map(_piece, part.blocks)))


def page_context(book: Book) -> dict[str, Any]:
    """What ``vision/comparison/_body.html`` shows."""
    return {"book": book, "parts": list(parts_on_page(book)), "file_kinds": KINDS}


def _piece(block: Block) -> SafeString:
    if isinstance(block, Table):
        return screen_table(block)
    return paragraphs(block) if isinstance(block, Paragraphs) else figure(block, SCREEN)
