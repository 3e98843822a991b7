"""The numbers that Word counts by itself and does not write into the text: 第1章, (1), ①, ア (ECMA-376-1:2016, 17.9)."""

import re
import zipfile

from paper.packages import local, walk

_KANJI = "〇一二三四五六七八九"
_GOJUON = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
DEEPEST = 9


class Levels:
    """How each list of a document counts: by list and level its format, its text with %1 … and its first number."""

    def __init__(self, archive: zipfile.ZipFile, part: str):
        self.of: dict[str, dict[int, list[str]]] = {}
        self.lists: dict[str, str] = {}
        self._abstract = self._list = ""
        self._level: list[str] | None = None
        if part:
            walk(archive, part, self._start)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        given = {local(key): value for key, value in attributes.items()}
        value = given.get("val", "")
        if name == "abstractNum":
            self._abstract = given.get("abstractNumId", "")
            self.of[self._abstract] = {}
        elif name == "lvl" and self._abstract in self.of and not self._list:
            self._level = ["decimal", "", "1"]
            self.of[self._abstract][int(given.get("ilvl", "0"))] = self._level
        elif name == "num":
            self._list, self._level = given.get("numId", ""), None
        elif name == "abstractNumId":
            self.lists[self._list] = value
        elif self._level is not None and name in ("numFmt", "lvlText", "start"):
            self._level[("numFmt", "lvlText", "start").index(name)] = value

    def level(self, number: str, place: int) -> list[str] | None:
        """Format, text and start of a level of a list."""
        return self.of.get(self.lists.get(number, ""), {}).get(place)


class Counter:
    """Where each list of a document stands."""

    def __init__(self, levels: Levels):
        self.levels = levels
        self.counts: dict[str, dict[int, int]] = {}

    def next(self, number: str, place: int) -> tuple[str, bool]:
        """The number of the next paragraph of a list, and whether it is a bullet instead."""
        level = self.levels.level(number, place)
        if level is None or not 0 <= place < DEEPEST:
            return "", False
        counts = self.counts.setdefault(self.levels.lists[number], {})
        counts[place] = counts.get(place, _whole(level[2]) - 1) + 1
        for deeper in [one for one in counts if one > place]:
            del counts[deeper]
        if level[0] == "bullet":
            return "", True

        def at(found: re.Match[str]) -> str:
            upper = int(found[1]) - 1
            other = self.levels.level(number, upper)
            return shown(counts.get(upper, 1), other[0]) if other else ""

        return re.sub(r"%([1-9])", at, level[1])[:40], False


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 1


def shown(count: int, form: str) -> str:
    """A count in one of Word's forms; plain digits for one we do not know.

    >>> shown(12, "japaneseCounting"), shown(3, "decimalEnclosedCircle"), shown(2, "aiueoFullWidth"), shown(4, "lowerRoman")
    ('十二', '③', 'イ', 'iv')
    """
    match form:
        case "decimalFullWidth" | "decimalFullWidth2":
            return str(count).translate(_WIDE)
        case "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" if 1 <= count <= 20:
            return chr(0x2460 + count - 1)
        case "japaneseCounting" | "ideographDigital" | "japaneseLegal" | "chineseCounting" if (
            1 <= count <= 99
        ):
            tens, ones = divmod(count, 10)
            return ("" if not tens else ("" if tens == 1 else _KANJI[tens]) + "十") + (
                _KANJI[ones] if ones else ""
            )
        case "aiueo" | "aiueoFullWidth" if 1 <= count <= len(_GOJUON):
            return _GOJUON[count - 1]
        case "iroha" | "irohaFullWidth" if 1 <= count <= len(_IROHA):
            return _IROHA[count - 1]
        case "lowerLetter" | "upperLetter" if 1 <= count <= 26:
            return chr((97 if form == "lowerLetter" else 65) + count - 1)
        case "lowerRoman" | "upperRoman" if 1 <= count < 4000:
            return _roman(count) if form == "lowerRoman" else _roman(count).upper()
        case "none":
            return ""
    return str(count)


def _roman(count: int) -> str:
    letters = ""
    for value, sign in _ROMAN:
        times, count = divmod(count, value)
        letters += sign * times
    return letters
