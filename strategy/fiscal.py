"""Fiscal years, dates and months between the Western calendar and the eras (和暦).

A fiscal year (年度) runs from April to March and is an integer everywhere; eras exist on screen and in
what people type. How eras are read:

* 令和N, 平成N, 昭和N (or R, H, S), any width, 元 or 1 for the first year. Other eras are refused.
* An era year past the end of its era is counted on, for 平成 up to 40: plans of 2015 to 2018 wrote
  平成32年3月 for 2020-03. 昭和 ends with 64年1月7日; nothing is counted on.
* A date before the first day of its era is refused (令和元年4月1日 was 平成31年4月1日). A fiscal year is
  not: 令和元年度 began in April 2019 and is named by the era that followed in May (Cabinet, 2019-04-02).
* Where both calendars stand side by side they must agree, and a weekday must be the right one.
"""

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date

WEEKDAYS = "月火水木金土日"
FIRST_WESTERN, LAST_WESTERN = 1900, 2199


class EraError(ValueError):
    """A year, month or day that cannot be; the message is a Japanese sentence for the screen."""


@dataclass(frozen=True)
class Era:
    """An era: its name, its letter, its first day, and the last era year that is read."""

    name: str
    letter: str
    begins: date
    last_read: int


ERAS = (
    Era("令和", "R", date(2019, 5, 1), 99),
    Era("平成", "H", date(1989, 1, 8), 40),
    Era("昭和", "S", date(1926, 12, 25), 64),
)
_BY_NAME = {word: era for era in ERAS for word in (era.name, era.letter)}

_YEAR = r"(?:(?P<era>[^\W\d]+?)(?P<n>元|\d{1,3})|(?P<west>\d{4}))"
_AFTER = r"(?:時点|現在|付け?|末)?"
_FISCAL = re.compile(_YEAR + r"(?:年度?)?(?:\((?P<other>[^()]+?)年?度?\))?")
_JAPANESE = _YEAR + r"年(?:\((?P<other>[^()]+?)年?\))?(?P<month>\d{1,2})月"
_SHORT = _YEAR + r"[./-](?P<month>\d{1,2})"
_WEEKDAY = r"(?:\(?(?P<weekday>[月火水木金土日])(?:曜日?)?\)?)?"
_DATES = (
    re.compile(_JAPANESE + r"(?P<day>\d{1,2})日" + _WEEKDAY + _AFTER),
    re.compile(_SHORT + r"[./-](?P<day>\d{1,2})" + _WEEKDAY + _AFTER),
)
_MONTHS = (re.compile(_JAPANESE + _AFTER), re.compile(_SHORT + _AFTER))
_ONE_YEAR = re.compile(_YEAR)


def fiscal_year_of(day: date) -> int:
    """The fiscal year (April to March) of a day: 2023-03-31 is in 2022."""
    return day.year if day.month >= 4 else day.year - 1


def era_year(year: int, month: int = 4, day: int = 1) -> str:
    """The year as it is called on that day.

    Raises EraError for a day that does not exist or lies before 昭和.

    >>> era_year(2023), era_year(2019), era_year(2019, 5)
    ('令和5年', '平成31年', '令和元年')
    """
    return _named(_day(year, month, day))


def _named(day: date) -> str:
    for era in ERAS:
        if day >= era.begins:
            n = day.year - era.begins.year + 1
            return f"{era.name}{'元' if n == 1 else n}年"
    raise EraError(
        f"{day.year}年{day.month}月{day.day}日は昭和より前です。昭和元年12月25日以降を指定してください。"
    )


def format_fiscal_year(year: int, *, short: bool = False, as_begun: bool = False) -> str:
    """A fiscal year in both calendars, or in the era alone (`short`).

    2019 is 令和元年度; with `as_begun` it has the name it bore in April, 平成31年度.

    >>> format_fiscal_year(2023), format_fiscal_year(2019, short=True)
    ('令和5年度（2023年度）', '令和元年度')
    """
    name = era_year(year, 4 if as_begun else 5) + "度"
    return name if short else f"{name}（{year}年度）"


def format_period(first: int, last: int) -> str:
    """A span of fiscal years; both ends belong to it. Raises EraError when it ends before it begins.

    >>> format_period(2023, 2027)
    '令和5年度（2023年度）から令和9年度（2027年度）までの5年間'
    """
    if last < first:
        raise EraError(
            f"計画期間の終わり（{last}年度）が始まり（{first}年度）より前です。期間を直してください。"
        )
    if last == first:
        return f"{format_fiscal_year(first)}の1年間"
    return f"{format_fiscal_year(first)}から{format_fiscal_year(last)}までの{last - first + 1}年間"


def format_date(day: date, *, weekday: bool = False) -> str:
    """A day in both calendars.

    >>> format_date(date(2023, 2, 2), weekday=True)
    '令和5年（2023年）2月2日（木）'
    """
    printed = f"{_named(day)}（{day.year}年）{day.month}月{day.day}日"
    return f"{printed}（{WEEKDAYS[day.weekday()]}）" if weekday else printed


