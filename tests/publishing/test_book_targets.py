"""KPI tables on paper: where they stand in the book, how wide they are, and what the printer gets."""

import re

import pytest

from publishing.book.arranging import arrange
from publishing.book.blocks import Body, Heading, Listing, PillarLine, Relation, SupplementaryTargets, Targets
from publishing.book.targets import targets_of
from publishing.kpi_tables import KpiTables
from publishing.printing import html_of
from tests.documents import blocks, document, entry, kpi_plan, marked_plan, target, with_targets


@pytest.fixture(scope="module")
def book():
    return arrange(kpi_plan())


@pytest.fixture(scope="module")
def sheet(book) -> str:
    return re.sub(r"\s*\n\s*", "", html_of(book))


def test_tables_stand_in_the_text_between_what_leads_to_them_and_their_notes(book):
    chapter = next(section for section in book.sections if section.form == "chapter")
    at = next(n for n, block in enumerate(chapter.blocks) if isinstance(block, Targets))
    assert [type(block) for block in chapter.blocks[at - 2 :]] == [
        Heading,
        PillarLine,
        Targets,
        Body,
        SupplementaryTargets,
    ]
    first = book.sections[0].blocks
    assert [type(block) for block in first[:4]] == [Heading, Body, Targets, Body]
    assert ("次のとおり" in first[1].html(), "※ＫＧＩ" in first[3].html()) == (True, True)


def test_every_target_has_one_place(sheet):
    made = kpi_plan()
    assert sheet.count('id="kpi-') == len(made.targets) == 13


def test_the_tables_are_as_wide_as_the_page_allows(book):
    kgi, first, second, digital = blocks(book, Targets)
    assert [block.widths for block in (kgi, first, second, digital)] == [
        (46, 29),
        (58, 30, 33),
        (88, 33),
        (44, 41, 34),
    ]
    assert digital.columns() == '<col style="width:44mm"><col style="width:41mm"><col style="width:34mm">'


def test_values_that_do_not_fit_are_broken_where_a_phrase_ends(book):
    births = blocks(book, Targets)[1].table.rows[3]
    assert (births.baseline.text, births.baseline.small) == (
        "5年間で\n17,117人増加",
        ("（平成29年度～\n令和3年度）",),
    )
    assert (births.goal.is_long, births.baseline.is_long, births.baseline.whole) == (
        False,
        True,
        "5年間で17,117人増加（平成29年度～令和3年度）",
    )


@pytest.mark.parametrize(("rows", "is_short"), [(12, True), (13, False)])
def test_a_short_table_stays_on_one_page(rows, is_short):
    made = document(
        with_targets(entry("TEXT", "指標"), *(target(f"指標{n}", "1件") for n in range(rows))), schema=2
    )
    (table,) = KpiTables(made).of(made.items[0]).tables
    assert targets_of(table).is_short == is_short


def test_the_printer_gets_heads_scopes_and_marks(sheet):
    assert '<th scope="col" colspan="2">重要業績評価指標（KPI）</th><th scope="col">現状</th>' in sheet
    assert '<th scope="col">目標値<br>（令和9年度）</th>' in sheet
    assert '<th scope="rowgroup" class="name" rowspan="2"><span class="survey-mark">※</span>子どもや' in sheet
    assert '<td class="audience">対象：18歳以下の子どもがいる市民</td>' in sheet
    assert '<th scope="row" class="name plain"><span class="again">再掲</span>出生数</th>' in sheet
    assert '<span class="value">68.1%</span><span class="sub">（令和3年度）</span>' in sheet


def test_related_items_have_their_page(sheet):
    assert re.search(
        r'<td class="left"><a href="#(item-[^"]+)">第1章－1　子育て支援の充実</a>'
        r'<span class="sub">→<a class="page-ref" href="#\1"></a></span></td>',
        sheet,
    )


def test_kgi_are_boxes_above_the_path_they_rest_on(sheet):
    box = '<p class="name">総人口</p><p class="goal">40万人以上</p><p class="sub">（令和9年度）</p>'
    assert box in sheet
    assert "<caption>参考：人口ビジョンの想定人口</caption>" in sheet
    assert '<tr><th scope="row">総人口</th><td class="number">401,558人</td>' in sheet


def test_supplementary_indicators_are_listed_by_what_they_tell_of(sheet):
    assert '<p class="group">「教育環境の充実」に関連する指標</p><ul><li id="kpi-' in sheet
    assert "完全失業率（対象：15～39歳）</li>" in sheet


def test_a_measure_with_targets_is_told_behind_its_table():
    made = marked_plan()
    section = made.data["items"][1]["items"][0]["items"][0]
    section["items"][0]["items"][0]["targets"] = [target("件数", "10件")]
    chapter = arrange(made).sections[-1].blocks
    assert [type(block) for block in chapter[1:5]] == [Relation, Heading, PillarLine, Targets]
    assert (chapter[2].text, chapter[2].anchor) == ("①妊産婦の支援", "")


def test_an_item_that_is_only_a_title_has_a_heading_when_it_has_targets():
    held = with_targets(entry("MEASURE", "観光"), target("客数", "10人"))
    made = document(entry("TEXT", "施策", "1", [held]), schema=2)
    book = arrange(made)
    assert [(block.text, block.bare) for block in blocks(book, Heading)] == [
        ("1　施策", False),
        ("観光", False),
    ]
    assert blocks(book, Listing) == []
