import dataclasses
import re
from xml.etree import ElementTree

import pytest

from paper.svg import HEIGHT, WIDTH, Diagram, tree_diagram, tree_diagrams

SVG = "{http://www.w3.org/2000/svg}"
TOYONAKA = Diagram(
    title="施策体系図",
    purpose="子育て世帯に選ばれ、住み続けたくなるまち\n人口減少に歯止めをかける",
    pillars=[
        ("子育て環境の充実", [0]),
        ("教育環境の充実", [0]),
        ("住環境の充実", [1, 2, 3]),
        ("安全・安心な暮らしの確保", [1]),
    ],
    goals=[
        (
            "第1章",
            "子ども・若者が夢や希望をもてるまちづくり",
            ["1　妊娠・出産・子育て支援の充実", "2　教育環境の充実"],
        ),
        (
            "第2章",
            "安全に安心して暮らせるまちづくり",
            [f"{n}　消防・救急救命体制の充実" for n in range(1, 5)],
        ),
        (
            "第3章",
            "活力ある快適なまちづくり",
            ["1　環境意識の向上と快適なまちの環境の保全・創造", "2　産業振興の充実"],
        ),
        ("第4章", "いきいきと心豊かに暮らせるまちづくり", ["1　学びと文化のあふれるまちづくり"]),
    ],
)
MANY = dataclasses.replace(
    TOYONAKA,
    pillars=[(f"取組みの柱その{n}", [n % 6, 5]) for n in range(9)],
    goals=[("基本目標", f"目標{n}", ["（1）　持続可能な地域公共交通の構築"] * 9) for n in range(6)],
)
VARIANTS = {
    "all columns": TOYONAKA,
    "no pillars": dataclasses.replace(TOYONAKA, pillars=[]),
    "no purpose": dataclasses.replace(TOYONAKA, purpose=""),
    "no sections": dataclasses.replace(TOYONAKA, goals=[(a, b, []) for a, b, _ in TOYONAKA.goals]),
    "goals only": Diagram("図", "", [], [("", "目標", [])]),
    "long words": Diagram("図", "あ" * 120, [("い" * 60, [0])], [("第1章", "う" * 90, ["え" * 120])]),
    "many": MANY,
    "hostile": Diagram("<script>&\"'\x00", "</svg><b>", [("<i>&amp;", [0])], [("\x0b", "]]>", ["&#0;"])]),
}


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def text_extent(element: ElementTree.Element) -> tuple[float, float]:
    """Left and right edge, counting every sign as wide as it can be."""
    x, wide = float(element.get("x")), sum(0.5 if sign.isascii() else 1 for sign in element.text or "")
    wide *= float(element.get("font-size"))
    return {"start": (x, x + wide), "middle": (x - wide / 2, x + wide / 2)}[element.get("text-anchor")]


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_picture_is_well_formed_titled_and_literal(variant):
    svg = tree_diagram(VARIANTS[variant])
    root = parsed(svg)
    assert root.tag == f"{SVG}svg"
    assert root[0].tag == f"{SVG}title"
    assert root[0].text
    assert "var(" not in svg
    assert set(re.findall(r'(?:fill|stroke)="([^"]*)"', svg)) <= {
        "none", "#1a1a1a", "#1f4e79", "#e9eff5", "#ffffff", "#6f7b87",
    }  # fmt: skip


@pytest.mark.parametrize("variant", VARIANTS)
def test_everything_stands_inside_and_can_be_read(variant):
    root = parsed(tree_diagram(VARIANTS[variant]))
    high = float(root.get("height"))
    assert float(root.get("width")) == WIDTH
    for box in root.iter(f"{SVG}rect"):
        x, y, width, height = (float(box.get(name)) for name in ("x", "y", "width", "height"))
        assert (x >= 0, y >= 0, x + width <= WIDTH, y + height <= high) == (True,) * 4
    for text in root.iter(f"{SVG}text"):
        left, right = text_extent(text)
        assert (left >= 0, right <= WIDTH, 0 < float(text.get("y")) <= high) == (True,) * 3
        assert float(text.get("font-size")) >= 7.5
    points = [point for line in root.iter(f"{SVG}polyline") for point in line.get("points").split()]
    for x, y in (map(float, point.split(",")) for point in points):
        assert (0 <= x <= WIDTH, 0 <= y <= high) == (True, True)


