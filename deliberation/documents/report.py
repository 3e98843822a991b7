"""表決結果報告書: how a written vote came out, with the rule under each table and the hashes of what was decided. Pure."""

from collections.abc import Iterator

from deliberation.bylaws import Blank, share_words
from deliberation.deadlines import last_day
from deliberation.documents.facts import MeetingFacts, ResultFacts, VoteFact, in_fours
from deliberation.documents.notice import contact
from deliberation.documents.shapes import Block, Cell, Column, Document, Line, Sections, Table, Title
from strategy.fiscal import WEEKDAYS, format_date


def report(facts: MeetingFacts, result: ResultFacts) -> Document:
    """The report of a closed vote."""
    return Document(
        key="report",
        name="表決結果報告書",
        book=f"{facts.title}　表決結果報告書",
        government=facts.government,
        blocks=tuple(_blocks(facts, result)),
        notes=tuple(
            f"案件{vote.item.number}は可否同数で、会長の決定を待っています。"
            for vote in result.votes
            if "決定待ち" in vote.word
        ),
    )


def _blocks(facts: MeetingFacts, result: ResultFacts) -> Iterator[Block]:
    if result.sent_on:
        yield Line("reference", (format_date(result.sent_on),))
    yield Line("addressee", ("委員　各位",))
    yield Line("sender", (facts.office,))
    yield Title((facts.title, "表決結果報告書"))
    yield Line("text", (_opening(facts),))
    yield Line("ki", ("記",))
    sections = Sections()
    yield sections.head("会議の成立")
    yield from _held(result)
    yield sections.head("表決の結果")
    yield from _votes(facts, result)
    yield sections.head("いただいたご意見")
    yield Line("text", (_opinions(result),))
    yield sections.head("議決の対象と記録")
    yield _record(result)
    yield Line(
        "note",
        ("※　照合値は、決めた文章と表決の記録が、あとから変えられていないことを確かめるための符号です。",),
    )
    yield Line("ijo", ("以上",))
    if facts.contact:
        yield contact(facts)


def _opening(facts: MeetingFacts) -> str:
    if facts.called_on is None or facts.closes_at is None:
        return "表決の結果を、下記のとおり報告します。"
    due = last_day(facts.closes_at)
    same = due.year == facts.called_on.year
    until = (
        f"同年{due.month}月{due.day}日（{WEEKDAYS[due.weekday()]}）"
        if same
        else format_date(due, weekday=True)
    )
    return (
        f"{format_date(facts.called_on)}に送付した案件について、表決書の提出期日（{until}）までにいただいた"
        "表決の結果を、下記のとおり報告します。"
    )


def _held(result: ResultFacts) -> Iterator[Block]:
    bylaws = result.bylaws
    share = "" if bylaws.quorum is None else f"\n（{share_words(bylaws.quorum, bylaws.quorum_is_over)}）"
    values = [
        ("委員数", f"{result.entitled}人"),
        ("期日までの提出", f"{result.submitted}人"),
        ("未提出", f"{result.entitled - result.submitted}人"),
        (f"定足数{share}", f"{result.quorum}人" if share else "なし"),
        ("会議", "成立" if result.is_quorate else "不成立"),
    ]
    yield Table(
        columns=tuple(Column(name, form="figure") for name, _ in values),
        rows=(tuple(Cell(value, is_strong=name == "会議") for name, value in values),),
        says="会議の成立",
    )
    yield from _quoted(result, "quorum", "定足数")


def _quoted(result: ResultFacts, name: str, word: str) -> Iterator[Block]:
    """The rule as the body has it in writing; where it is not quoted, what was reckoned says it."""
    if words := result.bylaws.texts.get(name, "").strip():
        yield Line("note", (f"※　{word}は、{words}によります。",))
    elif name == "quorum":
        sentences = {vote.sentences[0] for vote in result.votes if result.quorum and vote.sentences}
        yield from (Line("note", (f"※　{sentence}",)) for sentence in sorted(sentences))


def _votes(facts: MeetingFacts, result: ResultFacts) -> Iterator[Block]:
    blank = "無効" if result.bylaws.blank is Blank.INVALID else "棄権"
    counts = facts.words.counts
    columns = [Column("案件", 12, "mark"), Column("件名")]
    columns += [Column(name, 16, "mark") for name in ("賛成", "反対", blank) if counts]
    columns.append(Column("結果", 30, "mark"))
    yield Table(
        columns=tuple(columns),
        rows=(
            *(_row(vote, counts=counts) for vote in result.votes),
            *(
                (
                    Cell(str(item.number)),
                    Cell(item.title),
                    *([Cell("―")] * (3 if counts else 0)),
                    Cell("取下げ"),
                )
                for item in result.voided
            ),
        ),
        says="表決の結果",
    )
    for vote in result.votes:
        of = f"案件{vote.item.number}　" if len(result.votes) > 1 else ""
        rest = vote.sentences[1:] if result.quorum else vote.sentences
        if rest:
            yield Line("note", (f"※　{of}{''.join(rest)}",))
    yield from _quoted(result, "majority", "決め方")
    for item in result.voided:
        yield Line(
            "note", (f"※　案件{item.number}は無効になったため、表決を数えていません（{item.void_reason}）。",)
        )


def _row(vote: VoteFact, *, counts: bool) -> tuple[Cell, ...]:
    figures = (vote.in_favour, vote.against, vote.invalid + vote.abstained)
    return (
        Cell(str(vote.item.number)),
        Cell(vote.item.content or vote.item.title),
        *(Cell(str(figure)) for figure in figures if counts),
        Cell(vote.word, is_strong=True),
    )


def _opinions(result: ResultFacts) -> str:
    if not result.opinions:
        return "ご意見はありませんでした。"
    return f"{result.opinions}件のご意見をいただきました。別紙「意見と対応の一覧」のとおりです。"


def _record(result: ResultFacts) -> Table:
    rows: list[tuple[str, str]] = []
    several = len(result.votes) > 1
    for vote in result.votes:
        of = f"案件{vote.item.number}の" if several else ""
        rows.append((f"{of}対象", vote.item.subject or vote.item.title))
        if vote.item.content_hash:
            rows.append((f"{of}本文の照合値", in_fours(vote.item.content_hash)))
        if vote.item.is_delegated:
            rows.append((f"{of}軽微な修正", "会長に一任"))
    rows.append(("表決の記録", f"{result.entries}件"))
    rows.append(("はじめの照合値", in_fours(result.genesis_hash)))
    rows.append(("末尾の照合値", in_fours(result.head)))
    return Table(
        columns=(Column(width=40), Column()),
        rows=tuple((Cell(name, is_head=True), Cell(value)) for name, value in rows),
        says="議決の対象と記録",
        is_small=True,
    )
