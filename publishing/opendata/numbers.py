"""Numbers as open data writes them: plain digits, a point, an ASCII minus, never an exponent."""

from decimal import ROUND_HALF_EVEN, Context, Decimal

MOST_DECIMALS = 6
_WIDE = Context(prec=200, rounding=ROUND_HALF_EVEN)


def plain(number: Decimal) -> Decimal:
    """The number with six decimals at most and none that says nothing.

    >>> plain(Decimal(2) / 3), plain(Decimal("72.000000")), plain(Decimal("1E+3")), plain(Decimal("-0.0000001"))
    (Decimal('0.666667'), Decimal('72'), Decimal('1000'), Decimal('0'))
    """
    digits = format(_WIDE.quantize(number, Decimal(1).scaleb(-MOST_DECIMALS)), "f").rstrip("0").rstrip(".")
    return Decimal(0) if digits == "-0" else Decimal(digits)


def as_measured(number: Decimal, places: int) -> Decimal:
    """A figure with the decimals it was given with.

    >>> as_measured(Decimal("72.000000"), 1)
    Decimal('72.0')
    """
    return _WIDE.quantize(number, Decimal(1).scaleb(-places))


def text(number: Decimal | None) -> str | None:
    """The number for JSON, where a float would lose digits; None stays None.

    >>> text(Decimal("-3.50")), text(None)
    ('-3.50', None)
    """
    return None if number is None else format(number, "f")
