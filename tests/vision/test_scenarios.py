"""Scenarios: presets, the path of births, moves, additions; anchor A4, シミュレーション1・2 of seven areas."""

from decimal import Decimal

import numpy as np
import pytest

from tests.vision import anchors
from tests.vision.worlds import data_of, inputs, rates, scenario, table
from vision.computing import computed
from vision.figures import ScenarioFigures, whole
from vision.scenarios import band_obstacles, came, obstacles, preset, rates_of, stacked, starts_of, tfr_path
from vision.spec import Addition, Births, Moves, ScenarioSpec, Uncertainty

KINDS = {"PATTERN1": "pattern1", "SIM1": "sim1", "SIM2": "sim2"}


@pytest.mark.parametrize("code", anchors.AREAS)
def test_anchor_a4_the_reference_scenarios(shared, code):
    """Every total of 2015–2045 to the person (a millionth, where there are millions: survival and k have six decimals)."""
    data = computed(anchors.data(shared, code, specs={kind: preset(kind, 2015) for kind in KINDS}))
    expected = anchors.references(shared)[code]
    for row in data["scenarios"]:
        totals = {str(year): whole(one.total) for year, one in ScenarioFigures(row).summaries.items()}
        print(expected["name"], row["kind"], totals)
        published = expected[KINDS[row["kind"]]]
        assert totals.keys() == published.keys()
        apart = [abs(totals[year] - published[year]) for year in totals]
        assert max(apart) <= max(1, published["2045"] // 1_000_000), apart
        if row["kind"] == "PATTERN1":
            assert totals == published
    assert data["scenarios"][1]["assumed"]["tfr"]["2020"] == f"{expected['tfr_2020_implied']:.2f}"
    assert data["impact"] == {
        "year": 2045,
        "natural": {"ratio": f"{expected['natural_ratio_2045']:.2f}", "class": expected["natural_class"]},
        "social": {"ratio": f"{expected['social_ratio_2045']:.2f}", "class": expected["social_class"]},
    }


@pytest.mark.parametrize(
    ("base", "path"),
    [
        (2015, ((2020, None), (2030, Decimal("2.1")))),
        (2020, ((2025, None), (2030, Decimal("2.1")))),
        (2025, ((2030, None), (2035, Decimal("2.1")))),
    ],
)
def test_simulations_rise_to_2_1(base, path):
    one, two = preset("SIM1", base), preset("SIM2", base)
    assert (one.births, one.tfr, one.moves) == (Births.TFR, path, Moves.PUBLISHED)
    assert (two.births, two.tfr, two.moves) == (Births.TFR, path, Moves.BALANCED)
    assert starts_of(one, base) == base + 5


def test_the_other_presets():
    assert preset("PATTERN1", 2020) == preset("OWN", 2020) == preset("ENTERED", 2020) == ScenarioSpec()
    long = preset("LONG_TERM", 2020)
    assert long.tfr == ((2020, Decimal("1.6")), (2030, Decimal("1.8")), (2040, Decimal("2.07")))


def path(*points, **changes):
    """The rate of each year 2020 … 2050; the published one is 0.2 ÷ 0.14."""
    return [round(float(rate), 4) for rate in tfr_path(points, inputs(**changes))[0]]


def test_a_path_is_straight_between_its_points_and_constant_behind():
    one, two = (2025, Decimal("1.5")), (2035, Decimal("1.8"))
    assert path(one, two) == [1.5, 1.5, 1.65, 1.8, 1.8, 1.8, 1.8]
    assert path(two, one) == path(one, two)
    assert path((2022, Decimal(1)), (2027, Decimal(2)))[1] == 1.6  # points need not lie on census years


def test_a_point_without_a_rate_has_the_published_one():
    published = round(0.2 / 0.14, 4)
    assert path((2025, None), (2035, Decimal("1.6")))[1:4] == [
        published,
        round((0.2 / 0.14 + 1.6) / 2, 4),
        1.6,
    ]
    assert path()[1:] == [published] * 6


def test_births_follow_the_path_from_its_first_point_on():
    found = rates_of(ScenarioSpec(births=Births.TFR, tfr=((2035, Decimal("1.5")),)), inputs())
    assert found.child_woman[0].round(6).tolist() == [0.2, 0.2, 0.21, 0.21, 0.21, 0.21]
    late = ScenarioSpec(starts=2040, births=Births.TFR, tfr=((2020, Decimal("1.5")),))
    assert rates_of(late, inputs()).child_woman[0].round(6).tolist() == [0.2, 0.2, 0.2, 0.21, 0.21, 0.21]


@pytest.mark.parametrize(
    ("spec", "rates"),
    [
        (ScenarioSpec(), [-0.12, -0.12, -0.12]),
        (ScenarioSpec(moves=Moves.BALANCED), [-0.12, 0, 0]),
        (ScenarioSpec(moves=Moves.FACTOR, factor=Decimal("0.5")), [-0.12, -0.06, -0.06]),
        (ScenarioSpec(moves=Moves.FACTOR, factor=Decimal("0.5"), starts=2030), [-0.12, -0.12, -0.06]),
        (ScenarioSpec(moves=Moves.OWN, own_moves={"M": {"20-24": Decimal("0.3")}}), [-0.12, 0.3, 0.3]),
        (ScenarioSpec(moves=Moves.OWN, own_moves={"F": {"20-24": Decimal("0.3")}}), [-0.12, -0.12, -0.12]),
    ],
)
def test_moves_change_from_the_year_on_where_the_scenario_starts(spec, rates):
    """Men who arrive at 20–24, in the first three steps."""
    assert rates_of(spec, inputs()).migration[0, :3, 0, 3].round(6).tolist() == rates


def test_own_rates_leave_the_other_ages_as_they_were():
    spec = ScenarioSpec(moves=Moves.OWN, own_moves={"M": {"20-24": Decimal("0.3"), "95+": Decimal("-0.01")}})
    published, own = inputs().migration, rates_of(spec, inputs()).migration
    changed = np.argwhere(~np.isclose(published[0, 1], own[0, 1])).tolist()
    assert changed == [[0, 3], [0, 17]]  # 20–24, and the open group, which begins at 90 here


def test_nobody_leaves_twice():
    """Nine times as many young people leave as before: all who lived, not more."""
    found = rates_of(ScenarioSpec(moves=Moves.FACTOR, factor=Decimal(9)), inputs())
    together = found.survival + found.migration
    assert float(together.min()) == 0
    assert float(found.migration[0, 1, 0, 3]) == -float(found.survival[0, 1, 0, 3])


def test_people_are_added_in_the_steps_and_at_the_ages_of_a_project():
    two = [{"code": "99999", "name": "見本町"}, {"code": "99998", "name": "例示町"}]
    world = inputs(areas=two, tables=[table(), table(area="99998")])
    homes = Addition("団地", 2030, 2035, {"30-34": Decimal(40)}, {"30-34": Decimal(38), "0-4": Decimal(5)})
    dorm = Addition("大学", 2030, 2030, {"20-24": Decimal(100)}, {"20-24": Decimal(90)}, area="99998")
    added = rates_of(ScenarioSpec(additions=(homes, dorm)), world).added
    assert added is not None
    found = {tuple(place): float(added[tuple(place)]) for place in np.argwhere(added).tolist()}
    assert found == {  # area, step, sex, group
        (0, 1, 0, 6): 40,
        (0, 1, 1, 6): 38,
        (0, 1, 1, 0): 5,
        (0, 2, 0, 6): 40,
        (0, 2, 1, 6): 38,
        (0, 2, 1, 0): 5,
        (1, 1, 0, 4): 100,
        (1, 1, 1, 4): 90,
    }


def test_what_cannot_be_computed_says_what_to_do():
    published = [table(), table("PROJECTION", years=(2020, 2025, 2030))]
    without = inputs(tables=published, assumptions=[])
    assert (without.survival, without.k) == (None, None)
    spec = preset("SIM2", 2020)
    assert [sentence.partition("、")[0] for sentence in obstacles(spec, without)] == [
        "生残率がないため",
        "子ども女性比と合計特殊出生率の比（k）がないため",
    ]
    assert obstacles(ScenarioSpec(), without) == ()
    assert obstacles(spec, inputs()) == ()
    unsure = ScenarioSpec(uncertainty=Uncertainty())
    assert len(band_obstacles(unsure, without)) == 2
    assert (
        band_obstacles(ScenarioSpec(uncertainty=Uncertainty(tfr=Decimal(0), migration=Decimal(0))), without)
        == ()
    )
    assert band_obstacles(unsure, inputs()) == band_obstacles(ScenarioSpec(), without) == ()


def test_scenarios_are_stacked_for_one_call():
    homes = Addition("団地", 2030, 2030, {"30-34": Decimal(40)}, {})
    each = [rates_of(spec, inputs()) for spec in (ScenarioSpec(), ScenarioSpec(additions=(homes,)))]
    found = stacked(each)
    assert found.survival.shape == (2, 1, 6, 2, 18)
    assert found.child_woman.shape == found.boys.shape == (2, 1, 6)
    assert found.added is not None
    assert found.added.sum(axis=(1, 2, 3, 4)).tolist() == [0, 40]
    assert stacked(each[:1]).added is None


def village():
    """A census and a published projection without women of 20–24 in 2020, and 4 of 25–29 in 2025 whom nobody has become."""
    census, published = table(), table("PROJECTION", years=(2020, 2025, 2030))
    for one in (census, published):
        one["data"]["years"]["2020"]["F"][4] = 0
    published["data"]["years"]["2025"]["F"][5] = 4
    return {"tables": [census, published], "assumptions": [rates("SURVIVAL")]}


def test_who_moved_in_where_nobody_set_out_comes_back_with_the_published_projection():
    world, homes = village(), Addition("団地", 2030, 2030, {"30-34": Decimal(40)}, {})
    row = computed(
        data_of(scenario(), scenario("OWN", ScenarioSpec(additions=(homes,)), lineage="homes"), **world)
    )["scenarios"]
    published = world["tables"][1]["data"]["years"]
    for year in ("2025", "2030"):
        for sex in "MF":
            assert row[0][sex][year] == [f"{people}.000" for people in published[year][sex]]
    assert [change["added"] for change in row[0]["changes"]] == ["0.000"] * 6
    assert [change["added"] for change in row[1]["changes"]] == ["0.000", "40.000", *["0.000"] * 4]
    change = ScenarioFigures(row[0]).changes[0]
    totals = [ScenarioFigures(row[0]).summaries[year].total for year in (2020, 2025)]
    assert totals[1] == totals[0] + change.births - change.deaths + change.migration


@pytest.mark.parametrize(
    ("spec", "times"),
    [
        (ScenarioSpec(), 1),
        (ScenarioSpec(starts=2020, moves=Moves.BALANCED), 0),
        (ScenarioSpec(moves=Moves.BALANCED), 1),
        (ScenarioSpec(starts=2020, moves=Moves.FACTOR, factor=Decimal("0.5")), 0.5),
        (ScenarioSpec(starts=2020, moves=Moves.FACTOR, factor=Decimal(-1)), 0),
    ],
)
def test_who_moved_in_follows_the_moves(spec, times):
    found = came(spec, inputs(**village()))
    assert found is not None
    assert (found[0, 0, 1, 5], found.sum()) == (4 * times, 4 * times)
    assert came(spec, inputs()) is None
