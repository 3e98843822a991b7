"""The chapters behind the KPI sheet: measures with their money, the four materials of the evaluation, grants (様式2)."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from kpi.explaining import year_word
from kpi.review.report import GrantRow, InputRow, ItemRow, PlaceWord, Report
from publishing.review import words
from publishing.review.blocks import NONE, Cell, Column, Group, Part, Table

MISSING = "まだありません。"
WHOLE = "全体"


def chapters_of(report: Report) -> Iterator[Part]:
    """Those of which something is there; the materials always, for what is missing is said."""
    if any(_is_said(row) for row in report.items):
        tables = [items_table(report), projects_table(report)]
        yield Part("items", "施策の評価", tuple(table for table in tables if table.count))
    inputs = [inputs_table(report), opinions_table(report)]
    yield Part("inputs", "評価の材料", tuple(table for table in inputs if table.count))
    if report.grants:
        grants = [grants_table(report), grant_indicators_table(report)]
        title = "交付金事業の検証（様式2）"
        yield Part("grants", title, tuple(table for table in grants if table.count))


def _cell(*lines: str, small: tuple[str, ...] = ()) -> Cell:
    return Cell(tuple(filter(None, lines)) or (NONE,), tuple(filter(None, small)))


def _named(report: Report, lineage: str) -> str:
    place = _place(report, lineage)
    return words.called(place, full=True) if place else NONE


def _place(report: Report, lineage: str) -> PlaceWord | None:
    return next((place for place in report.places if place.lineage == lineage), None)


# --- measures -----------------------------------------------------------------------------------------------


def items_table(report: Report) -> Table:
    """実績, 自己評価, 課題, 今後の方針 of each reviewed item, grouped by goal."""
    places = {place.lineage: place for place in report.places}
    numbers = {row.lineage: str(row.number) for row in report.rows if row.number and not row.is_relisted}

    def goal(row: ItemRow) -> str:
        place = places.get(row.place)
        above = places.get(place.goal) if place else None
        return words.called(above) if above else ""

    said = [row for row in report.items if _is_said(row)]
    groups = [
        Group(title, tuple(tuple(_item(report, row, numbers)) for row in rows), f"items-{n}")
        for n, (title, rows) in enumerate(groupby(said, goal), start=1)
    ]
    notes = ["関係するKPIの番号は、KPIの検証の表のNoです。"] if any(row.kpis for row in said) else []
    if silent := len(report.items) - len(said):
        notes.append(f"ほかの{silent}施策は、この年度の評価を書いていません。")
    return Table(
        key="items",
        name="施策ごとの実績と今後の方針",
        columns=(
            Column("施策", width=46, is_head=True),
            Column("担当課", width=20),
            Column("実績", is_detail=True),
            Column("自己評価", width=24),
            Column("課題", is_detail=True),
            Column("今後の方針", width=38),
            Column("関係するKPI", "関係する\nＫＰＩ", 17, "mark"),
            Column("委員意見", width=36, is_detail=True),
        ),
        groups=tuple(groups),
        note="".join(notes),
        grouped_by="基本目標",
        is_dense=True,
    )


def _is_said(row: ItemRow) -> bool:
    """Whether anybody said anything of a measure in this year."""
    texts = (row.achievement, row.self_evaluation, row.issue, row.direction, row.direction_reason)
    return any(texts) or bool(row.projects or row.opinions)


def _item(report: Report, row: ItemRow, numbers: dict[str, str]) -> Iterator[Cell]:
    yield _cell(_named(report, row.place))
    yield _cell(row.department)
    yield _cell(row.achievement)
    yield _cell(row.self_evaluation)
    yield _cell(row.issue)
    yield _cell(row.direction, row.direction_reason)
    yield _cell("、".join(numbers[one] for one in row.kpis if one in numbers))
    yield _cell(*words.listed(row.opinions))


def projects_table(report: Report) -> Table:
    """主な事業 with 当初予算額, 決算額 (千円) and 財源."""
    groups = [
        Group(
            _named(report, item.place),
            tuple(
                (
                    _cell(one.name),
                    _cell(words.thousands(one.budget)),
                    _cell(words.thousands(one.settled)),
                    _cell(one.funding),
                )
                for one in item.projects
            ),
        )
        for item in report.items
        if item.projects
    ]
    return Table(
        key="projects",
        name="主な事業の予算額と決算額",
        columns=(
            Column("事業名", is_head=True),
            Column("当初予算額（千円）", "当初予算額\n（千円）", 32, "figure"),
            Column("決算額（千円）", "決算額\n（千円）", 32, "figure"),
            Column("財源", width=80),
        ),
        groups=tuple(groups),
        grouped_by="施策",
    )


# --- the four materials -------------------------------------------------------------------------------------


def inputs_table(report: Report) -> Table:
    """What the evaluation rests on (KPI, outside experts, assembly, residents); what is missing is said."""
    rows = tuple(tuple(_input(row)) for row in report.inputs)
    return Table(
        key="inputs",
        name="評価の材料",
        columns=(
            Column("種類", width=34, is_head=True),
            Column("会議・調査の名前", width=58),
            Column("実施日", width=40),
            Column("評価の言葉", width=32),
            Column("概要"),
        ),
        groups=(Group("", rows),),
    )


def _input(row: InputRow) -> Iterator[Cell]:
    yield _cell(row.word)
    outsiders = "外部の有識者が参加" if row.has_outsiders else ""
    yield _cell(row.name if row.is_there else MISSING, small=(outsiders,))
    yield _cell(words.day(row.held_on))
    yield _cell(row.judgement)
    yield _cell(row.summary)


def opinions_table(report: Report) -> Table:
    """意見 of each meeting with ①② and the office's answer."""
    groups = [
        Group(
            row.name or row.word,
            tuple(
                (_cell(words.circled(n)), _cell(about or WHOLE), _cell(opinion), _cell(answer))
                for n, (about, opinion, answer) in enumerate(row.opinions, start=1)
            ),
        )
        for row in report.inputs
        if row.opinions
    ]
    return Table(
        key="opinions",
        name="いただいた意見と回答",
        columns=(
            Column("No", width=10, form="mark"),
            Column("何について", width=62, is_head=True),
            Column("意見"),
            Column("回答"),
        ),
        groups=tuple(groups),
        grouped_by="会議・調査",
    )


