"""概念図 from a document: which tiers, which boxes, where it is printed, and the same in words for Word."""

import io

import docx as reader
import pytest

from paper.concept import Box
from publishing.book.annexes import annexes
from publishing.book.arranging import arrange
from publishing.book.concept import (
    ConceptPicture,
    concept_of,
    concept_rows,
    linked_words,
    own_picture,
    place_of_concept,
    printed_concept,
)
from publishing.document import Document
from publishing.printing import html_of
from publishing.word import docx
from tests.documents import Data, blocks, document, entry, target, with_targets

FIGURE = {
    "file": "figures/a.png", "type": "image/png", "width": 10, "height": 10, "sha256": "0" * 64,
    "caption": "図1　概念図", "alt": "見本の概念図", "source": "豊中市",
}  # fmt: skip


def vision(*linked: Data, purpose: str = "人口減少に歯止めをかける") -> Data:
    links = [{name: one[name] for name in ("lineage", "kind", "number", "title")} for one in linked]
    return {
        "keyword": "住み続けたくなるまち", "purpose": purpose, "model_types": [], "priority_fields": [],
        "quotation": None, "links": links,
    }  # fmt: skip


def parts(count: int = 2) -> tuple[Data, Data, list[Data]]:
    """The KGI item, a pillar, goals with a direction each."""
    kgi = with_targets(
        entry("TEXT", "重要目標達成指標", "2"),
        target("総人口", "40万人以上", role="KGI", unit="人"),
        target("割合", "13%以上", role="KGI", unit="%", audience="18歳以上"),
    )
    goals = [
        entry("GOAL", f"目標{n}", f"第{n}章", [entry("DIRECTION", f"方向{n}", f"第{n}章－1")])
        for n in range(1, count + 1)
    ]
    return kgi, entry("PILLAR", "住環境の充実"), goals


def whole(*more: Data, **changes) -> Document:
    kgi, pillar, goals = parts()
    ideal = entry("TEXT", "地域ビジョン", "1", [pillar], regional_vision=vision(pillar, goals[1]))
    return document(*more, ideal, kgi, *goals, **changes)


def test_the_tiers_run_from_the_purpose_to_the_directions():
    concept = concept_of(whole())
    assert [(tier.name, tier.look) for tier in concept.tiers] == [
        ("目的", "purpose"),
        ("地域ビジョン", "vision"),
        ("取組みの柱", "pillar"),
        ("目標", "goal"),
        ("重要目標達成指標（KGI）", "target"),
        ("基本的方向", "direction"),
    ]
    assert concept.title == (
        "見本総合戦略の概念図。目的、地域ビジョン、取組みの柱、目標、重要目標達成指標（KGI）、基本的方向を、上から順に示します。"
    )


def test_boxes_have_their_numbers_targets_and_marks():
    tiers = {tier.name: tier.boxes for tier in concept_of(whole()).tiers}
    assert tiers["地域ビジョン"] == (Box("住み続けたくなるまち"),)
    assert tiers["取組みの柱"] == (Box("住環境の充実", is_linked=True),)
    assert tiers["目標"] == (Box("目標1", "第1章"), Box("目標2", "第2章", is_linked=True))
    assert tiers["重要目標達成指標（KGI）"] == (
        Box("総人口", lines=("目標値 40万人以上",)),
        Box("割合（18歳以上）", lines=("目標値 13%以上",)),
    )
    assert tiers["基本的方向"] == (Box("", "第1章", ("1　方向1",)), Box("", "第2章", ("1　方向2",)))
    assert linked_words(concept_of(whole())) == "◆は、地域ビジョンとつながる項目"


def test_without_a_vision_the_targets_are_enough_and_without_both_there_is_none():
    kgi, pillar, goals = parts()
    concept = concept_of(document(pillar, kgi, *goals))
    assert [tier.look for tier in concept.tiers] == ["pillar", "goal", "target", "direction"]
    assert linked_words(concept) == ""
    assert concept_of(document(pillar, *goals)) is None
    assert concept_of(document(kgi)) is None  # no goal


def test_a_vision_without_purpose_has_no_box_for_it():
    _, _, goals = parts()
    ideal = entry("TEXT", "地域ビジョン", regional_vision=vision(purpose=""))
    assert [tier.look for tier in concept_of(document(ideal, *goals)).tiers] == [
        "vision",
        "goal",
        "direction",
    ]


@pytest.mark.parametrize(
    ("role", "count", "shown"), [("NUMERIC", 2, 2), ("SUPPLEMENTARY", 8, 8), ("SUPPLEMENTARY", 9, 0)]
)
def test_other_figures_stand_there_where_they_are_few(role, count, shown):
    _, _, goals = parts()
    ideal = entry("TEXT", "地域ビジョン", regional_vision=vision())
    goals[0] = with_targets(
        goals[0], *(target(f"指標{n}", "5件", role=role, unit="件") for n in range(count))
    )
    tiers = concept_of(document(ideal, *goals)).tiers
    assert sum(len(tier.boxes) for tier in tiers if tier.look == "target") == shown


def test_the_rows_say_the_same_as_the_boxes():
    assert [(row.name, row.lines) for row in concept_rows(concept_of(whole()))][2:] == [
        ("取組みの柱", ("住環境の充実",)),
        ("目標", ("第1章　目標1", "第2章　目標2")),
        ("重要目標達成指標（KGI）", ("総人口　目標値 40万人以上", "割合（18歳以上）　目標値 13%以上")),
        ("基本的方向", ("第1章", "・1　方向1", "第2章", "・1　方向2")),
    ]


def test_it_is_printed_where_the_plan_announces_it_else_in_the_annex():
    announced = entry("TEXT", "計画の概念図", "3")
    made = whole(announced)
    assert place_of_concept(made) == announced["lineage"]
    assert len(blocks(arrange(made), ConceptPicture)) == 1
    assert annexes(made) is None
    section, links = annexes(whole())
    assert [link.text for link in links] == ["資料編", "1　概念図"]
    assert [type(block) for block in section.blocks][2:] == [ConceptPicture]


def test_a_plan_with_a_picture_of_its_own_prints_that_alone():
    own = entry("TEXT", "計画の概念図", figures=[FIGURE])
    made = whole(own, entry("TEXT", "概念図の見方"))
    assert own_picture(made).lineage == own["lineage"]
    assert printed_concept(made) is None
    assert blocks(arrange(made), ConceptPicture) == []
    other = entry("TEXT", "人口の推移", figures=[FIGURE | {"caption": "人口"}])
    assert own_picture(whole(other)) is None


def test_paper_has_the_picture_and_word_the_table():
    made = whole()
    html = html_of(arrange(made))
    assert html.count("<figcaption>計画の概念図（◆は、地域ビジョンとつながる項目）</figcaption><svg") == 1
    tables = reader.Document(io.BytesIO(docx(made))).tables
    table = next(one for one in tables if one.rows[0].cells[0].text == "区分")
    assert [[cell.text for cell in row.cells] for row in table.rows][:3] == [
        ["区分", "内容"],
        ["目的", "人口減少に歯止めをかける"],
        ["地域ビジョン", "住み続けたくなるまち"],
    ]
