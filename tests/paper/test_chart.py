"""The picture of an indicator's years: what is joined, how the axis runs, where words stand, what it costs to get wrong."""

import re
from itertools import combinations
from xml.etree import ElementTree

import pytest

from paper.chart import BROKEN, NARROW, WIDE, Chart, Line, Point, chart_svg, starts_at_zero
from paper.phrases import em_width

YEARS = ["令和2", "3", "4", "5", "6", "7", "8", "9年度"]
SVG = "{http://www.w3.org/2000/svg}"


def chart(*values: float, **more) -> Chart:
    """A chart of these figures from 令和2年度 on, or of the points that ``actual`` gives."""
    points = [Point(2020 + n, value) for n, value in enumerate(values)]
    return Chart(
        **({"title": "見本の推移。", "unit": "％", "first": 2020, "years": YEARS, "actual": points} | more)
    )


def drawn(of: Chart, size=WIDE) -> ElementTree.Element:
    return ElementTree.fromstring(chart_svg(of, size))


def lines(svg: ElementTree.Element, stroke: str) -> list[dict[str, str]]:
    return [line.attrib for line in svg.iter(f"{SVG}line") if line.attrib.get("stroke") == stroke]


def words(svg: ElementTree.Element) -> list[str]:
    return [text.text for text in svg.iter(f"{SVG}text")]


EMISSIONS = chart(
    actual=[
        Point(2020, -22.4, "現状 −22.4％"),
        Point(2021, -24.8),
        Point(2022, -27.9),
        Point(2023, -29.6, "−29.6％（速報）", is_provisional=True),
    ],
    goals=[Point(2027, -38.3, "目標値 −38.3％")],
    path=[(2022, -22.4), (2027, -38.3)],
    lines=[
        Line(
            "全国 ",
            [Point(2020 + n, value, "−21.8％") for n, value in enumerate((-18.9, -17.6, -19.4, -21.8))],
        )
    ],
    begins=(2023, "計画期間　令和5～9年度"),
)


def test_a_file_stands_alone_and_a_page_gives_each_picture_ids_of_its_own():
    alone = chart_svg(EMISSIONS)
    assert alone.startswith('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1120 440" role="img"')
    assert ElementTree.fromstring(alone).find(f"{SVG}title").text == "見本の推移。"
    pair = chart_svg(EMISSIONS, key="wide", css="chart-wide") + chart_svg(EMISSIONS, NARROW, key="narrow")
    ids = re.findall(r' id="([^"]+)"', pair)
    assert ids == re.findall(r'aria-labelledby="([^"]+)"', pair) == ["chart-wide", "chart-narrow"]
    assert "style=" not in pair and "xmlns" not in pair  # the policy of our pages, and no need in HTML


def test_provisional_figures_are_open_and_reached_by_a_broken_line():
    svg = drawn(EMISSIONS)
    circles = [one.attrib for one in svg.iter(f"{SVG}circle")]
    assert [one["fill"] for one in circles] == ["#00234b"] * 3 + ["#ffffff"]
    assert [one.get("stroke-dasharray") for one in lines(svg, "#00234b")] == [None, None, "5 4"]


def test_years_without_a_figure_and_changes_of_definition_are_not_bridged():
    holes = drawn(chart(actual=[Point(2020, 60), Point(2021, 61), Point(2023, 63), Point(2024, 64)]))
    assert len(lines(holes, "#00234b")) == 2
    broken = drawn(chart(60, 61, 62, 63, breaks=[2022]))
    assert len(lines(broken, "#00234b")) == 2
    assert words(broken).count(BROKEN) == 1
    compared = drawn(chart(60, lines=[Line("全国 ", [Point(2020, 50), Point(2022, 52), Point(2023, 53)])]))
    assert len(lines(compared, "#8b3200")) == 1


