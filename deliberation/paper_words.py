"""A file that comes in as a paper: let in by its bytes, its pages counted, its words read where that is cheap. Reading."""

from dataclasses import dataclass

from paper.flow import Paragraph
from paper.papers import PDF, WORD, PaperFile, check_paper
from paper.pdf_reading import read_pdf
from paper.reading import ReadError
from paper.word_reading import read_word

LONGEST_NAME = 200


@dataclass(frozen=True)
class Received:
    """A file that was let in. ``pages`` of a PDF, else None; ``text`` of PDF and Word, else empty."""

    file: PaperFile
    name: str
    pages: int | None = None
    text: str = ""


def receive(data: bytes, *, name: str = "") -> Received:
    """Let a file in; raises ``paper.guard.GuardError`` with a sentence for one that is not.

    Every minute in it is bounded: foreign formats are read in a process under limits. A Word document whose words cannot
    be read is taken without them.
    """
    file = check_paper(data, name=name)
    pages, text = words_of(file, name=name)
    return Received(file, name[-LONGEST_NAME:], pages, text)


def words_of(file: PaperFile, *, name: str = "") -> tuple[int | None, str]:
    """Pages and words of a file that was let in before."""
    if file.type == PDF:
        read = read_pdf(file.content, name=name)
        return read.pages, read.text
    if file.type == WORD:
        try:
            flow, _ = read_word(file.content, name=name)
        except ReadError:
            return None, ""
        return None, "\n".join(_text_of(part) for part in flow)
    return None, ""


def _text_of(part: object) -> str:
    if isinstance(part, Paragraph):
        return part.text
    return "\n".join(cell.text for row in part.rows for cell in row)  # type: ignore[attr-defined]
