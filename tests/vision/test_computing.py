"""What scenarios come to: people, why they become more or fewer, sums of areas, the band, the classes of impact."""

import copy
from decimal import Decimal

import pytest
from hypothesis import given as given_by
from hypothesis import settings
from hypothesis import strategies as st

from tests.vision import anchors
from tests.vision.worlds import data_of, given, rates, scenario, table
from vision.ages import group_keys
from vision.computing import NO_BAND, NOBODY_LEFT, NOTHING_ENTERED, TOO_MANY, computed
from vision.document import canonical_bytes
from vision.figures import ScenarioFigures
from vision.scenarios import preset
from vision.spec import Addition, Births, Entered, Moves, ScenarioSpec, Uncertainty

THOUSANDTHS = Decimal("0.04")  # what rounding leaves over stands with the deaths
TWO = [{"code": "99999", "name": "見本町"}, {"code": "99998", "name": "例示町"}]
HOMES = Addition("団地", 2030, 2035, {"30-34": Decimal(40)}, {"30-34": Decimal(38), "0-4": Decimal(5)})


def of(*specs, **changes):
    """The figures of scenarios with these specs."""
    rows = [scenario(spec=spec, lineage=str(n)) for n, spec in enumerate(specs)]
    return [ScenarioFigures(row) for row in computed(data_of(*rows, **changes))["scenarios"]]


def test_the_balance_is_kept_to_the_last_digit():
    spec = ScenarioSpec(moves=Moves.FACTOR, factor=Decimal("0.5"), additions=(HOMES,))
    one = of(spec)[0]
    assert [(change.first, change.last) for change in one.changes] == [
        (y, y + 5) for y in range(2020, 2050, 5)
    ]
    for change in one.changes:
        start, end = one.summaries[change.first].total, one.summaries[change.last].total
        assert end == start + change.births - change.deaths + change.migration + change.added
    assert [change.added for change in one.changes] == [0, 83, 83, 0, 0, 0]


def test_balanced_moves_are_zero_and_never_minus_zero():
    row = of(ScenarioSpec(moves=Moves.BALANCED))[0].data
    assert [change["migration"] for change in row["changes"][1:]] == ["0.000"] * 5


def test_people_by_year_sex_and_group():
    row = of(ScenarioSpec())[0].data
    assert row["open"] == 90
    assert list(row["M"]) == list(row["F"]) == [str(year) for year in range(2020, 2055, 5)]
    assert {len(people) for sex in "MF" for people in row[sex].values()} == {19}
    assert row["M"]["2020"][0] == f"{data_of()['tables'][0]['data']['years']['2020']['M'][0]}.000"


def test_what_was_assumed():
    rising = ScenarioSpec(births=Births.TFR, tfr=((2025, None), (2030, Decimal("2.1"))))
    found = of(rising)[0].data["assumed"]
    assert found["tfr"] == dict(
        zip(map(str, range(2025, 2055, 5)), ["1.43", *["2.10"] * 5], strict=True),
        **{"2020": found["tfr"]["2020"]},
    )
    assert found["child_woman"]["2030"] == "0.29400"
    without = [one for one in given() if one["kind"] != "TFR_RATIO"]
    assert list(of(ScenarioSpec(), assumptions=without)[0].data["assumed"]) == ["child_woman"]


def test_areas_are_summed():
    """Two towns of one size are twice one of them; what they assume is one path."""
    specs = (preset("PATTERN1", 2020), preset("SIM2", 2020))
    single, both = of(*specs), of(*specs, areas=TWO, tables=[table(), table(area="99998")])
    for one, two in zip(single, both, strict=True):
        apart = [two.summaries[year].total - 2 * one.summaries[year].total for year in one.years]
        assert max(map(abs, apart)) < Decimal("0.04")  # 38 groups, rounded to a thousandth of a person
        assert two.data["assumed"] == one.data["assumed"]


def test_the_rate_of_several_areas_is_weighed_by_their_women():
    own = rates("CHILD_WOMAN", area="99998", rate="0.3")
    found = of(
        ScenarioSpec(),
        areas=TWO,
        tables=[table(), table(area="99998", of=60_000)],
        assumptions=[*given(), own],
    )[0].data["assumed"]["child_woman"]
    assert found["2020"] == "0.27500"
    assert (
        Decimal("0.275") < Decimal(found["2050"]) < Decimal("0.3")
    )  # where more are born there are more women


