"""Counting: quorum, base of the majority, blanks, ties, two ballots of one member (docs/algorithms/tally.md)."""

import datetime
import doctest
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliberation import tally
from deliberation.bylaws import DEFAULT, WORDS, Base, Blank, Bylaws, Conflict, Tie
from deliberation.tally import Cast, Count, Voter, count

STATUTORY = WORDS["STATUTORY"]
NOON = datetime.datetime(2023, 2, 2, 12, tzinfo=datetime.UTC)


def a_cast(voter: str, choice: str, seq: int = 1, way: str = "WEB", minutes: int = 0, **fields) -> Cast:
    received = NOON + datetime.timedelta(minutes=minutes)
    return Cast(voter=voter, item=2, choice=choice, way=way, seq=seq, received_at=received, **fields)


def counted(marks: str, entitled: int, bylaws: Bylaws = DEFAULT, chair: bool | None = None) -> Count:
    """``marks``: one letter a ballot, F(or), A(gainst), B(lank)."""
    choices = {"F": "FOR", "A": "AGAINST", "B": "BLANK"}
    casts = [
        a_cast(str(n), choices[mark], seq=n, way="PAPER" if mark == "B" else "WEB")
        for n, mark in enumerate(marks)
    ]
    return count(2, [Voter(str(n)) for n in range(entitled)], casts, bylaws, STATUTORY, chair)


# Marks, members entitled, rules; then quorum, base, majority, word. The table of docs/algorithms/tally.md.
TABLE = {
    "more than half of those submitted": ("FFFFFAA", 13, {}, (7, 7, 4, "可決")),
    "one below the quorum": ("FFFFFF", 13, {}, (7, 6, 4, "不成立")),
    "just half is no quorum over one half": ("FFFFFFF", 14, {}, (8, 7, 4, "不成立")),
    "just half is a quorum of one half": ("FFFFFFF", 14, {"quorum_is_over": False}, (7, 7, 4, "可決")),
    "no quorum asked for": ("F", 14, {"quorum": None}, (0, 1, 1, "可決")),
    "nobody answered, no quorum": ("", 5, {"quorum": None}, (0, 0, 1, "否決")),
    "blanks count in the base of those submitted": ("FFFAABB", 7, {}, (4, 7, 4, "否決")),
    "and not in that of the valid ones": ("FFFAABB", 7, {"base": Base.VALID}, (4, 5, 3, "可決")),
    "all members in office": ("FFFFF", 10, {"base": Base.IN_OFFICE, "quorum": None}, (0, 10, 6, "否決")),
    "two thirds or more": (
        "FFFFFFAAA",
        9,
        {"majority": Fraction(2, 3), "majority_is_over": False},
        (5, 9, 6, "可決"),
    ),
    "both sides equal, the chair decides": ("FFFAAA", 6, {}, (4, 6, 4, "可否同数（会長の決定待ち）")),
    "both sides equal, rejected": ("FFFAAA", 6, {"tie": Tie.REJECTED}, (4, 6, 4, "否決")),
    "equal with one blank among those submitted": ("FFFAAAB", 7, {}, (4, 7, 4, "可否同数（会長の決定待ち）")),
    "equal with two blanks: no voice brings the majority": ("FFFAAABB", 8, {}, (5, 8, 5, "否決")),
    "equal with two blanks among the valid": (
        "FFFAAABB",
        8,
        {"base": Base.VALID},
        (5, 6, 4, "可否同数（会長の決定待ち）"),
    ),
    "equal, of all in office": ("FFAA", 7, {"base": Base.IN_OFFICE}, (4, 7, 4, "否決")),
    "equal where two thirds are asked for": (
        "FA",
        2,
        {"majority": Fraction(2, 3), "majority_is_over": False},
        (2, 2, 2, "否決"),
    ),
    "all blank": ("BBB", 3, {"base": Base.VALID}, (2, 0, 1, "否決")),
}


@pytest.mark.parametrize("name", TABLE)
def test_the_table(name):
    marks, entitled, rules, expected = TABLE[name]
    found = counted(marks, entitled, replace(DEFAULT, **rules))
    assert (found.quorum, found.base, found.majority, found.word) == expected


def test_numbers_and_sentences_of_a_count():
    found = counted("FFFFAB", 9)
    assert (found.entitled, found.submitted, found.not_submitted) == (9, 6, 3)
    assert (found.in_favour, found.against, found.invalid, found.abstained) == (4, 1, 1, 0)
    assert found.sentences == (
        "定足数は在任の委員の過半数（5人）で、6人が表決書を提出したため、会議は成立しました。",
        "提出された表決6の過半数（4）の賛成で決めます。",
    )


def test_a_blank_is_an_abstention_where_the_rules_say_so():
    found = counted("FFB", 3, replace(DEFAULT, blank=Blank.ABSTENTION))
    assert (found.invalid, found.abstained, found.base) == (0, 1, 3)


