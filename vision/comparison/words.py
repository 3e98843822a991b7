"""How a comparison writes figures: △ before what became less, as offices print it, and points for shares. Pure."""

from decimal import Decimal

from vision.comparing import PER_CENT, Comparison, Data, Series
from vision.wording import decimal, year_name

OLD, NEW = "前回", "今回"
LESS, NONE, BETWEEN = "△", "―", "※"
POINTS = "ポイント"
BETWEEN_NOTE = f"{BETWEEN}は、5年ごとの値（または入れた年の値）の間を直線で補った値です。"
LESS_NOTE = f"{LESS}は、{OLD}より少ないことを表します。"


def number(value: Decimal | None, places: int) -> str:
    """A figure with commas, △ before one below nought.

    >>> number(Decimal("12345"), 0), number(Decimal("-0.5"), 1), number(None, 0)
    ('12,345', '△0.5', '―')
    """
    if value is None:
        return NONE
    return decimal(value, places).replace("−", LESS)


def value_words(series: Series, value: Decimal | None) -> str:
    """A figure with its unit: 20,000人, 13.7％, 1.80."""
    return NONE if value is None else f"{number(value, series.places)}{series.unit}"


def difference_words(series: Series, value: Decimal | None) -> str:
    """A difference with its unit: △500人, 0.4ポイント."""
    if value is None:
        return NONE
    return f"{number(value, series.places)}{POINTS if series.unit == PER_CENT else series.unit}"


def amount(series: Series, value: Decimal) -> str:
    """How much more or less, without a sign: 500人."""
    return difference_words(series, abs(value))


def edition_words(data: Data) -> str:
    """第2版　見本町人口ビジョン."""
    vision = data["vision"]
    return f"第{vision['number']}版　{vision['title']}"


def base_words(data: Data) -> str:
    """The base year in both calendars."""
    return year_name(int(data["vision"]["base_year"]))


def stage_mark(comparison: Comparison) -> str:
    """（素案） until the newer edition is adopted."""
    return "" if comparison.new["vision"]["adopted_on"] else "（素案）"