def test_without_survival_people_but_no_causes():
    published = [table("PROJECTION", years=(2020, 2025, 2030, 2035))]
    whole, changed = of(ScenarioSpec(), preset("SIM2", 2020), tables=published, assumptions=[])
    assert (whole.data["changes"], whole.data["missing"]) == ([], [])
    assert len(whole.summaries) == 7
    assert (changed.data["M"], len(changed.data["missing"])) == ({}, 2)


def test_nothing_is_computed_where_something_is_missing():
    data = computed(data_of(scenario(), tables=[]))
    assert data["scenarios"][0]["missing"][0].startswith("見本町の2020年の人口がありません。")
    assert (data["scenarios"][0]["M"], data["impact"]) == ({}, None)


def test_entered_figures_are_shown_as_they_are():
    figures = ScenarioSpec(entered=(Entered(2027, 402_190, young_share=Decimal("13.3")),))
    rows = [scenario("ENTERED", figures), scenario("ENTERED")]
    full, empty = computed(data_of(*rows, tables=[]))["scenarios"]
    assert (full["entered"], full["missing"]) == (
        [{"year": 2027, "total": 402_190, "young_share": "13.3"}],
        [],
    )
    assert (empty["entered"], empty["missing"]) == ([], [NOTHING_ENTERED])


def test_the_band_is_repeatable_and_widens():
    unsure = ScenarioSpec(uncertainty=Uncertainty(draws=500))
    one, other = (of(unsure)[0] for _ in range(2))
    band = one.data["band"]
    assert band == other.data["band"]
    assert (band["draws"], band["seed"], band["quantiles"]) == (500, 20201001, ["0.05", "0.5", "0.95"])
    width = [int(high) - int(low) for low, _, high in band["total"].values()]
    assert width == sorted(width)
    assert width[0] == 0 < width[1]
    middle = int(band["total"]["2050"][1])
    assert abs(middle - one.summaries[2050].total) < one.summaries[2050].total / 200
    assert of(ScenarioSpec(uncertainty=Uncertainty(draws=500, seed=1)))[0].data["band"] != band


@pytest.mark.parametrize("unsure", [Uncertainty(10, 1, Decimal(50), Decimal(50)), Uncertainty(1, 1)])
def test_no_band_however_wide_breaks_the_page(unsure):
    low, middle, high = map(int, of(ScenarioSpec(uncertainty=unsure))[0].data["band"]["total"]["2050"])
    assert 0 <= low <= middle <= high


def test_a_band_of_moves_alone_needs_no_k_and_one_of_births_no_survival():
    without = [one for one in given() if one["kind"] != "TFR_RATIO"]
    moves = ScenarioSpec(uncertainty=Uncertainty(100, 1, Decimal(0), Decimal("0.2")))
    assert of(moves, assumptions=without)[0].data["band"]["total"]["2050"][0]
    births = ScenarioSpec(uncertainty=Uncertainty(100, 1, Decimal("0.1"), Decimal(0)))
    published = [table("PROJECTION", years=(2020, 2025))]
    assert of(births, tables=published, assumptions=given()[-1:])[0].data["band"]
    refused = of(births, assumptions=without)[0].data
    assert (refused["band"], len(refused["missing"]), len(refused["M"])) == (None, 1, 7)


def test_impact_is_that_of_the_usual_courses_even_where_the_vision_has_none_of_them():
    own = computed(data_of(scenario()))["impact"]
    usual = computed(data_of(*(scenario(kind, preset(kind, 2020)) for kind in ("PATTERN1", "SIM1", "SIM2"))))
    assert own == usual["impact"]
    changed = scenario("SIM1", ScenarioSpec(births=Births.TFR, tfr=((2025, None), (2030, Decimal("1.8")))))
    assert computed(data_of(changed))["impact"]["natural"] != own["natural"]
    short = computed(data_of(scenario(), vision={"base_year": 2020, "last_year": 2040}))["impact"]
    assert (own["year"], short["year"]) == (2045, 2040)
    assert computed(data_of(scenario(), assumptions=given()[:-1]))["impact"] is None


def test_results_are_equal_to_the_last_byte_and_nothing_given_is_changed():
    data = data_of(scenario(spec=ScenarioSpec(uncertainty=Uncertainty(draws=100))), scenario("SIM1"))
    before = copy.deepcopy(data)
    once = computed(data)
    assert data == before
    assert canonical_bytes(computed(once)) == canonical_bytes(once)