def parse_fiscal_year(text: str) -> int:
    """The fiscal year that a text names: 令和5年度（2023年度）, R5, 平成31年度, ２０２３年度.

    Raises EraError when it names none, or two that differ.
    """
    found = _FISCAL.fullmatch(_plain(text))
    if found is None:
        raise EraError(f"「{_shown(text)}」は年度として読めません。「令和5年度」のように入力してください。")
    year = _year(found)
    _agree(found, year, "年度")
    return year


def parse_date(text: str) -> date:
    """The day that a text names: 令和5年（2023年）2月2日（木）, R5.2.2, 2023-02-02, 2022年12月31日時点.

    Raises EraError when it names none, the day cannot be, or the weekday is another.
    """
    found = _first(_DATES, text)
    if found is None:
        raise EraError(
            f"「{_shown(text)}」は日付として読めません。「令和5年2月2日」のように入力してください。"
        )
    year = _year(found)
    _agree(found, year, "年")
    day = _day(year, int(found["month"]), int(found["day"]))
    _in_era(found["era"], day)
    expected = WEEKDAYS[day.weekday()]
    if found["weekday"] is not None and found["weekday"] != expected:
        raise EraError(
            f"{day.year}年{day.month}月{day.day}日は{expected}曜日です。"
            f"「{found['weekday']}」とあるので、日付か曜日を直してください。"
        )
    return day


def parse_month(text: str) -> tuple[int, int]:
    """Year and month that a text names: 平成32年3月 is (2020, 3); H28.3, 2020-03.

    Raises EraError when it names none or the month cannot be.
    """
    found = _first(_MONTHS, text)
    if found is None:
        raise EraError(f"「{_shown(text)}」は年月として読めません。「令和5年3月」のように入力してください。")
    year, month = _year(found), int(found["month"])
    _agree(found, year, "年")
    if not 1 <= month <= 12:
        raise EraError(f"{month}月という月はありません。1月から12月までで入力してください。")
    # An era's first month belongs to it, so the last day decides; 昭和64年 has January's first week only.
    last = calendar.monthrange(year, month)[1]
    _in_era(found["era"], date(year, month, 1 if found["era"] in {"昭和", "S"} and year == 1989 else last))
    return year, month


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).upper()


def _shown(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "…"


def _first(patterns: tuple[re.Pattern[str], ...], text: str) -> re.Match[str] | None:
    plain = _plain(text)
    return next((found for pattern in patterns if (found := pattern.fullmatch(plain))), None)


def _year(found: re.Match[str]) -> int:
    """The Western year that a match of `_YEAR` names."""
    if found["west"]:
        year = int(found["west"])
        if not FIRST_WESTERN <= year <= LAST_WESTERN:
            raise EraError(
                f"西暦は{FIRST_WESTERN}年から{LAST_WESTERN}年までで入力してください（{year}年とあります）。"
            )
        return year
    era = _BY_NAME.get(found["era"])
    if era is None:
        raise EraError(
            f"元号「{_shown(found['era'])}」は使えません。令和・平成・昭和か西暦で入力してください。"
        )
    n = 1 if found["n"] == "元" else int(found["n"])
    if n < 1:
        raise EraError(
            f"{era.name}{n}年という年はありません。最初の年は「元年」か「1年」と入力してください。"
        )
    if n > era.last_read:
        raise EraError(
            f"{era.name}{n}年という年はありません（読めるのは{era.last_read}年まで）。元号を確認してください。"
        )
    return era.begins.year + n - 1


def _agree(found: re.Match[str], year: int, unit: str) -> None:
    """Raise EraError when a second year in brackets is another than `year`."""
    bracketed = found.groupdict().get("other")
    if bracketed is None:
        return
    second = _ONE_YEAR.fullmatch(bracketed)
    if second is None:
        raise EraError(
            f"（{_shown(bracketed)}）は年として読めません。「（2023{unit}）」のように入力してください。"
        )
    other = _year(second)
    if other != year:
        raise EraError(
            f"年が食い違っています。かっこの前は{year}{unit}、かっこの中は{other}{unit}です。どちらかを直してください。"
        )


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise EraError(f"{year}年{month}月{day}日という日はありません。日付を確認してください。") from None


def _in_era(word: str | None, day: date) -> None:
    """Raise EraError when the era named had not begun on that day, or was 昭和 and over."""
    if word is None:
        return
    era = _BY_NAME[word]
    showa_is_over = era.name == "昭和" and day >= date(1989, 1, 8)
    if day < era.begins or showa_is_over:
        raise EraError(
            f"{day.year}年{day.month}月{day.day}日は{era.name}ではなく{_named(day)[:2]}です。元号を直してください。"
        )
