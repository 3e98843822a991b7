"""Text as it is kept, and text as it is compared.

Kept text is never normalised: ①, Ⅳ, ㈱, ～ and full-width forms stay as the office wrote them. Only
radicals are repaired: text copied out of a PDF often holds U+2F45 ⽅ (a radical of the dictionary)
where 方 was printed; it looks right, and no search finds it.
"""

import re
import unicodedata

# Characters of the CJK Radicals Supplement that a Japanese text means as a whole character. NFKC knows
# only two of this block. Side forms (⺅ ⺡ ⻌ …) are no characters of a word and stay.
_SUPPLEMENT = {
    "⺎": "兀", "⺐": "尢", "⺒": "巳", "⺓": "幺", "⺛": "旡", "⺝": "月", "⺟": "母", "⺠": "民",
    "⺩": "王", "⺬": "示", "⺶": "羊", "⺻": "聿", "⺽": "臼", "⻁": "虎", "⻄": "西", "⻆": "角",
    "⻑": "長", "⻗": "雨", "⻘": "青", "⻝": "食", "⻡": "首", "⻣": "骨", "⻤": "鬼", "⻨": "麦",
    "⻩": "黄", "⻫": "斉", "⻭": "歯", "⻯": "竜", "⻱": "龜", "⻲": "亀",
}  # fmt: skip
_KANGXI = {chr(c): unicodedata.normalize("NFKC", chr(c)) for c in range(0x2F00, 0x2FD6)}
# NFKC turns these four into the old forms; Japanese fonts draw, and so the PDF printed, today's.
_TODAY = {"⼾": "戸", "⾭": "青", "⿈": "黄", "⿊": "黒"}
_COLON = {"︓": "："}
_REPAIRS = {**_KANGXI, **_SUPPLEMENT, **_TODAY, **_COLON}
_REPAIR_TABLE = str.maketrans(_REPAIRS)
_BROKEN = re.compile("[" + "".join(_REPAIRS) + "]")

_HIRAGANA = {chr(c): chr(c - 0x60) for c in (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE)}
_OLD_FORMS = {"戶": "戸", "靑": "青", "黃": "黄", "黑": "黒"}
_CIRCLES = dict.fromkeys("○◯〇", "○")
_DASHES = dict.fromkeys("‐‑‒–—―−─━", "-")
_WAVES = {"〜": "~", "∼": "~"}
_FOLD_TABLE = str.maketrans({**_HIRAGANA, **_OLD_FORMS, **_CIRCLES, **_DASHES, **_WAVES})

# A voicing mark that stands alone belongs to the letter before it (か゛); NFKC would put a space between.
_MARKS = str.maketrans({"゛": "\u3099", "゜": "\u309a", "ﾞ": "\u3099", "ﾟ": "\u309a"})
# Soft hyphen, zero-width characters, byte order mark, variation selectors (葛 with its printed form).
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_CJK = "\u3000-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff○"
_SPACE_BESIDE_CJK = re.compile(rf"(?<=[{_CJK}])\s+|\s+(?=[{_CJK}])")
_SPACES = re.compile(r"\s+")


def has_radicals(text: str) -> bool:
    """Whether the text holds a character that `repair_radicals` would change."""
    return _BROKEN.search(text) is not None


def repair_radicals(text: str) -> str:
    """The text with radicals replaced by the characters they stand for; nothing else changes.

    >>> repair_radicals("⼦育て⽀援の⽅針︓①第Ⅳ章")
    '子育て支援の方針：①第Ⅳ章'
    """
    return text.translate(_REPAIR_TABLE)


def fold(text: str) -> str:
    """The form in which texts are searched and compared; never stored, never shown.

    Width, case, katakana and hiragana, kinds of dash, wave and circle, 戶 and 戸 are one; ① is 1 and
    ㈱ is (株); white space is one blank, and none beside Japanese. The long vowel mark ー stays.

    >>> fold("ＤＸ 推進　カ－ド"), fold("第 １ 章")
    ('dx推進か-ど', '第1章')
    """
    text = _INVISIBLE.sub("", repair_radicals(text)).translate(_MARKS)
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    text = _SPACE_BESIDE_CJK.sub("", text.translate(_FOLD_TABLE))
    return unicodedata.normalize("NFKC", _SPACES.sub(" ", text).strip())
