"""Why a grade was given, in plain words: what is aimed at, how far it got, by which rule it was graded."""

from collections.abc import Callable
from decimal import Decimal

from kpi.explaining import figure, month_word, percent, short_percent, year_word
from kpi.findings import Basis, Reason
from kpi.grade_words import case, deciding_rule
from kpi.grading import Elapsed
from kpi.spec import BaselineKind
from kpi.telling import ABSENT, Told, gap_words, is_told, rounded, stage_words

_SENTENCES = {
    Reason.NOT_YET_JUDGEABLE: "まだ判定する時期ではありません。",
    Reason.NEEDS_DECISION: "数だけでは決まらないため、人が判定する目標です。",
    Reason.TARGET_MISSING: "比べる目標値がありません。",
    Reason.PERIOD_OPEN: "目標が1年ごとのものか、期間を合わせたものか、計画に書かれていないため、判定しません。",
    Reason.BASELINE_MISSING: "比べる現状値がありません。",
    Reason.BASELINE_NOT_COMPARABLE: "現状値は期間などが違うため、比べられません。",
    Reason.REFERENCE_MISSING: "同じ年度の比べる値が、まだありません。",
    Reason.DENOMINATOR_ZERO: "割る数が0になるため、割合を計算しません。",
}


def why(told: Told) -> tuple[str, ...]:
    """Paragraphs that explain the grade: what is aimed at, how far it got, by which rule the grade was given."""
    found = told.found
    first = f"この指標は、数値が{'上がる' if told.is_up else '下がる'}ほどよいものです。"
    if found.value is None or found.achieved is None:
        return tuple(filter(None, (first + _mean_way(told), _unjudged(told), _verdict(told))))
    told_way = _WAYS.get(found.basis, _plain_way)(told)
    return tuple(filter(None, (first + told_way, _in_time(told), _verdict(told))))


def _unjudged(told: Told) -> str:
    """Why nothing can be said, in sentences."""
    progress, known = told.progress, told.progress.known_from
    reasons, year, said = set(progress.reasons), year_word(progress.year), []
    if progress.value_year not in (None, progress.year) and progress.value is not None:
        said.append(f"最新の値は、{year_word(progress.value_year or 0)}の{told.amount(progress.value)}です。")
    if Reason.NOT_SURVEY_YEAR in reasons:
        coming = known.next_year if known is not None else None
        after = "" if coming is None else f"次の調査は{year_word(coming)}です。"
        said.append(f"{year}は調査の年でないため、値がありません。{after}")
    elif ABSENT & reasons:
        month = known.month if known is not None else None
        after = "" if month is None else f"{month_word(month)}に公表する予定です。"
        said.append(f"{year}の値は、まだ公表していません。{after}")
    said += [_SENTENCES[one] for one in progress.reasons if one in _SENTENCES and is_told(one, told)]
    return "".join(said)


def _when(told: Told) -> str:
    """「令和5年度（速報値）」."""
    year = told.found.year
    word = "" if year is None else year_word(year)
    return f"{word}（速報値）" if told.progress.is_provisional else word


def _moved(way: Decimal, is_level: bool, ending: str) -> str:
    """上がりました, 減りました; 「変わりません」 is said apart."""
    stems = {"た": (("上がりました", "増えました"), ("下がりました", "減りました"))}
    stems["る"] = (("上げる", "増やす"), ("下げる", "減らす"))
    return stems[ending][0 if way > 0 else 1][0 if is_level else 1]


def _share_way(told: Told) -> str:
    found = told.found
    value, target, start = found.value, found.target, found.start
    if value is None or target is None or start is None or found.rate is None:
        return _plain_way(told)
    is_level = told.progress.gap_unit in ("ポイント", "")
    aim, way = target - start, value - start
    said = (
        f"現状の{told.amount(start)}から目標値の{told.amount(target)}まで、"
        f"{told.difference(aim)}{_moved(aim, is_level, 'る')}ことをめざしています。"
    )
    if not way:
        return f"{said}{_when(told)}の値は{told.amount(value)}で、現状と同じです。"
    done = f"{said}{_when(told)}までに{told.difference(way)}{_moved(way, is_level, 'た')}（{told.amount(value)}）。"
    if (way > 0) is not (aim > 0):
        return f"{done}めざす向きとは逆です。"
    return f"{done}これは、{_moved(aim, is_level, 'る')}幅の{percent(found.rate)}にあたります。"


def _ratio_way(told: Told) -> str:
    found = told.found
    if found.value is None or found.target is None or found.rate is None:
        return _plain_way(told)
    begun = told.baseline.kind in (BaselineKind.TO_BE_BUILT, BaselineKind.TO_START)
    why_so = "計画を立てたときにはまだ始まっていなかった" if begun else "比べられる現状値がない"
    return (
        f"{why_so}ため、実績と目標値をそのまま比べます。{_when(told)}の{told.amount(found.value)}は、"
        f"目標値{told.amount(found.target)}の{percent(found.rate)}にあたります。"
    )


