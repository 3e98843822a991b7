"""Scenarios: what the office assumes (``vision.spec``) laid over the rates of its areas (``vision.inputs``). Pure.

Until ``starts`` everything goes on as published. The children of the tables of that year and later follow a total fertility rate
(合計特殊出生率) where the scenario has one; moves of the steps that begin then and later are published, balanced, times a factor
or one's own (手引き 3-4, シミュレーション1・2). A rate becomes a child–woman ratio by k, the nation's ratio between the two
(k＝全国の子ども女性比÷全国の合計特殊出生率).
"""

from collections.abc import Sequence
from decimal import Decimal

import numpy as np

from vision.ages import place_of
from vision.cohort import ImpossibleRates, Projection, Rates, project
from vision.inputs import STEP, Array, Inputs
from vision.spec import Addition, Births, Moves, ScenarioSpec

REPLACEMENT = Decimal("2.1")  # 人口置換水準 as 手引き 3-4 has it
SEXES = ("M", "F")
FIELDS = ("population", "births", "deaths", "migration", "added")
NO_SPLIT = (
    "生残率がないため、移動だけを変えることができません。"
    "「人口表」で生残率の表を取り込むか、移動を「公表された値のまま」にしてください。"
)
NO_K = "子ども女性比と合計特殊出生率の比（k）がないため、合計特殊出生率を使えません。「仮定値」でkを入れてください。"
NO_BAND_MOVES = (
    "生残率がないため、移動のばらつきによる見通しの幅を計算できません。"
    "「人口表」で生残率の表を取り込むか、「移動のばらつき」を0にしてください。"
)
NO_BAND_K = (
    "子ども女性比と合計特殊出生率の比（k）がないため、出生率のばらつきによる見通しの幅を計算できません。"
    "「仮定値」でkを入れるか、「出生率のばらつき」を0にしてください。"
)


def preset(kind: str, base_year: int) -> ScenarioSpec:
    """What a kind of scenario assumes before anybody changes it; ``kind`` as ``Scenario.Kind``.

    シミュレーション1: the rate goes on a straight line from the one that the published ratio implies in the first census year
    after the base year to 2.1 in 2030 (a step later where there is none before), then stays. シミュレーション2: besides, from
    then on as many come as leave. LONG_TERM: 1.6, 1.8, 2.07 in 2020, 2030, 2040 (国の長期ビジョン).

    >>> preset("SIM1", 2020).tfr
    ((2025, None), (2030, Decimal('2.1')))
    >>> preset("SIM2", 2025).tfr[-1], preset("SIM2", 2025).moves.value
    ((2035, Decimal('2.1')), 'BALANCED')
    """
    start = base_year + STEP
    rising: tuple[tuple[int, Decimal | None], ...] = (
        (start, None),
        (max(2030, start + STEP), REPLACEMENT),
    )
    if kind == "SIM1":
        return ScenarioSpec(births=Births.TFR, tfr=rising)
    if kind == "SIM2":
        return ScenarioSpec(births=Births.TFR, tfr=rising, moves=Moves.BALANCED)
    if kind == "LONG_TERM":
        path = ((2020, "1.6"), (2030, "1.8"), (2040, "2.07"))
        return ScenarioSpec(births=Births.TFR, tfr=tuple((year, Decimal(rate)) for year, rate in path))
    return ScenarioSpec()


def starts_of(spec: ScenarioSpec, base_year: int) -> int:
    """The year from which the scenario goes its own way; until then all goes on as published."""
    return base_year + STEP if spec.starts is None else spec.starts


def obstacles(spec: ScenarioSpec, inputs: Inputs) -> tuple[str, ...]:
    """Why this scenario cannot be computed from these inputs, as sentences that say what to do; () where it can."""
    found = []
    if inputs.survival is None and spec.moves is not Moves.PUBLISHED:
        found.append(NO_SPLIT)
    if inputs.k is None and spec.births is Births.TFR:
        found.append(NO_K)
    return tuple(found)


def band_obstacles(spec: ScenarioSpec, inputs: Inputs) -> tuple[str, ...]:
    """Why the band of uncertainty cannot be computed; () where it can, or where none is wanted."""
    found = []
    if spec.uncertainty is not None and spec.uncertainty.migration and inputs.survival is None:
        found.append(NO_BAND_MOVES)
    if spec.uncertainty is not None and spec.uncertainty.tfr and inputs.k is None:
        found.append(NO_BAND_K)
    return tuple(found)


def rates_of(spec: ScenarioSpec, inputs: Inputs) -> Rates:
    """The rates (area, step, …) of a scenario that has no ``obstacles``.

    Where survival is unknown it holds survival and migration together, and migration is zero. No net migration rate takes away
    more people than there are: it is −survival at the lowest. ``added`` are those of ``came`` too.
    """
    survival = inputs.combined if inputs.survival is None else inputs.survival
    begins = np.array(inputs.years[:-1])
    own = begins >= starts_of(spec, inputs.years[0])
    moves = np.where(own[:, None, None], _moves(spec, inputs), inputs.migration)
    return Rates(
        survival=survival,
        migration=np.maximum(moves, -survival),
        child_woman=_child_woman(spec, inputs),
        boys=inputs.boys,
        added=_together(_added(spec.additions, inputs), came(spec, inputs)),
    )