@pytest.mark.parametrize(
    ("chair", "carried", "word"),
    [(True, True, "可決"), (False, False, "否決"), (None, None, "可否同数（会長の決定待ち）")],
)
def test_the_chair_decides_a_tie(chair, carried, word):
    found = counted("FFAA", 4, chair=chair)
    assert (found.is_tie, found.is_carried, found.word) == (True, carried, word)


def test_the_chair_decides_nothing_that_is_no_tie():
    assert counted("FAA", 3, chair=True).is_carried is False
    assert counted("FF", 4, chair=True).is_carried is None  # no quorum
    assert counted("FFAA", 4, replace(DEFAULT, tie=Tie.REJECTED), chair=True).is_carried is False


def test_who_has_no_vote_is_neither_counted_nor_entitled():
    roll = [Voter("1", is_chair=True, is_voting=False), Voter("2"), Voter("3")]
    casts = [
        a_cast("1", "FOR", 1),
        a_cast("2", "AGAINST", 2),
        a_cast("9", "FOR", 3),
        a_cast("3", "AGAINST", 4),
    ]
    found = count(2, roll, casts, DEFAULT, STATUTORY)
    assert (found.entitled, found.submitted, found.in_favour, found.against) == (2, 2, 0, 2)


def test_ballots_of_other_items_are_not_counted():
    casts = [a_cast("1", "FOR"), replace(a_cast("1", "AGAINST", 2), item=3)]
    assert count(2, [Voter("1")], casts, DEFAULT, STATUTORY).in_favour == 1


def test_a_later_ballot_replaces_the_one_before():
    casts = [a_cast("1", "FOR", 1, minutes=0), a_cast("1", "AGAINST", 2, minutes=1)]
    found = count(2, [Voter("1")], casts, DEFAULT, STATUTORY)
    assert (found.submitted, found.in_favour, found.against) == (1, 0, 1)
    assert found.counted["1"].seq == 2


# The web ballot came at noon; the paper an hour before or after it, always entered later.
@pytest.mark.parametrize(
    ("conflict", "minutes", "choice"),
    [
        (Conflict.LATEST, 60, "AGAINST"),
        (Conflict.LATEST, -60, "FOR"),
        (Conflict.LATEST, 0, "AGAINST"),
        (Conflict.WEB, 60, "FOR"),
        (Conflict.PAPER, -60, "AGAINST"),
    ],
)
def test_of_a_ballot_on_line_and_one_on_paper_the_rule_decides(conflict, minutes, choice):
    casts = [a_cast("1", "FOR", 1), a_cast("1", "AGAINST", 2, way="PAPER", minutes=minutes)]
    for given_order in (casts, casts[::-1]):
        chosen = tally.counting(given_order, replace(DEFAULT, conflict=conflict))
        assert chosen["1", 2].choice == choice


def test_of_two_papers_the_one_received_later_counts_whatever_the_order_of_entering():
    casts = [a_cast("1", "FOR", 1, "PAPER", minutes=10), a_cast("1", "AGAINST", 2, "PAPER", minutes=5)]
    assert tally.counting(casts, DEFAULT)["1", 2].choice == "FOR"


@pytest.mark.parametrize(("counts", "submitted"), [(False, 0), (True, 1)])
def test_an_unsigned_paper_counts_where_the_rules_say_so(counts, submitted):
    casts = [a_cast("1", "FOR", 1, "PAPER", is_signed=False)]
    found = count(2, [Voter("1")], casts, replace(DEFAULT, unsigned_counts=counts), STATUTORY)
    assert found.submitted == submitted


@pytest.mark.parametrize(
    ("kind", "words"), [("GUIDELINE", ("了承", "不承認")), ("INTERNAL", ("決定", "見送り"))]
)
def test_each_kind_of_body_has_its_own_words(kind, words):
    roll = [Voter("1")]
    told = [count(2, roll, [a_cast("1", choice)], DEFAULT, WORDS[kind]).word for choice in ("FOR", "AGAINST")]
    assert tuple(told) == words


def test_what_the_sentences_say_of_a_tie():
    told = [counted("FFAA", 4, chair=chair).sentences[-1] for chair in (None, True, False)]
    assert told == [
        "可否同数のため、会長がこれから決めます。",
        "可否同数のため、会長が賛成と決めました。",
        "可否同数のため、会長が反対と決めました。",
    ]
    assert (
        counted("FFAA", 4, replace(DEFAULT, tie=Tie.REJECTED)).sentences[-1]
        == "可否同数のため、否決とします。"
    )


@given(st.text("FAB", max_size=12), st.sampled_from(Base), st.sampled_from(Tie))
def test_every_ballot_is_somewhere_and_one_voice_more_never_turns_a_carried_item_down(marks, base, tie):
    bylaws = replace(DEFAULT, base=base, tie=tie, quorum=None)
    found, more = counted(marks, 13, bylaws), counted(marks + "F", 13, bylaws)
    assert found.in_favour + found.against + found.invalid == found.submitted == len(marks)
    assert not (found.is_carried and more.is_carried is False)


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(tally).failed == 0
