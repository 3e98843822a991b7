"""Headings told by the number before them: 第1章, 第1章－1, 1, （1）, ①, ア become ranks, in the order of plans. Pure."""

import re
from dataclasses import dataclass

from kpi.intake.wording import one_line
from strategy.pasting import parse_titles

_D, _K = "[0-9０-９]+", "[一二三四五六七八九十]+"
# From the outermost in; what the ranks of a document are is told by which of them it uses.
PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"第\s?(?:{_D}|{_K})\s?[編部]",
        rf"[Ⅰ-Ⅻ](?:章|[.．、\s　])|第\s?(?:{_D}|{_K})\s?章(?!\s?[－‐−–ー-]\s?[0-9０-９])",
        rf"(?:基本)?目標\s?(?:{_D}|{_K}|[Ⅰ-Ⅻ①-⑳])",
        rf"第\s?(?:{_D}|{_K})\s?(?:節|章\s?[－‐−–ー-]\s?{_D})",
        rf"{_D}(?:[.．、]\s?(?![0-9０-９])|[\s　]+(?=\D))",
        rf"{_D}[-－.．]{_D}(?:[.．\s　]|(?=[^0-9０-９.．%％年月人]))",
        r"[（(](?:[0-9０-９]{1,3}|[一二三四五六七八九十]{1,3})[）)]",
        "[①-⑳㉑-㉟㊱-㊿]",
        r"[ア-ン](?:[.．、)）]|[\s　])|[（(][ア-ン][）)]",
        r"[a-zａ-ｚ][.．)）]|[（(][a-zａ-ｚ][）)]|[ⅰ-ⅻ][.．)）\s　]",
    )
)
LONGEST = 80  # characters of a heading; what is longer, or ends in 。, is a sentence


@dataclass(frozen=True)
class Heading:
    """A line that is a heading: its rank (0 for the outermost pattern), its number as printed, its title."""

    rank: int
    number: str
    title: str


def heading_of(line: str) -> Heading | None:
    """The heading that a line is by its number, or None.

    >>> heading_of("第 1章 子ども・若者が夢をもてるまち"), heading_of("③　相談支援")
    (Heading(rank=1, number='第1章', title='子ども・若者が夢をもてるまち'), Heading(rank=7, number='③', title='相談支援'))
    >>> heading_of("10年後のまち"), heading_of("（1）は、市が行います。")
    (None, None)
    """
    ready = one_line(line)
    if not ready or len(ready) > LONGEST or ready.endswith(("。", "．", "、")):
        return None
    rank = next((rank for rank, pattern in enumerate(PATTERNS) if pattern.match(ready)), None)
    if rank is None:
        return None
    number, title = split(ready)
    return Heading(rank, number, title) if number and title else None


def split(line: str) -> tuple[str, str]:
    """Number and title of a heading; ("", the line) for one without a number.

    >>> split("第1章－2 教育環境の充実"), split("将来像")
    (('第1章－2', '教育環境の充実'), ('', '将来像'))
    """
    ready = one_line(line)
    lines = parse_titles(ready.replace("\t", " ").replace('"', "”")).lines
    return (lines[0].number, lines[0].title) if lines else ("", ready)


def is_number_alone(line: str) -> bool:
    """Whether a line is the number of a heading whose title stands on the next one.

    >>> is_number_alone("基本目標 1"), is_number_alone("基本目標1 しごと"), is_number_alone("12")
    (True, False, False)
    """
    ready = one_line(line)
    return any(pattern.fullmatch(ready) for pattern in PATTERNS[:4])
