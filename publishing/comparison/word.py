"""A 新旧対照表 as a Word file the office can go on with: a real table, real underlines, a row for each pair of
paragraphs."""

import datetime
from collections.abc import Iterable, Iterator

from paper.docx import Cell, CellContent, Content, Inner, Picture, Styled, Text, Word
from paper.docx_look import TALL, WIDE
from paper.guard import GuardError
from paper.phrases import break_phrases
from publishing.book import pictures
from publishing.book.columns import shares
from publishing.comparison import wording
from publishing.comparison.pieces import facts_of, is_changed, sign_of, table_lines
from publishing.comparison.strips import Piece, Strip, strips, widths
from publishing.comparison.styles import Style
from publishing.comparison.table import Picture as Figure
from publishing.comparison.table import Row, Table
from strategy.blocks import Block, Heading, ListItem, Rule, TableRow, groups
from strategy.blocks import Cell as TextCell

TITLE, NUMBER, PURPOSE, NOTE, CAPTION = "対照表の題名", "対照表の番号", "対照表の趣旨", "注", "Caption"
PICTURE_HEIGHT = 72.0  # mm
CELL_PADDING = 3.6  # mm


def docx_of(table: Table, style: Style, *, created: datetime.datetime) -> bytes:
    """The table as .docx; equal calls give equal bytes. ``created`` needs a time zone."""
    return _Writer(table, style, created).file()


class _Writer:
    def __init__(self, table: Table, style: Style, created: datetime.datetime):
        self.table, self.style = table, style
        self.widths = widths(style)
        page = TALL if style.is_stacked else WIDE
        self.word = Word(title=table.title, author=table.government, created=created, page=page)

    def file(self) -> bytes:
        self.word.header(
            wording.running_head(self.table, self.style),
            right_text=wording.paper_number(self.table),
            style_range=NUMBER if "number" in self.style.columns else "",
        )
        self._front()
        self._rows()
        self._annex()
        if wording.has_counts(self.table):
            self._counts()
        return self.word.save()

    def _front(self) -> None:
        """What stands above the table."""
        self.word.paragraph("\n".join(break_phrases(self.table.title, wording.TITLE_EMS)), style=TITLE)
        self.word.paragraph(wording.legend(self.table, self.style), indent=False)
        if issued := wording.issue_words(self.table):
            self.word.paragraph(issued, style=NOTE)
        if self.table.points:
            points = [f"・{point}" for point in self.table.points]
            box = Cell(([Text(wording.POINTS, strong=True)], *points), tinted=True)
            self.word.table([[box]], head_rows=0)
        if note := wording.note(self.table, self.style):
            self.word.paragraph(note, style=NOTE)

    def _annex(self) -> None:
        rows = wording.annex_rows(self.table, self.style)
        if not rows:
            return
        self.word.heading(2, wording.ANNEX)
        cells = [
            [place, change, reason, Cell((f"{count:,}",), align="right")]
            for place, change, reason, count in rows
        ]
        total = Cell((f"{self.table.left_out_count:,}",), align="right")
        cells.append([Cell(("計",), colspan=3, align="right"), total])
        whole = sum(self.widths)
        shares = (whole * 0.3, whole * 0.35, whole * 0.35 - 16, 16)
        self.word.table([list(wording.ANNEX_HEADS), *cells], widths_mm=shares)

    def _counts(self) -> None:
        self.word.heading(2, wording.COUNTS)
        rows = [*wording.count_rows(self.table), *wording.stage_rows(self.table)]
        cells = [[name, Cell((count,), align="right")] for name, count in rows]
        self.word.table([[wording.KINDS, "件数"], *cells], widths_mm=(90, 25))
        self.word.paragraph(wording.KINDS_NOTE, style=NOTE)
        if self.table.levels:
            self._levels()

    def _levels(self) -> None:
        """As 神奈川県 prints them: a row for each edition, one cell where both have as many."""
        levels = [wording.level_words(count) for count in self.table.levels]
        heads = wording.edition_heads(self.table, self.style)
        old = [Cell((one.old,), rowspan=1 + one.is_same, align="center") for one in levels]
        new = [Cell((one.new,), align="center") for one in levels if not one.is_same]
        difference = [Cell((one.difference,), align="center") for one in levels]
        rows = [
            ["版", *(one.name for one in levels)],
            [heads[0], *old],
            [heads[1], *new],
            ["増減", *difference],
        ]
        self.word.table(rows, widths_mm=(40,), caption=wording.LEVELS, keep_rows={0, 1, 2})

    # --- the table ------------------------------------------------------------------------------------------

    def _rows(self) -> None:
        if not self.table.rows:
            self.word.paragraph(wording.SAME)
            return
        rows: list[list[Cell]] = [[Cell((head,)) for head in wording.heads(self.table, self.style)]]
        loose: set[int] = set()
        for row in self.table.rows:
            found = strips(row, self.style)
            loose |= {len(rows) + number for number, strip in enumerate(found) if _may_break(strip)}
            rows += self._row(row, found)
        self.word.table(rows, widths_mm=self.widths, loose_rows=loose)

    def _row(self, row: Row, found: list[Strip]) -> Iterator[list[Cell]]:
        """The strips of a row; what stands beside the texts goes down all of them."""
        for number, strip in enumerate(found):
            before = [
                cell
                for name in self.style.before
                for cell in self._before(name, row, strip, number, len(found))
            ]
            behind = [] if number else [self._behind(name, row, len(found)) for name in self.style.behind]
            yield [*before, *self._texts(row, strip, number, len(found)), *behind]

    def _before(self, name: str, row: Row, strip: Strip, number: int, count: int) -> Iterator[Cell]:
        if name == "number":
            if number == 0:
                yield Cell((Styled(NUMBER, str(row.number)),), rowspan=count, upright="top")
            return
        if not strip.span:
            return
        words = list(self._place(name, row, strip, is_first=number == 0))
        ends = number + strip.span >= count
        sides = (["top"] if number else []) + ([] if ends else ["bottom"])
        yield Cell(tuple(words) or ("",), rowspan=strip.span, upright="top", open_sides=sides)

    def _place(self, name: str, row: Row, strip: Strip, *, is_first: bool) -> Iterator[Content]:
        if name == "page":
            yield from (wording.pages(place, self.style) for place in strip.places)
            return
        if is_first and row.kinds:
            yield f"［{wording.kind_words(row)}］"
        for place in strip.places:
            yield place.words
            told = wording.pages(place, self.style)
            if told and "page" not in self.style.columns:
                yield told
        if is_first and row.revision_stage:
            yield f"［{row.revision_stage}］"

    def _texts(self, row: Row, strip: Strip, number: int, count: int) -> Iterator[Cell]:
        sides = (["top"] if number else []) + (["bottom"] if number + 1 < count else [])
        colspan = 2 if row.is_gathered and not self.style.is_stacked else 1
        for place, cell in enumerate(strip.texts):
            width = self.widths[len(self.style.before) + place] - CELL_PADDING
            told = tuple(content for piece in cell for content in _contents(piece, width))
            yield Cell(told or ("",), colspan=colspan, upright="top", open_sides=sides)

    def _behind(self, name: str, row: Row, count: int) -> Cell:
        told = [row.remark] if name == "remark" else [row.reason, *map(wording.cause_words, row.causes)]
        return Cell(tuple(filter(None, told)) or ("",), rowspan=count, upright="top")


