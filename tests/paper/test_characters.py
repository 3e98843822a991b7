import doctest

import pytest

from paper import characters
from paper.characters import legal


def test_the_examples_hold():
    assert doctest.testmod(characters) == (0, 1)


@pytest.mark.parametrize(
    "sign", ["\x00", "\x08", "\x0b", "\x0c", "\x1f", "\ufffe", "\uffff", "\ud800", "\udfff"]
)
def test_what_xml_cannot_hold_goes(sign):
    assert legal(f"豊{sign}中") == "豊中"


@pytest.mark.parametrize("sign", ["\t", "\n", "①", "Ⅳ", "㈱", "𠮷", "\u2011", "\x7f", "　"])
def test_what_xml_can_hold_stays(sign):
    assert legal(f"豊{sign}中") == f"豊{sign}中"
