"""Dates in a text whose weekday cannot be right: 「2月2日（火）」 in a notice of 令和4年度, which was a Thursday. Pure."""

import datetime
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from strategy.fiscal import WEEKDAYS, EraError, format_date, parse_date

# A date with its weekday; the year may be missing, and may stand in both calendars.
_DATED = re.compile(
    r"(?P<year>(?:(?:令和|平成|昭和)(?:元|\d{1,2})|\d{4})年(?:\((?:\d{4}|(?:令和|平成|昭和)(?:元|\d{1,2}))年?\))?)?"
    r"(?P<month>\d{1,2})月(?P<day>\d{1,2})日\((?P<weekday>[月火水木金土日])(?:曜日?)?(?:[・,、][^()]{1,6})?\)"
)
MOST = 20  # of one text; who has more is told of these first
_SPRING = (4, 5, 6)  # of the year that follows: a text of March speaks of them


@dataclass(frozen=True)
class Contradiction:
    """A date as it is printed, and a sentence that says what is wrong with it."""

    words: str
    sentence: str


@dataclass(frozen=True)
class _Printed:
    words: str
    year: str
    month: int
    day: int
    weekday: str


def contradictions(text: str, fiscal_year: int | None = None) -> tuple[Contradiction, ...]:
    """Dates of a text with a wrong weekday, or with two weekdays; each once, in the order of the text.

    A date without a year is of ``fiscal_year``; without that only two weekdays of one day are found. A date that does
    not exist is told too.

    >>> [one.sentence for one in contradictions("締切：2月2日(火)", 2022)]
    ['「2月2日(火)」：令和5年（2023年）2月2日は木曜日です。日付か曜日を直してください。']
    >>> contradictions("締切：２月２日（木）", 2022)
    ()
    """
    found: dict[str, Contradiction] = {}
    printed = list(_printed(text))
    for one in printed:
        known = one.year or fiscal_year is not None
        if sentence := _wrong(one, fiscal_year) if known else _unlikely(one, printed):
            found.setdefault(one.words, Contradiction(one.words, f"「{one.words}」：{sentence}"))
    return tuple(found.values())[:MOST]


def _printed(text: str) -> Iterator[_Printed]:
    """Blanks between the signs of a date are those of a PDF, never of the writer."""
    plain = re.sub(
        r"[ \t\u3000]+|(?<=[\d年月日(])\n|\n(?=[年月日(])", "", unicodedata.normalize("NFKC", text)
    )
    for match in _DATED.finditer(plain):
        yield _Printed(
            match[0], match["year"] or "", int(match["month"]), int(match["day"]), match["weekday"]
        )


def _wrong(one: _Printed, fiscal_year: int | None) -> str:
    """What is wrong with a date whose year is known; empty where it is right."""
    if one.year:
        try:
            day = parse_date(f"{one.year}{one.month}月{one.day}日")
        except EraError as error:
            return str(error)
        return "" if WEEKDAYS[day.weekday()] == one.weekday else _told(day)
    years = _years(one.month, fiscal_year) if fiscal_year is not None else ()
    days = [found for year in years if (found := _day(year, one.month, one.day))]
    if not days:
        return _no_day(one)
    if any(WEEKDAYS[day.weekday()] == one.weekday for day in days):
        return ""
    return _told(days[0])


def _told(day: datetime.date) -> str:
    return f"{format_date(day)}は{WEEKDAYS[day.weekday()]}曜日です。日付か曜日を直してください。"


def _years(month: int, fiscal_year: int) -> tuple[int, ...]:
    if month in _SPRING:
        return fiscal_year, fiscal_year + 1
    return (fiscal_year if month > max(_SPRING) else fiscal_year + 1,)


def _day(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _no_day(one: _Printed) -> str:
    return f"{one.month}月{one.day}日という日はありません。日付を直してください。"


def _unlikely(one: _Printed, printed: list[_Printed]) -> str:
    """A day that is in no year, or two weekdays of one day of the month."""
    if _day(2024, one.month, one.day) is None:  # a leap year has every day
        return _no_day(one)
    others = sorted(
        {two.weekday for two in printed if not two.year and (two.month, two.day) == (one.month, one.day)}
        - {one.weekday},
        key=WEEKDAYS.index,
    )
    if not others:
        return ""
    return f"ほかの所では「{'・'.join(others)}」とあります。どちらかを直してください。"
