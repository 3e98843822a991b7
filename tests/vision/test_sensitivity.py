"""Effect of one assumption: against scenarios that say the same, and what cannot be said."""

from decimal import Decimal

from tests.vision.worlds import data_of, given, scenario, table
from vision.computing import computed
from vision.figures import ScenarioFigures, whole
from vision.sensitivity import NOT_YET, Effect, sensitivity_of
from vision.spec import Addition, Births, Entered, Moves, ScenarioSpec

TFR = ScenarioSpec(births=Births.TFR, tfr=((2025, Decimal("1.5")),))


def total(spec, year=2050, **changes):
    row = computed(data_of(scenario(spec=spec), **changes))["scenarios"][0]
    return whole(ScenarioFigures(row).summaries[year].total)


def test_births_and_moves_do_what_a_scenario_with_that_assumption_does():
    found = sensitivity_of(data_of(scenario(spec=TFR)), "OWN")
    assert (found.year, found.total, found.missing) == (2050, total(TFR), ())
    by_name = {(one.assumption, one.change): one for one in found.effects}
    higher = ScenarioSpec(births=Births.TFR, tfr=((2025, Decimal("1.6")),))
    lower = ScenarioSpec(births=Births.TFR, tfr=((2025, Decimal("1.4")),))
    still = ScenarioSpec(births=Births.TFR, tfr=TFR.tfr, moves=Moves.BALANCED)
    assert by_name["合計特殊出生率", "0.1高い"].total == total(higher)
    assert by_name["合計特殊出生率", "0.1低い"].total == total(lower)
    assert by_name["純移動率", "すべて0（転入と転出が同数）"].total == total(still)


def test_births_are_changed_by_the_k_of_their_own_year():
    rising = [one | {"data": {"years": dict(one["data"]["years"])}} for one in given()[-1:]]
    rising[0]["data"]["years"] |= {str(year): f"0.{14 + n}" for n, year in enumerate(range(2020, 2055, 5))}
    changes = {"assumptions": [*given()[:-1], *rising]}
    found = sensitivity_of(data_of(scenario(spec=TFR), **changes), "OWN")
    higher = ScenarioSpec(births=Births.TFR, tfr=((2025, Decimal("1.6")),))
    assert (found.effects[0].change, found.effects[0].total) == ("0.1高い", total(higher, **changes))


def test_differences_and_per_cent():
    found = sensitivity_of(data_of(scenario(spec=TFR)), "OWN", 2040)
    assert found.year == 2040
    for one in found.effects:
        assert one.difference == one.total - found.total
        assert one.percent == (Decimal(one.difference) / found.total * 100).quantize(Decimal("0.1"))
    assert [one.difference > 0 for one in found.effects] == [True, False, True, False, True, True, False]


def test_more_moves_are_better_for_those_who_come_and_those_who_leave():
    """The step from 2025 alone: of 100 who came there are 110, of 100 who left 90."""
    found = sensitivity_of(data_of(scenario()), "OWN", 2030)
    better, worse = (one.difference for one in found.effects if one.change.startswith("増える率"))
    assert abs(better + worse) <= 1
    assert better > 0


def test_what_cannot_be_told_is_said():
    published = [table("PROJECTION", years=(2020, 2025, 2030))]
    found = sensitivity_of(data_of(scenario(), tables=published, assumptions=[]), "OWN")
    assert (found.effects, len(found.missing), found.total is None) == ((), 2, False)
    births = sensitivity_of(data_of(scenario(), tables=published, assumptions=given()[-1:]), "OWN")
    assert [one.assumption for one in births.effects] == ["合計特殊出生率"] * 2
    entered = sensitivity_of(
        data_of(scenario("ENTERED", ScenarioSpec(entered=(Entered(2027, 5),)))), "ENTERED"
    )
    nothing = sensitivity_of(data_of(scenario(), tables=[]), "OWN")
    assert [(one.total, one.effects, len(one.missing)) for one in (entered, nothing)] == [(None, (), 1)] * 2


def test_a_town_of_nobody():
    nobody = table(of=0)
    found = sensitivity_of(data_of(scenario(), tables=[nobody]), "OWN")
    assert found.effects[0] == Effect("合計特殊出生率", "0.1高い", 2050, 0, 0, Decimal("0.0"))


def test_a_change_that_leaves_fewer_than_nobody_is_left_out():
    """When all young men leave, those who survive less or move away more are not there to leave."""
    men = ScenarioFigures(computed(data_of(scenario()))["scenarios"][0]).male[2030][4]
    gone = Addition("閉校", 2030, 2030, {"20-24": Decimal("0.01") - men}, {})
    found = sensitivity_of(data_of(scenario(spec=ScenarioSpec(additions=(gone,)))), "OWN")
    assert (found.total is not None, 0 < len(found.effects) < 7) == (True, True)
    none = Addition("閉校", 2030, 2030, {"20-24": -men - 1}, {})
    assert sensitivity_of(data_of(scenario(spec=ScenarioSpec(additions=(none,)))), "OWN").missing == (
        NOT_YET,
    )
