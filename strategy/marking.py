"""The difference of two texts as HTML: what went in <del>, what came in <ins>.

Built from blocks only, every character escaped, whatever the texts held; both are cleaned first. Colour is
never alone: each mark says before its words whose they are, for those who hear the page.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby
from typing import Literal

from django.utils.safestring import SafeString, mark_safe

from strategy.blockdiff import CellPair, Pair, compare_blocks
from strategy.blocks import Block, Cell, Paragraph, Rule, Run, Runs, TableRow
from strategy.bodies import shown
from strategy.richtext import Blocks, inline, parse, render
from strategy.sanitise import SanitiseError, clean
from strategy.textdiff import Kind, compare
from strategy.textdiff import Run as Change

Side = Literal["old", "new", "both"]
SHOWN: dict[Side, tuple[Kind, ...]] = {
    "old": ("equal", "delete"),
    "new": ("equal", "insert"),
    "both": ("equal", "delete", "insert"),
}
OLD, NEW = "旧：", "新："
WENT, CAME = "削除：", "追加："
OMITTED = '<p class="omitted">（略）</p>'
SAME_WORDS = '<p class="soft">文字は同じで、書式かリンクだけが変わりました。</p>'


@dataclass(frozen=True)
class Marked(Run):
    """A run that stayed, went or came."""

    kind: Kind = "equal"


def sides(
    old_html: str, new_html: str, *, old_label: str = OLD, new_label: str = NEW
) -> tuple[SafeString, SafeString]:
    """Two bodies to stand side by side: the old one with what went, the new one with what came."""
    pairs, write = compare_blocks(_read(old_html), _read(new_html)), _writer(old_label, new_label)
    return _html(_side(pairs, "old"), write), _html(_side(pairs, "new"), write)


def unmarked(html: str) -> SafeString:
    """A body for a page on which differences stand."""
    return _html(_read(html), inline)


def merged(old_html: str, new_html: str, *, brief: bool = False) -> SafeString:
    """Two bodies as one text in which what went stands before what came; ``brief`` leaves out what stayed."""
    pairs, write = compare_blocks(_read(old_html), _read(new_html)), _writer(WENT, CAME)
    if not brief:
        return _html(_side(pairs, "both"), write)
    if not any(pair.is_changed for pair in pairs):
        return mark_safe(SAME_WORDS)
    parts = []
    for is_changed, stretch in groupby(_wholes(pairs), key=lambda whole: any(p.is_changed for p in whole)):
        found = [pair for whole in stretch for pair in whole]
        parts.append(_html(_side(found, "both"), write) if is_changed else OMITTED)
    return mark_safe("".join(parts))


def title_sides(
    old: str, new: str, *, old_label: str = OLD, new_label: str = NEW
) -> tuple[SafeString, SafeString]:
    """Two lines of plain text to stand side by side."""
    changes, write = compare(old, new), _writer(old_label, new_label)
    return mark_safe(write(_plain(changes, "old"))), mark_safe(write(_plain(changes, "new")))


def merged_title(old: str, new: str) -> SafeString:
    """Two lines of plain text as one."""
    return mark_safe(_writer(WENT, CAME)(_plain(compare(old, new), "both")))


def _read(html: str) -> Blocks:
    """The blocks of a body that anybody may have typed; one too large to clean is shown as its source."""
    try:
        return parse(clean(html).html)
    except SanitiseError:
        return (Paragraph((Run(html),)),)


def _writer(old_label: str, new_label: str) -> Callable[[Runs], str]:
    marks = {"delete": ("del", "diff-old", old_label), "insert": ("ins", "diff-new", new_label)}

    def write(runs: Runs) -> str:
        out = []
        for kind, group in groupby(runs, key=lambda run: getattr(run, "kind", "equal")):
            html = inline(tuple(group))
            if kind in marks:
                tag, name, label = marks[kind]
                html = f'<{tag} class="{name}"><span class="visually-hidden">{escape(label)}</span>{html}</{tag}>'
            out.append(html)
        return "".join(out)

    return write


def _html(blocks: Iterable[Block], write: Callable[[Runs], str]) -> SafeString:
    return shown(render(blocks, write))


def _wholes(pairs: Iterable[Pair]) -> Iterator[list[Pair]]:
    """Each pair alone, the rows of one table together."""
    whole: list[Pair] = []
    for pair in pairs:
        if whole and not (pair.is_row and not pair.first):
            yield whole
            whole = []
        whole.append(pair)
    if whole:
        yield whole


# --- blocks of one side, or of both ---------------------------------------------------------------------------


def _side(pairs: Iterable[Pair], side: Side) -> Iterator[Block]:
    for pair in pairs:
        shown = _shown(pair, side)
        if isinstance(shown, TableRow):
            yield _row(pair, shown, side)
        elif shown is None or isinstance(shown, Rule):
            yield from (shown,) if shown else ()
        else:
            yield replace(shown, runs=tuple(_marked(pair, side)))


def _shown(pair: Pair | CellPair, side: Side):
    """The block or cell whose form is shown; None where this side has none."""
    return {"old": pair.old, "new": pair.new, "both": pair.new or pair.old}[side]


def _row(pair: Pair, row: TableRow, side: Side) -> TableRow:
    begins = pair.first if side == "both" else row.first
    cells = ((_shown(cell, side), cell) for cell in pair.cells)
    return replace(
        row,
        first=begins,
        caption=_plain(pair.runs, side) if begins else (),
        cells=tuple(_cell(shown, cell, side) for shown, cell in cells if shown is not None),
    )


def _cell(shown: Cell, cell: CellPair, side: Side) -> Cell:
    return replace(shown, blocks=tuple(_side(cell.blocks, side)))


def _plain(changes: Iterable[Change], side: Side) -> Runs:
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
