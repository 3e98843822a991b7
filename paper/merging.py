"""Several PDFs bound into one: a label at the top right of each part, running page numbers, bookmarks.

pypdf runs in a process of its own that can do little (`paper.limited`), for some of the files are somebody else's. A file
that cannot be bound is stood in for by a sheet that says so; nothing is left out in silence.
"""

import base64
import html
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from paper.guard import MB
from paper.limited import Stopped, ask
from paper.pdf import render

PAGES = 500  # of the bound file
BYTES = 150 * MB  # of all parts together
SECONDS = 90
MEMORY = 2 * 1024 * MB

REASONS = {
    "locked": "このファイルには、開いたり取り出したりするのを防ぐ設定（暗号化）があるため、綴じていません。",
    "broken": "このファイルは壊れているか、正しいPDFではないため、綴じていません。",
    "empty": "このファイルにはページがないため、綴じていません。",
}
SENTENCES = {
    "pages": f"資料が全部で{{pages:,}}ページあります。一つにまとめられるのは{PAGES}ページまでです。"
    "大きい資料を減らすか、資料を分けてください。",
    "bytes": f"資料が全部で{{size:.0f}}MBあります。一つにまとめられるのは{BYTES // MB}MBまでです。"
    "図の多いPDFを小さくして、登録し直してください。",
    "time": f"資料を{SECONDS}秒以内にまとめられませんでした。大きい資料を減らすか、時間をおいてもう一度お試しください。",
    "size": "資料をまとめるためのメモリが足りませんでした。大きい資料を減らしてください。",
    "crash": "資料をまとめる処理が途中で止まりました。時間をおいてもう一度お試しください。",
    "nothing": "まとめる資料がありません。",
}
# Stamps are small pages of their own, drawn onto the sheets afterwards: 【資料1】 and － 12 －.
STAMPS = """
@page { margin: 0; background: none } body { margin: 0; color: #1a1a1a }
@page number { size: 30mm 5mm } @page label { size: 90mm 6mm }
p { margin: 0; text-indent: 0; break-after: page; white-space: nowrap }
.number { page: number; font: 9pt/5mm "BIZ UDGothic"; text-align: center }
.label { page: label; font: bold 10.5pt/6mm "BIZ UDGothic"; text-align: right }
span { background: #fff; padding: 0 1mm }
"""
SHEET = """
@page { size: A4 portrait; margin: 60mm 27mm 27mm }
html { font: 10.5pt/20pt "BIZ UDGothic", "Noto Sans CJK JP"; color: #1a1a1a }
h1 { font-size: 17pt; line-height: 27pt; margin: 0 0 12pt; padding-bottom: 6pt; border-bottom: 1pt solid #6f7b87 }
p { margin: 0 0 6pt }
"""


class MergeError(RuntimeError):
    """Nothing was bound; the sentence says why and what to do. `reason` is a key of SENTENCES."""

    def __init__(self, reason: str, **facts: object):
        self.reason = reason
        super().__init__(SENTENCES[reason].format(**facts))


@dataclass(frozen=True)
class Part:
    """A PDF that is bound. `label` stands in 【】 at the top right of its first page, nothing where it is empty."""

    label: str
    title: str
    content: bytes

    @property
    def name(self) -> str:
        """What its bookmark says."""
        return f"{self.label}　{self.title}" if self.label else self.title


@dataclass(frozen=True)
class Merged:
    """A bound file: the number of pages of each part, and sentences about parts that a sheet stands in for."""

    content: bytes
    pages: tuple[int, ...]
    notes: tuple[str, ...] = ()

    @property
    def page_count(self) -> int:
        return sum(self.pages)


