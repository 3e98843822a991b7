"""The words of a printed page: numbers before titles, references, running heads, alignments."""

import re
from itertools import groupby

from paper.phrases import break_phrases, em_width
from publishing.document import AlignmentEntry, Document, Entry

HEAD_WIDTH = 50.0  # em of 8.5 pt that both running heads share
LEFT_WIDTH, RIGHT_WIDTH = 30.0, 28.0
# （1）, (51), ① to ㊿: they need no space before the title, and no brackets in a reference.
_BRACKETED = re.compile(r"[（(\u2460-\u24ff\u3251-\u325f\u32b1-\u32bf]")
COMPREHENSIVE = "COMPREHENSIVE"
PLAN_WORDS = {"STRATEGY": "総合戦略", COMPREHENSIVE: "総合計画"}
_BARE = re.compile(r"[0-9０-９]+|[a-z]+|[ア-ン]+")


def numbered(number: str, title: str) -> str:
    """Number and title as printed: 第1章　…, （1）…, ①….

    >>> numbered("（1）", "策定の趣旨"), numbered("1", "概要"), numbered("", "まえがき")
    ('（1）策定の趣旨', '1　概要', 'まえがき')
    """
    if not number or _BRACKETED.match(number):
        return number + title
    return f"{number}　{title}"


def is_bracketed(number: str) -> bool:
    """Whether a number stands in brackets or in a circle, so that it needs no space before the title.

    >>> is_bracketed("①"), is_bracketed("（1）"), is_bracketed("第1章")
    (True, True, False)
    """
    return _BRACKETED.match(number) is not None


def hang(text: str, number: str) -> float:
    """How far the further lines of a numbered title stand in, in em.

    >>> hang("（1）策定の趣旨", "（1）"), hang("・子ども食堂", "")
    (2.5, 1)
    """
    return em_width(number) + (1 if text.startswith(f"{number}　") else 0) if number else 1


def shortened(text: str, width: float) -> str:
    """The text where it fits into `width` em, else its beginning up to the end of a phrase, and ….

    >>> shortened("子ども・若者が夢や希望をもてるまちづくり", 12)
    '子ども・若者が夢や…'
    """
    if em_width(text) <= width:
        return text
    return break_phrases(text, width - 1)[0].rstrip("、・ 　") + "…"


def is_dash(text: str) -> bool:
    """Whether a body is only the sign for "none" that tables print."""
    return text.strip() in ("－", "―", "-", "—", "ー")


class References:
    """How a document's items are called where other items refer to them."""

    def __init__(self, document: Document):
        self.document = document
        self.above = {child.lineage: entry for entry in document.walk() for child in entry.items}

    def words(self, entry: Entry) -> str:
        """What stands behind the page number: （4）, （第1章－1（1）①）, （1　総合戦略の概要）.

        A bracketed number below a goal is printed with the numbers above it: a plan has many ①.
        """
        number, at = entry.number, self.above.get(entry.lineage)
        if entry.kind != "TEXT":
            while number and _BRACKETED.match(number) and at is not None and at.kind != "TEXT":
                number, at = at.number + number, self.above.get(at.lineage)
        if not number:
            return f"（{entry.title}）"
        if _BRACKETED.match(number):
            return number
        return f"（{numbered(number, entry.title)}）" if _BARE.fullmatch(number) else f"（{number}）"


def alignment_lines(document: Document, entry: Entry, *, but_pages: bool = False) -> tuple[str, ...]:
    """With what an item is aligned, a line for each plan: 国の総合戦略①…、④…（勘案）.

    The plan's own pillars are left out, they are marked by ●. With `but_pages` the government's own 総合計画,
    whose pages stand in a column beside, leaves only the note.
    """
    slug, lines = document.government["slug"], []
    rows = [row for row in entry.alignments if not _is_own_pillar(document, row)]
    if but_pages:
        beside = [row for row in rows if (row.to.plan_kind, row.to.government_slug) == (COMPREHENSIVE, slug)]
        lines = [f"（{row.note}）" for row in beside if row.note]
        rows = [row for row in rows if row not in beside]
    for (_, verb, note), group in groupby(rows, key=lambda row: (_edition(row), row.verb, row.note)):
        found = list(group)
        items = "、".join(_aligned(row) for row in found)
        how = "、".join(filter(None, (verb, note)))
        lines.append(f"{_plan_word(found[0], slug)}{items}（{how}）")
    return tuple(lines)


def _is_own_pillar(document: Document, row: AlignmentEntry) -> bool:
    return row.to.kind == "PILLAR" and row.to.lineage in document.by_lineage


def _edition(row: AlignmentEntry) -> tuple[str, str, int]:
    return (row.to.government_slug, row.to.plan_slug, row.to.edition_number)


def _plan_word(row: AlignmentEntry, own: str) -> str:
    """国の総合戦略, 総合計画 …: shorter than the title, which the 資料編 has."""
    to = row.to
    whose = "" if to.government_slug == own else f"{to.government}の"
    return whose + PLAN_WORDS.get(to.plan_kind, f"「{to.edition_title}」")


def _aligned(row: AlignmentEntry) -> str:
    to = row.to
    called = numbered(to.number, to.title) if to.number else f"「{to.title}」"
    return called + (f"（{row.page}ページ）" if row.page is not None else "")
