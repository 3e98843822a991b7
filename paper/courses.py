"""The courses a population may take, as SVG: the adopted one thick with ●, the others told apart by dashes and markers.

Names and last values stand at the ends of the lines, pushed apart where they would meet; there is no box of keys. A band
is a light area around its course. A year is a place on the axis, so tables of five years and single years stand together.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import SupportsFloat

from paper import drawing
from paper.drawing import GRID, INK, MAIN, PAPER, RULE, SOFT, Axis, Size
from paper.phrases import break_phrases, em_width

__all__ = ["NARROW", "PRINTED", "WIDE", "Course", "Look", "courses_caption", "courses_svg", "starts_at_zero"]

WIDE = Size(1120, 480, 44, 262, 56, 16, 17, 6)
NARROW = Size(360, 420, 42, 132, 50, 12, 13, 5)
PRINTED = Size(
    780, 420, 44, 205, 52, 15, 15.5, 5
)  # 8 to 9 points where the text block of A4 is as wide as it
TINTS = "#dce6f2"
LEAD = 1.28
LEAST_SPAN = 0.06  # of the highest value, that the axis shows at least
ROUND = (10, 5, 1)  # years that are named first where not all can be
# How the courses that were not adopted are told apart: colour, dashes, marker, and the marker's name in a caption.
OTHERS = (
    ("#8b3200", "2 4", "square", "□"),
    ("#00593b", "9 4", "triangle", "△"),
    ("#5b2a86", "10 3 2 3", "diamond", "◇"),
    ("#4d4d4d", "5 3", "circle", "○"),
    ("#7a1f4d", "14 4", "down", "▽"),
    ("#2f4f4f", "3 3", "cross", "×"),
    ("#6b4a00", "6 2", "full-square", "■"),
    ("#004d66", "12 3 2 3", "full-triangle", "▲"),
    ("#3d1466", "3 5", "full-diamond", "◆"),
    ("#7a0026", "7 7", "full-down", "▼"),
)


@dataclass(frozen=True)
class Course:
    """A line. ``points`` are (year, value), ``band`` (year, lowest, highest) around it, empty where there is none."""

    name: str
    points: Sequence[tuple[int, SupportsFloat]]
    is_adopted: bool = False
    band: Sequence[tuple[int, SupportsFloat, SupportsFloat]] = ()


@dataclass(frozen=True)
class Look:
    """What may be said besides: the unit, the year from which is projected with its words, and how years are called.

    ``names`` have two lines where they hold a line end; a year without a name is its number. ``places`` are the decimals
    of the values at the ends; ``with_zero`` makes the axis begin at 0.
    """

    unit: str = "人"
    base_year: int | None = None
    base_words: str = "基準年"
    names: Mapping[int, str] = field(default_factory=dict)
    places: int = 0
    with_zero: bool = False


PLAIN = Look()


def courses_svg(
    courses: Sequence[Course],
    size: Size = WIDE,
    *,
    key: str = "",
    css: str = "",
    title: str = "",
    look: Look = PLAIN,
) -> str:
    """The courses as one SVG element, or '' where no course has a point. ``key`` makes its ids its own within a page.

    ``title`` says it all in a sentence. The picture grows where the names need more room than its size has.
    """
    shown = [course for course in courses if course.points]
    if not shown:
        return ""
    drawn = _Drawing(shown, size, look)
    return drawing.svg(
        drawn.body(), size.width, drawn.height, title=title, prefix="courses", key=key, css=css
    )


def starts_at_zero(courses: Sequence[Course], look: Look = PLAIN) -> bool:
    """Whether 0 is the foot of the vertical axis; if not, a caption must say so."""
    values = list(_values(courses))
    return not values or _axis(values, look).foot == 0


def courses_caption(courses: Sequence[Course], look: Look = PLAIN) -> str:
    """How the picture is to be read, in words that go below it; '' where nothing is drawn."""
    shown = [course for course in courses if course.points]
    if not shown:
        return ""
    said = [f"太い線と●は「{course.name}」" for course in shown if course.is_adopted]
    said += [
        f"{sign}は「{course.name}」" for course, (*_, sign) in zip(shown, _looks(shown), strict=True) if sign
    ]
    told = "、".join(said) + "です。"
    if banded := [course for course in shown if course.band]:
        told += f"うすい色の帯は、{'、'.join(f'「{course.name}」' for course in banded)}の見通しの幅です。"
    return told if starts_at_zero(shown, look) else told + "縦の目盛りは0から始まっていません。"


def _values(courses: Sequence[Course]) -> Iterator[float]:
    for course in courses:
        yield from (float(value) for _, value in course.points)
        yield from (float(end) for _, *ends in course.band for end in ends)


def _axis(values: Sequence[float], look: Look) -> Axis:
    low, high = min(values), max(values)
    # What hardly moves must not look as if it fell off a cliff.
    spare = max(0.0, abs(high) * LEAST_SPAN - (high - low)) / 2
    return drawing.axis(low - spare, high + spare, with_zero=look.with_zero)


def _looks(courses: Sequence[Course]) -> Iterator[tuple[str, str, str, str]]:
    """Colour, dashes, marker and the marker's sign of each course; an adopted one has no sign of its own."""
    place = 0
    for course in courses:
        if course.is_adopted:
            yield MAIN, "", "dot", ""
        else:
            yield OTHERS[place % len(OTHERS)]
            place += 1


