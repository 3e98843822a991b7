"""A judgement told to readers: the short note under a grade (kpi/telling_why.py: why the grade was given).

The words of the citizens' page: 現状値 for the baseline, as the plan prints it; what the office has not entered yet is
「未公表」 to readers. Nothing is reckoned here but differences of figures that are shown.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from kpi.explaining import figure, month_word, percent, short_percent, year_word
from kpi.findings import Basis, Finding, Reason
from kpi.grading import GradeScheme, Versus
from kpi.progress import Progress
from kpi.spec import BaselineSpec, Better, TargetSpec

ABSENT = {Reason.NO_DATA, Reason.NOT_ENTERED, Reason.NOT_YET_PUBLISHED, Reason.NOT_SURVEY_YEAR}
# These are told by the judgement's own phrase, or say nothing to a reader.
_UNSAID = {Reason.PROVISIONAL, Reason.TARGET_BEHIND_BASELINE, Reason.DENOMINATOR_ZERO, Reason.YEARS_MISSING}
_WORDS = {
    Reason.NOT_YET_JUDGEABLE: "まだ判定する時期でない",
    Reason.NEEDS_DECISION: "人が判定する目標",
    Reason.TARGET_MISSING: "目標値がない",
    Reason.PERIOD_OPEN: "目標の期間（年間か累計か）の記載がない",
    Reason.BASELINE_MISSING: "現状値がない",
    Reason.BASELINE_NOT_COMPARABLE: "現状値とは期間などが違い、比べられない",
    Reason.REFERENCE_MISSING: "同じ年度の比べる値がない",
    Reason.PERIOD_ASSUMED: "期間の記載がないため計画期間で計算",
    Reason.PARTIAL_YEAR: "年度の途中までの値",
}


@dataclass(frozen=True)
class Told:
    """A judgement with what it was made of: all that the sentences need."""

    progress: Progress
    spec: TargetSpec
    baseline: BaselineSpec
    better: Better
    scheme: GradeScheme

    @property
    def found(self) -> Finding:
        return self.progress.finding

    @property
    def is_up(self) -> bool:
        return self.better is Better.UP

    def amount(self, value: Decimal) -> str:
        """A figure with its unit: 70.4％, 3,322人."""
        return figure(value) + screen_unit(self.progress.unit)

    def difference(self, value: Decimal) -> str:
        """A difference without its sign; of per cents in points."""
        return figure(abs(value)) + self.progress.gap_unit


def screen_unit(unit: str) -> str:
    """The unit as the screen writes it: ％ in full width."""
    return unit.replace("%", "％")


# --- the short note -----------------------------------------------------------------------------------------


def note(told: Told) -> str:
    """What stands under a grade: 「上昇幅の46.9％（めやす40％）」, 「途中経過。2年計3,322人（めやす2,960人）」.

    Every sentence of it but the last ends with 「。」.
    """
    return "。".join(filter(None, (core(told), *_remarks(told))))


def core(told: Told) -> str:
    found = told.found
    if found.achieved is None and found.basis is not Basis.MEAN:
        return ""
    said = _CORES[found.basis](told) if found.value is not None and found.target is not None else ""
    return f"途中経過。{said}" if told.progress.is_interim and not said.startswith("途中経過") else said


def _remarks(told: Told) -> list[str]:
    """What else a reader must know: of which year the figure is, and why there is none of the year judged."""
    progress, reasons = told.progress, set(told.progress.reasons)
    said = []
    early = Reason.PROVISIONAL in reasons
    if progress.value_year is not None and progress.value_year != progress.year:
        year = year_word(progress.value_year)
        by = "速報値" if early else "の値"
        said.append(f"{year}{by}による" if progress.achieved is not None else f"最新は{year}{by}")
        if absent := _absent(progress):
            said.append(f"{year_word(progress.year)}は{absent}")
    else:
        said += ["速報値による"] if early else []
        said += filter(None, [_absent(progress)])
    return said + [
        _WORDS[one] for one in progress.reasons if one in _WORDS and one not in _UNSAID and is_told(one, told)
    ]


def is_told(reason: Reason, told: Told) -> bool:
    """Whether a reason adds to what the phrase says already."""
    if reason is Reason.BASELINE_MISSING:
        return not told.found.achieved
    if reason is Reason.NOT_YET_JUDGEABLE:
        return not (ABSENT & set(told.progress.reasons)) and told.found.basis is not Basis.MEAN
    return True


def _absent(progress: Progress) -> str:
    """Why there is no figure of the year judged; nothing where there is one."""
    reasons, known = set(progress.reasons), progress.known_from
    if Reason.NOT_SURVEY_YEAR in reasons:
        coming = known.next_year if known is not None else None
        return "調査年でない" + (f"（次は{year_word(coming)}）" if coming is not None else "")
    if not ABSENT & reasons:
        return ""
    month = known.month if known is not None else None
    return "未公表" + (f"（{month_word(month)}予定）" if month is not None else "")


def gap_words(told: Told) -> str:
    """「目標より0.3ポイント高い」, 「現状値より0.7ポイント低い」, 「全国平均より1.2ポイント高い」."""
    said = told.progress.gap_text.replace("基準値", "現状値")
    return said.replace("参照値", told.spec.reference or "比べる値") if said else ""


def _from_start(told: Told) -> str:
    found = told.found
    if found.start is None or found.value is None:
        return gap_words(told)
    way = found.value - found.start
    is_level = told.progress.gap_unit in ("ポイント", "", "‰")
    more = ("高い" if way > 0 else "低い") if is_level else ("多い" if way > 0 else "少ない")
    return f"現状値より{told.difference(way)}{more}"


def _expected(found: Finding) -> str:
    return "" if found.expected is None else f"（めやす{short_percent(found.expected)}）"


def _of_share(told: Told) -> str:
    found = told.found
    if found.achieved:
        return gap_words(told)
    if found.versus is Versus.WORSE or found.rate is None:
        return _from_start(told)
    is_level = told.progress.gap_unit in ("ポイント", "")
    width = ("上昇幅" if told.is_up else "低下幅") if is_level else ("増加" if told.is_up else "減少")
    return f"{width}の{percent(found.rate)}{_expected(found)}"


def _of_ratio(told: Told) -> str:
    found = told.found
    if found.achieved or found.rate is None:
        return gap_words(told)
    return f"目標値の{percent(found.rate)}{_expected(found)}"


def _of_all(told: Told) -> str:
    found = told.found
    return gap_words(told) if found.rate is None else f"全体の{percent(found.rate)}{_expected(found)}"


def _of_sum(told: Told) -> str:
    found = told.found
    assert found.value is not None and found.target is not None
    n, m = found.tally or (1, 1)
    if not told.progress.is_interim:
        return f"{m}年計{told.amount(found.value)}。{gap_words(told)}"
    return (
        f"途中経過。{n}年計{told.amount(found.value)}（めやす{told.amount(rounded(found.target * n / m))}）"
    )


def _of_mean(told: Told) -> str:
    found = told.found
    assert found.value is not None
    n, m = found.tally or (1, 1)
    mean = told.amount(rounded(found.value, 2))
    if not told.progress.is_interim:
        return f"{n}年の平均{mean}。{gap_words(told)}"
    return f"途中経過。{n}年の平均{mean}（{m}年の平均で判定）"


def _of_years(told: Told) -> str:
    n, m = told.found.tally or (0, 0)
    kept = "" if m <= 1 else f"（{m}年のうち{n}年で満たす）"
    return f"{gap_words(told)}{kept}"


def stage_words(told: Told) -> str:
    if told.found.tally:
        return f"{told.found.tally[1]}段階のうち{told.found.tally[0]}段階まで済み"
    return "完成" if told.found.achieved else "まだ完成していない"


_CORES: dict[Basis, Callable[[Told], str]] = {
    Basis.NONE: lambda told: "",
    Basis.SHARE: _of_share,
    Basis.RATIO: _of_ratio,
    Basis.INVERSE: _of_ratio,
    Basis.COVERAGE: _of_all,
    Basis.KEPT: gap_words,
    Basis.SUM: _of_sum,
    Basis.ALLOWANCE: _of_sum,
    Basis.MEAN: _of_mean,
    Basis.YEARS: _of_years,
    Basis.EACH_YEAR: _of_years,
    Basis.AGAINST: gap_words,
    Basis.BALANCE: gap_words,
    Basis.STATE: stage_words,
}


def rounded(value: Decimal, places: int = 0) -> Decimal:
    """A figure that was reckoned, with no more places than help: as many as asked for, more only below one.

    >>> rounded(Decimal("2960.4")), rounded(Decimal("0.337"), 1), rounded(Decimal("1.5"), 2)
    (Decimal('2960'), Decimal('0.3'), Decimal('1.50'))
    """
    if not places and abs(value) < 10 and value != value.to_integral_value():
        places = 1
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