def _may_break(strip: Strip) -> bool:
    """Whether a strip may go on on the next page: a table in a cell leaves its heads behind, so it stays whole
    while a page holds it."""
    pieces = (piece for cell in strip.texts for piece in cell)
    has_table = any(isinstance(block, TableRow) for piece in pieces for block in piece.blocks)
    return strip.is_tall if has_table else strip.is_long


# --- texts --------------------------------------------------------------------------------------------------


def _contents(piece: Piece, width: float) -> Iterator[CellContent]:
    """A piece as the paragraphs of a cell."""
    if piece.form == "purpose":
        yield Styled(PURPOSE, piece.words)
        return
    if piece.form == "figure" and piece.picture is not None:
        yield _picture(piece.picture, width)
    label = f"{piece.words}：" if piece.form == "fact" else ""
    strong = piece.form == "title"
    for group in groups(piece.blocks):
        if isinstance(group[0], TableRow):
            yield from _table([block for block in group if isinstance(block, TableRow)], width)
            continue
        for block in group:
            yield from _block(block, label, strong=strong)
    if not piece.blocks and piece.words:
        yield [Text(piece.words, strong=piece.form == "side")]


def _picture(figure: Figure, width: float) -> Content | Picture:
    facts = facts_of(figure)
    content = pictures.content(facts)
    if content is None:
        return pictures.missing(facts)
    try:
        return Picture(content, figure.alt or figure.caption, width, PICTURE_HEIGHT)
    except GuardError:
        return pictures.missing(facts)


def _table(rows: list[TableRow], width: float) -> Iterator[CellContent]:
    """A table of a text as one of Word within the cell, its caption above."""
    if rows[0].caption:
        yield Styled(CAPTION, _runs(rows[0].caption))
    yield Inner(
        [[_text_cell(cell, is_head=row.head) for cell in row.cells] for row in rows],
        widths_mm=[width * share / 100 for share in shares(rows)],
        head_rows=sum(row.head for row in rows),
    )


def _text_cell(cell: TextCell, *, is_head: bool) -> Cell:
    """A cell of such a table; a table in it becomes lines. The head of a row is no heading of Word's, for that
    would keep each row with the next."""
    strong = cell.header and not is_head
    told = tuple(content for block in cell.blocks for content in _block(block, "", strong=strong))
    return Cell(told or ("",), tinted=cell.header, colspan=cell.colspan, rowspan=cell.rowspan)


def _block(block: Block, label: str, *, strong: bool) -> Iterator[Content]:
    if isinstance(block, TableRow):
        yield from (_runs(line) for line in table_lines(block))
    elif isinstance(block, ListItem):
        yield [Text("　" * block.depth + sign_of(block)), *_runs(block.runs)]
    elif not isinstance(block, Rule):
        runs = _runs(block.runs, strong=strong or isinstance(block, Heading))
        yield [Text(label), *runs] if label else runs


def _runs(runs: Iterable, *, strong: bool = False) -> list[Text]:
    """Runs of Word: a line under the words says that they changed, so that of the author falls away."""
    return [
        Text(
            run.text,
            strong=run.strong or strong,
            em=run.em,
            u=is_changed(run),
            s=run.s,
            sub=run.sub,
            sup=run.sup,
            ruby=run.ruby,
        )
        for run in runs
    ]
