"""The concept of a plan (概念図) as SVG: purpose, vision, pillars, goals, targets and directions, tier below tier.

Boxes and words only, with literal colours. A wide picture names its tiers in a column at the left and sets boxes side by
side; a narrow one names them above and sets the boxes below each other. The words break at the ends of phrases.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from paper import drawing
from paper.characters import legal
from paper.drawing import INK, MAIN, PAPER, RULE, SOFT
from paper.phrases import break_phrases

__all__ = [
    "LINKED",
    "NARROW",
    "PRINTED",
    "WIDE",
    "Box",
    "Concept",
    "ConceptSize",
    "Tier",
    "concept_svg",
    "fitting",
]

TINT = "#e9eff5"
LINKED = "◆"  # before a box that the vision is linked with
LEAD = 1.36
WORDY = 0.94  # of a box's width that words may take: figures are wider on a screen


@dataclass(frozen=True)
class Box:
    """A box: a number small above its title, further lines below it. ``is_linked`` marks it with ◆."""

    title: str
    number: str = ""
    lines: tuple[str, ...] = ()
    is_linked: bool = False


@dataclass(frozen=True)
class Tier:
    """A row of boxes with its name. ``look``: purpose, vision, pillar, goal, target or direction."""

    name: str
    boxes: tuple[Box, ...]
    look: str = "direction"


@dataclass(frozen=True)
class Concept:
    """What is drawn, from the top down; ``title`` says it in a sentence."""

    title: str
    tiers: tuple[Tier, ...]


@dataclass(frozen=True)
class ConceptSize:
    """Measures: ``label`` of the column with the tiers' names (0: above the boxes), ``least`` width of a box.

    ``text`` is the size of lines, ``name`` that of titles.
    """

    width: float
    label: float
    least: float
    text: float
    name: float
    pad: float
    gap: float


WIDE = ConceptSize(1120, 132, 190, 15, 16.5, 11, 12)
NARROW = ConceptSize(360, 0, 340, 13, 14, 9, 8)
PRINTED = ConceptSize(442, 52, 84, 7.6, 8.2, 5, 5)  # points, in the text block of A4
_CENTRED = ("purpose", "vision", "pillar", "goal")
# Fill, edge, its width, words.
_LOOKS = {
    "purpose": (PAPER, MAIN, 1.6, INK),
    "vision": (MAIN, MAIN, 1.6, PAPER),
    "pillar": (TINT, MAIN, 1.2, INK),
    "goal": (PAPER, MAIN, 1.6, INK),
    "target": (PAPER, RULE, 1.0, INK),
    "direction": (PAPER, RULE, 1.0, INK),
}


def concept_svg(concept: Concept, size: ConceptSize = WIDE, *, key: str = "", css: str = "") -> str:
    """The concept as one SVG element, as high as it must be; '' without tiers.

    ``key`` makes its ids its own within a page; without one it stands alone.
    """
    if not concept.tiers:
        return ""
    layout = _Layout(concept, size)
    return drawing.svg(
        "".join(layout.drawn()),
        size.width,
        layout.height,
        title=concept.title,
        prefix="concept",
        key=key,
        css=css,
    )


def fitting(concept: Concept, size: ConceptSize, height: float) -> Concept:
    """The concept with as many tiers as stand in ``height``, the last ones left out first; at least one."""
    tiers = concept.tiers
    while len(tiers) > 1 and _Layout(replace(concept, tiers=tiers), size).height > height:
        tiers = tiers[:-1]
    return replace(concept, tiers=tiers)


@dataclass(frozen=True)
class _Words:
    """A line of a box."""

    text: str
    size: float
    is_bold: bool
    head: str = ""  # a number that stands before the line; further lines begin where this one does
    hang: float = 0.0


class _Layout:
    """Places of all tiers and boxes."""

    def __init__(self, concept: Concept, size: ConceptSize):
        self.concept, self.size = concept, size
        self.step = size.gap * 1.9  # room for the arrow between two tiers
        self.left = 1 + (size.label + size.gap if size.label else 0)
        self.grids = [self._grid(tier) for tier in concept.tiers]
        heights = [self._height(grid) for grid in self.grids]
        self.tops, at = [], 1.0
        for height in heights:
            self.tops.append(at)
            at += height + self.step
        self.heights = heights
        self.height = round(at - self.step + 2)

    @property
    def heading(self) -> float:
        """Height of a tier's name above its boxes; 0 where it stands in the column."""
        return 0.0 if self.size.label else self.size.text * 2.1

    def _grid(self, tier: Tier) -> list[list[Box]]:
        """The boxes in rows of nearly equal length."""
        room = self.size.width - 1 - self.left + self.size.gap
        most = max(1, int(room // (self.size.least + self.size.gap)))
        rows = -(-len(tier.boxes) // most)
        across = -(-len(tier.boxes) // rows) if rows else 1
        return [list(tier.boxes[at : at + across]) for at in range(0, len(tier.boxes), across)]

    def _across(self, grid: Sequence[Sequence[Box]]) -> float:
        """The width of a box of a tier."""
        count = max(map(len, grid), default=1)
        return (self.size.width - 1 - self.left - self.size.gap * (count - 1)) / count

    def _height(self, grid: Sequence[Sequence[Box]]) -> float:
        rows = [self._row_height(row, self._across(grid)) for row in grid]
        return self.heading + sum(rows) + self.size.gap * (len(rows) - 1)

    def _row_height(self, row: Sequence[Box], width: float) -> float:
        return max(
            sum(words.size * LEAD for words in self._words(box, width)) + 2 * self.size.pad for box in row
        )

    def _words(self, box: Box, width: float) -> list[_Words]:
        size = self.size
        room = (width - 2 * size.pad) * WORDY
        mark = f"{LINKED} " if box.is_linked else ""
        found = [_Words(mark + box.number, size.text, False)] if box.number else []
        title = legal(box.title if box.number else mark + box.title)
        found += [
            _Words(line, size.name, True)
            for line in break_phrases(title, max(2.0, room / size.name))
            if title
        ]
        for line in box.lines:
            found += self._line(line, room)
        return found

    def _line(self, line: str, room: float) -> Iterator[_Words]:
        """A line of a box; what stands before its first wide space hangs."""
        size = self.size.text
        head, space, rest = legal(line).partition("　")
        if not space or len(head) > 4:
            head, rest = "", legal(line)
        hang = drawing.width_of(head) + 0.6 if head else 0.0
        for place, words in enumerate(break_phrases(rest, max(2.0, room / size - hang))):
            yield _Words(words, size, False, "" if place else head, hang * size)

    def drawn(self) -> Iterator[str]:
        for place, (tier, grid) in enumerate(zip(self.concept.tiers, self.grids, strict=True)):
            top = self.tops[place]
            if place:
                yield self._arrow(top - self.step / 2)
            yield from self._label(tier, top, self.heights[place])
            y, width = top + self.heading, self._across(grid)
            for row in grid:
                height = self._row_height(row, width)
                for column, box in enumerate(row):
                    x = self.left + column * (width + self.size.gap)
                    yield from self._box(tier.look, box, x, y, width, height)
                y += height + self.size.gap

    def _arrow(self, middle: float) -> str:
        """What is above leads to what is below."""
        x, half = (self.left + self.size.width) / 2, self.size.gap * 0.5
        corners = ((x - half * 1.6, middle - half), (x + half * 1.6, middle - half), (x, middle + half))
        listed = " ".join(f"{one:.1f},{other:.1f}" for one, other in corners)
        return f'<polygon points="{listed}" fill="{RULE}"/>'

    def _label(self, tier: Tier, top: float, height: float) -> Iterator[str]:
        size = self.size
        if not size.label:
            yield drawing.rect(1, top + 2, 5, size.text * 1.3, MAIN)
            yield drawing.text(12, top + size.text * 1.2, tier.name, size.text, MAIN, bold=True)
            return
        yield drawing.rect(1, top, size.label, height, TINT)
        yield drawing.rect(1, top, size.pad * 0.5, height, MAIN)
        lines = break_phrases(legal(tier.name), (size.label - 1.5 * size.pad) * WORDY / size.text)
        y = top + height / 2 - (len(lines) - 1) * size.text * LEAD / 2 + size.text * 0.36
        for row, words in enumerate(lines):
            at = 1 + size.pad * 0.25 + size.label / 2
            yield drawing.text(at, y + row * size.text * LEAD, words, size.text, MAIN, "middle", bold=True)

    def _box(self, look: str, box: Box, x: float, y: float, width: float, height: float) -> Iterator[str]:
        fill, edge, line, shade = _LOOKS[look]
        yield drawing.rect(x, y, width, height, fill, edge, line * self.size.name / 16)
        words = self._words(box, width)
        is_centred = look in _CENTRED
        at = y + self.size.pad
        if is_centred:
            at = y + (height - sum(one.size * LEAD for one in words)) / 2
        for one in words:
            at += one.size * LEAD
            line_at, ink = at - one.size * 0.32, SOFT if is_centred and shade != PAPER else INK
            ink = shade if one.is_bold or shade == PAPER else ink
            if is_centred:
                yield drawing.text(
                    x + width / 2, line_at, one.text, one.size, ink, "middle", bold=one.is_bold
                )
                continue
            left = x + self.size.pad
            if one.head:
                yield drawing.text(left, line_at, one.head, one.size, ink)
            yield drawing.text(left + one.hang, line_at, one.text, one.size, ink, bold=one.is_bold)
