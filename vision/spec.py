"""What a scenario assumes: births, moves, people added, how unsure it is; entered figures where nothing is computed. Pure.

Until ``starts`` (the first census year after the base year, unless said otherwise) all goes on as published.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Any


class Births(Enum):
    """子どもの生まれ方: as the table has it, or by a total fertility rate (合計特殊出生率) times k."""

    PUBLISHED = "PUBLISHED"
    TFR = "TFR"


class Moves(Enum):
    """移動: as the table has it, balanced (no net migration), times a factor, or rates of one's own by age."""

    PUBLISHED = "PUBLISHED"
    BALANCED = "BALANCED"
    FACTOR = "FACTOR"
    OWN = "OWN"


@dataclass(frozen=True)
class Addition:
    """People who come by a project (housing, a university) in each 5-year step that ends in ``first`` … ``last``.

    ``male`` and ``female``: {group key at the end of the step: people}, as "20-24". They are spread over the areas by ``area``
    (a code; "" for the first area).
    """

    name: str
    first: int
    last: int
    male: Mapping[str, Decimal]
    female: Mapping[str, Decimal]
    area: str = ""


@dataclass(frozen=True)
class Uncertainty:
    """A band by Monte Carlo: standard deviations of the TFR (children) and of all net migration rates (times), one draw
    for a whole path; repeatable by its seed."""

    draws: int = 1000
    seed: int = 20201001
    tfr: Decimal = Decimal("0.1")
    migration: Decimal = Decimal("0.2")


@dataclass(frozen=True)
class Entered:
    """Figures of a year that were decided elsewhere; shares in per cent as printed where no classes are known."""

    year: int
    total: int
    young: int | None = None
    working: int | None = None
    old: int | None = None
    young_share: Decimal | None = None
    working_share: Decimal | None = None
    old_share: Decimal | None = None


@dataclass(frozen=True)
class ScenarioSpec:
    """The assumptions of a scenario. ``tfr``: (year, rate) joined by straight lines and constant behind the last; a rate None
    is the one that the published child–woman ratio implies (ratio ÷ k). ``factor`` of ``Moves.FACTOR``. ``own_moves``: rates by
    group of arrival {"M": {"20-24": "0.05"}, "F": …} that take the place of the published ones."""

    starts: int | None = None
    births: Births = Births.PUBLISHED
    tfr: tuple[tuple[int, Decimal | None], ...] = ()
    moves: Moves = Moves.PUBLISHED
    factor: Decimal = Decimal(1)
    own_moves: Mapping[str, Mapping[str, Decimal]] | None = None
    additions: tuple[Addition, ...] = ()
    uncertainty: Uncertainty | None = None
    entered: tuple[Entered, ...] = ()


def to_data(spec: ScenarioSpec) -> dict[str, Any]:
    """The spec as JSON: decimals as text, what is not used left out.

    >>> to_data(ScenarioSpec(births=Births.TFR, tfr=((2020, None), (2030, Decimal("2.1")))))
    {'births': 'TFR', 'moves': 'PUBLISHED', 'tfr': [[2020, None], [2030, '2.1']]}
    """
    data: dict[str, Any] = {"births": spec.births.value, "moves": spec.moves.value}
    if spec.starts is not None:
        data["starts"] = spec.starts
    if spec.tfr:
        data["tfr"] = [[year, _text(rate)] for year, rate in spec.tfr]
    if spec.moves is Moves.FACTOR:
        data["factor"] = _text(spec.factor)
    if spec.own_moves:
        data["own_moves"] = {sex: _texts(rates) for sex, rates in spec.own_moves.items()}
    if spec.additions:
        data["additions"] = [
            {
                "name": one.name,
                "first": one.first,
                "last": one.last,
                "M": _texts(one.male),
                "F": _texts(one.female),
                "area": one.area,
            }
            for one in spec.additions
        ]
    if spec.uncertainty:
        unsure = spec.uncertainty
        data["uncertainty"] = {
            "draws": unsure.draws,
            "seed": unsure.seed,
            "tfr": _text(unsure.tfr),
            "migration": _text(unsure.migration),
        }
    if spec.entered:
        data["entered"] = [
            {
                name: _text(value) if isinstance(value, Decimal) else value
                for name, value in vars(one).items()
                if value is not None
            }
            for one in spec.entered
        ]
    return data


def from_data(data: Mapping[str, Any]) -> ScenarioSpec:
    """The spec of its JSON; {} is the published course.

    >>> from_data(to_data(ScenarioSpec(moves=Moves.FACTOR, factor=Decimal("0.5")))).factor
    Decimal('0.5')
    """
    return ScenarioSpec(
        starts=data.get("starts"),
        births=Births(data.get("births", "PUBLISHED")),
        tfr=tuple((year, _number(rate)) for year, rate in data.get("tfr", ())),
        moves=Moves(data.get("moves", "PUBLISHED")),
        factor=Decimal(data.get("factor", "1")),
        own_moves={sex: _numbers(rates) for sex, rates in data.get("own_moves", {}).items()} or None,
        additions=tuple(
            Addition(
                one["name"],
                one["first"],
                one["last"],
                _numbers(one["M"]),
                _numbers(one["F"]),
                one.get("area", ""),
            )
            for one in data.get("additions", ())
        ),
        uncertainty=_uncertainty(data.get("uncertainty")),
        entered=tuple(_entered(row) for row in data.get("entered", ())),
    )


def _uncertainty(data: Mapping[str, Any] | None) -> Uncertainty | None:
    if data is None:
        return None
    return Uncertainty(data["draws"], data["seed"], Decimal(data["tfr"]), Decimal(data["migration"]))


def _entered(row: Mapping[str, Any]) -> Entered:
    figures: dict[str, Any] = {
        name: Decimal(value) if name.endswith("_share") else value for name, value in row.items()
    }
    return Entered(**figures)


def _text(rate: Decimal | None) -> str | None:
    return None if rate is None else format(rate, "f")


def _number(rate: str | None) -> Decimal | None:
    return None if rate is None else Decimal(rate)


def _texts(rates: Mapping[str, Decimal]) -> dict[str, str]:
    return {group: format(rate, "f") for group, rate in rates.items()}


def _numbers(rates: Mapping[str, str]) -> dict[str, Decimal]:
    return {group: Decimal(rate) for group, rate in rates.items()}
