"""What the worker answers about a PDF, line by line."""

import io

from paper import pdf_reading_worker
from tests.paper.test_pdf_reading import pdf


def test_pages_come_first_and_words_up_to_the_limits(monkeypatch):
    lines = list(pdf_reading_worker.read(io.BytesIO(pdf(3))))
    assert lines == [["pages", 3], ["text", "2023-02-02"], ["text", ""], ["text", ""]]
    monkeypatch.setattr(pdf_reading_worker, "TEXT_PAGES", 1)
    monkeypatch.setattr(pdf_reading_worker, "CHARACTERS", 4)
    assert list(pdf_reading_worker.read(io.BytesIO(pdf(3)))) == [["pages", 3], ["text", "2023"]]


def test_a_password_is_told():
    assert list(pdf_reading_worker.read(io.BytesIO(pdf(password="mihon")))) == [["refused", "locked"]]
