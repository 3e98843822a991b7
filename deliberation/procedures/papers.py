"""諮問書 and 答申書, in the words of the body's kind: 諮問 and 答申, or 意見聴取 and 意見 where a guideline set it up. Pure."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from deliberation.bylaws import WORDS
from deliberation.documents.facts import in_fours
from deliberation.documents.shapes import Block, Cell, Column, Document, Line, Sections, Table, Title, text
from strategy.fiscal import format_date


@dataclass(frozen=True)
class TextFact:
    """The text that was deliberated: how it is called and the SHA-256 of its bytes."""

    name: str
    content_hash: str


@dataclass(frozen=True)
class RiderFact:
    """A 附帯意見: to which place, in which words."""

    place: str
    words: str


@dataclass(frozen=True)
class LetterFacts:
    """What one of the two letters says. ``addressee`` is whom it goes to; ``on`` None: not sent yet."""

    government: str
    body: str
    body_kind: str
    title: str
    words: str
    sender: str
    addressee: str
    document_number: str
    on: datetime.date | None
    subject: TextFact | None = None
    riders: tuple[RiderFact, ...] = ()
    asked_on: datetime.date | None = None
    asked_number: str = ""


def inquiry_paper(facts: LetterFacts) -> Document:
    """The letter in which a body is asked."""
    word = WORDS[facts.body_kind].asked
    return Document(
        key="inquiry",
        name=f"{word}書",
        book=f"{facts.title}（{word}書）",
        government=facts.government,
        blocks=tuple(_inquiry(facts, word)),
        notes=tuple(_missing(facts, word)),
    )


def advice_paper(facts: LetterFacts) -> Document:
    """The letter in which the body answers, with its 附帯意見."""
    word = WORDS[facts.body_kind].answered
    name = f"{word}書"
    return Document(
        key="advice",
        name=name,
        book=f"{facts.title}（{name}）",
        government=facts.government,
        blocks=tuple(_advice(facts, word)),
        notes=tuple(_missing(facts, word)),
    )


def _missing(facts: LetterFacts, word: str) -> Iterator[str]:
    if not facts.document_number:
        yield "文書番号がありません。"
    if facts.on is None:
        yield f"{word}の日がありません。"
    if facts.subject is None:
        yield "対象の版が選ばれていません。"


def _head(facts: LetterFacts) -> Iterator[Block]:
    if facts.document_number:
        yield Line("reference", (facts.document_number,))
    yield Line("reference", (format_date(facts.on) if facts.on else "令和　　年　　月　　日",))
    yield Line("addressee", (f"{facts.addressee}　様" if facts.addressee else "様",))
    yield Line("sender", tuple(line for line in facts.sender.splitlines() if line.strip()))


def _inquiry(facts: LetterFacts, word: str) -> Iterator[Block]:
    yield from _head(facts)
    yield Title((_titled(facts.title, word),))
    yield from text(facts.words)
    if facts.subject is not None:
        yield Line("ki", ("記",))
        sections = Sections()
        yield sections.head("件名")
        yield Line("text", (facts.title,))
        yield from _subject(facts.subject, sections, "対象")
    yield Line("ijo", ("以上",))


def _advice(facts: LetterFacts, word: str) -> Iterator[Block]:
    yield from _head(facts)
    yield Title((_titled(facts.title, word),))
    if facts.asked_on is not None:
        number = f"{facts.asked_number}で" if facts.asked_number else ""
        asked = WORDS[facts.body_kind].asked
        yield Line(
            "text",
            (
                f"{format_date(facts.asked_on)}付け{number}{asked}のあった標記の件について、次のとおり{word}します。",
            ),
        )
    yield from text(facts.words)
    if facts.subject is not None or facts.riders:
        yield Line("ki", ("記",))
    sections = Sections()
    if facts.riders:
        yield sections.head("附帯意見")
        for count, rider in enumerate(facts.riders, start=1):
            place = f"（{rider.place}）" if rider.place else ""
            first, *rest = [line for line in rider.words.splitlines() if line.strip()] or [""]
            yield Line("text", (f"（{count}）{first}{place if not rest else ''}",))
            for place_of_line, line in enumerate(rest, start=1):
                yield Line("text", (f"{line}{place if place_of_line == len(rest) else ''}",))
    if facts.subject is not None:
        yield from _subject(facts.subject, sections, "審議した文書")
    yield Line("ijo", ("以上",))


def _subject(subject: TextFact, sections: Sections, name: str) -> Iterator[Block]:
    yield sections.head(name)
    digits = in_fours(subject.content_hash)
    yield Table(
        columns=(Column(width=40), Column()),
        rows=(
            (Cell("版", is_head=True), Cell(subject.name)),
            (Cell("本文の照合値", is_head=True), Cell(digits)),
        ),
        says=name,
        is_small=True,
    )


def _titled(title: str, word: str) -> str:
    """The title with the word of the letter behind it, unless it stands there already.

    >>> _titled("総合戦略（案）について", "諮問"), _titled("総合戦略（案）について（諮問）", "答申")
    ('総合戦略（案）について（諮問）', '総合戦略（案）について（答申）')
    """
    for known in ("諮問", "答申", "依頼", "意見", "意見聴取", "付議", "決定"):
        title = title.removesuffix(f"（{known}）")
    return f"{title}（{word}）"
