"""What is read of a paper when it comes in."""

import io

from docx import Document

from deliberation.paper_words import receive
from paper.reading import ReadError
from tests.deliberation.test_papers import docx, pdf


def test_pages_of_a_pdf_and_words_of_a_document():
    assert (receive(pdf(2), name="a.pdf").pages, receive(pdf(2), name="a.pdf").text.strip()) == (2, "")
    document, stream = Document(), io.BytesIO()
    document.add_paragraph("開催通知")
    document.add_table(1, 2).cell(0, 1).text = "2月2日"
    document.save(stream)
    received = receive(stream.getvalue(), name="通知.docx")
    assert (received.pages, received.text.split()) == (None, ["開催通知", "2月2日"])


def test_a_document_whose_words_cannot_be_read_is_taken_without_them(monkeypatch):
    def broken(*_, **__):
        raise ReadError("読めません")

    monkeypatch.setattr("deliberation.paper_words.read_word", broken)
    assert receive(docx("あ"), name="通知.docx").text == ""
