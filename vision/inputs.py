"""What a projection rests on: the tables and assumptions of a vision's data as arrays, one row for each area. Pure.

An assumption of the area goes before one that is common to all areas; where none was given, the rates are derived from the
published projection of the area (survival and net migration together are the change of a cohort from one table to the next).
A period without rates of its own has those of the last period before it (the first, where there is none before), survival and
moves each for itself; a year without a ratio has that on the straight line between its neighbours. Tables with different open
groups are folded to the lowest of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vision import rates
from vision.ages import MOTHERS, open_from
from vision.tables import AgeRates, Counts, PeopleTable, year_rates

STEP = 5
NO_GIRLS = 1e12  # boys to 100 girls where there are only boys: a number, so that lines can be drawn to it
Array = NDArray[np.float64]
Data = Mapping[str, Any]


@dataclass(frozen=True)
class Inputs:
    """Areas with all that is needed to project them. ``years``: base year and ends of the steps, five years apart.

    ``base`` (area, sex, age): people. ``survival`` (area, step, sex, age−1), None where survival is unknown; ``combined`` the
    same shape: survival and net migration together. ``child_woman`` and ``k`` (area, year), the base year first; ``k`` None where
    unknown; ``boys`` (area, step): boys to 100 girls of 0–4 years. ``came`` (area, step, sex, age): people of a published
    projection to whom no rate leads, since nobody set out for their group; they moved in.
    """

    years: tuple[int, ...]
    codes: tuple[str, ...]
    base: Array
    survival: Array | None
    combined: Array
    child_woman: Array
    boys: Array
    came: Array
    k: Array | None

    @property
    def count(self) -> int:
        """How many age groups there are."""
        return int(self.base.shape[-1])

    @property
    def open_from(self) -> int:
        """The age at which the last group begins."""
        return open_from(self.count)

    @property
    def migration(self) -> Array:
        """Net migration rates (area, step, sex, age−1); zero where they cannot be told from survival."""
        return np.zeros_like(self.combined) if self.survival is None else self.combined - self.survival


@dataclass(frozen=True)
class AreaSources:
    """What the office gave for one area, as far as it is there."""

    code: str
    name: str
    base_year: int
    tables: Mapping[str, Data]
    assumptions: Mapping[str, Data]

    @cached_property
    def projection(self) -> PeopleTable | None:
        """公表された将来推計."""
        return PeopleTable.of(self.tables["PROJECTION"]["data"]) if "PROJECTION" in self.tables else None

    @cached_property
    def base(self) -> Array | None:
        """People (sex, age) of the base year; None where no table has the year."""
        if self.base_table is None:
            return None
        counts = PeopleTable.of(self.base_table["data"]).years[self.base_year]
        return people_of(counts, self.base_table["unknown"])

    @cached_property
    def base_table(self) -> Data | None:
        """The table that has the base year: the census, else the published projection."""
        found = (self.tables[kind] for kind in ("CENSUS", "PROJECTION") if kind in self.tables)
        return next((table for table in found if str(self.base_year) in table["data"]["years"]), None)

    @cached_property
    def survival(self) -> AgeRates | None:
        """生残率 as given."""
        return self._by_age("SURVIVAL")

    @cached_property
    def migration(self) -> AgeRates | None:
        """純移動率 as given."""
        return self._by_age("MIGRATION")

    def _by_age(self, kind: str) -> AgeRates | None:
        return AgeRates.of(self.assumptions[kind]["data"]) if kind in self.assumptions else None

    def ratios(self, kind: str) -> dict[int, float]:
        """Ratios by year as they were given; {} where they were not."""
        if kind not in self.assumptions:
            return {}
        return {year: float(rate) for year, rate in year_rates(self.assumptions[kind]["data"]).items()}

    @cached_property
    def cohorts(self) -> dict[int, Array]:
        """People (2, sex, age) at both ends of each five years of the published projection, by the first year."""
        if self.projection is None:
            return {}
        unknown = self.tables["PROJECTION"]["unknown"]
        people = {year: people_of(counts, unknown) for year, counts in self.projection.years.items()}
        return {
            year: np.stack([people[year], people[year + STEP]]) for year in people if year + STEP in people
        }

    @property
    def came(self) -> bool:
        """Whether anybody of the published projection came into a group for which nobody set out."""
        return self.is_derived and any(rates.out_of_nobody(pair).any() for pair in self.cohorts.values())

    @property
    def is_derived(self) -> bool:
        """Whether the moves are derived here from the published projection."""
        return self.migration is None and bool(self.cohorts)

    @cached_property
    def counts(self) -> tuple[int, ...]:
        """How many age groups each table of this area has that takes part."""
        found = [] if self.base is None else [self.base.shape[-1]]
        found += [
            rates.open_from // STEP + 1 for rates in (self.survival, self.migration) if rates is not None
        ]
        found += [pair.shape[-1] for pair in self.cohorts.values()][:1]
        return tuple(found)

    @property
    def missing(self) -> tuple[str, ...]:
        """What is needed for any course at all and is not there, as sentences that say what to do."""
        found = []
        if self.base is None:
            found.append(
                f"{self.name}の{self.base_year}年の人口がありません。「人口表」で、男女別・年齢別の表を取り込んでください。"
            )
        if self.migration is None and not self.cohorts:
            found.append(
                f"{self.name}の純移動率がありません。「人口表」で、純移動率の表か、公表された将来推計を取り込んでください。"
            )
        elif self.migration is not None and self.survival is None:
            found.append(f"{self.name}の生残率がありません。「人口表」で、生残率の表を取り込んでください。")
        for kind, name in (("CHILD_WOMAN", "子ども女性比"), ("SEX_RATIO", "0～4歳性比")):
            if kind not in self.assumptions and not self.cohorts:
                found.append(
                    f"{self.name}の{name}がありません。「人口表」で、{name}の表か、公表された将来推計を取り込んでください。"
                )
        return tuple(found)


def sources_of(data: Data) -> tuple[AreaSources, ...]:
    """The areas of a vision's data with what was given for each; what is common to all areas is given for each of them."""
    common = {row["kind"]: row for row in data["assumptions"] if not row["area"] and _holds(row)}
    return tuple(
        AreaSources(
            area["code"],
            area["name"],
            data["vision"]["base_year"],
            {row["kind"]: row for row in data["tables"] if row["area"] == area["code"]},
            common
            | {
                row["kind"]: row for row in data["assumptions"] if row["area"] == area["code"] and _holds(row)
            },
        )
        for area in data["areas"]
    )


