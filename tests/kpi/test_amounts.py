"""Money and periods as departments write them."""

from decimal import Decimal

import pytest

from kpi.intake.amounts import fiscal_years, thousands_of_yen


@pytest.mark.parametrize(
    "text, amount",
    [
        ("", None),
        ("―", None),
        ("12,000", 12000),
        ("１２，０００", 12000),
        ("12,000千円", 12000),
        ("1.2億円", 120000),
        ("1億2,000万円", 120000),
        ("12百万円", 12000),
        ("12,000円", 12),
        ("0", 0),
    ],
)
def test_amounts_are_read_in_thousands_of_yen(text, amount):
    assert thousands_of_yen(text) == (None if amount is None else Decimal(amount))


@pytest.mark.parametrize("text", ["約1,200千円", "未定", "12,345円", "△5", "99999999999999999"])
def test_what_is_no_amount_is_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match=f"予算額「{text}」.*入れてください。"):
        thousands_of_yen(text)


@pytest.mark.parametrize(
    "text, years",
    [
        ("令和6年度～令和8年度", (2024, 2026)),
        ("R6-R8", (2024, 2026)),
        ("令和6～8年度", (2024, 2026)),
        ("令和６年度", (2024, 2024)),
        ("令和6年度から", (2024, None)),
        ("2024年4月～2027年3月", (2024, 2026)),
        ("～令和8年度", (None, 2026)),
        ("令和8年度まで", (None, 2026)),
        ("―", (None, None)),
    ],
)
def test_periods_are_read_as_fiscal_years(text, years):
    assert fiscal_years(text) == years


@pytest.mark.parametrize("text", ["当面の間", "令和8年度～令和6年度", "毎年度", "令和6年度ごろ"])
def test_what_is_no_period_is_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match=f"期間「{text}」"):
        fiscal_years(text)
