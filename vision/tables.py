"""What the office gives: people by sex and age group, totals, and rates; shapes and their JSON. Pure.

As JSON a table of people is ``{"open": 90, "years": {"2020": {"M": [...], "F": [...], "unknown": [m, f], "total": n}}}``
with whole numbers; totals are ``{"years": {"2020": {"total": n, "young": n | null, "working": …, "old": …}}}``. Rates of ages
are ``{"open": 90, "periods": {"2015-2020": {"M": ["0.99938", …], "F": […]}}}`` with one rate fewer than groups: the n-th leads
from group n into the next, the last from the two highest groups together into the open one (社人研). Other rates are
``{"years": {"2020": "0.2067"}}``; the sex ratio is boys to 100 girls. Rates are decimals as text.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class Counts:
    """People of one area in one year, by age group; ``unknown`` men and women of unknown age; ``total`` as printed."""

    male: tuple[int, ...]
    female: tuple[int, ...]
    unknown: tuple[int, int] = (0, 0)
    total: int | None = None


@dataclass(frozen=True)
class PeopleTable:
    """People of an area by year; the highest group begins at ``open_from``."""

    open_from: int
    years: Mapping[int, Counts]

    def to_data(self) -> dict[str, Any]:
        return {
            "open": self.open_from,
            "years": {
                str(year): {
                    "M": list(one.male),
                    "F": list(one.female),
                    "unknown": list(one.unknown),
                    "total": one.total,
                }
                for year, one in sorted(self.years.items())
            },
        }

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "PeopleTable":
        return cls(
            data["open"],
            {
                int(year): Counts(
                    tuple(row["M"]), tuple(row["F"]), (row["unknown"][0], row["unknown"][1]), row["total"]
                )
                for year, row in data["years"].items()
            },
        )


@dataclass(frozen=True)
class Totals:
    """Published totals of a year; a class that was not published is None."""

    total: int
    young: int | None = None
    working: int | None = None
    old: int | None = None


@dataclass(frozen=True)
class TotalsTable:
    """Totals by year."""

    years: Mapping[int, Totals]

    def to_data(self) -> dict[str, Any]:
        return {
            "years": {
                str(year): {
                    "total": one.total,
                    "young": one.young,
                    "working": one.working,
                    "old": one.old,
                }
                for year, one in sorted(self.years.items())
            }
        }

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "TotalsTable":
        return cls({int(year): Totals(**row) for year, row in data["years"].items()})


@dataclass(frozen=True)
class AgeRates:
    """Rates by period of five years (its first year), sex and arriving group."""

    open_from: int
    male: Mapping[int, tuple[Decimal, ...]]
    female: Mapping[int, tuple[Decimal, ...]] = field(default_factory=dict)

    def to_data(self) -> dict[str, Any]:
        return {
            "open": self.open_from,
            "periods": {
                f"{year}-{year + 5}": {
                    "M": [format(rate, "f") for rate in self.male[year]],
                    "F": [format(rate, "f") for rate in self.female[year]],
                }
                for year in sorted(self.male)
            },
        }

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "AgeRates":
        rows = {int(period[:4]): row for period, row in data["periods"].items()}
        return cls(
            data["open"],
            {year: tuple(map(Decimal, row["M"])) for year, row in rows.items()},
            {year: tuple(map(Decimal, row["F"])) for year, row in rows.items()},
        )


def year_rates(data: Mapping[str, Any]) -> dict[int, Decimal]:
    """Rates by year: child–woman ratio, sex ratio at 0–4, k.

    >>> year_rates({"years": {"2020": "0.2067"}})
    {2020: Decimal('0.2067')}
    """
    return {int(year): Decimal(rate) for year, rate in data["years"].items()}


def year_rates_data(rates: Mapping[int, Decimal]) -> dict[str, Any]:
    """The same as JSON."""
    return {"years": {str(year): format(rate, "f") for year, rate in sorted(rates.items())}}
