"""CSV that a spreadsheet opens without running anything in it."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from paper.characters import legal

# A cell that begins with one of these is a formula (or a call to another program) to some spreadsheet; the
# full-width forms are turned into the ASCII ones by Japanese versions. OWASP "CSV Injection".
LIVE = frozenset("=+-@\t\r\n|＝＋－＠")

Value = str | int | float | Decimal | bool | date | None


def write(header: Sequence[str], rows: Iterable[Sequence[Value]], *, bom: bool = True) -> bytes:
    r"""The table as UTF-8 with CRLF (RFC 4180); `bom` lets Excel see that it is UTF-8.

    Numbers stay numbers, dates are written 2023-03-31. A text that could be run is preceded by an apostrophe.

    >>> write(["名称", "値"], [["=1+1", -3]], bom=False).decode()
    "名称,値\r\n'=1+1,-3\r\n"
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([inert(name) for name in header])
    writer.writerows([cell(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig" if bom else "utf-8")


def cell(value: Value) -> str:
    """One value as the text of its cell.

    >>> cell(Decimal("-22.40"))
    '-22.40'
    >>> cell("－22.4%")
    "'－22.4%"
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return inert(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def inert(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would read a formula.

    What a spreadsheet trims (spaces, invisible signs) does not hide the sign behind it.

    >>> inert("　=HYPERLINK(1)")
    "'　=HYPERLINK(1)"
    >>> inert("1=1")
    '1=1'
    """
    if not text:
        return text
    seen = next((sign for sign in text if not _trimmed(sign)), "")
    alive = text[0] in LIVE or seen in LIVE
    return ("'" if alive and seen else "") + legal(text)


def _trimmed(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) in ("Cf", "Cc", "Cs")
