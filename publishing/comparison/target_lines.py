"""The lines of rows of KPI tables that changed: small tables with what differs marked in their cells, and facts.

A table has the heads of its edition and the rows that changed; （略） stands for those that did not.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Literal

from publishing.comparison.kinds import Kind
from publishing.comparison.lines import fact_lines
from publishing.comparison.table import Line, TargetChange, TargetSide
from publishing.comparison.target_rows import TargetRows, role_word
from publishing.comparison.targets import Pair, Targets
from publishing.kpi_cells import AGAIN, BASELINE, SUPPLEMENTARY, Printed, Row
from publishing.kpi_tables import Table
from strategy.blockdiff import CellPair, compare_blocks
from strategy.blockdiff import Pair as BlockPair
from strategy.blocks import Block, Cell, ListItem, Paragraph, Run, TableRow
from strategy.markedblocks import side_of
from strategy.naming import numbered
from strategy.normalise import repair_radicals
from strategy.richtext import plain
from strategy.textdiff import compare

OMITTED, NONE = "（略）", "―"
MOST_TOLD, LONGEST_NAME = 3, 30
Side = Literal["old", "new"]
Texts = list[list[str]]  # the paragraphs of each cell of a row


class TargetLines:
    """The lines of two editions' rows."""

    def __init__(self, targets: Targets):
        self.targets = targets
        self.old, self.new = targets.old, targets.new

    def of(self, pairs: Sequence[Pair]) -> tuple[Line, ...]:
        """The tables of each role with their changed rows, 補足指標 one by one, then what no cell says."""
        changed = [pair for pair in pairs if pair.kinds]
        lines: list[Line] = []
        for (role, _), found in groupby(sorted(pairs, key=self._order), key=self._group):
            run = list(found)
            if any(self._is_shown(pair) for pair in run):
                lines += self._listed(run) if role == SUPPLEMENTARY else [self._table(run)]
        return (*lines, *(line for pair in changed for line in self._facts(pair)))

    def _group(self, pair: Pair) -> tuple[str, bool]:
        """Rows of one table: of one role, and here on both sides. What stood elsewhere has no place in the old table."""
        return self._role(pair), self._came_from_elsewhere(pair)

    def _came_from_elsewhere(self, pair: Pair) -> bool:
        if not pair.old or not pair.new:
            return False
        old, new = self.old.sides[pair.old], self.new.sides[pair.new]
        return self.targets.place["old", old.item] != self.targets.place["new", new.item]

    def _side(self, pair: Pair) -> TargetSide:
        return self.new.sides[pair.new] if pair.new else self.old.sides[pair.old or ""]

    def _role(self, pair: Pair) -> str:
        return self._side(pair).role

    def _order(self, pair: Pair) -> tuple[bool, bool]:
        """As printed, what came from elsewhere behind its table, 補足指標 behind all tables."""
        return self._role(pair) == SUPPLEMENTARY, self._came_from_elsewhere(pair)

    @staticmethod
    def _is_shown(pair: Pair) -> bool:
        """Whether a row stands in the table of what changed; nothing of it differs where only its rationale does."""
        return bool(pair.kinds - {Kind.RATIONALE})

    # --- tables -----------------------------------------------------------------------------------------------

    def _table(self, run: list[Pair]) -> Line:
        shown = [pair for pair in run if self._is_shown(pair)]
        rows = [self.old.rows[pair.old] for pair in shown if pair.old]
        rows += [self.new.rows[pair.new] for pair in shown if pair.new]
        columns = _Columns(self._tables(self.old, run, "old"), self._tables(self.new, run, "new"), rows)
        has_old, has_new = (any(getattr(pair, side) for pair in run) for side in ("old", "new"))
        made = [_row(columns.heads("old") if has_old else None, columns.heads("new") if has_new else None, 0)]
        for is_shown, stretch in groupby(run, key=self._is_shown):
            if not is_shown:
                made.append(_omitted(columns.count))
                continue
            for pair in stretch:
                texts = (
                    columns.cells(rows.rows[name]) if name else None
                    for rows, name in ((self.old, pair.old), (self.new, pair.new))
                )
                made.append(_row(*texts, 1))
        old, new = (
            tuple(_once(side_of(made, side))) if has else None
            for side, has in (("old", has_old), ("new", has_new))
        )
        return Line("text", old, new)

    @staticmethod
    def _tables(rows: TargetRows, run: list[Pair], side: Side) -> list[Table]:
        """The tables in which the rows stand on one side."""
        names = [name for pair in run if (name := getattr(pair, side))]
        keys = dict.fromkeys((rows.sides[name].item, rows.sides[name].role) for name in names)
        return [rows.tables[key] for key in keys if key in rows.tables]

    def _listed(self, run: list[Pair]) -> Iterator[Line]:
        for pair in run:
            if self._is_shown(pair):
                blocks = [
                    _item(rows.rows[name]) if name else None
                    for rows, name in ((self.old, pair.old), (self.new, pair.new))
                ]
                made = [BlockPair(*blocks, compare(*(_words(block) for block in blocks)))]
                old, new = (tuple(side_of(made, side)) for side in ("old", "new"))
                yield Line("text", old or None, new or None)

    # --- facts ------------------------------------------------------------------------------------------------

    def _facts(self, pair: Pair) -> Iterator[Line]:
        """What changed and stands in no cell."""
        old = self.old.sides[pair.old] if pair.old else None
        new = self.new.sides[pair.new] if pair.new else None
        told = new or old
        if told is None or told.is_relisted:
            return
        name = f"「{_short(told.name)}」の"
        if old and new:
            if Kind.TARGET_MOVED in pair.kinds:
                yield from self._moved(name, old, new)
            yield from _fact(f"{name}位置づけ", role_word(old), role_word(new))
            if self._cells_are_silent(pair):
                yield from _fact(f"{name}単位", old.unit, new.unit)
            if told.role == SUPPLEMENTARY and Kind.TARGET_DETAIL in pair.kinds:
                yield from fact_lines(f"{name}関連", self._related("old", pair), self._related("new", pair))
            yield from _fact(f"{name}設定根拠", old.rationale, new.rationale)
            yield from _fact(f"{name}見通しの出典", old.path_source, new.path_source)
        yield from _fact(
            f"{name}別の箇所での表記", old.other_wording if old else "", new.other_wording if new else ""
        )

    def _cells_are_silent(self, pair: Pair) -> bool:
        """Whether the unit is part of no cell, for the values have it."""
        return self.old.rows[pair.old or ""].notes == self.new.rows[pair.new or ""].notes

    def _related(self, side: Side, pair: Pair) -> list[str]:
        rows, name = (self.old, pair.old) if side == "old" else (self.new, pair.new)
        return _related_words(rows.rows[name or ""])

    def _moved(self, name: str, old: TargetSide, new: TargetSide) -> Iterator[Line]:
        """From where to where: under which item, or behind which row of the same table."""
        olds, news = self.old.reader, self.new.reader
        one, other = olds.tree.items[old.item], news.tree.items[new.item]
        if self.targets.place["old", old.item] != self.targets.place["new", new.item]:
            yield from fact_lines(f"{name}場所", [olds.words(one)], [news.words(other)])
        else:
            before = [self._behind(rows, side) for rows, side in ((self.old, old), (self.new, new))]
            yield from _fact(f"{name}順番", *before)

    @staticmethod
    def _behind(rows: TargetRows, side: TargetSide) -> str:
        return f"「{_short(rows.sides[side.behind].name)}」の次" if side.behind else "いちばん上"


