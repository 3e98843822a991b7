"""Cohorts carried forward five years at a time: コーホート要因法 as 社人研's projections by area have it (手引き 3-4). Pure.

People by sex (0 men, 1 women) and five-year age group, the last one open. In a step each group moves into the next one, times
the rate at which people live (生残率) plus the rate at which they come or, negative, leave (純移動率); the two highest groups
together become the open one. Those of 0–4 years are the women of 15–49 at the end of the step times 子ども女性比, parted by the
number of boys to 100 girls. docs/algorithms/population.md has the formulas and a worked table.

Any axes may stand in front, as (scenario, area) or (draw,): 1,741 municipalities are one call. Where base and rates differ in
these axes they are broadcast.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import repeat

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vision.ages import MOTHERS

STEP = 5  # years
MEN, WOMEN = 0, 1
Array = NDArray[np.float64]
AT_ONCE = 6000  # steps of areas that are computed together: few enough to stay near the processor


class ImpossibleRates(ValueError):
    """Rates, or people, that leave fewer than nobody in a group: ``place`` is the first, an index of (…, moment, sex, age)."""

    def __init__(self, place: tuple[int, ...]):
        super().__init__(f"fewer than 0 people, or no number, at {place}")
        self.place = place


@dataclass(frozen=True, eq=False)
class Rates:
    """What happens in each step.

    - ``survival`` (…, step, sex, age−1): of those who arrive in group n + 1, how many lived of those who set out; the last one
      leads from the two highest groups together into the open one.
    - ``migration`` (…, step, sex, age−1): net migrants ÷ people who set out, by the group in which they arrive.
    - ``child_woman`` (…, step): 0–4 years old ÷ women of 15–49, at the end of the step.
    - ``boys`` (…, step): boys to 100 girls among those of 0–4 years; infinite where there are only boys.
    - ``added`` (…, step, sex, age), or None: people who come besides, by a project, counted at the end of the step by their
      age then. Their women have children in that step already.
    """

    survival: Array
    migration: Array
    child_woman: Array
    boys: Array
    added: Array | None = None


@dataclass(frozen=True, eq=False)
class Projection:
    """People and why there are more or fewer of them: end = start + births − deaths + migration + added, in every step.

    - ``population`` (…, step+1, sex, age): the base, then the end of each step.
    - ``births`` (…, step): who were born in the step and are there at its end, those of 0–4 years who were not added.
    - ``deaths`` (…, step): who were there at the beginning of the step and died in it.
    - ``migration`` (…, step): net migrants among those who were there at the beginning.
    - ``added`` (…, step): who came by a project.
    """

    population: Array
    births: Array
    deaths: Array
    migration: Array
    added: Array

    @property
    def totals(self) -> Array:
        """People in all, (…, step+1)."""
        return np.asarray(self.population.sum(axis=(-2, -1)))


def project(base: ArrayLike, rates: Rates) -> Projection:
    """Carry ``base`` (…, sex, age) forward by as many steps as ``rates`` has.

    Raises ImpossibleRates where the rates would leave fewer than 0 people in a group, or what is no number; ValueError where a
    shape does not fit. Fastest where areas lie side by side in memory, as in a table (step, sex, age, area) whose axes were
    moved.
    """
    start = np.asarray(base, dtype=np.float64)
    lead, groups, steps = _lead(start, rates), start.shape[-1], rates.survival.shape[-3]
    # Inside, the axes in front stand behind, so that one instruction runs over all areas. Men and women stand in one row, with
    # one more place at its end.
    rows = np.empty((steps + 1, 2 * groups + 1, *lead))
    people = rows[:, :-1].reshape(steps + 1, 2, groups, *lead)
    people[0] = _turned(start, 2, lead)
    moves = [_turned(one, 3, lead) for one in (rates.survival, rates.migration)]
    births = [_turned(one, 1, lead) for one in (rates.child_woman, rates.boys)]
    added = None if rates.added is None else _turned(rates.added, 3, lead)
    block = max(1, AT_ONCE // max(1, math.prod(lead)))
    found = []
    for first in range(0, steps, block):
        now = slice(first, first + block)
        given = moves[0][now], moves[1][now], births[0][now], births[1][now]
        found.append(
            _carry(rows[first : first + block + 1], *given, None if added is None else added[now], first)
        )
    changes = found[0] if len(found) == 1 else [np.concatenate(parts) for parts in zip(*found, strict=True)]
    return Projection(*(_back(array, lead) for array in (people, *changes)))


def _carry(
    rows: Array, survival: Array, migration: Array, ratio: Array, boys: Array, added: Array | None, first: int
) -> tuple[Array, ...]:
    """Fill ``rows`` (moment, place, …) from the first on; births, deaths, net migration, added people (step, …).

    ``first`` is the step with which ``rows`` begins.
    """
    steps, groups, lead = len(rows) - 1, survival.shape[2] + 1, rows.shape[2:]
    people = rows[:, :-1].reshape(steps + 1, 2, groups, *lead)
    onward = np.empty((steps, 2, groups, *lead))  # by the group from which people set out
    np.add(survival, migration, out=onward[:, :, :-1])
    onward[:, :, -1] = onward[:, :, -2]
    children = np.empty((steps, 2, *lead))
    children[:, WOMEN] = girls = ratio * (100 / (100 + boys))
    children[:, MEN] = ratio - girls
    _grow(rows, onward, children, added)
    if not people.min(initial=0) >= 0:
        raise ImpossibleRates(_first_fault(_back(people, lead), first))
    return _changes(people, migration, ratio, added)


def _first_fault(people: Array, first: int) -> tuple[int, ...]:
    """The earliest group with fewer than nobody; children, who follow from their mothers, after the others."""
    places = (tuple(map(int, place)) for place in np.argwhere(~(people >= 0)))
    found = min(places, key=lambda place: (place[-3], place[-1] == 0, place))
    return (*found[:-3], found[-3] + first, *found[-2:])


def _lead(start: Array, rates: Rates) -> tuple[int, ...]:
    """The axes in front, of all arrays together."""
    steps, groups = rates.survival.shape[-3], start.shape[-1]
    between = (steps, 2, groups - 1)
    own = [(start, (2, groups)), (rates.survival, between), (rates.migration, between)]
    own += [(rates.child_woman, (steps,)), (rates.boys, (steps,))]
    if rates.added is not None:
        own.append((rates.added, (steps, 2, groups)))
    fronts = set()
    for array, shape in own:
        if array.shape[-len(shape) :] != shape or groups <= MOTHERS.stop:
            raise ValueError(f"an array of shape {array.shape} should end in {shape}")
        fronts.add(array.shape[: -len(shape)])
    return np.broadcast_shapes(*fronts) if len(fronts) > 1 else fronts.pop()


def _turned(array: Array, own: int, lead: tuple[int, ...]) -> Array:
    """(…, own axes) as (own axes, …), axes of length 1 filled in where the array is the same for all."""
    if not lead:
        return array
    filled = array.reshape((1,) * (len(lead) + own - array.ndim) + array.shape)
    return filled.transpose(*range(len(lead), filled.ndim), *range(len(lead)))


def _back(array: Array, lead: tuple[int, ...]) -> Array:
    """(own axes, …) as (…, own axes)."""
    if not lead:
        return array
    own = array.ndim - len(lead)
    return array.transpose(*range(own, array.ndim), *range(own))


def _grow(rows: Array, onward: Array, children: Array, added: Array | None) -> None:
    """Fill ``rows`` from the base on; ``children`` (step, sex, …) to a woman of 15–49."""
    steps, groups = len(onward), onward.shape[2]
    lead = (math.prod(rows.shape[2:]),) if rows.ndim > 2 else ()
    rows = rows.reshape(*rows.shape[:2], *lead)
    women = slice(groups + MOTHERS.start, groups + MOTHERS.stop)
    each = np.ones(MOTHERS.stop - MOTHERS.start)
    joining: Iterable[Array | None] = repeat(None, steps)
    if added is not None:
        joining = np.broadcast_to(added, onward.shape).reshape(steps, 2 * groups, *lead)
    views = zip(
        rows[:-1, :-1],
        onward.reshape(steps, 2 * groups, *lead),
        rows[1:, 1:],
        rows[1:, groups - 1 :: groups],
        rows[1:, groups::groups],
        rows[1:, women],
        children.reshape(steps, 2, *lead),
        rows[1:, :-1:groups],
        joining,
        strict=True,
    )
    # Everybody moves one place on. Those of the open group of men come to stand where the girls of 0–4 will, those of women at
    # the end of the row: from there they are added to whoever has come into their group.
    for below, rate, above, oldest, staying, mothers, child, youngest, joined in views:
        np.multiply(below, rate, above)
        np.add(oldest, staying, oldest)
        if joined is not None:
            above[:-1] += joined[1:]
        np.multiply(each.dot(mothers), child, youngest)
        if joined is not None:
            youngest += joined[::groups]


def _changes(people: Array, migration: Array, ratio: Array, added: Array | None) -> tuple[Array, ...]:
    """Births, deaths, net migration and added people, (step, …)."""
    totals = np.add.reduce(people.reshape(len(people), 2 * people.shape[2], *people.shape[3:]), 1)
    births = np.add.reduce(people[1:, WOMEN, MOTHERS], 1) * ratio
    before = people[:-1]
    moves = np.einsum("tsa...,tsa...->t...", before[:, :, :-1], migration)
    moves += np.einsum("ts...,ts...->t...", before[:, :, -1], migration[:, :, -1])
    deaths = totals[:-1] - totals[1:] + births + moves
    came = np.zeros(births.shape)
    if added is not None:
        came += added.sum(axis=(1, 2))
        deaths += came
    return births, deaths, moves, came


def interpolated(population: Array, years: Sequence[int], wanted: Sequence[int]) -> Array:
    """People (…, year, sex, age) in the ``wanted`` years, on the straight line between the tables of ``years``.

    Raises ValueError for a year outside of them: nothing is carried on beyond the tables.
    """
    if any(year < years[0] or year > years[-1] for year in wanted):
        raise ValueError(f"only years between {years[0]} and {years[-1]} lie between two tables")
    at = np.interp(wanted, years, np.arange(len(years)))
    below = np.minimum(at.astype(int), max(len(years) - 2, 0))
    weight = (at - below)[:, None, None]
    above = np.minimum(below + 1, len(years) - 1)
    return np.asarray(population[..., below, :, :] * (1 - weight) + population[..., above, :, :] * weight)
