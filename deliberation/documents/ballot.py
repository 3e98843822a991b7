"""表決書: the form that is filled in by hand, in the shape of the one that members know. Pure."""

from collections.abc import Iterator

from deliberation.bylaws import Arrival, Blank
from deliberation.deadlines import last_day
from deliberation.documents.facts import MeetingFacts, due_words
from deliberation.documents.notice import contact
from deliberation.documents.shapes import (
    Block,
    Box,
    Cell,
    Column,
    Document,
    Line,
    Table,
    Title,
    WriteBox,
    WriteLine,
)
from strategy.fiscal import era_year

ONE_OF_TWO = "※　賛成・反対のどちらか一方を○で囲んでください。両方に印があるもの、どちらにも印がないものは{what}とします。"
BLANKS = {Blank.INVALID: "無効", Blank.ABSTENTION: "棄権"}
UNSIGNED = "※　委員名の記入がないものは、数えません。"
OPINION = "表決に関してご意見がありましたら、下にご記入ください。書ききれないときは、別の紙を添えてください。"
WAYS = "郵送、ファクス、電子メール、持参のいずれかで事務局までご提出ください。"
MANY = 2  # items from which on the frame for opinions is set low, so that one page holds the form
WRITING_DAY, WRITING_NAME = 14, 72  # mm


def ballot(facts: MeetingFacts, paper: str = "") -> Document:
    """The form; ``paper`` is its number among the papers, which stands at the top right."""
    return Document(
        key="ballot",
        name="表決書",
        book=f"{facts.title}　表決書",
        government=facts.government,
        blocks=tuple(_blocks(facts)),
        is_ballot=True,
        paper=paper,
        notes=() if facts.votes else ("表決をする案件がありません。",),
    )


def _blocks(facts: MeetingFacts) -> Iterator[Block]:
    yield Title(("表決書",), above=facts.title, is_wide=True)
    yield Line("text", (f"{facts.title}における案件について、下記のとおり書面により表決します。",))
    yield Line("ki", ("記",))
    yield _choices(facts)
    yield Line("note", (ONE_OF_TWO.format(what=BLANKS[facts.bylaws.blank]),))
    if not facts.bylaws.unsigned_counts:
        yield Line("note", (UNSIGNED,))
    yield Line("flush", (OPINION,))
    yield WriteBox("ご意見", is_low=len(facts.votes) > MANY)
    if facts.addressee:
        yield Line("addressee", (f"{facts.addressee}　宛て",))
    yield WriteLine((_year(facts), WRITING_DAY, "月", WRITING_DAY, "日"))
    yield WriteLine(("委員名　", WRITING_NAME), is_name=True)
    if facts.closes_at:
        due = due_words(facts.closes_at, is_postmark=facts.bylaws.arrival == Arrival.POSTMARK)
        yield Box((f"提出期日　{due}", WAYS))
    if facts.contact:
        yield contact(facts)


def _choices(facts: MeetingFacts) -> Table:
    return Table(
        columns=(
            Column("案件", 13, "mark"),
            Column("件名", 50),
            Column("内容"),
            Column("表決\n（どちらかに○）", 46, "choice"),
        ),
        rows=tuple(
            (Cell(str(item.number)), Cell(item.title), Cell(item.content), Cell("賛成　・　反対"))
            for item in facts.votes
        ),
        says="案件と表決",
    )


def _year(facts: MeetingFacts) -> str:
    """The year of the deadline in both calendars, as it stands before the day that is written by hand."""
    day = last_day(facts.closes_at) if facts.closes_at else facts.called_on
    return f"{era_year(day.year, day.month, day.day)}（{day.year}年）" if day else "　　　　年"
