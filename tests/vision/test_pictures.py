"""From the figures of scenarios to what is drawn: courses, pyramids, classes, and how years are called."""

from decimal import Decimal

import pytest

from vision.figures import ScenarioFigures
from vision.pictures import axis_names, classes_of, courses_of, look_of, pyramid_of, year_words

GROUPS = 19


def scenario(name: str = "見本ケース", **fields) -> ScenarioFigures:
    """A scenario of 1,900 people in 2020 and 3,800 in 2030, as many in each group and sex."""
    rows = {"2020": ["50.000"] * GROUPS, "2030": ["100.000"] * GROUPS}
    data = {"name": name, "is_adopted": False, "entered": [], "M": rows, "F": rows, "band": None}
    return ScenarioFigures(data | fields)


ENTERED = scenario(
    "採用する値",
    is_adopted=True,
    M={},
    F={},
    entered=[
        {"year": 2020, "total": "401558", "young": None, "working": None, "old": None,
         "young_share": "13.7", "working_share": "60.0", "old_share": "26.3"},
        {"year": 2040, "total": "400861", "young": None, "working": None, "old": None,
         "young_share": None, "working_share": None, "old_share": None},
    ],
)  # fmt: skip
BAND = {"total": {"2030": ["3500", "3800", "4100"], "2020": ["1900", "1900", "1900"]}}


@pytest.mark.parametrize(
    ("year", "words"), [(2020, "令和2（2020）年"), (2019, "令和元（2019）年"), (1990, "平成2（1990）年")]
)
def test_a_census_year_is_named_by_the_era_of_its_october(year, words):
    assert year_words(year) == words


def test_courses_are_the_totals_in_the_order_of_the_years():
    adopted = scenario(is_adopted=True)
    courses = courses_of([adopted, scenario("できないケース", M={}, F={}), ENTERED])
    assert [course.name for course in courses] == ["見本ケース", "採用する値"]
    assert list(courses[0].points) == [(2020, Decimal("1900.000")), (2030, Decimal("3800.000"))]
    assert list(courses[1].points) == [(2020, 401_558), (2040, 400_861)]


def test_only_the_adopted_course_has_its_band():
    courses = courses_of([scenario(is_adopted=True, band=BAND), scenario(band=BAND)])
    assert [list(course.band) for course in courses] == [[(2020, 1900, 1900), (2030, 3500, 4100)], []]


def test_the_look_names_every_year_that_is_drawn():
    look = look_of(courses_of([scenario(), ENTERED]), 2020)
    assert look.base_year == 2020
    assert (
        look.names
        == {
            2020: "2020年\n令和2",
            2030: "2030年\n令和12",
            2040: "2040年\n令和22",
        }
        == axis_names([2020, 2030, 2040])
    )


def test_a_pyramid_shows_two_years_over_each_other():
    pyramid = pyramid_of(scenario(), 2020, 2030)
    assert pyramid.groups[0] == "0～4歳" and pyramid.groups[-1] == "90歳以上"
    assert (pyramid.male[0], pyramid.male_then[0]) == (50, 100)
    assert (pyramid.year, pyramid.then) == ("令和2（2020）年", "令和12（2030）年")
    assert pyramid.title == (
        "見本ケースの人口ピラミッド。令和2（2020）年と令和12（2030）年の男女・年齢別の人口。"
    )


@pytest.mark.parametrize("then", [2020, 2050, None])
def test_a_year_without_ages_is_not_laid_over(then):
    pyramid = pyramid_of(scenario(), 2020, then)
    assert pyramid.is_pair is False and pyramid.then == ""


def test_entered_figures_have_no_ages():
    assert pyramid_of(ENTERED, 2020, 2040) is None


def test_classes_of_the_years_asked_for_with_their_printed_shares():
    first, between = classes_of(scenario(), [2020, 2025, 2060])
    assert (first.year, first.label, first.young, first.working, first.old) == (
        2020,
        "2020年\n令和2",
        300,
        1000,
        600,
    )
    assert first.shares == (Decimal("15.8"), Decimal("52.6"), Decimal("31.6"))
    assert (between.year, between.young) == (2025, 450)  # on the straight line
    assert [one.year for one in classes_of(scenario())] == [2020, 2030]


def test_classes_of_entered_figures_come_from_total_and_shares():
    (only,) = classes_of(ENTERED)  # 2040 has no shares
    assert (only.year, only.total, only.shares) == (
        2020,
        401_558,
        (Decimal("13.7"), Decimal("60.0"), Decimal("26.3")),
    )
    assert [round(people) for people in only.people] == [55_013, 240_935, 105_610]