# --- grants -------------------------------------------------------------------------------------------------


def grants_table(report: Report) -> Table:
    """Projects paid by a national grant, as 様式2 asks."""
    rows = tuple(tuple(_grant(report, row)) for row in report.grants)
    return Table(
        key="grants",
        name="交付金を使った事業の効果",
        columns=(
            Column("事業名", width=48, is_head=True),
            Column("施策", width=40),
            Column("交付金の種類", width=38),
            Column("実績額（円）", width=25, form="figure"),
            Column("事業効果", width=30),
            Column("外部有識者の評価・意見"),
            Column("今後の方針・理由"),
        ),
        groups=(Group("", rows),),
        is_dense=True,
    )


def _grant(report: Report, row: GrantRow) -> Iterator[Cell]:
    yield _cell(row.project)
    yield _cell(_named(report, row.place))
    yield _cell(row.grant_name)
    yield _cell(words.thousands(row.amount))
    yield _cell(row.effect)
    yield _cell(row.outside_view, row.outside_opinion)
    yield _cell(row.future, row.future_reason)


def grant_indicators_table(report: Report) -> Table:
    """The own indicators of each grant project: what was added year by year (増加分), planned and done."""
    groups = [
        Group(row.project, rows)
        for row in report.grants
        if (rows := tuple(tuple(cells) for cells in _increments(row)))
    ]
    return Table(
        key="grant-indicators",
        name="交付金事業の指標（増加分）",
        columns=(
            Column("指標", is_head=True),
            Column("単位", width=20, form="mark"),
            Column("事業開始前", width=30, form="figure"),
            Column("年度", width=30, form="mark"),
            Column("増加分の計画", width=30, form="figure"),
            Column("増加分の実績", width=30, form="figure"),
            Column("目標年月", width=32, form="mark"),
        ),
        groups=tuple(groups),
        grouped_by="事業",
    )


def _increments(row: GrantRow) -> Iterator[Iterator[Cell]]:
    for one in row.indicators:
        begin = [_cell(_said(one, "name")), _cell(_said(one, "unit")), _cell(_said(one, "start"))]
        for step in one.get("increments") or [{}]:
            year = step.get("fiscal_year")
            figures = [_cell(_said(step, "planned")), _cell(_said(step, "actual"))]
            when = _cell(year_word(int(year)) if year else "")
            yield iter([*begin, when, *figures, _cell(_said(one, "due"))])


def _said(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return "" if value is None else words.thousands(str(value))
