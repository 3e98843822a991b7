"""Numbers as people type them."""

from decimal import Decimal

import pytest

from vision.typed import NotANumber, number, whole


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1.8", "1.8"),
        ("　１，２００ ", "1200"),
        ("△0.5", "-0.5"),
        ("－3", "-3"),
        ("▲１．５", "-1.5"),
        ("+2", "2"),
        ("−0.05", "-0.05"),
    ],
)
def test_a_number_is_read_in_any_width(typed, meant):
    assert number(typed) == Decimal(meant)


def test_nothing_typed_is_nothing():
    assert (number(" 　"), whole("")) == (None, None)


@pytest.mark.parametrize("typed", ["1.8人", "1..8", "1e5", "nan", "0x10", "１万", "1" * 13, "٣", "²"])
def test_what_is_no_number_is_said_to_be_none(typed):
    with pytest.raises(NotANumber) as error:
        number(typed)
    assert str(error.value) == f"「{typed}」は数として読めません。「1.8」のように、数だけを入れてください。"


def test_a_year_has_no_decimals():
    assert whole("2030.0") == 2030
    with pytest.raises(NotANumber) as error:
        whole("2030.5")
    assert str(error.value) == "「2030.5」は整数ではありません。小数点のない数で入れてください。"