def _fact(label: str, old: str, new: str) -> Iterator[Line]:
    old, new = repair_radicals(old), repair_radicals(new)
    if old != new:
        yield from fact_lines(label, [old or "（なし）"], [new or "（なし）"])


# --- cells --------------------------------------------------------------------------------------------------


class _Columns:
    """The columns of the tables of both editions in which the rows that are shown say something."""

    def __init__(self, old: Sequence[Table], new: Sequence[Table], rows: Sequence[Row]):
        self.tables = {"old": old, "new": new}
        both = [*old, *new]
        self.has_baselines = any(table.has_baselines for table in both)
        related = next((table.related for table in (*new, *old) if table.related), "")
        self.related = related if any(row.related for row in rows) else ""
        told = {point.head for row in rows for point in row.path}
        self.path = tuple(dict.fromkeys(head for table in both for head in table.path if head in told))

    @property
    def count(self) -> int:
        return 2 + self.has_baselines + bool(self.related) + len(self.path)

    def heads(self, side: Side) -> Texts:
        """The heads as the tables of one edition have them; where it has none, as the other one."""
        found = self.tables[side] or self.tables["new" if side == "old" else "old"]
        first = found[0]
        return [
            [first.name],
            *([[BASELINE]] if self.has_baselines else []),
            ["".join(first.goal_head)],
            *([head.replace("\n", " ")] for head in self.path),
            *([[self.related]] if self.related else []),
        ]

    def cells(self, row: Row) -> Texts:
        points = {point.head: point.text for point in row.path}
        return [
            [_name(row) + "".join(row.notes)],
            *([_figure(row.baseline)] if self.has_baselines else []),
            _figure(row.goal),
            *([points.get(head, "") or NONE] for head in self.path),
            *([_related_words(row) or [NONE]] if self.related else []),
        ]


