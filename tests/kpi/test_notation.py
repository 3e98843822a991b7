"""Figures that offices print, one by one; and what is no figure. Every module's examples hold."""

import doctest
import importlib
from decimal import Decimal

import pytest

from kpi.notation import (
    Flag,
    format_baseline,
    format_target,
    format_value,
    parse_baseline,
    parse_target,
    parse_value,
)
from kpi.spec import BaselineKind, TargetKind, Value
from tests.sources import MODULES

NOTATION = sorted(module.name for module in MODULES if module.name.startswith("kpi.notation"))


@pytest.mark.parametrize("name", NOTATION)
def test_the_examples_hold(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_every_flag_has_a_sentence():
    assert all(flag.sentence.endswith(("。", "）。")) for flag in Flag)


# --- figures ------------------------------------------------------------------------------------------------

FIGURES = [
    ("68.1%", "68.1", "%"),
    ("６８．１％", "68.1", "%"),
    ("13,237事業所", "13237", "事業所"),
    ("１３，２３７ 事業所", "13237", "事業所"),
    ("40万人", "400000", "人"),
    ("2億396万円", "203960000", "円"),
    ("1億2,345万6,789円", "123456789", "円"),
    ("3億5千万円", "350000000", "円"),
    ("3万5千事業者", "35000", "事業者"),
    ("12百万円", "12000000", "円"),
    ("1.5万人", "15000", "人"),
    ("2,584千人", "2584000", "人"),
    ("5.5‰", "5.5", "‰"),
    ("△1,577人", "-1577", "人"),
    ("▲1,577人", "-1577", "人"),
    ("−1,577人", "-1577", "人"),
    ("－３８．３％", "-38.3", "%"),
    ("マイナス5人", "-5", "人"),
    ("+5%", "5", "%"),
    ("±0", "0", ""),
    ("ゼロ", "0", ""),
    ("1.4人/年", "1.4", "人/年"),
    ("1.4人／年", "1.4", "人/年"),
    ("延べ1,234人", "1234", "人"),
    ("7割", "70", "%"),
    ("80.5年", "80.5", "年"),
    ("5ヶ所", "5", "ヶ所"),
    ("12㎡", "12", "㎡"),
    ("12m2", "12", "㎡"),
    ("3.2t-CO2", "3.2", "t-CO2"),
    ("3.2t-CO₂", "3.2", "t-CO2"),
    ("3百貨店", "3", "百貨店"),
    ("①50%", "50", "%"),
    ("⑴50%", "50", "%"),
    ("⒈50%", "50", "%"),
    ("1,000,000,000,000,000人", "1000000000000000", "人"),
    ("0.000001%", "0.000001", "%"),
]


@pytest.mark.parametrize(("text", "value", "unit"), FIGURES)
def test_figures(text, value, unit):
    assert parse_value(text) == Value(Decimal(value), unit)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("13,237事業所（速報値）", Value(Decimal(13237), "事業所", is_provisional=True)),
        ("30%以上", Value(Decimal(30), "%", at_least=True)),
        ("約60都市", Value(Decimal(60), "都市", is_approximate=True)),
        ("60都市程度", Value(Decimal(60), "都市", is_approximate=True)),
        ("2万人強", Value(Decimal(20000), "人", is_approximate=True, at_least=True)),
        ("累計1,234人", Value(Decimal(1234), "人", is_running_total=True)),
        ("1,234人（累計）", Value(Decimal(1234), "人", is_running_total=True)),
        ("―", Value(None)),
        ("－", Value(None)),
        ("-", Value(None)),
        ("なし", Value(None)),
    ],
)
def test_what_is_said_about_a_figure(text, value):
    assert parse_value(text) == value


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (Decimal(13237), "13,237人"),
        (Decimal(400000), "40万人"),
        (Decimal(203960000), "2億396万人"),
        (Decimal(203960001), "203,960,001人"),
        (Decimal("66.0"), "66.0人"),
        (Decimal("-0.5"), "-0.5人"),
        (Decimal(0), "0人"),
        (Decimal("4E+5"), "40万人"),
    ],
)
def test_figures_are_printed_as_offices_do(value, printed):
    assert format_value(Value(value, "人")) == printed


def test_the_unit_is_the_indicators():
    assert parse_value("5", unit="人") == Value(Decimal(5), "人")
    assert parse_value("5ヶ所", unit="か所") == Value(Decimal(5), "か所")
    assert parse_value("100", unit="％") == Value(Decimal(100), "%")
    assert parse_value("10こども園", unit="こども園") == Value(Decimal(10), "こども園")
    assert parse_value("230万人", unit="万人") == Value(Decimal(230), "万人")
    assert parse_value("230", unit="万人") == Value(Decimal(230), "万人")
    assert parse_value("5,000千円", unit="千円") == Value(Decimal(5000), "千円")
    refused = parse_value("5件", unit="人")
    assert refused.value is None and "単位「件」" in refused.reason


NO_FIGURES = [
    *["", " ", "\u3000", "\n", "5 5人", "1 000人", "1" * 16, "1" * 5000, "9" * 401, "12\ue00012"],
    *"12a4人 1O0人 l00人 1O人 1e5 0x10 1.2.3人 1..2 1. .5 01人 1,23人 1,2345人 1,000, 5/10 5:10".split(),
    *"4億3,0000万円 3万2億円 2万5 1億5,000 1万万 12千3 inf NaN 無限 ∞ 1000000000000001人 0.0000001%".split(),
    *"٣人 ５½人 10²人 五人 数十か所 十数か所 50～60か所 5①人 50%① 皆増 皆減 ―人 5人6人 5人（ 5）人".split(),
    *"5人（うち女性3人） 100人規模 500台整備 5人増 30%以下 10人に1人 1人1台 5回目 +-5 △-5 --5 ±5人".split(),
    *"68.1%（令和3年度） 5年間で100人 令和5年 令和5年13月5人".split(),
]


@pytest.mark.parametrize("text", NO_FIGURES)
def test_what_is_no_figure_has_no_value_and_a_reason(text):
    value = parse_value(text)
    assert value == Value(None, reason=value.reason)
    assert value.reason.endswith("。") and len(value.reason) < 160


def test_a_malformed_figure_is_flagged_and_said_so():
    spec = parse_target("4億3,0000万円")
    assert (spec.kind, spec.value, spec.flags) == (TargetKind.QUALITATIVE, None, (Flag.MALFORMED,))
    assert spec.reason.startswith("「4億3,0000万」は数として読めません")
    baseline = parse_baseline("4億3,0000万円")
    assert (baseline.kind, baseline.value, baseline.flags) == (BaselineKind.NONE, None, (Flag.MALFORMED,))
    assert format_target(spec) == format_baseline(baseline) == "4億3,0000万円"
    for text in ("12a4人", "1.2.3人", "1 000人", "9" * 17, "1.1234567%"):
        assert parse_target(text).flags == (Flag.MALFORMED,), text
