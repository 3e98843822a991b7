"""A comparison of two visions as a file of one form: PDF, Word, Excel."""

import datetime
from collections.abc import Callable

from vision.blocks import Book
from vision.prints.excel import xlsx_of
from vision.prints.pdf import pdf_of
from vision.prints.word import docx_of

PDF = "pdf"
KINDS = (
    (PDF, "変更点（PDF、読み上げ対応）", "PDF"),
    ("docx", "変更点（Word）", "Word"),
    ("xlsx", "変更点の表（Excel）", "Excel"),
)
TYPES = {
    PDF: "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def content_of(book: Book, kind: str, *, created: datetime.datetime) -> bytes:
    """The bytes of a file of this kind (``KINDS``); equal comparisons give equal bytes. PdfError where no PDF can be made.

    ``created`` stands in the file as its date and needs a time zone.
    """
    return _MAKERS[kind](book, created)


def _pdf(book: Book, created: datetime.datetime) -> bytes:
    return pdf_of(book, created=created).content


_MAKERS: dict[str, Callable[[Book, datetime.datetime], bytes]] = {
    PDF: _pdf,
    "docx": lambda book, created: docx_of(book, created=created),
    "xlsx": lambda book, created: xlsx_of(book, created=created),
}
