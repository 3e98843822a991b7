"""Blocks of two compared texts with their differences marked: what each side, or both as one, shows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from strategy.blockdiff import CellPair, Pair
from strategy.blocks import Block, Cell, Rule, Run, Runs, TableRow
from strategy.textdiff import Kind
from strategy.textdiff import Run as Change

Side = Literal["old", "new", "both"]
SHOWN: dict[Side, tuple[Kind, ...]] = {
    "old": ("equal", "delete"),
    "new": ("equal", "insert"),
    "both": ("equal", "delete", "insert"),
}


@dataclass(frozen=True)
class Marked(Run):
    """A run that stayed, went or came."""

    kind: Kind = "equal"


def side_of(pairs: Iterable[Pair], side: Side) -> Iterator[Block]:
    """The blocks of one side with what went or came marked in their runs; "both" as one text, what went first."""
    for pair in pairs:
        shown = _shown(pair, side)
        if isinstance(shown, TableRow):
            yield _row(pair, shown, side)
        elif shown is None or isinstance(shown, Rule):
            yield from (shown,) if shown else ()
        else:
            yield replace(shown, runs=tuple(_marked(pair, side)))


def _shown(pair: Any, side: Side) -> Any:
    """The block or cell whose form is shown; None where this side has none."""
    return {"old": pair.old, "new": pair.new, "both": pair.new or pair.old}[side]


def _row(pair: Pair, row: TableRow, side: Side) -> TableRow:
    begins = pair.first if side == "both" else row.first
    cells = ((_shown(cell, side), cell) for cell in pair.cells)
    return replace(
        row,
        first=begins,
        caption=marked_line(pair.runs, side) if begins else (),
        cells=tuple(_cell(shown, cell, side) for shown, cell in cells if shown is not None),
    )


def _cell(shown: Cell, cell: CellPair, side: Side) -> Cell:
    return replace(shown, blocks=tuple(side_of(cell.blocks, side)))


def marked_line(changes: Iterable[Change], side: Side) -> Runs:
    """The runs of a line of plain text on one side."""
    return tuple(Marked(change.text, kind=change.kind) for change in changes if change.kind in SHOWN[side])


def _marked(pair: Pair, side: Side) -> Iterator[Marked]:
    """The runs of a pair with their marks and links, cut where a change begins or ends."""
    old, new = _Cutter(pair.old), _Cutter(pair.new)
    for change in pair.runs:
        taken: dict[Kind, list[Run]] = {"equal": [], "delete": [], "insert": []}
        if change.kind != "insert":
            taken["delete"] = old.take(len(change.text))
        if change.kind != "delete":
            taken["insert"] = new.take(len(change.text))
        taken["equal"] = taken["delete"] if side == "old" else taken["insert"]
        if change.kind in SHOWN[side]:
            yield from (Marked(**vars(run), kind=change.kind) for run in taken[change.kind])


class _Cutter:
    """Hands out the runs of a block piece by piece. A reading (ruby) is that of a whole run: a cut one loses it."""

    def __init__(self, block: Block | None):
        self.runs = list(reversed(getattr(block, "runs", ())))

    def take(self, count: int) -> list[Run]:
        taken = []
        while count:
            run = self.runs.pop()
            if len(run.text) > count:
                self.runs.append(replace(run, text=run.text[count:], ruby=None))
                run = replace(run, text=run.text[:count], ruby=None)
            taken.append(run)
            count -= len(run.text)
        return taken
