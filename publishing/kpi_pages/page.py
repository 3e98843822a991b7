"""The page of all KPIs of an edition: its head, counts, filters and tables. No queries but one for a date."""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString

from kpi.explaining import year_word
from kpi.grade_words import elapsed_words, meanings
from kpi.grading import Elapsed
from publishing.kpi_pages import cells
from publishing.kpi_pages.layout import Group, Place
from publishing.kpi_pages.reading import Reading
from publishing.kpi_pages.tables import Columns, Count, Row, Table, counts_of

FILTERS = ("goal", "pillar", "status", "department")


@dataclass(frozen=True)
class Choice:
    """A filter: its options as (value, words), and which one was chosen."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True)
class GoalCount:
    """A line of the table by goals."""

    group: Group
    counts: tuple[Count, ...]

    @property
    def bar(self) -> SafeString:
        return cells.bar_html([(count.grade.tone, count.count) for count in self.counts])

    @property
    def html(self) -> SafeString:
        return cells.counts_html([(count.grade.word, count.count) for count in self.counts])


class KpiPage:
    """Everything the page shows. ``asked`` are the filters as they came, ``address`` is the page's own."""

    def __init__(self, reading: Reading, asked: Mapping[str, str], address: str):
        self.reading, self.document, self.grades = reading, reading.document, reading.scheme.grades
        targets = self.document.targets
        self.judged = {lineage: reading.judged(target) for lineage, target in targets.items()}
        self.layout = reading.layout
        query = "" if self.is_newest else f"?year={reading.year}"
        self.columns = Columns(address, query, self._years(), self.grades)
        self.choices = self._choices(asked)
        self.chosen = {choice.name: choice.chosen for choice in self.choices if choice.chosen}

    # --- years ----------------------------------------------------------------------------------------------

    def _years(self) -> tuple[tuple[int, str], ...]:
        """The fiscal years with figures, up to the one that is judged."""
        reading = self.reading
        return tuple((year, year_word(year)) for year in reading.years if year <= reading.year)

    @property
    def has_figures(self) -> bool:
        return bool(self.reading.years)

    @property
    def is_newest(self) -> bool:
        return not self.reading.years or self.reading.year == self.reading.years[-1]

    @property
    def year_name(self) -> str:
        return year_word(self.reading.year)

    @property
    def other_years(self) -> list[tuple[int, str]]:
        """The years that may be asked for instead, newest first."""
        return [(year, year_word(year)) for year in self.reading.years[::-1] if year != self.reading.year]

    @property
    def expected(self) -> str:
        """How far KPIs should be, said once at the head of the page."""
        first, last = self.reading.period
        if self.reading.scheme.elapsed is Elapsed.BASELINE:
            return elapsed_words(self.reading.scheme)
        years, gone = last - first + 1, self.reading.year - first + 1
        percent = f"{100 * gone / years:.1f}".removesuffix(".0")
        return f"{years}年間のうち{gone}年が過ぎたので、めやすは{percent}％です。"

    @cached_property
    def published_on(self) -> datetime.date | None:
        """The day on which the newest figure of the year became public. One query."""
        moment = self.reading.published_at()
        return None if moment is None else timezone.localdate(moment)

    @cached_property
    def remarks(self) -> list[str]:
        """What stands beside the figures of the year (見本値), the commonest first."""
        found = Counter(one.remark for one in self.reading.of_the_year() if one.remark)
        return [remark for remark, _ in found.most_common(2)]

    # --- counts ---------------------------------------------------------------------------------------------

    @cached_property
    def counted(self) -> list[Row]:
        """Each KPI of the goals once."""
        return [
            row
            for group in self.layout.goals
            for row in self._rows(group.places)
            if not row.place.is_relisted
        ]

    def _rows(self, places: Iterable[Place]) -> list[Row]:
        return [Row(place, self.judged[place.target.lineage]) for place in places]

    @property
    def relisted(self) -> int:
        return sum(group.relisted for group in self.layout.goals)

    @cached_property
    def strip(self) -> tuple[Count, ...]:
        return counts_of(self.grades, self.counted)

    @cached_property
    def goal_counts(self) -> list[GoalCount]:
        return [
            GoalCount(group, counts_of(self.grades, self._rows(group.places))) for group in self.layout.goals
        ]

    @property
    def not_counted(self) -> str:
        """What stands on the page and is counted apart: 「KGI3件、別の表の5件」."""
        apart = sum(len(group.places) for group in self.layout.apart)
        found = (("KGI", len(self.layout.kgis)), ("別の表の", apart))
        return "、".join(f"{name}{count}件" for name, count in found if count)

    @property
    def unknown_word(self) -> str:
        """The government's own word for what cannot be judged."""
        return next((one.word for one in self.grades if one.tone == "unknown"), "")

    @property
    def has_hand_grades(self) -> bool:
        return any(judged.hand for judged in self.judged.values())

    @property
    def meanings(self) -> list[tuple[Any, tuple[str, ...]]]:
        """Each grade as it looks, and when it is given."""
        return [(cells.status(grade), cases) for grade, cases in meanings(self.reading.scheme)]

    @property
    def elapsed(self) -> str:
        return elapsed_words(self.reading.scheme)

    @property
    def has_surveys(self) -> bool:
        return any(target.is_survey for target in self.document.targets.values())

    @property
    def has_early_figures(self) -> bool:
        return any(one.is_provisional for series in self.reading.series.values() for one in series.figures)

    # --- what can be chosen ---------------------------------------------------------------------------------

    def _choices(self, asked: Mapping[str, str]) -> list[Choice]:
        layout = self.layout
        departments = {self._department(place) for place in layout.places()} - {""}
        goals = [(str(n), group.title) for n, group in enumerate(layout.goals, 1)]
        found = (
            ("goal", layout.goal_word, goals),
            ("pillar", "柱", [(str(n), one.title) for n, one in enumerate(layout.pillars, 1)]),
            ("status", "判定", [(one.key, one.word) for one in self.grades]),
            ("department", "担当課", [(name, name) for name in sorted(departments)]),
        )
        return [
            Choice(name, label, tuple(options), _chosen(asked.get(name, ""), options))
            for name, label, options in found
            if len(options) > 1
        ]

    def _department(self, place: Place) -> str:
        return self.judged[place.target.lineage].series.department

    def _is_chosen(self, row: Row) -> bool:
        """Whether a row answers to all that was chosen."""
        chosen, place = self.chosen, row.place
        if "goal" in chosen and self.layout.goals[int(chosen["goal"]) - 1].entry.lineage not in place.goals:
            return False
        if "pillar" in chosen and self.layout.pillars[int(chosen["pillar"]) - 1].lineage not in place.pillars:
            return False
        own = {"status": row.judged.status, "department": row.judged.series.department}
        return all(chosen.get(name, value) == value for name, value in own.items())

    def _shown(self, groups: Iterable[Group]) -> list[tuple[Group, list[Row]]]:
        found = ((group, self._chosen_rows(group.places)) for group in groups)
        return [(group, rows) for group, rows in found if rows]

    def _chosen_rows(self, places: Iterable[Place]) -> list[Row]:
        rows = self._rows(places)
        return list(filter(self._is_chosen, rows)) if self.chosen else rows

    # --- tables ---------------------------------------------------------------------------------------------

    @cached_property
    def goal_head(self) -> str:
        """目標値（令和9年度）; without the year where a target names years of its own."""
        last = self.reading.period[1]
        specs = (place.target.spec for group in self.layout.groups for place in group.places)
        return f"目標値（{year_word(last)}）" if all(_is_for(spec, last) for spec in specs) else "目標値"

    @cached_property
    def main(self) -> Table:
        return Table(self.columns, self._shown(self.layout.goals))

    @cached_property
    def tables_apart(self) -> list[tuple[Group, Table]]:
        shown = self._shown(self.layout.apart)
        return [(group, Table(self.columns, [(group, rows)])) for group, rows in shown]

    @cached_property
    def kgi(self) -> Table:
        rows = self._rows(self.layout.kgis)
        return Table(self.columns, [(Group(rows[0].place.entry), rows)] if rows else [])

    @cached_property
    def supplementary(self) -> Table:
        """補足指標 under the items that they tell of."""
        by_item: dict[str, tuple[Group, list[Row]]] = {}
        for row in self._chosen_rows(self.layout.supplementary):
            about = row.place.served[0] if row.place.served else row.place.entry
            by_item.setdefault(about.lineage, (Group(about), []))[1].append(row)
        return Table(self.columns, list(by_item.values()))

    @property
    def shown_count(self) -> int:
        apart = sum(table.count for _, table in self.tables_apart)
        return self.main.count + apart + self.supplementary.count


def _chosen(value: str, options: Iterable[tuple[str, str]]) -> str:
    """The value, if it may be chosen: an address of last year still shows a page."""
    return value if value in {option for option, _ in options} else ""


def _is_for(spec: Mapping[str, Any], last: int) -> bool:
    """Whether a target is for the last year of the plan and names no years of its own."""
    by = spec.get("by")
    return spec.get("kind") not in ("milestone", "two_stage") and (by is None or by.get("year") == last)
