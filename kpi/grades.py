"""Grade schemes to choose from, and how a scheme is stored, read back and checked.

Published methods behind the presets: 多摩市 総合戦略の評価方法（案） (20 % of the target a year, 100 and 60 % of that),
長与町 進捗状況の評価 (S, A, B within 10 % of the baseline, C), いの町 総合戦略の効果検証（平成29年度分）(◎○△×),
佐野市 (seven steps of the rate), KPIの進捗状況 of 日本再興戦略 (A, B, F, N). Our own default takes its words from the
citizens' page and its 60 % from 多摩市.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from kpi.grading import Elapsed, Grade, GradeScheme, Measure, Rule, Tone, Versus
from kpi.spec import TargetKind

MOST_GRADES, MOST_RULES, LONGEST_NAME, LONGEST_WORD, LONGEST_SIGN, FARTHEST = 20, 60, 60, 20, 3, 1000
BOUNDS = ("at_least", "above", "at_most", "below")
_KEY = re.compile(r"[a-z0-9-]{1,40}")


class SchemeError(ValueError):
    """The scheme cannot be used; ``faults`` are Japanese sentences, one for each thing to mend."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


_UNKNOWN = Grade("unknown", "－", "判定不能", Tone.UNKNOWN)
_FULL, _NONE = Decimal(1), Decimal(0)

# 維持, 前年より増加, 年2％以上 are kept year by year: before the last year they are on their way, not achieved.
KEPT_EACH_YEAR = (
    TargetKind.MAINTAIN,
    TargetKind.INCREASE_OVER_PREVIOUS_YEAR,
    TargetKind.ANNUAL_RATE_AT_LEAST,
)

DEFAULT = GradeScheme(
    "default",
    "標準（達成・順調・やや遅れ・遅れ・基準値を下回る・判定不能）",
    (
        Grade("achieved", "◎", "達成", Tone.ACHIEVED),
        Grade("on-track", "○", "順調", Tone.ON_TRACK),
        Grade("slightly-late", "△", "やや遅れ", Tone.SLIGHTLY_LATE),
        Grade("late", "×", "遅れ", Tone.LATE),
        Grade("below", "▼", "基準値を下回る", Tone.BELOW),
        _UNKNOWN,
    ),
    (
        Rule("unknown", missing=True),
        Rule("on-track", kinds=KEPT_EACH_YEAR, achieved=True, is_due=False),
        Rule("achieved", achieved=True),
        Rule("below", versus=Versus.WORSE),
        Rule("on-track", measure=Measure.PACE, at_least=_FULL),
        Rule("slightly-late", measure=Measure.PACE, at_least=Decimal("0.6")),
        Rule("late", measure=Measure.PACE, below=Decimal("0.6")),
        Rule("unknown", is_due=False),
        Rule("late"),
    ),
)

TAMA = GradeScheme(
    "tama",
    "多摩市型（経過年数に応じた目安の100％・60％で3区分）",
    (
        Grade("steady", "①", "着実に進んでいる", Tone.ON_TRACK),
        Grade("mostly", "②", "概ね進んでいる", Tone.SLIGHTLY_LATE),
        Grade("improve", "③", "改善や工夫が必要", Tone.LATE),
        _UNKNOWN,
    ),
    (
        Rule("unknown", missing=True),
        Rule("steady", achieved=True),
        Rule("steady", measure=Measure.PACE, at_least=_FULL),
        Rule("mostly", measure=Measure.PACE, at_least=Decimal("0.6")),
        Rule("improve", measure=Measure.PACE, below=Decimal("0.6")),
        Rule("improve", versus=Versus.WORSE),
        Rule("unknown", is_due=False),
        Rule("improve"),
    ),
)

NAGAYO = GradeScheme(
    "nagayo",
    "長与町型（目標値・基準値との比較でS・A・B・C）",
    (
        Grade("s", "S", "目標値超え", Tone.ACHIEVED),
        Grade("a", "A", "基準値超え", Tone.ON_TRACK),
        Grade("b", "B", "基準値と同水準", Tone.SLIGHTLY_LATE),
        Grade("c", "C", "基準値より下落", Tone.BELOW),
        Grade("none", "－", "評価不能", Tone.UNKNOWN),
    ),
    (
        Rule("none", missing=True),
        Rule("s", achieved=True),
        Rule("a", versus=Versus.BETTER),
        Rule("b", versus=Versus.SAME),
        Rule("b", measure=Measure.CHANGE, at_least=Decimal("-0.1")),
        Rule("c", versus=Versus.WORSE),
        Rule("none"),
    ),
)

