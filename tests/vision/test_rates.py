"""Rates read off tables, what survival leaves over, k, people of unknown age."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.vision.published import FOCUS, areas, nation, rows
from vision.ages import group_keys
from vision.cohort import Rates, project
from vision.rates import BOYS_OF_NOBODY, derived, distributed, national_k, out_of_nobody, split


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from((18, 19, 21)), st.sampled_from(((), (2,))))
def test_derived_rates_lead_back_to_the_tables(seed, groups, lead):
    dice = np.random.default_rng(seed)
    people = dice.integers(0, 300, (*lead, 4, 2, groups)) * (dice.random((*lead, 4, 2, groups)) < 0.9)
    people[..., 1:, 1, 3] += 1  # mothers, without whom no ratio has children
    combined, child_woman, boys = derived(people)
    assert combined.shape == (*lead, 3, 2, groups - 1) and child_woman.shape == boys.shape == (*lead, 3)
    rates = Rates(combined, np.zeros_like(combined), child_woman, boys, out_of_nobody(people))
    done = project(people[..., 0, :, :], rates)
    np.testing.assert_allclose(done.population, people, rtol=0, atol=1e-9)


def test_the_open_group_takes_both_of_the_highest():
    people = np.full((2, 2, 19), 10.0)
    people[1, 0, -1] = 15
    combined, _, _ = derived(people)
    assert combined[0, 0, -2:].tolist() == [1, 0.75]


def test_births_are_those_of_the_end_of_the_step():
    people = np.full((2, 2, 19), 10.0)
    people[1, :, 0] = 21, 20
    people[1, 1, 2] = 999  # girls of 10–14 are no mothers, nor are women of 50–54
    people[1, 1, 10] = 999
    _, child_woman, boys = derived(people)
    assert child_woman.tolist() == [41 / 70] and boys.tolist() == [105]


def test_where_there_is_nobody():
    people = np.zeros((2, 2, 19))
    combined, child_woman, boys = derived(people)
    assert not combined.any() and not child_woman.any() and boys.tolist() == [BOYS_OF_NOBODY] == [105]
    people[1, 0, 0] = 3
    assert derived(people)[2].tolist() == [np.inf]
    people[1, 1, 4] = 2  # women of 20–24 whom nobody of 15–19 has become
    assert np.argwhere(out_of_nobody(people)).tolist() == [[0, 1, 4]]


def test_a_rate_that_nobody_shows_is_survival_or_that_of_the_other_sex():
    people = np.full((2, 2, 19), 10.0)
    people[0, 1, 4] = people[:, 0, 6] = people[0, 1, 6] = 0
    people[1, 0, 5] = 8
    combined, _, _ = derived(people)
    assert (combined[0, 1, 4], combined[0, 0, 4]) == (0.8, 0.8)
    assert combined[0, :, 6].tolist() == [0, 0]
    alive = np.full((1, 2, 18), 0.98)
    split_ = derived(people, alive)[0]
    assert (split_[0, 1, 4], split_[0, 0, 4]) == (0.98, 0.8)
    assert split_[0, :, 6].tolist() == [0.98, 0.98]


def test_the_open_group_comes_out_of_nobody_only_when_both_below_are_empty():
    people = np.full((2, 2, 19), 5.0)
    people[0, 0, -2] = 0
    assert not out_of_nobody(people).any()
    people[0, 0, -1] = 0
    assert np.argwhere(out_of_nobody(people)).tolist() == [[0, 0, 18]]


def test_migration_is_what_survival_leaves_over():
    combined = np.full((3, 1, 2, 18), 0.96)
    survival = np.full((1, 2, 18), 0.98)
    assert split(combined, survival).shape == (3, 1, 2, 18)
    assert split(combined, survival).ravel() == pytest.approx(-0.02)


def test_k():
    assert national_k([0.2067, 0.21], [1.59, 1.5]).tolist() == pytest.approx([0.13, 0.14])
    with pytest.raises(ValueError, match="above 0"):
        national_k([0.2, 0.2], [1.5, 0])


def test_people_of_unknown_age_are_shared_out_by_sex():
    counts = np.zeros((2, 19))
    counts[0, 4], counts[0, 5], counts[1, 0] = 60, 30, 80
    known = distributed(counts, np.array([9, 0]))
    assert known[0, 4:6].tolist() == pytest.approx([66, 33]) and known[1].tolist() == counts[1].tolist()
    assert known.sum(axis=-1).tolist() == pytest.approx([99, 80])
    assert distributed(np.stack([counts] * 3), np.zeros((3, 2))).shape == (3, 2, 19)


def test_nobody_of_known_age():
    with pytest.raises(ValueError, match="nobody of known age"):
        distributed(np.zeros((2, 19)), np.array([0, 1]))


# --- against what was published ---------------------------------------------------------------------------------------


def test_derived_rates_are_those_that_others_derived(shared):
    codes, people, _ = areas(shared, "ipss2018_focus_age_sex.csv", "code")
    combined, child_woman, boys = derived(people)
    periods = {f"{year}-{year + 5}": n for n, year in enumerate(range(2015, 2045, 5))}
    arrivals = {key: n for n, key in enumerate(group_keys(90)[1:])}
    seen = 0
    for row in rows(shared, "ipss2018_focus_derived_rates.csv"):
        place = codes.index(row["code"]), periods[row["period"]]
        if row["kind"] == "combined_transition":
            ours = combined[*place, "MF".index(row["sex"]), arrivals[row["to_age"]]]
        elif row["kind"] == "child_woman_ratio":
            ours = child_woman[place]
        else:
            ours = boys[place] / 100
        assert ours == pytest.approx(float(row["value"]), abs=1e-6), row
        seen += 1
    assert seen == 1596


@pytest.mark.parametrize(
    ("code", "pattern1", "simulation1", "simulation2"),
    [
        ("27203", 375_341, 403_897, 376_446),
        ("40216", 50_056, 54_580, 52_526),
        ("42202", 202_094, 212_094, 221_352),
        ("14", 8_312_524, 9_103_726, 8_567_252),
    ],
)
def test_a4_reference_scenarios_of_2045(shared, code, pattern1, simulation1, simulation2):
    """The raw rates; tests/vision/test_scenarios.py has the same through the scenarios."""
    codes, people, _ = areas(shared, "ipss2018_focus_age_sex.csv", "code")
    place = codes.index(code)
    combined, child_woman, boys = derived(people[place])
    alive = survival_of(shared, code)
    moves = split(combined, alive)
    years, variants = nation(shared)
    k = national_k(derived(variants["medium"])[1][: len(child_woman)], [1.43] * 6)
    assert years[1:7] == list(range(2020, 2050, 5))
    first = child_woman[0] / k[0]  # the TFR that 2020 implies
    tfr = np.array([first, (first + 2.1) / 2, *[2.1] * 4])
    ratios = np.stack([child_woman, *[np.where(np.arange(6) > 0, tfr * k, child_woman)] * 2])
    at_home = np.concatenate([moves[:1], np.zeros_like(moves[1:])])
    done = project(people[place, 0], Rates(alive, np.stack([moves, moves, at_home]), ratios, boys))
    print(f"A4 {code} 2045:", *(f"{total:,.1f}" for total in done.totals[:, -1]))
    # The printed survival has six decimals, so that a person of nine million may be another one.
    assert done.totals[:, -1].tolist() == pytest.approx([pattern1, simulation1, simulation2], abs=1.5)


def survival_of(shared, code: str) -> np.ndarray:
    """The nation's survival that the reference took, (step, sex, age−1)."""
    found = {"M": [], "F": []}
    for row in rows(shared, "ipss2018_focus_split_rates.csv"):
        if row["code"] == code:
            found[row["sex"]].append(float(row["survival_national"]))
    return np.stack([np.reshape(found[sex], (6, 18)) for sex in "MF"], axis=1)


def test_the_focus_table_has_the_areas_that_are_tested(shared):
    assert sorted(areas(shared, "ipss2018_focus_age_sex.csv", "code")[0]) == sorted(FOCUS)
