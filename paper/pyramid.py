"""The pyramid of ages (人口ピラミッド) as SVG: men to the left, women to the right, the eldest at the top.

One year is filled, the other an outline over it, so that both are read without colour. A wide picture prints the figures
of both years at its sides, a narrow one an axis alone; a table stands beside it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import SupportsFloat

from paper import drawing
from paper.drawing import GRID, INK, MAIN, RULE, SOFT, Axis

__all__ = ["NARROW", "PRINTED", "WIDE", "Pyramid", "PyramidSize", "pyramid_caption", "pyramid_svg"]

MEN, WOMEN, EDGE = "#a9c3df", "#ecc3a6", "#8a8a8a"


@dataclass(frozen=True)
class PyramidSize:
    """Measures in pixels: ``row`` of an age group, ``ages`` of the column between the sexes, ``figures`` of a printed one.

    Without ``figures`` (0) none are printed beside the bars.
    """

    width: int
    row: float
    ages: float
    figures: float
    small: float


WIDE = PyramidSize(1120, 25, 104, 78, 16)
NARROW = PyramidSize(360, 19, 58, 0, 12.5)
PRINTED = PyramidSize(780, 21, 92, 68, 14.5)


@dataclass(frozen=True)
class Pyramid:
    """People by age group, the youngest first, of ``year`` (filled) and, where given, of ``then`` (outline).

    ``groups`` are the names of the groups (「0～4歳」 … 「90歳以上」); ``year`` and ``then`` are numbers, or names such as
    「令和2（2020）年」. ``male_then`` and ``female_then`` are empty where one year is shown alone. ``sums`` are all men and
    women, then those of ``then``, where the counts were rounded one by one and would not add up to them.
    """

    title: str
    groups: Sequence[str]
    male: Sequence[SupportsFloat]
    female: Sequence[SupportsFloat]
    male_then: Sequence[SupportsFloat] = ()
    female_then: Sequence[SupportsFloat] = ()
    year: int | str = ""
    then: int | str = ""
    sums: Sequence[SupportsFloat] = ()

    @property
    def is_pair(self) -> bool:
        """Whether two years lie over each other."""
        return bool(self.male_then or self.female_then)

    def total(self, place: int) -> float:
        """All men, all women, and those of the later year."""
        series = (self.male, self.female, self.male_then, self.female_then)
        return float(self.sums[place]) if self.sums else sum(map(float, series[place]))

    def called(self, *, later: bool) -> str:
        """The name of a year."""
        name = self.then if later else self.year
        return f"{name}年" if isinstance(name, int) else name


def pyramid_svg(pyramid: Pyramid, size: PyramidSize = WIDE, *, key: str = "", css: str = "") -> str:
    """The pyramid as one SVG element. ``key`` makes its ids its own within a page.

    ValueError where the series of counts are not as long as the groups.
    """
    series = [pyramid.male, pyramid.female]
    series += [pyramid.male_then, pyramid.female_then] if pyramid.is_pair else []
    if any(len(counts) != len(pyramid.groups) for counts in series):
        raise ValueError("every series of a pyramid has a count for each age group")
    drawn = _Drawing(pyramid, size)
    return drawing.svg(
        "".join(drawn.body()),
        size.width,
        drawn.height,
        title=pyramid.title,
        prefix="pyramid",
        key=key,
        css=css,
    )


def pyramid_caption(pyramid: Pyramid) -> str:
    """How the picture is to be read, in words that go below it."""
    sides = "左が男性、右が女性で、上ほど年齢が高くなります。"
    if not pyramid.is_pair:
        return sides
    return f"ぬりつぶしは{pyramid.called(later=False)}、太い線の枠は{pyramid.called(later=True)}です。{sides}"


class _Drawing:
    """Places of all that is drawn; ``side`` is −1 for men, 1 for women."""

    def __init__(self, pyramid: Pyramid, size: PyramidSize):
        self.pyramid, self.size = pyramid, size
        every = (*pyramid.male, *pyramid.female, *pyramid.male_then, *pyramid.female_then)
        most = max([1.0, *map(float, every)])
        self.top = size.small * (3.2 if not pyramid.is_pair else 4.6 if size.figures else 5.9)
        self.floor = self.top + size.row * len(pyramid.groups)
        self.height = round(self.floor + size.small * 2.6)
        figures = size.figures * (2 if pyramid.is_pair else 1) if size.figures else 12.0
        self.room = size.width / 2 - size.ages / 2 - figures
        self.head = most * 1.02  # the longest bar fills its side, whatever the next tick
        self.axis: Axis = drawing.axis(0, most, most=6 if size.figures else 4, with_zero=True)

    def base(self, side: int) -> float:
        return self.size.width / 2 + side * self.size.ages / 2

    def x(self, side: int, value: SupportsFloat) -> float:
        return self.base(side) + side * float(value) / self.head * self.room

    def y(self, group: int) -> float:
        return self.floor - self.size.row * (group + 1)

    def body(self) -> Iterator[str]:
        yield from self._heads()
        yield from self._axis()
        for side, now, then in (
            (-1, self.pyramid.male, self.pyramid.male_then),
            (1, self.pyramid.female, self.pyramid.female_then),
        ):
            yield from self._bars(side, now)
            if self.pyramid.is_pair:
                yield self._outline(side, then)
            if self.size.figures:
                yield from self._figures(side, now, then)
        yield from self._ages()

    def _heads(self) -> Iterator[str]:
        """男性 and 女性 with their totals; which year is filled and which is drawn around."""
        small, pyramid = self.size.small, self.pyramid
        for place, (side, name) in enumerate(((-1, "男性"), (1, "女性"))):
            x, anchor = self.base(side), "end" if side < 0 else "start"
            yield drawing.text(x, small * 1.3, name, small + 1, INK, anchor, bold=True)
            said = [drawing.counted(pyramid.total(place)) + "人"]
            said += [f"→ {drawing.counted(pyramid.total(place + 2))}人"] if pyramid.is_pair else []
            said = [" ".join(said)] if self.size.figures else said
            for row, words in enumerate(said):
                yield drawing.text(x, small * (2.7 + 1.3 * row), words, small, SOFT, anchor)
        if pyramid.is_pair:
            yield from self._years()

    def _years(self) -> Iterator[str]:
        """The names of the years with a sample of how each is drawn."""
        small = self.size.small
        y = self.top - small * 0.5
        names = [self.pyramid.called(later=False), self.pyramid.called(later=True)]
        widths = [small * (1.6 + drawing.width_of(name)) for name in names]
        x = (self.size.width - sum(widths) - small) / 2
        for place, (name, width) in enumerate(zip(names, widths, strict=True)):
            box = (x, y - small * 0.85, small * 1.2, small)
            yield drawing.rect(*box, "none", MAIN, 2) if place else drawing.rect(*box, MEN, EDGE, 0.8)
            shade = MAIN if place else INK
            yield drawing.text(x + small * 1.6, y, name, small, shade, bold=bool(place))
            x += width + small

    def _axis(self) -> Iterator[str]:
        small = self.size.small
        ticks = [tick for tick in self.axis.ticks if tick[0] <= self.head]
        room = abs(self.x(1, self.axis.step) - self.x(1, 0))
        every = 1 if max(drawing.width_of(words) for _, words in ticks) * small + 8 <= room else 2
        for side in (-1, 1):
            for place, (value, words) in enumerate(ticks):
                x = self.x(side, value)
                yield drawing.line(x, self.top, x, self.floor, RULE if not place else GRID)
                if place % every == 0:
                    half = drawing.width_of(words) * small / 2
                    at = min(max(x, half + 1), self.size.width - half - 1)
                    yield drawing.text(at, self.floor + small * 1.25, words, small, SOFT, "middle")
        unit = f"（{self.axis.unit}人）"
        yield drawing.text(self.size.width / 2, self.floor + small * 1.25, unit, small, SOFT, "middle")

    def _bars(self, side: int, counts: Sequence[SupportsFloat]) -> Iterator[str]:
        for group, count in enumerate(counts):
            ends = sorted((self.base(side), self.x(side, count)))
            fill = MEN if side < 0 else WOMEN
            yield drawing.rect(
                ends[0], self.y(group) + 1, ends[1] - ends[0], self.size.row - 2, fill, EDGE, 0.6
            )

    def _outline(self, side: int, counts: Sequence[SupportsFloat]) -> str:
        """The steps of a year as one line from the base at the bottom to the base at the top."""
        places = [(self.base(side), self.floor)]
        for group, count in enumerate(counts):
            x = self.x(side, count)
            places += [(x, self.y(group) + self.size.row), (x, self.y(group))]
        places.append((self.base(side), self.top))
        listed = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        return f'<polyline points="{listed}" fill="none" stroke="{MAIN}" stroke-width="2.2" stroke-linejoin="round"/>'

    def _figures(
        self, side: int, now: Sequence[SupportsFloat], then: Sequence[SupportsFloat]
    ) -> Iterator[str]:
        """The counts at the outer side, the outlined year outermost."""
        small = min(self.size.small, self.size.row * 0.72)
        columns = [(now, self.pyramid.called(later=False))]
        columns += [(then, self.pyramid.called(later=True))] if self.pyramid.is_pair else []
        order = columns if side > 0 else columns[::-1]
        left = 0.0 if side < 0 else self.size.width - self.size.figures * len(columns)
        for place, (counts, _) in enumerate(order):
            x = left + self.size.figures * (place + 1) - 6
            is_then = self.pyramid.is_pair and counts is then
            for group, count in enumerate(counts):
                at = self.y(group) + self.size.row / 2 + small * 0.36
                yield drawing.text(
                    x,
                    at,
                    drawing.counted(float(count)),
                    small,
                    MAIN if is_then else SOFT,
                    "end",
                    bold=is_then,
                )

    def _ages(self) -> Iterator[str]:
        small = min(self.size.small, self.size.row * 0.72)
        for group, name in enumerate(self.pyramid.groups):
            at = self.y(group) + self.size.row / 2 + small * 0.36
            words = name if self.size.figures else name.replace("歳", "")
            yield drawing.text(self.size.width / 2, at, words, small, INK, "middle")
