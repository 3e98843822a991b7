"""会議録・議事要旨: what was said and decided, as it is sent to the members and published. Pure."""

from collections.abc import Iterator

from deliberation.documents.facts import MeetingFacts, MinutesFacts, until_words, when_words
from deliberation.documents.notice import openness_words
from deliberation.documents.shapes import Block, Cell, Column, Document, Line, Table, Title

HEADING = "■"


def proceedings(facts: MeetingFacts, minutes: MinutesFacts) -> Document:
    """The minutes; （案） in the title until they are published."""
    mark = "（案）" if minutes.is_draft else ""
    return Document(
        key="minutes",
        name=minutes.kind,
        book=f"{facts.title}　{minutes.kind}{mark}",
        government=facts.government,
        blocks=(
            Title((facts.title, f"{minutes.kind}{mark}")),
            facts_table(facts, minutes),
            *_text(minutes.text),
        ),
        notes=() if minutes.text else ("本文がまだありません。",),
    )


def facts_table(facts: MeetingFacts, minutes: MinutesFacts) -> Table:
    """When, where, who came, what was decided."""
    return Table(
        columns=(Column(width=34), Column()),
        rows=tuple(
            (Cell(name, is_head=True), Cell(value)) for name, value in _facts(facts, minutes) if value
        ),
        says="会議の概要",
    )


def _facts(facts: MeetingFacts, minutes: MinutesFacts) -> Iterator[tuple[str, str]]:
    if facts.is_written:
        yield "開催の方法", "書面"
        yield "表決書の提出期日", until_words(facts.closes_at) if facts.closes_at else ""
    else:
        yield "日時", when_words(facts)
        yield "場所", facts.place
        yield "出席", facts.attendance
        yield (
            "出席した委員",
            "、".join(member.name for member in facts.members if member.presence == "PRESENT"),
        )
        online = "、".join(member.name for member in facts.members if member.presence == "ONLINE")
        yield "オンライン出席", online
        yield (
            "欠席した委員",
            "、".join(member.name for member in facts.members if member.presence == "ABSENT"),
        )
        yield "会議の公開", openness_words(facts)
    for item in facts.items:
        decided = minutes.results.get(item.number) or item.decision
        word = "無効" if item.void_reason else decided
        yield f"案件{item.number}", f"{item.title}{f'（{word}）' if word else ''}"


def _text(words: str) -> Iterator[Block]:
    """Lines that begin with ■ are headings; others are paragraphs.

    >>> [(line.look, line.lines) for line in _text("■会長\\n始めます。")]
    [('heading', ('会長',)), ('text', ('始めます。',))]
    """
    for line in words.splitlines():
        stripped = line.strip()
        if stripped.startswith(HEADING):
            yield Line("heading", (stripped.removeprefix(HEADING).strip(),))
        elif stripped:
            yield Line("text", (stripped,))
