"""Points of time and spans inside printed text: 令和3年度, R4.7～12, 2022年12月31日, 2016～2021年度.

Times are taken out before anything else is read, so that no year is ever taken for a figure; a mark stands in
their place. Eras and dates are read by `strategy.fiscal`.
"""

import calendar
import re
from dataclasses import dataclass, field
from datetime import date

from kpi.notation.reading import Flag, NotRead, shown
from kpi.spec import Grain, Span, When
from strategy.fiscal import (
    ERAS,
    EraError,
    era_year,
    format_fiscal_year,
    parse_date,
    parse_fiscal_year,
    parse_month,
)

# Marks that stand for a point of time and for a span in the text that remains.
WHEN_MARK, SPAN_MARK = "[\ue000-\ue0ff]", "[\ue100-\ue1ff]"
_FIRST_WHEN, _FIRST_SPAN = 0xE000, 0xE100

_ERA = "(?:令和|平成|昭和|[RHS])"
_YEAR = rf"(?:{_ERA}(?:元|[0-9]{{1,2}})|[0-9]{{4}})"
_OTHER = rf"(?:\({_YEAR}年?度?末?\))?"
_FISCAL = rf"(?:{_YEAR}{_OTHER}年度|{_YEAR}年度末?{_OTHER})末?"
_DAY = (
    rf"(?:{_YEAR}年{_OTHER}[0-9]{{1,2}}月[0-9]{{1,2}}日(?:\([月火水木金土日]\))?"
    rf"|{_ERA}(?:元|[0-9]{{1,2}})\.[0-9]{{1,2}}\.[0-9]{{1,2}}(?![0-9])|[0-9]{{4}}[-/.][0-9]{{1,2}}[-/.][0-9]{{1,2}}(?![0-9]))"
)
_MONTH = rf"(?:{_YEAR}年{_OTHER}[0-9]{{1,2}}月末?|{_ERA}(?:元|[0-9]{{1,2}})\.[0-9]{{1,2}}(?![0-9.])末?)"
_CALENDAR = rf"{_YEAR}年(?:\({_YEAR}年\))?末?(?![間代生度]|連続|ぶり)"
_BARE = rf"{_ERA}(?:元|[0-9]{{1,2}})(?=[)~、]|まで|末|$)末?"
_TIME = rf"(?:{_DAY}|{_MONTH}|{_FISCAL}|{_CALENDAR}|{_BARE})"
_START = r"(?<![0-9A-Za-z.,])"
_TO = "(?:~|から|-)"
_UNTIL = "(?:まで(?!に))?"
_SPANS = tuple(
    re.compile(_START + pattern)
    for pattern in (
        rf"(?P<era>{_ERA})(?P<n>元|[0-9]{{1,2}})\.(?P<m>[0-9]{{1,2}})~(?P<last>[0-9]{{1,2}})(?![0-9.月])",  # R4.7～12
        rf"(?P<year>{_YEAR}年{_OTHER})(?P<m>[0-9]{{1,2}})月?~(?P<last>[0-9]{{1,2}})月",
        rf"(?P<era>{_ERA})(?P<n>元|[0-9]{{1,2}})(?:年度?)?~(?P<last>[0-9]{{1,2}})(?P<kind>年度|年)(?![間])",
        rf"(?P<from>{_YEAR})~(?P<to>{_YEAR})(?P<kind>年度|年)(?![間])",
        rf"(?P<first>{_TIME}){_TO}(?P<second>{_TIME}){_UNTIL}",
    )
)
_ONE = re.compile(_START + _TIME)


@dataclass
class Marked:
    """A text whose times are marks, and the times that the marks stand for."""

    text: str
    times: dict[str, When] = field(default_factory=dict)
    spans: dict[str, Span] = field(default_factory=dict)
    flags: set[Flag] = field(default_factory=set)

    def _when(self, found: re.Match[str]) -> str:
        mark = chr(_FIRST_WHEN + len(self.times))
        self.times[mark] = read_when(found[0], self.flags)
        return mark

    def _span(self, found: re.Match[str]) -> str:
        mark = chr(_FIRST_SPAN + len(self.spans))
        self.spans[mark] = _read_span(found, self.flags)
        return mark


