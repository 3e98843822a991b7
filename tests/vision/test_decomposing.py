"""What the difference between two editions comes from: three parts that add up to it, each nought where nothing changed."""

import copy
from decimal import Decimal
from typing import Any

import pytest

from tests.vision import compared
from vision import decomposing
from vision.comparing import compare
from vision.decomposing import Parts, parts_of
from vision.spec import Entered, Moves, ScenarioSpec

NOTHING = Decimal(0)
BALANCED = ScenarioSpec(moves=Moves.BALANCED)


def parts(old: dict[str, Any], new: dict[str, Any]) -> Parts:
    found = parts_of(compare(old, new))
    assert found is not None
    return found


def test_the_parts_are_the_whole_difference():
    both = compare(compared.older(), compared.newer())
    found = parts_of(both)
    assert found.year == 2045
    assert found.base + found.rates + found.course == found.difference == both.main_totals.at(2045).difference
    assert all(part < 0 for part in (found.base, found.rates, found.course))


@pytest.mark.parametrize(
    ("old", "new", "other"),
    [
        (compared.town(of=21_000, number=1), compared.town(of=20_000), "base"),
        (compared.town(number=1), compared.fewer_children(compared.town()), "rates"),
    ],
)
def test_what_changed_alone_is_all_of_it(old, new, other):
    found = parts(compared.made(old), compared.made(new))
    told = {name: getattr(found, name) for name in ("base", "rates", "course")}
    assert told.pop(other) == found.difference < 0
    assert set(told.values()) == {NOTHING}


def test_another_scenario_alone_is_all_of_it():
    old = compared.made(compared.town(number=1))
    found = parts(old, compared.made(compared.town(), compared.usual(BALANCED)))
    assert (found.base, found.rates) == (NOTHING, NOTHING)
    # Births no longer rise to 1.8, which weighs more than that nobody leaves on balance.
    assert found.course == found.difference < 0


def test_two_equal_editions_have_no_parts_but_nought():
    found = parts(compared.made(compared.town(number=1)), compared.made(compared.town()))
    assert (found.difference, found.base, found.rates, found.course) == (NOTHING,) * 4
    assert (found.is_known, found.unit) == (True, "人")


def test_why_there_are_no_parts_is_said():
    old, new = compared.older(), compared.newer()
    elsewhere = copy.deepcopy(new)
    elsewhere["areas"] = [{"code": "99998", "name": "隣町"}]
    assert parts(old, elsewhere).reason == decomposing.AREAS
    uncounted = copy.deepcopy(new)
    uncounted["tables"][0]["data"]["years"]["2025"] = uncounted["tables"][0]["data"]["years"].pop("2020")
    assert parts(old, uncounted).reason == decomposing.NO_BASE
    typed = compared.made(
        compared.town(),
        [compared.entered(Entered(2020, 20_000), Entered(2045, 19_000), lineage="町の見通し")],
    )
    assert parts(old, typed).reason == decomposing.ENTERED


def test_figures_that_the_engine_no_longer_makes_are_not_cut():
    old = compared.older()
    own = next(row for row in old["scenarios"] if row["is_adopted"])
    own["M"]["2045"][0] = "9999.000"
    assert parts(old, compared.newer()).reason == decomposing.OTHERWISE


def test_rates_that_cannot_carry_the_newer_people_are_said():
    old = compared.older()
    old["assumptions"] = [row for row in old["assumptions"] if row["kind"] != "CHILD_WOMAN"]
    found = parts(old, compared.newer())
    assert (found.reason, found.is_known) == (decomposing.MISSING, False)
    assert found.difference == -1204


def test_a_band_is_not_computed_again():
    """The band takes seconds and says nothing of where a difference comes from."""
    data = compared.older()
    data["scenarios"][1]["spec"]["uncertainty"] = {
        "draws": 10**9,
        "seed": 1,
        "tfr": "0.1",
        "migration": "0.2",
    }
    assert parts(data, compared.newer()).is_known


def test_nothing_in_common_has_no_parts():
    assert parts_of(compare(compared.made(compared.town(number=1), []), compared.newer())) is None
