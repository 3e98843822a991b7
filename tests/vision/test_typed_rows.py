"""vision.typed_rows: years and figures that somebody typed or pasted."""

from decimal import Decimal

import pytest

from vision.tables import Totals
from vision.typed_rows import MOST, Unreadable, rates_typed, totals_typed


def test_totals_with_and_without_classes():
    text = "2025年\t399,848\n\n令和32年　３６７，６９６　45,390 199,468 122,838"
    assert totals_typed(text) == {2025: Totals(399_848), 2050: Totals(367_696, 45_390, 199_468, 122_838)}
    assert totals_typed("  ") == {}


@pytest.mark.parametrize(
    ("read", "text", "sentence"),
    [
        (totals_typed, "人口 5", "1行目：はじめに年を「2025」か「令和7年」のように入れてください。"),
        (totals_typed, "2025 五千", "1行目：「五千」は数として読めません。"),
        (
            totals_typed,
            "2025 1 2",
            "1行目：年のあとに、総人口だけか、総人口・年少・生産年齢・老年の四つの数を入れてください。",
        ),
        (totals_typed, f"2025 {'9' * 40}", "1行目：人数が大きすぎます。桁を確かめてください。"),
        (totals_typed, "2025 -5", "1行目：人数は0以上の整数で入れてください。"),
        (totals_typed, "2025 5\nR7 6", "2行目：2025年が2回あります。どちらかを消してください。"),
        (rates_typed, "2025 1.3\n2025 1.4", "2行目：2025年が2回あります。どちらかを消してください。"),
        (rates_typed, "2025 1.3 1.4", "1行目：年と値を一つずつ、空白で区切って入れてください。"),
        (rates_typed, "2025 0", "1行目：値は0より大きい数で入れてください。"),
        (rates_typed, "2025 1.3\n" * (MOST + 1), f"入れられるのは{MOST}行までです。"),
    ],
)
def test_what_cannot_be_read_is_said_by_line(read, text, sentence):
    with pytest.raises(Unreadable) as refused:
        read(text)
    assert str(refused.value) == sentence


def test_rates():
    assert rates_typed("2020：1.33\nR7 1.26") == {2020: Decimal("1.33"), 2025: Decimal("1.26")}
