"""Finding the tables of a returned workbook: which sheet is which, where its head is, which column is what."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kpi.sheet.layout import Table, plain_heading
from kpi.sheet.returned import Fault
from paper.grids import Cell, Grid, letters

HEAD_WITHIN = 30  # rows from the top within which the head is looked for


@dataclass(frozen=True)
class Found:
    """A table in a sheet: the row of its head, and columns by field, by label, and of the key (0: none)."""

    table: Table
    grid: Grid
    head: int
    fields: Mapping[str, int]
    labels: Mapping[str, int]
    key: int
    faults: tuple[Fault, ...] = ()
    notices: tuple[Fault, ...] = ()

    def name_at(self, row: int) -> str:
        """The cell that names a row: C5."""
        return f"{letters(next(iter(self.labels.values()), 1))}{row}"

    def rows(self) -> Iterator[tuple[int, Mapping[int, Cell]]]:
        """Number and cells by column of each row below the head that has anything in it."""
        for row in self.grid.rows:
            if row and row[0].row > self.head:
                yield (
                    row[0].row,
                    {cell.column: cell for cell in row if cell.text.strip() or cell.kind == "formula"},
                )


@dataclass
class Search:
    """What was found for each table, and what is to be said about the search."""

    found: dict[str, Found] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notices: list[Fault] = field(default_factory=list)


def search(grids: Sequence[Grid], tables: Sequence[Table], *, known: frozenset[str]) -> Search:
    """The tables in these sheets. A sheet is known by the heading of its keys, so another name does no harm; where
    that column is gone, by its name. ``known`` are names of sheets that need no remark."""
    result, taken = Search(), set(known)
    for table in tables:
        heads = [(grid, head) for grid in grids if (head := _head_with(grid, table.key))]
        if not heads:
            named = [grid for grid in grids if plain_heading(grid.name) == plain_heading(table.name)]
            heads = [(grid, head) for grid in named if (head := _head_with(grid, table.labels[0]))]
        taken.update(grid.name for grid, _ in heads)
        if len(heads) == 1:
            result.found[table.name] = found = _found(table, *heads[0])
            result.faults.extend(found.faults)
            result.notices.extend(found.notices)
        elif heads:
            names = "、".join(f"「{grid.name}」" for grid, _ in heads)
            sentence = f"「{table.name}」の表が{names}の{len(heads)}枚あります。送る1枚だけを残してください。"
            result.faults.append(Fault(heads[0][0].name, "", sentence))
        else:
            sentence = f"「{table.name}」の表がありません。この表の内容は取り込みません。"
            result.notices.append(Fault(table.name, "", sentence))
    result.notices.extend(
        Fault(grid.name, "", f"「{grid.name}」シートは、渡した表にないシートです。読み取りません。")
        for grid in grids
        if grid.name not in taken and grid.rows
    )
    return result


def _head_with(grid: Grid, heading: str) -> int:
    """The row near the top in which this heading stands, 0 where there is none."""
    wanted = plain_heading(heading)
    for row in grid.rows:
        if row and row[0].row > HEAD_WITHIN:
            break
        if any(plain_heading(cell.text) == wanted for cell in row):
            return row[0].row
    return 0


def _found(table: Table, grid: Grid, head: int) -> Found:
    cells = next(row for row in grid.rows if row and row[0].row == head)
    at: dict[str, list[Cell]] = {}
    for cell in cells:
        at.setdefault(plain_heading(cell.text), []).append(cell)
    faults, notices = [], []
    fields: dict[str, int] = {}
    for name, heading in table.fields:
        places = at.get(plain_heading(heading), [])
        if len(places) > 1:
            both = "と".join(cell.place for cell in places)
            sentence = f"「{heading}」の列が{both}にあります。一つだけを残してください。"
            faults.append(Fault(grid.name, places[1].place, sentence))
        elif not places:
            sentence = (
                f"「{heading}」の列がありません。見出しを元の言葉に戻すか、表をもう一度受け取ってください。"
            )
            faults.append(Fault(grid.name, "", sentence))
        else:
            fields[name] = places[0].column
    if list(fields.values()) != sorted(fields.values()):
        notices.append(Fault(grid.name, "", "列の順が変わっています。見出しを見て読み取りました。"))
    labels = {word: at[plain_heading(word)][0].column for word in table.labels if plain_heading(word) in at}
    keys = at.get(plain_heading(table.key), [])
    if not keys:
        sentence = "行の符号の列がありません。どの行かは、名前を見て人が確かめます。"
        notices.append(Fault(grid.name, "", sentence))
    if grid.state != "visible":
        notices.append(Fault(grid.name, "", "シートが非表示になっていますが、読み取りました。"))
    if hidden := sorted(row for row in grid.hidden_rows if row > head):
        sentence = f"{len(hidden)}行が非表示です（{hidden[0]}行目など）。表示されていない行も読み取りました。"
        notices.append(Fault(grid.name, "", sentence))
    if grid.cut:
        faults.append(Fault(grid.name, "", grid.cut))
    faults.extend(_merged(grid, head, {*fields.values()}))
    key = keys[0].column if keys else 0
    return Found(table, grid, head, fields, labels, key, tuple(faults), tuple(notices))


def _merged(grid: Grid, head: int, columns: set[int]) -> Iterator[Fault]:
    """A merged range over cells that are asked for leaves open which row or column its text belongs to."""
    for merge in grid.merges:
        if merge.last_row <= head or not any(
            merge.first_column <= column <= merge.last_column for column in columns
        ):
            continue
        first = f"{letters(merge.first_column)}{merge.first_row}"
        last = f"{letters(merge.last_column)}{merge.last_row}"
        sentence = f"{first}から{last}までが結合されています。結合を解いて、それぞれのセルに入れてください。"
        yield Fault(grid.name, first, sentence)


def doubled(keys: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """Keys that stand in several places: {key: places}.

    >>> doubled([("a", "Q5"), ("b", "Q6"), ("a", "Q7")])
    {'a': ['Q5', 'Q7']}
    """
    counted = Counter(key for key, _ in keys)
    return {key: [place for one, place in keys if one == key] for key, count in counted.items() if count > 1}
