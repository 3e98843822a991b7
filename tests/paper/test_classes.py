"""Three classes by year: heights, shares as printed, names without a box of keys."""

from decimal import Decimal

import pytest

from paper.classes import NARROW, PRINTED, WIDE, ClassYear, classes_svg
from tests.paper.drawn import SVG, collisions, outside, parsed, texts, words_of

# 豊中市's printed shares add to 99.9 in some years; they are printed as they are.
YEARS = [
    ClassYear(year, f"{year}年\n令和{year - 2018}", total * 0.13, total * 0.6, total * 0.27,
              (Decimal("13.0"), Decimal("60.0"), Decimal("26.9")))
    for year, total in ((2020, 401_000), (2025, 390_000), (2030, 378_000), (2040, 341_000), (2050, 300_000))
]  # fmt: skip
FILLS = ("#f0b64d", "#e4ebf3", "#00428c")


def bars(svg: str) -> list[list[float]]:
    """Widths and heights of the bars, class by class."""
    return [
        [float(one.get("height")) for one in parsed(svg).iter(f"{SVG}rect") if one.get("fill") == fill]
        for fill in FILLS
    ]


@pytest.mark.parametrize("size", [WIDE, NARROW, PRINTED], ids=["wide", "narrow", "printed"])
@pytest.mark.parametrize("count", [1, 5, 31])
def test_words_stand_on_the_picture_and_clear_of_each_other(size, count):
    years = [YEARS[place % 5] for place in range(count)]
    svg = classes_svg(years, size)
    assert collisions(svg) == [] and outside(svg) == []
    assert min(word.size for word in words_of(svg)) >= 12


def test_bars_are_as_high_as_the_classes_and_shares_are_printed_as_given():
    svg = classes_svg(YEARS)
    young, working, old = bars(svg)
    assert [round(one / young[0], 1) for one in (working[0], old[0])] == [
        round(0.6 / 0.13, 1),
        round(0.27 / 0.13, 1),
    ]
    shown = texts(svg)
    assert (shown.count("13.0％"), shown.count("60.0％"), shown.count("26.9％")) == (5, 5, 5)
    assert [one for one in shown if one in ("老年人口", "生産年齢人口", "年少人口")] == [
        "老年人口",
        "生産年齢人口",
        "年少人口",
    ]


def test_a_narrow_picture_names_each_year_above_its_bar_with_the_total():
    shown = texts(classes_svg(YEARS, NARROW))
    assert next(one for one in shown if "年" in one and "（" in one) == "2020年（令和2）"
    assert [one for one in shown if one.endswith("人")] == [
        "401,000人",
        "390,000人",
        "378,000人",
        "341,000人",
        "300,000人",
    ]
    assert shown.count("13.0％") == 5


def test_a_year_of_which_only_total_and_shares_are_known_is_drawn_from_these():
    entered = ClassYear(
        2027, "2027年", None, None, None, (Decimal("13.3"), Decimal("60.5"), Decimal("26.2")), 402_190
    )
    assert [round(one) for one in entered.people] == [53491, 243325, 105374]
    assert "402,190" in texts(classes_svg([entered]))


def test_a_year_without_figures_is_left_out():
    empty = ClassYear(2035, "2035年", None, None, None)
    assert classes_svg([empty]) == ""
    assert texts(classes_svg([YEARS[0], empty])).count("2035年") == 0


def test_shares_that_were_not_given_are_not_invented():
    svg = classes_svg([ClassYear(2020, "2020年", 1, 2, 3)])
    assert [one for one in texts(svg) if "％" in one] == []
