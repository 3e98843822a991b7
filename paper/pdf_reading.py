"""Somebody's PDF: how many pages it has and what stands on them, read under limits like a workbook."""

from dataclasses import dataclass

from paper.characters import legal
from paper.guard import GuardError
from paper.limited import Stopped, ask

SENTENCES = {
    "locked": "{called}にはパスワードが付いています。パスワードのないPDFにして、もう一度選んでください。",
    "broken": "{called}は壊れているため、読み込めません。PDFを作り直して、もう一度選んでください。",
    "size": "{called}は中身が大きすぎるため、読み込めません。図を小さくするか、資料を分けてください。",
}


@dataclass(frozen=True)
class PdfWords:
    """``pages`` are all pages, ``text`` the words of the first ones (`paper.pdf_reading_worker.TEXT_PAGES`)."""

    pages: int
    text: str


def read_pdf(data: bytes, *, name: str = "") -> PdfWords:
    """Pages and words. GuardError for a PDF whose pages cannot be counted; words that cannot be read are left out."""
    pages, words = 0, []
    reason = "broken"
    try:
        for line in ask("pdf_reading_worker", data, libraries=True):
            if line[0] == "pages":
                pages = line[1]
            elif line[0] == "text":
                words.append(line[1])
            else:
                reason = line[1]
    except Stopped:
        reason = "size"
    if not pages:
        raise GuardError(SENTENCES[reason].format(called=f"「{name}」" if name else "このファイル"))
    return PdfWords(pages, legal("\n".join(words)))
