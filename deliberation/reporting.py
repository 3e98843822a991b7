"""What is said of a closed vote: one picture for the office, the members, the public page and paper.

Nothing here is read of a box that is not closed (``deliberation.results.result_of`` refuses).
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from deliberation.bylaws import CONFLICTS, Bylaws, Words
from deliberation.dispositions import Dispositions, from_data
from deliberation.models import (
    AgendaItem,
    Ballot,
    BallotBox,
    DispositionList,
    Opinion,
    RefusedBallot,
    Reply,
    TieDecision,
)
from deliberation.results import result_of, rules_of
from deliberation.tally import Count
from strategy.fiscal import format_date

Way = Ballot.Way
# The rules that decide a written vote, in the order in which they are quoted.
QUOTED = {
    "quorum": "定足数",
    "majority": "決め方",
    "base": "決め方の分母",
    "tie": "可否同数のとき",
    "chair_votes": "会長の表決",
    "blank": "印のない表決書",
    "unsigned_counts": "署名のない表決書",
    "arrival": "表決書の届く日",
    "conflict": "二つの表決があるとき",
}


@dataclass(frozen=True)
class Vote:
    """How a member voted; only where names may be shown."""

    who: str
    choice: str
    way: str


@dataclass(frozen=True)
class Said:
    """An opinion that came with a counted ballot, and the answer to it; ``who`` is empty where names stay hidden."""

    who: str
    text: str
    opinion: Opinion | None
    reply: Reply | None
    disposition: str


@dataclass(frozen=True)
class Twice:
    """A member whose ballots of both ways stand side by side: what each says, which one counts, by which rule."""

    who: str
    web: str
    paper: str
    counted: str
    rule: str


@dataclass(frozen=True)
class Refusal:
    """A ballot that was kept and not counted. The choice of it is nobody's business."""

    who: str
    number: int
    way: str
    why: str
    received_at: datetime.datetime


@dataclass(frozen=True)
class Line:
    """An item that was voted on, with all that is said of it. ``count`` is None where the item was voided."""

    item: AgendaItem
    count: Count | None
    word: str
    votes: tuple[Vote, ...]
    said: tuple[Said, ...]
    twice: tuple[Twice, ...]
    decision: TieDecision | None

    @property
    def hash_groups(self) -> tuple[str, ...]:
        """The content hash of what was decided."""
        return in_fours(self.item.content_hash)

    @property
    def decided_words(self) -> str:
        """The day on which the chair decided a tie; empty where nothing was to decide."""
        return format_date(self.decision.decided_on) if self.decision else ""

    @property
    def waits_for_chair(self) -> bool:
        """Both sides are equal and the chair has not decided yet."""
        return self.count is not None and self.count.is_tie and self.count.is_carried is None


def in_fours(text: str) -> tuple[str, ...]:
    """A hash in groups of four, as people compare it.

    >>> in_fours("3f9a61c082de4b17")
    ('3f9a', '61c0', '82de', '4b17')
    """
    return tuple(text[n : n + 4] for n in range(0, len(text), 4))


def quotes_of(bylaws: Bylaws) -> tuple[tuple[str, str], ...]:
    """Name and words of each rule that the body has quoted, in their order."""
    return tuple(
        (word, text) for name, word in QUOTED.items() if (text := bylaws.texts.get(name, "").strip())
    )


def result_context(box: BallotBox, *, names: bool) -> dict[str, Any]:
    """All of a closed vote for ``deliberation/_result.html``. ``NotClosed`` before closing. Nine queries at most.

    ``names``: whether choices and opinions carry names. The office sees them; others where the body's rules say so
    (``names_may_be_shown``). ``box`` with meeting, plan and government. Keys: box, meeting, result, lines, quotes, words,
    names, refusals, closed_words, head_groups, genesis_groups.
    """
    result = result_of(box)
    roll = {entry.member_id: entry.name for entry in result.roll}
    called = roll if names else {}
    ballots = {ballot.entry.seq: ballot for ballot in _ballots(box)}
    decisions = TieDecision.objects.filter(item__in=result.items).select_related("chair")
    decided = {one.item_id: one for one in decisions}
    said = _replied(box)
    lines = []
    for item in result.items:
        count = result.count_of(item)
        counted = [ballots[cast.seq] for cast in count.counted.values()] if count else []
        counted.sort(key=lambda ballot: (ballot.member.position, ballot.member_id))
        lines.append(
            Line(
                item=item,
                count=count,
                word=_word(count, result.words),
                votes=tuple(_votes(counted, called)) if names else (),
                said=tuple(_said(counted, called, *said)),
                twice=tuple(_twice(item, counted, ballots.values(), called, result.bylaws)) if names else (),
                decision=decided.get(item.pk),
            )
        )
    return {
        "box": box,
        "meeting": box.meeting,
        "result": result,
        "lines": lines,
        "quotes": quotes_of(result.bylaws),
        "words": result.words,
        "names": names,
        "refusals": _refusals(box, called),
        "closed_words": _closed(box),
        "head_groups": in_fours(result.head),
        "genesis_groups": in_fours(result.genesis_hash),
    }


