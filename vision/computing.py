"""What the scenarios of a vision come to: its data (``vision.drafting``) with results filled in. Pure.

Equal data give equal results to the last digit printed, so that a frozen vision can be checked. Figures of several areas are
sums.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from itertools import pairwise
from typing import Any

import numpy as np

from vision.ages import MOTHERS
from vision.cohort import ImpossibleRates, Projection, Rates
from vision.figures import WHOLE
from vision.indices import natural_class, social_class
from vision.inputs import Array, Inputs, inputs_of, missing_of
from vision.scenarios import band_obstacles, came, obstacles, preset, projected, rates_of
from vision.spec import ScenarioSpec, Uncertainty, from_data
from vision.uncertainty import band

IMPACT_KINDS, IMPACT_YEAR = ("PATTERN1", "SIM1", "SIM2"), 2045
QUANTILES = ("0.05", "0.5", "0.95")
THREE, FIVE, TWO = Decimal("0.001"), Decimal("0.00001"), Decimal("0.01")
NOTHING_ENTERED = "値が入っていません。年と総人口を入れてください。"
NOBODY_LEFT = "人数が0人より少なくなる年齢があるため、計算できません。「加わる人」の人数と移動の仮定を見直してください。"
TOO_MANY = "人数が大きくなりすぎて、計算できません。出生と移動の仮定、「加わる人」の人数を見直してください。"
NO_BAND = (
    "人数が0人より少なくなるか、大きくなりすぎる場合があるため、見通しの幅を計算できません。"
    "ばらつき（標準偏差）を小さくしてください。"
)

Data = dict[str, Any]


def computed(data: Mapping[str, Any]) -> Data:
    """The data with what each scenario comes to, and the classes of impact; whatever results it held are replaced.

    A scenario gets ``assumed``, ``open``, ``M``, ``F`` (people by year and group), ``entered``, ``changes`` (empty where survival
    is unknown, for then deaths and moves cannot be told apart), ``band`` and ``missing``: sentences why it, or its band, could
    not be computed.
    """
    inputs = inputs_of(data)
    rows = [dict(row) | _empty() for row in data["scenarios"]]
    specs = [from_data(row["spec"]) for row in rows]
    counted = []
    for row, spec in zip(rows, specs, strict=True):
        if row["kind"] == "ENTERED":
            row["entered"] = row["spec"].get("entered", [])
            row["missing"] = [] if row["entered"] else [NOTHING_ENTERED]
        elif inputs is None:
            row["missing"] = list(missing_of(data))
        elif why := obstacles(spec, inputs):
            row["missing"] = list(why)
        else:
            counted.append((row, spec))
    if inputs is not None:
        _fill(counted, inputs)
    return dict(data) | {"scenarios": rows, "impact": None if inputs is None else _impact(rows, inputs)}


def _empty() -> Data:
    return {
        "assumed": {},
        "open": None,
        "M": {},
        "F": {},
        "entered": [],
        "changes": [],
        "band": None,
        "missing": [],
    }


def _fill(counted: Sequence[tuple[Data, ScenarioSpec]], inputs: Inputs) -> None:
    """Results of the scenarios that can be computed: one call of the engine for all of them."""
    if not counted:
        return
    each = [rates_of(spec, inputs) for _, spec in counted]
    found = projected(inputs.base, each)
    for (row, spec), rates, one in zip(counted, each, found, strict=True):
        if one is None:
            row["missing"] = [NOBODY_LEFT]
            continue
        try:
            row |= _results(_booked(one, came(spec, inputs)), inputs) | {
                "assumed": _assumed(one, rates, inputs)
            }
        except InvalidOperation:  # more digits than a decimal has
            row["missing"] = [TOO_MANY]
            continue
        row["missing"] = list(band_obstacles(spec, inputs))
        if spec.uncertainty is not None and not row["missing"]:
            row |= _with_band(spec.uncertainty, rates, inputs)


def _with_band(unsure: Uncertainty, rates: Rates, inputs: Inputs) -> Data:
    try:
        return {"band": _band(unsure, rates, inputs)}
    except (ImpossibleRates, InvalidOperation):
        return {"missing": [NO_BAND]}


def _band(unsure: Uncertainty, rates: Rates, inputs: Inputs) -> Data:
    """The band of the people in all by year, whole people; k and rate are nothing where only moves are unsure."""
    nothing = np.zeros_like(rates.child_woman)
    k = nothing if inputs.k is None else inputs.k[:, 1:]
    # A hair below, so that a draw that takes all births away leaves none and not a little less than none.
    tfr = np.divide(rates.child_woman, k, out=nothing, where=k > 0) * (1 - 1e-9)
    read = band(
        inputs.base,
        rates,
        k,
        tfr,
        draws=unsure.draws,
        seed=unsure.seed,
        tfr_sd=float(unsure.tfr),
        migration_sd=float(unsure.migration),
        quantiles=[float(one) for one in QUANTILES],
    )
    return {
        "draws": unsure.draws,
        "seed": unsure.seed,
        "quantiles": list(QUANTILES),
        "total": {
            str(year): [_text(people, WHOLE) for people in read[:, n]] for n, year in enumerate(inputs.years)
        },
    }


def _impact(rows: Sequence[Data], inputs: Inputs) -> Data | None:
    """自然増減・社会増減の影響度 by the scenarios of the vision that are shown, by the usual ones where it has none.

    Readers see the result, so nothing of a scenario that stays in the office goes into it. None without survival or k, and
    where one of them leaves fewer than nobody.
    """
    own = {row["kind"]: from_data(row["spec"]) for row in rows if row.get("is_shown", True)}
    specs = [own.get(kind) or preset(kind, inputs.years[0]) for kind in IMPACT_KINDS]
    if inputs.survival is None or inputs.k is None:
        return None
    found = [one for one in projected(inputs.base, [rates_of(spec, inputs) for spec in specs]) if one]
    if len(found) < len(specs):
        return None
    at = inputs.years.index(IMPACT_YEAR) if IMPACT_YEAR in inputs.years else -1
    published, births, both = (_rounded(one.totals.sum(axis=0)[at], THREE) for one in found)
    if not published or not births:
        return None
    natural, social = (
        (part / whole * 100).quantize(TWO, ROUND_HALF_UP)
        for part, whole in ((births, published), (both, births))
    )
    return {
        "year": inputs.years[at],
        "natural": {"ratio": format(natural, "f"), "class": natural_class(natural)},
        "social": {"ratio": format(social, "f"), "class": social_class(social)},
    }


def _booked(projection: Projection, moved: Array | None) -> Projection:
    """The projection with those who moved in where nobody set out among the net migrants, not among those of projects."""
    if moved is None:
        return projection
    people = moved.sum(axis=(-1, -2))
    return replace(projection, migration=projection.migration + people, added=projection.added - people)


def _results(projection: Projection, inputs: Inputs) -> Data:
    people = projection.population.sum(axis=0)  # (year, sex, age)
    male, female = (
        {
            str(year): [_text(number, THREE) for number in people[n, sex]]
            for n, year in enumerate(inputs.years)
        }
        for sex in (0, 1)
    )
    totals = [sum(map(Decimal, male[str(year)] + female[str(year)]), Decimal()) for year in inputs.years]
    changes = [] if inputs.survival is None else _changes(projection, totals, inputs.years)
    return {"open": inputs.open_from, "M": male, "F": female, "changes": changes}


def _changes(projection: Projection, totals: Sequence[Decimal], years: Sequence[int]) -> list[Data]:
    """Why there are more or fewer, to the last digit printed: what rounding leaves over stands with the deaths."""
    rows = []
    for n, (first, last) in enumerate(pairwise(years)):
        births, migration, added = (
            _rounded(getattr(projection, name)[:, n].sum(), THREE)
            for name in ("births", "migration", "added")
        )
        deaths = totals[n] + births + migration + added - totals[n + 1]
        figures = {"births": births, "deaths": deaths, "migration": migration, "added": added}
        rows.append(
            {"first": first, "last": last} | {name: format(value, "f") for name, value in figures.items()}
        )
    return rows


def _assumed(projection: Projection, rates: Rates, inputs: Inputs) -> Data:
    """Child–woman ratio and total fertility rate by year, of several areas the mean weighted by their women of 15–49."""
    women = projection.population[..., 1, MOTHERS].sum(axis=-1)  # (area, year)
    ratios = np.concatenate([inputs.child_woman[:, :1], rates.child_woman], axis=-1)
    found = {"child_woman": _by_year(ratios, women, inputs.years, FIVE)}
    if inputs.k is not None:
        tfr = np.divide(ratios, inputs.k, out=np.zeros_like(ratios), where=inputs.k > 0)
        found["tfr"] = _by_year(tfr, women, inputs.years, TWO)
    return found


def _by_year(ratios: Array, weights: Array, years: Sequence[int], place: Decimal) -> dict[str, str]:
    whole = weights.sum(axis=0)
    mean = np.where(
        whole > 0, (ratios * weights).sum(axis=0) / np.where(whole > 0, whole, 1), ratios.mean(axis=0)
    )
    return {str(year): _text(value, place) for year, value in zip(years, mean, strict=True)}


def _text(value: float, place: Decimal) -> str:
    return format(_rounded(value, place), "f")


def _rounded(value: float, place: Decimal) -> Decimal:
    return Decimal(repr(float(value))).quantize(place, ROUND_HALF_UP) + 0  # + 0: no minus before a zero
