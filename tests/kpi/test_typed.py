"""What somebody types into a cell: read with certainty, or refused with a sentence that says what to do."""

import doctest
from decimal import Decimal

import pytest

from accounts.audit import Refused
from kpi import typed
from kpi.typed import TypedFigure, read_part, read_typed


def test_examples_hold():
    assert doctest.testmod(typed).failed == 0


@pytest.mark.parametrize(
    ("text", "unit", "figure"),
    [
        ("54.9", "%", TypedFigure(Decimal("54.9"))),
        ("７０．４％", "%", TypedFigure(Decimal("70.4"))),
        ("72.0", "%", TypedFigure(Decimal("72.0"))),
        ("△1,577", "人", TypedFigure(Decimal(-1577))),
        ("累計3,322人", "人", TypedFigure(Decimal(3322), is_running_total=True)),
        ("13,512事業所（速報値）", "事業所", TypedFigure(Decimal(13512), is_provisional=True)),
        ("230万人", "万人", TypedFigure(Decimal(230))),
        ("999,999,999,999,999", "円", TypedFigure(Decimal("999999999999999"))),
        ("0", "人", TypedFigure(Decimal(0))),
        ("", "人", TypedFigure(None)),
        (" ― ", "人", TypedFigure(None)),
    ],
)
def test_figures_that_are_read(text, unit, figure):
    read = read_typed(text, unit=unit)
    assert (read, str(read.value)) == (figure, str(figure.value))


POINTS = "小数点が二つあります。「{}」のように入れてください。"
ABOUT = "「約」や「以上」は値に含められません。数だけを入れ、説明は理由の欄に書いてください。"
LARGE = "「{}」は扱える範囲を超えています。1000兆以下、小数は6桁までで入力してください。"


@pytest.mark.parametrize(
    ("text", "unit", "sentence"),
    [
        ("5４.9.", "%", POINTS.format("54.9")),
        ("5.4.9%", "%", POINTS.format("54.9")),
        ("-12..5", "%", POINTS.format("12.5")),
        ("1..", "%", POINTS.format("0.1")),
        ("12a", "人", "「a」は単位として読めません。数と単位だけを入力してください。"),
        ("1O0", "人", "「1O0」は数字と文字が混ざっています。数と単位だけを入力してください。"),
        ("1e5", "人", "「1e5」は数字と文字が混ざっています。数と単位だけを入力してください。"),
        ("=1+1", "人", "「=1+1」に数がありません。数だけを入れてください。"),
        ("inf", "人", "「inf」に数がありません。数だけを入れてください。"),
        ("NaN", "人", "「NaN」に数がありません。数だけを入れてください。"),
        ("∞", "人", "「∞」に数がありません。数だけを入れてください。"),
        ("12人", "件", "単位「人」は、この指標の単位「件」と違います。単位を確認してください。"),
        ("99999999999999999999", "人", LARGE.format("99999999999999999999")),
        ("0.1234567", "%", LARGE.format("0.1234567")),
        ("123456789012.3456", "円",
         "けたが多すぎます。有効な数字は15けたまでです。単位を千や万にしてください。"),
        ("1,2345", "人",
         "「1,2345」は数として読めません。カンマは3桁ごと、億・万は大きい順に入力してください。"),
        ("約60", "か所", ABOUT),
        ("30%以上", "%", ABOUT),
        ("R6.4.1", "%",
         "値の欄に時点や期間があります。値だけを入力し、時点は年度の欄で選んでください。"),
    ],
)  # fmt: skip
def test_figures_that_are_refused(text, unit, sentence):
    with pytest.raises(Refused) as caught:
        read_typed(text, unit=unit)
    assert caught.value.sentence == sentence


def test_numerator_and_denominator():
    assert [read_part(given, "分母") for given in (None, "", "1,741", Decimal("3.5"))] == [
        None, None, Decimal(1741), Decimal("3.5"),
    ]  # fmt: skip
    for given, sentence in (
        ("千", "分母：「千」に数がありません。数だけを入れてください。"),
        ("―", "分母：数だけを入れてください。"),
        (Decimal("Infinity"), "分母を数で入れてください。"),
        (
            Decimal(1).scaleb(-20) + 1,
            "けたが多すぎます。有効な数字は15けたまでです。単位を千や万にしてください。",
        ),
    ):
        with pytest.raises(Refused) as caught:
            read_part(given, "分母")
        assert caught.value.sentence == sentence
