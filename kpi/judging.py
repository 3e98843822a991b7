"""One evaluator per kind of target: what its figures say, by the rule of that kind (docs/algorithms/progress.md).

Kinds that ask for a level of one year stand here, kinds that ask for several years in kpi/judging_years.py. All answer
with a Finding; none divides by zero, and none takes an empty year for a nought.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import TypeGuard

from kpi.findings import HUNDRED, ONE, ZERO, Basis, Case, Finding, Measured, Reason, ratio, share, versus
from kpi.grading import Versus
from kpi.spec import Milestone, TargetKind

Evaluator = Callable[[Case], Finding]
# Larger figures than these are slips of the keyboard, and no arithmetic need fear them.
MOST_DIGITS = 20


def usable(figure: Decimal | None) -> TypeGuard[Decimal]:
    """Whether a figure can be reckoned with.

    >>> usable(Decimal("-120")), usable(Decimal("NaN")), usable(Decimal("1E+400"))
    (True, False, False)
    """
    return (
        figure is not None
        and figure.is_finite()
        and (-MOST_DIGITS <= figure.adjusted() <= MOST_DIGITS or not figure)
    )


def tolerance(case: Case) -> Decimal:
    """How far off still counts as kept; nothing unless the target says so."""
    return abs(case.spec.tolerance) if usable(case.spec.tolerance) else ZERO


def without_target(case: Case) -> Finding:
    """Nothing to compare with: the figure is shown and not judged."""
    return unjudged(case, Reason.TARGET_MISSING)


def unjudged(case: Case, *reasons: Reason) -> Finding:
    newest = case.newest
    return Finding(
        None, year=newest.fiscal_year, value=newest.value, start=case.start, is_up=case.is_up, reasons=reasons
    )


# --- a level to be reached ------------------------------------------------------------------------------------


def level(
    case: Case,
    target: Decimal,
    *,
    is_up: bool = True,
    deadline: int | None = None,
    figure: Measured | None = None,
) -> Finding:
    """(a−b)÷(t−b) toward a target: 12→0 with 3 now is 75 %, −120→−50 with −90 is 42.9 %.

    A target that the baseline has reached already is a floor to be kept (KGI 40万人以上 from 401,558): there t−b points
    the wrong way and a fall would count as progress. Without a baseline a÷t, said so.
    """
    newest = figure or case.newest
    value, start = newest.value, case.start
    gap = value - target if is_up else target - value
    achieved = gap > 0 if case.spec.is_strict else gap >= 0
    until = case.deadline if deadline is None else deadline
    year = newest.fiscal_year
    gone = case.gone(year, until)
    is_due = case.is_due(year, until)
    if start is None:
        return _without_start(case, newest, target, gone, is_due, is_up, gap, achieved)
    way = target - start
    reasons: tuple[Reason, ...] = ()
    expected = share(gone)
    rate: Decimal | None
    if (way > 0) is is_up and way:
        basis, rate = Basis.SHARE, (value - start) / way
    else:
        basis, gone = Basis.KEPT, None
        rate = expected = ONE if achieved and way else None
        reasons = (Reason.TARGET_BEHIND_BASELINE if way else Reason.DENOMINATOR_ZERO,)
    return Finding(
        achieved, basis, year, value, target, start, rate, expected, gone, gap, versus(value, start, is_up), None,
        is_up, is_due, reasons=reasons,
    )  # fmt: skip


def _without_start(
    case: Case,
    newest: Measured,
    target: Decimal,
    gone: tuple[int, int] | None,
    is_due: bool,
    is_up: bool,
    gap: Decimal,
    achieved: bool,
) -> Finding:
    """a÷t. Its pace can be told only of what began at nothing, or at the deadline: 99 % of a population says little."""
    rate = ratio(newest.value, target, is_up)
    expected = share(gone) if is_due or (case.starts_from_nothing and is_up) else None
    reasons = case.why_no_start
    if not target:
        reasons = (*reasons, Reason.DENOMINATOR_ZERO)
    basis = Basis.KEPT if rate is None else Basis.RATIO if is_up else Basis.INVERSE
    return Finding(
        achieved, basis, newest.fiscal_year, newest.value, target, None, rate, expected, gone, gap, None, None,
        is_up, is_due, reasons=reasons,
    )  # fmt: skip


def at_least(case: Case) -> Finding:
    """目標値以上."""
    target = case.spec.value
    return level(case, target) if usable(target) else without_target(case)


def at_most(case: Case) -> Finding:
    """目標値以下・減少: −22.4 % → −38.3 %."""
    target = case.spec.value
    return level(case, target, is_up=False) if usable(target) else without_target(case)


def approximate(case: Case) -> Finding:
    """50か所程度, 十数か所: the nearer bound is enough, and the rate is reckoned to that bound."""
    spec = case.spec
    bound = spec.low if case.is_up else spec.high
    target = spec.value if bound is None else bound
    return level(case, target, is_up=case.is_up) if usable(target) else without_target(case)


def milestone(case: Case) -> Finding:
    """1,000 (2024), 1,200 (2027): the milestone of the figure's own year, else the next one, else the last.

    Outlooks beyond the plan (NAT-7) are judged only where there is nothing else. ``tally``: of the milestones due so
    far, how many were reached in time.
    """
    milestones = case.spec.milestones
    own = [one for one in milestones if not one.is_outlook and usable(one.value)] or [
        one for one in milestones if usable(one.value)
    ]
    if not own:
        return at_least(case) if case.is_up else at_most(case)
    year = case.newest.fiscal_year
    ahead = [one for one in own if one.fiscal_year >= year]
    goal = min(ahead, key=_year_of) if ahead else max(own, key=_year_of)
    found = level(case, goal.value, is_up=case.is_up, deadline=goal.fiscal_year)
    due = [one for one in own if one.fiscal_year <= year]
    in_time = sum(_reached_in_time(case, one) for one in due)
    return found._replace(tally=(in_time, len(due)))


def _year_of(one: Milestone) -> int:
    return one.fiscal_year


def _reached_in_time(case: Case, one: Milestone) -> bool:
    known = [year for year in case.figures if year <= one.fiscal_year]
    return bool(known) and case.oriented(case.figures[max(known)].value - one.value) >= 0


def two_stage(case: Case) -> Finding:
    """選定→実現: the stage in hand, with its own deadline; reached when the second is. ``tally`` is stages done of two."""
    spec = case.spec
    years = sorted(one.fiscal_year for one in spec.milestones) or [case.deadline]
    target = spec.milestones[0].value if spec.value is None and spec.milestones else spec.value
    if not usable(target):
        return without_target(case)
    first = level(case, target, deadline=years[0])
    if not first.achieved:
        return first._replace(tally=(0, 2))
    if not case.later_stage:
        newest = case.newest
        return Finding(
            None, Basis.STATE, newest.fiscal_year, newest.value, target, case.start, tally=(1, 2),
            reasons=(Reason.NOT_YET_JUDGEABLE, Reason.NOT_ENTERED),
        )  # fmt: skip
    figure = case.later_stage[max(case.later_stage)]
    gone = case.gone(figure.fiscal_year, until := max(years[-1], case.deadline if spec.by else years[-1]))
    gap = figure.value - target
    return Finding(
        gap >= 0, Basis.RATIO, figure.fiscal_year, figure.value, target, None, ratio(figure.value, target, True),
        share(gone), gone, gap, None, (2 if gap >= 0 else 1, 2), True, case.is_due(figure.fiscal_year, until),
    )  # fmt: skip


# --- all of them ----------------------------------------------------------------------------------------------


def _whole(case: Case) -> Decimal | None:
    """All there are: this year's denominator (it changes), the document's, or 100 %."""
    spec = case.spec
    unit = spec.unit or (case.baseline.unit if case.baseline else "")
    if spec.kind is TargetKind.ALL_PERCENT or unit[:1] in ("%", "％"):
        return spec.value if usable(spec.value) else HUNDRED
    for whole in (case.newest.denominator, spec.denominator, spec.value):
        if usable(whole):
            return whole
    return None


def coverage(case: Case) -> Finding:
    """全国展開, 全て, 100％: a÷denominator, against what a straight line from the baseline would have covered."""
    whole = _whole(case)
    if whole is None or whole < 0:
        return without_target(case)
    if not whole:
        return unjudged(case, Reason.DENOMINATOR_ZERO)
    newest, start, until = case.newest, case.start, case.deadline
    year = newest.fiscal_year
    gone, is_due = case.gone(year, until), case.is_due(year, until)
    passed = share(gone)
    expected, reasons = passed, case.why_no_start if start is None else ()
    if start is not None and passed is not None:
        expected = (start + (whole - start) * passed) / whole
    elif not is_due and not case.starts_from_nothing:
        expected = None
    gap = newest.value - whole
    return Finding(
        gap >= 0, Basis.COVERAGE, year, newest.value, whole, start, newest.value / whole, expected, gone, gap,
        None if start is None else versus(newest.value, start, True), None, True, is_due, reasons=reasons,
    )  # fmt: skip


def almost_all(case: Case) -> Finding:
    """ほぼ全て: how many of all is a figure; whether that is nearly all is for people to say, unless it is all."""
    found = coverage(case)
    if found.achieved is None or found.achieved:
        return found
    return found._replace(achieved=None, reasons=(Reason.NEEDS_DECISION, *found.reasons))


# --- kept, balanced, compared, done ---------------------------------------------------------------------------


def maintain(case: Case) -> Finding:
    """維持: no worse than the baseline, within the tolerance; how much worse otherwise, never a rate."""
    start = case.start
    if start is None:
        return unjudged(case, *(case.why_no_start or (Reason.BASELINE_MISSING,)))
    newest = case.newest
    gap = case.oriented(newest.value - start)
    achieved = gap >= -tolerance(case)
    kept = ONE if achieved else None
    against = versus(newest.value, start, case.is_up)
    if achieved and against is Versus.WORSE:
        against = Versus.SAME
    return Finding(
        achieved, Basis.KEPT, newest.fiscal_year, newest.value, start, start, kept, kept, None, gap, against, None,
        case.is_up, case.is_due(newest.fiscal_year, case.deadline),
    )  # fmt: skip


def balance(case: Case) -> Finding:
    """転入・転出均衡: (|b|−|a|)÷|b|; the target is nought and is never divided by."""
    newest, until = case.newest, case.deadline
    year, off = newest.fiscal_year, abs(newest.value)
    begun = None if case.start is None else abs(case.start)
    gone = case.gone(year, until)
    rate = (begun - off) / begun if begun else None
    reasons: tuple[Reason, ...] = ()
    if begun is None:
        reasons = case.why_no_start or (Reason.BASELINE_MISSING,)
    elif not begun:
        reasons = (Reason.DENOMINATOR_ZERO,)
    return Finding(
        off <= tolerance(case), Basis.BALANCE, year, newest.value, ZERO, case.start, rate,
        share(gone) if rate is not None else None, gone, ZERO - off,
        None if begun is None else versus(off, begun, False), None, False, case.is_due(year, until), reasons=reasons,
    )  # fmt: skip


def exceed_reference(case: Case) -> Finding:
    """全国平均を上回る: strictly better than the reference of the same year, the newest year that both have.

    The rate is the share of the first gap that has been closed, where the reference of the baseline's year is known.
    """
    references = {one.fiscal_year: one for one in case.reference if usable(one.value)}
    both = [year for year in case.figures if year in references and year >= case.first]
    if not both:
        return unjudged(case, Reason.REFERENCE_MISSING)
    year = max(both)
    figure, reference = case.figures[year], references[year]
    gap = case.oriented(figure.value - reference.value)
    start, begun = case.start, references.get(case.baseline_year or 0)
    gone, rate = case.gone(year, case.deadline), None
    if start is not None and begun is not None and (first_gap := case.oriented(start - begun.value)) < 0:
        rate = (gap - first_gap) / -first_gap
    return Finding(
        gap > 0, Basis.AGAINST, year, figure.value, reference.value, start, rate,
        share(gone) if rate is not None else None, gone, gap,
        None if start is None else versus(figure.value, start, case.is_up), None, case.is_up,
        case.is_due(year, case.deadline), False, figure.is_provisional or reference.is_provisional,
        () if year == case.newest.fiscal_year else (Reason.REFERENCE_MISSING,),
    )  # fmt: skip


def completion(case: Case) -> Finding:
    """完成: done or not; 1 is entered when it is done. Before the deadline a no is no lateness."""
    newest, until = case.newest, case.deadline
    return Finding(
        newest.value >= 1,
        Basis.STATE,
        newest.fiscal_year,
        newest.value,
        ONE,
        is_due=case.is_due(newest.fiscal_year, until),
    )


def qualitative(case: Case) -> Finding:
    """定性: judged by people, who see the KPIs below it (手引き 7-2)."""
    return unjudged(case, Reason.NEEDS_DECISION)


LEVELS: dict[TargetKind, Evaluator] = {
    TargetKind.AT_LEAST: at_least,
    TargetKind.AT_MOST: at_most,
    TargetKind.MAINTAIN: maintain,
    TargetKind.EXCEED_REFERENCE: exceed_reference,
    TargetKind.MILESTONE: milestone,
    TargetKind.APPROX: approximate,
    TargetKind.APPROX_RANGE: approximate,
    TargetKind.NATIONWIDE_ROLLOUT: coverage,
    TargetKind.ALL: coverage,
    TargetKind.ALL_PERCENT: coverage,
    TargetKind.ALMOST_ALL: almost_all,
    TargetKind.BALANCE: balance,
    TargetKind.COMPLETION: completion,
    TargetKind.TWO_STAGE: two_stage,
    TargetKind.QUALITATIVE: qualitative,
}
