"""Lines that somebody typed or pasted out of a spreadsheet: a year and figures behind it. Pure."""

import re
import unicodedata
from decimal import Decimal

from vision.reading.labels import number_of, year_of
from vision.tables import Totals

MOST = 60
MOST_PEOPLE = 10_000_000_000


class Unreadable(ValueError):
    """A line that nobody can read, as a sentence that says which and why."""


def totals_typed(text: str) -> dict[int, Totals]:
    """Totals by year: a line a year with 総人口 and, where they are known, 年少, 生産年齢 and 老年.

    >>> totals_typed("令和7年　399,848\\n2050 367,696 45,390 199,468 122,838")[2050].old
    122838
    """
    found: dict[int, Totals] = {}
    for n, year, values in _lines(text):
        if len(values) not in (1, 4):
            raise Unreadable(
                f"{n}行目：年のあとに、総人口だけか、総人口・年少・生産年齢・老年の四つの数を入れてください。"
            )
        if any(value > MOST_PEOPLE for value in values):
            raise Unreadable(f"{n}行目：人数が大きすぎます。桁を確かめてください。")
        if any(value < 0 or value != value.to_integral() for value in values):
            raise Unreadable(f"{n}行目：人数は0以上の整数で入れてください。")
        if year in found:
            raise Unreadable(f"{n}行目：{year}年が2回あります。どちらかを消してください。")
        found[year] = Totals(*(int(value) for value in values))
    return found


def rates_typed(text: str) -> dict[int, Decimal]:
    """Rates by year, a line each.

    >>> rates_typed("2020 1.33\\nR7：１．２６")
    {2020: Decimal('1.33'), 2025: Decimal('1.26')}
    """
    found: dict[int, Decimal] = {}
    for n, year, values in _lines(text):
        if len(values) != 1:
            raise Unreadable(f"{n}行目：年と値を一つずつ、空白で区切って入れてください。")
        if year in found:
            raise Unreadable(f"{n}行目：{year}年が2回あります。どちらかを消してください。")
        if values[0] <= 0:
            raise Unreadable(f"{n}行目：値は0より大きい数で入れてください。")
        found[year] = values[0]
    return found


def _lines(text: str) -> list[tuple[int, int, list[Decimal]]]:
    """Number of the line, its year and its figures; empty lines are passed over."""
    made = []
    for n, line in enumerate(text.splitlines(), start=1):
        words = [word for word in re.split(r"[\s:、，]+", unicodedata.normalize("NFKC", line)) if word]
        if not words:
            continue
        year = year_of(words[0])
        if year is None:
            raise Unreadable(f"{n}行目：はじめに年を「2025」か「令和7年」のように入れてください。")
        values = [number_of(word) for word in words[1:]]
        known = [value for value in values if value is not None]
        if len(known) < len(values):
            raise Unreadable(f"{n}行目：「{words[1 + values.index(None)]}」は数として読めません。")
        made.append((n, year, known))
    if len(made) > MOST:
        raise Unreadable(f"入れられるのは{MOST}行までです。")
    return made