def mark_times(text: str) -> Marked:
    """The plain text with a mark for every span and every point of time.

    Raises NotRead for a time that cannot be: 令和5年13月, a span that ends before it begins.

    >>> mark_times("13,237事業所(令和3年度速報値)").text.replace(chr(0xE000), "T")
    '13,237事業所(T速報値)'
    """
    marked = Marked(text)
    for pattern in _SPANS:
        marked.text = pattern.sub(marked._span, marked.text)
    marked.text = _ONE.sub(marked._when, marked.text)
    return marked


def read_when(text: str, flags: set[Flag] | None = None) -> When:
    """The point of time that a plain text names; what is odd about the writing goes into ``flags``.

    >>> read_when("2020年度末"), read_when("平成32年3月")
    (When(grain=<Grain.FISCAL_YEAR_END: 'FISCAL_YEAR_END'>, year=2020, month=None, day=None), \
When(grain=<Grain.MONTH: 'MONTH'>, year=2020, month=3, day=None))
    """
    flags = set() if flags is None else flags
    is_end = "末" in text
    bare = text.replace("末", "")
    # 令和3(2021)年度: fiscal.py reads the bracket behind the word.
    bare = re.sub(rf"^({_YEAR})\(({_YEAR})\)年度$", r"\1年度(\2年度)", bare)
    try:
        when = _read(bare, is_end, flags)
    except EraError as error:
        raise NotRead(str(error), Flag.MALFORMED) from None
    if _past_its_era(bare, when):
        flags.add(Flag.ERA_PAST_END)
    return when


def _read(text: str, is_end: bool, flags: set[Flag]) -> When:
    if re.fullmatch(_DAY, text):
        day = parse_date(text)
        return When(Grain.DAY, day.year, day.month, day.day)
    if re.fullmatch(_MONTH, text):
        year, month = parse_month(text)
        if is_end:
            return When(Grain.DAY, year, month, calendar.monthrange(year, month)[1])
        return When(Grain.MONTH, year, month)
    year = parse_fiscal_year(text)
    if "年度" in text:
        return When(Grain.FISCAL_YEAR_END if is_end else Grain.FISCAL_YEAR, year)
    if "年" in text:
        return When(Grain.DAY, year, 12, 31) if is_end else When(Grain.YEAR, year)
    flags.add(Flag.YEAR_OR_FISCAL_YEAR)
    return When(Grain.FISCAL_YEAR_END if is_end else Grain.FISCAL_YEAR, year)


def _past_its_era(text: str, when: When) -> bool:
    """平成32年3月, 平成33年度: the era had ended. A fiscal year or year that the era saw begin is none."""
    word = re.match(_ERA, text)
    if word is None or word[0] in {"令和", "R"}:
        return False
    order = [era.name for era in ERAS] + [era.letter for era in ERAS]
    place = order.index(word[0]) % len(ERAS)
    ended = ERAS[place - 1].begins
    if when.grain in {Grain.MONTH, Grain.DAY}:
        return date(when.year, when.month or 1, when.day or 1) >= ended
    return when.year > ended.year


