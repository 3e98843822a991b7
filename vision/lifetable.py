"""Life tables: five-year survival out of death rates by age, children out of fertility rates by age. Pure.

For a country whose death rates are published by age (国連 World Population Prospects) instead of survival ratios, and for
checking survival ratios against a life table. Formulas after Preston, Heuveline and Guillot, "Demography" (2001), chapter 3, and
Coale and Demeny for those who die in their first years; docs/algorithms/population.md has them.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vision.cohort import MEN, STEP, WOMEN

Array = NDArray[np.float64]


def years_lived(mx: ArrayLike, sex: int) -> Array:
    """Person-years lived in each group out of one birth, L, (…, age).

    ``mx`` (…, age): deaths a year to a living person of 0, 1–4, 5–9, 10–14 … years, the last group open; ``sex`` 0 men, 1 women.
    Raises ValueError where a rate is not above 0 in the open group, or negative.
    """
    rate = np.asarray(mx, dtype=np.float64)
    if not (rate.min(initial=0) >= 0 and rate[..., -1].min(initial=1) > 0):
        raise ValueError("death rates are 0 or more, and above 0 in the open group")
    widths = np.full(rate.shape[-1] - 1, 5.0)
    widths[:2] = 1, 4
    lived = np.broadcast_to(widths / 2, rate[..., :-1].shape).copy()  # by those who die in the group
    lived[..., 0], lived[..., 1] = _first_years(rate[..., 0], sex)
    dying = widths * rate[..., :-1] / (1 + (widths - lived) * rate[..., :-1])
    alive = np.ones(rate.shape)
    alive[..., 1:] = np.cumprod(1 - np.minimum(dying, 1), axis=-1)
    years = np.empty(rate.shape)
    years[..., :-1] = widths * alive[..., 1:] + lived * (alive[..., :-1] - alive[..., 1:])
    years[..., -1] = alive[..., -1] / rate[..., -1]
    return years


def _first_years(infant: Array, sex: int) -> tuple[Array, Array]:
    """Years lived by those who die below 1, and at 1–4 (Coale–Demeny, West)."""
    low = infant < 0.107
    if sex == MEN:
        return np.where(low, 0.045 + 2.684 * infant, 0.330), np.where(low, 1.651 - 2.816 * infant, 1.352)
    return np.where(low, 0.053 + 2.800 * infant, 0.350), np.where(low, 1.522 - 1.518 * infant, 1.361)


def survival(mx: ArrayLike, sex: int) -> Array:
    """生残率 by group of arrival (…, age−1), as ``cohort.Rates`` has it: the two highest groups together into the open one.

    ``mx`` as in ``years_lived``; the groups 0 and 1–4 become 0–4. Where a table has nobody left to set out a ratio is 0.
    """
    lived = _five_years(years_lived(mx, sex))
    origins = lived[..., :-1].copy()
    origins[..., -1] += lived[..., -1]
    return np.divide(lived[..., 1:], origins, out=np.zeros_like(origins), where=origins > 0)


def newborn_survival(mx: ArrayLike, sex: int) -> Array:
    """Of those born in five years, the share that is there at their end, 0–4 years old: (L0 + L1–4) ÷ 5."""
    return np.asarray(_five_years(years_lived(mx, sex))[..., 0] / STEP)


def _five_years(lived: Array) -> Array:
    return np.concatenate((lived[..., :1] + lived[..., 1:2], lived[..., 2:]), axis=-1)


def children(
    before: ArrayLike, after: ArrayLike, fertility: ArrayLike, sex_ratio: ArrayLike, newborn: ArrayLike
) -> Array:
    """Boys and girls of 0–4 years at the end of five years, (…, sex).

    ``before``, ``after`` (…, 7): women of 15–19 … 45–49 at the beginning and at the end; ``fertility`` (…, 7): births a year to a
    woman of the group; ``sex_ratio`` (…): boys to a girl at birth; ``newborn`` (…, sex) as ``newborn_survival`` has it. The women
    alive in the five years are taken as the mean of both ends.
    """
    women = (np.asarray(before, dtype=np.float64) + np.asarray(after, dtype=np.float64)) / 2
    births = STEP * (women * np.asarray(fertility, dtype=np.float64)).sum(axis=-1)
    girls = 1 / (1 + np.asarray(sex_ratio, dtype=np.float64))
    born = np.empty((*births.shape, 2))
    born[..., MEN], born[..., WOMEN] = births * (1 - girls), births * girls
    return np.asarray(born * newborn)


def fertility_by_age(tfr: ArrayLike, percent: ArrayLike) -> Array:
    """Births a year to a woman of each group (…, 7): 合計特殊出生率 (…) parted by ``percent`` (…, 7) that add to 100."""
    return np.asarray(np.asarray(tfr)[..., None] * np.asarray(percent) / 100 / STEP, dtype=np.float64)
