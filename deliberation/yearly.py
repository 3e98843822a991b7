"""The lines of a year's schedule in the order of their time, dated or not. Pure."""

import datetime
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TypeVar

_MONTH = re.compile(r"(\d{1,2})月")
_PART = {"上旬": 5, "初": 5, "中旬": 15, "下旬": 25, "末": 28}
LAST = (12, 99)
Row = TypeVar("Row")


def moment(on: datetime.date | None, words: str) -> tuple[int, int]:
    """Where a line stands in its fiscal year: months since April and day; without any time at the very end.

    >>> moment(datetime.date(2025, 2, 3), ""), moment(None, "１１月頃"), moment(None, "3月下旬"), moment(None, "未定")
    ((10, 3), (7, 31), (11, 25), (12, 99))
    """
    if on is not None:
        return (on.month - 4) % 12, on.day
    plain = unicodedata.normalize("NFKC", words)
    found = _MONTH.search(plain)
    if found is None or not 1 <= int(found[1]) <= 12:
        return LAST
    day = next((day for part, day in _PART.items() if part in plain), 31)
    return (int(found[1]) - 4) % 12, day


def in_order(rows: Iterable[tuple[datetime.date | None, str, Row]]) -> Sequence[Row]:
    """Rows with their day and their time in words, by time; those of one time stay in the order given."""
    return [row for _, _, row in sorted(rows, key=lambda one: moment(one[0], one[1]))]
