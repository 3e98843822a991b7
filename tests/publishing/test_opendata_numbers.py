"""Numbers of open data: plain, exact, and never too long."""

from decimal import Decimal

from publishing.opendata.numbers import as_measured, plain, text


def test_a_number_is_written_in_plain_digits_whatever_its_size():
    longest = Decimal("123456789012345678.123456")
    for number, written in {
        Decimal("0E-6"): "0",
        Decimal("-0.0000004"): "0",
        Decimal("100"): "100",
        Decimal("1E+30"): "1" + "0" * 30,
        Decimal(-1) / 3: "-0.333333",
        longest: "123456789012345678.123456",
        -longest * 10**12: "-123456789012345678123456000000",
    }.items():
        assert text(plain(number)) == written
        assert plain(plain(number)) == plain(number)


def test_a_figure_keeps_the_decimals_it_was_given_with():
    assert text(as_measured(Decimal("72.000000"), 1)) == "72.0"
    assert text(as_measured(Decimal("-1577.000000"), 0)) == "-1577"
    assert text(as_measured(Decimal("999999999999999999.500000"), 6)) == "999999999999999999.500000"