INO = GradeScheme(
    "ino",
    "いの町型（目標値との比較で◎○△×）",
    (
        Grade("above", "◎", "目標値以上", Tone.ACHIEVED),
        Grade("equal", "○", "目標値と同等", Tone.ON_TRACK),
        Grade("short", "△", "目標値未達成", Tone.SLIGHTLY_LATE),
        Grade("none", "×", "進捗なし・事業終了", Tone.LATE),
        Grade("unset", "－", "評価なし", Tone.UNKNOWN),
    ),
    (
        Rule("unset", missing=True),
        Rule("above", achieved=True, measure=Measure.GAP, above=_NONE),
        Rule("equal", achieved=True),
        Rule("none", measure=Measure.RATE, at_most=_NONE),
        Rule("none", versus=Versus.WORSE),
        Rule("short"),
    ),
)

_STEPS = ((7, 100), (6, 90), (5, 80), (4, 70), (3, 60), (2, 50))
SANO = GradeScheme(
    "sano",
    "佐野市型（達成率で7段階）",
    (
        *(
            Grade(f"p{points}", str(points), f"達成率{percent}％以上", tone)
            for (points, percent), tone in zip(
                _STEPS,
                (Tone.ACHIEVED, *(Tone.ON_TRACK,) * 2, *(Tone.SLIGHTLY_LATE,) * 3),
                strict=True,
            )
        ),
        Grade("p1", "1", "達成率50％未満", Tone.LATE),
        _UNKNOWN,
    ),
    (
        Rule("unknown", missing=True),
        Rule("p7", achieved=True),
        # Where no rate can be said (維持 that was not kept), actual ÷ target stands in.
        *(
            rule
            for measure in (Measure.RATE, Measure.RATIO)
            for rule in (
                *(
                    Rule(f"p{points}", measure=measure, at_least=Decimal(share) / 100)
                    for points, share in _STEPS
                ),
                Rule("p1", measure=measure, below=Decimal("0.5")),
            )
        ),
        Rule("unknown", is_due=False),
        Rule("p1"),
    ),
)

DEEDS = (TargetKind.COMPLETION, TargetKind.TWO_STAGE, TargetKind.QUALITATIVE)
ABFN = GradeScheme(
    "abfn",
    "A・B・F・N（国の成長戦略のKPIの進捗と同じ区分）",
    (
        Grade("a", "A", "経過期間の割合以上に進捗", Tone.ON_TRACK),
        Grade("b", "B", "Aほど進捗していない", Tone.LATE),
        Grade("f", "F", "施策の実施状況を確認", Tone.UNKNOWN),
        Grade("n", "N", "現時点で評価困難", Tone.UNKNOWN),
    ),
    (
        Rule("f", missing=True, kinds=DEEDS),
        Rule("n", missing=True),
        Rule("f", kinds=DEEDS),
        Rule("a", achieved=True),
        Rule("a", measure=Measure.PACE, at_least=_FULL),
        Rule("b", measure=Measure.PACE, below=_FULL),
        Rule("b", versus=Versus.WORSE),
        Rule("n", is_due=False),
        Rule("b"),
    ),
)

PRESETS: Mapping[str, GradeScheme] = MappingProxyType(
    {scheme.key: scheme for scheme in (DEFAULT, TAMA, NAGAYO, INO, SANO, ABFN)}
)


# --- stored ---------------------------------------------------------------------------------------------------


def to_data(scheme: GradeScheme) -> dict[str, Any]:
    """The scheme as JSON can hold it; what a rule does not state is left out.

    >>> to_data(DEFAULT)["rules"][4]
    {'grade': 'on-track', 'measure': 'pace', 'at_least': '1'}
    """
    return {
        "key": scheme.key,
        "name": scheme.name,
        "elapsed": scheme.elapsed.value,
        "grades": [
            {"key": grade.key, "sign": grade.sign, "word": grade.word, "tone": grade.tone.value}
            for grade in scheme.grades
        ],
        "rules": [_rule_data(rule) for rule in scheme.rules],
    }


