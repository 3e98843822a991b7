"""The process that reads somebody's PDF for `paper.pdf_reading`: how many pages it has, and its words."""

import json
import sys
from collections.abc import Iterator
from typing import IO, Any

from pypdf import PdfReader

TEXT_PAGES = 60  # of which the words are read
CHARACTERS = 200_000


def main() -> None:
    """Answer about the PDF on standard input."""
    out = sys.stdout
    try:
        for line in read(sys.stdin.buffer):
            out.write(json.dumps(line, ensure_ascii=True) + "\n")
            out.flush()
    except MemoryError:
        out.write('["refused", "size"]\n')
    except Exception:  # whatever a library falls over in somebody's file: it is broken
        out.write('["refused", "broken"]\n')
    out.write('"end"\n')


def read(given: IO[bytes]) -> Iterator[list[Any]]:
    """["pages", count], then ["text", words] of each page; ["refused", "locked"] where a password stands before it."""
    reader = PdfReader(given)
    if reader.is_encrypted and not reader.decrypt(""):
        yield ["refused", "locked"]
        return
    yield ["pages", len(reader.pages)]
    total = 0
    for page in list(reader.pages)[:TEXT_PAGES]:
        text = page.extract_text()[: CHARACTERS - total]
        total += len(text)
        yield ["text", text]
