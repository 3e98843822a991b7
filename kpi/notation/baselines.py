"""The baseline (現状値, 基準値) of a KPI as printed, read and printed again.

Kinds and examples: domain 3; 豊中市デジタル総合戦略 and the national strategy's 27 major KPIs.
"""

import re
from dataclasses import replace
from decimal import Decimal

from kpi.notation.clauses import Clause, end_at_its_last_year, marked, read_clause
from kpi.notation.numbers import Figure, in_unit_of, print_figure, read_figure
from kpi.notation.reading import NOTHING, Flag, NotRead, parts_of, plain, shown
from kpi.notation.times import Marked, print_span, print_when, whole_year, years_of
from kpi.spec import BaselineKind, BaselineSpec, Grain, When

_TO_BE_BUILT = re.compile(
    "[^0-9]{0,40}?(?:構築|整備|開発|設置|開設|導入|新設|創設|作成)(?P<plan>する予定|予定|中)?(?:する)?"
)
_TO_START = re.compile(
    "[^0-9]{0,40}?(?:実施|開始|スタート|運用|新規事業|新規)(?P<plan>する予定|予定)?(?:する)?"
)
_DONE = re.compile("未|済|実績|なし")
# 全国29道府県66市町村の46地域: where they are, before how many.
_WHERE = re.compile(
    "(?:全国)?[0-9,]+(?:都道府県|道府県|府県|県)[0-9,]+(?:市区町村|市町村|市町|市村|市|町|村)の"
)
_LABEL = "[^0-9、:~△+±%.,/-]{1,20}?"
_PAIR = re.compile(rf"(?P<label>{_LABEL})(?:では|で|は|が|:)?(?P<figure>[△+-]?[0-9].*)")
_NO_LABEL = re.compile(
    "約|およそ|概ね|おおむね|累計|合計|平均|延べ|少なくとも|最低|年間|毎年|から|まで|以|増|減|差|比|うち|内訳"
)


def parse_baseline(text: str, *, unit: str | None = None) -> BaselineSpec:
    """The baseline that a text states; what cannot be read is NONE with a reason and a flag.

    ``unit`` is the indicator's. 「―」 is NONE without a reason: the document gives none.

    >>> parse_baseline("13,237事業所(令和3年度速報値)").kind, parse_baseline("R5年度にサービスを構築").kind
    (<BaselineKind.PROVISIONAL: 'provisional'>, <BaselineKind.TO_BE_BUILT: 'to_be_built'>)
    """
    try:
        ready = plain(text)
        if not ready:
            raise NotRead("現状値が入力されていません。ない場合は「―」と入力してください。", Flag.EMPTY)
        if ready in NOTHING:
            return BaselineSpec(BaselineKind.NONE, printed=text)
        return replace(_read(marked(text), unit), printed=text)
    except NotRead as error:
        return BaselineSpec(BaselineKind.NONE, printed=text, reason=error.reason, flags=(error.flag,))


def _read(whole: Marked, unit: str | None) -> BaselineSpec:
    parts = parts_of(whole.text)
    if len(parts) > 1:
        return _pair(whole, parts, unit)
    clause = read_clause(whole, parts[0])
    if clause.since or clause.since_start or clause.is_yearly or clause.is_about_then or clause.about_years:
        raise NotRead("現状値の時点が読み取れません。「68.1%（令和3年度）」のように入力してください。")
    if clause.counted:
        clause.flags.add(Flag.REMARK_NOT_READ)
    if (where := _WHERE.match(clause.core)) is not None:
        clause.core = clause.core[where.end() :]
        clause.flags.add(Flag.REMARK_NOT_READ)
    if not re.search("[0-9]|ゼロ|十数", clause.core):
        return _not_yet(clause)
    figure = read_figure(re.sub("で(?:スタート|開始)$", "", clause.core), plain(unit or ""))
    return _measured(clause, figure, unit)


def _not_yet(clause: Clause) -> BaselineSpec:
    """R5年度にサービスを構築, 令和5年度より通年実施: there is nothing yet to start from."""
    for kind, pattern in ((BaselineKind.TO_BE_BUILT, _TO_BE_BUILT), (BaselineKind.TO_START, _TO_START)):
        found = pattern.fullmatch(clause.core)
        start = clause.begins or clause.when
        is_planned = found is not None and (start is not None or found["plan"])
        if (
            is_planned
            and not _DONE.search(clause.core)
            and not (clause.span or clause.of_span or clause.years)
        ):
            return BaselineSpec(kind, at=start, flags=_sorted(clause.flags))
    words = f"「{shown(clause.core)}」に" if clause.core else ""
    raise NotRead(f"{words}現状値の数がありません。数と時点を入力してください。")


