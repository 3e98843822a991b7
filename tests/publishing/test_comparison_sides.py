"""The items of one edition as a comparison reads them."""

from publishing.comparison.sides import Reader, blocks_of
from strategy.blocks import text_of
from tests.documents import COMPREHENSIVE, aligned, document, entry


def test_an_item_is_named_by_the_numbers_above_it():
    measure = entry("MEASURE", "健診", "①")
    section = entry("DIRECTION", "子育て", "第1章－1", [measure])
    goal = entry("GOAL", "子ども", "第1章", [section])
    reader = Reader(document(goal), {measure["lineage"]: "33"})
    found = reader.tree.items[measure["lineage"]]
    assert reader.words(found) == "第1章－1①健診"
    assert reader.label(found) == "①健診"
    assert reader.place(found) == "第1章　子ども ＞ 第1章－1　子育て"
    assert reader.place(reader.tree.items[goal["lineage"]]) == "いちばん上"
    assert (reader.page(found), reader.side(found).under) == ("33", section["lineage"])


def test_alignments_name_plan_item_page_and_how():
    to = entry("MEASURE", "総合計画の施策", "①")
    pillar = entry("PILLAR", "子育て環境の充実")
    rows = [aligned(pillar), aligned(to, COMPREHENSIVE, verb="整合", note="見本", page=33)]
    goal = entry("GOAL", "子ども", "第1章", alignments=rows)
    reader = Reader(document(pillar, goal))
    assert reader.alignments(reader.tree.items[goal["lineage"]]) == (
        "子育て環境の充実",
        "豊中市「第4次豊中市総合計画」①総合計画の施策（33ページ）（整合、見本）",
    )


def test_bodies_are_read_without_links_into_the_plan_and_with_radicals_repaired():
    (block,) = blocks_of(
        '<p>⼦育ては<a href="#item-00000000-0000-0000-0000-000000000001">（1）</a>を見る</p>'
    )
    assert text_of(block.runs) == "子育ては（1）を見る"
    assert {run.href for run in block.runs} == {""}
