"""What a scenario comes to: totals, classes, shares, years between; 豊中市's adopted figures."""

from decimal import Decimal

import pytest

from tests.vision.worlds import data_of, scenario
from vision.computing import computed
from vision.figures import ScenarioFigures, Summary, share, summary_of, whole
from vision.indices import index_of
from vision.spec import Entered, ScenarioSpec

D = Decimal
TOYONAKA = ScenarioSpec(
    entered=tuple(
        Entered(year, total, young_share=D(young), working_share=D(working))
        for year, total, young, working in (
            (2020, 401_558, "13.7", "60.0"),
            (2027, 402_190, "13.3", "60.5"),
            (2040, 400_861, "13.0", "57.2"),
        )
    )
)


def figures(kind="OWN", spec=None):
    return ScenarioFigures(computed(data_of(scenario(kind, spec)))["scenarios"][0])


def test_classes_and_shares_of_a_table():
    male, female = tuple(D(n) for n in range(19)), (D(1),) * 19
    found = summary_of(2020, male, female)
    assert (found.total, found.young, found.working, found.old, found.old75) == (190, 6, 85, 99, 70)
    shares = (found.young_share, found.working_share, found.old_share, found.old75_share)
    assert shares == (D("3.2"), D("44.7"), D("52.1"), D("36.8"))


def test_figures_that_were_decided_elsewhere():
    found = figures("ENTERED", TOYONAKA)
    assert found.years == (2020, 2027, 2040)
    assert (found.male, found.changes) == ({}, ())
    adopted = found.summaries[2027]
    assert (adopted.total, adopted.young_share, adopted.working_share) == (402_190, D("13.3"), D("60.5"))
    assert (adopted.young, adopted.old_share) == (None, None)


def test_a_share_follows_from_an_entered_class():
    spec = ScenarioSpec(entered=(Entered(2050, 367_696, young=45_390, working=199_468, old=122_838),))
    found = figures("ENTERED", spec).summaries[2050]
    assert (found.young_share, found.working_share, found.old_share) == (D("12.3"), D("54.2"), D("33.4"))


def test_years_between_lie_on_the_straight_line():
    found = figures("ENTERED", TOYONAKA)
    assert found.at(2027) == found.summaries[2027]
    between = found.at(2030)
    assert between.is_between
    assert between.total == 402_190 + D(400_861 - 402_190) * 3 / 13
    assert (between.young, between.young_share) == (None, None)
    assert (found.at(2019), found.at(2041)) == (None, None)
    own = figures()
    middle, before, after = (own.at(year) for year in (2027, 2025, 2030))
    assert middle.old75 == before.old75 + (after.old75 - before.old75) * D("0.4")
    assert middle.old_share == share(middle.old, middle.total)


def test_why_there_are_more_or_fewer():
    one = figures().changes[0]
    assert (one.first, one.last) == (2020, 2025)
    assert one.births > one.deaths > 0 > one.migration
    assert one.added == 0


def test_names():
    one = figures()
    assert (one.lineage, one.kind, one.name, one.is_adopted, one.is_shown) == (
        "OWN",
        "OWN",
        "OWN",
        False,
        True,
    )


@pytest.mark.parametrize(
    ("people", "printed"), [("0.5", 1), ("1.4999", 1), ("-0.5", -1), ("402190", 402_190)]
)
def test_people_as_printed(people, printed):
    assert whole(D(people)) == printed


def test_half_of_a_tenth_is_rounded_up():
    assert (share(D(1365), D(10_000)), share(D(-1365), D(10_000))) == (D("13.7"), D("-13.7"))
    assert index_of(D(99_850 + 15), D(100_000)) == D("99.9") == index_of(D(9_985), D(10_000))


def test_shares_of_nobody():
    assert share(D(0), D(0)) is None
    assert summary_of(2020, (D(0),) * 19, (D(0),) * 19) == Summary(2020, D(0), D(0), D(0), D(0), D(0))
