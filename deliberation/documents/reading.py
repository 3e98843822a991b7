"""The facts that the documents of a meeting are made of, read from the tables; and which documents there are."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from deliberation.bylaws import WORDS, from_data
from deliberation.documents.ballot import ballot
from deliberation.documents.facts import (
    ItemFact,
    MeetingFacts,
    MemberFact,
    MinutesFacts,
    PaperFact,
    ResultFacts,
    VoteFact,
)
from deliberation.documents.notice import notice
from deliberation.documents.proceedings import proceedings
from deliberation.documents.programme import programme
from deliberation.documents.report import report
from deliberation.documents.roster import roster
from deliberation.documents.shapes import Document
from deliberation.floor_words import floor_sentence
from deliberation.models import AgendaItem, Ballot, FloorVote, Meeting, Minutes, Paper
from deliberation.proofreading import minutes_of
from deliberation.results import Result, result_of
from deliberation.seats import present_words, seats_at
from deliberation.titles import number_words

FORM_WORDS = {
    Meeting.Form.IN_PERSON: "",
    Meeting.Form.ONLINE: "オンライン",
    Meeting.Form.WRITTEN: "書面",
}


@dataclass(frozen=True)
class Kind:
    """A document of a meeting: ``what`` it is for, when there is one, and how it is made."""

    key: str
    name: str
    what: str
    is_there: Callable[[Meeting], bool]
    make: Callable[[Meeting], Document]


def facts_of(meeting: Meeting) -> MeetingFacts:
    """All that the documents tell of a meeting. ``meeting`` from ``deliberation.rules.meeting_at``. Seven queries at most."""
    body = meeting.body
    seats = seats_at(meeting)
    papers = list(meeting.papers.all())
    return MeetingFacts(
        government=meeting.plan.government.name,
        our_place=meeting.plan.government.address.self_word,
        body=body.name,
        body_kind=body.kind,
        basis=body.basis,
        addressee=body.addressee,
        number_words=number_words(meeting),
        is_written=meeting.is_written,
        form=FORM_WORDS[Meeting.Form(meeting.form)],
        purpose=meeting.purpose,
        why_written=meeting.why_written,
        agreed_with_chair_on=meeting.agreed_with_chair_on,
        held_on=meeting.held_on,
        when_words=meeting.when_words,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=meeting.place,
        openness=meeting.get_openness_display(),
        openness_reason=meeting.openness_reason,
        observers=meeting.observers,
        document_number=meeting.document_number,
        called_on=meeting.called_on,
        consent_until=_local(meeting.consent_until),
        questions_until=_local(meeting.questions_until),
        closes_at=_local(_deadline(meeting)),
        contact=tuple(line.strip() for line in body.contact.splitlines() if line.strip()),
        bylaws=from_data(body.bylaws),
        words=WORDS[body.kind],
        items=tuple(_item(item, meeting) for item in _agenda(meeting)),
        papers=tuple(map(_paper, papers)),
        members=tuple(
            MemberFact(
                name=seat.member.name,
                post=seat.member.post,
                office=seat.member.office,
                office_word=seat.member.get_office_display(),
                sector=seat.member.get_sector_display(),
                presence=seat.presence,
            )
            for seat in seats
        ),
        attendance=present_words(seats),
    )


def _deadline(meeting: Meeting) -> datetime.datetime | None:
    """An extension moves the deadline of the box."""
    box = getattr(meeting, "box", None)
    return box.closes_at if box else meeting.closes_at


def _local(instant: datetime.datetime | None) -> datetime.datetime | None:
    return timezone.localtime(instant).replace(tzinfo=None) if instant else None


def _agenda(meeting: Meeting) -> list[AgendaItem]:
    rows = meeting.agenda.select_related("edition__plan", "review", "paper", "floor_vote")
    return list(rows.defer("edition__content", "review__content").prefetch_related("papers"))


def _item(item: AgendaItem, meeting: Meeting) -> ItemFact:
    vote: FloorVote | None = getattr(item, "floor_vote", None)
    return ItemFact(
        number=item.number,
        title=item.title,
        content=item.content,
        kind=item.get_kind_display(),
        is_vote=item.is_vote,
        papers=tuple(paper.label for paper in item.papers.all()),
        subject=subject_words(item),
        content_hash=item.content_hash,
        is_delegated=item.is_delegated,
        void_reason=item.void_reason,
        decision=floor_sentence(vote, meeting) if vote else "",
    )


def subject_words(item: AgendaItem) -> str:
    """What is decided, by its name: 豊中市デジタル総合戦略（案）（第2版）, 資料4　…. No query where it is read with the item."""
    if item.edition:
        return f"{item.edition.title}（{item.edition.get_stage_display()}、第{item.edition.number}版）"
    if item.review:
        return f"{item.review.fiscal_year}年度の評価"
    return str(item.paper) if item.paper else ""


def _paper(paper: Paper) -> PaperFact:
    return PaperFact(paper.label, paper.title, paper.pages, paper.kind == Paper.Kind.BALLOT)


def result_facts(meeting: Meeting, facts: MeetingFacts) -> ResultFacts:
    """The closed vote of a written meeting. Refused before it is closed."""
    box = meeting.box
    result: Result = result_of(box)
    items = {item.number: item for item in facts.items}
    votes = [
        VoteFact(
            item=items[item.number],
            in_favour=count.in_favour,
            against=count.against,
            invalid=count.invalid,
            abstained=count.abstained,
            word=count.word,
            sentences=count.sentences,
        )
        for item in result.items
        if (count := result.count_of(item)) is not None
    ]
    counts = result.counts
    roll = box.roll.filter(is_voting=True).count()
    opinions = Ballot.objects.filter(
        box=box, entry__seq__in=[cast.seq for count in counts for cast in count.counted.values()]
    ).exclude(opinion="")
    return ResultFacts(
        entitled=counts[0].entitled if counts else roll,
        submitted=max((count.submitted for count in counts), default=0),
        quorum=counts[0].quorum if counts else 0,
        is_quorate=any(count.is_quorate for count in counts),
        bylaws=result.bylaws,
        votes=tuple(votes),
        voided=tuple(item for item in facts.items if item.is_vote and item.void_reason),
        entries=result.entries,
        genesis_hash=result.genesis_hash,
        head=result.head,
        opinions=opinions.count(),
        sent_on=timezone.localdate(meeting.result_sent_at) if meeting.result_sent_at else None,
    )


def notice_of(meeting: Meeting) -> Document:
    """開催通知"""
    return notice(facts_of(meeting))


def programme_of(meeting: Meeting) -> Document:
    """次第"""
    return programme(facts_of(meeting))


def roster_of(meeting: Meeting) -> Document:
    """委員名簿, as it is on the day of the meeting, of its notice, or today."""
    return roster(facts_of(meeting), meeting.held_on or meeting.called_on or timezone.localdate())


def ballot_of(meeting: Meeting, *, is_numbered: bool = True) -> Document:
    """表決書, with its number among the papers where it has one. ``is_numbered`` False: whoever binds it says the number."""
    facts = facts_of(meeting)
    paper = next((paper.label for paper in facts.papers if paper.is_ballot), "")
    return ballot(facts, paper if is_numbered else "")


def report_of(meeting: Meeting) -> Document:
    """表決結果報告書; Refused before the vote is closed."""
    facts = facts_of(meeting)
    return report(facts, result_facts(meeting, facts))


def minutes_document(meeting: Meeting) -> Document:
    """会議録・議事要旨"""
    minutes = minutes_of(meeting) or Minutes(meeting=meeting)
    facts = facts_of(meeting)
    results = {}
    if is_closed(meeting):
        results = {vote.item.number: vote.word for vote in result_facts(meeting, facts).votes}
    return proceedings(
        facts,
        MinutesFacts(minutes.get_kind_display(), minutes.text, minutes.published_at is None, results),
    )


def is_closed(meeting: Meeting) -> bool:
    """Whether a written vote of this meeting is closed."""
    box = getattr(meeting, "box", None)
    return box is not None and box.is_closed


def has_minutes(meeting: Meeting) -> bool:
    """Whether somebody has begun the minutes. One query."""
    return minutes_of(meeting) is not None


KINDS = (
    Kind("notice", "開催通知", "委員に開催を知らせる文書です。", lambda meeting: True, notice_of),
    Kind("programme", "次第", "案件と配付資料の一覧です。", lambda meeting: True, programme_of),
    Kind("roster", "委員名簿", "開催の日に在任している委員の一覧です。", lambda meeting: True, roster_of),
    Kind(
        "ballot", "表決書", "紙で表決する委員に送る様式です。", lambda meeting: meeting.is_written, ballot_of
    ),
    Kind("report", "表決結果報告書", "締め切った表決の結果を委員に報告する文書です。", is_closed, report_of),
    Kind("minutes", "会議録・議事要旨", "「出欠・会議録」で書いたものです。", has_minutes, minutes_document),
)


def kinds_of(meeting: Meeting) -> list[Kind]:
    """The documents that there are of this meeting now. One query."""
    return [kind for kind in KINDS if kind.is_there(meeting)]


def kind_named(key: str) -> Kind | None:
    """The kind of this key."""
    return next((kind for kind in KINDS if kind.key == key), None)