def _rule_data(rule: Rule) -> dict[str, Any]:
    stated = {field.name: getattr(rule, field.name) for field in fields(rule)}
    return {
        name: _plain(value)
        for name, value in stated.items()
        if value is not None and value is not False and value != ()
    } | {name: False for name in ("achieved", "is_due") if stated[name] is False}


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [kind.value for kind in value]
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.value if isinstance(value, StrEnum) else value


def from_data(data: object) -> GradeScheme:
    """A stored or edited scheme; SchemeError with every fault when no KPI could be graded by it."""
    if faults := check(data):
        raise SchemeError(faults)
    assert isinstance(data, Mapping)
    return GradeScheme(
        data["key"],
        data["name"],
        tuple(Grade(one["key"], one["sign"], one["word"], Tone(one["tone"])) for one in data["grades"]),
        tuple(_rule(one) for one in data["rules"]),
        Elapsed(data.get("elapsed", Elapsed.PERIOD)),
    )


def _rule(one: Mapping[str, Any]) -> Rule:
    given = dict(one)
    given["kinds"] = tuple(TargetKind(kind) for kind in one.get("kinds", ()))
    for name, make in (("versus", Versus), ("measure", Measure), *((bound, Decimal) for bound in BOUNDS)):
        if name in one:
            given[name] = make(one[name])
    return Rule(**given)


def check(data: object) -> tuple[str, ...]:
    """What stands in the way of using these data as a scheme, as Japanese sentences; nothing when it is sound."""
    if not isinstance(data, Mapping):
        return ("判定の区分の設定を読めません。標準の設定から作り直してください。",)
    grades, rules = data.get("grades"), data.get("rules")
    if not _rows(grades) or not _rows(rules):
        return ("判定の区分と規則が要ります。どちらも一つ以上入れてください。",)
    assert isinstance(grades, list) and isinstance(rules, list)
    faults = [*_heading_faults(data), *_grade_faults(grades)]
    keys = {grade["key"] for grade in grades if isinstance(grade.get("key"), str)}
    for number, rule in enumerate(rules, 1):
        faults += [f"規則{number}：{fault}" for fault in _rule_faults(rule, keys)]
    return tuple(faults or _order_faults(rules))


def _rows(given: object) -> bool:
    return isinstance(given, list) and bool(given) and all(isinstance(row, Mapping) for row in given)


def _text(given: object, longest: int) -> bool:
    return isinstance(given, str) and bool(given.strip()) and len(given) <= longest and given.isprintable()


def _one_of(given: object, choices: type[StrEnum]) -> bool:
    return isinstance(given, str) and given in {choice.value for choice in choices}


def _heading_faults(data: Mapping[str, Any]) -> Iterator[str]:
    if not (isinstance(data.get("key"), str) and _KEY.fullmatch(data["key"])):
        yield "設定の記号は、半角の英小文字・数字・ハイフンで40字までにしてください。"
    if not _text(data.get("name"), LONGEST_NAME):
        yield f"設定の名前を{LONGEST_NAME}字までで入れてください。"
    if not _one_of(data.get("elapsed", Elapsed.PERIOD), Elapsed):
        yield "経過年数の数え方は、計画期間の初めからか、基準値の年度からのどちらかを選んでください。"
    if unknown := set(data) - {"key", "name", "elapsed", "grades", "rules"}:
        yield f"知らない項目があります（{_listed(unknown)}）。取り除いてください。"
    if len(data["grades"]) > MOST_GRADES or len(data["rules"]) > MOST_RULES:
        yield f"区分は{MOST_GRADES}個、規則は{MOST_RULES}個までにしてください。"


