"""How items are called: the number before a title, and the words by which another text refers to an item.

The printed plan, the pages and the office's screens call an item alike because they ask here.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

# （1）, (51), ① to ㊿: they need no space before the title, and no brackets in a reference.
_BRACKETED = re.compile(r"[（(\u2460-\u24ff\u3251-\u325f\u32b1-\u32bf]")
_BARE = re.compile(r"[0-9０-９]+|[a-z]+|[ア-ン]+")


@dataclass(frozen=True)
class Named:
    """What an item is called by: its kind, its printed number and its title."""

    kind: str
    number: str
    title: str


def numbered(number: str, title: str) -> str:
    """Number and title as printed: 第1章　…, （1）…, ①….

    >>> numbered("（1）", "策定の趣旨"), numbered("1", "概要"), numbered("", "まえがき")
    ('（1）策定の趣旨', '1　概要', 'まえがき')
    """
    if not number or _BRACKETED.match(number):
        return number + title
    return f"{number}　{title}"


def is_bracketed(number: str) -> bool:
    """Whether a number stands in brackets or in a circle, so that it needs no space before the title.

    >>> is_bracketed("①"), is_bracketed("（1）"), is_bracketed("第1章")
    (True, True, False)
    """
    return _BRACKETED.match(number) is not None


def is_bare(number: str) -> bool:
    """Whether a number is nothing but figures or letters, so that alone it would not be understood.

    >>> is_bare("1"), is_bare("ア"), is_bare("第1章"), is_bare("①")
    (True, True, False, False)
    """
    return _BARE.fullmatch(number) is not None


def full_number(item: Named, above: Iterable[Named]) -> str:
    """The number by which an item is found: a bracketed one with the numbers above it, for a plan has many ①.

    `above` are the items above, the nearest first. A number below a text stands alone: （4）.

    >>> section, direction = Named("DIRECTION", "第1章－1", "節"), Named("DIRECTION", "（1）", "方向")
    >>> full_number(Named("MEASURE", "①", "支援"), [direction, section])
    '第1章－1（1）①'
    """
    number = item.number
    if item.kind == "TEXT":
        return number
    for over in above:
        if not is_bracketed(number) or over.kind == "TEXT":
            break
        number = over.number + number
    return number


def called(item: Named, above: Iterable[Named], *, with_title: bool = False) -> str:
    """How a text on a screen refers to an item: 第1章－1（1）①, 「1　概要」, 「子育て環境の充実」.

    >>> called(Named("GOAL", "第1章", "子ども"), []), called(Named("GOAL", "第1章", "子ども"), [], with_title=True)
    ('第1章', '第1章　子ども')
    """
    number = full_number(item, above)
    if not number or is_bare(number):
        return f"「{numbered(number, item.title)}」"
    return numbered(number, item.title) if with_title else number
