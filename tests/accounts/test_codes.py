"""全国地方公共団体コード: the check digit of the ministry's rule, and sentences that help to find the slip."""

import pytest

from accounts.codes import check_digit, fault_of_code

# From the ministry's list of codes; the last digits 0 and 1 come from remainders 1 and 0.
KNOWN = ["011002", "131016", "131032", "140007", "270008", "272035", "271004", "402168", "422029", "000001"]


@pytest.mark.parametrize("code", KNOWN)
def test_a_code_of_the_list_is_right_and_every_other_last_digit_wrong(code):
    assert str(check_digit(code[:5])) == code[5]
    assert fault_of_code(code) == ""
    for digit in set("0123456789") - {code[5]}:
        assert fault_of_code(code[:5] + digit) == (
            f"団体コード「{code[:5]}{digit}」の検査数字（6桁目）が合いません。正しくは{code[5]}です。"
            "先頭の5桁も確かめてください。"
        )


@pytest.mark.parametrize(
    "code", ["", "27203", "2720355", "27203x", "２７２０３５", "272-35", " 272035", "27203５", "²72035"]
)
def test_what_is_no_code(code):
    assert fault_of_code(code) == f"団体コードは半角数字6桁で入れてください（「{code}」は使えません）。"


@pytest.mark.parametrize("code", KNOWN)
def test_two_digits_in_the_wrong_order_are_noticed(code):
    """Neighbours differ in weight by one, so the sum modulo 11 changes; only the folded 10 and 11 may hide it."""
    for place in range(4):
        swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        if swapped != code and check_digit(swapped[:5]) == int(code[5]):
            assert code[5] in "01"
