"""The own indicators of a grant project (様式2): a start value and what each year added (増加分), as plain data.

Stored are texts of decimal numbers, so that nothing is rounded: [{"name", "unit", "start", "due", "increments":
[{"fiscal_year", "planned", "actual"}]}]. The sums are reckoned when they are shown.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

MOST = 5  # 様式2 has 指標① to ⑤


@dataclass(frozen=True)
class Increment:
    """What one fiscal year was to add, and what it did; texts of numbers, empty where nobody said."""

    fiscal_year: int
    planned: str = ""
    actual: str = ""


@dataclass(frozen=True)
class GrantIndicator:
    """指標: ``start`` is the value before the project, ``due`` the month by which the sum is to be there, as printed."""

    name: str
    unit: str = ""
    start: str = ""
    due: str = ""
    increments: tuple[Increment, ...] = ()

    @property
    def planned(self) -> Decimal | None:
        """All planned increments together."""
        return _sum(one.planned for one in self.increments)

    @property
    def actual(self) -> Decimal | None:
        """All increments so far together."""
        return _sum(one.actual for one in self.increments)

    @property
    def reached(self) -> Decimal | None:
        """Start and increments so far: where the indicator stands now; None while either is unknown.

        >>> GrantIndicator("来訪者", "人", "100", "", (Increment(2023, "5", "4"), Increment(2024, "5"))).reached
        Decimal('104')
        """
        return Decimal(self.start) + self.actual if self.start and self.actual is not None else None

    @property
    def aimed(self) -> Decimal | None:
        """Start and planned increments: where the indicator is to stand in the end."""
        return Decimal(self.start) + self.planned if self.start and self.planned is not None else None


def _sum(texts: Iterable[str]) -> Decimal | None:
    numbers = [Decimal(text) for text in texts if text]
    return sum(numbers, Decimal(0)) if numbers else None


def indicators_from(data: Iterable[Mapping[str, Any]]) -> tuple[GrantIndicator, ...]:
    """The indicators that were stored."""
    return tuple(
        GrantIndicator(
            **{name: row.get(name, "") for name in ("name", "unit", "start", "due")},
            increments=tuple(Increment(**one) for one in row.get("increments", ())),
        )
        for row in data
    )


def to_data(indicators: Sequence[GrantIndicator]) -> list[dict[str, Any]]:
    """As plain data for a JSON field; years of which nothing is said are left out."""
    return [
        asdict(one) | {"increments": [asdict(year) for year in one.increments if year.planned or year.actual]}
        for one in indicators
    ]
