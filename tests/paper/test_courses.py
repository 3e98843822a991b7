"""Scenarios as lines: told apart without colour, named at their ends, the adopted one in front."""

import dataclasses
import re

import pytest

from paper.courses import NARROW, PRINTED, WIDE, Course, Look, courses_caption, courses_svg, starts_at_zero
from tests.paper.drawn import SVG, collisions, outside, parsed, texts, words_of

YEARS = range(2020, 2055, 5)


def course(name: str, slope: float, **more) -> Course:
    return Course(name, [(year, 400_000 - slope * (year - 2020)) for year in YEARS], **more)


ADOPTED = course(
    "見本市人口ビジョン（採用するケース）",
    800,
    is_adopted=True,
    band=[(year, 400_000 - 1000 * (year - 2020), 400_000 - 600 * (year - 2020)) for year in YEARS],
)
COURSES = [
    course("社人研推計準拠（パターン1）", 1400),
    ADOPTED,
    course("シミュレーション1（出生率が2.1まで上昇）", 1000),
    course("シミュレーション2（出生率上昇・移動均衡）", 960),
    Course("前の人口ビジョン", [(2015, 404_000), (2045, 368_000)]),
]
LOOK = Look(base_year=2020, names={year: f"{year}年\n令和{year - 2018}" for year in YEARS})


@pytest.mark.parametrize("size", [WIDE, NARROW, PRINTED], ids=["wide", "narrow", "printed"])
@pytest.mark.parametrize(
    "courses", [COURSES, [dataclasses.replace(one, points=ADOPTED.points) for one in COURSES]]
)
def test_words_stand_on_the_picture_and_clear_of_each_other(courses, size):
    svg = courses_svg(courses, size, look=LOOK)
    assert collisions(svg) == [] and outside(svg) == []
    assert min(word.size for word in words_of(svg)) >= 12


def test_each_course_has_its_own_dashes_and_marker_and_the_adopted_one_is_thick_and_last():
    svg = parsed(courses_svg(COURSES, look=LOOK))
    lines = [one for one in svg.iter(f"{SVG}polyline") if one.get("stroke-width") != "1"]
    assert [(one.get("stroke-width"), one.get("stroke-dasharray")) for one in lines] == [
        ("2", "2 4"), ("2", "9 4"), ("2", "10 3 2 3"), ("2", "5 3"), ("3.5", None),
    ]  # fmt: skip
    circles = [one for one in svg.iter(f"{SVG}circle") if one.get("fill") == "#00234b"]
    assert len(circles) == len(YEARS)


def test_the_names_and_last_values_stand_at_the_ends_in_the_order_of_the_lines():
    shown = texts(courses_svg(COURSES, look=LOOK))
    assert [one for one in shown if one.endswith(("人", "年）"))][1:] == [
        "376,000人", "371,200人", "370,000人", "368,000人（2045年）", "358,000人",
    ]  # fmt: skip


def test_the_band_lies_under_the_lines():
    svg = parsed(courses_svg([ADOPTED], look=LOOK))
    tags = [
        one.tag.removeprefix(SVG)
        for one in svg
        if one.get("fill") == "#dce6f2" or one.get("stroke-width") == "3.5"
    ]
    assert tags == ["polygon", "polyline"]


def test_the_year_from_which_is_projected_is_marked_where_it_is_drawn():
    assert texts(courses_svg(COURSES, look=LOOK)).count("基準年") == 1
    assert texts(courses_svg(COURSES, look=dataclasses.replace(LOOK, base_year=1995))).count("基準年") == 0


def test_the_caption_says_how_to_read_the_picture():
    assert courses_caption(COURSES[:2], LOOK) == (
        "太い線と●は「見本市人口ビジョン（採用するケース）」、□は「社人研推計準拠（パターン1）」です。"
        "うすい色の帯は、「見本市人口ビジョン（採用するケース）」の見通しの幅です。縦の目盛りは0から始まっていません。"
    )
    assert courses_caption([]) == ""


def test_ten_courses_beside_the_adopted_one_are_told_apart():
    lines = [Course(f"第{n}", [(2020, 100), (2050, 100 - n)]) for n in range(10)]
    assert len(set(re.findall("([^、。])は「", courses_caption(lines)))) == 10
    assert len(set(re.findall('stroke="(#[0-9a-f]+)" stroke-width="2"', courses_svg(lines)))) == 10


@pytest.mark.parametrize(
    ("values", "look", "zero"),
    [
        ((400_000, 380_000), Look(), False),
        ((400_000, 380_000), Look(with_zero=True), True),
        ((9_000, 3_000), Look(), True),
    ],
)
def test_an_axis_that_does_not_begin_at_nought_is_told(values, look, zero):
    courses = [Course("見本", [(2020, values[0]), (2050, values[1])])]
    assert starts_at_zero(courses, look) is zero
    assert courses_caption(courses, look).endswith("縦の目盛りは0から始まっていません。") is not zero


def test_single_years_show_markers_and_names_of_years_that_stand_apart():
    svg = courses_svg([Course("見本", [(year, year) for year in range(2020, 2071)])], NARROW)
    assert collisions(svg) == []
    marked = len(list(parsed(svg).iter(f"{SVG}rect"))) - 1
    assert 2 < marked < 20
    assert {"2070", "2020"} <= set(texts(svg))


def test_a_course_without_points_is_left_out_and_one_point_is_drawn():
    assert courses_svg([Course("空", [])]) == ""
    one = courses_svg([Course("空", []), Course("見本", [(2020, 100)])])
    assert re.findall("空|見本", one) == ["見本"]


def test_what_an_office_wrote_stays_text_and_equal_figures_give_equal_bytes():
    svg = courses_svg([Course('<script>"&\x00', [(2020, 1), (2025, 2)])], title="<b>", key="a")
    assert "<script>" not in svg and "<b>" not in svg
    assert "style=" not in svg and "var(" not in svg
    assert courses_svg(COURSES, look=LOOK) == courses_svg(COURSES, look=LOOK)


def test_a_course_that_hardly_moves_is_not_drawn_as_a_fall():
    adopted = [(2020, 401_558), (2027, 402_190), (2040, 400_861)]
    ticks = [
        one
        for one in texts(courses_svg([Course("想定人口", adopted, is_adopted=True)]))
        if one.endswith(",000")
    ]
    assert ticks == ["385,000", "390,000", "395,000", "400,000", "405,000", "410,000", "415,000"]
