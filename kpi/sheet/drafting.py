"""施策調書: what departments say of their measures while a plan is drawn up, out as a workbook."""

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils import timezone

from accounts.models import Department
from kpi.models import MeasureSheet, Target
from kpi.sheet.contacts import contacts_of
from kpi.sheet.drafting_facts import Drafted, DraftingFacts, Room
from kpi.sheet.facts import goal_of
from kpi.sheet.keys import Key, Keys, write_origin
from kpi.sheet.layout import (
    DRAFTED_KPIS,
    INPUT_BAND,
    INSTRUCTIONS,
    MEASURES,
    META,
    NAME_BAND,
    SCHEMA,
    About,
    Table,
)
from paper.forms_xlsx import FormCell, FormColumn, FormPage, FormSheet, HiddenPage, Look, write_form
from paper.xlsx import LONGEST_TEXT
from strategy.fiscal import format_fiscal_year
from strategy.models import Edition
from strategy.places import Place
from strategy.richtext import plain

NEW_MEASURES, NEW_KPIS, FREE_KPIS = 2, 2, 10  # empty rows at an item, at a measure, and at the end
AS_TYPED = "@"  # Excel leaves such a cell as it was typed: no date is made of 1/2
TOO_LONG = "（本文が長いため、ここには書けません。計画の画面で直してください）"
CONTINUITIES = tuple(str(label) for label in MeasureSheet.Continuity.labels)
_WIDTHS = {
    "title": 30, "continuity": 10, "body": 60, "period": 22, "budget": 14, "department": 22, "measure": 26, "name": 30,
    "audience": 12, "unit": 9, "baseline_text": 20, "target_text": 20, "rationale": 36, "source": 22,
}  # fmt: skip
_PROMPTS = {
    "period": "「令和6年度～令和9年度」のように入れます。",
    "budget": "千円単位の数で入れます。",
    "baseline_text": "「68.1%（令和3年度）」のように、計画に書くとおりに入れます。",
    "target_text": "計画に書くとおりに入れます。",
    "rationale": "なぜその値にするのかを書きます。",
}
STEPS = (
    "「施策調書」と「KPI案」の、色の付いたセルに入れてください。",
    "いまの計画の施策は、前の版の文が入っています。直すところだけを書き換えてください。",
    "新しい施策は、その場所の空いている行に書きます。行が足りないときは、「校閲」の「シート保護の解除」（パスワードはありません）を押し、"
    "空いている行をコピーして足してください。",
    "KPIは、その施策の行に書きます。新しい施策のKPIは、下の行に「施策名」を入れて書きます。",
    "やめる施策は、行をそのままにして、問い合わせ先に知らせてください。行を消しても、計画の施策は消えません。",
    "セルの結合はしないでください。シートの名前と見出しも変えないでください。",
)


def drafting_workbook(edition: Edition, department: Department | None, now: datetime.datetime) -> bytes:
    """The workbook of a department's measures, of all for None, in a working edition. A constant number of queries."""
    facts, origin = DraftingFacts(edition), drafting_origin(edition, department, now)
    keys, title = Keys(origin), f"施策調書　{edition.title}　{department or '全ての課'}"
    contacts = contacts_of(edition.plan.government, timezone.localdate(now))
    return write_form(
        (
            _instructions(title, edition, department, contacts),
            _measures(facts, department, keys, title),
            _kpis(facts, department, keys, title),
            HiddenPage(
                META,
                (
                    write_origin(origin),
                    "このシートは、どの表かを見分けるためのものです。消さないでください。",
                ),
            ),
        ),
        created=now,
    )


def drafting_origin(
    edition: Edition, department: Department | None, now: datetime.datetime
) -> dict[str, Any]:
    """Where the workbook comes from, as its hidden sheet says it."""
    government = edition.plan.government
    return {
        "schema": SCHEMA,
        "kind": "drafting",
        "government": government.code,
        "government_name": government.name,
        "plan": edition.plan_id,
        "edition": edition.pk,
        "edition_number": edition.number,
        "department": department.pk if department else None,
        "department_name": str(department) if department else "",
        "written_at": now.isoformat(timespec="seconds"),
    }


def _instructions(
    title: str, edition: Edition, department: Department | None, contacts: tuple[str, ...]
) -> FormPage:
    rows: list[tuple[FormCell, ...]] = [(FormCell(title, Look.HEADING),), ()]
    told = {
        "団体": edition.plan.government.name,
        "回答する課": str(department or "全ての課"),
        "問い合わせ先": "、".join(contacts) or "企画担当",
    }
    rows += [(FormCell(label), FormCell(text)) for label, text in told.items()]
    rows += [(), (FormCell("入れ方", Look.HEADING),)]
    rows += [(FormCell(f"{n}"), FormCell(step)) for n, step in enumerate(STEPS, start=1)]
    return FormPage(INSTRUCTIONS, (24, 72), rows)


