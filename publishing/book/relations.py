"""関係表: the rows of directions and measures below a section, with ● or －, and what the rows cannot hold."""

from collections.abc import Iterable, Iterator

from publishing.book.blocks import Relation, RelationRow
from publishing.book.forms import Slot, slots
from publishing.book.lines import Lines
from publishing.book.words import is_dash
from publishing.document import Document, Entry
from publishing.pieces import NONE_MARK
from strategy.richtext import Blocks, TableRow, parse, plain

SIGNS = {"●": "取組みの柱に該当する具体的施策", NONE_MARK: "該当する具体的施策がないもの"}


class Relations:
    """The tables of one document."""

    def __init__(self, document: Document, lines: Lines):
        self.document, self.lines = document, lines
        self.has_pages = any(
            entry.page for entry in document.walk() if entry.kind in ("DIRECTION", "MEASURE")
        )
        # Where the plan explains ● in a table of its own, the tables here need no words.
        self.signs_are_told = any(
            "●" in table_cells(parse(entry.body)) for entry in document.of_kind("TEXT") if "●" in entry.body
        )

    def table(self, run: Iterable[Slot], *, with_legend: bool) -> Relation:
        """One table of neighbouring items with all that stands below them."""
        rows = tuple(self._rows(run, 1))
        levels = dict.fromkeys(row.line.entry.level for row in rows)
        subject = "・".join(levels)
        heads = (
            ("総合計画（" + subject + "）", "本戦略の\n具体的施策", "総合計画\nのページ")
            if self.has_pages
            else (subject, "柱に該当する\n具体的施策")
        )
        printed = {row.mark for row in rows}
        legend = tuple(sign for sign in SIGNS.items() if sign[0] in printed) if with_legend else ()
        return Relation(heads, rows, legend)

    def _rows(self, run: Iterable[Slot], depth: int) -> Iterator[RelationRow]:
        for slot in run:
            entry = slot.entry
            below = () if slot.again else tuple(slots(entry, self.document.by_lineage))
            role = "direction" if below else "alone" if entry.kind == "DIRECTION" else "measure"
            sign = "".join(entry.marks) or (NONE_MARK if role == "alone" and not slot.again else "")
            line = self.lines.line(slot, but_pages=self.has_pages)
            yield RelationRow(line, role, depth, sign, entry.page)
            yield from self._rows(below, depth + 1)


def table_cells(blocks: Blocks) -> set[str]:
    """The texts of the cells of all tables."""
    return {plain(cell.blocks) for block in blocks if isinstance(block, TableRow) for cell in block.cells}


def has_own_text(entry: Entry) -> bool:
    """Whether an item says more than its row shows; a lone dash is the row's own sign."""
    return bool(entry.figures) or entry.has_targets or bool(entry.body and not is_dash(plain(entry.body)))