class _Drawing:
    """Places of all that is drawn."""

    def __init__(self, courses: Sequence[Course], size: Size, look: Look):
        self.courses, self.size, self.look = courses, size, look
        self.axis = _axis(list(_values(courses)), look)
        self.looks = list(_looks(courses))
        self.years = sorted({year for course in courses for year, _ in course.points})
        widest = max(drawing.width_of(words) for _, words in self.axis.ticks)
        self.left = max(size.small * widest + 12, size.small * 2.4)
        self.right = size.width - size.right
        self.gap = size.radius * 4
        self.labels = [self._label(course) for course in courses]
        needed = sum(self._tall(lines) for lines in self.labels)
        self.height = max(size.height, round(size.top + size.bottom + needed + 8))
        self.floor = self.height - size.bottom

    def x(self, year: float) -> float:
        first, last = self.years[0], self.years[-1]
        inset = self.size.radius + 4
        if first == last:
            return (self.left + self.right) / 2
        return self.left + inset + (year - first) / (last - first) * (self.right - self.left - 2 * inset)

    def y(self, value: float) -> float:
        share = (value - self.axis.foot) / (self.axis.head - self.axis.foot)
        return self.floor - 4 - share * (self.floor - 4 - self.size.top)

    def body(self) -> str:
        parts = [*self._grid(), *self._bands(), *self._names_of_years(), *self._base()]
        # The adopted course last, so that it lies on the others.
        order = sorted(range(len(self.courses)), key=lambda place: self.courses[place].is_adopted)
        for place in order:
            parts += self._line(place)
        return "".join((*parts, *self._ends()))

    def _grid(self) -> Iterator[str]:
        small = self.size.small
        for value, words in self.axis.ticks:
            y = self.y(value)
            yield drawing.line(self.left, y, self.right, y, GRID)
            yield drawing.text(self.left - 8, y + small * 0.35, words, small, SOFT, "end")
        if unit := self.axis.unit + self.look.unit:
            wide = drawing.width_of(unit) * small > self.left - 8
            at = 4 if wide else self.left - 8
            yield drawing.text(at, self.size.top - small, unit, small, SOFT, "start" if wide else "end")
        yield drawing.line(self.left, self.floor, self.right, self.floor, INK)

    def _names_of_years(self) -> Iterator[str]:
        small = self.size.small
        names = {year: self.look.names.get(year, str(year)).split("\n") for year in self.years}
        wide = max(drawing.width_of(words) for lines in names.values() for words in lines) * small
        for year in self._named_years(wide + 6):
            x = self.x(year)
            yield drawing.line(x, self.floor, x, self.floor + 5, RULE)
            for row, words in enumerate(names[year]):
                y = self.floor + small * (1.5 + 1.25 * row)
                yield drawing.text(max(x, wide / 2), y, words, small, SOFT if row else INK, "middle")

    def _named_years(self, apart: float) -> list[int]:
        """The last year, and of the others the roundest that stand ``apart`` from each other and from it."""
        shown = [self.years[-1]]
        for step in ROUND:
            for year in self.years:
                if year % step == 0 and all(abs(self.x(year) - self.x(other)) >= apart for other in shown):
                    shown.append(year)
        return shown

    def _base(self) -> Iterator[str]:
        year = self.look.base_year
        if year is None or not self.years[0] <= year <= self.years[-1]:
            return
        x, small = self.x(year), max(self.size.small - 1, 12)
        yield drawing.line(x, small * 0.6, x, self.floor, RULE, dashes="6 3")
        yield drawing.text(x + 6, small * 1.3, self.look.base_words, small, SOFT)

    def _bands(self) -> Iterator[str]:
        for course in self.courses:
            over = [f"{self.x(year):.1f},{self.y(float(high)):.1f}" for year, _, high in course.band]
            under = [f"{self.x(year):.1f},{self.y(float(low)):.1f}" for year, low, _ in course.band]
            if len(over) > 1:
                yield f'<polygon points="{" ".join((*over, *reversed(under)))}" fill="{TINTS}"/>'

    def _line(self, place: int) -> Iterator[str]:
        shade, dashes, marker, _ = self.looks[place]
        places = [
            (self.x(year), self.y(float(value)))
            for year, value in sorted(self.courses[place].points, key=itemgetter(0))
        ]
        width = 3.5 if marker == "dot" else 2
        listed = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        yield f'<polyline points="{listed}" fill="none" stroke="{shade}" stroke-width="{width:g}"{dashed}/>'
        for x, y in _thinned(places, self.size.radius * 4):
            yield _marker(marker, x, y, self.size.radius, shade)

    # --- names at the ends of the lines -------------------------------------------------------------------

    def _label(self, course: Course) -> list[str]:
        """The name in lines that fit beside the picture, and the last value."""
        year, value = max(course.points, key=itemgetter(0))
        room = (self.size.right - self.gap - 2) / self.size.small - 0.2
        head, bracket, rest = course.name.partition("（")
        parts = [course.name] if em_width(course.name) <= room or not head else [head, bracket + rest]
        named = [line for part in parts if part for line in break_phrases(part, room)]
        said = f"{drawing.counted(float(value), self.look.places)}{self.look.unit}"
        if year == self.years[-1]:
            return [*named, said]
        when = f"（{year}年）"
        is_wide = drawing.width_of(said + when) > room
        return [*named, said, when] if is_wide else [*named, said + when]

    def _tall(self, lines: Sequence[str]) -> float:
        return len(lines) * self.size.small * LEAD + 8

    def _ends(self) -> Iterator[str]:
        size = self.size
        ends = [max(course.points, key=itemgetter(0)) for course in self.courses]
        # Where two courses end alike the adopted one is named first.
        order = sorted(
            range(len(ends)), key=lambda place: (-float(ends[place][1]), not self.courses[place].is_adopted)
        )
        heights = [self._tall(self.labels[place]) for place in order]
        wished = [
            self.y(float(ends[place][1])) - height / 2 for place, height in zip(order, heights, strict=True)
        ]
        tops = drawing.spread(wished, heights, size.top - size.small, self.floor + size.small)
        for place, top, height in zip(order, tops, heights, strict=True):
            (year, value), shade = ends[place], self.looks[place][0]
            x, y, middle = self.x(year), self.y(float(value)), top + height / 2
            yield _leader(x + size.radius + 2, y, self.right + self.gap - 4, middle, shade)
            for row, words in enumerate(self.labels[place]):
                line = top + 4 + size.small * (LEAD * row + 0.98)
                is_bold = self.courses[place].is_adopted or row == len(self.labels[place]) - 1
                yield drawing.text(self.right + self.gap, line, words, size.small, shade, bold=is_bold)


