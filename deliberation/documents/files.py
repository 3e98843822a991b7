"""A document as a file: PDF by way of HTML, Word as real paragraphs and tables the office can go on with."""

import datetime

from django.template.loader import render_to_string

from deliberation.documents.markup import body_of
from deliberation.documents.shapes import (
    Block,
    Box,
    Cell,
    Column,
    Document,
    Entries,
    Line,
    Table,
    Title,
    WriteBox,
)
from paper.docx import Cell as WordCell
from paper.docx import CellContent, Styled, Text, Word
from paper.docx_look import Page
from paper.pdf import Pdf, render
from paper.stylesheets import stylesheet

LETTER = Page(210, 297, (21, 25, 16, 25), head=10, foot=8, is_letter=True)
RIGHT, CENTRE, TITLE, FORM_TITLE, NOTE, CHOICE = (
    "書簡の右",
    "書簡の中央",
    "対照表の題名",
    "表決書の題名",
    "注",
    "表決書の選択",
)
_STYLES = {
    "text": "Body Text",
    "flush": "Normal",
    "reference": RIGHT,
    "addressee": "Body Text",
    "sender": RIGHT,
    "centre": CENTRE,
    "ki": CENTRE,
    "ijo": RIGHT,
    "note": NOTE,
    "heading": "Heading 4",
}
LETTER_GAP, WRITE_ON = "　", "＿"  # full width: 10.5 pt of a gap, or of a line to write on
WRITING_ROWS, LOW_WRITING_ROWS = 10, 5


def pdf_of(document: Document, *, created: datetime.datetime | None = None) -> Pdf:
    """The printed document. Takes up to a second: never inside a transaction. Raises PdfError."""
    return render(html_of(document), css=[stylesheet("print"), stylesheet("meeting")], created=created)


def html_of(document: Document) -> str:
    """The page that is printed: no address in it leads out of it."""
    return render_to_string(
        "deliberation/print/document.html", {"document": document, "body": body_of(document)}
    )


def docx_of(document: Document, *, created: datetime.datetime) -> bytes:
    """The document as .docx; equal calls give equal bytes. ``created`` needs a time zone."""
    word = Word(title=document.book, author=document.government, created=created, page=LETTER)
    word.header("", right_text=f"【{document.paper}】" if document.paper else "")
    for block in document.blocks:
        _write(word, block)
    return word.save()


def _write(word: Word, block: Block) -> None:
    if isinstance(block, Line):
        _line(word, block)
    elif isinstance(block, Title):
        if block.above:
            word.paragraph(block.above, style=CENTRE)
        if block.is_wide:
            word.paragraph(LETTER_GAP.join(block.lines[0]), style=FORM_TITLE)
        else:
            word.paragraph("\n".join(block.lines), style=TITLE)
    elif isinstance(block, Table):
        _table(word, block)
    elif isinstance(block, Entries):
        for words, papers in block.rows:
            word.paragraph(f"{words}　{papers}" if papers else words)
    elif isinstance(block, Box):
        first, *rest = block.lines
        word.table([[WordCell(([Text(first, strong=True)], *rest))]], head_rows=0)
    elif isinstance(block, WriteBox):
        rows = LOW_WRITING_ROWS if block.is_low else WRITING_ROWS
        word.table([[WordCell((block.label, *([""] * rows)))]], head_rows=0)
    else:
        parts = (part if isinstance(part, str) else WRITE_ON * round(part / 3.7) for part in block.parts)
        word.paragraph("".join(parts), style=RIGHT)


def _line(word: Word, block: Line) -> None:
    words = "\n".join(block.lines)
    if block.look == "heading":
        word.heading(4, words)
    elif block.look == "strong":
        word.paragraph([Text(words, strong=True)], indent=False)
    else:
        word.paragraph(words, style=_STYLES[block.look])


def _table(word: Word, table: Table) -> None:
    given = sum(column.width for column in table.columns)
    free = [column for column in table.columns if not column.width]
    share = (LETTER.text_width - given) / len(free) if free else 0
    widths = [column.width or share for column in table.columns]
    rows = []
    if table.has_heads:
        rows.append([WordCell(tuple(column.name.split("\n")), head=True) for column in table.columns])
    for cells in table.rows:
        rows.append([_cell(cell, column) for cell, column in zip(cells, table.columns, strict=True)])
    word.table(rows, head_rows=int(table.has_heads), widths_mm=widths, caption=table.caption)


def _cell(cell: Cell, column: Column) -> WordCell:
    lines = cell.text.split("\n")
    contents: list[CellContent] = [
        [Text(line, strong=True)] if cell.is_strong or cell.is_head else line for line in lines
    ]
    if column.form == "choice":
        contents = ["", Styled(CHOICE, cell.text), ""]
    align = "left" if column.form == "text" else "center"
    return WordCell(tuple(contents), align=align, tinted=cell.is_head)  # type: ignore[arg-type]
