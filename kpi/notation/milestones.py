"""Several targets in one text: values for several years, and 選定し…実現.

1,000団体（2024年度）、1,200団体（2027年度）; 95%（2023年度）→97%（2025年度）→99%（2030年度）; 2025年度までに少なくとも100か所
選定し、2030年度までに実現 (NAT-5, NAT-7).
"""

import re
from decimal import Decimal

from kpi.notation.clauses import Clause, read_clause
from kpi.notation.numbers import Figure, in_unit_of, read_figure
from kpi.notation.reading import Flag, NotRead, plain, shown
from kpi.notation.times import Marked
from kpi.spec import Grain, Milestone, TargetKind, TargetSpec, When

_SELECTED = re.compile("(?P<figure>.*[0-9].*)(?:を選定|選定)し")
_REALISED = re.compile("(?:を)?実現(?:する)?")


def read_stages(
    whole: Marked, parts: list[str], *, unit: str | None, period: tuple[int, int] | None
) -> TargetSpec:
    """The target that several parts state together. Raises NotRead when they are no series of values."""
    if not any(re.search("[0-9]", part) for part in parts):
        raise NotRead("数のない目標で、自動では判定できません。年ごとに判定と理由を入力してください。")
    clauses = [read_clause(whole, part) for part in parts]
    if not all(clause.is_of_one_time for clause in clauses):
        raise NotRead("目標がいくつも並び、1つの目標として読めません。目標を分けて登録してください。")
    flags = {flag for clause in clauses for flag in clause.flags}
    if any(clause.counted for clause in clauses):
        flags.add(Flag.REMARK_NOT_READ)
    selected = _selected(clauses)
    figures = [selected, selected] if selected else [_figure(clause, unit) for clause in clauses]
    settled = [in_unit_of(figure, unit) for figure in figures]
    if len({figure.unit for figure, _ in settled}) > 1:
        raise NotRead("年次別の目標の単位がそろっていません。目標を分けて登録してください。")
    if not all(is_same for _, is_same in settled):
        flags.add(Flag.UNIT_DIFFERS)
    values = {
        _fiscal_year(clause): figure.value for clause, (figure, _) in zip(clauses, settled, strict=True)
    }
    if len(values) < len(clauses):
        raise NotRead("同じ年度の目標が2つあります。目標を分けて登録してください。", Flag.CONTRADICTION)
    if selected and _fiscal_year(clauses[0]) > _fiscal_year(clauses[1]):
        raise NotRead("実現が選定より前の年度になっています。年度を確認してください。", Flag.CONTRADICTION)
    stones = _milestones(values, period)
    flags |= {Flag.AFTER_PLAN} if any(stone.is_outlook for stone in stones) else set()
    flags |= {Flag.BEFORE_PLAN} if period and stones[0].fiscal_year < period[0] else set()
    kind = TargetKind.TWO_STAGE if selected else TargetKind.MILESTONE
    return _spec(kind, stones, settled[0][0].unit, flags)


def _figure(clause: Clause, unit: str | None) -> Figure:
    figure = read_figure(clause.core, plain(unit or ""))
    if figure.is_approximate or figure.low is not None or figure.ending not in {"", "以上"}:
        raise NotRead(
            f"「{shown(clause.core)}」は年次別の目標の途中に置けません。目標を分けて登録してください。",
            Flag.NOT_JUDGED,
        )
    return figure


def _selected(clauses: list[Clause]) -> Figure | None:
    """100か所選定し, 実現: so many chosen first, the same ones in being later."""
    if len(clauses) != 2:
        return None
    first, second = _SELECTED.fullmatch(clauses[0].core), _REALISED.fullmatch(clauses[1].core)
    if first is None or second is None:
        return None
    figure = read_figure(first["figure"])
    if figure.is_approximate or figure.low is not None or figure.ending not in {"", "以上"}:
        raise NotRead("選定する数が1つに決まりません。目標を分けて登録してください。")
    return figure


def _fiscal_year(clause: Clause) -> int:
    if clause.when is None or clause.when.grain not in {Grain.FISCAL_YEAR, Grain.FISCAL_YEAR_END}:
        raise NotRead(
            "年次別の目標は、それぞれに年度を付けて入力してください（例：95%（2023年度）、97%（2025年度））。"
        )
    return clause.when.year


def _milestones(values: dict[int, Decimal], period: tuple[int, int] | None) -> tuple[Milestone, ...]:
    """In ascending years; what is said beyond the plan's period is an outlook (NAT-7)."""
    last = period[1] if period else max(values)
    return tuple(Milestone(value, year, year > last) for year, value in sorted(values.items()))


def _spec(kind: TargetKind, stones: tuple[Milestone, ...], unit: str, flags: set[Flag]) -> TargetSpec:
    """The last milestone within the plan is the target's value and deadline; of two stages, the second."""
    within = [stone for stone in stones if not stone.is_outlook]
    goal = within[-1] if within and kind is TargetKind.MILESTONE else stones[-1]
    by = When(Grain.FISCAL_YEAR, goal.fiscal_year)
    return TargetSpec(kind, goal.value, unit, by=by, milestones=stones, flags=tuple(sorted(flags)))
