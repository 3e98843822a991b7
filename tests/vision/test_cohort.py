"""The engine against the same arithmetic on lists, against its own books, and against what 社人研 published (anchors A1, A2)."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sources import ROOT, table_rows
from tests.vision import plain_cohort
from tests.vision.published import FOCUS, YEARS, areas, nation
from vision import cohort
from vision.ages import MOTHERS
from vision.cohort import ImpossibleRates, Projection, Rates, interpolated, project
from vision.rates import derived, out_of_nobody

DOCS = (ROOT / "docs" / "algorithms" / "population.md").read_text(encoding="utf-8")
SIZES = st.tuples(
    st.sampled_from((18, 19, 20, 21)), st.integers(1, 5), st.sampled_from(((), (1,), (3,), (2, 3)))
)


def any_rates(
    groups: int, steps: int, lead: tuple[int, ...], seed: int, added: bool
) -> tuple[np.ndarray, Rates]:
    """People and rates of all sizes, empty groups and whole groups that leave among them."""
    dice = np.random.default_rng(seed)
    shape = (*lead, steps, 2, groups - 1)
    survival = dice.uniform(0, 1, shape)
    migration = np.maximum(dice.normal(0, 0.5, shape), -survival)
    base = dice.integers(0, 10_000, (*lead, 2, groups)) * dice.integers(0, 2, (*lead, 2, groups))
    more = dice.integers(0, 50, (*lead, steps, 2, groups)).astype(float) if added else None
    ratio, boys = dice.uniform(0, 0.5, (*lead, steps)), dice.uniform(90, 120, (*lead, steps))
    return base.astype(float), Rates(survival, migration, ratio, boys, more)


def on_paper(base: np.ndarray, rates: Rates, place: tuple[int, ...]) -> plain_cohort.PlainProjection:
    """One area by the reference."""
    arrays = (base, rates.survival, rates.migration, rates.child_woman, rates.boys)
    added = None if rates.added is None else rates.added[place].tolist()
    return plain_cohort.project(*(array[place].tolist() for array in arrays), added)


def assert_books_balance(done: Projection) -> None:
    totals = done.totals
    end = totals[..., :-1] + done.births - done.deaths + done.migration + done.added
    np.testing.assert_allclose(totals[..., 1:], end, rtol=1e-12, atol=1e-6)


# --- two ways of reckoning --------------------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(SIZES, st.integers(0, 2**32), st.booleans())
def test_both_engines_agree(size, seed, added):
    base, rates = any_rates(*size, seed, added)
    done = project(base, rates)
    assert_books_balance(done)
    for place in np.ndindex(*size[2]):
        plain = on_paper(base, rates, place)
        np.testing.assert_allclose(done.population[place], plain.population, rtol=1e-9, atol=1e-9)
        for name in ("births", "deaths", "migration"):
            given_, ours = getattr(plain, name), getattr(done, name)[place]
            np.testing.assert_allclose(ours, given_, rtol=1e-9, atol=1e-9 * (1 + base.sum()))


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32))
def test_people_are_never_created(seed):
    base, rates = any_rates(19, 4, (), seed, added=False)
    closed = Rates(rates.survival, np.minimum(rates.migration, 0), np.zeros(4), rates.boys)
    done = project(base, closed)
    assert (done.population >= 0).all() and (done.births == 0).all() and (done.migration <= 0).all()
    assert (np.diff(done.totals) <= 1e-9).all()
    assert (done.deaths >= -1e-9).all()


def test_the_books_balance_to_the_person_in_a_large_country():
    base, rates = any_rates(21, 5, (), 7, added=True)
    assert_books_balance(project(base * 1e4, rates))


def test_nobody_dies_nobody_moves_nobody_is_born():
    base = np.arange(38.0).reshape(2, 19)
    done = project(base, Rates(np.ones((2, 2, 18)), np.zeros((2, 2, 18)), np.zeros(2), np.full(2, 105.0)))
    assert done.population[1, 0].tolist() == [0, *range(17), 17 + 18]
    assert done.population[2, 1].tolist() == [0, 0, *range(19, 35), 35 + 36 + 37]
    assert done.totals.tolist() == [703, 703, 703]
    assert done.births.tolist() == done.migration.tolist() == done.added.tolist() == [0, 0]


def test_women_who_are_added_have_children_in_that_step():
    base, added = np.zeros((2, 19)), np.zeros((1, 2, 19))
    added[0, 1, 4], added[0, 0, 0] = 100, 7  # women of 20–24 and little boys
    still = np.zeros((1, 2, 18))
    done = project(base, Rates(still, still, np.array([0.2]), np.array([100.0]), added))
    assert done.population[1, :, 0].tolist() == [10 + 7, 10]
    assert (done.births[0], done.deaths[0], done.added[0], done.totals[1]) == (20, 0, 107, 127)


def test_boys_only():
    base = np.full((2, 19), 10.0)
    done = project(base, Rates(*[np.full((1, 2, 18), 0.5)] * 2, np.array([0.1]), np.array([np.inf])))
    assert done.population[1, :, 0].tolist() == [7, 0]


# --- shapes -----------------------------------------------------------------------------------------------------------


def test_scenarios_by_areas_are_one_call():
    base, rates = any_rates(19, 3, (4,), 1, added=False)
    factor = np.array([0, 0.5, 1]).reshape(3, 1, 1, 1, 1)
    done = project(base, Rates(rates.survival, factor * rates.migration, rates.child_woman[0], rates.boys))
    assert done.population.shape == (3, 4, 4, 2, 19)
    assert done.births.shape == done.deaths.shape == done.migration.shape == done.added.shape == (3, 4, 3)
    one = project(
        base[2], Rates(rates.survival[2], rates.migration[2] / 2, rates.child_woman[0], rates.boys[2])
    )
    np.testing.assert_array_equal(done.population[1, 2], one.population)
    assert (done.migration[0] == 0).all()


def test_rates_common_to_all_areas():
    base, _ = any_rates(18, 2, (2, 3), 3, added=False)
    _, rates = any_rates(18, 2, (), 4, added=True)
    done = project(base, rates)
    assert done.population.shape == (2, 3, 3, 2, 18)
    np.testing.assert_array_equal(done.population[1, 2], project(base[1, 2], rates).population)
    assert done.added.tolist() == np.broadcast_to(rates.added.sum(axis=(-1, -2)), (2, 3, 2)).tolist()


@pytest.mark.parametrize("at_once", [1, 7, 12])
def test_many_areas_are_carried_forward_in_blocks_of_steps(monkeypatch, at_once):
    base, rates = any_rates(19, 5, (2, 3), 6, added=True)
    whole = project(base, rates)
    monkeypatch.setattr(cohort, "AT_ONCE", at_once)
    done = project(base, rates)
    np.testing.assert_array_equal(done.population, whole.population)
    for name in ("births", "deaths", "migration", "added"):
        np.testing.assert_allclose(getattr(done, name), getattr(whole, name), rtol=1e-12, atol=1e-9)
    rates.migration[1, 2, 3, 0, 17] = np.nan
    with pytest.raises(ImpossibleRates) as refused:
        project(base, rates)
    assert refused.value.place == (1, 2, 4, 0, 18)


def test_what_does_not_fit_is_refused():
    base, rates = any_rates(19, 2, (), 5, added=False)
    with pytest.raises(ValueError, match=r"shape \(2, 2, 18\) should end in \(2, 2, 17\)"):
        project(base[:, :18], rates)
    with pytest.raises(ValueError, match=r"shape \(1,\) should end in \(2,\)"):
        project(base, Rates(rates.survival, rates.migration, rates.child_woman[:1], rates.boys))


def test_more_people_leave_than_there_are():
    base, rates = any_rates(19, 3, (2,), 5, added=False)
    base[:] = 100
    rates.migration[1, 0, 1, 6] = -1.01
    with pytest.raises(ImpossibleRates) as refused:
        project(base, rates)
    assert refused.value.place == (1, 1, 1, 7)  # where people would be missing: area, moment, women, 35–39


@pytest.mark.parametrize("name", ["survival", "migration", "child_woman", "boys"])
def test_what_is_no_number_is_refused(name):
    base, rates = any_rates(19, 2, (), 5, added=False)
    base[:] = 100
    getattr(rates, name).flat[-1] = np.nan
    with pytest.raises(ImpossibleRates):
        project(base, rates)


def test_a_group_with_fewer_than_nobody_is_refused():
    base, rates = any_rates(19, 2, (), 5, added=False)
    base[1, 4] = -1
    with pytest.raises(ImpossibleRates) as refused:
        project(base, rates)
    assert refused.value.place == (0, 1, 4)


def test_no_area_at_all():
    base, rates = any_rates(19, 2, (0,), 5, added=False)
    assert project(base, rates).population.shape == (0, 3, 2, 19)


# --- years between ----------------------------------------------------------------------------------------------------


def test_years_between_lie_on_the_straight_line():
    tables = np.stack([np.full((2, 19), value) for value in (100.0, 200.0, 100.0)])
    read = interpolated(tables, (2020, 2025, 2030), (2020, 2022, 2025, 2027, 2030))
    assert read[:, 0, 0].tolist() == pytest.approx([100, 140, 200, 160, 100])
    assert interpolated(tables[None], (2020, 2025, 2030), (2021,)).shape == (1, 1, 2, 19)
    assert interpolated(tables[:1], (2020,), (2020,))[0, 1, 3] == 100


@pytest.mark.parametrize("year", [2019, 2031])
def test_nothing_is_carried_on_beyond_the_tables(year):
    with pytest.raises(ValueError, match="only years between 2020 and 2030"):
        interpolated(np.zeros((3, 2, 19)), (2020, 2025, 2030), (year,))


# --- the prose --------------------------------------------------------------------------------------------------------


def test_the_worked_table_of_the_prose_is_true():
    rows = table_rows(DOCS, "| group | 2020 | survival | migration | 2025 |")
    assert len(rows) == 19
    row = np.array(
        [
            [float(cell.replace("–", "0").replace("−", "-").replace(",", "")) for cell in one[1:]]
            for one in rows
        ]
    )
    start, moved = np.stack([row[:, 0]] * 2), np.stack([row[1:, 1:3]] * 2)
    done = project(start, Rates(moved[None, ..., 0], moved[None, ..., 1], np.array([0.2]), np.array([105.0])))
    assert np.round(done.population[1, 1], 1).tolist() == row[:, 3].tolist()
    told = dict(table_rows(DOCS, "| of both sexes | people |"))
    came_out = {
        "2020": done.totals[0],
        "women of 15–49 in 2025": done.population[1, 1, MOTHERS].sum(),
        "births": done.births[0],
        "boys": done.population[1, 0, 0],
        "deaths": done.deaths[0],
        "net migration": done.migration[0],
        "2025": done.totals[1],
    }
    assert {name: f"{value:,.1f}".replace("-", "−") for name, value in came_out.items()} == told


# --- anchors A1 and A2 ------------------------------------------------------------------------------------------------


def combined_only(people: np.ndarray, added: np.ndarray | None = None) -> Rates:
    """Rates that lead from table to table, survival and migration in one; they cannot be told apart."""
    combined, child_woman, boys = derived(people)
    return Rates(combined, np.zeros_like(combined), child_woman, boys, added)


def test_a1_seven_areas_come_back_to_the_person(shared):
    codes, people, totals = areas(shared, "ipss2018_focus_age_sex.csv", "code")
    assert sorted(codes) == sorted(FOCUS) and (people.sum(axis=(-1, -2)) == totals).all()
    done = project(people[:, 0], combined_only(people))
    for code, total in zip(codes, done.totals, strict=True):
        print(f"A1 {code}", *(f"{year}: {people:,.3f}" for year, people in zip(YEARS, total, strict=True)))
    assert (np.rint(done.population) == people).all()
    assert abs(done.population - people).max() < 1e-6


def test_a1_all_municipalities_reach_their_total_of_2045(shared):
    _, people, totals = areas(shared, "ipss2018_municipal_age_sex.csv", "code5")
    assert people.shape == (1682, 7, 2, 19)
    stranded = out_of_nobody(people)
    done = project(people[:, 0], combined_only(people, stranded))
    villages = int(stranded.any(axis=(1, 2, 3)).sum())
    off = abs(done.totals[:, -1] - totals[:, -1])
    print(
        f"A1 all 1,682: 2045 at most {off.max():.6f} off; in {villages} villages a group arrives out of nobody"
    )
    assert (np.rint(done.totals) == totals).all()
    without = project(people[:, 0], combined_only(people)).totals
    assert (np.rint(without) != totals).any(axis=1).sum() == villages == 5


@pytest.mark.parametrize(("variant", "total"), [("high", 94_903_609), ("low", 82_128_108)])
def test_a2_the_nation_with_other_births(shared, variant, total):
    """Survival and migration out of the medium variant, births out of another, must give the other one."""
    years, variants = nation(shared)
    medium, other = combined_only(variants["medium"][1:]), variants[variant][1:]
    _, child_woman, _ = derived(other)
    done = project(other[0], Rates(medium.survival, medium.migration, child_woman, medium.boys))
    for year, ours, theirs in zip(years[1:], done.totals, other.sum(axis=(-1, -2)), strict=True):
        print(f"A2 {variant} {year}: {ours:,.0f} {theirs:,.0f} {ours / theirs - 1:+.4%}")
    assert other[-1].sum() == total
    assert abs(done.totals[-1] / total - 1) < 0.001
    assert abs(done.totals / other.sum(axis=(-1, -2)) - 1).max() < 0.001
