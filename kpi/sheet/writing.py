"""The results workbook of a department: what stands here now, and where to write what is new."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.models import Department
from kpi.figures import Figure, places_of
from kpi.models import DepartmentReturn, MeasurementRevision, ReviewYear
from kpi.review.practice import Practice, StepKind, due_day
from kpi.sheet.contacts import contacts_of
from kpi.sheet.facts import Facts, ItemFacts, TargetFacts, goal_of
from kpi.sheet.instructions import Told, instructions_page
from kpi.sheet.keys import Key, Keys, write_origin
from kpi.sheet.layout import (
    INPUT_BAND,
    ITEMS,
    META,
    NAME_BAND,
    PROJECTS,
    RESULTS,
    SCHEMA,
    About,
    Table,
    year_heading,
)
from kpi.states import APPROVED, DRAFT, MISSING, RETURNED, SUBMITTED
from paper.forms_xlsx import FormCell, FormColumn, FormSheet, HiddenPage, Look, write_form
from strategy.fiscal import format_fiscal_year
from strategy.places import Place

LEAST_PROJECTS, MORE_PROJECTS = 3, 2  # rows of a measure: so many at least, and so many more than there are
QUALITIES = tuple(str(quality.label) for quality in MeasurementRevision.Quality)
MONEY = '#,##0;"△"#,##0'
_WIDTHS = {
    "value": 12, "quality": 8, "numerator": 10, "denominator": 10, "note": 16, "cause": 26, "issue": 26,
    "action": 26, "direction": 9, "achievement": 48, "self_evaluation": 16, "direction_reason": 32, "name": 36,
    "budget": 14, "settled": 14, "funding": 24,
}  # fmt: skip
_PROMPTS = {
    "value": "数だけを入れます。値がない場合は「―」と入れてください。",
    "note": "値の横に公表されます。庁内の連絡は書かないでください。",
    "cause": "値がそうなった理由を書きます。",
    "action": "目標に届くように、何をするかを書きます。",
    "budget": "千円単位の数で入れます。",
    "settled": "千円単位の数で入れます。",
}
# What is said of a figure that stands here already.
_ENTERED = {
    DRAFT.key: "入力中（直せます）",
    SUBMITTED.key: "提出済",
    APPROVED.key: "承認済。直すときは、取り込むときに理由を尋ねます",
}


def results_workbook(review: ReviewYear, department: Department | None, now: datetime.datetime) -> bytes:
    """The workbook of a department, or of all departments for None. A constant number of queries."""
    return written(Facts(review, timezone.localdate(now)), department, now)


def written(
    facts: Facts,
    department: Department | None,
    now: datetime.datetime,
    *,
    returns: Mapping[int, DepartmentReturn] | None = None,
    contacts: tuple[str, ...] | None = None,
) -> bytes:
    """The workbook from facts that were read already, with the returns by department and whom to ask, if they were too."""
    review, practice = facts.review, facts.reviewed.practice
    origin = origin_of(review, department, now)
    keys, title = Keys(origin), title_of(review, department)
    returns = returns_of(review) if returns is None else returns
    contacts = contacts_of(facts.reviewed.government, facts.today) if contacts is None else contacts
    told = _told(review, department, practice, returns.get(department.pk) if department else None, contacts)
    return write_form(
        (
            instructions_page(told, practice),
            _results(facts, department, keys, title),
            _items(facts, department, keys, title),
            _projects(facts, department, keys, title),
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


def origin_of(review: ReviewYear, department: Department | None, now: datetime.datetime) -> dict[str, Any]:
    """Where the workbook comes from, as its hidden sheet says it."""
    government = review.plan.government
    return {
        "schema": SCHEMA,
        "kind": "results",
        "government": government.code,
        "government_name": government.name,
        "plan": review.plan_id,
        "fiscal_year": review.fiscal_year,
        "review": review.pk,
        "review_kind": review.kind,
        "department": department.pk if department else None,
        "department_name": str(department) if department else "",
        "written_at": now.isoformat(timespec="seconds"),
    }


def returns_of(review: ReviewYear) -> dict[int, DepartmentReturn]:
    """The returns of a review by department. One query."""
    return {row.department_id: row for row in DepartmentReturn.objects.filter(review=review)}


def title_of(review: ReviewYear, department: Department | None) -> str:
    """令和6年度　KPI実績・施策評価　こども未来部　こども政策課."""
    what = "総括評価" if review.kind == ReviewYear.Kind.TERM else "KPI実績・施策評価"
    return "　".join(
        (format_fiscal_year(review.fiscal_year, short=True), what, str(department or "全ての課"))
    )


def _told(
    review: ReviewYear,
    department: Department | None,
    practice: Practice,
    answer: DepartmentReturn | None,
    contacts: tuple[str, ...],
) -> Told:
    step = practice.of_kind(StepKind.ENTRY)
    due = due_day(step, review.fiscal_year) if step else None
    return Told(
        title=title_of(review, department),
        government=review.plan.government.name,
        department=str(department or ""),
        due=answer.due_on if answer and answer.due_on else due,
        due_reason=answer.due_reason if answer and answer.due_on else "",
        contacts=contacts,
        asks_head=practice.asks_head,
        head_name=answer.head_name if answer else "",
        head_checked_on=answer.head_checked_on if answer else None,
    )


def _results(facts: Facts, department: Department | None, keys: Keys, title: str) -> FormSheet:
    practice = facts.reviewed.practice
    years = facts.earlier_years
    columns = (
        FormColumn("基本目標", 13, NAME_BAND),
        FormColumn("施策・場所", 13, NAME_BAND),
        FormColumn("指標", 26, NAME_BAND),
        FormColumn("対象", 9, NAME_BAND),
        FormColumn("単位", 7, NAME_BAND),
        FormColumn("基準値", 13, NAME_BAND),
        FormColumn("目標値", 13, NAME_BAND),
        *(FormColumn(year_heading(format_fiscal_year(year, short=True)), 10, NAME_BAND) for year in years),
        FormColumn("案内", 16, NAME_BAND),
        *inputs(
            RESULTS, {"quality": QUALITIES, "direction": tuple(word.word for word in practice.directions)}
        ),
        FormColumn("担当課", 14, " ", is_hidden=department is not None),
        FormColumn(RESULTS.key, 4, " ", is_hidden=True),
    )
    rows = tuple(tuple(_target_row(row, years, practice, keys)) for row in facts.targets_of(department))
    legend = "色の付いたセルに入れてください。指標の名前にカーソルを合わせると、何を測るかが出ます。"
    return FormSheet(RESULTS.name, title, legend, columns, rows, frozen=3)


def inputs(table: Table, choices: Mapping[str, tuple[str, ...]]) -> Iterator[FormColumn]:
    """The columns to write in, with what their drop-downs offer."""
    for name, heading in table.fields:
        yield FormColumn(
            heading,
            _WIDTHS[name],
            INPUT_BAND,
            choices=choices.get(name, ()),
            prompt=_PROMPTS.get(name, ""),
            is_input=True,
        )


def _target_row(row: TargetFacts, years: Sequence[int], practice: Practice, keys: Keys) -> Iterator[FormCell]:
    target, place, review = row.target, row.reviewed.place, row.review
    mark = "【再掲】" if row.about is About.RELISTED else ""
    yield FormCell(goal_of(place).label)
    yield FormCell("" if place == goal_of(place) else f"{place.full_number} {place.title}".strip())
    yield FormCell(f"{mark}{target.name}", comment=_definition(row))
    yield from (FormCell(text) for text in (target.audience, target.unit, target.baseline_text))
    yield FormCell(target.target_text)
    for year in years:
        yield _known(row.series.of_year(year), Look.FIXED, row.places, target.unit)
    yield FormCell(_guide(row), Look.GREY if _is_closed(row) else Look.FIXED)
    yield from _figure_cells(row)
    direction = practice.direction(review.direction) if review else None
    said = (review.cause, review.issue, review.action) if review else ("", "", "")
    for text in (*said, direction.word if direction else ""):
        yield FormCell(text, Look.GREY if row.about is About.RELISTED else Look.INPUT)
    yield FormCell(str(row.reviewed.department or ""))
    version = review.version if review else 0
    base = row.figure.n if row.figure else 0
    yield FormCell(keys.write(Key(row.about, str(target.lineage), base, version, row.places)))


def _is_closed(row: TargetFacts) -> bool:
    """Whether no figure is to be written in this row now."""
    return row.about is not About.TARGET or row.state.is_waiting


def _figure_cells(row: TargetFacts) -> Iterator[FormCell]:
    """Value, quality, numerator, denominator and note."""
    figure, look = row.figure, Look.GREY if _is_closed(row) else Look.INPUT
    yield _known(figure, look, row.places, row.target.unit, is_asked=True)
    quality = MeasurementRevision.Quality(figure.quality).label if figure else ""
    yield FormCell(str(quality), look)
    for part in (figure.numerator, figure.denominator) if figure else (None, None):
        part = part.normalize() if part is not None else None
        yield FormCell(part, look, number_format(places_of(part) if part is not None else 0))
    yield FormCell(figure.remark if figure else "", look)


def _known(figure: Figure | None, look: Look, places: int, unit: str, *, is_asked: bool = False) -> FormCell:
    """A figure as a number that can be counted with; in words where it is a running total, or not final yet."""
    if figure is None:
        return FormCell(None, look, number_format(places))
    if figure.is_running_total:
        return FormCell(f"累計{figure.text}{unit}", look)
    if figure.is_provisional and not is_asked:
        return FormCell(f"{figure.text}（速報）", look)
    return FormCell(figure.value, look, number_format(max(places, figure.places)))


def number_format(places: int) -> str:
    """How Excel shows a figure: with commas, △ before what is below zero.

    >>> number_format(1)
    '#,##0.0;"△"#,##0.0'
    """
    digits = "#,##0" + ("." + "0" * places if places else "")
    return f'{digits};"△"{digits}'


def _guide(row: TargetFacts) -> str:
    """What is to be done with the figure, or why nothing is."""
    where = row.origin.full_number or row.origin.label
    if row.about is About.RELISTED:
        return f"再掲：{where}の行で入れます"
    if row.about is About.SHARED:
        return f"値は、同じ指標の{where}の行で入れます"
    if row.state.is_waiting:
        note = f"（{row.state_note}）" if row.state_note else ""
        return f"入力不要：{row.state.word}{note}"
    if row.state is MISSING:
        return "未入力：入れてください"
    if row.state is RETURNED:
        return f"差戻し：{row.why}"
    return _ENTERED.get(row.state.key, row.state.word)


def _definition(row: TargetFacts) -> str:
    """What the indicator measures, as far as somebody wrote it."""
    series = row.series
    said = (("", series.definition), ("計算式：", series.formula), ("出典：", series.source))
    return "\n".join(f"{word}{text}" for word, text in said if text)


def _place_cells(row: ItemFacts) -> Iterator[FormCell]:
    place: Place = row.reviewed.place
    yield FormCell(goal_of(place).label)
    yield FormCell(f"{place.full_number} {place.title}".strip())
    yield FormCell(str(row.reviewed.department or ""))


_PLACE_COLUMNS = (
    FormColumn("基本目標", 24, NAME_BAND),
    FormColumn("施策", 36, NAME_BAND),
    FormColumn("担当課", 18, NAME_BAND),
)


def _items(facts: Facts, department: Department | None, keys: Keys, title: str) -> FormSheet:
    practice = facts.reviewed.practice
    choices = {
        "self_evaluation": tuple(word.word for word in practice.self_evaluations),
        "direction": tuple(word.word for word in practice.directions),
    }
    columns = (*_PLACE_COLUMNS, *inputs(ITEMS, choices), FormColumn(ITEMS.key, 4, " ", is_hidden=True))
    rows = tuple(tuple(_item_row(row, practice, keys)) for row in facts.items_of(department))
    legend = "施策ごとに、この年度に行ったことと、その評価を書いてください。"
    return FormSheet(ITEMS.name, title, legend, columns, rows, frozen=2)


def _item_row(row: ItemFacts, practice: Practice, keys: Keys) -> Iterator[FormCell]:
    yield from _place_cells(row)
    review = row.review
    grade = practice.self_evaluation(review.self_evaluation) if review else None
    direction = practice.direction(review.direction) if review else None
    for text in (
        review.achievement if review else "",
        grade.word if grade else "",
        review.issue if review else "",
        direction.word if direction else "",
        review.direction_reason if review else "",
    ):
        yield FormCell(text, Look.INPUT)
    version = review.version if review else 0
    yield FormCell(keys.write(Key(About.ITEM, str(row.reviewed.item.lineage), version, version)))


def _projects(facts: Facts, department: Department | None, keys: Keys, title: str) -> FormSheet:
    columns = (*_PLACE_COLUMNS, *inputs(PROJECTS, {}), FormColumn(PROJECTS.key, 4, " ", is_hidden=True))
    rows = tuple(cells for row in facts.items_of(department) for cells in _project_rows(row, keys))
    legend = (
        "施策ごとに主な事業を書いてください。1行に1事業、金額は千円単位です。使わない行は空のままにします。"
    )
    return FormSheet(PROJECTS.name, title, legend, columns, rows, frozen=2)


def _project_rows(row: ItemFacts, keys: Keys) -> Iterator[tuple[FormCell, ...]]:
    """The projects of an item with some room for more; all rows of an item have the same key, so a copied one counts."""
    version = row.review.version if row.review else 0
    key = FormCell(keys.write(Key(About.PROJECT, str(row.reviewed.item.lineage), version, version)))
    place = tuple(_place_cells(row))
    for project in row.projects:
        money = (FormCell(part, Look.INPUT, MONEY) for part in (project.budget, project.settled))
        yield *place, FormCell(project.name, Look.INPUT), *money, FormCell(project.funding, Look.INPUT), key
    empty: tuple[Decimal | str | None, ...] = ("", None, None, "")
    for _ in range(max(LEAST_PROJECTS - len(row.projects), MORE_PROJECTS)):
        yield *place, *(FormCell(one, Look.INPUT, MONEY if one is None else "") for one in empty), key