def _kept_way(told: Told) -> str:
    found = told.found
    if found.value is None or found.target is None:
        return ""
    line = "現状" if found.target == found.start else "目標値"
    side = "より悪くしない" if line == "現状" else "を保つ"
    aim = f"{line}の{told.amount(found.target)}{side}ことをめざしています。"
    gap = gap_words(told)
    return f"{aim}{_when(told)}の値は{told.amount(found.value)}で、{gap}という結果です。" if gap else aim


def _sum_way(told: Told) -> str:
    found = told.found
    if found.value is None or found.target is None:
        return ""
    n, m = found.tally or (1, 1)
    aim = "以上" if found.is_up else "以下"
    said = f"{m}年間を合わせて{told.amount(found.target)}{aim}にすることをめざしています。"
    return (
        f"{said}{_when(told)}までの{n}年間では合わせて{told.amount(found.value)}です"
        f"（{n}年分のめやすは{told.amount(rounded(found.target * n / m))}）。"
    )


def _mean_way(told: Told) -> str:
    found = told.found
    if found.basis is not Basis.MEAN or found.value is None or found.target is None:
        return ""
    n, m = found.tally or (1, 1)
    line = "現状の" if found.target == found.start else "目標値の"
    aim = f"{m}年の平均を、{line}{told.amount(found.target)}より悪くしないことをめざしています。"
    mean = f"{_when(told)}までの{n}年の平均は{told.amount(rounded(found.value, 2))}です。"
    return f"{aim}{mean}" + ("" if n == m else f"{m}年分の値がそろったときに判定します。")


def _years_way(told: Told) -> str:
    found = told.found
    if found.value is None or found.target is None:
        return ""
    n, m = found.tally or (0, 0)
    many = f"{m}年のうち{n}年で満たしました。" if m > 1 else ""
    aim = f"毎年、前の年度より{'増やす' if told.is_up else '減らす'}ことをめざしています。"
    return f"{aim}{_when(told)}の値は{told.amount(found.value)}で、{gap_words(told)}という結果です。{many}"


def _against_way(told: Told) -> str:
    found = told.found
    if found.value is None or found.target is None:
        return ""
    other = told.spec.reference or "比べる値"
    return (
        f"同じ年度の{other}{'を上回る' if told.is_up else 'を下回る'}ことをめざしています。"
        f"{_when(told)}は{told.amount(found.value)}、{other}は{told.amount(found.target)}です。"
    )


def _coverage_way(told: Told) -> str:
    found = told.found
    if found.value is None or found.target is None or found.rate is None:
        return _plain_way(told)
    return (
        f"全部（{told.amount(found.target)}）に行きわたることをめざしています。"
        f"{_when(told)}は{told.amount(found.value)}で、全体の{percent(found.rate)}です。"
    )


def _plain_way(told: Told) -> str:
    found = told.found
    if found.value is None or found.target is None:
        return ""
    gap = gap_words(told)
    said = f"{_when(told)}の値は{told.amount(found.value)}、目標値は{told.amount(found.target)}です。"
    return f"{said}{gap}という結果です。" if gap else said


_WAYS: dict[Basis, Callable[[Told], str]] = {
    Basis.SHARE: _share_way,
    Basis.RATIO: _ratio_way,
    Basis.INVERSE: _ratio_way,
    Basis.COVERAGE: _coverage_way,
    Basis.KEPT: _kept_way,
    Basis.SUM: _sum_way,
    Basis.ALLOWANCE: _sum_way,
    Basis.YEARS: _years_way,
    Basis.AGAINST: _against_way,
    Basis.MEAN: lambda told: _mean_way(told),
    Basis.STATE: lambda told: stage_words(told) + "。",
}


def _in_time(told: Told) -> str:
    """「計画期間の5年のうち2年が過ぎ、めやすは40％です。めやすの1.17倍まで進んでいます。」"""
    found = told.found
    if found.pace is None or found.gone is None or found.expected is None:
        return ""
    span = "現状値の年度から目標の年度まで" if told.scheme.elapsed is Elapsed.BASELINE else "目標の年度まで"
    times = figure(rounded(found.pace, 2))
    passed = f"{span}の{found.gone[1]}年のうち{found.gone[0]}年が過ぎ、めやすは{short_percent(found.expected)}です。"
    return passed if found.pace < 0 else f"{passed}めやすの{times}倍まで進んでいます。"


def _verdict(told: Told) -> str:
    """By which rule the grade was given: 「めやすと同じか、それより早く進んでいるため「順調」としました。」"""
    rule = deciding_rule(told.scheme, told.progress.kind, told.found)
    return f"「{case(rule)}」にあたるため「{told.progress.status.word}」としました。"
