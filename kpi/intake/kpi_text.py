"""The name and the figures of a KPI as one cell prints them: marks, for whom, the unit, a time that stands elsewhere."""

import re
from dataclasses import dataclass

from kpi.intake.wording import one_line, without_bullet
from kpi.notation import parse_baseline, parse_target
from kpi.notation.reading import NOTHING, plain

_RELISTED = re.compile(r"[【（(［\[]\s*再掲\s*[】）)］\]]|^再掲[：:\s]\s*")
_SURVEY = re.compile(r"^※+\s*|\s*※+$|[（(]※+[）)]$")
_AUDIENCE = re.compile(
    r"[（(]\s*(?:調査)?対象(?:者)?\s*[：:は]?\s*([^（）()]+)[）)]\s*$|\s対象\s*[：:]\s*(.+)$"
)
_AUDIENCE_BEHIND = re.compile(r"(?<=[^\s（(])対象[：:](.+)$")
_WHOSE = re.compile(
    r"[（(]([^（）()]*(?:歳|才)[^（）()]*|女性|男性|男女別?|若者|高齢者|[^（）()]*市民)[）)]$"
)
_UNIT = re.compile(
    r"[（(［\[]\s*単位\s*[：:]?\s*([^（）()［］\[\]]{1,12})[）)］\]]$|[（(]([%％‰人件戸棟回台校社店団体世帯箇所か円千万億tｔ㎡haｈａ名組冊]{1,3})[）)]$"
)
_TIMED = re.compile(r"年|[RHSrhs]\s?\d|令和|平成|昭和|時点|(?:19|20)\d\d[./-]\d|現在")
_BRACKETED = re.compile(r"[（(［][^（）()［］]*[）)］]")


@dataclass(frozen=True)
class NamedKpi:
    """A KPI's name without what is said around it."""

    name: str
    audience: str = ""
    unit: str = ""
    is_survey: bool = False
    is_relisted: bool = False


def named(text: str) -> NamedKpi:
    """What the cell of a name says.

    >>> named("【再掲】住み続けたいと感じている市民の割合※\\n（対象：18～49歳）")
    NamedKpi(name='住み続けたいと感じている市民の割合', audience='18～49歳', unit='', is_survey=True, is_relisted=True)
    >>> named("就業率（25～49歳／女性）").audience, named("排出量（1990年度比）").name, named("来訪者数（単位：人）").unit
    ('25～49歳／女性', '排出量（1990年度比）', '人')
    """
    words = without_bullet(one_line(text))
    audience = unit = ""
    survey = relisted = False
    for _ in range(4):  # the marks stand in any order
        before = words
        if found := _RELISTED.search(words):
            words, relisted = words[: found.start()] + words[found.end() :], True
        if found := _SURVEY.search(words):
            words, survey = words[: found.start()] + words[found.end() :], True
        if not audience and (
            found := _AUDIENCE.search(words) or _AUDIENCE_BEHIND.search(words) or _WHOSE.search(words)
        ):
            words, audience = words[: found.start()], next(filter(None, found.groups()))
        if not unit and (found := _UNIT.search(words)):
            words, unit = words[: found.start()], found[1] or found[2]
        words = words.strip(" \u3000")
        if words == before:
            break
    return NamedKpi(words, of_audience(audience), plain(unit), survey, relisted)


def of_audience(text: str) -> str:
    """For whom, without 対象： and brackets.

    >>> of_audience("（対象：18歳以下の子どもがいる市民）")
    '18歳以下の子どもがいる市民'
    """
    words = one_line(text).strip()
    if is_bracketed(words):
        words = words[1:-1]
    return re.sub(r"^対象(?:者)?\s*[：:は]?\s*", "", words).strip()


def is_bracketed(text: str) -> bool:
    """Whether a text is one pair of brackets and nothing beside it.

    >>> is_bracketed("（令和3年度）"), is_bracketed("68.1%（令和3年度）")
    (True, False)
    """
    return _BRACKETED.fullmatch(text.strip()) is not None


def ordered(text: str) -> str:
    """A figure's cell on one line, notes after ※ behind everything else: they stood between the figure and its year.

    >>> ordered("72.0%\\n※全国平均：78.5%\\n（令和 2年度）")
    '72.0%（令和2年度）※全国平均：78.5%'
    """
    lines = [line for line in text.replace("\r", "").split("\n") if line.strip()]
    notes = [line for line in lines[1:] if line.strip().startswith("※")]
    return one_line("\n".join(line for line in lines if line not in notes)) + "".join(map(one_line, notes))


def joined_time(text: str, time: str) -> str:
    """The figure with the year of another cell or of the head, where it says none itself.

    >>> joined_time("68.1%", "令和3年度"), joined_time("1.49（令和2年）", "令和3年度"), joined_time("－", "令和3年度")
    ('68.1%（令和3年度）', '1.49（令和2年）', '－')
    """
    time = one_line(time).strip("（）()")
    if not time or not text or plain(text) in NOTHING or _TIMED.search(text):
        return text
    figure, note, rest = text.partition("※")
    return f"{figure}（{time}）{note}{rest}"


def unit_of(baseline: str, target: str) -> str:
    """The unit that the figures themselves name, or "".

    >>> unit_of("13,237事業所（令和3年度速報値）", "維持"), unit_of("", "年2％以上"), unit_of("1.49", "維持")
    ('事業所', '%', '')
    """
    if baseline and (unit := parse_baseline(baseline).unit):
        return unit
    return parse_target(target).unit.removesuffix("/年") if target else ""
