"""What was read of somebody's tables: people, totals and rates by area code, and what was noticed on the way. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from vision.tables import AgeRates, PeopleTable, TotalsTable

NO_CODE = ""  # the key of a table that names no area


@dataclass(frozen=True)
class Finding:
    """A sentence about the file. ``is_fault``: what it is about cannot be taken in; ``place`` as 「シート1」C12, or ""."""

    sentence: str
    place: str = ""
    is_fault: bool = False

    def __str__(self) -> str:
        return f"{self.place}：{self.sentence}" if self.place else self.sentence

    def to_data(self) -> list[Any]:
        """As JSON."""
        return [self.sentence, self.place, self.is_fault]


@dataclass(frozen=True)
class Read:
    """People by sex and age, and totals, by code of the area: 2 digits of a prefecture, 5 of a municipality, "" without one.

    ``names`` are those beside the codes. An area with a fault is in ``tables`` no more; what is wrong is in ``findings``.
    """

    tables: Mapping[str, PeopleTable] = field(default_factory=dict)
    totals: Mapping[str, TotalsTable] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def faults(self) -> tuple[Finding, ...]:
        """What cannot be taken in."""
        return tuple(one for one in self.findings if one.is_fault)


@dataclass(frozen=True)
class AreaRates:
    """Rates of an area. ``combined``: survival and net migration in one, as two tables give them. Unread ones are None."""

    survival: AgeRates | None = None
    migration: AgeRates | None = None
    combined: AgeRates | None = None
    child_woman: Mapping[int, Decimal] | None = None
    sex_ratio: Mapping[int, Decimal] | None = None
    tfr_ratio: Mapping[int, Decimal] | None = None


@dataclass(frozen=True)
class ReadRates:
    """Rates by code of the area, "" for rates that name none; else as ``Read``."""

    areas: Mapping[str, AreaRates] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def faults(self) -> tuple[Finding, ...]:
        """What cannot be taken in."""
        return tuple(one for one in self.findings if one.is_fault)
