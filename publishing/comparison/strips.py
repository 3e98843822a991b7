"""The rows of a 新旧対照表 as paper takes them: strips that are never torn, one for each pair of paragraphs.

A change is one stretch of strips. The first of them takes paragraphs until it is as tall as the cells beside it,
else a gap would open below a short heading; none grows over half a page unless a single paragraph does.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from math import ceil
from typing import Literal

from paper.phrases import em_width
from publishing.comparison.lines import picture_words
from publishing.comparison.styles import Style, abridged
from publishing.comparison.table import Change, Line, Picture, Place, Row
from publishing.comparison.wording import (
    NEW_PLACE,
    OMITTED,
    REMOVED_PLACE,
    SEE_ANNEX,
    cause_words,
    pages,
)
from strategy.blocks import Blocks, Heading, TableRow
from strategy.richtext import plain

SideName = Literal["old", "new"]
# Widths of the columns in mm, of the whole table, and the lines of half a page of it.
WIDTHS = {"number": 9.0, "page": 20.0, "place": 34.0, "reason": 37.0, "remark": 30.0}
WIDE, TALL = 267.0, 170.0
HALF_WIDE, HALF_TALL = 15, 22
TEXT_SIZE, SMALL_SIZE = 9.5, 8.5  # pt of the texts and of the reason
PADDING = 4.2  # mm, both sides of a cell
PICTURE_LINES = 12
CHAIN = 4


@dataclass(frozen=True)
class Piece:
    """What stands in a cell of texts: a heading, a block, a fact (``words`` is its label), a picture with its
    caption, or a word of ours: （略）, （新設）, 別表に示します, the side （旧）, the 修正の趣旨.
    """

    form: Literal["title", "text", "fact", "figure", "omitted", "absent", "side", "purpose", "annex"]
    blocks: Blocks = ()
    words: str = ""
    picture: Picture | None = None


@dataclass(frozen=True)
class Strip:
    """A row on paper. ``texts`` are its cells of texts in the order of the style; ``places`` stand beside the first
    strip of a change and go down ``span`` strips. ``is_long``: more than half a page, so it may break.
    ``is_tall``: so long that even a table in it may break where its heads are not repeated.
    """

    texts: tuple[tuple[Piece, ...], ...]
    places: tuple[Place, ...] = ()
    span: int = 0
    is_long: bool = False
    is_tall: bool = False


def width_of(style: Style) -> float:
    """Width of the table in mm."""
    return TALL if style.is_stacked else WIDE


def widths(style: Style) -> list[float]:
    """The widths of all columns in mm."""
    before, behind = ([WIDTHS[name] for name in names] for names in (style.before, style.behind))
    count = 1 if style.is_stacked else 2
    each = (width_of(style) - sum(before) - sum(behind)) / count
    return [*before, *[round(each, 1)] * count, *behind]


def strips(row: Row, style: Style) -> list[Strip]:
    """The strips of a row, at least one."""
    measure = _Measure(style)
    if row.is_gathered:
        return [Strip(((Piece("annex", words=SEE_ANNEX),),), row.places, 1)]
    made: list[Strip] = []
    for number, change in enumerate(row.changes):
        places = _places(row, number)
        units = _stacked(row, change, style, not number) if style.is_stacked else _beside(change, style)
        need = max(measure.places(row, places), measure.beside(row) if not number else 0)
        made += _folded(units, places, need, measure)
    return made


def _places(row: Row, number: int) -> tuple[Place, ...]:
    """The places beside the n-th change of a row: its own, or all at the first where the planner wrote another."""
    if len(row.places) == len(row.changes):
        return row.places[number : number + 1]
    return () if number else row.places


def _folded(
    units: "list[Unit]", places: tuple[Place, ...], need: int, measure: "_Measure"
) -> Iterator[Strip]:
    """The units as strips: the first takes as many as it has room for, the others stand alone."""
    count = 1 if measure.style.is_stacked else 2
    first: list[Unit] = []
    height = 0
    for unit in units:
        more = measure.unit(unit)
        if first and (height >= need or height + more > measure.half):
            break
        first.append(unit)
        height += more
    rest = units[len(first) :]
    texts = tuple(tuple(piece for unit in first for piece in unit[n]) for n in range(count))
    is_long = height > measure.half or need > 2 * measure.half
    yield Strip(texts, places, 1 + len(rest), is_long, height > measure.most)
    for unit in rest:
        lines = measure.unit(unit)
        yield Strip(unit, is_long=lines > measure.half, is_tall=lines > measure.most)


# --- what stands in the cells -------------------------------------------------------------------------------

Unit = tuple[tuple[Piece, ...], ...]  # what stands beside each other: pieces of each column


def side_pieces(change: Change, side: SideName, style: Style) -> list[Piece]:
    """Everything that one side of a change says."""
    absent = NEW_PLACE if change.is_new and side == "old" else ""
    absent = REMOVED_PLACE if change.is_removed and side == "new" else absent
    if absent:
        return [Piece("absent", words=absent)] if style.says_absent else []
    return [piece for line in abridged(change.lines, style.context) for piece in _pieces(line, side)]


def _beside(change: Change, style: Style) -> list[Unit]:
    """Line for line, both sides beside each other; a heading with what follows it."""
    found: list[Unit]
    if change.is_new or change.is_removed:
        sides = [side_pieces(change, side, style) for side in style.sides]
        found = [tuple((piece,) if piece else () for piece in unit) for unit in zip_longest(*sides)]
    else:
        lines = abridged(change.lines, style.context)
        found = [tuple(_pieces(line, side) for side in style.sides) for line in lines]
    return _kept(found)


def _stacked(row: Row, change: Change, style: Style, is_first: bool) -> list[Unit]:
    """The purpose, then one side below the other. What is new has no old side at all, as 豊中市 prints it."""
    found: list[tuple[Piece, ...]] = []
    if is_first and style.shows_reason:
        told = [row.reason, *(cause_words(cause) for cause in row.causes)]
        found += [(Piece("purpose", words=words),) for words in told if words]
    for side in style.sides:
        pieces = side_pieces(change, side, style)
        if pieces and not (side == "old" and change.is_new):
            found += [(Piece("side", words=f"（{style.label(side)}）"),), *((piece,) for piece in pieces)]
    return _kept((cell,) for cell in found)


def _kept(units: Iterable[Unit]) -> list[Unit]:
    """The units, each that leads together with the next, （略） together with what stands before it.

    A chapter that is new may be a long list of titles: no more than CHAIN of them are held together.
    """
    kept: list[Unit] = []
    waiting: Unit | None = None
    links = 0
    for unit in units:
        links = links + 1 if waiting is not None else 1
        if waiting is not None:
            unit, waiting = _joined(waiting, unit), None
        elif kept and all(piece.form == "omitted" for cell in unit for piece in cell):
            kept[-1] = _joined(kept[-1], unit)
            continue
        if any(map(_leads, unit)) and links < CHAIN:
            waiting = unit
        else:
            kept.append(unit)
    return kept if waiting is None else [*kept, waiting]


def _joined(one: Unit, other: Unit) -> Unit:
    return tuple((*before, *behind) for before, behind in zip(one, other, strict=True))


def _leads(cell: tuple[Piece, ...]) -> bool:
    """Whether a cell ends in what must not stand alone at the foot of a page."""
    last = cell[-1] if cell else None
    if last is None:
        return False
    is_heading = bool(last.blocks) and isinstance(last.blocks[-1], Heading)
    return last.form in ("title", "side", "purpose", "omitted") or is_heading


def _pieces(line: Line, side: SideName) -> tuple[Piece, ...]:
    """What one side says in a line."""
    if line.form == "omitted":
        return (Piece("omitted", words=OMITTED),)
    if line.form == "figure":
        picture = line.old_picture if side == "old" else line.new_picture
        return (Piece("figure", picture_words(line, side), picture=picture),) if picture else ()
    blocks = line.old if side == "old" else line.new
    return (Piece(line.form, blocks, line.label),) if blocks else ()


# --- how tall it is -----------------------------------------------------------------------------------------


class _Measure:
    """Lines that texts take in the columns of a style, estimated."""

    def __init__(self, style: Style):
        self.style = style
        self.half = HALF_TALL if style.is_stacked else HALF_WIDE
        self.most = self.half * 3 // 2  # of a page; tables take more of it than can be estimated
        text = widths(style)[len(style.before)]
        self.ems = _ems(text, TEXT_SIZE)

    def unit(self, unit: Unit) -> int:
        return max(sum(map(self._piece, cell)) for cell in unit)

    def _piece(self, piece: Piece) -> int:
        if piece.form == "figure":
            return PICTURE_LINES
        if any(isinstance(block, TableRow) for block in piece.blocks):
            return 1 + sum(self._table_row(block) for block in piece.blocks)
        return sum(_lines(line, self.ems) for line in plain(piece.blocks).split("\n")) or 1

    def _table_row(self, row: object) -> int:
        if not isinstance(row, TableRow) or not row.cells:
            return 1
        share = self.ems / len(row.cells) * TEXT_SIZE / 8
        return max(
            sum(_lines(line, share) for block in cell.blocks for line in plain([block]).split("\n"))
            for cell in row.cells
        )

    def places(self, row: Row, places: Sequence[Place]) -> int:
        if "place" not in self.style.columns:
            return len(places)
        ems = _ems(WIDTHS["place"], TEXT_SIZE)
        told = sum(_lines(place.words, ems) + bool(pages(place, self.style)) for place in places)
        return told + 1 + bool(row.revision_stage)

    def beside(self, row: Row) -> int:
        """The tallest of the cells behind the texts."""
        told = {"reason": [row.reason, *map(cause_words, row.causes)], "remark": [row.remark]}
        heights = [
            sum(_lines(words, _ems(WIDTHS[name], SMALL_SIZE)) for words in told[name] if words)
            for name in self.style.behind
        ]
        return ceil(max(heights, default=0) * 13 / 15.5)


def _ems(width: float, size: float) -> float:
    return (width - PADDING) / 25.4 * 72 / size


def _lines(text: str, ems: float) -> int:
    return max(1, ceil(em_width(text) / ems))
