"""The assumptions of a scenario keep what they say through JSON; what is not used is left out."""

import json
from decimal import Decimal

import pytest

from vision.spec import (
    Addition,
    Births,
    Entered,
    Moves,
    ScenarioSpec,
    Uncertainty,
    from_data,
    to_data,
)

D = Decimal
FULL = ScenarioSpec(
    starts=2030,
    births=Births.TFR,
    tfr=((2025, None), (2030, D("2.10"))),
    moves=Moves.OWN,
    own_moves={"M": {"20-24": D("0.05")}, "F": {"20-24": D("0.04")}},
    additions=(Addition("団地", 2030, 2035, {"30-34": D(40)}, {}, area="99999"),),
    uncertainty=Uncertainty(draws=2000, seed=7, tfr=D("0.2"), migration=D("0.1")),
)


@pytest.mark.parametrize(
    "spec",
    [
        ScenarioSpec(),
        FULL,
        ScenarioSpec(moves=Moves.FACTOR, factor=D("1.50")),
        ScenarioSpec(moves=Moves.BALANCED),
        ScenarioSpec(
            entered=(Entered(2027, 402_190, young_share=D("13.3")), Entered(2040, 400_861, old=119_456))
        ),
    ],
)
def test_a_spec_comes_back_as_it_was(spec):
    assert from_data(json.loads(json.dumps(to_data(spec)))) == spec


def test_what_is_not_used_is_left_out():
    assert to_data(ScenarioSpec()) == {"births": "PUBLISHED", "moves": "PUBLISHED"}
    assert to_data(FULL)["tfr"] == [[2025, None], [2030, "2.10"]]
    assert to_data(ScenarioSpec(entered=(Entered(2027, 402_190),)))["entered"] == [
        {"year": 2027, "total": 402_190}
    ]
    assert from_data({}) == ScenarioSpec()
