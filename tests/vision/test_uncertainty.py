"""The band is what thousands of projections, one by one, come to; and it comes back."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vision.cohort import ImpossibleRates, Rates, project
from vision.uncertainty import band

QUANTILES = (0.05, 0.25, 0.5, 0.95)
K = 0.14


def town(steps: int, lead: tuple[int, ...] = (), seed: int = 1) -> tuple[np.ndarray, Rates]:
    dice = np.random.default_rng(seed)
    survival = np.broadcast_to(np.linspace(0.999, 0.4, 18), (steps, 2, 18))
    moves = dice.normal(0, 0.06, (*lead, steps, 2, 18))
    added = np.zeros((steps, 2, 19))
    added[0, :, 5] = 30
    base = dice.uniform(200, 1000, (*lead, 2, 19))
    return base, Rates(
        survival, np.maximum(moves, -0.15), np.full((*lead, steps), 0.2), np.full(steps, 105.0), added
    )


def one_by_one(base, rates, births, moves) -> np.ndarray:
    """People in all of each draw, (draw, step+1), of several areas their sum."""
    areas = (1,) * (base.ndim - 2)
    there = Rates(
        rates.survival,
        moves.reshape(-1, *areas, 1, 1, 1) * rates.migration,
        rates.child_woman + births.reshape(-1, *areas, 1) * K,
        rates.boys,
        rates.added,
    )
    return project(base, there).totals.sum(axis=tuple(range(1, 1 + len(areas))))


def ours(base, rates, **changed) -> np.ndarray:
    given_ = {"draws": 500, "seed": 3, "tfr_sd": 0.1, "migration_sd": 0.2, "quantiles": QUANTILES} | changed
    return band(base, rates, np.full(rates.survival.shape[-3], K), rates.child_woman / K, **given_)


@settings(max_examples=10, deadline=None)
@given(st.integers(1, 10), st.integers(0, 2**32), st.sampled_from(((), (1,), (3,))))
def test_the_band_is_that_of_all_draws_one_by_one(steps, seed, lead):
    base, rates = town(steps, lead, seed)
    normal = np.random.default_rng(seed).standard_normal((2, 500))
    totals = one_by_one(base, rates, 0.1 * normal[0], 1 + 0.2 * normal[1])
    expected = np.quantile(totals, QUANTILES, axis=0)
    np.testing.assert_allclose(ours(base, rates, seed=seed), expected, rtol=1e-7)


def test_the_same_seed_gives_the_same_band_and_another_one_another():
    base, rates = town(6)
    assert ours(base, rates).tolist() == ours(base, rates).tolist()
    assert ours(base, rates).tolist() != ours(base, rates, seed=4).tolist()


def test_the_base_year_is_sure_and_the_band_opens():
    base, rates = town(6)
    low, _, middle, high = ours(base, rates, draws=4000)
    assert [low[0], middle[0], high[0]] == pytest.approx([base.sum()] * 3)
    assert (np.diff(high - low) > 0).all()
    assert middle.tolist() == pytest.approx(project(base, rates).totals.tolist(), rel=0.003)


def test_nothing_unsure_is_the_projection():
    base, rates = town(6, (2,))
    sure = ours(base, rates, tfr_sd=0, migration_sd=0)
    expected = project(base, rates).totals.sum(axis=0)
    assert sure.shape == (4, 7)
    np.testing.assert_allclose(sure, np.stack([expected] * 4), rtol=1e-12)


def test_one_draw_only():
    base, rates = town(4)
    normal = np.random.default_rng(9).standard_normal((2, 1))
    expected = one_by_one(base, rates, 0.1 * normal[0], 1 + 0.2 * normal[1])
    np.testing.assert_allclose(ours(base, rates, draws=1, seed=9), np.repeat(expected, 4, axis=0), rtol=1e-9)
    with pytest.raises(ValueError, match="at least one draw"):
        ours(base, rates, draws=0)


def test_draws_beyond_what_is_possible_are_pulled_back():
    """A third of all draws would take away more births, a quarter more people, than there are."""
    base, rates = town(5)
    rates.migration[0, 1, 4] = -0.7 * rates.survival[0, 1, 4]
    rates.migration[1, 0, 3] = 0.9
    normal = np.random.default_rng(3).standard_normal((2, 500))
    least, most = -rates.survival[1, 0, 3] / 0.9, 1 / 0.7
    births, moves = np.maximum(3 * normal[0], -0.2 / K), np.clip(1 + 2 * normal[1], least, most)
    assert (
        (moves == most).sum() > 100 and (moves == least).sum() > 50 and (births == births.min()).sum() > 100
    )
    expected = np.quantile(
        one_by_one(base, rates, births * (1 - 1e-9), 1 + (moves - 1) * (1 - 1e-9)), QUANTILES, axis=0
    )
    np.testing.assert_allclose(ours(base, rates, tfr_sd=3, migration_sd=2), expected, rtol=1e-6)


def test_an_empty_group_or_a_year_without_children_pulls_no_draw_back():
    """One group of one village from which all leave, one area without children: the band of all is not cut off above or below."""
    base, rates = town(6, (2,))
    rates.migration[1, 2, 0, 16] = -rates.survival[2, 0, 16]
    emptied = ours(base, rates)
    normal = np.random.default_rng(3).standard_normal((2, 500))
    rates.migration[1, 2, 0, 16] = 0  # nobody arrives, whatever the factor
    still = np.array(np.broadcast_to(rates.survival, rates.migration.shape))
    still[1, 2, 0, 16] = 0
    nobody = Rates(still, rates.migration, rates.child_woman, rates.boys, rates.added)
    expected = np.quantile(one_by_one(base, nobody, 0.1 * normal[0], 1 + 0.2 * normal[1]), QUANTILES, axis=0)
    np.testing.assert_allclose(emptied, expected, rtol=1e-7)
    base, rates = town(6, (2,))
    rates.child_woman[1, 3] = 0
    found = ours(base, rates, tfr_sd=0.3)
    assert (found[2, 1:] - found[0, 1:] > 0.7 * (found[3, 1:] - found[2, 1:])).all()


def test_the_band_of_a_seed_is_the_same_in_every_release():
    """Should a NumPy draw other numbers, bands that are computed again would differ from frozen ones, and this says so."""
    assert np.random.default_rng(20201001).standard_normal(3).round(6).tolist() == [
        1.889042,
        -3.022898,
        -0.613024,
    ]


def test_rates_that_are_impossible_themselves():
    base, rates = town(3)
    rates.migration[1, 1, 4] = -1.2
    with pytest.raises(ImpossibleRates):
        ours(base, rates)
