"""概念図: tiers of boxes from the top down, words in their boxes, wide, narrow and on paper."""

import dataclasses

import pytest

from paper.concept import LINKED, NARROW, PRINTED, WIDE, Box, Concept, Tier, concept_svg, fitting
from tests.paper.drawn import SVG, collisions, outside, parsed, texts, words_of

GOALS = tuple(
    Box("子ども・若者が夢や希望をもてるまちづくり", f"第{n}章", is_linked=n == 2) for n in range(1, 5)
)
SECTIONS = ("1　妊娠・出産・子育て支援の充実", "2　教育環境の充実")
CONCEPT = Concept(
    "見本戦略の概念図。",
    (
        Tier("目的", (Box("将来的な人口減少に歯止めをかける"),), "purpose"),
        Tier("地域ビジョン", (Box("子育て世帯に選ばれ、住み続けたくなるまち"),), "vision"),
        Tier("取組みの柱", tuple(Box(f"{word}環境の充実", is_linked=True) for word in ("子育て", "教育", "住")), "pillar"),
        Tier("目標", GOALS, "goal"),
        Tier("重要目標達成指標（KGI）", (Box("総人口", lines=("目標値 40万人以上",)),), "target"),
        Tier("基本的方向", tuple(Box("", f"第{n}章", SECTIONS) for n in range(1, 5))),
    ),
)  # fmt: skip
MANY = dataclasses.replace(
    CONCEPT,
    tiers=(Tier("目標", tuple(dataclasses.replace(box, title=box.title * 3) for box in GOALS * 4), "goal"),),
)
SIZES = pytest.mark.parametrize("size", [WIDE, NARROW, PRINTED], ids=["wide", "narrow", "printed"])


def boxes(svg: str, fill: str, height: float = 30) -> list[tuple[float, float]]:
    """Places of boxes of a colour: x and y."""
    return [
        (float(one.get("x")), float(one.get("y")))
        for one in parsed(svg).iter(f"{SVG}rect")
        if one.get("fill") == fill and one.get("stroke") and float(one.get("height")) >= height
    ]


@SIZES
@pytest.mark.parametrize("concept", [CONCEPT, MANY], ids=["usual", "many"])
def test_words_stand_in_the_picture_and_clear_of_each_other(concept, size):
    svg = concept_svg(concept, size)
    assert collisions(svg) == [] and outside(svg) == []
    assert min(word.size for word in words_of(svg)) >= (7.5 if size is PRINTED else 12)


@SIZES
def test_every_word_stands_within_a_box(size):
    svg = concept_svg(CONCEPT, size)
    rects = [
        [float(one.get(name)) for name in ("x", "y", "width", "height")]
        for one in parsed(svg).iter(f"{SVG}rect")
        if one.get("x")
    ]
    names = {tier.name for tier in CONCEPT.tiers} if size is NARROW else set()
    homeless = [
        word.text
        for word in words_of(svg)
        if word.text not in names
        and not any(
            x <= word.left and word.right <= x + width and y <= word.top and word.bottom <= y + height
            for x, y, width, height in rects
        )
    ]
    assert homeless == []


def test_tiers_follow_each_other_from_the_top_with_boxes_side_by_side():
    vision, pillars = boxes(concept_svg(CONCEPT), "#00234b"), boxes(concept_svg(CONCEPT), "#e9eff5")
    assert len(vision) == 1 and len(pillars) == 3
    assert vision[0][1] < pillars[0][1]
    assert len({y for _, y in pillars}) == 1 and len({x for x, _ in pillars}) == 3


def test_on_a_narrow_page_boxes_stand_below_each_other():
    pillars = boxes(concept_svg(CONCEPT, NARROW), "#e9eff5")
    assert len({y for _, y in pillars}) == 3 and len({x for x, _ in pillars}) == 1


def test_too_many_boxes_for_a_row_make_rows_of_equal_length():
    goals = boxes(concept_svg(MANY), "#ffffff")
    assert sorted(y for _, y in goals).count(goals[0][1]) == 4 and len({y for _, y in goals}) == 4


def test_what_the_vision_is_linked_with_is_marked():
    marked = [text for text in texts(concept_svg(CONCEPT)) if text.startswith(LINKED)]
    assert marked == ["◆ 子育て環境の充実", "◆ 教育環境の充実", "◆ 住環境の充実", "◆ 第2章"]


def test_what_does_not_fit_on_a_page_is_left_out_from_below():
    assert fitting(CONCEPT, PRINTED, 630) == CONCEPT
    assert [tier.name for tier in fitting(CONCEPT, PRINTED, 180).tiers] == [
        "目的",
        "地域ビジョン",
        "取組みの柱",
        "目標",
    ]
    assert len(fitting(CONCEPT, PRINTED, 1).tiers) == 1


def test_nothing_to_draw_is_no_picture_and_what_an_office_wrote_stays_text():
    assert concept_svg(Concept("図", ())) == ""
    svg = concept_svg(Concept("<b>", (Tier("<i>", (Box("<script>\x00", "&", ("]]>",)),)),)))
    assert "<script>" not in svg and "<b>" not in svg and "<i>" not in svg
    assert "style=" not in svg and "var(" not in svg
    assert set(texts(svg)) == {"<i>", "<script>", "&", "]]>"}
