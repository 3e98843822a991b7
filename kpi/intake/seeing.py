"""What is seen of a heading of a document: what it changes, what somebody should look at, what cannot be."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from accounts.models import Department
from kpi.intake.amounts import fiscal_years, thousands_of_yen
from kpi.intake.choices import FILE, HERE
from kpi.intake.rows import Difference, Fate, HeadRow, KpiRow, Row
from kpi.intake.words import years_word
from kpi.intake.world import World
from kpi.models import MeasureSheet, Target
from strategy.models import PlanItem
from strategy.normalise import fold
from strategy.richtext import plain

_BLANK = re.compile(r"\s+")
LONGEST_TITLE = 300
EMPTIED = "本文が空になっています。いまの文はそのまま残します。空にするときは、項目のページで消してください。"


def see_heading(row: HeadRow, world: World, *, is_drafting: bool) -> None:
    """Fill in what a heading changes (``differences``), its flags and its faults."""
    node = row.node
    row.flags += node.flags
    if not node.title.strip() and row.fate is Fate.NEW:
        row.faults.append("見出しがありません。この見出しを「取り込まない」にしてください。")
    if len(node.title) > LONGEST_TITLE:
        row.faults.append(f"見出しが{len(node.title)}字あります。{LONGEST_TITLE}字までに短くしてください。")
    if row.fate is Fate.SKIP:
        if node.body:
            row.flags.append("この段は項目にしないので、ここの本文は取り込みません。")
        return
    row.department = see_department(row, node.department, world)
    _fill(row)
    if row.is_anew:
        row.flags.append("同じ見出しの項目がすでにありますが、別の項目としてつくります。")
    if row.item is not None:
        _compare(row, row.item, world, is_drafting)


def see_department(row: Row, name: str, world: World) -> Department | None:
    """The one department of this name today; a flag where there is none, or more than one."""
    if not name.strip():
        return None
    found = world.departments_of(name)
    if len(found) == 1:
        return found[0]
    why = "同じ名前の課が二つ以上あります" if found else "この名前の課は登録されていません"
    row.flags.append(f"担当課「{name}」：{why}。取り込んだあとで担当課を選んでください。")
    return None


def _fill(row: HeadRow) -> None:
    """What the document says of a heading, by field: as if nothing stood there."""
    node = row.node
    said: dict[str, Any] = {"body": node.body, "department": row.department, "continuity": "", "period": None}
    said["continuity"] = node.continuity if node.continuity in MeasureSheet.Continuity.values else ""
    try:
        years = fiscal_years(node.period)
        said["period"] = years if any(years) else None
    except ValueError as error:
        row.flags.append(f"{error} いまは空のままにします。")
    try:
        said["budget"] = thousands_of_yen(node.budget)
    except ValueError as error:
        row.flags.append(f"{error} いまは空のままにします。")
    row.fills = {name: value for name, value in said.items() if value not in ("", None)}


def _compare(row: HeadRow, item: PlanItem, world: World, is_drafting: bool) -> None:
    """What stands in the item already fills nothing; what says something else is a difference."""
    node, title = row.node, row.node.title.strip()
    if is_drafting and title and title != item.title:
        row.differences.append(Difference("title", "見出し", item.title, title, title))
    here, there = plain(item.body), plain(row.fills.pop("body", ""))
    if there.strip() and not here.strip():
        row.fills["body"] = node.body
    elif there.strip() and _BLANK.sub("", here) != _BLANK.sub("", there):
        row.differences.append(Difference("body", "本文", here, there, node.body))
    elif is_drafting and here.strip() and not there.strip() and item.kind == "MEASURE":
        row.flags.append(EMPTIED)
    if row.department and item.department_id is not None:
        del row.fills["department"]
        if item.department_id != row.department.pk:
            row.flags.append(f"所管課は、いまの「{item.department}」のままにします。")
    if sheet := world.sheets.get(item.pk):
        _compare_sheets(row, sheet)
    # A row that was written from this item speaks of it; one that only bears its title may not mean it.
    row.side = FILE if is_drafting and node.base else HERE


def _compare_sheets(row: HeadRow, sheet: MeasureSheet) -> None:
    """The same of the 施策調書."""
    words = dict(MeasureSheet.Continuity.choices)
    told: dict[str, tuple[Any, str, Callable[[Any], str]]] = {
        "continuity": (sheet.continuity, "新規・継続・拡充", lambda value: words[value]),
        "period": ((sheet.first_year, sheet.last_year), "期間", lambda years: years_word(*years)),
        "budget": (sheet.budget, "予算額", lambda value: f"{value:,}千円"),
    }
    for name, (here, label, tell) in told.items():
        if name not in row.fills or here in ("", None, (None, None)):
            continue
        value = row.fills.pop(name)
        if value != here:
            row.differences.append(Difference(name, label, tell(here), tell(value), value))


# --- who wrote meanwhile ------------------------------------------------------------------------------------


def conflicts_of(rows: Sequence[Row]) -> None:
    """Of rows that a 施策調書 wrote from an older version than stands there: what only the office changed since is no
    difference, what both changed is a conflict that somebody has to settle. Two queries at most."""
    heads = [row for row in rows if isinstance(row, HeadRow) and _is_overtaken(row, row.item)]
    kpis = [row for row in rows if isinstance(row, KpiRow) and _is_overtaken(row, row.target)]
    before = _texts(PlanItem, ((row.item, row.node.base) for row in heads), ("title", "body"))
    for head in heads:
        _settle(head, before.get((head.item.pk, head.node.base), {}))
    names = {one.name for row in kpis for one in row.differences}
    printed = _texts(Target, ((row.target, row.kpi.base) for row in kpis), names)
    for kpi in kpis:
        _settle(kpi, printed.get((kpi.target.pk, kpi.kpi.base), {}))


def _is_overtaken(row: HeadRow | KpiRow, standing: PlanItem | Target | None) -> bool:
    base = row.node.base if isinstance(row, HeadRow) else row.kpi.base
    return bool(
        standing is not None and row.is_taken and base and row.differences and standing.version != base
    )


def _texts(
    model: type[PlanItem] | type[Target],
    wanted: Iterable[tuple[PlanItem | Target, int]],
    names: Collection[str],
) -> dict[tuple[int, int], dict[str, str]]:
    """Texts as they stood in the versions that were given out, as far as the history kept them."""
    bases = {(row.pk, base) for row, base in wanted}
    if not bases or not names:
        return {}
    kept = model.history.filter(id__in=[pk for pk, _ in bases], version__in={base for _, base in bases})
    return {
        (row["id"], row["version"]): row
        for row in kept.order_by("history_id").values("id", "version", *names)
        if (row["id"], row["version"]) in bases
    }


def _settle(row: Row, before: dict[str, str]) -> None:
    both = []
    for one in row.differences:
        if one.name in before and _same_text(str(before[one.name]), str(one.value)):
            continue  # the sheet says what it was given: only the office changed this
        both.append(one)
    row.differences = both
    if isinstance(row, KpiRow) and not both:
        row.fate = Fate.SAME
    if any(one.name in before or not before for one in both):
        row.is_conflict, row.side = True, ""


def _same_text(one: str, other: str) -> bool:
    return _BLANK.sub("", fold(plain(one))) == _BLANK.sub("", fold(plain(other)))
