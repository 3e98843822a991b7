"""The process that reads a Word document for `paper.word_reading`: paragraphs, tables and the numbers Word counts.

Text that was struck out under change tracking, drawings and notes are left out. ECMA-376-1:2016, 17.3 (paragraphs),
17.4 (tables), 17.7 (styles), 17.9 (numbering).
"""

import json
import sys
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any
from xml.parsers import expat

from paper.characters import legal
from paper.packages import Refused, feed, local, main_part, parser, relations, walk
from paper.word_numbers import Counter, Levels

PARAGRAPHS, CHARACTERS = 20_000, 5_000_000
ROWS, COLUMNS, CELLS = 3_000, 60, 100_000  # rows and columns of one table, cells of all
# What stands in these is not the text of the document: struck out, moved away, drawn, a second drawing for old programs.
_LEFT_OUT = {
    "del",
    "moveFrom",
    "Fallback",
    "txbxContent",
    "rt",
    "instrText",
    "delText",
    "footnote",
    "comment",
}


def main() -> None:
    """Answer about the document on standard input."""
    out = sys.stdout
    try:
        for line in read(sys.stdin.buffer):
            out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
        answer = ["done"]
    except Refused as refused:
        answer = ["refused", refused.reason]
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, KeyError, ValueError, OSError):
        answer = ["refused", "broken"]
    except (MemoryError, RecursionError):
        answer = ["refused", "size"]
    out.write(f'{json.dumps(answer)}\n"end"\n')


def read(given: IO[bytes]) -> Iterator[list[Any]]:
    """["p", text, level, number, is_item] and ["table", cells, merges], at last ["cut", sentence] where it was too long."""
    with zipfile.ZipFile(given) as archive:
        main_document = main_part(archive, "document.main+xml", "word/document.xml")
        leads = dict(relations(archive, main_document).values())
        styles = Styles(archive, leads.get("styles", ""))
        counter = Counter(Levels(archive, leads.get("numbering", "")))
        text = Text(styles, counter)
        made = parser()
        made.StartElementHandler, made.EndElementHandler = text.start, text.end
        made.CharacterDataHandler = text.characters
        with archive.open(main_document) as stream:
            feed(made, stream, lambda: not text.cut)
    yield from text.said
    if text.cut:
        yield ["cut", "文書が長すぎるため、途中までしか読みませんでした。章ごとに分けてください。"]


class Styles:
    """Which styles make a heading of which level, and which count."""

    def __init__(self, archive: zipfile.ZipFile, part: str):
        self.names: dict[str, str] = {}
        self.based: dict[str, str] = {}
        self.levels: dict[str, int] = {}
        self.numbers: dict[str, tuple[str, int]] = {}
        self.at, self.place = "", 0
        if part:
            walk(archive, part, self._start)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        value = next((given for key, given in attributes.items() if local(key) == "val"), "")
        if name == "style":
            self.at = next((given for key, given in attributes.items() if local(key) == "styleId"), "")
            self.place = 0
        elif name == "name":
            self.names[self.at] = value.casefold()
        elif name == "basedOn":
            self.based[self.at] = value
        elif name == "outlineLvl" and value.isdecimal():
            self.levels[self.at] = int(value) + 1
        elif name == "ilvl" and value.isdecimal():
            self.place = int(value)
        elif name == "numId":
            self.numbers[self.at] = value, self.place

    def line(self, style: str) -> list[str]:
        """A style and those it is based on."""
        found: list[str] = []
        while style and style not in found and len(found) < 20:
            found.append(style)
            style = self.based.get(style, "")
        return found

    def level(self, style: str) -> int:
        """The level of heading a style makes, 0 for none."""
        for one in self.line(style):
            if one in self.levels:
                return self.levels[one] if self.levels[one] <= 9 else 0
            name = self.names.get(one, "")
            for word in ("heading ", "見出し "):
                if name.startswith(word) and name[len(word) :].isdecimal():
                    return min(9, int(name[len(word) :]))
        return 0

    def number(self, style: str) -> tuple[str, int] | None:
        """List and level by which a style counts."""
        return next((self.numbers[one] for one in self.line(style) if one in self.numbers), None)


