"""What a target wants, by its words (維持, 全国平均を上回る, 均衡) or by its figure (40万人以上, 5年間で1,000人).

Kinds: domain 3, guide.json (`kpi_target_kinds`). A bare figure is a lower bound (手引き 6: 目標値以上) unless the
direction, the baseline or a reduction against a reference year says otherwise; a bare 0 or negative figure says nothing
by itself and is not guessed.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from kpi.notation.baselines import signed
from kpi.notation.clauses import Clause
from kpi.notation.numbers import Figure, in_unit_of, read_figure, read_unit
from kpi.notation.reading import Flag, NotRead, plain, shown
from kpi.notation.times import fiscal_span
from kpi.spec import BaselineKind, BaselineSpec, Better, Span, TargetKind, TargetSpec

NOUN = "[一-龠々ァ-ヺー]{1,15}"
_MAINTAIN = re.compile("(?:(?:現状|基準|現在の?|今の)(?:値|の?水準)?(?:の|を)?)?維持")
_REFERENCE = re.compile(
    "(?P<name>[^0-9はがを、]{0,15}平均(?=値)|[^0-9はがを、]{0,15}平均|参照)値?(?P<verb>を?上回る|を?超える|超|以上|を?下回る|以下|未満)"
)
_PREVIOUS = re.compile(
    "(?:対?前年度?(?:実績|の?値|数|同期)?(?:より|比|を|から|に比べて?)?の?|毎年度?(?=[増減]))(?P<verb>.+)"
)
_MORE = re.compile("増加?|増や[すし]|上回る|超える|超|上昇|向上")
_LESS = re.compile("減少?|減ら[すし]|下回る|低下|削減")
_ROLLOUT = re.compile("全国(?:に|へ|での)?展開")
_DONE_BY_ALL = "(?:[でにへ](?:実施|導入|設置|展開|配置|整備|活用))?"
_ALL = re.compile(f"(?P<almost>ほぼ)?(?:全て|すべて|全部)(?:の(?P<noun>{NOUN}))?{_DONE_BY_ALL}")
_ALMOST = re.compile("[^0-9、]{1,15}の(?P<almost>ほぼ)(?:全て|すべて|全部)")
_ALL_OF = re.compile("全(?P<figure>[1-9][0-9,]*[^0-9]+)")
_BALANCE = re.compile("(?:[^0-9、]{1,20}?の?)?均衡")
_COMPLETE = re.compile(
    "(?:[^0-9、ぁ-ん]{1,20}[のを]?)?(?:完成|完了|竣工|策定|制定|開設|開業|開館|開校|供用開始|運用開始)(?:する)?"
)
_NEGATED = re.compile("未|不|非|無|ない|一部|検討|推進|着手")


@dataclass(frozen=True)
class Around:
    """What the caller knows beside the text."""

    unit: str | None
    period: tuple[int, int] | None
    baseline: BaselineSpec | None
    better: Better | None

    @property
    def plan(self) -> Span | None:
        return fiscal_span(*self.period) if self.period else None


def read_aim(clause: Clause, around: Around) -> TargetSpec:
    """Kind and figures of a target; deadline and period are not yet in it. Raises NotRead."""
    return _in_words(clause, around) or _in_figures(clause, around)


# --- targets without a figure of their own ------------------------------------------------------------------


def _in_words(clause: Clause, around: Around) -> TargetSpec | None:
    core, unit = clause.core, around.unit or ""
    if not core:
        raise NotRead("目標値の数がありません。数か「維持」などを入力してください。")
    if clause.reference_year is not None and not re.search("[0-9]", core):
        raise NotRead("基準年比の目標に数がありません。「-38.3%（1990年度比）」のように入力してください。")
    if _MAINTAIN.fullmatch(core):
        return TargetSpec(_kind_of_keeping(clause, around), unit=unit)
    if found := _REFERENCE.fullmatch(core):
        return _against_average(found, around)
    if found := _PREVIOUS.fullmatch(core):
        return _against_previous(found, around)
    if _ROLLOUT.fullmatch(core):
        return _of_all(TargetKind.NATIONWIDE_ROLLOUT, clause, around, "")
    if found := _ALL_OF.fullmatch(core):
        figure = read_figure(found["figure"], plain(unit))
        if figure.ending:
            raise NotRead(f"「{shown(core)}」は全数として読めません。「全41校」のように入力してください。")
        clause.counted = clause.counted or figure
        return _of_all(TargetKind.ALL, clause, around, "")
    if found := _ALL.fullmatch(core) or _ALMOST.fullmatch(core):
        named = found.groupdict()
        kind = TargetKind.ALMOST_ALL if named["almost"] else TargetKind.ALL
        return _of_all(kind, clause, around, named.get("noun") or "")
    if re.search("[0-9ゼロ]|十数", core):
        return None
    if _BALANCE.fullmatch(core) and not _NEGATED.search(core):
        return TargetSpec(TargetKind.BALANCE, Decimal(0), unit)
    if _COMPLETE.fullmatch(core) and not _NEGATED.search(core):
        return TargetSpec(TargetKind.COMPLETION)
    raise NotRead("数のない目標で、自動では判定できません。年ごとに判定と理由を入力してください。")


def _kind_of_keeping(clause: Clause, around: Around) -> TargetKind:
    """維持 keeps what the baseline is: a value, the mean of a period or its sum."""
    kept = around.baseline.kind if around.baseline else None
    if clause.of_span == "average" or (not clause.of_span and kept is BaselineKind.PERIOD_AVERAGE):
        return TargetKind.MAINTAIN_PERIOD_AVERAGE
    if clause.of_span == "sum" or clause.years or kept is BaselineKind.CUMULATIVE_OVER_PERIOD:
        return TargetKind.MAINTAIN_CUMULATIVE
    return TargetKind.MAINTAIN


def _against_average(found: re.Match[str], around: Around) -> TargetSpec:
    """全国平均を上回る; for what should fall 全国平均を下回る. The kind is strict, so 以上 is another target (domain 3)."""
    if found["name"] == "平均":
        raise NotRead("何の平均かが書かれていません。「全国平均を上回る」のように入力してください。")
    if found["verb"] in {"以上", "以下"}:
        raise NotRead(
            "平均との比較で自動で判定できるのは「上回る」「下回る」だけです。年ごとに判定してください。",
            Flag.NOT_JUDGED,
        )
    _in_direction(found["verb"] in {"下回る", "を下回る", "未満"}, around)
    name = "" if found["name"] == "参照" else found["name"]
    return TargetSpec(TargetKind.EXCEED_REFERENCE, unit=around.unit or "", reference=name, is_strict=True)


def _against_previous(found: re.Match[str], around: Around) -> TargetSpec:
    """前年より増加; for what should fall 前年より減少."""
    falls = _LESS.fullmatch(found["verb"]) is not None
    if not falls and not _MORE.fullmatch(found["verb"]):
        raise NotRead(
            "前年との比較で自動で判定できるのは増加か減少だけです。年ごとに判定してください。",
            Flag.NOT_JUDGED,
        )
    _in_direction(falls, around)
    part = around.baseline is not None and around.baseline.kind is BaselineKind.PARTIAL_PERIOD
    return TargetSpec(
        TargetKind.INCREASE_OVER_PREVIOUS_YEAR,
        unit=around.unit or "",
        is_strict=True,
        flags=(Flag.PERIOD_DIFFERS,) if part else (),
    )


def _in_direction(falls: bool, around: Around) -> None:
    """A comparison points the way that is the better one for the indicator; nothing else can be meant."""
    if falls and around.better is None:
        raise NotRead(
            "減ることを目指す比較です。指標のよい方向を「小さいほどよい」にしてください。",
            Flag.DIRECTION_NOT_STATED,
        )
    if around.better is not None and falls is not (around.better is Better.DOWN):
        raise NotRead("目標の向きが、指標のよい方向と逆です。どちらかを直してください。", Flag.CONTRADICTION)


def _of_all(kind: TargetKind, clause: Clause, around: Around, noun: str) -> TargetSpec:
    """全国展開（1,741市区町村）, 全41校, 全ての地方公共団体: the number of all, where it is said, is what to reach."""
    if clause.counted is None:
        return TargetSpec(kind, unit=around.unit or _unit_of(noun))
    if clause.counted.is_approximate or clause.counted.low is not None or clause.counted.value <= 0:
        raise NotRead("全体の数が1つに決まりません。「全国展開（1,741市区町村）」のように入力してください。")
    figure, is_same = in_unit_of(clause.counted, around.unit)
    value = figure.value if kind is TargetKind.NATIONWIDE_ROLLOUT else None
    flags = () if is_same else (Flag.UNIT_DIFFERS,)
    return TargetSpec(kind, value, figure.unit, denominator=figure.value, flags=flags)


def _unit_of(noun: str) -> str:
    try:
        return read_unit(noun)
    except NotRead:
        return ""


# --- targets with a figure ----------------------------------------------------------------------------------


def _in_figures(clause: Clause, around: Around) -> TargetSpec:
    figure = read_figure(clause.core, plain(around.unit or ""))
    if figure.unit == "倍" and around.unit != "倍":
        raise NotRead("何の何倍かが書かれていません。目標を数で入力してください。")
    if figure.unit == "%/年" or (clause.is_yearly and figure.unit == "%"):
        return _annual_rate(clause, figure, around)
    figure, is_same = in_unit_of(figure, around.unit)
    spec = replace(
        _bounded(clause, figure, around),
        unit=figure.unit,
        reference_year=clause.reference_year or _reference_of(around.baseline, figure),
        flags=() if is_same else (Flag.UNIT_DIFFERS,),
    )
    if figure.ending == "弱":
        spec = replace(spec, flags=(*spec.flags, Flag.SLIGHTLY_LESS))
    return spec


def _reference_of(baseline: BaselineSpec | None, figure: Figure) -> int | None:
    """The reference year of the baseline: -22.4%（1990年度比） with a target of -38.3%."""
    return baseline.reference_year if baseline and baseline.unit == figure.unit else None


def _annual_rate(clause: Clause, figure: Figure, around: Around) -> TargetSpec:
    """年2％以上: in each year; 年平均2％以上: in the mean of the years."""
    is_bound = figure.ending in {"", "以上", "超"} and not figure.is_approximate and figure.low is None
    if not is_bound or figure.value <= 0 or clause.reference_year or clause.span or clause.years:
        raise NotRead("年率の目標として読めません。「年2％以上」のように入力してください。")
    return TargetSpec(
        TargetKind.ANNUAL_RATE_AT_LEAST,
        figure.value,
        "%/年",
        is_strict=figure.ending == "超",
        by_mean=clause.by_mean,
        flags=() if around.unit in {None, "", "%", "%/年"} else (Flag.UNIT_DIFFERS,),
    )


def _bounded(clause: Clause, figure: Figure, around: Around) -> TargetSpec:
    """Kind and value; unit, time and flags are the caller's."""
    over_time = clause.of_span or clause.years or clause.span or clause.since or clause.since_start
    is_about = figure.is_approximate or figure.ending in {"程度", "強", "弱"}
    if figure.ending == "維持":
        if is_about or figure.low is not None:
            raise NotRead("維持する値が1つに決まりません。")
        return TargetSpec(_kind_of_keeping(clause, around), figure.value)
    if over_time:
        if is_about or figure.low is not None:
            raise NotRead("累計の目標が1つに決まりません。概数の別は備考に書いてください。")
        return _summed(clause, figure)
    if figure.low is not None:
        return TargetSpec(TargetKind.APPROX_RANGE, low=figure.low, high=figure.high)
    if is_about:
        if figure.ending not in {"", "程度", "強", "弱"}:
            raise NotRead(f"「約」と「{figure.ending}」が重なり、読み取れません。")
        return TargetSpec(TargetKind.APPROX, figure.value, is_strict=figure.ending == "強")
    if figure.ending in {"以上", "超"}:
        return TargetSpec(TargetKind.AT_LEAST, figure.value, is_strict=figure.ending == "超")
    if figure.ending in {"以下", "未満"}:
        return TargetSpec(TargetKind.AT_MOST, figure.value, is_strict=figure.ending == "未満")
    if figure.ending in {"増", "減"}:
        if clause.reference_year is None:
            raise NotRead("何に比べた増減かが書かれていません。「5年間で」や「2013年度比」を補ってください。")
        kind = TargetKind.AT_MOST if figure.ending == "減" else TargetKind.AT_LEAST
        return TargetSpec(kind, signed(figure))
    if figure.ending:
        raise NotRead(f"「{figure.ending}」の目標は読み取れません。数と「以上」「以下」を入力してください。")
    return TargetSpec(_bare_kind(clause, figure, around), figure.value)


