"""The words of a printed page: numbers before titles, references, running heads, alignments."""

import re
from collections.abc import Iterator
from html import escape
from itertools import groupby

from paper.phrases import break_phrases, em_width
from publishing.document import AlignmentEntry, Document, Entry
from strategy.naming import Named, called, full_number, is_bare, is_bracketed, numbered
from strategy.normalise import fold
from strategy.richtext import ANCHOR, plain

HEAD_WIDTH = 50.0  # em of 8.5 pt that both running heads share
LEFT_WIDTH, RIGHT_WIDTH = 30.0, 28.0
COMPREHENSIVE = "COMPREHENSIVE"
PLAN_WORDS = {"STRATEGY": "総合戦略", COMPREHENSIVE: "総合計画"}
# A reference as the sanitiser leaves it; no link stands inside another.
_REFERENCE = re.compile(r'<a href="#item-([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


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
        number = full_number(_named(entry), self._above(entry))
        if not number:
            return f"（{entry.title}）"
        if is_bracketed(number):
            return number
        return f"（{numbered(number, entry.title)}）" if is_bare(number) else f"（{number}）"

    def on_screen(self, html: str) -> str:
        """A cleaned body for a page: references say their target's number of today, not the words once typed.

        Where the words named the title too, the title stays. What refers to an item that is gone is plain words.
        """
        if ANCHOR not in html:
            return html
        return _REFERENCE.sub(lambda link: self._link(link[1], link[2]), html)

    def _link(self, lineage: str, typed: str) -> str:
        entry = self.document.by_lineage.get(lineage)
        if entry is None:
            return typed
        with_title = fold(entry.title) in fold(plain(typed))
        words = called(_named(entry), self._above(entry), with_title=with_title)
        return f'<a href="#{entry.anchor}">{escape(words)}</a>'

    def _above(self, entry: Entry) -> Iterator[Named]:
        while (above := self.above.get(entry.lineage)) is not None:
            yield _named(above)
            entry = above


def _named(entry: Entry) -> Named:
    return Named(entry.kind, entry.number, entry.title)


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