def _columns(table: Table, choices: Mapping[str, tuple[str, ...]]) -> tuple[FormColumn, ...]:
    asked = (
        FormColumn(
            heading, _WIDTHS[name], INPUT_BAND, choices.get(name, ()), _PROMPTS.get(name, ""), is_input=True
        )
        for name, heading in table.fields
    )
    return (
        FormColumn("基本目標", 20, NAME_BAND),
        FormColumn("場所", 20, NAME_BAND),
        *asked,
        FormColumn(table.key, 4, " ", is_hidden=True),
    )


def _place_cells(place: Place, label: str) -> tuple[FormCell, FormCell]:
    return FormCell(goal_of(place).label), FormCell(label)


def _typed(text: str) -> FormCell:
    return FormCell(text, Look.INPUT, AS_TYPED)


def _measures(facts: DraftingFacts, department: Department | None, keys: Keys, title: str) -> FormSheet:
    order = {lineage: n for n, lineage in enumerate(facts.places)}
    rows = [(order[row.place.lineage], tuple(_measure_row(row, keys))) for row in facts.measures(department)]
    for room in facts.rooms(department):
        below = [n for lineage, n in order.items() if _is_below(facts.places[lineage], room.place)]
        at = max(below, default=order[room.place.lineage])  # behind what stands there
        rows += [(at, _new_measure_row(room, keys))] * NEW_MEASURES
    rows.sort(key=lambda row: row[0])
    legend = "施策ごとに書いてください。新しい施策は「新しい施策」とある行に書きます。"
    columns = _columns(MEASURES, {"continuity": CONTINUITIES})
    return FormSheet(MEASURES.name, title, legend, columns, [cells for _, cells in rows], frozen=3)


def _is_below(place: Place, over: Place) -> bool:
    return over.lineage in {one.lineage for one in place.above}


def _measure_row(row: Drafted, keys: Keys) -> Iterator[FormCell]:
    sheet, body = row.sheet, plain(row.item.body)
    is_long = len(body.encode("utf-16-le")) > LONGEST_TEXT * 2
    yield from _place_cells(row.place, row.place.full_number)
    yield _typed(row.item.title)
    yield FormCell(str(sheet.get_continuity_display()) if sheet else "", Look.INPUT)
    yield FormCell(TOO_LONG, Look.GREY) if is_long else _typed(body)
    yield _typed(_period(sheet))
    yield FormCell(sheet.budget if sheet else None, Look.INPUT, "#,##0")
    yield _typed(str(row.item.department or ""))
    # Where the text did not fit, its cell says nothing.
    yield FormCell(
        keys.write(Key(About.MEASURE, str(row.item.lineage), row.item.version, places=int(is_long)))
    )


def _period(sheet: MeasureSheet | None) -> str:
    if sheet is None or not (sheet.first_year or sheet.last_year):
        return ""
    words = [
        format_fiscal_year(year, short=True) if year else "" for year in (sheet.first_year, sheet.last_year)
    ]
    return words[0] if words[0] == words[1] else "～".join(words)


def _new_measure_row(room: Room, keys: Keys) -> tuple[FormCell, ...]:
    cells = _place_cells(room.place, f"{room.place.full_number}の新しい施策")
    asked = (
        FormCell(None, Look.INPUT, "#,##0")
        if name == "budget"
        else FormCell("", Look.INPUT)
        if name == "continuity"
        else _typed("")
        for name, _ in MEASURES.fields
    )
    return *cells, *asked, FormCell(keys.write(Key(About.NEW_MEASURE, str(room.item.lineage))))


def _kpis(facts: DraftingFacts, department: Department | None, keys: Keys, title: str) -> FormSheet:
    rows: list[tuple[FormCell, ...]] = []
    for measure in facts.with_kpis(department):
        rows += [tuple(_kpi_row(measure, target, keys)) for target in measure.targets]
        rows += [tuple(_kpi_row(measure, None, keys))] * NEW_KPIS
    free = (
        FormCell(""),
        FormCell("新しい施策のKPI"),
        *(_typed("") for _ in DRAFTED_KPIS.fields),
        FormCell(""),
    )
    rows += [free] * FREE_KPIS
    legend = "施策ごとにKPIを書いてください。基準値と目標値は、計画に印刷するとおりに書きます。"
    return FormSheet(DRAFTED_KPIS.name, title, legend, _columns(DRAFTED_KPIS, {}), rows, frozen=4)


def _kpi_row(measure: Drafted, target: Target | None, keys: Keys) -> Iterator[FormCell]:
    yield from _place_cells(measure.place, measure.place.full_number)
    yield FormCell(measure.item.title)
    for name, _ in DRAFTED_KPIS.fields[1:]:
        yield _typed(getattr(target, name) if target else "")
    if target is None:
        yield FormCell(keys.write(Key(About.NEW_KPI, str(measure.item.lineage))))
    else:
        yield FormCell(keys.write(Key(About.DRAFTED_KPI, str(target.lineage), target.version)))