def _bare_kind(clause: Clause, figure: Figure, around: Around) -> TargetKind:
    """Whether a figure without 以上 or 以下 is to be reached from below or from above."""
    better = around.better or _direction(figure, around.baseline)
    if better is Better.DOWN:
        return TargetKind.AT_MOST
    if better is Better.UP:
        return _full(figure)
    if clause.reference_year is not None and figure.value < 0:
        return TargetKind.AT_MOST
    if figure.value <= 0:
        raise NotRead(
            "「以上」か「以下」かが書かれていません。どちらかを補うか、よい方向を指定してください。",
            Flag.DIRECTION_NOT_STATED,
        )
    return _full(figure)


def _full(figure: Figure) -> TargetKind:
    is_full = figure.unit == "%" and figure.value == 100
    return TargetKind.ALL_PERCENT if is_full else TargetKind.AT_LEAST


def _direction(figure: Figure, baseline: BaselineSpec | None) -> Better | None:
    """From the baseline to the target; sums and parts of a year are no start to measure from."""
    comparable = {
        BaselineKind.VALUE_AT_DATE,
        BaselineKind.VALUE_WITHOUT_DATE,
        BaselineKind.PROVISIONAL,
        BaselineKind.CHANGE_VS_REFERENCE_YEAR,
        BaselineKind.APPROX,
    }
    if baseline is None or baseline.kind not in comparable or baseline.unit != figure.unit:
        return None
    if baseline.value is None or baseline.value == figure.value:
        return None
    return Better.DOWN if figure.value < baseline.value else Better.UP


