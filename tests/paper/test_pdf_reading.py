"""Pages and words of somebody's PDF, read in a process under limits."""

import io

import pytest
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from paper import limited
from paper.guard import GuardError
from paper.pdf_reading import PdfWords, read_pdf

LINE = b"BT /F1 12 Tf 20 100 Td (2023-02-02) Tj ET"


def pdf(pages: int = 2, password: str = "") -> bytes:
    """Pages with a line of words on the first."""
    writer, stream = PdfWriter(), io.BytesIO()
    first = writer.add_blank_page(200, 200)
    words = StreamObject()
    words.set_data(LINE)
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    named = DictionaryObject({NameObject(key): NameObject(value) for key, value in font.items()})
    fonts = DictionaryObject({NameObject("/F1"): named})
    first[NameObject("/Contents")] = writer._add_object(words)
    first[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    for _ in range(pages - 1):
        writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password)
    writer.write(stream)
    return stream.getvalue()


def test_pages_are_counted_and_words_read():
    assert read_pdf(pdf()) == PdfWords(2, "2023-02-02\n")


def test_a_locked_or_broken_pdf_is_refused_with_its_name():
    with pytest.raises(GuardError, match=r"^「a\.pdf」にはパスワードが付いています"):
        read_pdf(pdf(password="mihon"), name="a.pdf")
    with pytest.raises(GuardError, match=r"^「a\.pdf」は壊れているため"):
        read_pdf(b"%PDF-1.4 nothing %%EOF", name="a.pdf")


def test_a_pdf_that_takes_too_long_costs_its_words_only(monkeypatch):
    def stopping(worker, data, **options):
        yield ["pages", 900]
        raise limited.Stopped("time")

    monkeypatch.setattr("paper.pdf_reading.ask", stopping)
    assert read_pdf(b"%PDF-") == PdfWords(900, "")