def merge(parts: Sequence[Part], *, title: str, author: str, created: datetime | None = None) -> Merged:
    """The parts in their order as one PDF; equal calls give equal bytes.

    The file is not tagged: read aloud, each part is better read by itself. Takes seconds: never inside a transaction.
    Raises MergeError, and PdfError where the stamps cannot be set.
    """
    if not parts:
        raise MergeError("nothing")
    if (size := sum(len(part.content) for part in parts)) > BYTES:
        raise MergeError("bytes", size=size / MB)
    bound, notes = list(parts), {}
    for _ in range(len(parts) + 1):
        counts = _count(bound)
        for number, found in enumerate(counts):
            if isinstance(found, str):
                bound[number], notes[number] = _stood_in(parts[number], found)
        if any(isinstance(found, str) for found in counts):
            counts = _count(bound)
        pages = tuple(int(found) for found in counts)
        if sum(pages) > PAGES:
            raise MergeError("pages", pages=sum(pages))
        answer = _bind(bound, pages, title, author, created)
        if isinstance(answer, bytes):
            return Merged(answer, pages, tuple(notes[number] for number in sorted(notes)))
        number, reason = answer
        bound[number], notes[number] = _stood_in(parts[number], reason)
    raise MergeError("crash")


def sheet(title: str, lines: Sequence[str]) -> bytes:
    """A page that stands for a paper: its title and what is to be said. Raises PdfError."""
    told = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    return render(_page(title, f"<h1>{html.escape(title)}</h1>{told}"), css=[SHEET]).content


def count_pages(content: bytes) -> int | None:
    """The number of pages of somebody's PDF, None where it cannot be bound. Raises MergeError for one that kills the reader."""
    found = _count([Part("", "", content)])[0]
    return found if isinstance(found, int) else None


def _stood_in(part: Part, reason: str) -> tuple[Part, str]:
    return replace(part, content=sheet(part.title, [REASONS[reason]])), f"{part.name}：{REASONS[reason]}"


def _count(parts: Sequence[Part]) -> list[int | str]:
    job = {"act": "count", "sizes": [len(part.content) for part in parts]}
    return [line[1] for line in _ask(job, [part.content for part in parts])]


def _bind(
    parts: Sequence[Part], pages: Sequence[int], title: str, author: str, created: datetime | None
) -> bytes | tuple[int, str]:
    stamps = _stamps(parts, sum(pages))
    job = {
        "act": "bind",
        "parts": [
            {"label": part.label, "name": part.name, "size": len(part.content), "pages": count}
            for part, count in zip(parts, pages, strict=True)
        ],
        "stamps": len(stamps),
        "title": title,
        "author": author,
        "created": _pdf_date(created) if created else "",
    }
    pieces = []
    for line in _ask(job, [*(part.content for part in parts), stamps]):
        if line[0] == "bad":
            return line[1], line[2]
        pieces.append(base64.b64decode(line[1]))
    return b"".join(pieces)


def _ask(job: dict[str, Any], files: Sequence[bytes]) -> list[Any]:
    head = json.dumps(job).encode()
    data = b"".join([f"{len(head):08d}".encode(), head, *files])
    try:
        lines = list(ask("merging_worker", data, seconds=SECONDS, memory=MEMORY, libraries=True))
    except Stopped as stopped:
        raise MergeError(stopped.reason) from stopped
    if lines and lines[-1][0] == "stopped":
        raise MergeError(lines[-1][1])
    return lines


def _stamps(parts: Sequence[Part], pages: int) -> bytes:
    numbers = "".join(f'<p class="number"><span>－ {n} －</span></p>' for n in range(1, pages + 1))
    labels = "".join(
        f'<p class="label"><span>【{html.escape(part.label)}】</span></p>' for part in parts if part.label
    )
    return render(_page("番号", numbers + labels), css=[STAMPS]).content


def _page(title: str, body: str) -> str:
    return f'<!doctype html><html lang="ja"><head><title>{html.escape(title)}</title></head><body>{body}</body></html>'


def _pdf_date(moment: datetime) -> str:
    offset = moment.strftime("%z")
    return f"D:{moment:%Y%m%d%H%M%S}{offset[:3]}'{offset[3:5]}'"
