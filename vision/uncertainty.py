"""How unsure a projection is: a band by Monte Carlo on births and migration (手引き 3-4). Pure.

Each draw is one whole path: the 合計特殊出生率 lies the same number of children above or below the assumed path in all steps, all
net migration rates are multiplied by the same number. Both numbers are normally distributed and independent. Survival is not
drawn; the band is no statement about it, nor about what nobody has assumed.

People after n steps are a polynomial in these two numbers: of degree n in the factor of migration, which enters once a step,
and of degree 1 + (n − 1) // 3 in the births, since who is born in a step may be a mother three steps later. A polynomial
is known everywhere when it is known at a few places, so that the cohorts are carried forward at these places only
(Chebyshev's) and all draws are read off, at about the price of drawing the numbers. How far a draw is from the middle is
read off with seven digits: of a million people to less than a hundredth of one.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np
from numpy.polynomial import chebyshev
from numpy.typing import ArrayLike, NDArray

from vision.ages import MOTHERS
from vision.cohort import Rates, project

Array = NDArray[np.float64]
# Terms of the polynomial that move the total by less than this share of it are left out: a person in a thousand million.
NOTHING = 1e-9
NOBODY = 1e-7  # of those who set out: so few arrive where rounded rates should leave nobody
INSIDE = 1 - 1e-12  # a hair within what is possible, which rounding must not leave
# Draws that are read off together: few enough to stay near the processor.
AT_ONCE = 4096


def band(
    base: ArrayLike,
    rates: Rates,
    k: ArrayLike,
    tfr: ArrayLike,
    *,
    draws: int,
    seed: int,
    tfr_sd: float,
    migration_sd: float,
    quantiles: Sequence[float],
) -> Array:
    """Quantiles of the people in all, (quantile, step+1); of several areas of their sum, since all share the draws.

    ``base`` (…, sex, age) and ``rates`` as in ``cohort.project``; ``k`` and ``tfr`` (…, step): children of 0–4 to a woman of
    15–49 for each child of the TFR, and the TFR assumed. ``tfr_sd`` in children, ``migration_sd`` of a factor whose mean is 1.
    The same ``seed`` gives the same band. A draw that would make a TFR or a group negative is pulled back to where it does
    not; where no children are born, or from a group nobody arrives, this is so in all draws, and pulls none back. Raises as
    ``project``, and ValueError for less than one draw.
    """
    if draws < 1:
        raise ValueError("at least one draw is needed")
    normal = np.random.default_rng(seed).standard_normal((2, draws))
    rates = _without_nobody(rates)
    least, most = _lawful(rates)
    start, ratio, level = (np.asarray(given, dtype=np.float64) for given in (base, k, tfr))
    born = level > 0
    births = np.maximum(normal[0] * tfr_sd, -INSIDE * np.min(level, initial=np.inf, where=born))
    moves = np.clip(1 + normal[1] * migration_sd, least, most)
    middle, distances = _totals(start, rates, ratio * born, births, moves)
    distances.sort(axis=-1)
    surely = np.zeros((len(quantiles), 1))  # in the base year all draws are one
    return middle + np.concatenate((surely, _read_off(distances, quantiles)), axis=1)


def _without_nobody(rates: Rates) -> Rates:
    """The rates with neither survival nor moves where the two leave nobody: no factor of migration brings anybody there.

    One empty group of a village would pull back every draw above the middle.
    """
    some = abs(rates.survival + rates.migration) > NOBODY
    if some.all():
        return rates
    return replace(rates, survival=rates.survival * some, migration=rates.migration * some)


def _lawful(rates: Rates) -> tuple[float, float]:
    """Between which factors of migration no group loses more people than it has; 1 is always between."""
    survival, migration = np.broadcast_arrays(rates.survival, rates.migration)
    limit = np.divide(survival, -migration, out=np.full(migration.shape, np.inf), where=migration != 0)
    above, below = limit[limit > 0], limit[limit < 0]
    least, most = min(1.0, float(below.max(initial=-np.inf))), max(1.0, float(above.min(initial=np.inf)))
    return 1 - INSIDE * (1 - least), 1 + INSIDE * (most - 1)


def _totals(
    base: Array, rates: Rates, k: Array, births: Array, moves: Array
) -> tuple[Array, NDArray[np.float32]]:
    """People in all: a number in the middle, (step+1), and how far from it each draw is, (step, draw)."""
    steps = rates.survival.shape[-3]
    born, moved = _Line(births, 1 + (steps - 1) // MOTHERS.start), _Line(moves, steps)
    found = _at_places(base, rates, k, born.places, moved.places)
    terms = np.einsum("ix,jy,xys->isj", born.into_terms, moved.into_terms, found)
    middle = terms[0, :, 0].copy()
    counting = (abs(terms) > NOTHING * middle.max(initial=0)).nonzero()
    rows, columns = (int(counting[axis].max(initial=0)) + 1 for axis in (0, 2))
    terms[0, :, 0] = 0
    weights = terms[:rows, 1:, :columns].astype(np.float32).reshape(-1, columns)
    distances = np.empty((steps, len(births)), dtype=np.float32)
    for first in range(0, len(births), AT_ONCE):
        part = slice(first, first + AT_ONCE)
        lines = (weights @ moved.basis(moves[part], columns)).reshape(rows, steps, -1)
        for line, height in zip(lines[1:], born.basis(births[part], rows)[1:], strict=True):
            lines[0] += np.multiply(line, height, out=line)
        distances[:, part] = lines[0]
    return middle, distances


def _at_places(base: Array, rates: Rates, k: Array, births: Array, moves: Array) -> Array:
    """People in all, (place of births, place of moves, step+1)."""
    arrays = [(base, 2), (rates.survival, 3), (rates.migration, 3), (rates.child_woman, 1), (rates.boys, 1)]
    if rates.added is not None:
        arrays.append((rates.added, 3))
    areas = (1,) * max(array.ndim - own for array, own in [*arrays, (k, 1)])
    there = Rates(
        rates.survival,
        moves.reshape(-1, *areas, 1, 1, 1) * rates.migration,
        rates.child_woman + births.reshape(-1, 1, *areas, 1) * k,
        rates.boys,
        rates.added,
    )
    totals = project(base, there).totals
    return np.asarray(totals.sum(axis=tuple(range(2, totals.ndim - 1))))


class _Line:
    """Where a polynomial of a degree is looked at between the lowest and the highest of some numbers."""

    def __init__(self, numbers: Array, degree: int):
        low, high = float(numbers.min()), float(numbers.max())
        self.middle, self.half = (low + high) / 2, (high - low) / 2
        nodes, self.into_terms = _nodes(degree if self.half else 0)
        self.places = self.middle + self.half * nodes

    def basis(self, numbers: Array, count: int) -> NDArray[np.float32]:
        """The first ``count`` of Chebyshev's polynomials at the numbers, (polynomial, number)."""
        scaled = ((numbers - self.middle) / (self.half or 1)).astype(np.float32)
        rows = np.ones((count, len(numbers)), dtype=np.float32)
        rows[1:2] = scaled
        twice = 2 * scaled
        for n in range(2, count):
            np.multiply(twice, rows[n - 1], out=rows[n])
            rows[n] -= rows[n - 2]
        return rows


@cache
def _nodes(degree: int) -> tuple[Array, Array]:
    """Chebyshev's nodes between −1 and 1, and what leads from values at them to the terms of a polynomial."""
    nodes = chebyshev.chebpts1(degree + 1)
    into_terms = np.asarray(np.linalg.inv(chebyshev.chebvander(nodes, degree)), dtype=np.float64)
    return nodes, into_terms


def _read_off(ordered: NDArray[np.float32], quantiles: Sequence[float]) -> Array:
    """Quantiles of ordered numbers (…, number) on the line between two of them (R's type 7), (quantile, …)."""
    at = np.asarray(quantiles, dtype=np.float64) * (ordered.shape[-1] - 1)
    below = np.floor(at).astype(int)
    above = np.minimum(below + 1, ordered.shape[-1] - 1)
    share = at - below
    return np.asarray((ordered[..., below] * (1 - share) + ordered[..., above] * share).T)
