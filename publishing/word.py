"""A document as a Word file an office can go on with: the book of the PDF, in Word's own headings and tables."""

import datetime
from collections.abc import Iterable, Iterator

from django.utils import timezone

from paper.docx import Cell, Content, Styled, Text, Word, reference
from paper.guard import GuardError
from publishing.book import blocks as book
from publishing.book.arranging import arrange
from publishing.book.columns import shares
from publishing.book.concept import ConceptPicture
from publishing.book.markup import has_own_sign
from publishing.book.population import Population
from publishing.book.regional import Regional
from publishing.document import Document
from publishing.kpi_cells import AGAIN, BASELINE, Printed, Row
from publishing.kpi_tables import Table
from strategy.naming import numbered
from strategy.richtext import (
    Block,
    Blocks,
    Heading,
    ListItem,
    Rule,
    TableRow,
    groups,
    is_note,
    plain,
    text_of,
)
from vision.prints.word import write_blocks

NOTE, TITLE_OF_BOX, OWN_SIGN = "注", "Caption", "List Number"
SMALL, SMALL_CENTRED = "表の小さい文字", "表の小さい文字（中央）"
POINTER = "【再掲】→"
NONE = "―"
TEXT_WIDTH = 155.6  # mm


def docx(document: Document) -> bytes:
    """The whole document as .docx. Raises SanitiseError for an unprintable body, like the PDF."""
    return _Writer(arrange(document), _created(document)).file()


def _created(document: Document) -> datetime.datetime:
    """The day of the decision, so that one text gives one file; a draft bears the moment it is written out."""
    day = document.edition["adopted_on"] or document.edition["effective_from"]
    if day and document.is_adopted:
        return timezone.make_aware(datetime.datetime.fromisoformat(day))
    return timezone.now()


