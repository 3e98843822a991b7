"""All that was read of one file, people and rates, as it waits for somebody to take it in; its JSON. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from paper.grids import Grid
from vision.reading.found import NO_CODE, AreaRates, Finding
from vision.reading.people import Wanted, read_people
from vision.reading.rates import read_rates
from vision.tables import AgeRates, PeopleTable, TotalsTable, year_rates, year_rates_data

BY_AGE = ("survival", "migration", "combined")
NATION = 20_000_000  # a table of more people than this, with no code, is one of the whole country


@dataclass(frozen=True)
class Parsed:
    """People, totals and rates by code of the area ("" without one), names by code, and what was noticed."""

    people: Mapping[str, PeopleTable] = field(default_factory=dict)
    totals: Mapping[str, TotalsTable] = field(default_factory=dict)
    rates: Mapping[str, AreaRates] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def faults(self) -> tuple[Finding, ...]:
        """What has to be put right in the file before it can be taken in."""
        return tuple(one for one in self.findings if one.is_fault)

    @property
    def remarks(self) -> tuple[Finding, ...]:
        """What one should know of it."""
        return tuple(one for one in self.findings if not one.is_fault)

    @property
    def has_unknown(self) -> bool:
        """Whether there are people of unknown age."""
        return any(any(one.unknown) for table in self.people.values() for one in table.years.values())

    @property
    def is_nation(self) -> bool:
        """Whether the table without a code can only be that of the whole country."""
        table = self.people.get(NO_CODE)
        return table is not None and any(sum(one.male) * 2 > NATION for one in table.years.values())

    def without_area(self, known: Mapping[str, str]) -> tuple[str, ...]:
        """Keys of tables and rates that name none of the areas ``known``: "" or names without a code."""
        keys = dict.fromkeys((*self.people, *self.totals, *self.rates))
        return tuple(key for key in keys if key not in known)

    def to_data(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "people": {key: table.to_data() for key, table in self.people.items()},
            "totals": {key: table.to_data() for key, table in self.totals.items()},
            "rates": {key: _rates_data(rates) for key, rates in self.rates.items()},
            "names": dict(self.names),
            "findings": [one.to_data() for one in self.findings],
        }

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Parsed":
        """From its JSON."""
        return cls(
            {key: PeopleTable.of(table) for key, table in data["people"].items()},
            {key: TotalsTable.of(table) for key, table in data["totals"].items()},
            {key: _rates_of(rates) for key, rates in data["rates"].items()},
            data["names"],
            tuple(Finding(*one) for one in data["findings"]),
        )


def parsed_of(
    grids: Sequence[Grid], wanted: Wanted = None, *, year: int | None = None, variant: str = "medium"
) -> Parsed:
    """Everything in the sheets: a file holds people or rates, and sometimes both. Arguments as ``read_people`` has them."""
    people = read_people(grids, wanted, year=year, variant=variant)
    rates = read_rates(grids, wanted)
    said = list(rates.findings) if rates.areas else []
    if people.tables or people.totals or not rates.areas:
        said += people.findings
    return Parsed(
        people.tables, people.totals, rates.areas, {**rates.names, **people.names}, tuple(dict.fromkeys(said))
    )


def _rates_data(rates: AreaRates) -> dict[str, Any]:
    given = {one.name: getattr(rates, one.name) for one in fields(rates)}
    return {
        name: value.to_data() if isinstance(value, AgeRates) else year_rates_data(value)
        for name, value in given.items()
        if value is not None
    }


def _rates_of(data: Mapping[str, Any]) -> AreaRates:
    values: dict[str, Any] = {
        name: AgeRates.of(value) if name in BY_AGE else year_rates(value) for name, value in data.items()
    }
    return AreaRates(**values)