@pytest.mark.parametrize(
    ("values", "ticks", "zero"),
    [
        ((68.1, 73.0), ["67", "68", "69", "70", "71", "72", "73", "74"], False),
        ((1480, 7400), ["0", "2,000", "4,000", "6,000", "8,000"], True),
        ((-22.4, -38.3), ["−40", "−35", "−30", "−25", "−20"], False),
        ((-5, 5), ["−6", "−4", "−2", "0", "2", "4", "6"], False),
        ((1.38, 1.49), ["1.35", "1.40", "1.45", "1.50"], False),
        ((12_000_000, 35_000_000), ["0", "1,000", "2,000", "3,000", "4,000"], True),
        ((5, 5), ["4.9", "5.0", "5.1"], False),
        ((0, 0), ["0", "0.2", "0.4", "0.6", "0.8", "1.0"], True),
    ],
)
def test_the_axis_has_round_figures(values, ticks, zero):
    of = chart(*values)
    shown = [text.text for text in drawn(of).iter(f"{SVG}text") if text.get("text-anchor") == "end"]
    assert [one for one in shown if not one.endswith("％")] == ticks
    assert starts_at_zero(of) is zero


def test_large_figures_are_counted_in_ten_thousands_and_hundred_millions():
    assert "万ポイント" in words(drawn(chart(12_000_000, 21_840_000, unit="ポイント")))
    assert "億円" in words(drawn(chart(3_000_000_000, 5_000_000_000, unit="円")))


def test_every_point_of_a_chart_lies_on_the_picture():
    svg = drawn(EMISSIONS, NARROW)
    for circle in svg.iter(f"{SVG}circle"):
        assert 0 < float(circle.get("cx")) < NARROW.width and 0 < float(circle.get("cy")) < NARROW.height
    goal = svg.find(f"{SVG}path").get("d")
    assert float(goal.split()[0][1:]) == NARROW.width - NARROW.right


@pytest.mark.parametrize("size", [WIDE, NARROW])
@pytest.mark.parametrize(
    "of",
    [
        EMISSIONS,
        chart(actual=[Point(2021, 68.1, "現状 68.1％"), Point(2023, 69), Point(2024, 70.4, "70.4％")],
              goals=[Point(2027, 73, "目標値 73％")], path=[(2022, 68.1), (2027, 73)], begins=(2023, "計画期間　令和5～9年度")),
        chart(unit="人", actual=[Point(2023, 1604), Point(2024, 3322, "3,322人")],
              goals=[Point(2027, 7400, "目標値 5年間で7,400人増加")], path=[(2022, 0), (2027, 7400)], breaks=[2024]),
    ],
    ids=["emissions", "satisfaction", "migration"],
)  # fmt: skip
def test_words_stand_clear_of_each_other_and_on_the_picture(of, size):
    boxes = []
    for text in drawn(of, size).iter(f"{SVG}text"):
        large = float(text.get("font-size"))
        assert large >= 12
        width, x, y = em_width(text.text) * large, float(text.get("x")), float(text.get("y"))
        left = x - {"middle": width / 2, "end": width}.get(text.get("text-anchor"), 0)
        assert left > -1 and left + width < size.width + 1, text.text
        boxes.append((text.text, left, y - large * 0.8, left + width, y + large * 0.1))
    for (one, *a), (other, *b) in combinations(boxes, 2):
        apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
        assert apart, f"{one} lies on {other}"


def test_many_years_keep_the_first_and_the_last_name():
    years = ["平成25", *map(str, range(26, 31)), "令和元", *map(str, range(2, 12)), "12年度"]
    shown = words(drawn(chart(*[50] * 18, years=years, first=2013), NARROW))
    assert shown.count("平成25") == shown.count("令和元") == shown.count("12年度") == 1
    assert len([one for one in shown if one in years]) < len(years)


def test_what_an_office_wrote_stays_text():
    svg = chart_svg(
        chart(50, title='<script>"&\x00', unit="<b>", lines=[Line("<i> ", [Point(2020, 5, "5")])])
    )
    assert "<script>" not in svg and "<b>" not in svg and "<i>" not in svg and "\x00" not in svg
    ElementTree.fromstring(svg)


def test_the_same_figures_give_the_same_bytes():
    assert chart_svg(EMISSIONS) == chart_svg(EMISSIONS)
