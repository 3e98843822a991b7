"""What stands on the tray 要確認: what somebody should look at in a target, each with a sentence that says why.

Every flag can be settled with a reason (strategies are a matter of local decision, 手引き はじめに); an answer is asked
again when what it was about is printed otherwise.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from kpi.figures import Series, figure_text
from kpi.findings import fiscal_year
from kpi.models import Indicator, Target
from kpi.notation import Flag
from kpi.notation.numbers import Figure, in_unit_of
from kpi.notation.reading import plain
from kpi.reading_print import read_print
from kpi.rereading import is_outdated, period_of, print_of
from kpi.spec import BaselineKind, BaselineSpec, TargetKind, TargetSpec
from kpi.storing import baseline_from, target_from
from strategy import tree
from strategy.models import Edition, PlanItem

# ※ of 豊中市's KPI tables: below 80 % a survey's share is to rise to a figure, from 80 % on it is to be kept (TOY-28).
KEPT_FROM = Decimal(80)

_PRINT = frozenset(("name", "unit", "target_text", "baseline_text", "role"))
_TARGET, _BASELINE = frozenset(("target_text", "role")), frozenset(("baseline_text", "role"))
# Codes of flags, each with the fields of the target it speaks of: when one changes, its answer is asked again.
CODES: Mapping[str, frozenset[str]] = MappingProxyType(
    {f"target_{flag}": _PRINT for flag in Flag}
    | {f"baseline_{flag}": _BASELINE | {"unit", "name"} for flag in Flag}
    | {
        "period_open": _TARGET | _BASELINE,
        "reading_outdated": _PRINT,
        "baseline_missing": _BASELINE,
        "baseline_provisional": _BASELINE,
        "baseline_without_date": _BASELINE,
        "baseline_of_another": _BASELINE | {"name", "audience"},
        "row_twice": frozenset(("name", "audience")),
        "wrong_direction": _TARGET | _BASELINE,
        "survey_rule": _TARGET | _BASELINE | {"is_survey"},
        "output_at_goal": frozenset(("role",)),
        "source_missing": frozenset(("source", "is_survey")),
        "rationale_missing": frozenset(("rationale", "role")),
        "rationale_of_another": frozenset(("rationale", "target_text")),
        "sector_target_differs": _TARGET,
    }
)
# What most plans do not print at all: shown behind the others.
MINOR = frozenset(("source_missing", "rationale_missing"))
# Baselines that are a figure of the same kind as the target's.
_COMPARED = (BaselineKind.VALUE_AT_DATE, BaselineKind.VALUE_WITHOUT_DATE, BaselineKind.PROVISIONAL)
_PROMISES = (Target.Role.KGI, Target.Role.NUMERIC, Target.Role.KPI)


@dataclass(frozen=True)
class TargetFlag:
    """A flag of a target. ``settled_reason`` is why it may stay, empty while nobody answered."""

    code: str
    sentence: str
    settled_reason: str = ""

    @property
    def is_open(self) -> bool:
        return not self.settled_reason

    @property
    def is_minor(self) -> bool:
        """Whether it is about something that most plans leave out."""
        return self.code in MINOR


def flags_of_edition(
    edition: Edition, series: Mapping[str, Series] | None = None
) -> dict[str, tuple[TargetFlag, ...]]:
    """The flags of all targets of an edition by lineage, in printed order. Three queries; ``series`` by key."""
    rows = targets_in_order(edition)
    named = by_name(rows)
    return {
        str(row.lineage): flags_of(row, (series or {}).get(str(row.indicator.key)), named[row.name])
        for row in rows
    }


def by_name(rows: Sequence[Target]) -> dict[str, list[Target]]:
    """The rows of each name in their order: only they have something to tell of each other."""
    found: dict[str, list[Target]] = defaultdict(list)
    for row in rows:
        found[row.name].append(row)
    return found


def targets_in_order(edition: Edition) -> list[Target]:
    """The targets of an edition as they are printed, with all that their flags are about. Three queries."""
    nodes = tree.assemble(PlanItem.objects.filter(edition=edition).only("parent", "position"))
    order = {node.item.pk: place for place, (_, node) in enumerate(tree.walk(nodes))}
    rows = Target.objects.filter(edition=edition).select_related("indicator__survey", "item")
    found = sorted(
        rows.prefetch_related("settled"), key=lambda row: (order[row.item_id], row.position, row.pk)
    )
    for row in found:
        row.edition = edition
    return found


def flags_of(
    target: Target, series: Series | None = None, neighbours: Sequence[Target] = ()
) -> tuple[TargetFlag, ...]:
    """The flags of a target, settled ones included. ``neighbours`` are the targets of its edition in printed order, or those
    of its name (``by_name``).

    Asks nothing of the database where edition, item, indicator and ``settled`` are loaded.
    """
    spec, baseline = target_from(target.spec), baseline_from(target.baseline)
    settled = {row.code: row.reason for row in target.settled.all()}
    found: dict[str, str] = {}
    for code, sentence in (
        *_of_reading(target, spec, baseline),
        *_of_baseline(target, baseline, series),
        *_of_rules(target, spec, baseline),
        *_of_texts(target, spec),
        *_of_neighbours(target, neighbours),
    ):
        found.setdefault(code, sentence)
    return tuple(TargetFlag(code, sentence, settled.get(code, "")) for code, sentence in found.items())


Found = Iterator[tuple[str, str]]


def _of_reading(target: Target, spec: TargetSpec, baseline: BaselineSpec) -> Found:
    """What was flagged while reading the print, and what the reading leaves open."""
    if spec.is_period_open:
        first, last = period_of(target.edition)
        yield (
            "period_open",
            f"目標「{target.target_text}」に期間がありません。年間ですか、{last - first + 1}年間の累計ですか。",
        )
    if target.role in _PROMISES and baseline.kind is BaselineKind.PARTIAL_PERIOD:
        yield (
            f"target_{Flag.PERIOD_DIFFERS}",
            f"現状値「{target.baseline_text}」は年度の一部のものです。目標「{target.target_text}」と期間が違います。",
        )
    if target.unit and target.indicator.unit and not _is_same_unit(target.unit, target.indicator.unit):
        yield (
            f"target_{Flag.UNIT_DIFFERS}",
            f"この版の単位「{target.unit}」が、指標の単位「{target.indicator.unit}」と違います。",
        )
    for word, read in (("目標値", spec), ("現状値", baseline)):
        name = "target" if read is spec else "baseline"
        for flag in read.flags:
            yield f"{name}_{flag}", f"{word}：{read.reason or Flag(flag).sentence}"
    if is_outdated(target):
        yield (
            "reading_outdated",
            "計画期間か指標の設定が変わり、目標値の読み取りが古くなっています。読み取り直してください。",
        )


def _of_baseline(target: Target, baseline: BaselineSpec, series: Series | None) -> Found:
    if not target.baseline_text and target.role in (Target.Role.KPI, Target.Role.NUMERIC):
        yield "baseline_missing", "現状値がありません。ない場合は「―」と入れてください。"
    if baseline.kind is BaselineKind.VALUE_WITHOUT_DATE:
        yield "baseline_without_date", f"現状値「{target.baseline_text}」に年月がありません。"
    if baseline.kind is BaselineKind.PROVISIONAL:
        final = None
        if series is not None and baseline.at is not None:
            final = series.of_year(fiscal_year(baseline.at))
        known = final is not None and not final.is_provisional
        yield (
            "baseline_provisional",
            f"現状値「{target.baseline_text}」が速報値のままです。"
            + (
                f"確定値（{final.text}{series.unit}）が入っています。"
                if known and final and series
                else "確定値がわかったら入れてください。"
            ),
        )


def _of_rules(target: Target, spec: TargetSpec, baseline: BaselineSpec) -> Found:
    indicator = target.indicator
    if _leads_away(spec, baseline, indicator.better):
        yield (
            "wrong_direction",
            f"「{indicator.get_better_display()}」指標ですが、目標「{target.target_text}」は"
            f"現状「{target.baseline_text}」より悪い値か、逆の向きです。よい方向と目標値を確かめてください。",
        )
    if target.is_survey and baseline.unit == "%" and baseline.value is not None and target.target_text:
        is_kept = spec.kind is TargetKind.MAINTAIN
        if is_kept != (baseline.value >= KEPT_FROM):
            rule = "80％以上のものは「維持」" if not is_kept else "80％未満のものは数値"
            yield (
                "survey_rule",
                f"調査の指標（※）で現状値が{rule}を目標にする決まりと合いません"
                f"（現状{figure_text(baseline.value)}％、目標「{target.target_text}」）。",
            )
    at_goal = target.item.kind == "GOAL" or target.role in (Target.Role.KGI, Target.Role.NUMERIC)
    if indicator.effect == Indicator.Effect.OUTPUT and at_goal and target.role in _PROMISES:
        yield (
            "output_at_goal",
            "基本目標の数値目標に活動の量（アウトプット）の指標が使われています。成果（アウトカム）の指標にできないか確かめてください。",
        )


def _leads_away(spec: TargetSpec, baseline: BaselineSpec, better: str) -> bool:
    """Whether a bound points, or lies, to the worse side of where the figure stands already."""
    bound = {TargetKind.AT_LEAST: Indicator.Better.UP, TargetKind.AT_MOST: Indicator.Better.DOWN}.get(
        spec.kind
    )
    if bound is None or spec.value is None or baseline.value is None or baseline.kind not in _COMPARED:
        return False
    is_lower = spec.value < baseline.value
    return bound != better or (spec.value != baseline.value and is_lower == (better == Indicator.Better.UP))


def _is_same_unit(one: str, other: str) -> bool:
    return in_unit_of(Figure(Decimal(0), plain(one)), other)[1]


def _of_texts(target: Target, spec: TargetSpec) -> Found:
    """Source, rationale and the sector plan: nothing is asked of supplementary indicators."""
    indicator = target.indicator
    if target.role not in _PROMISES:
        return
    if not (target.source or indicator.source or target.is_survey or indicator.survey_id):
        yield "source_missing", "出典がありません。"
    if not target.rationale:
        yield "rationale_missing", "目標値の設定根拠がありません。"
    elif target.rationale_for != target.target_text:
        yield (
            "rationale_of_another",
            f"設定根拠は、目標値が「{target.rationale_for}」のときに書かれたものです。"
            f"いまの目標値「{target.target_text}」でもよいか確かめてください。",
        )
    owned = indicator.sector_target
    if sector_differs(target, spec):
        named = f"「{indicator.sector_name}」" if indicator.sector_name else ""
        yield (
            "sector_target_differs",
            f"個別計画{named}での目標値は「{owned}」で、この版の「{target.target_text}」と違います。",
        )


def sector_differs(target: Target, spec: TargetSpec) -> bool:
    """Whether the sector plan that owns the target says another one than this edition (KAN-9)."""
    owned = target.indicator.sector_target
    is_other = bool(owned) and plain(owned) != plain(target.target_text)
    return is_other and _promises_otherwise(target, spec, owned)


def _promises_otherwise(target: Target, spec: TargetSpec, text: str) -> bool:
    """Whether another text promises something else: 73％（令和9年度） is what 73% is by the plan's last year."""
    other, _ = read_print(**print_of(target, target.indicator) | {"target_text": text})
    told = [
        (one.kind, one.value, one.low, one.high, one.by, one.span, one.milestones) for one in (other, spec)
    ]
    return other.kind is TargetKind.QUALITATIVE or told[0] != told[1]


def _of_neighbours(target: Target, neighbours: Sequence[Target]) -> Found:
    """What only the rows before it in the document can tell."""
    for other in neighbours:
        if other.pk == target.pk:
            return
        if other.name != target.name:
            continue
        if other.audience == target.audience:
            if _is_the_same(target, other):
                yield "row_twice", "同じ指標の行が前にもあります。二度目に載せるものは再掲にしてください。"
        elif _is_of_another(target, other):
            audience = f"（対象：{other.audience}）" if other.audience else ""
            yield (
                "baseline_of_another",
                f"現状値が前にある「{other.name}」{audience}と同じ「{target.baseline_text}」です。対象が違います。",
            )


def _is_the_same(target: Target, other: Target) -> bool:
    """Two aims of one indicator (100か所, 全て) are two rows; the same aim twice is one too many."""
    return target.indicator_id != other.indicator_id or plain(target.target_text) == plain(other.target_text)


def _is_of_another(target: Target, other: Target) -> bool:
    return "value" in target.baseline and plain(target.baseline_text) == plain(other.baseline_text)
