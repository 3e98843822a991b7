"""The rules of a grade scheme in words, for readers: when a grade is given, and by which rule a KPI got its own."""

from collections.abc import Callable
from decimal import Decimal

from kpi.explaining import figure, short_percent
from kpi.findings import Finding
from kpi.grades import DEEDS, KEPT_EACH_YEAR
from kpi.grading import Elapsed, Grade, GradeScheme, Measure, Rule, Versus
from kpi.spec import TargetKind

NOTHING_KNOWN = "まだ値がないか、判定する時期でない"
_VERSUS = {
    Versus.BETTER: "現状値より良くなった",
    Versus.SAME: "現状値と同じ",
    Versus.WORSE: "現状値より悪くなった",
}
_SHARES = {
    Measure.RATE: "達成率が",
    Measure.PACE: "進み具合がめやすの",
    Measure.RATIO: "実績÷目標値が",
    Measure.CHANGE: "現状値からの変化が",
}


def meanings(scheme: GradeScheme) -> tuple[tuple[Grade, tuple[str, ...]], ...]:
    """Each grade of the scheme in its own order, with the cases in which it is given.

    >>> from kpi.grades import DEFAULT
    >>> {grade.word: cases for grade, cases in meanings(DEFAULT)}["遅れ"]
    ('進み具合がめやすの60％に届いていない', 'ほかのどれにもあたらない')
    """
    cases: dict[str, list[str]] = {grade.key: [] for grade in scheme.grades}
    for rule in scheme.rules:
        said = case(rule)
        if said not in cases[rule.grade]:
            cases[rule.grade].append(said)
    return tuple((grade, tuple(cases[grade.key])) for grade in scheme.grades)


def deciding_rule(scheme: GradeScheme, kind: TargetKind, found: Finding) -> Rule:
    """The rule by which the scheme grades this finding: the first that holds."""
    missing = found.achieved is None
    for rule in scheme.rules:
        asked = rule.missing is missing and (not rule.kinds or kind in rule.kinds)
        if asked and rule.holds(found):
            return rule
    raise AssertionError(f"{scheme.key}: no rule for {kind}")  # from_data refuses such a scheme


def case(rule: Rule) -> str:
    """When a rule holds, as a clause without its full stop.

    >>> from kpi.grades import DEFAULT
    >>> [case(rule) for rule in DEFAULT.rules[:3]]
    ['まだ値がないか、判定する時期でない', '毎年みる目標（維持など）で、期限より前に、目標を満たしている', '目標に届いた']
    """
    if rule.missing:
        return _kinds(rule, NOTHING_KNOWN)
    words = [word for tell in _CLAUSES if (word := tell(rule))]
    if not words:
        return _kinds(rule, "ほかのどれにもあたらない")
    if words == ["期限より前に"]:
        words.append("ほかのどれにもあたらない")
    return _kinds(rule, "、".join(words))


def elapsed_words(scheme: GradeScheme) -> str:
    """What めやす is under this scheme."""
    begin = "現状値の年度" if scheme.elapsed is Elapsed.BASELINE else "計画期間の始まり"
    return f"めやすは、{begin}から目標の年度までのうち、過ぎた年数の割合です。"


def _kinds(rule: Rule, words: str) -> str:
    if not rule.kinds:
        return words
    named: dict[tuple[TargetKind, ...], str] = {
        KEPT_EACH_YEAR: "毎年みる目標（維持など）で、",
        DEEDS: "完成や選定などの目標で、",
    }
    return named.get(rule.kinds, "特定の種類の目標で、") + words


def _due(rule: Rule) -> str:
    return {None: "", True: "期限が来て", False: "期限より前に"}[rule.is_due]


def _reached(rule: Rule) -> str:
    if rule.achieved is None:
        return ""
    if rule.achieved:
        return "目標を満たしている" if rule.kinds == KEPT_EACH_YEAR else "目標に届いた"
    return "目標に届いていない"


def _against(rule: Rule) -> str:
    return "" if rule.versus is None else _VERSUS[rule.versus]


def _measured(rule: Rule) -> str:
    if rule.measure is None:
        return ""
    others = (rule.above, rule.at_most, rule.below)
    if rule.measure is Measure.PACE and rule.at_least == 1 and others == (None, None, None):
        return "めやすと同じか、それより早く進んでいる"
    if rule.measure is Measure.GAP:
        return f"目標との差が{_bounds(rule, figure)}"
    return _SHARES[rule.measure] + _bounds(rule, short_percent)


def _bounds(rule: Rule, write: Callable[[Decimal], str]) -> str:
    """60％以上100％未満; of a pace below its bound: 60％に届いていない."""
    if rule.measure is Measure.PACE and rule.below is not None and rule.at_least is rule.above is None:
        return f"{write(rule.below)}に届いていない"
    low = [(rule.at_least, "以上"), (rule.above, "を超える")]
    high = [(rule.at_most, "以下"), (rule.below, "未満")]
    return "で".join(f"{write(bound)}{word}" for bound, word in (*low, *high) if bound is not None)


_CLAUSES: tuple[Callable[[Rule], str], ...] = (_due, _reached, _against, _measured)
