"""A line through the years as SVG: what was measured, what is promised, what it is compared with.

Plain text with literal colours, so that page, print and a saved file look alike. Shapes tell the lines apart without
colour: ● and a thick line measured, ○ and broken lines provisional, ◇ promised, □ and dots compared with. Names and
values stand beside the lines; there is no box of keys. Years without a figure are not bridged.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from paper.characters import legal
from paper.drawing import Size, width_of

__all__ = ["NARROW", "WIDE", "Chart", "Line", "Point", "Size", "chart_svg", "starts_at_zero"]

INK, MAIN, GOAL, COMPARED = "#1a1a1a", "#00234b", "#00428c", "#8b3200"
SOFT, GRID, RULE, BREAK, PAPER = "#4d4d4d", "#e6e6e6", "#666666", "#999999", "#ffffff"
BROKEN = "ここで定義が変わりました"
MOST_TICKS = 7


@dataclass(frozen=True)
class Point:
    """A figure of a year. ``label`` is what stands beside it; most points have none."""

    year: int
    value: float
    label: str = ""
    is_provisional: bool = False


@dataclass(frozen=True)
class Line:
    """A series to compare with; its name stands beside its newest point."""

    name: str
    points: Sequence[Point]


@dataclass(frozen=True)
class Chart:
    """What is drawn. ``title`` says it all in a sentence; ``years`` are the names of the years from ``first`` on.

    ``path`` are (year, value) joined by thin dashes, ``goals`` ◇, ``breaks`` the years from which figures are of another
    kind, ``begins`` the first year of the plan with the words that stand there.
    """

    title: str
    unit: str
    first: int
    years: Sequence[str]
    actual: Sequence[Point]
    goals: Sequence[Point] = ()
    path: Sequence[tuple[float, float]] = ()
    lines: Sequence[Line] = ()
    breaks: Sequence[int] = ()
    begins: tuple[int, str] | None = None


WIDE = Size(1120, 440, 56, 70, 46, 16, 17, 6)
NARROW = Size(360, 392, 46, 32, 40, 12.5, 13.5, 5)


def chart_svg(chart: Chart, size: Size = WIDE, *, key: str = "", css: str = "") -> str:
    """The chart as one SVG element. ``key`` makes its ids its own within a page; without one it stands alone."""
    drawing = _Drawing(chart, size)
    name = f"chart-{key or 'title'}"
    alone = "" if key else ' xmlns="http://www.w3.org/2000/svg"'
    family = "" if key else ' font-family="BIZ UDPGothic, Noto Sans JP, Noto Sans CJK JP, sans-serif"'
    look = f' class="{css}"' if css else ""
    return (
        f'<svg{alone} viewBox="0 0 {size.width} {size.height}" role="img" aria-labelledby="{name}"{look}{family}>'
        f'<title id="{name}">{escape(legal(chart.title))}</title>'
        f'<rect width="{size.width}" height="{size.height}" fill="{PAPER}"/>{drawing.body()}</svg>'
    )


def starts_at_zero(chart: Chart) -> bool:
    """Whether 0 is the foot (or the head) of the vertical axis; if not, a caption must say so."""
    low, high, _ = _scale(chart)
    return low == 0 or high == 0


# --- the vertical axis ---------------------------------------------------------------------------------------


def _values(chart: Chart) -> Iterator[float]:
    for line in (chart.actual, chart.goals, *(line.points for line in chart.lines)):
        yield from (point.value for point in line)
    yield from (value for _, value in chart.path)


def _scale(chart: Chart) -> tuple[float, float, float]:
    """Foot, head and step of the axis: round figures that hold all values, nought where it is not far away."""
    values = list(_values(chart)) or [0.0]
    low, high = min(values), max(values)
    if low > 0 and low < high * 0.4:
        low = 0.0
    if high < 0 and high > low * 0.4:
        high = 0.0
    span = high - low or abs(high) * 0.1 or 1.0
    rough = span / (MOST_TICKS - 2)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * 0.999)
    foot, head = math.floor(low / step) * step, math.ceil(high / step) * step
    # A line on the very edge is hard to see; nought is an edge by itself.
    foot -= step if low - foot < step * 0.12 and foot else 0.0
    head += step if head - high < step * 0.12 and head else 0.0
    return foot, head if head > foot else foot + 5 * step, step


def _large_unit(head: float, foot: float) -> tuple[float, str]:
    """万 or 億 where the figures of the axis would be too long."""
    most = max(abs(head), abs(foot))
    if most >= 1e9:
        return 1e8, "億"
    return (1e4, "万") if most >= 1e6 else (1.0, "")


# --- the drawing ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "_Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def crossed(self, segment: tuple[float, float, float, float]) -> bool:
        """Whether a line from (x1, y1) to (x2, y2), x1 ≤ x2, runs through the box."""
        x1, y1, x2, y2 = segment
        if x2 < self.left or x1 > self.right:
            return False
        slope = (y2 - y1) / (x2 - x1) if x2 > x1 else 0.0
        y_in = y1 + slope * (max(x1, self.left) - x1)
        y_out = y1 + slope * (min(x2, self.right) - x1)
        return min(y_in, y_out) < self.bottom and max(y_in, y_out) > self.top


class _Drawing:
    """Places of all that is drawn; labels are set last, where they cross least."""

    def __init__(self, chart: Chart, size: Size):
        self.chart, self.size = chart, size
        self.foot, self.head, self.step = _scale(chart)
        self.divisor, large = _large_unit(self.head, self.foot)
        self.unit = large + chart.unit
        self.ticks = self._ticks()
        widest = max(width_of(text) for _, text in self.ticks)
        self.left = max(size.small * widest + 12, size.small * 2.4)
        self.right, self.floor = size.width - size.right, size.height - size.bottom
        self.across = (self.right - self.left) / max(1, len(chart.years) - 1)
        self.up = (self.floor - 4 - size.top) / (self.head - self.foot)
        self.segments: list[tuple[float, float, float, float]] = []
        self.taken: list[_Box] = []

    def _ticks(self) -> list[tuple[float, str]]:
        count = round((self.head - self.foot) / self.step)
        places = max(0, -math.floor(math.log10(self.step / self.divisor) + 1e-9))
        values = [self.foot + place * self.step for place in range(count + 1)]
        texts = [f"{value / self.divisor:,.{places}f}" for value in values]
        return [
            (value, "0" if not float(text.replace(",", "")) else text.replace("-", "−"))
            for value, text in zip(values, texts, strict=True)
        ]

    def x(self, year: float) -> float:
        return self.left + (year - self.chart.first) * self.across

    def y(self, value: float) -> float:
        return self.floor - 4 - (value - self.foot) * self.up

    def body(self) -> str:
        drawn = [
            *self._grid(),
            *self._years(),
            *self._marks(),
            *self._path(),
            *self._compared(),
            *self._measured(),
        ]
        drawn += self._goals()
        return "".join((*drawn, *self._labels()))

    def _grid(self) -> Iterator[str]:
        small = self.size.small
        for value, text in self.ticks:
            y = self.y(value)
            shade = BREAK if not value and self.foot < 0 < self.head else GRID
            yield f'<line x1="{self.left:.1f}" x2="{self.right}" y1="{y:.1f}" y2="{y:.1f}" stroke="{shade}"/>'
            yield _text(self.left - 8, y + small * 0.35, text, small, SOFT, "end")
        if self.unit:
            wide = width_of(self.unit) * small > self.left - 8
            yield _text(
                4 if wide else self.left - 8, self.size.top - small * 0.9, self.unit, small, SOFT,
                "start" if wide else "end",
            )  # fmt: skip

    def _years(self) -> Iterator[str]:
        small, names = self.size.small, self.chart.years
        ends, last = -1e9, len(names) - 1
        tail = self.x(self.chart.first + last) - width_of(names[-1]) * small / 2 - 4
        for place, name in enumerate(names):
            x = self.x(self.chart.first + place)
            yield f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{self.floor}" y2="{self.floor + 5}" stroke="{RULE}"/>'
            half = width_of(name) * small / 2
            if place == last or (x - half > ends and x + half < tail):
                at = min(max(x, half + 1), self.size.width - half - 1)
                yield _text(at, self.floor + small * 1.5, name, small, INK, "middle")
                ends = x + half + 4
        yield f'<line x1="{self.left:.1f}" x2="{self.right}" y1="{self.floor}" y2="{self.floor}" stroke="{INK}"/>'

    def _marks(self) -> Iterator[str]:
        """Where the plan begins and where a definition changed: upright lines, their words above the figures in two rows."""
        small = max(self.size.small - 1, 12)
        marks = [(year, BROKEN, RULE, "6 3") for year in self.chart.breaks]
        if self.chart.begins:
            marks.insert(0, (*self.chart.begins, BREAK, "1 4"))
        for row, (year, words, shade, dashes) in enumerate(marks):
            x = self.x(year - 0.5)
            if not self.left <= x <= self.right:
                x = self.x(year)
            y, width = small * (1.1 + 1.4 * (row % 2)), width_of(words) * small
            yield (
                f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{y - small * 0.8:.1f}" y2="{self.floor}" stroke="{shade}" '
                f'stroke-dasharray="{dashes}"/>'
            )
            is_left = x + 6 + width > self.size.width - 2
            yield _text(x - 6 if is_left else x + 6, y, words, small, SOFT, "end" if is_left else "start")
            left = x - 6 - width if is_left else x + 6
            self.taken.append(_Box(left, y - small, left + width, y + small * 0.3))

    def _path(self) -> Iterator[str]:
        for (one, value), (other, next_value) in pairwise(self.chart.path):
            places = self.x(one), self.y(value), self.x(other), self.y(next_value)
            self.segments.append(places)
            yield _line(places, RULE, 1.5, "7 5")

    def _compared(self) -> Iterator[str]:
        half = self.size.radius * 0.67
        for line in self.chart.lines:
            places = [(self.x(point.year), self.y(point.value)) for point in line.points]
            for (one, start), (other, end) in pairwise(zip(line.points, places, strict=True)):
                if other.year - one.year == 1 and other.year not in self.chart.breaks:
                    self.segments.append((*start, *end))
                    yield _line((*start, *end), COMPARED, 2, "2 4", ' stroke-linecap="round"')
            for x, y in places:
                self.taken.append(_Box(x - half, y - half, x + half, y + half))
                yield (
                    f'<rect x="{x - half:.1f}" y="{y - half:.1f}" width="{2 * half:.1f}" height="{2 * half:.1f}" '
                    f'fill="{PAPER}" stroke="{COMPARED}" stroke-width="2"/>'
                )

    def _measured(self) -> Iterator[str]:
        radius = self.size.radius
        places = [(self.x(point.year), self.y(point.value)) for point in self.chart.actual]
        for (one, start), (other, end) in pairwise(zip(self.chart.actual, places, strict=True)):
            if other.year - one.year == 1 and other.year not in self.chart.breaks:
                self.segments.append((*start, *end))
                dashes = "5 4" if one.is_provisional or other.is_provisional else ""
                yield _line((*start, *end), MAIN, 3, dashes)
        for point, (x, y) in zip(self.chart.actual, places, strict=True):
            self.taken.append(_Box(x - radius, y - radius, x + radius, y + radius))
            look = (
                f'fill="{PAPER}" stroke="{MAIN}" stroke-width="3"'
                if point.is_provisional
                else f'fill="{MAIN}"'
            )
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius + 0.5 * point.is_provisional:g}" {look}/>'

    def _goals(self) -> Iterator[str]:
        half = self.size.radius * 1.5
        for point in self.chart.goals:
            x, y = self.x(point.year), self.y(point.value)
            self.taken.append(_Box(x - half, y - half, x + half, y + half))
            yield (
                f'<path d="M{x:.1f} {y - half:.1f}l{half:g} {half:g}l-{half:g} {half:g}l-{half:g} -{half:g}z" '
                f'fill="{PAPER}" stroke="{GOAL}" stroke-width="2.5"/>'
            )

    def _labels(self) -> Iterator[str]:
        """What is promised and what is newest first, so that they stand where one looks for them."""
        small, large = self.size.small, self.size.large
        for points, size, shade in ((self.chart.goals, large, GOAL), (self.chart.actual[::-1], large, MAIN)):
            for point in points:
                if point.label:
                    yield self._label(point.year, point.value, point.label, size, shade, ' font-weight="700"')
                    size = small if shade is MAIN else size
        for line in self.chart.lines:
            if line.points:
                newest = line.points[-1]
                words = f"{line.name}{newest.label}"
                yield self._label(newest.year, newest.value, words, small, COMPARED, "")

    def _label(self, year: float, value: float, words: str, size: float, shade: str, weight: str) -> str:
        x, y, width, far = self.x(year), self.y(value), width_of(words) * size, self.size.radius + 7
        beside, over, under = y + size * 0.35, y - far, y + far + size * 0.75
        choices = [
            (place, line)
            for line in (over, under, beside, over - size, under + size)
            for place in (
                (x + far, x - far - width)
                if line == beside
                else (x - width / 2, x - width + far, x - self.size.radius)
            )
        ]
        best, price = choices[0], 1e9
        for place, (left, line) in enumerate(choices):
            box = _Box(left - 2, line - size * 0.85, left + width + 2, line + size * 0.2)
            cost = self._cost(box) + place * 0.1
            if cost < price:
                best, price = (left, line), cost
            if price < 1:  # stands free
                break
        left, line = best
        self.taken.append(_Box(left - 2, line - size * 0.85, left + width + 2, line + size * 0.2))
        return _text(left, line, words, size, shade, "start", weight)

    def _cost(self, box: _Box) -> float:
        """0 where a label stands free; falling off the picture is worst, then covering words and marks, then lines."""
        outside = (
            box.left < self.left - self.size.radius - 3
            or box.right > self.size.width - 2
            or box.top < 2
            or box.bottom > self.floor
        )
        covered = sum(box.meets(other) for other in self.taken)
        crossed = sum(box.crossed(segment) for segment in self.segments)
        return 100.0 * outside + 10.0 * covered + 3.0 * crossed


def _line(
    places: tuple[float, float, float, float], shade: str, width: float, dashes: str = "", more: str = ""
) -> str:
    x1, y1, x2, y2 = places
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{shade}" '
        f'stroke-width="{width:g}"{dashed}{more}/>'
    )


def _text(
    x: float, y: float, words: str, size: float, shade: str, anchor: str = "start", weight: str = ""
) -> str:
    where = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{shade}"{where}{weight}>{escape(legal(words))}</text>'