def _holds(assumption: Data) -> bool:
    """Whether there is any rate in it."""
    return bool(assumption["data"].get("periods") or assumption["data"].get("years"))


def missing_of(data: Data) -> tuple[str, ...]:
    """Why nothing can be projected yet; () where it can."""
    areas = sources_of(data)
    if not areas:
        return ("推計の区域がありません。「人口表」の「推計の区域」で加えてください。",)
    return tuple(sentence for area in areas for sentence in area.missing)


def inputs_of(data: Data) -> Inputs | None:
    """The arrays; None where something is missing (``missing_of`` says what)."""
    areas = sources_of(data)
    if not areas or any(area.missing for area in areas):
        return None
    first, last = data["vision"]["base_year"], data["vision"]["last_year"]
    years = tuple(
        range(first, last + STEP, STEP)
    )  # a last year off the grid lies between the last two tables
    years = years[:-1] if years[-1] - STEP >= last else years
    count = min(count for area in areas for count in area.counts)
    each = [_arrays(area, years, count) for area in areas]
    together = {
        name: np.stack([one[name] for one in each])
        for name in ("base", "combined", "child_woman", "boys", "came")
    }
    survival = (
        None if any(one["survival"] is None for one in each) else np.stack([one["survival"] for one in each])
    )
    k = None if any(one["k"] is None for one in each) else np.stack([one["k"] for one in each])
    return Inputs(years=years, codes=tuple(area.code for area in areas), survival=survival, k=k, **together)


