"""Where a Japanese line may end: at the ends of phrases, by the scripts of the signs on both sides.

No dictionary: between a particle and the kanji or katakana that follows it a new phrase nearly always begins.
Used where the layout engine breaks no lines itself, in SVG boxes and on covers.
"""

import functools
import re
import unicodedata

# 行頭禁則 and 行末禁則 (JIS X 4051 6.1), with the full-width forms used in plans.
NO_START = frozenset(
    "、。，．・：；？！ーっゃゅょぁぃぅぇぉゎッャュョァィゥェォヮヵヶ々〻～〜％‰℃"
    "）］｝〕〉》」』】’”,.:;?!%)]}"
)
NO_END = frozenset("（［｛〔〈《「『【‘“([{＃＄￥第")

FORBIDDEN = 1000.0  # dearer than any number of lines, yet finite: a text always finds its lines
LINE = 20.0  # a further line costs as much as one rather bad break

# Words of plan titles that are written in hiragana yet begin a phrase.
_STARTS: tuple[str, ...] = ("まち", "ひと", "しごと", "だれ", "すべて", "みんな", "こども", "いきいき")
_STARTS += ("つなが", "やさし", "あふれ", "ふるさと", "みどり", "ともに", "めざ")

_KINDS = (
    ("latin", re.compile(r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]")),
    ("hiragana", re.compile(r"[ぁ-ゖ]")),
    ("katakana", re.compile(r"[ァ-ヺー]")),
    ("kanji", re.compile(r"[㐀-䶿一-鿿豈-﫿々〆\U00020000-\U0003ffff]")),
)


def em_width(text: str) -> float:
    """Width in em of the font of the papers, where Latin is half as wide as kanji.

    >>> em_width("第3期KPI")
    4.0
    """
    return sum(map(_sign_width, text))


@functools.cache
def _sign_width(sign: str) -> float:
    if unicodedata.combining(sign):
        return 0
    return 1 if unicodedata.east_asian_width(sign) in "FWA" else 0.5


def break_phrases(text: str, width_em: float) -> list[str]:
    """The text in lines of at most `width_em`, broken at phrase ends and of similar length.

    Nothing is lost or added: joined, the lines are the text again; its own line ends stay breaks.
    Only a sign wider than the line stands out of it.

    >>> break_phrases("安全に安心して暮らせるまちづくり", 10)
    ['安全に安心して', '暮らせるまちづくり']
    >>> break_phrases("子ども・若者が夢や希望をもてるまちづくり", 10)
    ['子ども・若者が', '夢や希望をもてる', 'まちづくり']
    """
    return [line for paragraph in text.split("\n") for line in _lines(paragraph, width_em)]


def _lines(text: str, width: float) -> list[str]:
    total = em_width(text)
    if total <= width:
        return [text]
    mean = total / -(-total // width)
    # best[i]: price of the cheapest setting of the text from i on, and where its first line ends.
    best: list[tuple[float, int]] = [(0.0, len(text))] * (len(text) + 1)
    for start in range(len(text) - 1, -1, -1):
        line, choices = 0.0, []
        for end in range(start + 1, len(text) + 1):
            line += _sign_width(text[end - 1])
            if line > width + 1e-6 and end > start + 1:
                break
            price = LINE + (line - mean) ** 2 / 4 + _price(text, end) + best[end][0]
            choices.append((price, end))
        best[start] = min(choices)
    lines, start = [], 0
    while start < len(text):
        end = best[start][1]
        lines.append(text[start:end])
        start = end
    return lines


def _price(text: str, place: int) -> float:
    """What it costs to end a line before `text[place]`: 0 after a comma, 1 before a new phrase and so on.

    >>> _price("夢や希望", 2), _price("夢や希望", 3)
    (1.0, 49.0)
    """
    if place == len(text):
        return 0.0
    before, after = text[place - 1], text[place]
    if after in NO_START or before in NO_END:
        return FORBIDDEN
    if before in "、。，・ 　":
        return 0.0
    if before in "）」』】" or after in "（「『【":
        return 1.0
    left, right = _kind(before), _kind(after)
    if left == right == "hiragana":
        return 1.0 if text.startswith(_STARTS, place) else 16.0 if before in "をはが" else 64.0
    return _price_of_kinds(left, right)


def _price_of_kinds(left: str, right: str) -> float:
    if left == right == "latin":
        return FORBIDDEN
    if left == "hiragana" and right != "hiragana":
        return 1.0
    if left == "kanji" and right == "hiragana":
        return 81.0
    if left == right:
        return 49.0 if left == "kanji" else 81.0
    return 16.0


def _kind(sign: str) -> str:
    return next((kind for kind, pattern in _KINDS if pattern.match(sign)), "other")
