"""What is seen of a KPI of a document: which indicator and target of ours it is, what was read, what to look at."""

from collections.abc import Sequence
from dataclasses import replace

from kpi.intake.choices import FILE, HERE, Choices
from kpi.intake.lines import dated, read_line
from kpi.intake.rows import Difference, Fate, KpiRow
from kpi.intake.seeing import see_department
from kpi.intake.world import World
from kpi.models import Indicator, Target
from kpi.notation import Flag
from kpi.rereading import period_of
from strategy.fiscal import format_fiscal_year
from strategy.models import PlanItem
from strategy.normalise import fold

# Field of the target, its word, the field of the line.
PRINTED = (
    ("name", "指標名"),
    ("audience", "対象"),
    ("unit", "単位"),
    ("baseline_text", "現状値"),
    ("target_text", "目標値"),
    ("source", "出典"),
    ("rationale", "設定根拠"),
)


def see_kpi(row: KpiRow, world: World, item: PlanItem | None, choices: Choices, *, is_drafting: bool) -> None:
    """Fill in what a KPI is about and what becomes of it; ``item`` is the one it stands at, if that stands already."""
    _see_year(row, world)
    kpi = row.kpi
    row.is_anew = row.key in choices.anew
    row.flags += kpi.flags
    row.role = choices.role if kpi.target_text else Target.Role.SUPPLEMENTARY.value
    if not kpi.name.strip():
        row.faults.append("指標名がありません。この指標を「取り込まない」にしてください。")
    _check_lengths(row)
    row.department = see_department(row, kpi.department, world)
    standing = world.target_of(kpi, item) if item is not None and not row.is_anew else None
    if standing is not None and not kpi.is_relisted:
        _see_target(row, standing, is_drafting)
    else:
        row.indicator = None if row.is_anew else _reused(row, world)
    _read(row, world)


def _see_year(row: KpiRow, world: World) -> None:
    """A table of targets for another year than the plan's last: told, and kept with the target that names no time."""
    assert row.line is not None
    printed, year, last = row.kpi, row.kpi.target_year, world.edition.last_fiscal_year
    if year is None or year == last or not printed.target_text:
        return
    row.line = replace(row.line, kpi=dated(printed, period_of(world.edition)))
    words = [format_fiscal_year(one, short=True) for one in (year, last)]
    added = f"目標値に「（{words[0]}）」を書き足しました。" if row.kpi != printed else ""
    row.flags.append(
        f"表の見出しの目標年度（{words[0]}）が、計画期間の最後の年度（{words[1]}）と違います。{added}"
        "目標値の時期を確かめてください。"
    )


def _check_lengths(row: KpiRow) -> None:
    for name, word in PRINTED:
        longest = Target._meta.get_field(name).max_length
        if len(getattr(row.kpi, name)) > longest:
            row.faults.append(
                f"{word}が{len(getattr(row.kpi, name))}字あります。{longest}字までに短くしてください。"
            )


def _see_target(row: KpiRow, target: Target, is_drafting: bool) -> None:
    """A target that stands there already: what the document prints otherwise."""
    row.target, row.indicator, row.role = target, target.indicator, target.role
    for name, word in PRINTED:
        here, there = getattr(target, name), getattr(row.kpi, name).strip()
        if there and there != here and fold(there) != fold(here):
            row.differences.append(Difference(name, word, here, there, there))
    row.fate = Fate.CHANGE if row.differences else Fate.SAME
    row.side = FILE if is_drafting and row.kpi.base else HERE


def _reused(row: KpiRow, world: World) -> Indicator | None:
    """The one indicator that the line is about; a flag where there are several."""
    unit = read_line(row.kpi, period=period_of(world.edition), role=row.role).unit
    found = world.indicators_of(row.kpi, unit)
    if len(found) > 1:
        row.flags.append(
            f"同じ名前の指標が{len(found)}件あり、どれか決められません。新しい指標をつくります。"
            "取り込んだあとで指標のページを確かめてください。"
        )
    return found[0] if len(found) == 1 else None


def _read(row: KpiRow, world: World) -> None:
    known = row.indicator
    row.read = read_line(
        row.kpi,
        period=period_of(world.edition),
        role=row.role,
        unit=known.unit if known else "",
        better=known.better if known else "",
    )
    if not row.kpi.target_text and row.target is None:
        row.flags.append("目標値がないので、補足指標としてつくります。")
    if row.read.is_turned:
        row.flags.append("目標値が現状値より小さいので、「下がるほどよい」として読みました。")
    for name, spec in (("目標値", row.read.spec), ("現状値", row.read.baseline)):
        if spec.reason and (name == "現状値" or row.kpi.target_text):
            row.flags.append(f"{name}：{spec.reason}")
        else:
            row.flags += [f"{name}：{Flag(flag).sentence}" for flag in spec.flags]
    row.flags += [one.why for one in row.read.actuals if one.why]


def see_twice(rows: Sequence[KpiRow], world: World) -> None:
    """再掲 and lines of one indicator find their first line; figures that are kept already, or stand in the document
    twice, are not kept again."""
    first: dict[tuple[str, str], KpiRow] = {}
    for row in rows:
        if not row.kpi.is_relisted:
            first.setdefault((fold(row.kpi.name), fold(row.kpi.audience)), row)
    figures: set[tuple[object, int]] = set()
    for row in rows:
        origin = first.get((fold(row.kpi.name), fold(row.kpi.audience)))
        if row.kpi.is_relisted:
            _see_relisted(row, origin, world)
        elif origin is not None and origin is not row:
            _see_again(row, origin)
        if row.fate is not Fate.RELIST:
            _see_figures(row, world, figures)


def _see_relisted(row: KpiRow, origin: KpiRow | None, world: World) -> None:
    row.target = origin.target if origin else world.target_of(row.kpi)
    row.first = origin
    if origin is None and row.target is None:
        row.flags.append("【再掲】とありますが、もとの指標が見つかりません。ふつうの指標としてつくります。")
        return
    row.fate, row.indicator, row.differences = Fate.RELIST, None, []
    row.flags = [flag for flag in row.flags if flag in row.kpi.flags]
    item = row.home.item if row.home else None
    if row.target is not None and item is not None:
        pair = (row.target.pk, item.pk)
        if row.target.item_id == item.pk or pair in {
            (one.target_id, one.item_id) for one in world.relistings
        }:
            row.fate = Fate.SAME


def _see_again(row: KpiRow, origin: KpiRow) -> None:
    row.flags.append(
        f"同じ名前の指標が文書の{origin.kpi.place or '上のほう'}にもあります。一つの指標を二つの項目に置きます。"
    )
    if row.target is None and row.indicator is None and not row.is_anew:
        row.first = origin


def _see_figures(row: KpiRow, world: World, seen: set[tuple[object, int]]) -> None:
    assert row.read is not None
    owner: object = row.indicator.pk if row.indicator else id(row.first or row)
    for one in row.read.actuals:
        if one.figure is None or one.value is None:
            continue
        if row.indicator and (row.indicator.pk, one.fiscal_year) in world.measured:
            year = format_fiscal_year(one.fiscal_year, short=True)
            row.flags.append(f"{year}の値はすでに入っているので、取り込みません。")
        elif (owner, one.fiscal_year) not in seen:
            seen.add((owner, one.fiscal_year))
            row.figures.append((one.fiscal_year, one.figure))
