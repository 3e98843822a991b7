"""Papers of meetings as they come in: PDF, Word, Excel or a picture, decided by the bytes and never by the name."""

import hashlib
from dataclasses import dataclass

from paper.guard import MB, GuardError, check_image, check_word, check_workbook

PAPER_BYTES = 25 * MB
PDF, WORD, EXCEL = (
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)
SUFFIXES = {PDF: "pdf", WORD: "docx", EXCEL: "xlsx", "image/png": "png", "image/jpeg": "jpg"}
KINDS = {PDF: "PDF", WORD: "Word", EXCEL: "Excel", "image/png": "画像", "image/jpeg": "画像"}
_WHICH = "登録できるのは、PDF、Word（.docx）、Excel（.xlsx）、画像（PNG・JPEG）です。"
_TAIL = 2048  # bytes at whose end a PDF says that it ends
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class PaperFile:
    """A file that was let in: its bytes, media type, ending and SHA-256."""

    content: bytes
    type: str
    suffix: str
    sha256: str


def check_size(size: int, *, name: str = "") -> None:
    """Raise GuardError for a file that is too large, before it is read; ``size`` in bytes."""
    if size > PAPER_BYTES:
        called = f"「{name}」" if name else "このファイル"
        raise GuardError(
            f"{called}は大きすぎます（{size / MB:.0f}MB。{PAPER_BYTES // MB}MBまで）。"
            "図を小さくするか、資料を分けて、もう一度選んでください。"
        )


def check_paper(data: bytes, *, name: str = "") -> PaperFile:
    """The file with its type as its bytes say; GuardError, whose sentence says what to do, for any other.

    ``name`` is what the person called the file; it appears in the sentence and decides nothing.
    """
    check_size(len(data), name=name)
    kind = _kind_of(data, f"「{name}」" if name else "このファイル", name)
    return PaperFile(data, kind, SUFFIXES[kind], hashlib.sha256(data).hexdigest())


def _kind_of(data: bytes, called: str, name: str) -> str:
    if data.startswith(b"%PDF-"):
        if b"%%EOF" not in data[-_TAIL:]:
            raise GuardError(f"{called}は途中で切れています。PDFを作り直して、もう一度選んでください。")
        return PDF
    if data.startswith(b"PK\x03\x04"):
        return _package(data, called, name)
    if data.startswith(_OLE):
        raise GuardError(
            f"{called}は古い形式か、パスワードの付いたファイルです。PDFにするか、.docx・.xlsxで保存し直してください。"
        )
    if data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        return check_image(data).type
    raise GuardError(f"{called}は登録できない形式です。{_WHICH}ほかの形式は、PDFにしてから選んでください。")


def _package(data: bytes, called: str, name: str) -> str:
    """Which Office file it is, by the names of its parts, which stand in clear."""
    if b"ppt/presentation" in data:
        raise GuardError(f"{called}はPowerPointです。PDFとして保存したものを選んでください。")
    if b"word/" in data:
        check_word(data, name=name)
        return WORD
    if b"xl/" in data:
        check_workbook(data, name=name)
        return EXCEL
    raise GuardError(f"{called}は登録できない形式です。{_WHICH}")
