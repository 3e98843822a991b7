"""The picture of an indicator's years, and how it is to be read; each figure drawn stands in the table of trend.py."""

from dataclasses import dataclass
from functools import cached_property

from kpi.explaining import year_word
from kpi.spec import TargetKind
from paper.chart import NARROW, WIDE, Chart, Line, Point, chart_svg, starts_at_zero
from publishing.kpi_cells import printed
from publishing.kpi_pages.trend import Mark, Promised, Trend, has_era, reference_word

LONGEST_GOAL = 12  # letters of a printed target that stands beside its ◇


@dataclass
class Picture:
    """A trend as it is drawn."""

    trend: Trend

    @cached_property
    def chart(self) -> Chart | None:
        """What is drawn; nothing where no year has a figure that can be drawn."""
        is_state = self.trend.main is not None and self.trend.main.spec.kind is TargetKind.COMPLETION
        if is_state or not (self.trend.figures or len(self.trend.actual) > 1):
            return None
        first, last = self.trend.period
        return Chart(
            title=self.summary,
            unit=self.trend.unit,
            first=self.trend.years[0],
            years=_axis_names(self.trend.years),
            actual=[self._point(mark) for mark in self.trend.actual],
            goals=[self._goal(one, mark) for one in self.trend.promised for mark in one.goals],
            path=[(mark.year, float(mark.value)) for one in self.trend.promised[:1] for mark in one.path],
            lines=[
                Line(f"{name} ", [Point(mark.year, float(mark.value), mark.text) for mark in line])
                for name, line in self.trend.compared
            ],
            breaks=[
                year
                for year, _ in self.trend.series.breaks
                if self.trend.years[0] < year <= self.trend.years[-1]
            ],
            begins=(first, f"計画期間　{_span_words(first, last)}"),
        )

    def _point(self, mark: Mark) -> Point:
        """A figure of the thick line; the first (現状) and the newest have their values beside them."""
        label = ""
        if mark is self.trend.actual[-1]:
            label = f"{mark.text}（速報）" if mark.is_provisional else mark.text
        if self.trend.start and mark.year == self.trend.start.year and not self.trend.is_sum:
            label = f"現状 {mark.text}"
        return Point(mark.year, float(mark.value), label, mark.is_provisional)

    def _goal(self, one: Promised, mark: Mark) -> Point:
        text = printed(one.entry.target).text.replace("%", "％").replace("-", "−")
        is_short = len(text) <= LONGEST_GOAL and len(one.goals) == 1
        return Point(mark.year, float(mark.value), f"目標値 {text if is_short else mark.text}")

    @property
    def summary(self) -> str:
        """The picture in a sentence."""
        first, newest = self.trend.actual[0], self.trend.actual[-1]
        said = f"{self.trend.name}の推移。"
        if first.year == newest.year:
            said += f"{year_word(newest.year)}は{newest.text}"
        else:
            way = newest.value - first.value
            moved = "で変わらず" if not way else "へ上がり" if way > 0 else "へ下がり"
            early = "速報値" if newest.is_provisional else ""
            said += (
                f"{year_word(first.year)}{first.text}から{year_word(newest.year)}{early}{newest.text}{moved}"
            )
        goals = [
            f"目標は{year_word(mark.year)}{mark.text}"
            for one in self.trend.promised
            for mark in one.goals[-1:]
        ]
        return "、".join([said, *goals]) + "。"

    @cached_property
    def caption(self) -> str:
        """How the picture is to be read, in words."""
        chart = self.chart
        if chart is None:
            return ""
        marks = ["太い線と●は実績"]
        marks += ["白い丸と破線は速報値"] if any(mark.is_provisional for mark in self.trend.actual) else []
        marks += ["◇は目標値"] if chart.goals else []
        marks += (
            [f"細い破線は{'保つ値' if self.trend.is_held else '目標までの道すじ（めやす）'}"]
            if chart.path
            else []
        )
        marks += [f"□は{reference_word(name)}" for name, _ in self.trend.compared]
        said = ["、".join(marks) + "です。"]
        said += ["年度ごとの値ではなく、足し合わせた値（累計）を示します。"] if self.trend.is_sum else []
        said += ["下へ行くほどよい値です。"] if self.trend.series.better == "DOWN" else []
        said += ["縦の目盛りは0から始まっていません。"] if not starts_at_zero(chart) else []
        years = [mark.year for mark in self.trend.actual]
        said += ["値のない年度は、線でつないでいません。"] if years[-1] - years[0] >= len(years) else []
        said += [
            f"{year_word(year)}から定義が変わりました（{words}）。"
            for year, words in self.trend.series.breaks
        ]
        return "".join(said)

    def svg(self, key: str, *, is_wide: bool) -> str:
        """The picture for a wide or a narrow page."""
        assert self.chart is not None
        size, css = (WIDE, "chart-wide") if is_wide else (NARROW, "chart-narrow")
        return chart_svg(self.chart, size, key=key, css=css)


def _axis_names(years: range) -> list[str]:
    """令和2, 3, 4 … 9年度: the era where it begins."""
    names, era = [], ""
    for year in years:
        name = year_word(year).removesuffix("年度")
        own = name[:2] if has_era(year) else ""
        names.append(name if own != era or not own else name.removeprefix(own))
        era = own
    names[-1] += "年度"
    return names


def _span_words(first: int, last: int) -> str:
    """令和5～9年度."""
    begin, end = year_word(first).removesuffix("年度"), year_word(last)
    return f"{begin}～{end.removeprefix(begin[:2])}" if first != last else end
