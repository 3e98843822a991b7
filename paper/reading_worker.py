"""The process that reads a workbook for `paper.reading`: cells, merged ranges and what is hidden, nothing else.

A parser of our own in place of a library's: it stops at the caps, never walks over rows that are not there, takes
merged ranges and hidden rows in the same pass, and starts in a twentieth of a second. What it reads is laid down in
ECMA-376-1:2016, 18.3 (worksheets), 18.4 (shared strings), 18.8 (styles).
"""

import json
import re
import sys
import zipfile
import zlib
from datetime import datetime
from typing import IO, Any
from xml.parsers import expat

from paper.packages import Refused, feed, local, main_part, parser, relations, walk
from paper.sheet_values import (
    BOOL,
    DATE,
    DATE_FORMATS,
    DATED,
    ERROR,
    FORMULA,
    LONGEST,
    NUMBER,
    PERCENT,
    PLAIN,
    TEXT,
    column_number,
    iso,
    meaning,
    number,
    unescaped,
)

ROWS, COLUMNS, SHEETS = 12_000, 200, 60
CELLS, CHARACTERS = 500_000, 20_000_000  # of the whole workbook: the process that asked keeps them in memory
MERGES = 20_000  # of one sheet
STRINGS = 500_000  # shared ones

FROM_FORMULA = 8  # added to the kind of a formula's result

_DATE = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(:\d\d)?(?:\.\d+)?Z?)?")
_PLACE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_COUNT = re.compile(r"[0-9]{1,7}")


def main() -> None:
    """Answer about the workbook on standard input."""
    try:
        Reading(sys.stdin.buffer, sys.stdout).all()
    except Refused as refused:
        answer = ["refused", refused.reason]
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, KeyError, ValueError, OSError):
        answer = ["refused", "broken"]
    except (MemoryError, RecursionError):
        answer = ["refused", "size"]
    else:
        answer = ["done"]
    sys.stdout.write(f'{json.dumps(answer)}\n"end"\n')


class Reading:
    """One workbook on its way out, and how much of it there was."""

    def __init__(self, given: IO[bytes], out: Any):
        self.archive = zipfile.ZipFile(given)
        self.out = out
        self.strings: list[str] = []
        self.styles: dict[str, int] = {}
        self.epoch = datetime(1899, 12, 30)
        self.cells = self.characters = 0

    def all(self) -> None:
        """Every sheet in the order of the tabs."""
        book = main_part(self.archive, "sheet.main+xml", "xl/workbook.xml")
        leads = relations(self.archive, book)
        sheets = self._sheets(book)
        for kind, part in leads.values():
            if kind == "sharedStrings":
                self.strings = shared_strings(self.archive, part)
            elif kind == "styles":
                self.styles = styles(self.archive, part)
        pages = [
            (name, state, leads[key][1])
            for name, state, key in sheets
            if key in leads and leads[key][0] == "worksheet" and leads[key][1] in self.archive.NameToInfo
        ]
        if not pages:
            raise Refused("empty")
        for name, state, part in pages[:SHEETS]:
            self.say(["sheet", name[:100], "visible" if state == "visible" else "hidden"])
            with self.archive.open(part) as stream:
                Page(self, stream).read()
        if len(pages) > SHEETS:
            self.say(
                ["cut", f"{SHEETS + 1}枚目から先のシートは読みませんでした（1つのブックで{SHEETS}枚まで）。"]
            )

    def say(self, line: list[Any]) -> None:
        """One line of the answer."""
        self.out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")))
        self.out.write("\n")

    def _sheets(self, book: str) -> list[tuple[str, str, str]]:
        found: list[tuple[str, str, str]] = []

        def start(name: str, attributes: dict[str, str]) -> None:
            if name == "sheet":
                key = next((value for label, value in attributes.items() if label.endswith("}id")), "")
                found.append((attributes.get("name", ""), attributes.get("state", "visible"), key))
            elif name == "workbookPr" and attributes.get("date1904") in ("1", "true"):
                self.epoch = datetime(1904, 1, 1)

        walk(self.archive, book, start)
        return found