class _Writer:
    """Writes the blocks of a book one after the other; one method for each kind of block."""

    def __init__(self, made: book.Book, created: datetime.datetime):
        self.book = made
        self.word = Word(title=made.title, author=made.cover.government, created=created)

    def file(self) -> bytes:
        cover = self.book.cover
        self.word.cover(
            [*cover.title[:-1], cover.title[-1] + cover.mark],
            stage=cover.stage,
            above=cover.above,
            below=cover.period,
            foot=[line for line in (cover.date, cover.government) if line],
        )
        self.word.contents()
        self.word.header(self.book.running_head + self.book.stage_mark)
        self.word.footer(self.book.first_page, self.book.prefix)
        for place, section in enumerate(self.book.sections):
            if place and section.new_page and section.form != "chapter":
                self.word.page_break()
            for block in section.blocks:
                getattr(self, block.kind)(block)
        return self.word.save()

    # --- headings and texts --------------------------------------------------------------------------------

    def heading(self, block: book.Heading) -> None:
        self.word.heading(block.level, block.text, anchor=block.anchor or None)

    def opener(self, block: book.Opener) -> None:
        self.word.heading(block.level, block.text, anchor=block.anchor)
        if block.pillars:
            self.pillar_line(block.pillars)
        self._notes(block.notes)

    def pillar_line(self, block: book.PillarLine) -> None:
        self.word.paragraph(f"{block.word}　{'　'.join(f'【{name}】' for name in block.names)}", indent=False)

    def notes(self, block: book.Notes) -> None:
        self._notes(block.lines)

    def _notes(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.word.paragraph(line, style=NOTE)

    def body(self, block: book.Body) -> None:
        self._prose(block.blocks, block.level)

    def _prose(self, blocks: Blocks, level: int) -> None:
        for group in groups(blocks):
            first = group[0]
            if isinstance(first, TableRow):
                self._table([row for row in group if isinstance(row, TableRow)])
            else:
                for each in group:
                    self._block(each, level)

    def _block(self, block: Block, level: int) -> None:
        if isinstance(block, ListItem) and not block.ordered and has_own_sign(text_of(block.runs)):
            self.word.paragraph(block.runs, style=OWN_SIGN)
        elif isinstance(block, ListItem):
            self.word.list_item(
                block.runs,
                ordered=block.ordered,
                depth=block.depth,
                number=block.number,
                continued=block.continued,
            )
        elif isinstance(block, Heading):
            self.word.heading(min(level + block.level - 2, book.LOWEST), plain([block]))
        elif isinstance(block, Rule):
            self.word.rule()
        elif not isinstance(block, TableRow):
            self.word.paragraph(block.runs, style=NOTE if is_note(block) else None)

    def _table(self, rows: list[TableRow]) -> None:
        self.word.table(
            [[_cell(cell) for cell in row.cells] for row in rows],
            head_rows=sum(row.head for row in rows),
            widths_mm=[TEXT_WIDTH * share / 100 for share in shares(rows)],
            caption=rows[0].caption,
        )

    def picture(self, block: book.Picture) -> None:
        content, facts = block.content(), block.facts
        if content is None:
            self.word.paragraph(block.missing(), indent=False)
            return
        source = f"資料：{facts['source']}" if facts["source"] else ""
        try:
            self.word.figure(content, alt=facts["alt"], caption=facts["caption"], source=source)
        except GuardError:
            self.word.paragraph(block.missing(), indent=False)

    # --- items in tables, lists and boxes -----------------------------------------------------------------

    def relation(self, block: book.Relation) -> None:
        heads = [Cell(tuple(head.split("\n"))) for head in block.heads]
        rows = [self._relation_row(row, has_pages=block.has_pages) for row in block.rows]
        followed = [place for place, row in enumerate(block.rows, start=1) if row.role == "direction"]
        self.word.table([heads, *rows], widths_mm=block.widths, keep_rows=followed)
        if block.legend:
            self._notes(["　／　".join(f"{sign}　{meaning}" for sign, meaning in block.legend)])

    def _relation_row(self, row: book.RelationRow, *, has_pages: bool) -> list[Cell]:
        is_head = row.role != "measure"
        cells = [
            Cell(
                (_line(row.line), *row.line.notes),
                tinted=is_head,
                indent=row.depth - 1,
                anchor=row.line.anchor or None,
            ),
            Cell((row.mark,), align="center", tinted=is_head),
        ]
        page = "" if row.page is None else str(row.page)
        return [*cells, Cell((page,), align="center", tinted=is_head)] if has_pages else cells

    def examples(self, block: book.Examples) -> None:
        self.word.paragraph(block.title, style=TITLE_OF_BOX)
        self._lines(block.lines)

    def listing(self, block: book.Listing) -> None:
        self._lines(block.lines)

    def _lines(self, lines: Iterable[book.Line]) -> None:
        for line in lines:
            self.word.paragraph(_line(line), indent=False, anchor=line.anchor or None)
            self._notes(line.notes)
            self._prose(line.body, book.LOWEST)

    def pillars(self, block: book.Pillars) -> None:
        if block.told:
            self.word.paragraph(block.word, style=TITLE_OF_BOX)
            self._lines(row.line for row in block.rows)
            return
        heads = [block.word, *(["内容"] if block.has_bodies else []), "該当する目標"]
        rows = [
            [
                Cell((row.line.text, *row.line.notes), head=True, anchor=row.line.anchor),
                *([Cell(tuple(_paragraphs(row.line.body)) or ("",))] if block.has_bodies else []),
                Cell(tuple(goal.text for goal in row.goals) or ("－",)),
            ]
            for row in block.rows
        ]
        self.word.table([heads, *rows], widths_mm=(50,), caption=f"{block.word}と目標の対応")

    def targets(self, block: book.Targets) -> None:
        table = block.table
        names = Cell((table.name,), colspan=2 if table.has_split_names else 1)
        heads = [
            names,
            *([Cell((BASELINE,))] if table.has_baselines else []),
            Cell(table.goal_head),
            *(Cell(tuple(head.replace("（", "\n（").split("\n"))) for head in table.path),
            *([Cell((table.related,))] if table.related else []),
        ]
        rows: list[list[Cell]] = [heads]
        kept = set()
        for group in table.groups:
            kept |= {len(rows) + place for place in range(len(group) - 1)}
            rows += [self._target_row(table, row) for row in group]
        if block.is_short:
            kept |= set(range(len(rows) - 1))
        self.word.table(rows, widths_mm=block.widths, keep_rows=kept)
        if table.path and table.sources:
            self._notes([table.path_name])
        self._notes(gap.sentence for gap in table.gaps)

    @staticmethod
    def _target_row(table: Table, row: Row) -> list[Cell]:
        cells = []
        if row.names:
            span = 2 if table.has_split_names and not row.is_split else 1
            name = [
                Text(row.mark),
                Text(f"【{AGAIN}】" if row.is_relisted else ""),
                Text(row.name, strong=True),
            ]
            told = (name, *(Styled(SMALL, note) for note in row.notes))
            cells.append(Cell(told, tinted=True, rowspan=row.names, colspan=span, anchor=row.anchor or None))
        if row.is_split:
            cells.append(Cell((Styled(SMALL, row.audience),)))
        if table.has_baselines:
            cells.append(_figures(row.baseline))
        cells.append(_figures(row.goal, strong=True))
        cells += [Cell((point.text or NONE,), align="right") for point in row.path]
        if table.related:
            links = (
                [Text(f"{numbered(item.number, item.title)}→"), reference(item.anchor, "")]
                for item in row.related
            )
            cells.append(Cell(tuple(links) or (NONE,)))
        return cells

    def supplementary(self, block: book.SupplementaryTargets) -> None:
        self.word.paragraph(block.listed.title, style=TITLE_OF_BOX)
        for group in block.listed.groups:
            if group.title:
                self.word.paragraph([Text(group.title, strong=True)], indent=False)
            for row in group.rows:
                again = f"【{AGAIN}】" if row.is_relisted else ""
                value = f"　{row.baseline.whole}" if row.baseline.text else ""
                said = f"{row.mark}{again}{row.name}{''.join(row.notes)}{value}"
                self.word.list_item(said)

    # --- drawn or made from the document -------------------------------------------------------------------

    def chart(self, block: book.Chart) -> None:
        """The diagram in words: Word draws no SVG, and a table can be gone on with."""
        diagram = block.diagram
        has_pillars = bool(diagram.pillars)
        rows = []
        for place, (number, title, sections) in enumerate(diagram.goals):
            reached = "\n".join(name for name, goals in diagram.pillars if place in goals)
            cells = [
                Cell((f"{number}　{title}" if number else title,), head=True),
                Cell(tuple(sections) or ("",)),
            ]
            rows.append([Cell(tuple(reached.split("\n"))), *cells] if has_pillars else cells)
        heads = list(diagram.heads[1:] if has_pillars else diagram.heads[2:])
        widths = (38, 50) if has_pillars else (60,)
        self.word.table([heads, *rows], widths_mm=widths, caption=block.caption)

    def population(self, block: Population) -> None:
        write_blocks(self.word, block.blocks)

    def concept(self, block: ConceptPicture) -> None:
        """The 概念図 in words, tier by tier, for the same reason."""
        rows = [[Cell((row.name,), head=True), Cell(row.lines)] for row in block.rows]
        self.word.table([["区分", "内容"], *rows], widths_mm=(38,), caption=block.caption)

    def terms(self, block: book.Terms) -> None:
        rows = [
            [
                Cell((term["word"], *([f"（{term['reading']}）"] if term["reading"] else ())), head=True),
                Cell(tuple(term["definition"].splitlines()) or ("",)),
            ]
            for term in block.rows
        ]
        self.word.table([["用語", "説明"], *rows], widths_mm=(48,))

    def roles(self, block: book.Roles) -> None:
        rows = [
            [
                Cell((row.number,), align="center"),
                Cell((row.label,), head=True),
                row.legal_basis or "―",
                row.plan or "―",
            ]
            for row in block.rows
        ]
        self.word.table(
            [["番号", "役割", "法的根拠", "この役割にあたる計画"], *rows], widths_mm=(13, 54.6, 48)
        )

    def regional(self, block: Regional) -> None:
        rows = [
            [
                Cell((row.label,), head=True),
                Cell(
                    tuple([reference(link.anchor, link.text)] for link in row.links)
                    or ("、".join(row.lines),)
                ),
            ]
            for row in block.rows
        ]
        self.word.table(rows, head_rows=0, widths_mm=(38,), caption=block.title)

    def frame(self, block: book.Frame) -> None:
        groups_of_columns = [Cell((title or "柱",), colspan=width) for title, width in block.table.groups]
        names = [f"{column['number']}{column['title']}" for column in block.table.columns]
        rows = [
            [Cell((text,), head=True), *(Cell(("○" if cell else "",), align="center") for cell in cells)]
            for text, cells in block.rows
        ]
        heads = [[Cell(("目標",), rowspan=2), *groups_of_columns], names]
        self.word.table([*heads, *rows], head_rows=2, widths_mm=(47,))
        self._notes([book.FRAME_NOTE])


def _figures(value: Printed, *, strong: bool = False) -> Cell:
    """A baseline or target with its time small below it."""
    words = [Text(value.text or NONE, strong=strong)]
    return Cell((words, *(Styled(SMALL_CENTRED, small) for small in value.small)), align="center")


def _line(line: book.Line) -> Content:
    if not line.again:
        return line.text
    return [Text(f"{line.text}{POINTER}"), reference(line.entry.anchor, "")]


def _cell(cell) -> Cell:
    return Cell(
        tuple(_paragraphs(cell.blocks)) or ("",), head=cell.header, colspan=cell.colspan, rowspan=cell.rowspan
    )


def _paragraphs(blocks: Blocks) -> Iterator[Content]:
    """What stands in a cell as paragraphs; a table within a cell becomes lines."""
    for block in blocks:
        if isinstance(block, TableRow):
            yield plain([block]).replace("\t", "　")
        elif isinstance(block, ListItem):
            sign = f"{block.number}　" if block.number else "・"
            yield [Text("　" * block.depth + sign), *block.runs]
        elif not isinstance(block, Rule):
            yield block.runs
