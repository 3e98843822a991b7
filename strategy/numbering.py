"""The numbers that stand before headings: 第1章, 第1章－1, （1）, ①, ア, i.

A number follows from an item's place among its siblings of the same level, so moving an item
renumbers its neighbours by itself. Digits are half-width, brackets and － full-width, as plans print them.
"""

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

from strategy.tree import Node, Row

T = TypeVar("T", bound=Row)

STYLES: dict[str, str] = {
    "chapter": "第1章",
    "chapter_section": "第1章－1",
    "paren": "（1）",
    "circled": "①",
    "goal": "基本目標1",
    "katakana": "ア",
    "paren_katakana": "（ア）",
    "roman": "i ii iii",
    "arabic": "1",
    "none": "（番号なし）",
}

GOJUON = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
MAX_ROMAN = 3999
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def format_number(style: str, n: int, *, parent: int = 0) -> str:
    """The n-th number of a style; `parent` is the ordinal of the item above (chapter_section only).

    Circled numbers end at ㊿, then follow (51), (52). After ン comes アア, アイ … ンン (46 + 46 × 46).
    A section without a numbered item above it gets its bare ordinal. Raises ValueError for an unknown
    style, for n < 1 and beyond the last letter or Roman number.

    >>> format_number("chapter_section", 3, parent=2), format_number("circled", 21)
    ('第2章－3', '㉑')
    """
    if style not in _FORMATS:
        raise ValueError(f"番号の付け方「{style}」はありません。一覧から選んでください。")
    if n < 1:
        raise ValueError(f"番号は1から始まります（{n}は使えません）。")
    return _FORMATS[style](n, parent)


def _section(n: int, parent: int) -> str:
    return f"第{parent}章－{n}" if parent else str(n)


def _circled(n: int) -> str:
    # Unicode keeps the circled numbers in three places.
    if n <= 20:
        return chr(0x2460 + n - 1)
    if n <= 35:
        return chr(0x3251 + n - 21)
    return chr(0x32B1 + n - 36) if n <= 50 else f"({n})"


def _katakana(n: int) -> str:
    count = len(GOJUON)
    if n <= count:
        return GOJUON[n - 1]
    first, second = divmod(n - 1 - count, count)
    if first >= count:
        raise ValueError(
            f"カタカナの番号は「ンン」（{count + count * count}番目）までです。別の付け方を選んでください。"
        )
    return GOJUON[first] + GOJUON[second]


def _roman(n: int) -> str:
    if n > MAX_ROMAN:
        raise ValueError(f"ローマ数字の番号は{MAX_ROMAN}までです。別の付け方を選んでください。")
    printed = ""
    for value, letters in _ROMAN:
        times, n = divmod(n, value)
        printed += letters * times
    return printed


_FORMATS: dict[str, Callable[[int, int], str]] = {
    "chapter": lambda n, _: f"第{n}章",
    "chapter_section": _section,
    "paren": lambda n, _: f"（{n}）",
    "circled": lambda n, _: _circled(n),
    "goal": lambda n, _: f"基本目標{n}",
    "katakana": lambda n, _: _katakana(n),
    "paren_katakana": lambda n, _: f"（{_katakana(n)}）",
    "roman": lambda n, _: _roman(n),
    "arabic": lambda n, _: str(n),
    "none": lambda n, _: "",
}


def number_tree(
    nodes: Iterable[Node[T]],
    *,
    style: Callable[[T], str],
    level: Callable[[T], Hashable],
    key: Callable[[T], Hashable],
    printed: Callable[[T], str | None],
) -> dict[Hashable, str]:
    """The number of every item in the tree, by `key(item)`.

    Siblings of one level are counted together, those of another level apart: an example initiative
    between two directions does not disturb （1）, （2）. `printed(item)` is the number the document
    prints where it departs from its own style; None or "" means "computed". A departure holds for that
    item only: the count, and the chapter in 第1章－1 of its sections, go on by place.
    """
    numbers: dict[Hashable, str] = {}
    waiting: list[tuple[int, Iterable[Node[T]]]] = [(0, nodes)]
    while waiting:
        parent, siblings = waiting.pop()
        counts: dict[Hashable, int] = {}
        for node in siblings:
            item = node.item
            ordinal = counts[level(item)] = counts.get(level(item), 0) + 1
            numbers[key(item)] = printed(item) or format_number(style(item), ordinal, parent=parent)
            waiting.append((ordinal, node.children))
    return numbers
