"""The diagram of a plan's system (施策体系図): purpose, pillars, goals and sections, read from left to right.

Plain SVG, one unit a point of the place it stands in. Colours are literal, because WeasyPrint draws `var()`
in SVG black; no text is smaller than 7.5 pt. The `<title>`, a child of `<svg>`, becomes the alternative text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import pairwise

from paper.characters import legal
from paper.phrases import break_phrases, em_width

__all__ = ["Diagram", "break_phrases", "em_width", "tree_diagram", "tree_diagrams"]

WIDTH = 442.0  # the text block of A4 portrait
HEIGHT = 630.0  # what a page holds below a heading and the caption
INK, MAIN, TINT, PAPER, RULE = "#1a1a1a", "#1f4e79", "#e9eff5", "#ffffff", "#6f7b87"
FONT = "BIZ UDGothic, Noto Sans JP, Noto Sans CJK JP, sans-serif"  # a page may stand where the first is not
TEXT, NAME, LEAD = 8.0, 8.6, 1.28
HEAD, TOP = 15.0, 22.0  # height of the row of heads, and where the boxes begin
GUTTER = 18.0  # between two columns: room for the connecting lines
LANES = 24.0  # the same between pillars and goals, where every pillar has its own lane
GOAL_GAP, ROW_GAP, ROW = 12.0, 4.0, 22.0

# Upright in horizontal writing only; in vertical writing they lie on their side.
_TURNED = frozenset("ー～〜－―…（）「」『』【】［］〈〉《》＝=()-")
_CELL = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{2}(?![0-9A-Za-z])|.", re.DOTALL)


@dataclass(frozen=True)
class Diagram:
    """What the diagram shows.

    `pillars`: (name, places of its goals in `goals`). `goals`: (number, title, titles of its sections).
    A column whose part is empty is left out. `heads` are the government's own words for the four columns.
    """

    title: str
    purpose: str
    pillars: Sequence[tuple[str, Sequence[int]]]
    goals: Sequence[tuple[str, str, Sequence[str]]]
    heads: tuple[str, str, str, str] = ("目的", "取組みの柱", "目標", "施策")


def tree_diagrams(diagram: Diagram, *, width: float = WIDTH, height: float = HEIGHT) -> tuple[str, ...]:
    """The diagram in as many pictures as are needed for each to be at most `height` points high.

    A picture that holds one goal only may be higher. Titles of several pictures end in （1／2）.
    """
    parts: list[list[int]] = [[]]
    for place in range(len(diagram.goals)):
        if parts[-1] and _Layout(_part(diagram, [*parts[-1], place]), width).height > height:
            parts.append([])
        parts[-1].append(place)
    if len(parts) == 1:
        return (tree_diagram(diagram, width=width),)
    pictures = [_part(diagram, places) for places in parts]
    titles = [f"{diagram.title}（{number}／{len(parts)}）" for number in range(1, len(parts) + 1)]
    return tuple(
        tree_diagram(replace(picture, title=title), width=width)
        for picture, title in zip(pictures, titles, strict=True)
    )


def tree_diagram(diagram: Diagram, *, width: float = WIDTH) -> str:
    """The whole diagram as one SVG element, `width` points wide and as high as it must be."""
    layout = _Layout(diagram, width)
    body = "".join(layout.heads() + layout.lines() + layout.boxes())
    high = f"{layout.height:.0f}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {width:g} {high}" '
        f'width="{width:g}" height="{high}" font-family="{FONT}"><title>{escape(legal(diagram.title))}</title>'
        f"<desc>{escape(legal('、'.join(layout.words)))}のつながりを左から右へ示した図</desc>{body}</svg>"
    )


def _part(diagram: Diagram, places: list[int]) -> Diagram:
    pillars = [
        (name, [places.index(goal) for goal in goals if goal in places]) for name, goals in diagram.pillars
    ]
    return replace(
        diagram,
        pillars=[(name, goals) for name, goals in pillars if goals],
        goals=[diagram.goals[place] for place in places],
    )


@dataclass(frozen=True)
class _Box:
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return self.y + self.height / 2

    @property
    def right(self) -> float:
        return self.x + self.width


class _Layout:
    """Places of all boxes; the drawing only reads them."""

    def __init__(self, diagram: Diagram, width: float):
        self.diagram = diagram
        sections = [title for goal in diagram.goals for title in goal[2]]
        shown = (diagram.purpose, diagram.pillars, diagram.goals, sections)
        self.words = [word for word, part in zip(diagram.heads, shown, strict=True) if part]
        self.columns = self._columns(shown, width)
        blocks = [self._goal_height(goal) for goal in diagram.goals]
        needed = sum(blocks) + GOAL_GAP * max(0, len(blocks) - 1)
        pillar_needs = [self._text_height(name, 1, NAME) for name, _ in diagram.pillars]
        needed = max(needed, sum(pillar_needs) + 10 * len(pillar_needs), 60.0)
        longest = max(em_width(line) for line in diagram.purpose.split("\n"))
        needed = max(needed, min(longest * NAME * 1.2 + 16, 260.0))
        self.height = round(TOP + needed + 1)
        self.goals = self._stack(self.columns[2], blocks, needed)
        each = (needed - 10 * (len(pillar_needs) - 1)) / max(1, len(pillar_needs))
        self.pillars = self._stack(self.columns[1], [max(each, need) for need in pillar_needs], needed)
        self.purpose = _Box(self.columns[0][0], TOP, self.columns[0][1], needed)

    def _columns(self, shown: Sequence[object], width: float) -> list[tuple[float, float]]:
        """(x, width) of the four columns; one that is not shown has no width."""
        lines = sum(1 + em_width(line) // 40 for line in self.diagram.purpose.split("\n"))
        wishes = [max(42.0, 12 + 15 * lines), 88.0, 98.0, 0.0]
        widths = [wish if part else 0.0 for wish, part in zip(wishes, shown, strict=True)]
        gaps = [GUTTER, LANES, GUTTER, 0.0]
        last = 3 if shown[3] else 2
        used = sum(own + gap for own, gap in zip(widths[:last], gaps[:last], strict=True) if own)
        widths[last] = width - 1 - used
        columns, x = [], 0.5
        for own, gap in zip(widths, gaps, strict=True):
            columns.append((x, own))
            x += own + gap if own else 0.0
        return columns

    def _text_height(self, text: str, column: int, size: float) -> float:
        return len(self._broken(text, column, size)) * size * LEAD + 10

    def _broken(self, text: str, column: int, size: float) -> list[str]:
        return break_phrases(legal(text), max(2.0, (self.columns[column][1] - 9) / size))

    def _goal_height(self, goal: tuple[str, str, Sequence[str]]) -> float:
        number, title, sections = goal
        own = self._text_height(title, 2, NAME) + (TEXT * LEAD if number else 0)
        rows = sum(self._row_height(section) + ROW_GAP for section in sections) - ROW_GAP
        return max(own, rows, 34.0)

    def _row_height(self, section: str) -> float:
        return max(ROW, len(self.section_lines(section)[1]) * TEXT * 1.2 + 4)

    def section_lines(self, section: str) -> tuple[str, list[str]]:
        """The number before the first wide space, which hangs, and the lines of the rest."""
        number, space, rest = legal(section).partition("　")
        if not space or len(number) > 4:
            number, rest = "", legal(section)
        hang = em_width(number) + 1 if number else 0
        return number, break_phrases(rest, max(2.0, (self.columns[3][1] - 9) / TEXT - hang))

    def _stack(self, column: tuple[float, float], heights: list[float], needed: float) -> list[_Box]:
        """Boxes one below the other over the whole height, what is left over spread between them."""
        free = needed - sum(heights)
        gap = free / (len(heights) - 1) if len(heights) > 1 else 0.0
        boxes, y = [], TOP
        for height in heights:
            boxes.append(_Box(column[0], y, column[1], height))
            y += height + gap
        return boxes

    def section_boxes(self, place: int) -> list[_Box]:
        goal, sections = self.goals[place], self.diagram.goals[place][2]
        heights = [self._row_height(section) for section in sections]
        y = goal.middle - (sum(heights) + ROW_GAP * (len(heights) - 1)) / 2
        boxes = []
        for height in heights:
            boxes.append(_Box(self.columns[3][0], y, self.columns[3][1], height))
            y += height + ROW_GAP
        return boxes

    def heads(self) -> list[str]:
        drawn = []
        for (x, width), word in zip(self.columns, self.diagram.heads, strict=True):
            if width:
                drawn += [_rect(_Box(x, 0, width, HEAD), MAIN, MAIN, 0.9)]
                drawn += [_text(x + width / 2, 10.8, word, 8.5, fill=PAPER, bold=True, anchor="middle")]
        return drawn

    def boxes(self) -> list[str]:
        drawn = []
        if self.diagram.purpose:
            drawn += [_rect(self.purpose, TINT, MAIN, 0.9), *_vertical(self.purpose, self.diagram.purpose)]
        for box, (name, _) in zip(self.pillars, self.diagram.pillars, strict=True):
            drawn += [_rect(box, PAPER, MAIN, 0.9)]
            drawn += _centred(box, [(line, NAME, INK) for line in self._broken(name, 1, NAME)])
        for place, (box, (number, title, sections)) in enumerate(
            zip(self.goals, self.diagram.goals, strict=True)
        ):
            lines = [(number, TEXT, MAIN)] if number else []
            lines += [(line, NAME, INK) for line in self._broken(title, 2, NAME)]
            drawn += [_rect(box, TINT, MAIN, 0.9), *_centred(box, lines)]
            for row, section in zip(self.section_boxes(place), sections, strict=True):
                drawn += [_rect(row, PAPER, RULE, 0.7), *self._section(row, section)]
        return drawn

    def _section(self, box: _Box, section: str) -> list[str]:
        number, lines = self.section_lines(section)
        lead = TEXT * 1.2
        y = box.middle - (len(lines) - 1) * lead / 2 + TEXT * 0.36
        drawn = [_text(box.x + 5, y, number, TEXT)] if number else []
        x = box.x + 5 + (em_width(number) + 1) * TEXT if number else box.x + 5
        return drawn + [_text(x, y + index * lead, line, TEXT) for index, line in enumerate(lines)]

    def lines(self) -> list[str]:
        targets = self.pillars or self.goals
        drawn = []
        if self.diagram.purpose:
            drawn += [_path([(self.purpose.right, box.middle), (box.x, box.middle)]) for box in targets]
        drawn += self._pillar_lines()
        for place, goal in enumerate(self.goals):
            turn = goal.right + GUTTER / 2
            for row in self.section_boxes(place):
                drawn.append(
                    _path(
                        [
                            (goal.right, goal.middle),
                            (turn, goal.middle),
                            (turn, row.middle),
                            (row.x, row.middle),
                        ]
                    )
                )
        return drawn

    def _pillar_lines(self) -> list[str]:
        """Each pillar has its own lane and each goal a port per pillar: no line runs on another."""
        drawn = []
        reached = [
            [p for p, (_, goals) in enumerate(self.diagram.pillars) if g in goals]
            for g in range(len(self.goals))
        ]
        room = (LANES - 8) / max(1, len(self.pillars) - 1)
        for pillar, (_, goals) in enumerate(self.diagram.pillars):
            start = self.pillars[pillar]
            lane = start.right + 4 + pillar * room
            for goal in goals:
                box, ports = self.goals[goal], reached[goal]
                step = min(10.0, (box.height - 8) / len(ports))
                y = box.middle + (ports.index(pillar) - (len(ports) - 1) / 2) * step
                drawn.append(
                    _path([(start.right, start.middle), (lane, start.middle), (lane, y), (box.x, y)])
                )
                if len(goals) > 1:
                    drawn.append(f'<circle cx="{lane:.1f}" cy="{y:.1f}" r="1.4" fill="{RULE}"/>')
        return drawn


def _text(
    x: float,
    y: float,
    text: str,
    size: float,
    *,
    fill: str = INK,
    bold: bool = False,
    anchor: str = "start",
    turned: bool = False,
) -> str:
    weight = ' font-weight="bold"' if bold else ""
    turn = f' transform="rotate(90 {x:.1f} {y - size * 0.36:.1f})"' if turned else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" '
        f'text-anchor="{anchor}" fill="{fill}"{weight}{turn}>{escape(legal(text))}</text>'
    )


def _rect(box: _Box, fill: str, stroke: str, line: float) -> str:
    return (
        f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" '
        f'fill="{fill}" stroke="{stroke}" stroke-width="{line:g}"/>'
    )


def _path(points: Sequence[tuple[float, float]]) -> str:
    kept = [points[0], *(after for before, after in pairwise(points) if before != after)]
    listed = " ".join(f"{x:.1f},{y:.1f}" for x, y in kept)
    return f'<polyline points="{listed}" fill="none" stroke="{RULE}" stroke-width=".8"/>'


def _centred(box: _Box, lines: Sequence[tuple[str, float, str]]) -> list[str]:
    y = box.middle - sum(size * LEAD for _, size, _ in lines) / 2
    drawn = []
    for line, size, fill in lines:
        y += size * LEAD
        drawn.append(
            _text(box.x + box.width / 2, y - size * 0.33, line, size, fill=fill, bold=True, anchor="middle")
        )
    return drawn


def _vertical(box: _Box, text: str) -> list[str]:
    """The purpose, written from top to bottom, its lines from right to left."""
    most = max(4.0, (box.height - 14) / (NAME * 1.2))
    lines = break_phrases(legal(text), most)
    step = min(15.0, (box.width - 12) / len(lines))
    drawn = []
    for index, line in enumerate(lines):
        x = box.x + box.width / 2 + ((len(lines) - 1) / 2 - index) * step
        cells = _CELL.findall(line)
        lead = min(NAME * 1.2, (box.height - 10) / max(1, len(cells)))
        top = box.middle - len(cells) * lead / 2
        for place, cell in enumerate(cells):
            # A comma sits in the upper right corner of its cell.
            dx, dy = (NAME * 0.6, -NAME * 0.55) if cell in "、。" else (0.0, 0.0)
            y = top + (place + 0.5) * lead + NAME * 0.36
            turned = cell in _TURNED
            drawn.append(
                _text(x + dx, y + dy, cell, NAME, fill=MAIN, bold=True, anchor="middle", turned=turned)
            )
    return drawn