def _grade_faults(grades: list[Mapping[str, Any]]) -> Iterator[str]:
    seen: set[str] = set()
    for number, grade in enumerate(grades, 1):
        key = grade.get("key")
        if not (isinstance(key, str) and _KEY.fullmatch(key)):
            yield f"区分{number}：記号は、半角の英小文字・数字・ハイフンで40字までにしてください。"
        elif key in seen:
            yield f"区分{number}：記号「{key}」が二度使われています。別の記号にしてください。"
        else:
            seen.add(key)
        if not _text(grade.get("word"), LONGEST_WORD):
            yield f"区分{number}：語を{LONGEST_WORD}字までで入れてください。印だけでは読み上げられません。"
        if not _text(grade.get("sign"), LONGEST_SIGN):
            yield f"区分{number}：印を{LONGEST_SIGN}字までで入れてください。"
        if not _one_of(grade.get("tone"), Tone):
            yield f"区分{number}：色を一覧から選んでください。"
        if unknown := set(grade) - {"key", "sign", "word", "tone"}:
            yield f"区分{number}：知らない項目があります（{_listed(unknown)}）。取り除いてください。"


def _rule_faults(rule: Mapping[str, Any], keys: set[str]) -> Iterator[str]:
    grade = rule.get("grade")
    if not isinstance(grade, str) or grade not in keys:
        yield f"区分「{_shown(grade)}」は一覧にありません。ある区分から選んでください。"
    if unknown := set(rule) - {field.name for field in fields(Rule)}:
        yield f"知らない条件があります（{_listed(unknown)}）。取り除いてください。"
    if any(name in rule and not isinstance(rule[name], bool) for name in ("missing", "achieved", "is_due")):
        yield "「判定できない」「達成」「期限」の条件は、はいかいいえで選んでください。"
    if "versus" in rule and not _one_of(rule["versus"], Versus):
        yield "基準値との比較は、良い・同じ・悪いから選んでください。"
    kinds = rule.get("kinds", [])
    if not isinstance(kinds, list) or not all(_one_of(kind, TargetKind) for kind in kinds):
        yield "目標の種類を一覧から選んでください。"
    if "measure" in rule and not _one_of(rule["measure"], Measure):
        yield "比べる数は、達成率・進み具合・目標との比・基準値からの変化・目標との差から選んでください。"
    stated = [name for name in ("achieved", "is_due", "versus", "measure") if name in rule]
    if rule.get("missing") is True and stated:
        yield "値がなく判定できないときの規則に、達成や割合の条件は付けられません。分けてください。"
    yield from _bound_faults(rule)


def _bound_faults(rule: Mapping[str, Any]) -> Iterator[str]:
    bounds = {name: _number(rule[name]) for name in BOUNDS if name in rule}
    if bool(bounds) != ("measure" in rule):
        yield "比べる数と境目の値は、両方そろえて入れてください。"
    if any(bound is None for bound in bounds.values()):
        yield f"境目の値を、−{FARTHEST}から{FARTHEST}までの数で入れてください（100％は1）。"
        return
    low = max(
        (bound for name, bound in bounds.items() if name in ("at_least", "above") and bound is not None),
        default=None,
    )
    high = min(
        (bound for name, bound in bounds.items() if name in ("at_most", "below") and bound is not None),
        default=None,
    )
    if (
        low is not None
        and high is not None
        and (low > high or (low == high and {"above", "below"} & set(bounds)))
    ):
        yield "境目の下の値が上の値より大きく、どの値にも当てはまりません。値を直してください。"


def _number(given: object) -> Decimal | None:
    if not isinstance(given, str) or len(given) > 20:
        return None
    try:
        number = Decimal(given)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) <= FARTHEST else None


def _order_faults(rules: list[Mapping[str, Any]]) -> Iterator[str]:
    """Every KPI must get a grade, and every rule must have its chance."""
    for missing, whom in ((True, "値がなく判定できない"), (False, "判定できる")):
        asked = [
            (number, _rule(rule))
            for number, rule in enumerate(rules, 1)
            if rule.get("missing", False) is missing
        ]
        last = next((place for place, (_, rule) in enumerate(asked) if rule.is_open), None)
        if last is None:
            yield f"{whom}KPIのための、条件のない規則が最後に要ります。ないと区分の付かないKPIが出ます。"
        elif last < len(asked) - 1:
            yield f"規則{asked[last][0]}より後の規則{asked[last + 1][0]}は使われません。順を入れ替えるか削ってください。"


def _listed(names: set[Any]) -> str:
    return "、".join(sorted(_shown(name) for name in names)[:5])


def _shown(given: object) -> str:
    text = given if isinstance(given, str) else "空"
    return text if len(text) <= 20 else text[:20] + "…"
