"""A document as PDF: arranged as a book, written as HTML, set by WeasyPrint behind closed doors (`paper.pdf`)."""

import datetime

from django.template.loader import render_to_string

from paper.pdf import Pdf, render
from paper.stylesheets import numbering, stylesheet
from publishing.book.arranging import arrange
from publishing.book.blocks import Book
from publishing.document import Document

# The first page of the body carries the page number, whatever it is. Where it is a divider it has no head.
DIVIDER_FIRST = """
.opener.body-start { page: body-start }
@page body-start { @top-left { content: none; border: 0 } @top-right { content: none; border: 0 }
  @right-top { content: none } }
"""


def draft_pdf(document: Document, *, created: datetime.datetime | None = None) -> Pdf:
    """The PDF of a document, stored nowhere. Takes seconds: never inside a transaction.

    `created` stands in the file's own description. Raises PdfError, and SanitiseError for an unprintable body.
    """
    book = arrange(document)
    return render(html_of(book), css=sheets(book), body_first_page=book.first_page, created=created)


def html_of(book: Book) -> str:
    """The page that is printed: no address in it leads anywhere but into itself."""
    return render_to_string("publishing/print/plan.html", {"book": book})


def sheets(book: Book) -> list[str]:
    """The style sheets of a plan, with what this edition decides."""
    return [
        stylesheet("print"),
        stylesheet("plan"),
        numbering(book.prefix),
        DIVIDER_FIRST if book.begins_with_opener else "",
    ]


def printed_pages(pdf: Pdf, document: Document) -> dict[str, str]:
    """{lineage: page as printed} of every item: 「33」, or 「Ⅳ－82」 where the plan is a chapter of a book."""
    prefix = document.edition["page_prefix"]
    return {
        entry.lineage: f"{prefix}{pdf.printed[entry.anchor]}"
        for entry in document.walk()
        if entry.anchor in pdf.printed
    }
