"""What the pages of a report show, for citizens and for the office's draft: one arrangement, tables ready as HTML."""

from functools import cached_property

from django.utils.safestring import SafeString, mark_safe

from kpi.explaining import year_word
from kpi.review.report import Report
from publishing.kpi_pages import cells
from publishing.review import words
from publishing.review.arranging import arrange
from publishing.review.blocks import LineChart, Table
from publishing.review.charts import line_svg
from publishing.review.markup import Address, counts_strip, screen_table


class ReportPage:
    """A report as a page shows it. ``address`` says where the KPI of an indicator's key has its page."""

    def __init__(self, report: Report, address: Address = lambda _: ""):
        self.report, self.book, self.address = report, arrange(report), address

    @property
    def title(self) -> str:
        return self.book.title

    @property
    def year_name(self) -> str:
        return words.year_name(self.report)

    @property
    def essence(self) -> str:
        return words.essence(self.report)

    @property
    def judged(self) -> str:
        return words.judged(self.report)

    @property
    def again(self) -> str:
        return words.again(self.report)

    @property
    def summary(self) -> list[str]:
        return [line for line in self.report.summary.splitlines() if line.strip()]

    @property
    def strip(self) -> SafeString:
        """How many KPIs have each grade."""
        return counts_strip(zip(self.report.grades, self.report.counts, strict=True))

    @cached_property
    def goals(self) -> list[tuple[str, str, SafeString, SafeString, int]]:
        """Of each goal its name, the roll-up in words, a bar, the cells of its counts, and how many there are."""
        places = {place.lineage: place for place in self.report.places}
        grades = self.report.grades
        return [
            (
                words.called(places[row.place]) if row.place in places else "",
                row.sentence,
                cells.bar_html(
                    [(grade.tone, count) for grade, count in zip(grades, row.counts, strict=True)]
                ),
                cells.counts_html([(g.word, count) for g, count in zip(grades, row.counts, strict=True)]),
                row.total,
            )
            for row in self.report.goals
        ]

    @property
    def total_cells(self) -> SafeString:
        report = self.report
        return cells.counts_html([(g.word, n) for g, n in zip(report.grades, report.counts, strict=True)])

    @cached_property
    def charts(self) -> list[tuple[str, SafeString]]:
        """The KGIs as pictures for wide and narrow pages, with their captions; the table below has the same figures."""
        part = next((part for part in self.book.overview if part.key == "kgi"), None)
        found = [block for block in part.blocks if isinstance(block, LineChart)] if part else []
        return [(_caption(chart), _drawn(chart, n)) for n, chart in enumerate(found, start=1)]

    @cached_property
    def kpis(self) -> SafeString:
        return self._table("kpis")

    @cached_property
    def tables(self) -> list[tuple[str, str, list[SafeString]]]:
        """The other chapters: key, title, tables."""
        return [
            (
                part.key,
                part.title,
                [screen_table(one, self.address) for one in part.blocks if isinstance(one, Table)],
            )
            for part in self.book.chapters
            if part.key != "kpis"
        ]

    @property
    def criteria(self) -> SafeString:
        return self._table("criteria")

    def _table(self, key: str) -> SafeString:
        table = self.book.table(key)
        return screen_table(table, self.address) if table else mark_safe("")


def _drawn(chart: LineChart, number: int) -> SafeString:
    shapes = (
        line_svg(chart, on_paper=False, key=f"kgi-{number}-{'wide' if wide else 'narrow'}", is_wide=wide)
        for wide in (True, False)
    )
    return mark_safe("".join(shapes))


def _caption(chart: LineChart) -> str:
    first, last = chart.points[0], chart.points[-1]
    goal = f"目標は{chart.goal_text}です。" if chart.goal_text else ""
    return (
        f"{chart.name}の推移。{year_word(first[0])}{first[2]}{chart.unit}から{year_word(last[0])}{last[2]}{chart.unit}。"
        f"{goal}年度ごとの値は下の表にあります。"
    )