def _measured(clause: Clause, figure: Figure, unit: str | None) -> BaselineSpec:
    if clause.begins:
        raise NotRead(
            "「から」「より」とあり、いつの値かが決まりません。「68.1%（令和3年度）」のように入力してください。"
        )
    if figure.low is not None:
        raise NotRead("現状値が幅で書かれています。1つの数を入力してください。")
    figure, is_same_unit = in_unit_of(figure, unit)
    flags = clause.flags | (set() if is_same_unit else {Flag.UNIT_DIFFERS})
    spec = BaselineSpec(
        BaselineKind.VALUE_WITHOUT_DATE, figure.value, figure.unit, at=clause.when, flags=_sorted(flags)
    )
    if clause.reference_year is not None:
        return _against_reference(spec, clause, figure)
    if clause.years or clause.span or clause.of_span:
        return _over_time(spec, clause, figure)
    if figure.is_approximate or figure.ending in {"程度", "強", "弱"}:
        if clause.is_provisional or figure.ending not in {"", "程度", "強", "弱"}:
            raise NotRead("約と速報値が重なり、読み取れません。")
        less = {Flag.SLIGHTLY_LESS} if figure.ending == "弱" else set()
        return replace(
            spec, kind=BaselineKind.APPROX, more_than=figure.ending == "強", flags=_sorted(flags | less)
        )
    if figure.ending not in {"", "転入超過"}:
        raise NotRead(f"現状値に「{figure.ending}」とあり、値が1つに決まりません。")
    if clause.is_provisional:
        return replace(spec, kind=BaselineKind.PROVISIONAL)
    return replace(spec, kind=BaselineKind.VALUE_AT_DATE) if clause.when else spec


def _against_reference(spec: BaselineSpec, clause: Clause, figure: Figure) -> BaselineSpec:
    """-22.4%（1990年度比）, 1990年度比22.4%減."""
    if (
        clause.span
        or clause.of_span
        or clause.years
        or clause.is_provisional
        or figure.is_approximate
        or figure.ending not in {"", "増", "減"}
    ):
        raise NotRead("基準年比の値が1つに決まりません。「-22.4%（1990年度比）」のように入力してください。")
    return replace(
        spec,
        kind=BaselineKind.CHANGE_VS_REFERENCE_YEAR,
        value=signed(figure),
        reference_year=clause.reference_year,
    )


def signed(figure: Figure) -> Decimal:
    """The change that a figure with 増 or 減 states. Raises NotRead for △5%減, which says it twice."""
    if figure.ending in {"増", "減"} and figure.value < 0:
        raise NotRead(
            "負の数に「増」「減」が付いています。符号か言葉のどちらかにしてください。", Flag.CONTRADICTION
        )
    return -figure.value if figure.ending == "減" and figure.value else figure.value


def _over_time(spec: BaselineSpec, clause: Clause, figure: Figure) -> BaselineSpec:
    """Averages, sums and parts of a year: 1.49（…の平均値）, 5年間で6,814人増加（…）, 5,165冊（R4.7～12）."""
    if clause.is_provisional or figure.is_approximate or figure.ending not in {"", "増", "減"}:
        raise NotRead("期間の値が1つに決まりません。概数・速報の別は備考に書いてください。")
    end_at_its_last_year(clause)
    years = None if clause.span is None else years_of(clause.span)
    if clause.years and clause.span and years != clause.years:
        raise NotRead(
            f"「{clause.years}年間」と書かれた期間の長さが違います。期間を確認してください。",
            Flag.CONTRADICTION,
        )
    spec = replace(spec, span=clause.span, at=clause.when)
    if clause.span is None:
        spec = replace(spec, flags=_sorted(clause.flags | {Flag.PERIOD_NOT_STATED}))
    elif clause.when is not None:
        raise NotRead("時点と期間の両方が書かれています。どちらか1つにしてください。", Flag.CONTRADICTION)
    if clause.of_span == "average":
        if figure.ending:
            raise NotRead("平均値に「増」「減」が付いています。平均の数だけを入力してください。")
        return replace(spec, kind=BaselineKind.PERIOD_AVERAGE)
    if clause.of_span == "sum" or clause.years:
        return replace(spec, kind=BaselineKind.CUMULATIVE_OVER_PERIOD, value=signed(figure))
    assert clause.span is not None
    if figure.ending or clause.span.first.grain in {Grain.FISCAL_YEAR, Grain.FISCAL_YEAR_END, Grain.YEAR}:
        raise NotRead("期間の平均か累計かが書かれていません。「の平均値」か「の累計」を補ってください。")
    if (year := whole_year(clause.span)) is not None:
        return replace(spec, kind=BaselineKind.VALUE_AT_DATE, at=year, span=None)
    return replace(spec, kind=BaselineKind.PARTIAL_PERIOD)


