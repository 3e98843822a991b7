"""What the cells of a workbook mean: numbers as Excel shows them, days it counts, formats, escapes (ECMA-376-1:2016, 18).

Nothing but the standard library is used here: the process that reads has no other.
"""

import re
from datetime import datetime, timedelta
from decimal import Decimal

from paper.characters import legal

LONGEST = 32_767  # characters of one cell, as Excel counts

TEXT, NUMBER, DATE, BOOL, ERROR, FORMULA = range(6)
PLAIN, DATED, PERCENT = range(3)  # what a style makes of a number

# 18.8.30: 14–22 and 45–47 are dates everywhere, 27–36 and 50–58 in Japanese Excel (令和6年4月1日); 9, 10 are percents.
DATE_FORMATS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def number(value: str, style: int, epoch: datetime) -> tuple[int, str]:
    """Kind and text of a stored number: as Excel shows it where all its digits are shown (15 of them).

    >>> number("70.400000000000006", PLAIN, datetime(1899, 12, 30)), number("0.704", PERCENT, datetime(1899, 12, 30))
    ((1, '70.4'), (1, '70.4%'))
    >>> number("45383", DATED, datetime(1899, 12, 30))
    (2, '2024-04-01')
    """
    try:
        figure = float(value.replace("_", "?"))  # which Python would read over
    except ValueError:
        return TEXT, unescaped(value)
    if not abs(figure) < 1e300:  # neither infinite nor no number at all
        return ERROR, "#NUM!"
    if style == DATED and (day := date_text(figure, epoch)):
        return DATE, day
    if style == PERCENT:
        return NUMBER, f"{plain(figure * 100)}%"
    return NUMBER, plain(figure)


def plain(figure: float) -> str:
    """The shortest text that is the same to 15 digits, without an exponent where a person would write none.

    >>> plain(70.40000000000001), plain(401558.0), plain(-0.0), plain(0.1 + 0.2), plain(1e-7), plain(1e22)
    ('70.4', '401558', '0', '0.3', '0.0000001', '1E+22')
    """
    text = f"{figure:.15g}"
    if "e" in text:
        mantissa, _, power = text.partition("e")
        if not -12 <= int(power) <= 20:
            return f"{mantissa}E{int(power):+03d}"
        text = f"{Decimal(text):f}"
    return "0" if text == "-0" else text


def date_text(serial: float, epoch: datetime) -> str:
    """A day, a moment or a time of day of Excel's count of days; empty where there is no such day.

    Excel believes in 29 February 1900 (18.17.4.1): before it every day is one further on.
    """
    if not 0 <= serial < 2_958_466:
        return ""
    days = serial + 1 if 1 <= serial < 60 and epoch.year == 1899 else serial
    moment = epoch + timedelta(seconds=round(days * 86400))
    if serial < 1:
        return f"{moment:%H:%M:%S}"
    return iso(f"{moment:%Y-%m-%d}", f"{moment:%H:%M:%S}")


def iso(day: str, time: str) -> str:
    """2024-04-01, or 2024-04-01T10:30:00 where it is not midnight."""
    return day if time in ("", "00:00:00") else f"{day}T{time}"


def column_number(letters: str) -> int:
    """The number of a column counted from 1.

    >>> column_number("A"), column_number("XFD")
    (1, 16384)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def unescaped(text: str) -> str:
    """A text with Excel's way of writing control signs (_x000D_) and all line ends made "\\n"; cut at a cell's length."""
    text = text[: LONGEST * 7]
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
        text = legal(text)
    return text.replace("\r\n", "\n").replace("\r", "\n")[:LONGEST]


def meaning(code: str) -> int:
    r"""What a format code makes of a number (18.8.31): letters of a date outside quotes and brackets, or a percent sign.

    >>> meaning('[$-411]ggge"年"m"月"d"日"'), meaning('#,##0"円"'), meaning("0.0%"), meaning("0.00E+00"), meaning("General")
    (1, 0, 2, 0, 0)
    """
    bare = _QUOTED.sub("", code.partition(";")[0])
    if re.search("general|G/標準", bare, re.IGNORECASE):
        return PLAIN
    if "%" in bare:
        return PERCENT
    if re.search("[0#?]", bare) and not re.search("[ymdhs]", bare, re.IGNORECASE):
        return PLAIN
    return DATED if re.search("[ymdhsge]", bare, re.IGNORECASE) else PLAIN