def came(spec: ScenarioSpec, inputs: Inputs) -> Array | None:
    """Who moves in where nobody set out and no rate leads (area, step, sex, age); None where nobody does.

    They are net migrants: none of them where moves are balanced, as many times more as the rates where these are multiplied.
    """
    if not inputs.came.any():
        return None
    times = {Moves.BALANCED: 0.0, Moves.FACTOR: max(float(spec.factor), 0.0)}.get(spec.moves, 1.0)
    own = np.array(inputs.years[:-1]) >= starts_of(spec, inputs.years[0])
    return np.asarray(inputs.came * np.where(own, times, 1.0)[:, None, None])


def _together(one: Array | None, other: Array | None) -> Array | None:
    return one if other is None else other if one is None else one + other


def _moves(spec: ScenarioSpec, inputs: Inputs) -> Array:
    published = inputs.migration
    if spec.moves is Moves.BALANCED:
        return np.zeros_like(published)
    if spec.moves is Moves.FACTOR:
        return published * float(spec.factor)
    moves = published.copy()
    if spec.moves is Moves.OWN and spec.own_moves:
        for sex, name in enumerate(SEXES):
            for group, rate in spec.own_moves.get(name, {}).items():
                if place := place_of(group, inputs.count):  # nobody arrives in the first group but by birth
                    moves[..., sex, place - 1] = float(rate)
    return moves


def _child_woman(spec: ScenarioSpec, inputs: Inputs) -> Array:
    published = inputs.child_woman[:, 1:]
    if spec.births is not Births.TFR or inputs.k is None:
        return published
    ends = np.array(inputs.years[1:])
    own = ends >= starts_of(spec, inputs.years[0])
    # A path begins where its first point lies; before it the published ratio goes on.
    if spec.tfr:
        own &= ends >= min(year for year, _ in spec.tfr)
    path = tfr_path(spec.tfr, inputs)[:, 1:]
    return np.where(own, path * inputs.k[:, 1:], published)


def tfr_path(points: Sequence[tuple[int, Decimal | None]], inputs: Inputs) -> Array:
    """The total fertility rate (area, year) through ``points``, straight between them and constant behind the last.

    A point without a rate has the one that the published child–woman ratio implies (ratio ÷ k); without points all years do.
    Needs k.
    """
    assert inputs.k is not None
    implied = implied_tfr(inputs)
    if not points:
        return implied
    rows = sorted(points, key=lambda point: point[0])
    years = [year for year, _ in rows]
    return np.stack(
        [
            np.interp(
                inputs.years,
                years,
                [
                    np.interp(year, inputs.years, of_area) if rate is None else float(rate)
                    for year, rate in rows
                ],
            )
            for of_area in implied
        ]
    )


def implied_tfr(inputs: Inputs) -> Array:
    """The total fertility rates (area, year) that the published child–woman ratios stand for; 0 where k is 0. Needs k."""
    assert inputs.k is not None
    return np.divide(inputs.child_woman, inputs.k, out=np.zeros_like(inputs.k), where=inputs.k > 0)


def _added(additions: Sequence[Addition], inputs: Inputs) -> Array | None:
    if not additions:
        return None
    added = np.zeros((len(inputs.codes), len(inputs.years) - 1, 2, inputs.count))
    for one in additions:
        area = inputs.codes.index(one.area) if one.area in inputs.codes else 0
        steps = [n for n, year in enumerate(inputs.years[1:]) if one.first <= year <= one.last]
        for sex, people in enumerate((one.male, one.female)):
            for group, number in people.items():
                added[area, steps, sex, place_of(group, inputs.count)] += float(number)
    return added


def stacked(each: Sequence[Rates]) -> Rates:
    """Several scenarios of the same inputs for one call of the engine: rates (scenario, area, step, …)."""
    added = None
    if any(one.added is not None for one in each):
        shape = (*each[0].survival.shape[:-1], each[0].survival.shape[-1] + 1)
        added = np.stack([np.zeros(shape) if one.added is None else one.added for one in each])
    return Rates(
        survival=np.stack([one.survival for one in each]),
        migration=np.stack([one.migration for one in each]),
        child_woman=np.stack([one.child_woman for one in each]),
        boys=np.stack([one.boys for one in each]),
        added=added,
    )


def projected(base: Array, each: Sequence[Rates]) -> list[Projection | None]:
    """Each of these rates carried forward from ``base`` (area, sex, age), in one call of the engine where that can be.

    None for those that would leave fewer than nobody in a group, as additions do that take more people away than there are.
    """
    try:
        together = project(base, stacked(each))
    except ImpossibleRates:
        return [_alone(base, rates) for rates in each]
    return [Projection(*(getattr(together, name)[n] for name in FIELDS)) for n in range(len(each))]


def _alone(base: Array, rates: Rates) -> Projection | None:
    try:
        return project(base, rates)
    except ImpossibleRates:
        return None
