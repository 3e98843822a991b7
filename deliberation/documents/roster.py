"""委員名簿: the members with their posts and sectors, chair and deputy marked. Pure."""

import datetime
from collections.abc import Iterator

from deliberation.documents.facts import OFFICE_SIGNS, MeetingFacts
from deliberation.documents.shapes import Block, Cell, Column, Document, Line, Table, Title
from strategy.fiscal import format_date


def roster(facts: MeetingFacts, day: datetime.date) -> Document:
    """The members in office on a day."""
    return Document(
        key="roster",
        name="委員名簿",
        book=f"{facts.body}　委員名簿",
        government=facts.government,
        blocks=tuple(_blocks(facts, day)),
        notes=() if facts.members else ("この日に在任している委員がいません。",),
    )


def _blocks(facts: MeetingFacts, day: datetime.date) -> Iterator[Block]:
    yield Title((facts.body, "委員名簿"))
    yield Line("reference", (f"{format_date(day)}現在",))
    has_sectors = any(member.sector for member in facts.members)
    columns = [Column("役", 22, "mark"), Column("氏名", 44), Column("所属・役職")]
    if has_sectors:
        columns.append(Column("分野", 20, "mark"))
    yield Table(
        columns=tuple(columns),
        rows=tuple(
            (
                Cell(f"{OFFICE_SIGNS.get(member.office, '')}{member.office_word}"),
                Cell(member.name, is_head=True),
                Cell(member.post),
                *((Cell(member.sector),) if has_sectors else ()),
            )
            for member in facts.members
        ),
        says="委員の一覧",
    )
    offices = {member.office: member.office_word for member in facts.members}
    signs = "、".join(f"{sign}は{offices[key]}" for key, sign in OFFICE_SIGNS.items() if key in offices)
    yield Line("note", (f"※　{f'{signs}です。' if signs else ''}敬称は略しています。",))
    if facts.basis:
        yield Line("note", (f"※　設置の根拠　{facts.basis}",))
