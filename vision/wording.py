"""How a population vision writes years, people, shares and differences. Pure.

A census year is a calendar year (1 October), not a fiscal year.
"""

from decimal import ROUND_HALF_UP, Decimal

from strategy.fiscal import EraError, era_year
from vision.figures import whole

CENSUS_MONTH = 10
MINUS = "−"
BETWEEN = "※"


def year_name(year: int) -> str:
    """The year in both calendars, as citizens read it; before 昭和 in the western one alone.

    >>> year_name(2020), year_name(2019), year_name(1925)
    ('令和2（2020）年', '令和元（2019）年', '1925年')
    """
    era = _era(year)
    return f"{era}（{year}）年" if era else f"{year}年"


def span_name(first: int, last: int) -> str:
    """Years from one census to another.

    >>> span_name(2020, 2025), span_name(2015, 2020)
    ('令和2～7（2020～2025）年', '平成27～令和2（2015～2020）年')
    """
    begin, end = _era(first), _era(last)
    if not begin or not end:
        return f"{first}～{last}年"
    if begin[:2] == end[:2]:
        end = end[2:]
    return f"{begin}～{end}（{first}～{last}）年"


def short_year(year: int) -> str:
    """The year below an axis.

    >>> short_year(2020), short_year(2019)
    ('R2', 'R元')
    """
    letters = {"令和": "R", "平成": "H", "昭和": "S"}
    era = _era(year)
    return f"{letters[era[:2]]}{era[2:]}" if era else str(year)


def _era(year: int) -> str:
    try:
        return era_year(year, CENSUS_MONTH).removesuffix("年")
    except EraError:
        return ""


def people(count: Decimal | int | None) -> str:
    """People with commas; ―where nothing is known.

    >>> people(Decimal("401558.4")), people(-12), people(None)
    ('401,558', '−12', '―')
    """
    if count is None:
        return "―"
    return f"{count if isinstance(count, int) else whole(count):,}".replace("-", MINUS)


def difference(count: Decimal | int | None) -> str:
    """More or less, with its sign.

    >>> difference(1234), difference(Decimal("-1234.5")), difference(0)
    ('＋1,234', '−1,235', '0')
    """
    if count is None:
        return "―"
    number = count if isinstance(count, int) else whole(count)
    return f"＋{number:,}" if number > 0 else people(number)


def decimal(number: Decimal | None, places: int = 1) -> str:
    """A share, an index, a rate with its decimals, half up.

    >>> decimal(Decimal("13.65")), decimal(Decimal("1.5"), 2), decimal(Decimal("-0.04")), decimal(None)
    ('13.7', '1.50', '0.0', '―')
    """
    if number is None:
        return "―"
    rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{rounded if rounded else abs(rounded):,}".replace("-", MINUS)


def percent(share: Decimal | None) -> str:
    """A share as printed; ― where nothing is known.

    >>> percent(Decimal("13.7")), percent(None)
    ('13.7％', '―')
    """
    return "―" if share is None else f"{decimal(share)}％"


def percent_more(share: Decimal) -> str:
    """By how many per cent it is more or less, with its sign.

    >>> percent_more(Decimal("2.1")), percent_more(Decimal("-2.1")), percent_more(Decimal("-0.04"))
    ('＋2.1％', '−2.1％', '0.0％')
    """
    said = percent(share)
    return f"＋{said}" if share > 0 and decimal(share) != decimal(Decimal()) else said