def _summed(clause: Clause, figure: Figure) -> TargetSpec:
    """5年間で7,400人増加, 累計で230万人, 事業開始からの累計1,000件, 5年間で300人減少."""
    if clause.of_span == "average":
        raise NotRead(
            "期間の平均を目標とする書き方は「維持」だけを読み取ります。判定の方法を選んでください。"
        )
    if clause.span and not (clause.of_span or clause.years):
        raise NotRead("期間の累計か、毎年の値かが書かれていません。「累計」か「毎年」を補ってください。")
    if clause.reference_year is not None or clause.is_yearly or figure.ending in {"以下", "未満", "転入超過"}:
        raise NotRead("累計の目標として読めません。「5年間で1,000人」のように入力してください。")
    value, is_strict = figure.value, figure.ending == "超"
    if clause.since_start:
        if figure.ending == "減":
            raise NotRead("事業開始からの累計に「減」が付いています。数だけを入力してください。")
        signed(figure)
        return TargetSpec(TargetKind.CUMULATIVE_SINCE, value, is_strict=is_strict)
    if figure.ending == "減":
        signed(figure)
        return TargetSpec(TargetKind.CUMULATIVE_DECREASE, value)
    return TargetSpec(TargetKind.CUMULATIVE_OVER_PERIOD, signed(figure), is_strict=is_strict)
