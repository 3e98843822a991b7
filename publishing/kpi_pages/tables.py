"""Tables of the page of KPIs as HTML, a string for each row."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.utils.safestring import SafeString, mark_safe

from kpi.grading import Grade
from publishing.document import TargetEntry
from publishing.kpi_pages import cells
from publishing.kpi_pages.layout import Group, Place
from publishing.kpi_pages.reading import Judged
from publishing.kpi_tables import kind_word


class Row(NamedTuple):
    """A line of a table with its judgement."""

    place: Place
    judged: Judged


@dataclass(frozen=True)
class Count:
    """How many KPIs have a grade."""

    grade: Grade
    count: int

    @property
    def html(self) -> SafeString:
        return cells.status(self.grade)


def counts_of(grades: Sequence[Grade], rows: Iterable[Row]) -> tuple[Count, ...]:
    """Rows by grade in the scheme's own order, counted as they are given, 再掲 too."""
    found = Counter(row.judged.status for row in rows)
    return tuple(Count(grade, found[grade.key]) for grade in grades)


@dataclass(frozen=True)
class Columns:
    """What all tables of a page share: ``address`` + key + ``query`` is an indicator's page; the years with their names."""

    address: str
    query: str
    years: tuple[tuple[int, str], ...]
    grades: tuple[Grade, ...]


@dataclass(frozen=True)
class Table:
    """Rows of one table, those of a goal together."""

    columns: Columns
    groups: Sequence[tuple[Group, Sequence[Row]]]

    @cached_property
    def rows(self) -> list[Row]:
        return [row for _, rows in self.groups for row in rows]

    @property
    def count(self) -> int:
        return len(self.rows)

    @property
    def relisted(self) -> int:
        return sum(row.place.is_relisted for row in self.rows)

    @property
    def width(self) -> int:
        """Columns: name, present value, years, target, grade."""
        return 4 + len(self.columns.years)

    @property
    def plain_width(self) -> int:
        """Columns of 補足指標: name and years."""
        return 1 + len(self.columns.years)

    @property
    def related(self) -> str:
        """基本的方向, where the rows say what they tell of."""
        served = [one for row in self.rows for one in row.place.served]
        return kind_word(served) if served else ""

    @property
    def counts(self) -> str:
        """順調3件、遅れ1件."""
        once = (row for row in self.rows if not row.place.is_relisted)
        counts = counts_of(self.columns.grades, once)
        return "、".join(f"{one.grade.word}{one.count}件" for one in counts if one.count)

    def bodies(self) -> Iterator[tuple[Group, SafeString]]:
        """Each group with its rows."""
        for group, rows in self.groups:
            yield group, mark_safe("".join(map(self._row, rows)))

    def plain_bodies(self) -> Iterator[tuple[Group, SafeString]]:
        """Each group with rows of 補足指標: name and figures."""
        for group, rows in self.groups:
            drawn = (f"{self._head(row.place)}{self._years(row)}</tr>" for row in rows)
            yield group, mark_safe("".join(drawn))

    def paths(self) -> "PathTable | None":
        """What KGIs rest on (想定人口), where any says so."""
        targets = [row.place.target for row in self.rows if row.place.target.reference_path]
        return PathTable(targets) if targets else None

    def _row(self, row: Row) -> str:
        place, judged = row
        return (
            f'{self._head(place)}<td role="cell" class="number" data-label="現状">{place.start}</td>{self._years(row)}'
            f'<td role="cell" class="number" data-label="目標値">{place.goal}</td>'
            f'<td role="cell" data-label="判定">{cells.verdict_html(judged.told, judged.hand)}</td></tr>'
        )

    def _head(self, place: Place) -> str:
        target, columns = place.target, self.columns
        anchor = "" if place.is_relisted else f' id="{target.anchor}"'
        return (
            f'<tr role="row"{anchor}><th scope="row" role="rowheader">'
            f'<a href="{columns.address}{target.indicator}/{columns.query}">{place.name}</th>'
        )

    def _years(self, row: Row) -> str:
        series = row.judged.series
        unit = cells.unit_html(row.place.target.unit or series.unit)
        figures = {one.fiscal_year: one for one in series.figures if one.stage == 1}
        return "".join(
            f'<td role="cell" class="number" data-label="{name}">{cells.figure_html(figures.get(year), unit)}</td>'
            for year, name in self.columns.years
        )


@dataclass(frozen=True)
class PathTable:
    """The figures that KGIs rest on, year by year, as the plan prints them."""

    targets: Sequence[TargetEntry]

    @property
    def heads(self) -> list[str]:
        points = {_head_of(point): point for target in self.targets for point in target.reference_path}
        return sorted(points, key=lambda head: points[head].get("fiscal_year") or 0)

    @property
    def source(self) -> str:
        return "、".join(dict.fromkeys(one.reference_source for one in self.targets if one.reference_source))

    def rows(self) -> Iterator[tuple[TargetEntry, list[tuple[str, str]]]]:
        """Each KGI with its figures as (head, text)."""
        heads = self.heads
        for target in self.targets:
            unit = cells.screen_unit(target.unit)
            told = {
                _head_of(point): cells.plain_figure(point.get("value")) for point in target.reference_path
            }
            yield target, [(head, told[head] + unit if told.get(head) else "") for head in heads]


def _head_of(point: Mapping[str, Any]) -> str:
    """短期（2027年）. The outlook of a population is of a year, not of a fiscal year."""
    year = point.get("fiscal_year")
    return f"{point.get('label', '')}（{year}年）" if year else str(point.get("label", ""))
