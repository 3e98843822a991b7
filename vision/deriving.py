"""Rates derived from tables of people five years apart where nobody has published them, and k of the nation. Pure.

コーホート変化率法: those who are there five years later ÷ those who were there; less survival they are the net migration rates.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
from numpy.typing import NDArray

from vision import rates
from vision.inputs import STEP, people_of
from vision.reading.checks import folded_to, same_open_group
from vision.tables import AgeRates, PeopleTable
from vision.wording import year_name

PLACES = Decimal("0.00000001")
MOST_BOYS = 1000  # boys to 100 girls; more than that comes of a handful of children


@dataclass(frozen=True)
class Derived:
    """Rates of an area as two tables give them; ``migration`` None where survival is unknown. ``remarks`` are sentences."""

    combined: AgeRates
    migration: AgeRates | None
    child_woman: Mapping[int, Decimal]
    sex_ratio: Mapping[int, Decimal]
    remarks: tuple[str, ...]


class NotDerivable(ValueError):
    """The tables do not go together, as a sentence that says why and what to do."""


def derived_from(tables: Sequence[tuple[str, PeopleTable, str]], survival: AgeRates | None = None) -> Derived:
    """Rates of all periods of five years that the tables (what each is called, people, handling of unknown ages) span together.

    Of a year that stands in several tables the first counts. Tables with different open groups are folded to the lowest one, and
    survival's periods that are missing take the last one before. Raises NotDerivable where no two years are five years apart.
    """
    remarks = []
    named = {title: table for title, table, _ in tables}
    folded, said = same_open_group(named)
    remarks += [one.sentence for one in said]
    if survival is not None and folded:
        folded, survival, more = _with_survival(folded, survival)
        remarks += more
    people: dict[int, NDArray[np.float64]] = {}
    for (_, _, unknown), table in zip(tables, folded.values(), strict=True):
        for year, counts in table.years.items():
            if year not in people:
                people[year] = people_of(counts, unknown)
    periods = [year for year in sorted(people) if year + STEP in people]
    if not periods:
        raise NotDerivable(
            f"5年離れた二つの年の人口がないため、率を求められません（表にある年は"
            f"{'、'.join(map(year_name, sorted(people)))}）。5年前か5年後の国勢調査の表を取り込んでください。"
        )
    open_from = next(iter(folded.values())).open_from
    made = {
        year: rates.derived(np.stack([people[year], people[year + STEP]]), _alive(survival, year))
        for year in periods
    }
    combined = AgeRates(
        open_from,
        {year: _decimals(one[0][0, 0]) for year, one in made.items()},
        {year: _decimals(one[0][0, 1]) for year, one in made.items()},
    )
    sex_ratio = {year + STEP: _decimal(one[2][0]) for year, one in made.items() if one[2][0] <= MOST_BOYS}
    child_woman = {year + STEP: _decimal(one[1][0]) for year, one in made.items()}
    migration = None if survival is None else _less(combined, survival)
    words = "、".join(f"{year}年→{year + STEP}年" for year in periods)
    remarks.append(f"{'と'.join(named)}の{words}の変化から求めた値です（公表された仮定値ではありません）。")
    return Derived(combined, migration, child_woman, sex_ratio, tuple(remarks))


def _with_survival(
    folded: Mapping[str, PeopleTable], survival: AgeRates
) -> tuple[dict[str, PeopleTable], AgeRates, list[str]]:
    """Tables and survival with the same open group; survival cannot be folded by itself, so it has to be the lower one."""
    table = next(iter(folded.values()))
    if survival.open_from == table.open_from:
        return dict(folded), survival, []
    if survival.open_from < table.open_from:
        made = {called: folded_to(one, survival.open_from) for called, one in folded.items()}
        sentence = f"生残率が{survival.open_from}歳以上までなので、人口表も{survival.open_from}歳以上を一つにまとめました。"
        return made, survival, [sentence]
    raise NotDerivable(
        f"生残率は{survival.open_from}歳以上まで、人口表は{table.open_from}歳以上までに分かれています。"
        f"{table.open_from}歳以上を一つにした生残率を取り込んでください。"
    )


def _alive(survival: AgeRates | None, year: int) -> NDArray[np.float64] | None:
    """Survival (step, sex, age−1) in the five years from ``year`` on."""
    if survival is None:
        return None
    both = (survival.male, survival.female)
    return np.array([[one[_period(one, year)] for one in both]], dtype=float)


def _less(combined: AgeRates, survival: AgeRates) -> AgeRates:
    made: list[dict[int, tuple[Decimal, ...]]] = []
    for one, alive in ((combined.male, survival.male), (combined.female, survival.female)):
        made.append(
            {
                year: tuple(a - b for a, b in zip(given, alive[_period(alive, year)], strict=True))
                for year, given in one.items()
            }
        )
    return AgeRates(combined.open_from, made[0], made[1])


def _period(given: Mapping[int, object], year: int) -> int:
    """The period of survival that holds from ``year`` on: its own, else the last before, else the first."""
    return max((one for one in given if one <= year), default=min(given))


def national_k(table: PeopleTable, tfr: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """k by year: 子ども女性比 of the nation ÷ its 合計特殊出生率. Raises NotDerivable for a year that the table has not."""
    missing = [year for year in sorted(tfr) if year not in table.years]
    if missing:
        raise NotDerivable(
            f"全国の表に{'、'.join(map(year_name, missing))}がありません。"
            f"表にある年は{'、'.join(str(year) for year in sorted(table.years))}です。"
        )
    ks = {}
    for year, rate in tfr.items():
        people = np.stack([people_of(table.years[year], "NONE")] * 2)
        child_woman = rates.derived(people)[1]
        ks[year] = _decimal(float(rates.national_k(child_woman, [float(rate)])[0]))
    return ks


def _decimals(row: NDArray[np.float64]) -> tuple[Decimal, ...]:
    return tuple(_decimal(float(one)) for one in row)


def _decimal(number: float) -> Decimal:
    return Decimal(repr(float(number))).quantize(PLACES, ROUND_HALF_UP)
