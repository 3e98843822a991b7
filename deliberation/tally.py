"""Counting a written vote (表決の集計). Pure: ballots and rules in, a result with its reasons out.

Rules: 手引き 2-2, model text 対馬市書面会議実施要綱; the settings are ``deliberation.bylaws``.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from deliberation.bylaws import BASES, Base, Blank, Bylaws, Conflict, Tie, Words, needed, share_words

FOR, AGAINST, BLANK = "FOR", "AGAINST", "BLANK"
WEB, PAPER = "WEB", "PAPER"


@dataclass(frozen=True)
class Voter:
    """A member on the roll: ``key`` tells members apart; a chair who only breaks ties has no vote (``is_voting``)."""

    key: str
    is_chair: bool = False
    is_voting: bool = True


@dataclass(frozen=True)
class Cast:
    """One ballot as it stands in the ledger; ``seq`` is its place there."""

    voter: str
    item: int
    choice: str
    way: str
    seq: int
    received_at: datetime.datetime
    is_signed: bool = True


@dataclass(frozen=True)
class Count:
    """The result of one item. Numbers of people; ``is_carried`` None while the chair has to decide a tie, or no quorum.

    ``sentences`` say how it came about, ready to be printed; ``counted`` are the ballots that count, by voter.
    """

    item: int
    entitled: int
    submitted: int
    in_favour: int
    against: int
    invalid: int
    abstained: int
    quorum: int
    is_quorate: bool
    base: int
    majority: int
    is_tie: bool
    is_carried: bool | None
    word: str
    sentences: tuple[str, ...]
    counted: Mapping[str, Cast]

    @property
    def not_submitted(self) -> int:
        return self.entitled - self.submitted


def counting(casts: Iterable[Cast], bylaws: Bylaws) -> dict[tuple[str, int], Cast]:
    """The ballot that counts for each voter and item: the last one of its way, and of two ways as the rule says.

    An unsigned paper counts only where the rules say so.
    """
    last: dict[tuple[str, int, str], Cast] = {}
    for cast in sorted(casts, key=lambda cast: cast.seq):
        if cast.way == PAPER and not cast.is_signed and not bylaws.unsigned_counts:
            continue
        place = (cast.voter, cast.item, cast.way)
        # A paper entered late may have been received before: the later receipt wins, then the later entry.
        if place not in last or last[place].received_at <= cast.received_at:
            last[place] = cast
    chosen: dict[tuple[str, int], Cast] = {}
    for (voter, item, _), cast in last.items():
        other = chosen.get((voter, item))
        chosen[voter, item] = cast if other is None else _of_two(other, cast, bylaws.conflict)
    return chosen


def _of_two(one: Cast, other: Cast, conflict: Conflict) -> Cast:
    if conflict is Conflict.LATEST:
        return max(one, other, key=lambda cast: (cast.received_at, cast.seq))
    return one if one.way == conflict.value else other


def count(
    item: int,
    roll: Iterable[Voter],
    casts: Iterable[Cast],
    bylaws: Bylaws,
    words: Words,
    chair_decides: bool | None = None,
) -> Count:
    """Count one item. ``chair_decides`` is what the chair decided of a tie, None while that is open."""
    voters = {voter.key: voter for voter in roll if voter.is_voting}
    chosen = {
        voter: cast for (voter, of), cast in counting(casts, bylaws).items() if of == item and voter in voters
    }
    choices = [cast.choice for cast in chosen.values()]
    in_favour, against, blank = (choices.count(choice) for choice in (FOR, AGAINST, BLANK))
    entitled, submitted = len(voters), len(choices)
    quorum = 0 if bylaws.quorum is None else needed(entitled, bylaws.quorum, bylaws.quorum_is_over)
    invalid, abstained = (blank, 0) if bylaws.blank is Blank.INVALID else (0, blank)
    base = {Base.SUBMITTED: submitted, Base.VALID: in_favour + against, Base.IN_OFFICE: entitled}[bylaws.base]
    majority = needed(base, bylaws.majority, bylaws.majority_is_over)
    is_quorate = submitted >= quorum
    is_tie = is_quorate and in_favour == against > 0 and _is_decided_by_one(in_favour, majority, bylaws)
    carried = is_carried(in_favour >= majority > 0, is_quorate, is_tie, bylaws.tie, chair_decides)
    return Count(
        item=item,
        entitled=entitled,
        submitted=submitted,
        in_favour=in_favour,
        against=against,
        invalid=invalid,
        abstained=abstained,
        quorum=quorum,
        is_quorate=is_quorate,
        base=base,
        majority=majority,
        is_tie=is_tie,
        is_carried=carried,
        word=word_of(carried, is_quorate, words),
        sentences=tuple(
            _sentences(bylaws, quorum, submitted, is_quorate, base, majority, is_tie, chair_decides)
        ),
        counted=chosen,
    )


def _is_decided_by_one(in_favour: int, majority: int, bylaws: Bylaws) -> bool:
    """Whether the chair's voice would bring the majority: not so where blanks or absent members stand in the base, nor
    where more than half is asked for. Then equal numbers are simply too few in favour."""
    return bylaws.majority == Fraction(1, 2) and in_favour < majority <= in_favour + 1


def is_carried(
    reached: bool, is_quorate: bool, is_tie: bool, tie: Tie, chair_decides: bool | None
) -> bool | None:
    """Whether an item carried; None without a quorum, and while the chair has to decide a tie."""
    if not is_quorate:
        return None
    if is_tie and tie is Tie.CHAIR:
        return chair_decides
    return reached


def word_of(carried: bool | None, is_quorate: bool, words: Words) -> str:
    """The result in the body's own word."""
    if not is_quorate:
        return "不成立"
    if carried is None:
        return "可否同数（会長の決定待ち）"
    return words.carried if carried else words.rejected


def tie_sentences(tie: Tie, is_tie: bool, chair_decides: bool | None) -> Iterable[str]:
    """What is said of equal numbers; nothing where they are not."""
    if is_tie and tie is Tie.CHAIR:
        decided = {
            None: "会長がこれから決めます",
            True: "会長が賛成と決めました",
            False: "会長が反対と決めました",
        }
        yield f"可否同数のため、{decided[chair_decides]}。"
    elif is_tie:
        yield "可否同数のため、否決とします。"


def _sentences(
    bylaws: Bylaws,
    quorum: int,
    submitted: int,
    is_quorate: bool,
    base: int,
    majority: int,
    is_tie: bool,
    chair_decides: bool | None,
) -> Iterable[str]:
    if bylaws.quorum is not None:
        share = share_words(bylaws.quorum, bylaws.quorum_is_over)
        held = "会議は成立しました" if is_quorate else "会議は成立しませんでした"
        yield f"定足数は在任の委員の{share}（{quorum}人）で、{submitted}人が表決書を提出したため、{held}。"
    share = share_words(bylaws.majority, bylaws.majority_is_over)
    yield f"{BASES[bylaws.base]}{base}の{share}（{majority}）の賛成で決めます。"
    yield from tie_sentences(bylaws.tie, is_tie, chair_decides)