@pytest.mark.parametrize("variant", VARIANTS)
def test_no_two_boxes_overlap(variant):
    root = parsed(tree_diagram(VARIANTS[variant]))
    boxes = [
        tuple(float(box.get(name)) for name in ("x", "y", "width", "height"))
        for box in root.iter(f"{SVG}rect")
    ]
    overlapping = [
        (one, other)
        for number, one in enumerate(boxes)
        for other in boxes[number + 1 :]
        if one[0] < other[0] + other[2] - 0.2
        and other[0] < one[0] + one[2] - 0.2
        and one[1] < other[1] + other[3] - 0.2
        and other[1] < one[1] + one[3] - 0.2
    ]
    assert overlapping == []


def test_a_box_holds_its_text():
    root = parsed(tree_diagram(VARIANTS["long words"]))
    boxes = [tuple(float(b.get(n)) for n in ("x", "y", "width", "height")) for b in root.iter(f"{SVG}rect")]
    for text in root.iter(f"{SVG}text"):
        left, right = text_extent(text)
        y = float(text.get("y"))
        holders = [b for b in boxes if b[0] <= left and right <= b[0] + b[2] and b[1] <= y <= b[1] + b[3]]
        assert len(holders) == 1, text.text


def test_all_words_are_there():
    root = parsed(tree_diagram(TOYONAKA))
    written = "".join(element.text for element in root.iter(f"{SVG}text"))
    for word in ("目的", "取組みの柱", "目標", "施策", "第4章", "安全に安心して", "教育環境の充実"):
        assert written.count(word) >= 1, word


def test_a_column_that_is_not_there_has_no_head():
    words = [text.text for text in parsed(tree_diagram(VARIANTS["no pillars"])).iter(f"{SVG}text")]
    assert "取組みの柱" not in words
    assert words.count("目標") == 1


def test_the_words_of_the_government_head_the_columns():
    diagram = dataclasses.replace(TOYONAKA, heads=("めざす姿", "柱", "基本目標", "基本的方向"))
    words = [text.text for text in parsed(tree_diagram(diagram)).iter(f"{SVG}text")]
    assert [word for word in words if word in diagram.heads] == list(diagram.heads)


def test_each_pillar_is_joined_to_each_of_its_goals():
    lines = list(parsed(tree_diagram(TOYONAKA)).iter(f"{SVG}polyline"))
    purpose_to_pillars, pillars_to_goals, goals_to_sections = 4, 6, 9
    assert len(lines) == purpose_to_pillars + pillars_to_goals + goals_to_sections
    vertical = {line.get("points").split()[1].split(",")[0] for line in lines[4:10]}
    assert len(vertical) == 4  # one lane for each pillar


def test_a_diagram_too_high_for_a_page_becomes_several():
    pictures = tree_diagrams(MANY)
    assert len(pictures) > 1
    assert [parsed(p)[0].text for p in pictures] == [
        f"施策体系図（{n}／{len(pictures)}）" for n in range(1, len(pictures) + 1)
    ]
    assert [p for p in pictures if float(parsed(p).get("height")) > HEIGHT] == []
    written = "".join(text.text for p in pictures for text in parsed(p).iter(f"{SVG}text"))
    assert [written.count(f"目標{n}") for n in range(6)] == [1] * 6


def test_a_diagram_that_fits_stays_one():
    assert tree_diagrams(TOYONAKA) == (tree_diagram(TOYONAKA),)
