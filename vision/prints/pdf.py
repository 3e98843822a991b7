"""A vision as PDF, made in a limited process (``paper.pdf``)."""

import datetime
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from paper.pdf import Pdf, render
from paper.stylesheets import stylesheet
from vision.blocks import Block, Book, Paragraphs, Table
from vision.prints.drawing import PAPER, figure
from vision.prints.markup import paper_table, paragraphs


@dataclass(frozen=True)
class PrintedPart:
    """A part with its pieces as HTML."""

    number: int
    title: str
    pieces: tuple[SafeString, ...]


def pdf_of(book: Book, *, created: datetime.datetime | None = None) -> Pdf:
    """The printed vision. Takes a second or two: never inside a transaction. Raises PdfError."""
    return render(html_of(book), css=[stylesheet("print"), stylesheet("population")], created=created)


def html_of(book: Book) -> str:
    """The page that is printed: no address in it is fetched."""
    parts = [
        PrintedPart(number, part.title, tuple(map(piece, part.blocks)))
        for number, part in enumerate(book.parts, start=1)
    ]
    return render_to_string("vision/prints/report.html", {"book": book, "parts": parts})


def piece(block: Block) -> SafeString:
    """A block as it stands on paper."""
    if isinstance(block, Table):
        return paper_table(block)
    return paragraphs(block) if isinstance(block, Paragraphs) else figure(block, PAPER)