def _name(row: Row) -> str:
    return f"{row.mark}{f'【{AGAIN}】' if row.is_relisted else ''}{row.name}"


def _figure(value: Printed) -> list[str]:
    return [value.text or NONE, *value.small]


def _related_words(row: Row) -> list[str]:
    return [numbered(item.number, item.title) for item in row.related]


def _item(row: Row) -> ListItem:
    value = f"　{row.baseline.whole}" if row.baseline.text else ""
    words = repair_radicals(f"{_name(row)}{''.join(row.notes)}{value}")
    return ListItem(ordered=False, depth=0, number=0, runs=(Run(words),))


def _words(block: ListItem | None) -> str:
    return "".join(run.text for run in block.runs) if block else ""


def _row(old: Texts | None, new: Texts | None, place: int) -> BlockPair:
    """A row of both editions or of one; place 0 is the head."""
    one, other = (None if texts is None else _table_row(texts, place) for texts in (old, new))
    count = len(old or new or ())
    cells = (
        CellPair(
            one.cells[n] if one else None,
            other.cells[n] if other else None,
            tuple(_paragraphs(one.cells[n].blocks if one else (), other.cells[n].blocks if other else ())),
        )
        for n in range(count)
    )
    return BlockPair(one, other, cells=tuple(cells), first=place == 0)


def _table_row(texts: Texts, place: int) -> TableRow:
    is_head = place == 0
    cells = tuple(
        Cell(
            tuple(Paragraph((Run(repair_radicals(text)),)) for text in cell if text),
            header=is_head or n == 0,
            scope="col" if is_head else "row" if n == 0 else "",
        )
        for n, cell in enumerate(texts)
    )
    return TableRow(cells, head=is_head, first=is_head)


def _omitted(columns: int) -> BlockPair:
    """（略） in the place of rows that did not change."""
    words = Paragraph((Run(OMITTED),))
    row = TableRow((Cell((words,), colspan=columns),))
    inside = CellPair(row.cells[0], row.cells[0], compare_blocks((words,), (words,)))
    return BlockPair(row, row, cells=(inside,))


def _once(blocks: Iterable[Block]) -> Iterator[Block]:
    """The rows of a side: one （略） where what stood between two of them stands on the other side alone."""
    was_omitted = False
    for block in blocks:
        is_omitted = isinstance(block, TableRow) and plain(block.cells[0].blocks) == OMITTED
        if not (is_omitted and was_omitted):
            yield block
        was_omitted = is_omitted


def _paragraphs(old: Sequence[Block], new: Sequence[Block]) -> Iterator[BlockPair]:
    """The first paragraphs of a cell answer to each other, whatever they say; the small ones as texts do."""
    yield from compare_blocks(old[:1], new[:1])
    yield from compare_blocks(old[1:], new[1:])


# --- in a line ----------------------------------------------------------------------------------------------


def brief_of(changes: Iterable[TargetChange]) -> str:
    """What became of the rows in one line: 「…」の目標値「70%」を「73%」に、「…」など5件を加える."""
    told: list[str] = []
    found = list(changes)
    for kind, word in ((Kind.TARGET_NEW, "加える"), (Kind.TARGET_REMOVED, "削る")):
        names = [row.name for row in found if kind in row.kinds]
        if names:
            many = f"など{len(names)}件" if len(names) > 1 else ""
            told.append(f"「{_short(names[0])}」{many}を{word}")
    told += [words for row in found for words in _told(row)]
    rest = len(told) - MOST_TOLD
    return "、".join(told[:MOST_TOLD]) + (f"、ほか{rest}件" if rest > 0 else "")


def _told(row: TargetChange) -> Iterator[str]:
    name, old, new = f"「{_short(row.name)}」", row.old, row.new
    if Kind.TARGET_RELISTED in row.kinds:
        yield f"{name}{'の再掲をやめる' if new is None else 'を再掲する' if old is None else 'の再掲を動かす'}"
    if old is None or new is None:
        return
    if Kind.TARGET_RETITLED in row.kinds:
        yield f"指標名「{_short(old.name)}」を「{_short(new.name)}」に"
    if Kind.TARGET_VALUE in row.kinds:
        yield f"{name}の目標値「{_short(old.target)}」を「{_short(new.target)}」に"
    if Kind.TARGET_BASELINE in row.kinds:
        yield f"{name}の現状値を改める"
    if Kind.TARGET_DETAIL in row.kinds:
        yield f"{name}の対象・出典等を改める"
    if Kind.TARGET_MOVED in row.kinds:
        yield f"{name}を移す"
    if Kind.RATIONALE in row.kinds:
        yield f"{name}の設定根拠を改める"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_NAME else f"{text[: LONGEST_NAME - 1]}…"