def names_may_be_shown(box: BallotBox) -> bool:
    """Whether the rules under which the vote was opened publish who voted how. No query."""
    return rules_of(box).names_are_published


def _closed(box: BallotBox) -> str:
    """令和5年（2023年）2月3日（金）0時0分45秒."""
    local = timezone.localtime(box.closed_at)
    return f"{format_date(local.date(), weekday=True)}{local.hour}時{local.minute}分{local.second}秒"


def _ballots(box: BallotBox) -> list[Ballot]:
    return list(box.ballots.select_related("entry", "member"))


def _word(count: Count | None, words: Words) -> str:
    """How it came out; a body that does not count says 異議なし where nobody was against it."""
    if count is None:
        return "無効"
    if not words.counts and count.is_carried and not count.against:
        return f"異議なし（{count.word}）"
    return count.word


def _votes(counted: Iterable[Ballot], called: Mapping[int, str]) -> Iterator[Vote]:
    for ballot in counted:
        yield Vote(called[ballot.member_id], ballot.get_choice_display(), ballot.get_way_display())


def _replied(box: BallotBox) -> tuple[Mapping[int, Opinion], Dispositions]:
    """The opinions that came of the ballots, by ballot, with their answers; and the government's words. Two queries."""
    rows = Opinion.objects.filter(ballot__box=box).select_related("reply")
    kept = DispositionList.objects.filter(government=box.meeting.plan.government_id).first()
    return {row.ballot_id: row for row in rows}, from_data(kept.content if kept else None)


def _said(
    counted: Iterable[Ballot],
    called: Mapping[int, str],
    opinions: Mapping[int, Opinion],
    dispositions: Dispositions,
) -> Iterator[Said]:
    """Without names in the order of their secret salts, which says nothing of who is who, nor of who voted how."""
    spoken = [ballot for ballot in counted if ballot.opinion]
    if not called:
        spoken.sort(key=lambda ballot: ballot.opinion_salt)
    for ballot in spoken:
        opinion = opinions.get(ballot.pk)
        if opinion is not None and opinion.is_withdrawn:
            continue
        reply = getattr(opinion, "reply", None)
        word = dispositions.word(reply.disposition) if reply else ""
        yield Said(called.get(ballot.member_id, ""), ballot.opinion, opinion, reply, word)


def _twice(
    item: AgendaItem,
    counted: Iterable[Ballot],
    ballots: Iterable[Ballot],
    called: Mapping[int, str],
    bylaws: Bylaws,
) -> Iterator[Twice]:
    last: dict[tuple[int, str], Ballot] = {}
    for ballot in sorted(ballots, key=lambda ballot: (ballot.received_at, ballot.entry.seq)):
        if ballot.item_id == item.pk and (
            ballot.way == Way.WEB or ballot.is_signed or bylaws.unsigned_counts
        ):
            last[ballot.member_id, ballot.way] = ballot
    for ballot in counted:
        web, paper = (last.get((ballot.member_id, way)) for way in (Way.WEB, Way.PAPER))
        if web is not None and paper is not None:
            yield Twice(
                who=called[ballot.member_id],
                web=web.get_choice_display(),
                paper=paper.get_choice_display(),
                counted=ballot.get_way_display(),
                rule=CONFLICTS[bylaws.conflict],
            )


def _refusals(box: BallotBox, called: Mapping[int, str]) -> tuple[Refusal, ...]:
    rows = (
        RefusedBallot.objects.filter(box=box)
        .select_related("item")
        .order_by("item__number", "received_at", "id")
    )
    return tuple(
        Refusal(
            called.get(row.member_id, ""),
            row.item.number,
            row.get_way_display(),
            row.get_why_display(),
            row.received_at,
        )
        for row in rows
    )
