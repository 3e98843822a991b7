"""Cover, running head, chart and 資料編."""

import pytest

from publishing.book import annexes
from publishing.book.arranging import arrange
from publishing.book.blocks import (
    Chart,
    Heading,
    Terms,
)
from publishing.book.chart import chart_of, place_of_chart
from publishing.book.cover import cover_of, running_head
from tests.documents import NATION, aligned, document, entry, marked_plan

# --- cover ----------------------------------------------------------------------------------------------


def test_the_cover_of_a_draft_bears_its_stage_and_no_date():
    cover = cover_of(document(stage="DRAFT", stage_name="行政素案", effective_from="2023-04-01", term=3))
    assert (cover.stage, cover.mark, cover.date) == ("行政素案", "（行政素案）", "")
    assert (cover.above, cover.title, cover.government) == ("第3期", ("見本総合戦略",), "豊中市")
    assert cover.period == "計画期間　令和5年度（2023年度）～令和9年度（2027年度）"


@pytest.mark.parametrize(
    ("adopted_on", "date"),
    [("2023-03-31", "令和5年（2023年）3月31日"), (None, "令和5年（2023年）4月1日から")],
)
def test_the_cover_of_an_adopted_plan_bears_its_date_and_no_stage(adopted_on, date):
    made = document(stage="ADOPTED", stage_name="成案", adopted_on=adopted_on, effective_from="2023-04-01")
    cover = cover_of(made)
    assert (cover.stage, cover.mark, cover.date) == ("", "", date)


def test_a_stage_mark_that_does_not_fit_behind_the_title_has_a_line_of_its_own():
    cover = cover_of(document(title="総合戦略", stage_name="市民意見募集のための行政素案"))
    assert cover.title[-1] == ""
    assert "".join(cover.title) == "総合戦略"


def test_what_the_title_does_not_say_stands_above_it():
    made = document(title="第2期総合戦略", short_title="見本戦略", term=2, revision=2, correction=True)
    assert cover_of(made).above == "見本戦略　第2回改訂　正誤訂正"


def test_a_chapter_of_another_book_names_that_book_at_the_head():
    plan = {
        "slug": "a",
        "kind": "STRATEGY",
        "kind_name": "総合戦略",
        "contained_in": {"slug": "b", "title": "総合計画"},
    }
    assert running_head(document(plan=plan, page_prefix="Ⅳ－")) == "総合計画　Ⅳ 見本総合戦略"
    assert running_head(document(plan=plan)) == "見本総合戦略"


# --- chart and 資料編 --------------------------------------------------------------------------------------


def two_goals(*before):
    sections = [
        [entry("DIRECTION", f"節{goal}{n}", f"第{goal}章－{n}", [entry("MEASURE", "施策")]) for n in (1, 2)]
        for goal in (1, 2)
    ]
    return document(*before, *(entry("GOAL", f"目標{n}", f"第{n}章", sections[n - 1]) for n in (1, 2)))


def test_the_chart_stands_where_the_plan_announces_it_else_in_the_annex():
    announced = entry("TEXT", "施策体系図", "（6）")
    made = two_goals(announced)
    assert place_of_chart(made) == announced["lineage"]
    assert [type(block) for block in arrange(made).sections[0].blocks] == [Heading, Chart]
    assert annexes.annexes(made) is None
    section, links = annexes.annexes(two_goals())
    assert [link.text for link in links] == ["資料編", "1　施策体系図"]
    assert isinstance(section.blocks[2], Chart)


def test_a_chart_shows_goals_with_their_sections():
    diagram = chart_of(two_goals())
    assert diagram.goals == [
        ("第1章", "目標1", ["1　節11", "2　節12"]),
        ("第2章", "目標2", ["1　節21", "2　節22"]),
    ]
    assert diagram.heads == ("", "取組みの柱", "目標", "direction")
    assert Chart(diagram).caption == "目標・directionのつながり"
    assert chart_of(marked_plan()) is None  # a single goal


def test_the_annex_has_roles_the_frame_and_terms_as_far_as_there_are_any():
    pillar = entry("PILLAR", "仕事をつくる", "①")
    frame = NATION | {"columns": [pillar | {"group": "地方創生"}]}
    made = document(
        entry("GOAL", "目標", "第1章", alignments=[aligned(pillar, NATION, "勘案")]),
        frames=[frame],
        terms=[{"word": "ＫＰＩ", "reading": "", "definition": "指標"}],
        roles=[
            {"number": "③", "label": "総合戦略", "legal_basis": "法第10条", "plan": "digital-strategy"},
            {"number": "①", "label": "最上位の計画", "legal_basis": "", "plan": None},
        ],
    )
    section, links = annexes.annexes(made)
    assert [link.text for link in links] == [
        "資料編",
        "1　計画の役割",
        "2　「デジタル田園都市国家構想総合戦略」との対応",
        "3　用語の定義",
    ]
    roles, table, terms = section.blocks[2], section.blocks[4], section.blocks[6]
    assert [(row.number, row.plan) for row in roles.rows] == [("③", "この計画"), ("①", "")]
    assert table.rows == (("第1章　目標", (True,)),)
    assert isinstance(terms, Terms)