def _pair(whole: Marked, parts: list[str], unit: str | None) -> BaselineSpec:
    """小学校55.4%、中学校53.6%（令和3年度）: figures of several groups at one time."""
    read: dict[str, Figure] = {}
    clauses = [read_clause(whole, part) for part in parts]
    for clause in clauses:
        found = _PAIR.fullmatch(clause.core)
        if found is None or _NO_LABEL.search(found["label"]) or found["label"] in read:
            raise NotRead(
                "値がいくつも並んでいます。「小学校55.4%、中学校53.6%」のように対象と数を書いてください。"
            )
        figure, is_same = in_unit_of(read_figure(found["figure"], plain(unit or "")), unit)
        if figure.ending or figure.is_approximate or figure.low is not None or not is_same:
            raise NotRead(
                f"「{shown(clause.core)}」は対象別の値として読めません。数と単位だけを書いてください。"
            )
        read[found["label"]] = figure
    left_out = {Flag.REMARK_NOT_READ} if any(clause.counted for clause in clauses) else set()
    times: set[When] = {clause.when for clause in clauses if clause.when}
    units = {figure.unit for figure in read.values()}
    if not all(clause.is_of_one_time for clause in clauses) or len(times) > 1 or len(units) > 1:
        raise NotRead("対象ごとに時点や単位が違います。対象ごとに指標を分けてください。")
    return BaselineSpec(
        BaselineKind.VALUE_AT_DATE if times else BaselineKind.VALUE_WITHOUT_DATE,
        unit=units.pop(),
        at=times.pop() if times else None,
        parts=tuple((label, figure.value) for label, figure in read.items()),
        flags=_sorted({flag for clause in clauses for flag in clause.flags} | left_out),
    )


def _sorted(flags: set[Flag]) -> tuple[Flag, ...]:
    return tuple(sorted(flags))


def format_baseline(spec: BaselineSpec, *, western: bool = False) -> str:
    """The baseline as an office prints it; ``western`` writes years in the Western calendar, as the 国 does.

    What could not be read is given back as it was. 「1990年度比」 is always Western.

    >>> format_baseline(parse_baseline("2020年度末で30％"))
    '30%（令和2年度末）'
    """
    kind = spec.kind
    if kind is BaselineKind.NONE:
        return spec.printed if spec.reason else "―"
    at = "" if spec.at is None else print_when(spec.at, western=western)
    if kind is BaselineKind.TO_BE_BUILT:
        return f"{at}に構築" if at else "構築予定"
    if kind is BaselineKind.TO_START:
        return f"{at}より実施" if at else "実施予定"
    figure = _printed_figure(spec)
    note = _note(spec, at, western)
    years = None if spec.span is None else years_of(spec.span)
    if kind is BaselineKind.CUMULATIVE_OVER_PERIOD:
        figure = f"{years}年間で{figure}" if years else f"累計{figure}"
    return f"{figure}（{note}）" if note else figure


def _printed_figure(spec: BaselineSpec) -> str:
    if spec.parts:
        return "、".join(f"{label}{print_figure(value, spec.unit)}" for label, value in spec.parts)
    assert spec.value is not None
    figure = print_figure(spec.value, spec.unit)
    if spec.more_than:
        return f"{figure}強"
    if spec.kind is BaselineKind.APPROX:
        return f"{figure}弱" if Flag.SLIGHTLY_LESS in spec.flags else f"約{figure}"
    return figure


def _note(spec: BaselineSpec, at: str, western: bool) -> str:
    """What stands in the bracket behind the figure."""
    if spec.span is not None:
        span = print_span(spec.span, western=western)
        return f"{span}の平均値" if spec.kind is BaselineKind.PERIOD_AVERAGE else span
    if spec.kind is BaselineKind.PROVISIONAL:
        return f"{at}速報値"
    if spec.at is not None and spec.at.grain in {Grain.MONTH, Grain.DAY}:
        at += "時点"
    words = [at] if at else []
    if spec.kind is BaselineKind.CHANGE_VS_REFERENCE_YEAR:
        words.insert(0, f"{spec.reference_year}年度比")
    if spec.kind is BaselineKind.PERIOD_AVERAGE:
        words.insert(0, "平均値")
    return "、".join(words)
