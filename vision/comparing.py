"""Two editions of a population vision side by side: what each says of a year, and the difference. Pure.

Figures are rounded as they are printed before the difference is taken, so that whoever reads the three can check them.
Differences of per cent are points. A year that only one of the two has is shown with that one; a year between two
tables of a side is read off the straight line and marked. Only scenarios that are shown to readers are compared.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from vision.figures import ScenarioFigures, Summary, share
from vision.indices import index_of, indices_of

Data = Mapping[str, Any]
PUBLISHED = "PATTERN1"
UNLIKE = (
    "OWN",
    "ENTERED",
)  # kinds of which a vision may have several: only their lineage tells which is which
PEOPLE, PER_CENT, INDEX, CHILDREN, RATIO = "人", "％", "", "", ""
CLASSES = (
    ("young", "年少人口（0～14歳）"),
    ("working", "生産年齢人口（15～64歳）"),
    ("old", "老年人口（65歳以上）"),
    ("old75", "うち75歳以上人口"),
)
SHARES = tuple(
    (f"{key}_share", f"{name.partition('（')[0].removeprefix('うち')}の割合") for key, name in CLASSES
)


@dataclass(frozen=True)
class Row:
    """A figure of a year in both editions, rounded as printed; None where an edition has none.

    ``old_between`` and ``new_between``: the figure was read off the straight line between two tables.
    """

    year: int
    old: Decimal | None
    new: Decimal | None
    old_between: bool = False
    new_between: bool = False

    @property
    def is_between(self) -> bool:
        return self.old_between or self.new_between

    @property
    def difference(self) -> Decimal | None:
        """New less old."""
        return None if self.old is None or self.new is None else self.new - self.old

    @property
    def rate(self) -> Decimal | None:
        """The difference in per cent of the old figure, 1 decimal."""
        return None if self.difference is None or self.old is None else share(self.difference, self.old)


@dataclass(frozen=True)
class Series:
    """One measure by year. ``unit``: 人, ％, or none; ``places``: decimals as printed."""

    key: str
    name: str
    unit: str
    places: int
    rows: tuple[Row, ...]

    @property
    def is_share(self) -> bool:
        """Whether differences are points."""
        return self.unit == PER_CENT

    def at(self, year: int) -> Row | None:
        return next((row for row in self.rows if row.year == year), None)


@dataclass(frozen=True)
class Pair:
    """A scenario in both editions; one of them None where it was added or left out."""

    old: ScenarioFigures | None
    new: ScenarioFigures | None

    @property
    def name(self) -> str:
        """The newer name."""
        one = self.new or self.old
        return one.name if one else ""

    @property
    def words(self) -> str:
        """The name, and that the newer edition adopts it."""
        return f"{self.name}（採用する見通し）" if self.new and self.new.is_adopted else self.name

    @property
    def is_whole(self) -> bool:
        return self.old is not None and self.new is not None

    @property
    def years(self) -> tuple[int, ...]:
        """Years of the tables of either."""
        return tuple(sorted({year for one in (self.old, self.new) if one for year in one.years}))

    @property
    def common_years(self) -> tuple[int, ...]:
        """Years of the tables of either of which both say something."""
        return tuple(
            year
            for year in self.years
            if self.old and self.new and self.old.at(year) is not None and self.new.at(year) is not None
        )


@dataclass(frozen=True)
class Comparison:
    """Both editions' data and what was paired. ``main`` is the pair of the adopted courses, else the published ones, else
    the first that both have; None where they have none in common."""

    old: Data
    new: Data
    pairs: tuple[Pair, ...]
    main: Pair | None
    published: Pair | None

    @property
    def base_year(self) -> int:
        """The base year of the newer edition."""
        return int(self.new["vision"]["base_year"])

    @property
    def year(self) -> int | None:
        """The last year of which both say something: the one that is told first."""
        return self.main.common_years[-1] if self.main and self.main.common_years else None

    @property
    def notices(self) -> tuple[str, ...]:
        """What stands on every page of either edition, each once."""
        told = (self.new["vision"]["notice"], self.old["vision"]["notice"])
        return tuple(dict.fromkeys(filter(None, told)))

    @property
    def totals(self) -> tuple[Series, ...]:
        """People in all by year, a series for each scenario."""
        return tuple(series_of(pair, "total", pair.words, PEOPLE, 0) for pair in self.pairs if pair.years)

    @property
    def main_totals(self) -> Series:
        """People in all by year of the main pair; without rows where there is none."""
        pair = self.main or Pair(None, None)
        return series_of(pair, "total", "総人口", PEOPLE, 0)

    @property
    def published_totals(self) -> Series | None:
        """The same of the published courses (社人研推計準拠); None where one edition has none."""
        return series_of(self.published, "total", self.published.name, PEOPLE, 0) if self.published else None

    @property
    def classes(self) -> tuple[Series, ...]:
        """The three classes and those of 75 and more, then their shares, of the main pair."""
        if self.main is None:
            return ()
        counts = [series_of(self.main, key, name, PEOPLE, 0) for key, name in CLASSES]
        shares = [series_of(self.main, key, name, PER_CENT, 1) for key, name in SHARES]
        return tuple(one for one in (*counts, *shares) if one.rows)

    @property
    def indices(self) -> tuple[Series, ...]:
        """Indices of the main pair (社人研); the index of all people has the newer base year as 100."""
        if self.main is None:
            return ()
        pair, base = self.main, self.base_year
        made = [_series(pair, key, name, INDEX, 1, reckon) for key, name, reckon in INDICES]
        return tuple(one for one in (_index(pair, base), *made) if one.rows)

    @property
    def assumed(self) -> tuple[Series, ...]:
        """Total fertility rate and child–woman ratio of the main pair, by year."""
        if self.main is None:
            return ()
        made = (
            _assumed(self.main, "tfr", "合計特殊出生率", 2),
            _assumed(self.main, "child_woman", "子ども女性比", 5),
        )
        return tuple(one for one in made if one.rows)


def compare(old: Data, new: Data) -> Comparison:
    """Both editions' data (``vision.document``) laid side by side."""
    before, after = shown(old), shown(new)
    pairs = tuple(paired(before, after))
    adopted = Pair(_adopted(before), _adopted(after))
    published = next((pair for pair in pairs if pair.is_whole and _is_published(pair)), None)
    whole = next((pair for pair in pairs if pair.is_whole), None)
    return Comparison(old, new, pairs, adopted if adopted.is_whole else published or whole, published)


