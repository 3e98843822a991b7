import doctest

import pytest

from paper import word_numbers
from paper.word_numbers import shown


def test_the_examples_hold():
    assert doctest.testmod(word_numbers) == (0, 1)


@pytest.mark.parametrize(
    ("count", "form", "text"),
    [
        (7, "decimal", "7"),
        (10, "decimalFullWidth", "１０"),
        (20, "decimalEnclosedCircle", "⑳"),
        (21, "decimalEnclosedCircle", "21"),
        (10, "japaneseCounting", "十"),
        (23, "japaneseCounting", "二十三"),
        (46, "aiueo", "ン"),
        (2, "iroha", "ロ"),
        (3, "upperLetter", "C"),
        (9, "upperRoman", "IX"),
        (4, "none", ""),
        (5, "someOtherForm", "5"),
    ],
)
def test_forms_of_numbers(count, form, text):
    assert shown(count, form) == text
