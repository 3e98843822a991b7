"""Terms of a call for comments: how long it is open, how long personal data are kept, when two papers say the same. Pure."""

import datetime
import hashlib
import re
import unicodedata
from collections.abc import Iterable

from deliberation.deadlines import last_day
from strategy.fiscal import fiscal_year_of

USUAL_DAYS = 30  # 行政手続法39条3項, which the rules of local governments follow
MOST_OPINIONS = 20  # in one submission
LONGEST_OPINION = 4000


def days_open(opens: datetime.datetime, closes: datetime.datetime) -> int:
    """How many days a call is open, the first and the last day counted. Both instants are local; ``closes`` is exclusive.

    >>> days_open(datetime.datetime(2026, 8, 3), datetime.datetime(2026, 9, 2))
    30
    """
    return (last_day(closes) - opens.date()).days + 1


def kept_until(closes: datetime.datetime, years: int) -> datetime.date:
    """The last day of 保存年限: so many years from the end of the fiscal year in which the call closed.

    >>> kept_until(datetime.datetime(2026, 9, 2), 5), kept_until(datetime.datetime(2027, 4, 1), 1)
    (datetime.date(2032, 3, 31), datetime.date(2028, 3, 31))
    """
    return datetime.date(fiscal_year_of(last_day(closes)) + 1 + years, 3, 31)


def fingerprint(texts: Iterable[str]) -> str:
    """SHA-256 of what a paper says: the same for texts that differ only in width, blanks and line ends.

    >>> fingerprint(["バスを ふやして"]) == fingerprint(["ﾊﾞｽをふやして\\r\\n"]), fingerprint(["a"]) == fingerprint(["b"])
    (True, False)
    """
    told = "\x1f".join(sorted(plain(text) for text in texts))
    return hashlib.sha256(told.encode()).hexdigest()


def plain(text: str) -> str:
    """A text without blanks and line ends, in one width.

    >>> plain("Ａ　B\\r\\n")
    'AB'
    """
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def is_whole(text: str, pieces: Iterable[str]) -> bool:
    """Whether the pieces, in their order, are the text and nothing else; blanks and line ends do not count.

    >>> is_whole("一つ。二つ。", ["一つ。", "二つ。"]), is_whole("一つ。二つ。", ["一つ。"])
    (True, False)
    """
    return re.sub(r"\s+", "", text) == re.sub(r"\s+", "", "".join(pieces))
