"""Ages of men and women: sides, order, the two years over each other."""

import dataclasses

import pytest

from paper.pyramid import NARROW, PRINTED, WIDE, Pyramid, pyramid_caption, pyramid_svg
from tests.paper.drawn import SVG, collisions, outside, parsed, texts, words_of

GROUPS = [*(f"{age}～{age + 4}歳" for age in range(0, 90, 5)), "90歳以上"]
MEN = [8200 + 300 * n if n < 10 else 11_200 - 1000 * (n - 10) for n in range(19)]
WOMEN = [count + 100 for count in MEN]
PAIR = Pyramid(
    "見本市の人口ピラミッド。",
    GROUPS,
    MEN,
    WOMEN,
    [count * 3 // 4 for count in MEN],
    [count * 4 // 5 for count in WOMEN],
    "令和2（2020）年",
    "令和27（2045）年",
)
ALONE = dataclasses.replace(PAIR, male_then=(), female_then=(), year=2020)


def test_sums_of_what_was_not_rounded_are_printed_where_they_are_known():
    told = dataclasses.replace(PAIR, sums=(11, 22, 33, 44))
    said = [words for words in texts(pyramid_svg(told)) if "→" in words]
    assert said == ["11人 → 33人", "22人 → 44人"]


@pytest.mark.parametrize("size", [WIDE, NARROW, PRINTED], ids=["wide", "narrow", "printed"])
@pytest.mark.parametrize("pyramid", [PAIR, ALONE], ids=["pair", "alone"])
def test_words_stand_on_the_picture_and_clear_of_each_other(pyramid, size):
    svg = pyramid_svg(pyramid, size)
    assert collisions(svg) == [] and outside(svg) == []
    assert min(word.size for word in words_of(svg)) >= 12


def test_men_stand_left_and_women_right_with_the_eldest_at_the_top():
    bars = [one for one in parsed(pyramid_svg(ALONE)).iter(f"{SVG}rect") if one.get("stroke") == "#8a8a8a"]
    men, women = bars[:19], bars[19:]
    assert all(float(one.get("x")) + float(one.get("width")) <= 560 for one in men)
    assert all(float(one.get("x")) >= 560 for one in women)
    assert [float(one.get("y")) for one in men] == sorted((float(one.get("y")) for one in men), reverse=True)
    widths = [float(one.get("width")) for one in men]
    assert [round(width / widths[0], 2) for width in widths] == [round(count / MEN[0], 2) for count in MEN]


def test_the_later_year_is_an_outline_and_both_totals_are_said():
    svg = pyramid_svg(PAIR)
    steps = [one.get("points").split() for one in parsed(svg).iter(f"{SVG}polyline")]
    assert [len(points) for points in steps] == [40, 40]
    assert f"{sum(MEN):,}人 → {sum(PAIR.male_then):,}人" in texts(svg)
    assert list(parsed(pyramid_svg(ALONE)).iter(f"{SVG}polyline")) == []


def test_a_wide_picture_prints_every_figure_and_a_narrow_one_none():
    figures = [f"{count:,}" for counts in (MEN, PAIR.male_then, WOMEN, PAIR.female_then) for count in counts]
    wide, narrow = texts(pyramid_svg(PAIR)), texts(pyramid_svg(PAIR, NARROW))
    assert [one for one in figures if one not in wide] == []
    assert [one for one in figures if one in narrow and one != "10,000"] == []  # a name of the axis
    assert "90以上" in narrow and "90歳以上" in wide


def test_the_caption_names_the_years_as_they_are_drawn():
    assert pyramid_caption(PAIR) == (
        "ぬりつぶしは令和2（2020）年、太い線の枠は令和27（2045）年です。左が男性、右が女性で、上ほど年齢が高くなります。"
    )
    assert pyramid_caption(ALONE) == "左が男性、右が女性で、上ほど年齢が高くなります。"


def test_a_series_that_is_too_short_is_refused():
    with pytest.raises(ValueError, match="each age group"):
        pyramid_svg(dataclasses.replace(PAIR, female_then=[1]))


def test_nobody_at_all_is_drawn_as_such():
    nobody = Pyramid("図", GROUPS[:2], [0, 0], [0, 0])
    assert outside(pyramid_svg(nobody)) == []