RATES = st.decimals(-3, 3, places=2)
GROUPS = st.sampled_from(group_keys(90)[1:])
SPECS = st.builds(
    ScenarioSpec,
    starts=st.none() | st.sampled_from(range(2020, 2050, 5)),
    births=st.sampled_from(Births),
    tfr=st.lists(st.tuples(st.integers(2010, 2060), st.none() | st.decimals(0, 9, places=2)), max_size=4).map(
        lambda points: tuple(dict(points).items())
    ),
    moves=st.sampled_from(Moves),
    factor=RATES,
    own_moves=st.none()
    | st.fixed_dictionaries({sex: st.dictionaries(GROUPS, RATES, max_size=4) for sex in "MF"}),
    additions=st.lists(
        st.builds(
            Addition,
            name=st.just("団地"),
            first=st.integers(2010, 2060),
            last=st.integers(2010, 2060),
            male=st.dictionaries(GROUPS, st.decimals(0, 999, places=0), max_size=3),
            female=st.just({}),
        ),
        max_size=2,
    ).map(tuple),
)


@settings(max_examples=30, deadline=None)
@given_by(SPECS)
def test_whatever_is_assumed_people_are_kept_count_of(spec):
    """No assumption makes people of nothing or fewer than nobody."""
    one = of(spec)[0]
    for change in one.changes:
        start, end = one.summaries[change.first].total, one.summaries[change.last].total
        assert end == start + change.births - change.deaths + change.migration + change.added
        assert min(change.births, change.deaths, change.added) >= -THOUSANDTHS
    assert min(min(people) for people in (*one.male.values(), *one.female.values())) >= 0


def test_seven_areas_in_one_call(shared):
    """Prefectures and cities of the published projection, summed."""
    specs = {
        f"{kind}{n}": preset(kind, 2015) for kind in ("PATTERN1", "SIM1", "SIM2", "LONG_TERM") for n in "ab"
    }
    data = computed(anchors.data(shared, *anchors.AREAS, specs=specs))
    totals = [ScenarioFigures(row).summaries[2015].total for row in data["scenarios"]]
    assert totals == [sum(anchors.references(shared)[code]["pattern1"]["2015"] for code in anchors.AREAS)] * 8


def leaving(number: int, **more) -> ScenarioSpec:
    """A course in which so many young men leave at once."""
    gone = Addition("閉校", 2025, 2025, {"20-24": Decimal(-number)}, {})
    return ScenarioSpec(additions=(gone,), **more)


def test_who_takes_away_more_people_than_there_are_is_told_and_hinders_no_other():
    alone = computed(data_of(scenario(), scenario("SIM1", preset("SIM1", 2020))))
    broken = scenario("SIM2", leaving(5000))
    beside = computed(data_of(scenario(), scenario("SIM1", preset("SIM1", 2020)), broken))
    *others, one = beside["scenarios"]
    assert others == alone["scenarios"]
    assert (one["missing"], one["M"], one["band"], beside["impact"]) == ([NOBODY_LEFT], {}, None, None)


def test_a_band_that_leads_to_nobody_is_told_and_the_course_stands():
    (own,) = computed(data_of(scenario(spec=leaving(1))))["scenarios"]
    nearly = next(
        n
        for n in range(50, 2000, 50)
        if not computed(data_of(scenario(spec=leaving(n))))["scenarios"][0]["M"]
    )
    wide = Uncertainty(draws=100, tfr=Decimal(0), migration=Decimal(2))
    (banded,) = computed(data_of(scenario(spec=leaving(nearly - 50, uncertainty=wide))))["scenarios"]
    assert (own["missing"], banded["missing"], banded["band"], len(banded["M"])) == ([], [NO_BAND], None, 7)


def test_more_people_than_can_be_written_are_told():
    flood = Addition("桁違い", 2025, 2025, {"20-24": Decimal(10) ** 26}, {})
    (one,) = computed(data_of(scenario(spec=ScenarioSpec(additions=(flood,)))))["scenarios"]
    assert (one["missing"], one["M"]) == ([TOO_MANY], {})


def test_impact_says_nothing_of_a_course_that_is_not_public():
    changed = scenario("SIM1", ScenarioSpec(births=Births.TFR, tfr=((2025, None), (2030, Decimal("1.8")))))
    hidden = computed(data_of(changed | {"is_shown": False}))["impact"]
    assert hidden == computed(data_of(scenario()))["impact"] != computed(data_of(changed))["impact"]
