"""What a scenario comes to, as pages, papers and comparisons read it: totals, classes, shares by year. Pure.

Everything is read from the data of a vision's document (``vision.document``); nothing is computed anew but sums, shares and the
straight line between two years.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any

from vision.ages import OLD, OLD75, WORKING, YOUNG

ONE_PLACE, WHOLE = Decimal("0.1"), Decimal(1)


@dataclass(frozen=True)
class Summary:
    """A year: people in all and by class (None where nobody published them), shares in per cent, 1 decimal as printed.

    ``is_between``: the year lies between two cohort tables and was read off the straight line.
    """

    year: int
    total: Decimal
    young: Decimal | None = None
    working: Decimal | None = None
    old: Decimal | None = None
    old75: Decimal | None = None
    young_share: Decimal | None = None
    working_share: Decimal | None = None
    old_share: Decimal | None = None
    old75_share: Decimal | None = None
    is_between: bool = False


@dataclass(frozen=True)
class Change:
    """Five years: who were born and lived to their end (0–4 years old then), died, came less left, came by a project."""

    first: int
    last: int
    births: Decimal
    deaths: Decimal
    migration: Decimal
    added: Decimal


def share(part: Decimal | None, whole: Decimal) -> Decimal | None:
    """Per cent with 1 decimal, half up; None where there is nobody.

    >>> share(Decimal(137), Decimal(1000)), share(None, Decimal(1))
    (Decimal('13.7'), None)
    """
    if part is None or not whole:
        return None
    return (part / whole * 100).quantize(ONE_PLACE, ROUND_HALF_UP)


def whole(people: Decimal) -> int:
    """People as printed.

    >>> whole(Decimal("100.5"))
    101
    """
    return int(people.quantize(WHOLE, ROUND_HALF_UP))


@dataclass(frozen=True)
class ScenarioFigures:
    """A scenario of a vision's document. ``male`` and ``female``: {year: people by group}; empty where figures were entered."""

    data: Mapping[str, Any]

    @property
    def lineage(self) -> str:
        return str(self.data["lineage"])

    @property
    def name(self) -> str:
        return str(self.data["name"])

    @property
    def kind(self) -> str:
        return str(self.data["kind"])

    @property
    def is_adopted(self) -> bool:
        return bool(self.data["is_adopted"])

    @property
    def is_shown(self) -> bool:
        return bool(self.data["is_shown"])

    @property
    def years(self) -> tuple[int, ...]:
        """The years of cohort tables, or of entered figures."""
        return tuple(sorted(self.summaries))

    @cached_property
    def male(self) -> dict[int, tuple[Decimal, ...]]:
        return {int(year): tuple(map(Decimal, row)) for year, row in self.data["M"].items()}

    @cached_property
    def female(self) -> dict[int, tuple[Decimal, ...]]:
        return {int(year): tuple(map(Decimal, row)) for year, row in self.data["F"].items()}

    @cached_property
    def summaries(self) -> dict[int, Summary]:
        """By year, as far as they were computed or entered."""
        if self.data["entered"]:
            return {row["year"]: _entered(row) for row in self.data["entered"]}
        return {year: summary_of(year, self.male[year], self.female[year]) for year in self.male}

    def at(self, year: int) -> Summary | None:
        """The figures of any year: of a table, or on the straight line between two; None outside."""
        if year in self.summaries:
            return self.summaries[year]
        before = max((one for one in self.years if one < year), default=None)
        after = min((one for one in self.years if one > year), default=None)
        if before is None or after is None:
            return None
        return _between(year, self.summaries[before], self.summaries[after])

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        return tuple(
            Change(
                row["first"],
                row["last"],
                *(Decimal(row[name]) for name in ("births", "deaths", "migration", "added")),
            )
            for row in self.data["changes"]
        )


def summary_of(year: int, male: tuple[Decimal, ...], female: tuple[Decimal, ...]) -> Summary:
    """The classes of a cohort table."""
    people = [one + other for one, other in zip(male, female, strict=True)]
    total = sum(people, Decimal())
    classes: dict[str, Any] = {
        name: sum(people[part], Decimal())
        for name, part in (("young", YOUNG), ("working", WORKING), ("old", OLD), ("old75", OLD75))
    }
    shares: dict[str, Any] = {f"{name}_share": share(part, total) for name, part in classes.items()}
    return Summary(year, total, **classes, **shares)


def _entered(row: Mapping[str, Any]) -> Summary:
    total = Decimal(row["total"])
    classes: dict[str, Any] = {
        name: None if row.get(name) is None else Decimal(row[name]) for name in ("young", "working", "old")
    }
    shares: dict[str, Any] = {
        f"{name}_share": Decimal(row[f"{name}_share"]) if row.get(f"{name}_share") else share(part, total)
        for name, part in classes.items()
    }
    return Summary(row["year"], total, **classes, **shares)


def _between(year: int, before: Summary, after: Summary) -> Summary:
    weight = Decimal(year - before.year) / Decimal(after.year - before.year)

    def line(one: Decimal | None, other: Decimal | None) -> Decimal | None:
        return None if one is None or other is None else one + (other - one) * weight

    total = before.total + (after.total - before.total) * weight
    names = ("young", "working", "old", "old75")
    classes: dict[str, Any] = {name: line(getattr(before, name), getattr(after, name)) for name in names}
    shares: dict[str, Any] = {f"{name}_share": share(part, total) for name, part in classes.items()}
    return Summary(year, total, **classes, **shares, is_between=True)
