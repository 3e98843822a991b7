"""開催通知: what members are told when a meeting is called. Pure."""

from collections.abc import Iterator

from deliberation.bylaws import Arrival
from deliberation.documents.facts import MeetingFacts, day_words, until_words, when_words
from deliberation.documents.shapes import (
    Block,
    Box,
    Cell,
    Column,
    Document,
    Line,
    Sections,
    Table,
    Title,
    text,
)
from strategy.fiscal import format_date

GREETING = (
    "時下ますますご清栄のこととお慶び申し上げます。平素から{place}のまちづくりにご理解とご協力をいただき、"
    "厚くお礼申し上げます。"
)
ASKED_IN_WRITING = (
    "さて、標記の会議を下記のとおり書面により開催しますので、資料をご確認のうえ、"
    "表決書をご提出くださいますようお願いします。"
)
ASKED_TO_COME = "さて、標記の会議を下記のとおり開催しますので、ご出席くださいますようお願いします。"
ATTENDANCE = (
    "期日までに表決書を提出された委員は、会議に出席したものとみなします。"
    "表決書の提出期日をもって会議を終了します。"
)
CONSENT = "書面による開催には委員の同意が必要です。{until}に、同意するかどうかをお知らせください。"


def notice(facts: MeetingFacts) -> Document:
    """The notice of a meeting; what is not known yet is left out, and said in the notes."""
    return Document(
        key="notice",
        name="開催通知",
        book=f"{facts.title}　開催通知",
        government=facts.government,
        blocks=tuple(_blocks(facts)),
        notes=tuple(_missing(facts)),
    )


def _missing(facts: MeetingFacts) -> Iterator[str]:
    if not facts.document_number:
        yield "文書番号がありません。"
    if facts.called_on is None:
        yield "通知日がありません。招集すると入ります。"
    if not facts.purpose:
        yield "開催の趣旨がありません。"
    if facts.is_written and not facts.why_written:
        yield "書面で開く理由がありません。"
    if facts.is_written and facts.closes_at is None:
        yield "表決の締切がありません。"
    if facts.chair is None:
        yield "会長が決まっていないため、差出人は会議体の名前だけになります。"
    if not facts.contact:
        yield "会議体に、事務局の連絡先がありません。"


def _blocks(facts: MeetingFacts) -> Iterator[Block]:
    from_whom = (facts.body, *([f"{facts.chair.office_word}　{facts.chair.name}"] if facts.chair else []))
    if facts.document_number:
        yield Line("reference", (facts.document_number,))
    if facts.called_on:
        yield Line("reference", (format_date(facts.called_on),))
    yield Line("addressee", ("委員　各位",))
    yield Line("sender", from_whom)
    yield title_of(facts)
    if facts.body_kind != "INTERNAL":
        yield Line("text", (GREETING.format(place=facts.our_place),))
    yield Line("text", (ASKED_IN_WRITING if facts.is_written else ASKED_TO_COME,))
    yield Line("ki", ("記",))
    sections = Sections()
    if facts.purpose:
        yield sections.head("開催の趣旨")
        yield from text(facts.purpose)
    yield from _written(facts, sections) if facts.is_written else _in_person(facts, sections)
    yield sections.head("案件及び資料")
    yield agenda_table(facts)
    yield Line("ijo", ("以上",))
    if facts.contact:
        yield contact(facts)


def title_of(facts: MeetingFacts) -> Title:
    """The title in two lines."""
    return Title((f"{facts.title}の", "開催について（通知）"))


def _written(facts: MeetingFacts, sections: Sections) -> Iterator[Block]:
    if facts.why_written:
        yield sections.head("書面により開催する理由")
        yield from text(facts.why_written)
    yield sections.head("出席の取扱い")
    if facts.bylaws.needs_consent and facts.consent_until:
        yield Line("text", (CONSENT.format(until=until_words(facts.consent_until)),))
    yield Line("text", (ATTENDANCE,))
    yield sections.head("日程")
    yield schedule(facts)


def schedule(facts: MeetingFacts) -> Table:
    """The days of a written meeting, in their order; weekdays are reckoned, never typed."""
    arrives = "当日消印有効" if facts.bylaws.arrival == Arrival.POSTMARK else "当日必着"
    rows: list[tuple[str, str]] = []
    if facts.called_on:
        rows.append((day_words(facts.called_on), "会議の案件の明示、資料の送付（事務局→委員）"))
    if facts.bylaws.needs_consent and facts.consent_until:
        rows.append((until_words(facts.consent_until), "書面による開催への同意の回答（委員→事務局）"))
    if facts.questions_until:
        rows.append(
            (
                until_words(facts.questions_until),
                "質問の受付（委員→事務局）　質問と答えは全委員にお示しします",
            )
        )
    if facts.closes_at:
        rows.append((until_words(facts.closes_at), f"表決書の提出（委員→事務局）　{arrives}"))
    rows.append(("とりまとめ後", "表決結果の報告（事務局→委員）"))
    return Table(
        columns=(Column(width=58), Column()),
        rows=tuple((Cell(day, is_head=True), Cell(words)) for day, words in rows),
        says="日程",
    )


def _in_person(facts: MeetingFacts, sections: Sections) -> Iterator[Block]:
    yield sections.head("日時")
    yield Line("text", (when_words(facts),))
    if facts.place:
        yield sections.head("場所")
        yield from text(facts.place)
    if facts.form:
        yield sections.head("開催の方法")
        yield Line("text", (facts.form,))
    yield sections.head("会議の公開")
    yield Line("text", (openness_words(facts),))


def openness_words(facts: MeetingFacts) -> str:
    """公開（傍聴 定員10人、先着順）; 非公開 with its reason."""
    inner = "、".join(
        filter(None, (facts.openness_reason, f"傍聴　{facts.observers}" if facts.observers else ""))
    )
    return f"{facts.openness}（{inner}）" if inner else facts.openness


def agenda_table(facts: MeetingFacts) -> Table:
    """The agenda with its papers, and whether there is a vote."""
    titles = {paper.label: paper.title for paper in facts.papers}

    def with_papers(title: str, labels: tuple[str, ...]) -> str:
        named = "、".join(f"{label}　{titles[label]}" if titles.get(label) else label for label in labels)
        return f"{title}（{named}）" if named else title

    return Table(
        columns=(Column("案件", 14, "mark"), Column("件名・資料"), Column("表決", 17, "mark")),
        rows=tuple(
            (
                Cell(str(item.number)),
                Cell(
                    with_papers(item.title, item.papers) + ("【取り下げました】" if item.void_reason else "")
                ),
                Cell("あり" if item.is_vote and not item.void_reason else "なし"),
            )
            for item in facts.items
        ),
        says="案件及び資料",
    )


def contact(facts: MeetingFacts) -> Box:
    """The contact block at the foot."""
    first, *rest = facts.contact
    return Box((f"事務局　{first}", *rest), is_contact=True)
