"""The target (目標値) of a KPI as printed, read into what can be judged: its aim, and the time it is given."""

from dataclasses import replace

from kpi.notation.aims import Around, read_aim
from kpi.notation.clauses import Clause, end_at_its_last_year, marked, read_clause
from kpi.notation.milestones import read_stages
from kpi.notation.reading import NOTHING, Flag, NotRead, parts_of, plain
from kpi.notation.times import fiscal_year_of, years_of
from kpi.spec import BaselineKind, BaselineSpec, Better, Grain, Span, TargetKind, TargetSpec, When


def parse_target(
    text: str,
    *,
    unit: str | None = None,
    period: tuple[int, int] | None = None,
    baseline: BaselineSpec | None = None,
    better: Better | None = None,
) -> TargetSpec:
    """The target that a text states; what cannot be read is QUALITATIVE with a reason and a flag.

    ``unit`` is the indicator's; ``period`` the first and last fiscal year of the plan, its end the deadline where the text
    names none; ``baseline`` and ``better`` tell which way a bare figure points, and what 維持 keeps.

    >>> parse_target("5年間で1,000人", period=(2023, 2027)).kind, parse_target("40万人以上").value
    (<TargetKind.CUMULATIVE_OVER_PERIOD: 'cumulative_over_period'>, Decimal('400000'))
    """
    around = Around(unit, period, baseline, better)
    try:
        ready = plain(text)
        if not ready or ready in NOTHING:
            raise NotRead("目標値がありません。目標値を入力してください。", Flag.EMPTY)
        whole = marked(text)
        parts = parts_of(whole.text)
        if len(parts) > 1:
            spec = read_stages(whole, parts, unit=unit, period=period)
        else:
            spec = _read(read_clause(whole, parts[0]), around)
        return replace(spec, printed=text)
    except NotRead as error:
        return TargetSpec(TargetKind.QUALITATIVE, printed=text, reason=error.reason, flags=(error.flag,))


def _read(clause: Clause, around: Around) -> TargetSpec:
    spec = read_aim(clause, around)
    if clause.counted and spec.denominator is None:
        spec = replace(spec, flags=(*spec.flags, Flag.REMARK_NOT_READ))
    spec = _in_time(spec, clause, around)
    return replace(spec, flags=tuple(sorted({*spec.flags, *clause.flags})))


# --- deadline and period ------------------------------------------------------------------------------------

_OVER_A_PERIOD = {
    TargetKind.CUMULATIVE_OVER_PERIOD,
    TargetKind.CUMULATIVE_DECREASE,
    TargetKind.MAINTAIN_PERIOD_AVERAGE,
    TargetKind.MAINTAIN_CUMULATIVE,
}


def _in_time(spec: TargetSpec, clause: Clause, around: Around) -> TargetSpec:
    if clause.begins:
        raise NotRead(
            "「から」「より」とあり、期限が決まりません。「令和9年度までに」のように入力してください。"
        )
    if clause.is_provisional:
        raise NotRead("目標値に「速報値」とあります。原本を確認してください。")
    if spec.kind in _OVER_A_PERIOD:
        return _over_period(spec, clause, around)
    is_since = spec.kind is TargetKind.CUMULATIVE_SINCE
    if (
        clause.span
        or clause.years
        or clause.since
        or (not is_since and (clause.of_span or clause.since_start))
    ):
        raise NotRead(
            "期間があり、毎年か平均か累計かが決まりません。「の平均値」か「の累計」を補ってください。"
        )
    by, flags = clause.when, set(spec.flags)
    if by is None and around.plan is not None:
        by = around.plan.last
    if clause.is_about_then or clause.about_years:
        is_the_plan = around.period and clause.about_years == around.period[1] - around.period[0] + 1
        if clause.about_years and (clause.when or (around.period and not is_the_plan)):
            raise NotRead(
                f"「{clause.about_years}年程度」がいつからか分かりません。時期を年度で入力してください。"
            )
        flags.add(Flag.DEADLINE_APPROXIMATE if by else Flag.DEADLINE_NOT_STATED)
    return replace(spec, by=by, flags=tuple(flags | _outside(clause.when, around)))


def _outside(when: When | None, around: Around) -> set[Flag]:
    if when is None or around.period is None:
        return set()
    first, last = around.period
    year = fiscal_year_of(when)
    if year < first:
        return {Flag.BEFORE_PLAN}
    return {Flag.AFTER_PLAN} if year > last else set()


def _over_period(spec: TargetSpec, clause: Clause, around: Around) -> TargetSpec:
    """The period of a sum or mean: as printed, or as many years as the plan has (TOY-30, 31, 39)."""
    flags = set(spec.flags)
    if clause.is_about_then or clause.about_years:
        raise NotRead("累計や平均の時期が決まりません。期間を年度で入力してください。")
    end_at_its_last_year(clause)
    if clause.since is not None:
        last = clause.when or (around.plan.last if around.plan else None)
        if last is None or last.grain is not clause.since.grain or last.year < clause.since.year:
            raise NotRead(
                "いつまでの累計かが分かりません。期間を年度で入力してください。", Flag.PERIOD_NOT_STATED
            )
        clause.span, clause.when = Span(clause.since, last), None
    span = clause.span
    if span is not None and clause.when is not None:
        if clause.when != span.last:
            raise NotRead("期間の終わりと期限が違います。どちらか1つにしてください。", Flag.CONTRADICTION)
        clause.when = None
    if span is not None and clause.years and years_of(span) != clause.years:
        raise NotRead(
            f"「{clause.years}年間」と書かれた期間の長さが違います。期間を確認してください。",
            Flag.CONTRADICTION,
        )
    if span is None and around.plan is not None and clause.when is None:
        keeps = spec.kind in {TargetKind.MAINTAIN_PERIOD_AVERAGE, TargetKind.MAINTAIN_CUMULATIVE}
        if clause.years == years_of(around.plan) or (keeps and clause.years is None):
            span = around.plan
        elif clause.years:
            raise NotRead(
                f"「{clause.years}年間」がいつのことか分かりません。期間を年度で入力してください。",
                Flag.PERIOD_DIFFERS,
            )
    if span is None:
        flags.add(Flag.PERIOD_NOT_STATED)
        by = clause.when or (around.plan.last if around.plan else None)
        return replace(spec, by=by, flags=tuple(flags | _outside(clause.when, around)))
    if _of_other_length(spec, span, around.baseline):
        flags.add(Flag.PERIOD_DIFFERS)
    return replace(spec, span=span, flags=tuple(flags | _outside(span.last, around)))


def _of_other_length(spec: TargetSpec, span: Span, baseline: BaselineSpec | None) -> bool:
    """Whether a sum is set against a baseline's sum over another number of years."""
    if baseline is None or baseline.span is None or baseline.kind is not BaselineKind.CUMULATIVE_OVER_PERIOD:
        return False
    if spec.kind is TargetKind.MAINTAIN_PERIOD_AVERAGE or baseline.span.first.grain is not Grain.FISCAL_YEAR:
        return False
    return years_of(baseline.span) != years_of(span)
