"""Survival and children out of death and birth rates by age, and Japan as the United Nations project it (anchor A3)."""

import math

import numpy as np
import pytest

from tests.vision.published import world
from vision.cohort import MEN, WOMEN, Rates, project
from vision.lifetable import children, fertility_by_age, newborn_survival, survival, years_lived

FLAT = np.full(22, 0.02)  # deaths a year to a living person, alike at 0, 1–4, 5–9 … 95–99, 100+


def test_nobody_dies_before_the_open_group():
    rates = np.zeros(22)
    rates[-1] = 0.5
    assert years_lived(rates, MEN).tolist() == [1, 4, *[5] * 19, 2]
    assert survival(rates, MEN).tolist() == pytest.approx([1] * 19 + [2 / 7])
    assert newborn_survival(rates, WOMEN) == 1


def test_equal_deaths_at_all_ages_are_nearly_an_exponential():
    rates = survival(FLAT, WOMEN)
    assert rates[1:].tolist() == pytest.approx([math.exp(-0.1)] * 19, rel=2e-4)
    assert rates.shape == (20,)


def test_the_first_years_of_life():
    """Coale and Demeny, West: an infant death at m = 0.01 comes after 0.0718 years of a boy and 0.081 of a girl."""
    rates = np.full((3, 22), 0.01)
    rates[1, 0], rates[2, 0] = 0.107, 0.2
    for sex, first in ((MEN, 0.045 + 0.02684), (WOMEN, 0.053 + 0.028)):
        dying = 0.01 / (1 + (1 - first) * 0.01)
        assert years_lived(rates, sex)[0, 0] == pytest.approx(1 - dying * (1 - first))
    late = 0.2 / (1 + 0.67 * 0.2)
    assert years_lived(rates, MEN)[2, 0] == pytest.approx(1 - late * 0.67)
    assert years_lived(rates, WOMEN).shape == (3, 22)


def test_a_rate_at_which_everybody_dies():
    rates = FLAT.copy()
    rates[10] = 9
    assert survival(rates, MEN)[8:].tolist() == pytest.approx([0.475] + [0] * 11, abs=0.001)


@pytest.mark.parametrize(("group", "rate"), [(3, -0.1), (21, 0.0), (0, np.nan)])
def test_impossible_death_rates(group, rate):
    rates = FLAT.copy()
    rates[group] = rate
    with pytest.raises(ValueError, match="death rates"):
        survival(rates, MEN)


def test_children():
    before, after = np.full(7, 100.0), np.full(7, 300.0)
    fertility = fertility_by_age(1.4, np.array([0, 10, 30, 40, 15, 5, 0]))
    assert fertility.sum() * 5 == pytest.approx(1.4)
    both = children(before, after, fertility, 1.05, np.array([0.9, 1.0]))
    births = 5 * 200 * 1.4 / 5
    assert both.tolist() == pytest.approx([births * 1.05 / 2.05 * 0.9, births / 2.05])
    assert children(np.stack([before] * 2), after, fertility, np.array([1, 1]), np.ones(2)).shape == (2, 2)


# --- anchor A3 --------------------------------------------------------------------------------------------------------

PERIODS = [f"{year}-{year + 5}" for year in range(2020, 2050, 5)]


def of_periods(shared, name: str) -> np.ndarray:
    """(period, …)."""
    found = world(shared, name)
    return np.array([[float(row[period]) for row in found] for period in PERIODS])


def of_sexes(shared, names: tuple[str, str], year: int) -> np.ndarray:
    return np.array([[float(row[str(year)]) for row in world(shared, name)] for name in names])


def forecast(shared, ages: slice) -> list[float]:
    """Japan from 2020 on, in thousands; those who come are spread evenly over both sexes and these groups."""
    rates = [of_periods(shared, "mxM"), of_periods(shared, "mxF")]
    alive = np.stack([survival(rate, sex) for sex, rate in enumerate(rates)], axis=1)
    newborn = np.stack([newborn_survival(rate, sex) for sex, rate in enumerate(rates)], axis=1)
    fertility = fertility_by_age(of_periods(shared, "tfrprojMed")[:, 0], of_periods(shared, "percentASFR"))
    ratio, coming = of_periods(shared, "sexRatio")[:, 0], of_periods(shared, "migration")[:, 0]
    pattern = np.zeros((2, 21))
    pattern[:, ages] = 1
    now, totals = of_sexes(shared, ("popM", "popF"), 2020), []
    for step in range(len(PERIODS)):
        nobody = np.zeros((1, 2, 20))
        added = (coming[step] * pattern / pattern.sum())[None]
        still = Rates(alive[step][None], nobody, np.zeros(1), np.full(1, 100.0), added)
        women = [people[WOMEN, 3:10] for people in (now, project(now, still).population[1])]
        boys, girls = children(*women, fertility[step], ratio[step], newborn[step])
        child_woman = np.array([(boys + girls) / women[1].sum()])
        born = Rates(alive[step][None], nobody, child_woman, np.array([100 * boys / girls]), added)
        now = project(now, born).population[1]
        totals.append(float(now.sum()))
    return totals


@pytest.mark.parametrize("ages", [slice(3, 7), slice(0, 10)], ids=["15-34", "0-49"])
def test_a3_japan_by_its_life_tables(shared, ages):
    """Nobody has published who migrates by age: two simple ways, neither of which decides anything."""
    off = {}
    for year, total in zip(range(2025, 2055, 5), forecast(shared, ages), strict=True):
        published = of_sexes(shared, ("popMprojMed", "popFprojMed"), year).sum()
        off[year] = total / published - 1
        print(f"A3 {year}: {total * 1000:,.0f} {published * 1000:,.0f} {off[year]:+.4%}")
    assert max(abs(off[2025]), abs(off[2030])) < 0.0005
    assert max(map(abs, off.values())) < 0.002