class Page:
    """One sheet, element by element. Handlers are called a million times: they stay short and look nothing up twice."""

    def __init__(self, reading: Reading, stream: IO[bytes]):
        self.reading, self.stream = reading, stream
        self.row = self.column = 0
        self.line: list[Any] = []
        self.type, self.style, self.skip = "n", "0", 0
        self.pieces: list[str] = []
        self.value: str | None = None
        self.formula: str | None = None
        self.mute = 0
        self.last_row = self.last_column = 0
        self.over_row = self.over_column = self.over_all = False
        self.merges: list[tuple[int, int, int, int]] = []
        self.columns: dict[str, int] = {}

    def read(self) -> None:
        """Rows, then merged ranges, then what was left out."""
        made = self.parser = parser(namespaces=False)
        made.StartElementHandler, made.EndElementHandler = self.root, self.end
        made.CharacterDataHandler = self.pieces.append
        feed(made, self.stream)
        if merges := self.kept_merges():
            self.reading.say(["merges", merges])
        if cut := self.cut():
            self.reading.say(["cut", cut])

    def root(self, name: str, _: dict[str, str]) -> None:
        """The first element shows the prefix of all others; nearly every program writes none."""
        prefix = name[: name.rfind(":") + 1]
        if name[len(prefix) :] != "worksheet":
            raise Refused("broken")
        self.skip = len(prefix)
        start, end = self.start, self.end
        if prefix:
            made, length = self.parser, len(prefix)
            made.StartElementHandler = lambda full, given: (
                full.startswith(prefix) and start(full[length:], given)
            )
            made.EndElementHandler = lambda full: full.startswith(prefix) and end(full[length:])
        else:
            self.parser.StartElementHandler = start

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            place = attributes.get("r")
            self.column = self.column_of(place) if place else self.column + 1
            self.type = attributes.get("t", "n")
            self.style = attributes.get("s", "0")
            self.value = self.formula = None
        elif name == "v" or name == "t" or name == "f":
            self.pieces.clear()
        elif name == "row":
            self.begin_row(attributes)
        elif name == "rPh":  # how a Japanese word is read aloud; not part of what stands there
            self.mute += 1
        elif name == "mergeCell":
            self.merge(attributes.get("ref", ""))

    def end(self, name: str) -> None:
        if name == "v":
            self.value = "".join(self.pieces)
        elif name == "c":
            if self.value is not None or self.formula is not None:
                self.put()
        elif name == "t":
            if (
                not self.mute and len(self.value or "") < LONGEST
            ):  # a million runs of one cell must not be joined
                self.value = (self.value or "") + "".join(self.pieces)
        elif name == "f":
            self.formula = "".join(self.pieces)
        elif name == "row":
            if len(self.line) > 3 or self.line[2:] == [True]:
                self.reading.say(self.line)
            self.line = []
        elif name == "rPh":
            self.mute -= 1

    def begin_row(self, attributes: dict[str, str]) -> None:
        given = attributes.get("r")
        if given is not None and not _COUNT.fullmatch(given):
            raise Refused("broken")
        number = int(given) if given else self.row + 1
        if number <= self.row:
            raise Refused("broken")
        self.row, self.column = number, 0
        self.line = ["row", number, attributes.get("hidden") in ("1", "true")]
        if number > ROWS or self.over_all:
            made = self.parser
            made.StartElementHandler, made.EndElementHandler, made.CharacterDataHandler = (
                self.skim,
                None,
                None,
            )

    def skim(self, name: str, attributes: dict[str, str]) -> None:
        """Beyond the caps only this is asked: did anything stand there, and what is merged."""
        name = name[self.skip :]
        if name == "v" or name == "is":
            self.over_row = self.over_row or not self.over_all
        elif name == "mergeCell":
            self.merge(attributes.get("ref", ""))

    def put(self) -> None:
        """The cell that just ended, if something stands in it and there is room for it."""
        reading, column = self.reading, self.column
        if column > COLUMNS:
            self.over_column = True
            return
        kind, text = self.content()
        if kind == TEXT and not text.strip():
            return
        if reading.cells >= CELLS or reading.characters >= CHARACTERS:
            self.over_all = True
            return
        reading.cells += 1
        reading.characters += len(text)
        self.last_row = self.row
        if column > self.last_column:
            self.last_column = column
        self.line += (column, kind, text)

    def content(self) -> tuple[int, str]:
        """Kind and text of the cell that just ended."""
        value, typed, formula = self.value, self.type, self.formula
        if formula is not None and not value:
            # An empty text is a result too; no result at all is none.
            stored = typed == "str" and value is not None
            return (TEXT, "") if stored else (FORMULA, f"={formula}"[:1000])
        result = FROM_FORMULA if formula is not None else 0
        if not value:
            return TEXT, ""
        if typed == "s":
            place = int(value)
            if not 0 <= place < len(self.reading.strings):
                raise Refused("broken")
            return TEXT, self.reading.strings[place]
        if typed == "n":
            style = self.reading.styles.get(self.style, PLAIN)
            if style == PLAIN and len(value) < 16 and value.isdecimal() and value[0] != "0":
                return NUMBER + result, value
            kind, text = number(value, style, self.reading.epoch)
            return kind + result, text
        if typed == "b":
            return BOOL + result, "TRUE" if value.strip() in ("1", "true") else "FALSE"
        if typed == "e":
            return ERROR + result, value[:50]
        if typed == "d" and (found := _DATE.fullmatch(value.strip())):
            day, minute, second = found.groups()
            return DATE + result, iso(day, f"{minute}{second or ':00'}" if minute else "")
        return TEXT + result, unescaped(value)

    def column_of(self, place: str) -> int:
        letters = place.rstrip("0123456789")
        column = self.columns.get(letters)
        if column is None:
            if not re.fullmatch("[A-Z]{1,3}", letters):
                raise Refused("broken")
            column = self.columns[letters] = column_number(letters)
        return column

    def merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        ends = _PLACE.fullmatch(first), _PLACE.fullmatch(last)
        if len(self.merges) < MERGES and ends[0] and ends[1]:
            (left, top), (right, bottom) = ends[0].groups(), ends[1].groups()
            self.merges.append((int(top), column_number(left), int(bottom), column_number(right)))

    def kept_merges(self) -> list[tuple[int, int, int, int]]:
        """Merged ranges inside what is filled. Together they cannot cover more than that: Excel allows no overlap."""
        room, kept = self.last_row * self.last_column, []
        for top, left, bottom, right in self.merges:
            bottom, right = min(bottom, self.last_row), min(right, self.last_column)
            area = (bottom - top + 1) * (right - left + 1)
            if top > bottom or left > right or area < 2:
                continue
            room -= area
            if room < 0:
                raise Refused("broken")
            kept.append((top, left, bottom, right))
        return kept

    def cut(self) -> str:
        """What was left out of this sheet, as sentences; empty where all was read."""
        said = []
        if self.over_row:
            said.append(f"{ROWS + 1:,}行目から先は読みませんでした（1枚のシートで{ROWS:,}行まで）。")
        if self.over_column:
            said.append(f"{COLUMNS + 1}列目から右は読みませんでした（1枚のシートで{COLUMNS}列まで）。")
        if self.over_all:
            said.append(
                f"ブック全体の文字が多すぎるため、途中までしか読みませんでした（値の入ったセルで{CELLS:,}個まで）。"
            )
        return "".join(said)


