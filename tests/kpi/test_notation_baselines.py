"""Baselines that offices print, one by one; and what is not certain enough to start from."""

from decimal import Decimal

import pytest

from kpi.notation import Flag, format_baseline, parse_baseline, parse_target
from kpi.spec import BaselineKind, Grain, Span, When

PLANNED = Span(When(Grain.FISCAL_YEAR, 2023), When(Grain.FISCAL_YEAR, 2027))
B = BaselineKind


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("68.1%（令和3年度）", B.VALUE_AT_DATE, "68.1"),
        ("68.1%(令和 3年度)", B.VALUE_AT_DATE, "68.1"),
        ("68.1%（令和3（2021）年度）", B.VALUE_AT_DATE, "68.1"),
        ("68.1%（令和4年4月～令和5年3月）", B.VALUE_AT_DATE, "68.1"),
        ("2020年度末で30％", B.VALUE_AT_DATE, "30"),
        ("1,641事業所", B.VALUE_WITHOUT_DATE, "1641"),
        ("△1,577人", B.VALUE_WITHOUT_DATE, "-1577"),
        ("13,237事業所(令和3年度速報値)", B.PROVISIONAL, "13237"),
        ("1.49（平成28年度～令和2年度の平均値）", B.PERIOD_AVERAGE, "1.49"),
        ("1.49（平成28～令和2年度平均）", B.PERIOD_AVERAGE, "1.49"),
        ("5年間で17,117人増加（平成29年度～令和3年度）", B.CUMULATIVE_OVER_PERIOD, "17117"),
        ("5年間で6,814人（令和3年度）", B.CUMULATIVE_OVER_PERIOD, "6814"),
        ("5年間で300人減少（平成29～令和3年度）", B.CUMULATIVE_OVER_PERIOD, "-300"),
        ("-22.4%（1990年度比、令和2年度）", B.CHANGE_VS_REFERENCE_YEAR, "-22.4"),
        ("-22.4%（1990年度比）", B.CHANGE_VS_REFERENCE_YEAR, "-22.4"),
        ("1990年度比22.4%減（令和2年度）", B.CHANGE_VS_REFERENCE_YEAR, "-22.4"),
        ("5,165冊（R4.7～12）", B.PARTIAL_PERIOD, "5165"),
        ("2022年度に2万人強でスタート", B.APPROX, "20000"),
        ("約60都市", B.APPROX, "60"),
        ("R5年度にサービスを構築", B.TO_BE_BUILT, None),
        ("令和5年度より通年実施", B.TO_START, None),
        ("令和5年度新規事業", B.TO_START, None),
        ("―", B.NONE, None),
        ("小学校で55.4%、中学校で53.6％（2021年度）", B.VALUE_AT_DATE, None),
    ],
)
def test_baselines(text, kind, value):
    spec = parse_baseline(text)
    assert (spec.kind, spec.reason, spec.flags, spec.printed) == (kind, "", (), text)
    assert spec.value == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("", Flag.EMPTY),
        ("調査中", Flag.NOT_READ),
        ("令和3年度", Flag.NOT_READ),
        ("構築済", Flag.NOT_READ),
        ("実施", Flag.NOT_READ),
        ("30%以上", Flag.NOT_READ),
        ("十数か所", Flag.NOT_READ),
        ("1,577人の転出超過", Flag.NOT_READ),
        ("17,117人（平成29年度～令和3年度）", Flag.NOT_READ),
        ("55.4%、53.6%", Flag.NOT_READ),
        ("小学校55.4%、中学校53.6人", Flag.NOT_READ),
        ("68.1%（令和3年度調査、令和4年度）", Flag.CONTRADICTION),
        ("5,165冊（R4.12～7）", Flag.CONTRADICTION),
        ("4年間で6,814人（平成29年度～令和3年度）", Flag.CONTRADICTION),
        ("68.1%（令和0年度）", Flag.MALFORMED),
        ("2023年2月2日（火）時点で5人", Flag.MALFORMED),
    ],
)
def test_baselines_that_are_not_certain(text, flag):
    spec = parse_baseline(text)
    assert (spec.kind, spec.value, spec.flags) == (B.NONE, None, (flag,))
    assert spec.reason and format_baseline(spec) == text


def test_pairs_keep_their_labels():
    spec = parse_baseline("2021年度は小学校で55.4%、中学校で53.6％")
    assert spec.parts == (("小学校", Decimal("55.4")), ("中学校", Decimal("53.6")))
    assert (spec.value, spec.unit, spec.at) == (None, "%", When(Grain.FISCAL_YEAR, 2021))


def test_radicals_and_broken_lines_of_a_pdf_are_read():
    assert parse_baseline("８２１１⼈\n（令和 ４年度）").value == 8211
    assert parse_target("５年間で\n１,０００⼈（Ｒ５年度〜Ｒ９年度）").span == PLANNED


def test_a_year_that_says_neither_year_nor_fiscal_year_is_flagged():
    spec = parse_baseline("68.1%（R3）")
    assert (spec.at, spec.flags) == (When(Grain.FISCAL_YEAR, 2021), (Flag.YEAR_OR_FISCAL_YEAR,))
