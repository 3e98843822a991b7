"""How items are called, in print and on screens."""

import doctest

import pytest

from strategy import naming
from strategy.naming import Named, called, full_number, is_bare, is_bracketed, numbered

CHAPTER = Named("GOAL", "第1章", "子ども")
SECTION = Named("DIRECTION", "第1章－1", "節")
DIRECTION = Named("DIRECTION", "（1）", "方向")
MEASURE = Named("MEASURE", "①", "支援")


def test_examples():
    assert doctest.testmod(naming).failed == 0


@pytest.mark.parametrize(
    ("number", "bracketed", "bare"),
    [
        ("①", True, False), ("㉑", True, False), ("㊿", True, False), ("(51)", True, False), ("（1）", True, False),
        ("1", False, True), ("１", False, True), ("ア", False, True), ("ii", False, True),
        ("第1章", False, False), ("基本目標1", False, False), ("", False, False),
    ],
)  # fmt: skip
def test_kinds_of_numbers(number, bracketed, bare):
    assert (is_bracketed(number), is_bare(number)) == (bracketed, bare)
    assert numbered(number, "題") == (number + "題" if bracketed or not number else f"{number}　題")


@pytest.mark.parametrize(
    ("item", "above", "number", "words", "with_title"),
    [
        (MEASURE, [DIRECTION, SECTION, CHAPTER], "第1章－1（1）①", "第1章－1（1）①", "第1章－1（1）①　支援"),
        (SECTION, [CHAPTER], "第1章－1", "第1章－1", "第1章－1　節"),
        (Named("MEASURE", "①", "支援"), [Named("TEXT", "1", "概要")], "①", "①", "①支援"),
        (Named("TEXT", "（4）", "考え方"), [Named("TEXT", "1", "概要")], "（4）", "（4）", "（4）考え方"),
        (Named("TEXT", "1", "概要"), [], "1", "「1　概要」", "「1　概要」"),
        (Named("PILLAR", "", "子育て"), [Named("TEXT", "（4）", "考え方")], "", "「子育て」", "「子育て」"),
        # an unnumbered item between: its own number is empty, those above it go on
        (MEASURE, [Named("DIRECTION", "", "方向"), SECTION], "第1章－1①", "第1章－1①", "第1章－1①　支援"),
    ],
)
def test_what_an_item_is_called_elsewhere(item, above, number, words, with_title):
    assert full_number(item, above) == number
    assert called(item, above) == words
    assert called(item, above, with_title=True) == with_title
