"""Two rich texts laid side by side: which paragraph answers to which, and the words that differ in them.

Paragraphs pair in order, those of the same text first, then by likeness; what finds no partner came or went
whole. Rows of a table pair with rows, cells with cells. Never whole chapters at once (docs/algorithms/textdiff.md).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from strategy.blocks import Block, Cell, Rule, TableRow, groups, text_of
from strategy.richtext import plain
from strategy.textdiff import Run, compare, matching, similarity

# Below this likeness two paragraphs are not the same one edited; unrelated ones stay below 0.36.
ALIKE = 0.4
# Two stretches of more pairs, or pairs of characters, than this take too long (over a tenth of a second):
# then the n-th pairs with the n-th.
PAIRS, CHARACTERS = 10_000, 4_000_000_000

T = TypeVar("T")
Table = tuple[TableRow, ...]
Unit = Block | Table  # what pairs with its like


@dataclass(frozen=True)
class CellPair:
    """A table cell of the old text, the new one or both."""

    old: Cell | None
    new: Cell | None
    blocks: "tuple[Pair, ...]"


@dataclass(frozen=True)
class Pair:
    """A block of the old text, the new one or both. ``runs`` is the difference of their words.

    Of a table row the words are in ``cells``; ``runs`` is then the difference of the captions, said again with
    every row, and ``first`` tells that this pair begins the table.
    """

    old: Block | None
    new: Block | None
    runs: tuple[Run, ...] = ()
    cells: tuple[CellPair, ...] = ()
    first: bool = False

    @property
    def is_row(self) -> bool:
        return isinstance(self.new or self.old, TableRow)

    @property
    def is_changed(self) -> bool:
        """Whether a word differs, here or in a cell."""
        if self.old is None or self.new is None:
            return True
        if any(cell.old is None or cell.new is None for cell in self.cells):
            return True
        words = (run.kind != "equal" for run in self.runs if self.first or not self.is_row)
        return any(words) or any(pair.is_changed for cell in self.cells for pair in cell.blocks)


def compare_blocks(old: Iterable[Block], new: Iterable[Block]) -> tuple[Pair, ...]:
    """The blocks of both texts in reading order; each block of either stands in exactly one pair."""
    return tuple(_compared(_units(old), _units(new)))


def _units(blocks: Iterable[Block]) -> list[Unit]:
    """Tables as wholes, every other block for itself."""
    units: list[Unit] = []
    for group in groups(blocks):
        rows = tuple(block for block in group if isinstance(block, TableRow))
        units += [rows] if rows else group
    return units


def _compared(old: Sequence[Unit], new: Sequence[Unit]) -> Iterator[Pair]:
    for one, other in _paired(old, new, _words):
        if isinstance(one, tuple) or isinstance(other, tuple):
            yield from _table(_rows(one), _rows(other))
        else:
            yield Pair(one, other, compare(_text(one), _text(other)))


def _rows(unit: Unit | None) -> Table:
    return unit if isinstance(unit, tuple) else ()


def _words(unit: Unit) -> tuple[str, str]:
    """The sort of a unit, for only the same sort pairs, and its words. A paragraph may become a list item."""
    if isinstance(unit, tuple):
        return "table", plain(unit)
    return ("rule", "") if isinstance(unit, Rule) else ("text", plain((unit,)))


def _text(block: Block | None) -> str:
    return "" if block is None or isinstance(block, Rule | TableRow) else text_of(block.runs)


def _table(old: Table, new: Table) -> Iterator[Pair]:
    """The rows of two tables, or of one that came or went."""
    caption = compare(*(text_of(rows[0].caption) if rows else "" for rows in (old, new)))
    pairs = _paired(old, new, lambda row: ("row", plain((row,))))
    for n, (one, other) in enumerate(pairs):
        cells = _cells(one.cells if one else (), other.cells if other else ())
        yield Pair(one, other, caption, tuple(cells), first=n == 0)


def _cells(old: Sequence[Cell], new: Sequence[Cell]) -> Iterator[CellPair]:
    """Cells of two rows; while there are as many, the n-th is the n-th, whatever it says."""
    if len(old) == len(new):
        yield from (
            CellPair(one, other, compare_blocks(one.blocks, other.blocks))
            for one, other in zip(old, new, strict=True)
        )
        return
    for former, latter in _paired(old, new, lambda cell: ("cell", plain(cell.blocks))):
        inside = compare_blocks(former.blocks if former else (), latter.blocks if latter else ())
        yield CellPair(former, latter, inside)


# --- who answers to whom ------------------------------------------------------------------------------------


def _paired(
    old: Sequence[T], new: Sequence[T], words: Callable[[T], tuple[str, str]]
) -> Iterator[tuple[T | None, T | None]]:
    """Both sequences in order, each element once: with its partner or alone, what went before what came."""
    old_words, new_words = [words(one) for one in old], [words(other) for other in new]
    for old_part, new_part, equal in matching(old_words, new_words):
        ones, others = old[old_part], new[new_part]
        if equal:
            yield from zip(ones, others, strict=True)
            continue
        at, new_at = 0, 0
        for i, j in [*_alike(old_words[old_part], new_words[new_part]), (len(ones), len(others))]:
            yield from ((one, None) for one in ones[at:i])
            yield from ((None, other) for other in others[new_at:j])
            if i < len(ones):
                yield ones[i], others[j]
            at, new_at = i + 1, j + 1


def _alike(old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> list[tuple[int, int]]:
    """Which elements of two stretches without an equal one answer to each other, in order.

    The same pairs whichever side is called the old one: of several good pairings the shorter side's first is taken.
    """
    if (len(old), old) > (len(new), new):
        return [(i, j) for j, i in _alike(new, old)]
    if len(old) == len(new) == 1:  # nothing else stands there
        return [(0, 0)] if old[0][0] == new[0][0] else []
    characters = [sum(len(text) for _, text in side) for side in (old, new)]
    if len(old) * len(new) > PAIRS or characters[0] * characters[1] > CHARACTERS:
        return [(n, n) for n, both in enumerate(zip(old, new, strict=False)) if _likeness(*both)]
    # total[i][j]: the most likeness that can still be had from old[i:] and new[j:]
    likeness = [[_likeness(one, other) for other in new] for one in old]
    total = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            together = likeness[i][j] and likeness[i][j] + total[i + 1][j + 1]
            total[i][j] = max(together, total[i + 1][j], total[i][j + 1])
    return list(_walk(likeness, total))


def _walk(likeness: list[list[float]], total: list[list[float]]) -> Iterator[tuple[int, int]]:
    """The pairs by which the best total comes about."""
    i = j = 0
    while i < len(likeness) and j < len(likeness[0]):
        if likeness[i][j] and total[i][j] == likeness[i][j] + total[i + 1][j + 1]:
            yield i, j
            i, j = i + 1, j + 1
        elif total[i][j] == total[i + 1][j]:
            i += 1
        else:
            j += 1


def _likeness(one: tuple[str, str], other: tuple[str, str]) -> float:
    """From ALIKE to 1 for two of a sort that may be the same one edited, else 0."""
    found = similarity(one[1], other[1]) if one[0] == other[0] else 0.0
    return found if found >= ALIKE else 0.0
