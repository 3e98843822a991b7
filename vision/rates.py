"""Rates out of tables of people: コーホート変化率, 純移動率, 子ども女性比, k; people of unknown age distributed. Pure.

Where nobody has published rates for an area they are read off two of its tables, five years apart (手引き 3-4).
Formulas and examples: docs/algorithms/population.md.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vision.ages import MOTHERS

Array = NDArray[np.float64]
# Where there are no children at all nobody can say how many of them would be boys.
BOYS_OF_NOBODY = 105.0


def derived(people: ArrayLike, survival: ArrayLike | None = None) -> tuple[Array, Array, Array]:
    """Rates by which each table of ``people`` (…, year, sex, age) becomes the one five years later.

    ``combined`` (…, step, sex, age−1): people ÷ those who set out, by the group of arrival; survival and migration together.
    ``child_woman`` (…, step) and ``boys`` to 100 girls (…, step): of the table at the end of the step. Where nobody set out
    the rate is that of ``survival`` (…, step, sex, age−1), as if nobody moved, or without it that of the other sex, so that
    people whom another course has there do not vanish; 0 where there is nobody of either. Where there are no women of 15–49
    child_woman is 0; where there are boys but no girls boys is infinite.
    """
    table = np.asarray(people, dtype=np.float64)
    before, after = table[..., :-1, :, :], table[..., 1:, :, :]
    origins = before[..., :-1].copy()
    origins[..., -1] += before[..., -1]
    children = after[..., 0]
    combined = _ratio(after[..., 1:], origins)
    unseen = combined[..., ::-1, :] if survival is None else np.asarray(survival, dtype=np.float64)
    return (
        np.where(origins == 0, unseen, combined),
        _ratio(children.sum(axis=-1), after[..., 1, MOTHERS].sum(axis=-1)),
        _boys(children[..., 0], children[..., 1]),
    )


def out_of_nobody(people: ArrayLike) -> Array:
    """Who stands in a group though nobody set out for it, (…, step, sex, age): no rate leads there, as in the smallest villages.

    Given to ``cohort.Rates`` as ``added``, the rates of ``derived`` come back to the tables.
    """
    table = np.asarray(people, dtype=np.float64)
    came = table[..., 1:, :, :].copy()
    before = table[..., :-1, :, :]
    came[..., 0] = 0
    came[..., 1:][before[..., :-1] > 0] = 0
    came[..., -1][before[..., -1] > 0] = 0
    return came


def split(combined: ArrayLike, survival: ArrayLike) -> Array:
    """純移動率 (…, step, sex, age−1): what the combined rate holds besides survival."""
    return np.asarray(np.subtract(combined, survival), dtype=np.float64)


def national_k(child_woman: ArrayLike, tfr: ArrayLike) -> Array:
    """k by year: the nation's 子ども女性比 ÷ its 合計特殊出生率 of the same year. An area's TFR times k is its 子ども女性比.

    Raises ValueError where the TFR is not above 0.
    """
    rate = np.asarray(tfr, dtype=np.float64)
    if not rate.min(initial=np.inf) > 0:
        raise ValueError("a total fertility rate must be above 0")
    return np.asarray(np.divide(child_woman, rate), dtype=np.float64)


def distributed(counts: ArrayLike, unknown: ArrayLike) -> Array:
    """People (…, sex, age) with those of ``unknown`` age (…, sex) shared out in proportion to the others of their sex (不詳按分).

    The sums stay whole, the groups become fractions. Raises ValueError where there are only people of unknown age.
    """
    known, lost = np.asarray(counts, dtype=np.float64), np.asarray(unknown, dtype=np.float64)
    sums = known.sum(axis=-1)
    if ((sums == 0) & (lost != 0)).any():
        raise ValueError("there is nobody of known age in whose proportion the others could be shared out")
    return np.asarray(known * (1 + _ratio(lost, sums))[..., None])


def _ratio(part: Array, whole: Array) -> Array:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole != 0)


def _boys(boys: Array, girls: Array) -> Array:
    empty = np.where(boys > 0, np.inf, BOYS_OF_NOBODY)
    return np.divide(100 * boys, girls, out=empty, where=girls != 0)