def shared_strings(archive: zipfile.ZipFile, part: str) -> list[str]:
    """The texts that cells point to, without their reading aids."""
    texts: list[str] = []
    text: list[str] = []
    pieces: list[str] = []
    mute = 0
    made = parser()
    made.CharacterDataHandler = pieces.append

    def start(name: str, _: dict[str, str]) -> None:
        nonlocal mute
        name = local(name)
        if name == "si":
            if len(texts) >= STRINGS:
                raise Refused("size")
            text.clear()
        elif name == "rPh":
            mute += 1
        elif name == "t":
            pieces.clear()

    def end(name: str) -> None:
        nonlocal mute
        name = local(name)
        if name == "t":
            text.extend(() if mute else pieces)
        elif name == "rPh":
            mute -= 1
        elif name == "si":
            texts.append(unescaped("".join(text)))

    made.StartElementHandler, made.EndElementHandler = start, end
    try:
        stream = archive.open(part)
    except KeyError:
        return texts
    with stream:
        feed(made, stream)
    return texts


def styles(archive: zipfile.ZipFile, part: str) -> dict[str, int]:
    """What a cell style makes of a number, by the number of the style, where it makes a date or a percentage of it."""
    formats: dict[str, int] = {"9": PERCENT, "10": PERCENT} | {str(code): DATED for code in DATE_FORMATS}
    found: dict[str, int] = {}
    count, inside = 0, False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count, inside
        if name == "numFmt" and not inside:
            formats[attributes.get("numFmtId", "")] = meaning(attributes.get("formatCode", ""))
        elif name == "cellXfs":
            inside = True
        elif name == "xf" and inside:
            if kind := formats.get(attributes.get("numFmtId", "0"), PLAIN):
                found[str(count)] = kind
            count += 1

    def end(name: str) -> None:
        nonlocal inside
        if name == "cellXfs":
            inside = False

    walk(archive, part, start, end)
    return found