def _read_span(found: re.Match[str], flags: set[Flag]) -> Span:
    named = found.groupdict()
    if "first" in named:
        first, last = read_when(named["first"], flags), read_when(named["second"], flags)
    elif "from" in named:
        first = read_when(named["from"] + named["kind"], flags)
        last = read_when(named["to"] + named["kind"], flags)
    elif "kind" in named:
        first = read_when(named["era"] + named["n"] + named["kind"], flags)
        last = read_when(named["era"] + named["last"] + named["kind"], flags)
    else:
        year = named.get("year") or f"{named['era']}{named['n']}年"
        first, last = (read_when(f"{year}{named[month]}月", flags) for month in ("m", "last"))
    span = Span(first, last)
    if first.grain is not last.grain:
        raise NotRead(
            f"「{shown(found[0])}」は期間の始めと終わりの書き方が違います。年・年度・月をそろえてください。"
        )
    if not _key(first) < _key(last) and first != last:
        raise NotRead(
            f"「{shown(found[0])}」は期間の終わりが始まりより前です。期間を直してください。",
            Flag.CONTRADICTION,
        )
    return span


def _key(when: When) -> tuple[int, int, int]:
    return when.year, when.month or 0, when.day or 0


def years_of(span: Span) -> int | None:
    """How many years a span of years or fiscal years has; None for months and days.

    >>> years_of(Span(When(Grain.FISCAL_YEAR, 2023), When(Grain.FISCAL_YEAR, 2027)))
    5
    """
    if span.first.grain in {Grain.MONTH, Grain.DAY}:
        return None
    return span.last.year - span.first.year + 1


def whole_year(span: Span) -> When | None:
    """The fiscal year or year that a span of months or days fills from end to end; None when it is a part."""
    start = (span.first.year, span.first.month, span.first.day or 1)
    end_day = calendar.monthrange(span.last.year, span.last.month or 12)[1]
    end = (span.last.year, span.last.month, span.last.day or end_day)
    if start == (span.first.year, 4, 1) and end == (span.first.year + 1, 3, 31):
        return When(Grain.FISCAL_YEAR, span.first.year)
    if start == (span.first.year, 1, 1) and end == (span.first.year, 12, 31):
        return When(Grain.YEAR, span.first.year)
    return None


def fiscal_span(first: int, last: int) -> Span:
    """The span of the fiscal years of a plan."""
    return Span(When(Grain.FISCAL_YEAR, first), When(Grain.FISCAL_YEAR, last))


def fiscal_year_of(when: When) -> int:
    """The fiscal year in which a point of time lies; a year counts as the fiscal year of its name."""
    return when.year - 1 if when.month is not None and when.month < 4 else when.year


def print_when(when: When, *, western: bool = False) -> str:
    """A point of time in the era, or in the Western calendar; where there is no era to name, in the latter.

    >>> print_when(When(Grain.FISCAL_YEAR, 2021)), print_when(When(Grain.MONTH, 2022, 6), western=True)
    ('令和3年度', '2022年6月')
    """
    year = _year_named(when, western)
    if when.grain is Grain.FISCAL_YEAR:
        return f"{year}度"
    if when.grain is Grain.FISCAL_YEAR_END:
        return f"{year}度末"
    return year + (f"{when.month}月" if when.month else "") + (f"{when.day}日" if when.day else "")


def _year_named(when: When, western: bool) -> str:
    if western or not 1927 <= when.year <= 2117:  # 昭和2年 to 令和99年, which fiscal.py reads back
        return f"{when.year}年"
    if when.grain in {Grain.FISCAL_YEAR, Grain.FISCAL_YEAR_END}:
        return format_fiscal_year(when.year, short=True).removesuffix("度")
    if when.grain is Grain.YEAR:
        return era_year(when.year, 12, 31)
    return era_year(when.year, when.month or 1, when.day or 1)


def print_span(span: Span, *, western: bool = False) -> str:
    """A span, the year of whose end is left out where it is the beginning's.

    >>> print_span(Span(When(Grain.MONTH, 2022, 7), When(Grain.MONTH, 2022, 12)))
    '令和4年7月～12月'
    """
    first, last = print_when(span.first, western=western), print_when(span.last, western=western)
    if span.first.grain is Grain.MONTH and _year_named(span.first, western) == _year_named(
        span.last, western
    ):
        last = f"{span.last.month}月"
    return f"{first}～{last}"
