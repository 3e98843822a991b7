import doctest
import itertools
from dataclasses import replace
from fractions import Fraction

import pytest

from deliberation import floor
from deliberation.bylaws import DEFAULT, WORDS, Base, Tie
from deliberation.floor import count_hands

WORD = WORDS["STATUTORY"]


def test_the_examples_hold():
    assert doctest.testmod(floor) == (0, 3)


@pytest.mark.parametrize(
    ("present", "hands", "rules", "word"),
    [
        (7, (7, 0, 0), {}, "不成立"),  # 過半数 of 14 is 8
        (8, (5, 3, 0), {}, "可決"),
        (8, (4, 3, 1), {}, "否決"),  # of those present 5 are needed
        (8, (4, 3, 1), {"base": Base.VALID}, "可決"),
        (8, (7, 1, 0), {"base": Base.IN_OFFICE}, "否決"),
        (8, (4, 4, 0), {}, "可否同数（会長の決定待ち）"),
        (8, (4, 4, 0), {"tie": Tie.REJECTED}, "否決"),
        (9, (6, 3, 0), {"majority": Fraction(2, 3), "majority_is_over": False}, "可決"),
        (9, (5, 3, 0), {"chair_votes": False}, "可決"),  # eight voters
        (3, (2, 1, 0), {"quorum": None}, "可決"),
        (8, (0, 0, 8), {}, "否決"),
    ],
)
def test_hands_decide_by_the_rules(present, hands, rules, word):
    assert (
        count_hands(14, present, *hands, replace(DEFAULT, **rules), WORD, chair_is_present=True).word == word
    )


def test_the_chair_breaks_a_tie():
    words = [
        count_hands(6, 6, 3, 3, 0, DEFAULT, WORD, chair_decides=decision).word for decision in (True, False)
    ]
    assert words == ["可決", "否決"]


def test_more_hands_never_turn_a_yes_into_a_no():
    for base, present, against in itertools.product(Base, range(1, 9), range(5)):
        rules = replace(DEFAULT, base=base, tie=Tie.REJECTED, quorum=None)
        carried = [
            count_hands(8, present, hands, against, 0, rules, WORD).is_carried for hands in range(present + 1)
        ]
        assert carried == sorted(carried)