def _arrays(area: AreaSources, years: Sequence[int], count: int) -> dict[str, Any]:
    given = area.base
    assert given is not None  # missing_of was asked
    base = folded(given, count)
    alive = {} if area.survival is None else _folded_rates(area.survival, given, count)
    survival = _by_period(alive, years) if alive else None
    then = {year: _by_period(alive, (year, year + STEP)) for year in area.cohorts if alive}
    derived = {
        year: rates.derived(folded(pair, count), then.get(year)) for year, pair in area.cohorts.items()
    }
    if area.migration is None:
        combined = _by_period({year: one[0][0] for year, one in derived.items()}, years)
        # Of a period that is used on the moves stay; survival goes on as it was given.
        if survival is not None:
            combined += survival - _by_period({year: one[0] for year, one in then.items()}, years)
        came = {year: rates.out_of_nobody(folded(pair, count))[0] for year, pair in area.cohorts.items()}
    else:
        assert survival is not None
        came = {}
        combined = survival + _by_period(_folded_rates(area.migration, given, count), years)
    births = area.ratios("CHILD_WOMAN") or {year + STEP: float(one[1][0]) for year, one in derived.items()}
    boys = area.ratios("SEX_RATIO") or {
        year + STEP: min(float(one[2][0]), NO_GIRLS) for year, one in derived.items()
    }
    now = {years[0]: _child_woman(base)}
    k = area.ratios("TFR_RATIO")
    return {
        "base": base,
        "survival": survival,
        "combined": combined,
        "child_woman": _on(now | births, years),
        "boys": _on(boys, years[1:]),
        "came": np.stack([came.get(year, np.zeros_like(base)) for year in years[:-1]]),
        "k": _on(k, years) if k else None,
    }


def people_of(counts: Counts, unknown: str) -> Array:
    """People (sex, age) of a table; those of unknown age in proportion where the office chose so (不詳按分)."""
    people = np.array([counts.male, counts.female], dtype=float)
    if unknown == "DISTRIBUTED" and (people.sum(axis=-1) > 0).all():
        return rates.distributed(people, np.array(counts.unknown, dtype=float))
    return people


def folded(people: Array, count: int) -> Array:
    """People (…, age) in ``count`` groups, what is above added to the last."""
    return np.concatenate(
        [people[..., : count - 1], people[..., count - 1 :].sum(axis=-1, keepdims=True)], axis=-1
    )


def _child_woman(people: Array) -> float:
    women = people[1, MOTHERS].sum()
    return float(people[:, 0].sum() / women) if women else 0.0


def _on(ratios: Mapping[int, float], years: Sequence[int]) -> Array:
    known = sorted(ratios)
    return np.interp(years, known, [ratios[year] for year in known])


def _by_period(found: Mapping[int, Array], years: Sequence[int]) -> Array:
    """Rates (step, sex, age−1) for the steps that begin in all ``years`` but the last."""
    known = sorted(found)
    return np.stack(
        [found[max((one for one in known if one <= year), default=known[0])] for year in years[:-1]]
    )


def _folded_rates(given: AgeRates, people: Array, count: int) -> dict[int, Array]:
    """Rates (sex, age−1) by first year with ``count`` groups; what becomes one is weighted by the people of the base year."""
    return {
        year: _weighted(np.array([given.male[year], given.female[year]], dtype=float), people, count)
        for year in given.male
    }


def _weighted(by_age: Array, people: Array, count: int) -> Array:
    groups = by_age.shape[-1] + 1
    if groups == count:
        return by_age
    weights = folded(people, groups) if people.shape[-1] >= groups else _opened(people, by_age)
    leaving = np.concatenate([by_age, by_age[:, -1:]], axis=-1)[:, count - 2 :]
    weights = weights[:, count - 2 :]
    whole = weights.sum(axis=-1)
    last = np.where(
        whole > 0, (weights * leaving).sum(axis=-1) / np.where(whole > 0, whole, 1), leaving[:, -1]
    )
    return np.concatenate([by_age[:, : count - 2], last[:, None]], axis=-1)


def _opened(people: Array, by_age: Array) -> Array:
    """The open group of ``people`` laid out over the groups above as in a population that always had these rates (定常人口)."""
    place = people.shape[-1] - 1
    above = np.clip(by_age[:, place:], 0.0, 0.99)
    shape = np.concatenate([np.ones((2, 1)), np.cumprod(above, axis=-1)], axis=-1)
    shape[:, -1] /= 1 - above[:, -1]
    spread = people[:, place:] * shape / shape.sum(axis=-1, keepdims=True)
    return np.concatenate([people[:, :place], spread], axis=-1)