def shown(data: Data) -> tuple[ScenarioFigures, ...]:
    """The scenarios of a vision that readers see, in its order."""
    figures = (ScenarioFigures(row) for row in data["scenarios"])
    return tuple(one for one in figures if one.is_shown)


def paired(old: Sequence[ScenarioFigures], new: Sequence[ScenarioFigures]) -> Iterator[Pair]:
    """Each scenario of the newer edition with the older one it goes on from, then those that were left out.

    The same lineage first; then the same kind, where an edition has but one of it; then the adopted with the adopted.
    """
    left, found = list(old), dict[str, ScenarioFigures]()
    for is_same in (_same_lineage, _same_kind, _both_adopted):
        for one in new:
            match = next((other for other in left if is_same(other, one)), None)
            if one.lineage not in found and match is not None:
                found[one.lineage] = match
                left.remove(match)
    yield from (Pair(found.get(one.lineage), one) for one in new)
    yield from (Pair(other, None) for other in left)


def _same_lineage(one: ScenarioFigures, other: ScenarioFigures) -> bool:
    return one.lineage == other.lineage


def _same_kind(one: ScenarioFigures, other: ScenarioFigures) -> bool:
    return one.kind == other.kind and one.kind not in UNLIKE


def _both_adopted(one: ScenarioFigures, other: ScenarioFigures) -> bool:
    return one.is_adopted and other.is_adopted


def _is_published(pair: Pair) -> bool:
    return bool(pair.old and pair.new and pair.old.kind == pair.new.kind == PUBLISHED)


def _adopted(scenarios: Iterable[ScenarioFigures]) -> ScenarioFigures | None:
    return next((one for one in scenarios if one.is_adopted), None)


# --- series --------------------------------------------------------------------------------------------------


def series_of(pair: Pair, key: str, name: str, unit: str, places: int) -> Series:
    """A figure of ``vision.figures.Summary`` by year; years in which neither side knows it are left out."""
    return _series(pair, key, name, unit, places, lambda summary: getattr(summary, key))


Reckon = Callable[[Summary], Decimal | None]


def _series(pair: Pair, key: str, name: str, unit: str, places: int, reckon: Reckon) -> Series:
    rows = (_row(pair, year, places, reckon) for year in pair.years)
    known = tuple(row for row in rows if row.old is not None or row.new is not None)
    return Series(key, name, unit, places, known)


def _row(pair: Pair, year: int, places: int, reckon: Reckon) -> Row:
    (old, old_between), (new, new_between) = (
        _figure(one.at(year) if one else None, places, reckon) for one in (pair.old, pair.new)
    )
    return Row(year, old, new, old_between, new_between)


def _figure(summary: Summary | None, places: int, reckon: Reckon) -> tuple[Decimal | None, bool]:
    """The figure of a side, and whether it lies between two tables."""
    figure = rounded(reckon(summary), places) if summary else None
    return figure, bool(summary and summary.is_between and figure is not None)


def rounded(value: Decimal | None, places: int) -> Decimal | None:
    """Half up, as printed.

    >>> rounded(Decimal("0.25"), 1), rounded(None, 1)
    (Decimal('0.3'), None)
    """
    return None if value is None else value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


INDICES: tuple[tuple[str, str, Reckon], ...] = (
    ("young_index", "年少人口指数", lambda one: indices_of(one).young),
    ("old_index", "老年人口指数", lambda one: indices_of(one).old),
    ("dependency", "従属人口指数", lambda one: indices_of(one).dependency),
    ("ageing", "老年化指数", lambda one: indices_of(one).ageing),
)


def _index(pair: Pair, base: int) -> Series:
    """People in all where those of the base year of the newer edition are 100: each side by its own figure."""
    rows = []
    for year in pair.years:
        (old, old_between), (new, new_between) = (
            _to_hundred(one, year, base) for one in (pair.old, pair.new)
        )
        rows.append(Row(year, old, new, old_between, new_between))
    known = tuple(row for row in rows if row.old is not None or row.new is not None)
    return Series("index", f"総人口の指数（{base}年＝100）", INDEX, 1, known)


def _to_hundred(side: ScenarioFigures | None, year: int, base: int) -> tuple[Decimal | None, bool]:
    whole = side.at(base) if side else None
    if side is None or whole is None:
        return None, False
    return _figure(side.at(year), 1, lambda one: index_of(one.total, whole.total))


def _assumed(pair: Pair, key: str, name: str, places: int) -> Series:
    old, new = (_years(side, key) for side in (pair.old, pair.new))
    rows = (
        Row(year, rounded(old.get(year), places), rounded(new.get(year), places))
        for year in sorted({*old, *new})
    )
    return Series(key, name, CHILDREN if key == "tfr" else RATIO, places, tuple(rows))


def _years(side: ScenarioFigures | None, key: str) -> dict[int, Decimal]:
    given = side.data["assumed"].get(key, {}) if side else {}
    return {int(year): Decimal(rate) for year, rate in given.items()}
