"""The door of papers: decided by the bytes, refused with a sentence that says what to do."""

import io
import zipfile

import pytest
from docx import Document
from openpyxl import Workbook
from PIL import Image
from pypdf import PdfWriter

from paper.guard import GuardError
from paper.papers import EXCEL, PAPER_BYTES, PDF, WORD, check_paper


def saved(thing, *how) -> bytes:
    stream = io.BytesIO()
    thing.save(stream, *how)
    return stream.getvalue()


def pdf() -> bytes:
    writer, stream = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(stream)
    return stream.getvalue()


def package(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, "<a/>")
    return stream.getvalue()


def test_what_comes_in_is_named_by_its_bytes():
    made = {
        PDF: pdf(),
        WORD: saved(Document()),
        EXCEL: saved(Workbook()),
        "image/png": saved(Image.new("RGB", (4, 4)), "PNG"),
        "image/jpeg": saved(Image.new("RGB", (4, 4)), "JPEG"),
    }
    found = {kind: check_paper(data, name="資料.html") for kind, data in made.items()}
    assert {kind: (file.type, file.suffix) for kind, file in found.items()} == {
        PDF: (PDF, "pdf"),
        WORD: (WORD, "docx"),
        EXCEL: (EXCEL, "xlsx"),
        "image/png": ("image/png", "png"),
        "image/jpeg": ("image/jpeg", "jpg"),
    }


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"<!DOCTYPE html><script>alert(1)</script>%PDF-1.7 %%EOF", "は登録できない形式です"),
        (b"", "は登録できない形式です"),
        (b"%PDF-1.7 cut off", "は途中で切れています"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "は古い形式か、パスワードの付いたファイルです"),
        (package("ppt/presentation.xml"), "はPowerPointです。PDFとして保存したもの"),
        (package("evil.exe"), "は登録できない形式です"),
        (package("word/document.xml"), "はWord文書（.docx）ではありません"),
        (b"GIF89a", "は登録できない形式です"),
    ],
)
def test_what_is_no_paper_is_refused_with_its_name(data, says):
    with pytest.raises(
        GuardError, match="^「資料4.pdf」" + says.replace("（", "（").replace(".docx", r"\.docx")
    ):
        check_paper(data, name="資料4.pdf")


def test_thirty_megabytes_are_refused_before_anything_is_read():
    with pytest.raises(GuardError) as refused:
        check_paper(b"%PDF-" + bytes(30 * 1024 * 1024), name="資料4.pdf")
    assert str(refused.value) == (
        "「資料4.pdf」は大きすぎます（30MB。25MBまで）。図を小さくするか、資料を分けて、もう一度選んでください。"
    )
    assert check_paper(pdf() + bytes(10)).type == PDF
    assert PAPER_BYTES < 30 * 1024 * 1024