@dataclass
class Table:
    """A table that is being read: texts by place, merged ranges, where the cells that merge down began."""

    cells: list[tuple[int, int, str]] = field(default_factory=list)
    merges: list[list[int]] = field(default_factory=list)
    down: dict[int, list[int]] = field(default_factory=dict)
    row: int = 0
    column: int = 0
    span: int = 1
    merging: str = ""
    words: list[str] = field(default_factory=list)


class Text:
    """The body of the document, element by element."""

    def __init__(self, styles: Styles, counter: Counter):
        self.styles, self.counter = styles, counter
        self.said: list[list[Any]] = []
        self.tables: list[Table] = []
        self.left_out = 0
        self.pieces: list[str] = []
        self.is_text = self.in_mark = False
        self.style, self.outline, self.number, self.place = "", 0, "", 0
        self.filled = self.length = 0
        self.cut = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = local(name)
        if name in _LEFT_OUT:
            self.left_out += 1
        if self.left_out:
            return
        value = next((given for key, given in attributes.items() if local(key) == "val"), "")
        match name:
            case "t":
                self.is_text = True
            case "tab" | "br" | "cr":
                self.pieces.append("\t" if name == "tab" else "\n")
            case "p":
                self.pieces, self.style, self.outline, self.number, self.place = [], "", 0, "", 0
            case "pStyle":
                self.style = value
            case "outlineLvl":
                self.outline = int(value) + 1 if value.isdecimal() and int(value) < 9 else 0
            case "ilvl":
                self.place = int(value) if value.isdecimal() else 0
            case "numId":
                self.number = value
            case "tbl":
                self.tables.append(Table())
            case "tr" | "tc" | "gridSpan" | "vMerge" if self.tables:
                self.in_table(name, value)

    def in_table(self, name: str, value: str) -> None:
        table = self.tables[-1]
        if name == "tr":
            table.row, table.column = table.row + 1, 1
        elif name == "tc":
            table.span, table.merging, table.words = 1, "", []
        elif name == "gridSpan":
            table.span = min(COLUMNS, int(value)) if value.isdecimal() else 1
        else:
            table.merging = value or "continue"

    def end(self, name: str) -> None:
        name = local(name)
        if name in _LEFT_OUT:
            self.left_out -= 1
        elif self.left_out:
            return
        elif name == "t":
            self.is_text = False
        elif name == "pPr":  # its tabs are stops of a ruler, no signs of the text
            self.pieces = []
        elif name == "p":
            self.paragraph()
        elif name == "tc" and self.tables:
            self.cell()
        elif name == "tbl" and self.tables:
            self.table()

    def characters(self, text: str) -> None:
        if self.is_text and not self.left_out:
            self.pieces.append(text)

    def paragraph(self) -> None:
        """A paragraph that ended: a line of its cell, or one of the document."""
        text = legal("".join(self.pieces)).strip(" \n")
        self.pieces = []
        level = self.outline or self.styles.level(self.style)
        counted = (self.number, self.place) if self.number else self.styles.number(self.style)
        number, is_item = self.counter.next(*counted) if counted and text.strip() else ("", False)
        self.length += len(text) + len(number)
        if self.length > CHARACTERS or len(self.said) >= PARAGRAPHS:
            self.cut = True
        elif self.tables:
            self.tables[-1].words.append(number + text)
        elif text.strip():
            self.said.append(["p", text, level, number, is_item])

    def cell(self) -> None:
        table = self.tables[-1]
        row, column = table.row, table.column
        table.column += table.span
        self.filled += 1
        if row > ROWS or column > COLUMNS or self.filled > CELLS:
            self.cut = self.cut or self.filled > CELLS
            return
        if table.merging == "continue" and column in table.down:
            table.down[column][2] = row
            return
        table.down.pop(column, None)
        if text := "\n".join(filter(None, table.words)).strip():
            table.cells.append((row, column, text))
        if table.span > 1 or table.merging:
            merge = [row, column, row, min(COLUMNS, column + table.span - 1)]
            table.merges.append(merge)
            if table.merging:
                table.down[column] = merge

    def table(self) -> None:
        table = self.tables.pop()
        if self.tables:  # a table in a cell is what stands in that cell
            self.tables[-1].words += [text for _, _, text in table.cells]
        elif table.cells:
            merges = [merge for merge in table.merges if merge[0] < merge[2] or merge[1] < merge[3]]
            self.said.append(["table", table.cells, merges])
