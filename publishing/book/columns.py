"""How wide the columns of a table should be, from what stands in them."""

from collections.abc import Sequence

from paper.phrases import em_width
from strategy.richtext import Block, TableRow, plain

ROOM = 48.0  # em of 9 pt in the width of the page
PADDING = 1.2  # em beside each text
NARROWEST, WIDEST = 3.0, 32.0  # em that a column asks for


def shares(rows: Sequence[Block]) -> list[float]:
    """The width of each column in per cent of the table.

    A column asks for its longest line, within bounds. Where all fit, what is left is spread in proportion;
    where they do not, the narrow ones get what they ask for and the others share the rest by what they ask.
    """
    asked = _asked([row for row in rows if isinstance(row, TableRow)])
    if not asked:
        return []
    if sum(asked) <= ROOM:
        return [100 * want / sum(asked) for want in asked]
    given: dict[int, float] = {}
    left = ROOM
    while waiting := [place for place in range(len(asked)) if place not in given]:
        fair, wanted = left / len(waiting), sum(asked[place] for place in waiting)
        content = {place: asked[place] for place in waiting if asked[place] <= fair}
        given |= content or {place: left * asked[place] / wanted for place in waiting}
        left -= sum(content.values())
    return [100 * given[place] / sum(given.values()) for place in range(len(asked))]


def _asked(rows: Sequence[TableRow]) -> list[float]:
    wants: list[float] = []
    taken: dict[int, int] = {}  # column: rows it is still covered by a cell from above
    for row in rows:
        column = 0
        for cell in row.cells:
            while taken.get(column):
                taken[column] -= 1
                column += 1
            wants += [NARROWEST] * (column + cell.colspan - len(wants))
            if cell.colspan == 1:
                widest = max((em_width(line) for line in plain(cell.blocks).split("\n")), default=0.0)
                wants[column] = max(wants[column], min(widest + PADDING, WIDEST))
            for covered in range(column, column + cell.colspan):
                taken[covered] = cell.rowspan - 1
            column += cell.colspan
        for later in range(column, len(wants)):
            taken[later] = max(0, taken.get(later, 0) - 1)
    return wants
