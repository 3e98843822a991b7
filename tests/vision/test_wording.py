"""Years, people, shares and differences as a population vision prints them."""

from decimal import Decimal

import pytest

from vision import wording


@pytest.mark.parametrize(
    ("year", "name", "short"),
    [
        (2020, "令和2（2020）年", "R2"),
        (2018, "平成30（2018）年", "H30"),
        (1989, "平成元（1989）年", "H元"),
        (1920, "1920年", "1920"),
    ],
)
def test_a_year_bears_the_era_of_its_first_of_october(year, name, short):
    assert (wording.year_name(year), wording.short_year(year)) == (name, short)


def test_a_span_names_an_era_once_where_both_ends_are_in_it():
    assert wording.span_name(2025, 2030) == "令和7～12（2025～2030）年"
    assert wording.span_name(1985, 1990) == "昭和60～平成2（1985～1990）年"
    assert wording.span_name(1920, 1925) == "1920～1925年"


def test_figures_carry_their_sign_and_what_is_unknown_a_dash():
    assert [wording.people(Decimal("1234567.5")), wording.people(0), wording.people(None)] == [
        "1,234,568",
        "0",
        "―",
    ]
    assert [wording.difference(Decimal("999.5")), wording.difference(-3), wording.difference(None)] == [
        "＋1,000",
        "−3",
        "―",
    ]
    assert [wording.percent(Decimal("-0.5")), wording.percent(None)] == ["−0.5％", "―"]
    said = [wording.percent_more(Decimal(share)) for share in ("2.05", "0.04", "-0.04", "-3")]
    assert said == ["＋2.1％", "0.0％", "0.0％", "−3.0％"]
    assert [wording.decimal(Decimal("0.18905"), 4), wording.decimal(Decimal("-0.001"), 2)] == [
        "0.1891",
        "0.00",
    ]