def _leader(x: float, y: float, to: float, middle: float, shade: str) -> str:
    """A fine line from the end of a course to its name."""
    return (
        f'<polyline points="{x:.1f},{y:.1f} {to - 8:.1f},{middle:.1f} {to:.1f},{middle:.1f}" fill="none" '
        f'stroke="{shade}" stroke-width="1"/>'
    )


def _thinned(places: Sequence[tuple[float, float]], apart: float) -> Iterator[tuple[float, float]]:
    """The places of markers: all, or as many as stand apart; always the first and the last."""
    last = places[-1]
    shown = places[0]
    yield shown
    for place in places[1:]:
        if place is last or (place[0] - shown[0] >= apart and last[0] - place[0] >= apart):
            shown = place
            yield place


def _marker(kind: str, x: float, y: float, radius: float, shade: str) -> str:
    fill = shade if kind.startswith("full-") else PAPER
    kind = kind.removeprefix("full-")
    look = f'fill="{fill}" stroke="{shade}" stroke-width="2"'
    small = radius * 0.8
    if kind == "dot":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{shade}"/>'
    if kind == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{small:g}" {look}/>'
    if kind == "square":
        return f'<rect x="{x - small:.1f}" y="{y - small:.1f}" width="{2 * small:.1f}" height="{2 * small:.1f}" {look}/>'
    corners = {
        "triangle": ((0, -1.1), (1.1, 0.9), (-1.1, 0.9)),
        "down": ((0, 1.1), (1.1, -0.9), (-1.1, -0.9)),
        "diamond": ((0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)),
    }.get(kind)
    if corners:
        listed = " ".join(f"{x + across * radius:.1f},{y + down * radius:.1f}" for across, down in corners)
        return f'<polygon points="{listed}" {look}/>'
    one, other = (
        drawing.line(x - small, y - way * small, x + small, y + way * small, shade, 2) for way in (1, -1)
    )
    return one + other
