"""Deciding in the room (会議での採決): whether enough are present, and whether the hands suffice. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from deliberation.bylaws import Base, Bylaws, Words, needed, share_words
from deliberation.tally import is_carried, tie_sentences, word_of

BASES = {Base.SUBMITTED: "出席した委員", Base.VALID: "賛成と反対の合計", Base.IN_OFFICE: "在任の委員"}


@dataclass(frozen=True)
class FloorCount:
    """``voters`` are those present who may raise a hand; ``is_carried`` None: no quorum, or the chair has to decide."""

    present: int
    voters: int
    quorum: int
    is_quorate: bool
    base: int
    majority: int
    is_tie: bool
    is_carried: bool | None
    word: str
    sentences: tuple[str, ...]


def count_hands(
    in_office: int,
    present: int,
    in_favour: int,
    against: int,
    abstained: int,
    bylaws: Bylaws,
    words: Words,
    *,
    chair_is_present: bool = False,
    chair_decides: bool | None = None,
) -> FloorCount:
    """The result of a show of hands. Numbers of people; the chair who only breaks ties is present, but no voter.

    >>> from deliberation.bylaws import DEFAULT, WORDS
    >>> one = count_hands(14, 10, 6, 3, 1, DEFAULT, WORDS["STATUTORY"])
    >>> one.quorum, one.majority, one.is_carried, one.word
    (8, 6, True, '可決')
    """
    leaves_out_chair = chair_is_present and not bylaws.chair_votes
    voters = present - leaves_out_chair
    quorum = 0 if bylaws.quorum is None else needed(in_office, bylaws.quorum, bylaws.quorum_is_over)
    base = {Base.SUBMITTED: voters, Base.VALID: in_favour + against, Base.IN_OFFICE: in_office}[bylaws.base]
    majority = needed(base, bylaws.majority, bylaws.majority_is_over)
    is_quorate = present >= quorum
    is_tie = is_quorate and in_favour == against and 0 < in_favour < majority
    carried = is_carried(in_favour >= majority > 0, is_quorate, is_tie, bylaws.tie, chair_decides)
    return FloorCount(
        present=present,
        voters=voters,
        quorum=quorum,
        is_quorate=is_quorate,
        base=base,
        majority=majority,
        is_tie=is_tie,
        is_carried=carried,
        word=word_of(carried, is_quorate, words),
        sentences=tuple(
            _sentences(bylaws, present, quorum, is_quorate, base, majority, is_tie, chair_decides)
        ),
    )


def _sentences(
    bylaws: Bylaws,
    present: int,
    quorum: int,
    is_quorate: bool,
    base: int,
    majority: int,
    is_tie: bool,
    chair_decides: bool | None,
) -> Iterator[str]:
    if bylaws.quorum is not None:
        share = share_words(bylaws.quorum, bylaws.quorum_is_over)
        held = "会議は成立しています" if is_quorate else "会議は成立していません"
        yield f"定足数は在任の委員の{share}（{quorum}人）で、{present}人が出席しているため、{held}。"
    share = share_words(bylaws.majority, bylaws.majority_is_over)
    yield f"{BASES[bylaws.base]}{base}人の{share}（{majority}人）の賛成で決めます。"
    yield from tie_sentences(bylaws.tie, is_tie, chair_decides)
