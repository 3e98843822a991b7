"""Printed text made ready for reading: one width, no stray blanks, brackets apart from the words before them.

Nothing here knows what a figure or a year means. What is not read with certainty ends in `NotRead`, which says why
in a sentence for the screen.
"""

import re
import unicodedata
from enum import StrEnum

from strategy.normalise import repair_radicals

LONGEST = 400  # characters of a target or baseline; what is longer is prose


class Flag(StrEnum):
    """Why somebody should look at what was read (要確認); the sentence for the screen is `sentence`."""

    EMPTY = "empty"
    NOT_READ = "not_read"
    MALFORMED = "malformed"
    CONTRADICTION = "contradiction"
    NOT_JUDGED = "not_judged"
    DIRECTION_NOT_STATED = "direction_not_stated"
    PERIOD_NOT_STATED = "period_not_stated"
    PERIOD_DIFFERS = "period_differs"
    UNIT_DIFFERS = "unit_differs"
    BEFORE_PLAN = "before_plan"
    AFTER_PLAN = "after_plan"
    # Said by the text itself and printed again.
    DEADLINE_APPROXIMATE = "deadline_approximate"
    SLIGHTLY_LESS = "slightly_less"
    # About the way of writing; they go when the text is printed anew.
    ERA_PAST_END = "era_past_end"
    YEAR_OR_FISCAL_YEAR = "year_or_fiscal_year"
    DEADLINE_NOT_STATED = "deadline_not_stated"
    REMARK_NOT_READ = "remark_not_read"

    @property
    def sentence(self) -> str:
        return _SENTENCES[self]


_SENTENCES = {
    Flag.EMPTY: "何も入力されていません。",
    Flag.NOT_READ: "文のままで、数値としては読み取れていません。",
    Flag.MALFORMED: "数字の書き方が正しくありません。原本を確認してください。",
    Flag.CONTRADICTION: "書かれていることが互いに食い違っています。原本を確認してください。",
    Flag.NOT_JUDGED: "自動では判定できない目標です。判定と理由を入力してください。",
    Flag.DIRECTION_NOT_STATED: "「以上」か「以下」かが書かれていません。",
    Flag.PERIOD_NOT_STATED: "累計や平均の期間が書かれていません。",
    Flag.PERIOD_DIFFERS: "期間の長さが違い、そのままでは比べられません。",
    Flag.UNIT_DIFFERS: "単位が指標の単位と違います。",
    Flag.BEFORE_PLAN: "計画期間より前の時期です。",
    Flag.AFTER_PLAN: "計画期間より後の時期です（見通しとして扱います）。",
    Flag.DEADLINE_APPROXIMATE: "時期が「目途」「程度」です。",
    Flag.SLIGHTLY_LESS: "「弱」とあり、印刷の数よりやや少ない値です。",
    Flag.ERA_PAST_END: "実在しない元号の年月です（平成32年3月は令和2年3月）。",
    Flag.YEAR_OR_FISCAL_YEAR: "年か年度かが書かれていないため、年度として読みました。",
    Flag.DEADLINE_NOT_STATED: "「5年程度」などとあるだけで、期限の年度が書かれていません。",
    Flag.REMARK_NOT_READ: "かっこ書きや注記は読み取っていません。",
}
OF_WRITING = {
    Flag.ERA_PAST_END,
    Flag.YEAR_OR_FISCAL_YEAR,
    Flag.DEADLINE_NOT_STATED,
    Flag.REMARK_NOT_READ,
}


class NotRead(Exception):
    """A text that cannot be read with certainty; the message is a Japanese sentence for the screen."""

    def __init__(self, reason: str, flag: Flag = Flag.NOT_READ) -> None:
        super().__init__(reason)
        self.reason, self.flag = reason, flag


ITEM = "①"  # stands for every ① ⑴ ⒈: the number of an item, never part of a figure
_BROKEN = "\ufffd"
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\ufe00-\ufe0f]")
_DASHES = dict.fromkeys("‐‑‒–—―−─━", "-")
_WAVES = dict.fromkeys("〜∼～", "~")
_PLAIN = str.maketrans({**_DASHES, **_WAVES, "▲": "△"})
_OTHER_ITEMS = {*map(chr, range(0x2776, 0x2794)), *map(chr, range(0x24EB, 0x2500))}
_SQUARE_UNIT = re.compile(r"[a-z]{1,2}[23]")  # ㎡, ㎢, ㎥
_DIGIT = re.compile("[0-9]")
NOTHING = {"", "-", "ー", "…", "...", "なし", "該当なし", "記載なし"}


def plain(text: str) -> str:
    """The text in one width and with one kind of dash and wave; blanks only where they part two digits.

    ① becomes neither 1 nor part of the figure beside it, as NFKC would have it, and 10² is no 102.

    >>> plain("（令和 ３年度）　６８．１％"), plain("①５０％"), plain("10²人") == "102人"
    ('(令和3年度)68.1%', '①50%', False)
    """
    text = _INVISIBLE.sub("", repair_radicals(text))
    text = "".join(_one(text[place - 1 : place], letter) for place, letter in enumerate(text))
    text = text.translate(_PLAIN).replace("パーセント", "%").replace("マイナス", "-").strip()
    text = re.sub(r"(?<![0-9.,])\s+|\s+(?![0-9.,\s])", "", text)
    return re.sub(r"(?<![0-9]),|,(?![0-9])", "、", text)


def _one(before: str, letter: str) -> str:
    """A character in its plain form; what would turn into a digit by force is marked instead."""
    if 0xE000 <= ord(letter) <= 0xF8FF:
        return _BROKEN
    if letter in _OTHER_ITEMS:
        return ITEM
    folded = unicodedata.normalize("NFKC", letter)
    if not _DIGIT.search(folded):
        return folded
    origin = unicodedata.decomposition(letter)
    if not origin or origin.startswith("<wide>") or _SQUARE_UNIT.fullmatch(folded):
        return folded
    if origin.startswith(("<circle>", "<compat>")):
        return ITEM
    return folded if re.fullmatch("[A-Za-z]", before) else _BROKEN  # m², CO₂


def brackets_apart(text: str) -> tuple[str, tuple[str, ...]]:
    """The words outside brackets, and what stands in each pair of brackets; notes after ※ count as brackets.

    Raises NotRead when a bracket is open or stands within another.

    >>> brackets_apart("68.1%(令和3年度)")
    ('68.1%', ('令和3年度',))
    """
    text, *notes = text.split("※")
    inside = re.findall(r"\(([^()]*)\)", text)
    outside = re.sub(r"\([^()]*\)", "", text)
    if re.search(r"[()]", outside):
        raise NotRead("かっこの始めと終わりがそろっていません。かっこを直してください。")
    return outside, (*inside, *(f"※{note}" for note in notes))


def parts_of(text: str) -> list[str]:
    """What 、→; and item numbers part outside brackets, in a plain text; a bracket stays with what stands before it.

    >>> parts_of(plain("①95%（2023年度、国）、②97%"))
    ['95%(2023年度、国)', '97%']
    """
    parts, depth = [""], 0
    for letter in re.sub(f"[、;]?{ITEM}", ITEM, text).removeprefix(ITEM):
        depth += (letter == "(") - (letter == ")")
        if depth <= 0 and letter in f"、→;{ITEM}":
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def shown(text: str) -> str:
    """The text for a sentence on the screen: cut when long, … for a time taken out, 〓 for what has no plain form."""
    text = re.sub("[\ue000-\uf8ff]+", "…", text.replace(_BROKEN, "〓"))
    return text if len(text) <= 40 else text[:40] + "…"
