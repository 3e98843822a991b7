"""G12: people projected with arrays against the same projection with lists (tests/vision/plain_cohort.py), and the band of
10,000 draws against drawing its random numbers.

The towns are invented from a seed. What is timed on both sides: from people and rates to people, births, deaths and net migration
of every step. The lists hold what the arrays hold; making them is not timed. "side by side" are arrays in which one group
of all areas stands together in memory, as a table of all areas is best kept; the others hold one area after another and have to
be turned first. The loop runs alone, so that its millions of numbers do not take the arrays out of the processor's reach.
"""

from collections.abc import Callable

import numpy as np

from bench.plans import figure, report, seconds
from tests.vision import plain_cohort
from vision.cohort import Array, Rates, project
from vision.uncertainty import band

AREAS, STEPS, GROUPS = 1741, 10, 19
DRAWS, BAND_STEPS = 10_000, 6  # 2020 to 2050
QUANTILES = (0.05, 0.5, 0.95)
OFTEN = 400  # runs of what is too short to be timed alone
SOMETIMES = 20  # of what is not quite as short


def towns(lead: tuple[int, ...], steps: int = STEPS) -> tuple[Array, Rates]:
    """People and rates of invented towns."""
    dice = np.random.default_rng(20201001)
    survival = np.linspace(0.999, 0.5, GROUPS - 1) - dice.uniform(0, 0.01, (*lead, steps, 2, GROUPS - 1))
    migration = dice.normal(0, 0.05, survival.shape)
    base = dice.uniform(100, 2000, (*lead, 2, GROUPS))
    return base, Rates(
        survival, migration, dice.uniform(0.15, 0.25, (*lead, steps)), np.full((*lead, steps), 105.0)
    )


def arrays(base: Array, rates: Rates) -> tuple[Array, ...]:
    """What a projection without added people needs, in the order of the lists."""
    return base, rates.survival, rates.migration, rates.child_woman, rates.boys


def side_by_side(array: Array) -> Array:
    """The same with the areas next to each other in memory."""
    return np.moveaxis(np.ascontiguousarray(np.moveaxis(array, 0, -1)), -1, 0)


def often(act: Callable[..., object], *given: object, times: int = SOMETIMES) -> None:
    """Call it again and again."""
    for _ in range(times):
        act(*given)


def measure() -> None:
    one, all_of_them, draws = towns(()), towns((AREAS,)), towns((), BAND_STEPS)
    listed = [array.tolist() for array in arrays(*one)]
    lists = list(zip(*(array.tolist() for array in arrays(*all_of_them)), strict=True))
    together = [side_by_side(array) for array in arrays(*all_of_them)]
    k = np.full(BAND_STEPS, 0.14)
    unsure = {"draws": DRAWS, "seed": 1, "tfr_sd": 0.1, "migration_sd": 0.2, "quantiles": QUANTILES}
    alone, plain = seconds(
        lambda: often(project, *one, times=OFTEN),
        lambda: often(plain_cohort.project, *listed, times=OFTEN),
        repeat=15,
    )
    (loop,) = seconds(lambda: [plain_cohort.project(*area) for area in lists])
    batch, turned = seconds(
        lambda: often(project, together[0], Rates(*together[1:])), lambda: often(project, *all_of_them)
    )
    drawn, banded = seconds(
        lambda: often(lambda: np.random.default_rng(1).standard_normal((2, DRAWS))),
        lambda: often(lambda: band(*draws, k, draws[1].child_woman / k, **unsure)),
        repeat=15,
    )
    report(
        figure(f"one municipality, {STEPS} steps", alone / OFTEN * 1e6, "µs"),
        figure("the same with lists", plain / OFTEN * 1e6, "µs"),
        figure("one municipality / lists", alone / plain, "×", 1),
        figure(f"{AREAS:,} municipalities side by side, {STEPS} steps", batch / SOMETIMES * 1000, "ms"),
        figure("loop over the lists", loop * 1000, "ms"),
        figure(f"{AREAS:,} municipalities / loop", batch / SOMETIMES / loop, "×", 1 / 50),
        figure("the same from arrays area by area / loop", turned / SOMETIMES / loop, "×"),
        figure(f"{DRAWS:,} draws, band of {BAND_STEPS} steps", banded / SOMETIMES * 1000, "ms"),
        figure("draws with their band / drawing the numbers", banded / drawn, "×", 5),
    )
