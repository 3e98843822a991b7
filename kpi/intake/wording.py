"""The words of a cell or a line as somebody meant them, without what a narrow column or a PDF made of them. Pure.

Line ends inside words, blanks around figures (令和 4年度), radicals in place of characters, ** and <br> of other programs,
bullets, and sentences that were copied twice (SAS-11, TOY-42). What is kept is never normalised further.
"""

import re
from html import unescape

from strategy.normalise import repair_radicals

BULLETS = "・●○◎■□◆◇▶▷►➡➢➤⇒→▪•★☆✓✔☑◦‣–└├∟"
_WIDE = r"\u3000-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef々〆ヶ（）「」『』【】、。〜～％"
_DIGIT = "0-9０-９"
# 令和 4年度, 第 1章, R5 年度: blanks beside a figure are a typesetter's; those between two words may be meant.
_AROUND_FIGURE = re.compile(rf"(?<=[{_WIDE}])[ \u3000]+(?=[{_DIGIT}])|(?<=[{_DIGIT}])[ \u3000]+(?=[{_WIDE}])")
_COUNTED = "年|月|日|人|歳|回|件|つ|割|倍|千|万|億|か所|カ所|箇所|世帯|団体|円|ポイント|点|％|%|～|〜|[（(]"
# 第1章 子ども, 2 教育: the blank behind the number of a heading stays; 5 年間で is no heading.
_NUMBERED = re.compile(
    rf"(第 ?(?:[{_DIGIT}]+|[一二三四五六七八九十]+) ?[編部章節](?: ?[－‐−–ー-] ?[{_DIGIT}]+)?|(?:基本)?目標 ?[{_DIGIT}]+"
    rf"|[{_DIGIT}]{{1,2}}(?:[.．－-][{_DIGIT}]{{1,2}})*(?=[ \u3000]+[^ \u3000])(?![ \u3000]+(?:{_COUNTED})))"
    rf"([ \u3000])[ \u3000]*(?=[^{_DIGIT} \u3000])"
)
_AT_BRACKET = re.compile(r"[ \u3000]+(?=[（）「」『』【】、。])|(?<=[（「『【、。）」』】])[ \u3000]+")
_LINE_END = re.compile(r"[ \t\u3000]*\n[ \t\u3000]*")
_BREAK = re.compile(r"<br\s*/?>|</(?:p|li|div|tr)>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.IGNORECASE)
_MARKS = re.compile(r"(\*\*|__)(?=\S)(.{1,500}?)(?<=\S)\1", re.DOTALL)
_BULLET = re.compile(rf"\s*(?:[{BULLETS}]|[-*+](?=\s))[\s\u3000]*")
# Runs of blanks are cut first: the patterns above would walk over them again and again.
_RUNS = re.compile(r"[ \t\xa0\u3000]{2,}|[\t\xa0]")


def one_line(text: str) -> str:
    """What stands in a cell, on one line: broken words are joined, two words of Latin letters keep a blank.

    >>> one_line("5年間で\\n17,117人増加\\n（平成 29年度～\\n令和3 年度）")
    '5年間で17,117人増加（平成29年度～令和3年度）'
    >>> one_line("第 3 章－5 産業振興の\\n充実"), one_line("5 年間で 1,000 人")
    ('第3章－5 産業振興の充実', '5年間で1,000人')
    >>> one_line("**DX**推進<br>Digital\\nTransformation")
    'DX推進Digital Transformation'
    """
    lines = [line for line in _LINE_END.split(_without_markup(text)) if line]
    joined = ""
    for line in lines:
        is_latin = (
            joined[-1:].isascii() and joined[-1:].isalpha() and line[:1].isascii() and line[:1].isalpha()
        )
        joined += (" " if is_latin else "") + line
    joined = joined.strip(" \u3000")
    if found := _NUMBERED.match(joined):
        return _close(found[1]) + found[2] + _close(joined[found.end() :])
    return _close(joined)


def _close(text: str) -> str:
    """Without the blanks that only typesetting put there."""
    return _AT_BRACKET.sub("", _AROUND_FIGURE.sub("", text)).strip(" \u3000")


def _without_markup(text: str) -> str:
    text = repair_radicals(text).replace("\r\n", "\n").replace("\r", "\n")
    text = _RUNS.sub(lambda run: "\u3000" if "\u3000" in run[0] else " ", text)
    if "<" in text:
        text = unescape(_TAG.sub("", _BREAK.sub("\n", text)))
    return _MARKS.sub(r"\2", text).strip()


def pieces(text: str) -> tuple[str, ...]:
    """The lines of a cell or paragraph that were meant as such: those with a bullet of their own, without it.

    >>> pieces("✓ 子育て支援\\n　の充実\\n■教育"), pieces("一つの文が\\n続く")
    (('子育て支援の充実', '教育'), ('一つの文が続く',))
    """
    gathered: list[str] = []
    for line in _without_markup(text).split("\n"):
        found = _BULLET.match(line)
        if found or not gathered:
            gathered.append(line[found.end() :] if found else line)
        else:
            gathered[-1] += "\n" + line
    return tuple(filter(None, map(one_line, gathered)))


def bullet_of(text: str) -> str:
    """The bullet a line begins with, or "".

    >>> bullet_of("└保育所等待機児童数"), bullet_of("保育所")
    ('└', '')
    """
    found = _BULLET.match(text)
    return found[0].strip() if found else ""


def without_bullet(text: str) -> str:
    """The line without its bullet.

    >>> without_bullet("└ CSW相談支援件数")
    'CSW相談支援件数'
    """
    return text[len(_BULLET.match(text)[0]) :] if bullet_of(text) else text  # type: ignore[index]


def undoubled(text: str) -> tuple[str, bool]:
    """The text without a sentence that follows itself, and whether there was one.

    >>> undoubled("拠点をつくる。拠点をつくる。人を育てる。")
    ('拠点をつくる。人を育てる。', True)
    """
    kept: list[str] = []
    doubled = False
    *sentences, rest = text.split("。")
    for sentence in sentences:
        if kept and len(sentence.strip()) > 4 and sentence.strip() == kept[-1].strip():
            doubled = True
        else:
            kept.append(sentence)
    return "".join(f"{sentence}。" for sentence in kept) + rest, doubled
