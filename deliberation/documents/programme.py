"""次第: the course of a meeting, and the papers that are handed out with their pages in the bundle. Pure."""

from collections.abc import Iterator

from deliberation.bylaws import Arrival
from deliberation.documents.facts import MeetingFacts, due_words, page_ranges, when_words
from deliberation.documents.shapes import Block, Cell, Column, Document, Entries, Line, Sections, Table, Title


def programme(facts: MeetingFacts) -> Document:
    """The 次第; a written meeting has no 開会 and 閉会, but the day by which ballots are handed in."""
    has_pages = all(page_ranges(facts.papers))
    return Document(
        key="programme",
        name="次第",
        book=f"{facts.title}　次第",
        government=facts.government,
        blocks=tuple(_blocks(facts)),
        notes=()
        if has_pages or not facts.papers
        else ("資料のページは、「資料一式（PDF）」をつくると入ります。",),
    )


def _blocks(facts: MeetingFacts) -> Iterator[Block]:
    yield Title((facts.title, "次　第"))
    if facts.is_written:
        yield Line("flush", ("開催の方法　書面",))
        if facts.closes_at:
            due = due_words(facts.closes_at, is_postmark=facts.bylaws.arrival == Arrival.POSTMARK)
            yield Line("flush", (f"表決書の提出期日　{due}",))
    else:
        yield Line("flush", (f"日時　{when_words(facts)}",))
        if facts.place:
            yield Line("flush", (f"場所　{facts.place}",))
    sections = Sections()
    if not facts.is_written:
        yield sections.head("開会")
    yield sections.head("案件")
    yield Entries(
        tuple(
            (
                f"（{item.number}）{item.title}" + ("【取り下げました】" if item.void_reason else ""),
                "".join(f"【{label}】" for label in item.papers),
            )
            for item in facts.items
        )
    )
    if not facts.is_written:
        yield sections.head("その他")
        yield sections.head("閉会")
    if facts.papers:
        yield papers_table(facts)


def papers_table(facts: MeetingFacts) -> Table:
    """配付資料 with the pages of the bundle."""
    ranges = page_ranges(facts.papers)
    return Table(
        columns=(Column(width=25, form="mark"), Column(), Column(width=25, form="mark")),
        rows=tuple(
            (Cell(paper.label, is_head=True), Cell(paper.title), Cell(pages))
            for paper, pages in zip(facts.papers, ranges, strict=True)
        ),
        caption="配付資料",
    )
