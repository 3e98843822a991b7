"""Money and periods as a 施策調書 prints them: 「1,200千円」「1.2億円」, 「令和6年度～令和8年度」."""

import re
from decimal import Decimal

from kpi.notation import parse_value
from kpi.notation.reading import NOTHING, NotRead, plain
from kpi.notation.times import fiscal_year_of, mark_times

_YEN = re.compile("円")
# What stands before and behind a single year: whether it is the first, whether it is the last.
_OPEN = {
    ("", ""): (True, True),
    ("", "~"): (True, False),
    ("", "から"): (True, False),
    ("~", ""): (False, True),
    ("", "まで"): (False, True),
}
THOUSAND = Decimal(1000)


def thousands_of_yen(text: str) -> Decimal | None:
    """The amount in 千円; None for an empty cell or 「―」. A bare number is in 千円 already, as the column says.

    Raises ValueError with a sentence for what is no amount, or is no whole number of 千円.

    >>> thousands_of_yen("1,200"), thousands_of_yen("1.2億円"), thousands_of_yen("120万円")
    (Decimal('1200'), Decimal('120000'), Decimal('1200'))
    """
    if plain(text) in NOTHING:
        return None
    read = parse_value(text, unit="円")
    if read.value is None or read.is_approximate or read.at_least:
        raise ValueError(f"予算額「{text}」を読み取れません。千円単位の数で入れてください。")
    amount = read.value / THOUSAND if _YEN.search(plain(text)) else read.value
    if amount != amount.to_integral_value() or not 0 <= amount < Decimal(10) ** 15:
        raise ValueError(f"予算額「{text}」は千円単位の数になりません。千円単位で入れてください。")
    return amount.quantize(Decimal(1))


def fiscal_years(text: str) -> tuple[int | None, int | None]:
    """First and last fiscal year of a period; one year is both, 「令和6年度～」 has no last. An empty cell has neither.

    Raises ValueError with a sentence for anything else.

    >>> fiscal_years("R6～R8"), fiscal_years("令和6年度～"), fiscal_years("令和6年度"), fiscal_years("")
    ((2024, 2026), (2024, None), (2024, 2024), (None, None))
    """
    ready = plain(text)
    if not ready or ready in NOTHING:
        return None, None
    try:
        marked = mark_times(ready.replace("-", "~"))
    except NotRead as error:
        raise ValueError(f"期間「{text}」：{error.reason}") from error
    if marked.spans and len(marked.text) == 1:
        (span,) = marked.spans.values()
        return fiscal_year_of(span.first), fiscal_year_of(span.last)
    if len(marked.times) == 1:
        ((mark, when),) = marked.times.items()
        before, _, behind = marked.text.partition(mark)
        years = _OPEN.get((before, behind))
        if years is not None:
            year = fiscal_year_of(when)
            return tuple(year if known else None for known in years)  # type: ignore[return-value]
    raise ValueError(f"期間「{text}」を読み取れません。「令和6年度～令和8年度」のように入れてください。")
