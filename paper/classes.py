"""The three classes of age by year, as stacked bars with their shares printed: 年少, 生産年齢, 老年.

Upright bars on a wide picture; on a narrow one a bar lies below the name of its year. Shades differ in lightness, so that
they are told apart without colour, and the names of the classes stand beside a bar; there is no box of keys.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import SupportsFloat

from paper import drawing
from paper.drawing import GRID, INK, PAPER, SOFT, Axis, Size

__all__ = ["NARROW", "PRINTED", "WIDE", "ClassYear", "classes_svg"]

WIDE = Size(1120, 480, 52, 130, 52, 16, 16, 0)
NARROW = Size(360, 0, 36, 6, 12, 12.5, 13, 0)  # as high as its years need
PRINTED = Size(780, 420, 48, 118, 50, 15, 15, 0)
NAMES = ("年少人口", "生産年齢人口", "老年人口")
AGES = ("0～14歳", "15～64歳", "65歳以上")
FILLS = ("#f0b64d", "#e4ebf3", "#00428c")  # middle, light, dark
ON_FILLS = (INK, INK, PAPER)
EDGE = "#4d4d4d"


@dataclass(frozen=True)
class ClassYear:
    """A year: people of the classes, and their ``shares`` in per cent as they are printed (young, working, old).

    ``label`` is the name of the year; a line end in it begins a second line. Where only the total and the shares were
    published, people of the classes are None and are drawn from these; a year with neither is left out.
    """

    year: int
    label: str
    young: SupportsFloat | None
    working: SupportsFloat | None
    old: SupportsFloat | None
    shares: Sequence[SupportsFloat | None] = (None, None, None)
    total: SupportsFloat | None = None

    @property
    def people(self) -> tuple[float, float, float] | None:
        """Young, working, old; None where they cannot be known."""
        classes = (self.young, self.working, self.old)
        if all(one is not None for one in classes):
            young, working, old = (float(one) for one in classes if one is not None)
            return young, working, old
        if self.total is None or any(share is None for share in self.shares):
            return None
        young, working, old = (float(self.total) * float(one) / 100 for one in self.shares if one is not None)
        return young, working, old

    @property
    def whole(self) -> float:
        """The total as published, or the sum of the classes."""
        return float(self.total) if self.total is not None else sum(self.people or (0.0,))

    def share_words(self, place: int) -> str:
        """「13.7％」, or nothing."""
        share = self.shares[place] if place < len(self.shares) else None
        return "" if share is None else f"{drawing.counted(float(share), 1)}％"


def classes_svg(
    years: Sequence[ClassYear],
    size: Size = WIDE,
    *,
    key: str = "",
    css: str = "",
    title: str = "",
    unit: str = "人",
) -> str:
    """The bars as one SVG element, or '' where no year has figures; ``title`` says it all in a sentence.

    ``key`` makes its ids its own within a page. The axis begins at 0.
    """
    shown = [one for one in years if one.people]
    if not shown:
        return ""
    drawn = _Lying(shown, size, unit) if size.width < 500 else _Upright(shown, size, unit)
    body = "".join(drawn.body())
    return drawing.svg(body, size.width, drawn.height, title=title, prefix="classes", key=key, css=css)


def _people(year: ClassYear) -> tuple[float, float, float]:
    assert year.people is not None
    return year.people


def _on_one_line(label: str) -> str:
    """「2020年（令和2）」 of a name in two lines."""
    first, _, second = label.partition("\n")
    return f"{first}（{second}）" if second else first


class _Upright:
    """A bar for each year, from the bottom: young, working, old; the names beside the last one."""

    def __init__(self, years: Sequence[ClassYear], size: Size, unit: str):
        self.years, self.size, self.unit, self.height = years, size, unit, size.height
        most = max(sum(_people(one)) for one in years)
        self.axis: Axis = drawing.axis(0, most, with_zero=True)
        self.head = most * 1.02 or 1.0  # the highest bar fills the picture, whatever the next tick
        widest = max(drawing.width_of(words) for _, words in self.axis.ticks)
        self.left = max(size.small * widest + 12, size.small * 2.4)
        self.right, self.floor = size.width - size.right, size.height - size.bottom
        self.step = (self.right - self.left) / len(years)
        self.bar = min(self.step * 0.76, 96.0)

    def y(self, value: float) -> float:
        return self.floor - value / self.head * (self.floor - self.size.top)

    def body(self) -> Iterator[str]:
        small = self.size.small
        for value, words in self.axis.ticks:
            if value > self.head:
                break
            y = self.y(value)
            yield drawing.line(self.left, y, self.right, y, GRID)
            yield drawing.text(self.left - 8, y + small * 0.35, words, small, SOFT, "end")
        yield drawing.text(4, self.size.top - small * 1.1, self.axis.unit + self.unit, small, SOFT)
        every = self._shown_labels()
        for place, year in enumerate(self.years):
            yield from self._bar_of(place, year, with_label=place in every)
        yield drawing.line(self.left, self.floor, self.right, self.floor, INK)
        yield from self._names()

    def _shown_labels(self) -> set[int]:
        """The years whose names and totals fit: all, or every second, third …, counted from the last."""
        small = self.size.small
        widest = max(
            max(drawing.width_of(words) for words in (*one.label.split("\n"), self._whole(one)))
            for one in self.years
        )
        every = max(1, -(-int(widest * small + 6) // max(1, int(self.step))))
        free = (widest * small / 2 - 2) / self.step - 0.5  # words would lie on those of the axis
        return {place for place in range(len(self.years) - 1, -1, -every) if place >= free}

    def _whole(self, year: ClassYear) -> str:
        return drawing.counted(year.whole)

    def _bar_of(self, place: int, year: ClassYear, *, with_label: bool) -> Iterator[str]:
        small, middle = self.size.small, self.left + self.step * (place + 0.5)
        x, start = middle - self.bar / 2, 0.0
        for part, people in enumerate(_people(year)):
            top, bottom = self.y(start + people), self.y(start)
            yield drawing.rect(x, top, self.bar, bottom - top, FILLS[part], EDGE, 0.8)
            words = year.share_words(part)
            if drawing.width_of(words) * small > self.bar:
                words = words.removesuffix("％")
            if words and bottom - top >= small * 0.85 and drawing.width_of(words) * small <= self.bar:
                at = (top + bottom) / 2 + small * 0.36
                yield drawing.text(middle, at, words, small, ON_FILLS[part], "middle")
            start += people
        if with_label:
            yield drawing.text(
                middle, self.y(start) - small * 0.45, self._whole(year), small, INK, "middle", bold=True
            )
            for row, words in enumerate(year.label.split("\n")):
                at = self.floor + small * (1.35 + 1.25 * row)
                yield drawing.text(middle, at, words, small, SOFT if row else INK, "middle")

    def _names(self) -> Iterator[str]:
        small, start, edges = self.size.small, 0.0, []
        for people in _people(self.years[-1]):
            edges.append(self.y(start + people / 2))
            start += people
        tall = small * 2.6
        tops = drawing.spread(
            [y - tall / 2 for y in reversed(edges)], [tall] * 3, self.size.top, self.floor + small
        )
        end = self.left + self.step * (len(self.years) - 0.5) + self.bar / 2
        for part, top, y in zip((2, 1, 0), tops, reversed(edges), strict=True):
            yield drawing.line(end, y, self.right + 4, top + tall / 2, SOFT)
            yield drawing.text(self.right + 8, top + small * 1.05, NAMES[part], small, INK, bold=True)
            yield drawing.text(self.right + 8, top + small * 2.25, AGES[part], small, SOFT)


class _Lying:
    """Below each other: name and total of a year, its bar, and the shares below the bar, kept apart."""

    def __init__(self, years: Sequence[ClassYear], size: Size, unit: str):
        self.years, self.size, self.unit = years, size, unit
        self.most = max(sum(_people(one)) for one in years)
        self.row = size.small * 4.6
        self.top = size.top + size.small * 0.4
        self.height = round(self.top + self.row * len(years) + size.bottom)

    def body(self) -> Iterator[str]:
        yield from self._names()
        for place, year in enumerate(self.years):
            yield from self._row(self.top + self.row * place, year)

    def _centres(self, year: ClassYear, widths: Sequence[float]) -> list[float]:
        """Left edges of words below the parts of a bar."""
        room, start, wished = self.size.width - self.size.right - 6, 0.0, []
        for people, width in zip(_people(year), widths, strict=True):
            wished.append(6 + (start + people / 2) / self.most * room - width / 2)
            start += people
        return drawing.spread(sorted(wished), widths, 2, self.size.width - 2)

    def _names(self) -> Iterator[str]:
        small = self.size.small
        x = 6.0
        for part, name in enumerate(NAMES):
            yield drawing.rect(x, 8, small, small, FILLS[part], EDGE, 0.8)
            yield drawing.text(x + small + 4, 8 + small * 0.86, name, small)
            x += drawing.width_of(name) * small + 30

    def _row(self, top: float, year: ClassYear) -> Iterator[str]:
        small, room, x = self.size.small, self.size.width - self.size.right - 6, 6.0
        yield drawing.text(6, top + small, _on_one_line(year.label), small, INK, bold=True)
        whole = drawing.counted(year.whole) + self.unit
        yield drawing.text(self.size.width - self.size.right, top + small, whole, small, INK, "end")
        for part, people in enumerate(_people(year)):
            width = people / self.most * room
            yield drawing.rect(x, top + small * 1.4, width, small * 1.3, FILLS[part], EDGE, 0.8)
            x += width
        said = [year.share_words(part) for part in range(3)]
        widths = [drawing.width_of(words) * small + 6 for words in said]
        for words, width, left in zip(said, widths, self._centres(year, widths), strict=True):
            if words:
                yield drawing.text(left + width / 2, top + small * 3.75, words, small, INK, "middle")
