"""Many titles at once, as they come out of a spreadsheet or a text: one line a title, ranks by columns or indents.

What a reader of the sheet sees is what is taken: a column or an indent further right is a rank lower, whatever the
distance; empty lines and columns without titles do not count. Numbers before a title are taken off, for items are
numbered by themselves; what was taken off is told.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from strategy.normalise import repair_radicals

MOST_LINES, LONGEST, LARGEST = 500, 300, 200_000
MOST_PROBLEMS = 20


@dataclass(frozen=True)
class Line:
    """A title to be made: the row it came from, its rank below the first (0), the number that was taken off."""

    row: int
    depth: int
    title: str
    number: str = ""


@dataclass(frozen=True)
class Problem:
    """What keeps the titles from being made, in a sentence; ``row`` 0 is the whole text."""

    row: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.row}行目：{self.sentence}" if self.row else self.sentence


@dataclass(frozen=True)
class Pasted:
    """The titles of a text in their order, and what is wrong with them. ``skipped`` rows held nothing but a number."""

    lines: tuple[Line, ...] = ()
    problems: tuple[Problem, ...] = ()
    skipped: tuple[int, ...] = ()

    @property
    def numbered(self) -> int:
        """How many titles lost a number."""
        return sum(bool(line.number) for line in self.lines)


def parse_titles(text: str, *, strip_numbers: bool = True) -> Pasted:
    """The titles that a pasted text holds.

    >>> [(line.depth, line.title) for line in parse_titles("第1章　子ども\\n\\t（1）妊娠・出産\\n\\n第2章　安全").lines]
    [(0, '子ども'), (1, '妊娠・出産'), (0, '安全')]
    """
    if len(text) > LARGEST:
        return Pasted(
            problems=(Problem(0, f"文が長すぎます（{LARGEST:,}字まで）。何回かに分けて入れてください。"),)
        )
    found: list[tuple[int, tuple[int, int], str, str]] = []
    skipped: list[int] = []
    for row, cells in _records(text):
        titles = [(column, *_title(cell, strip_numbers)) for column, cell in enumerate(cells) if cell.strip()]
        found += [(row, (column, indent), title, number) for column, indent, title, number in titles if title]
        if titles and not any(title for _, _, title, _ in titles):
            skipped.append(row)
    depths = _depths([place for _, place, _, _ in found])
    lines = tuple(
        Line(row, depth, title, number) for (row, _, title, number), depth in zip(found, depths, strict=True)
    )
    return Pasted(lines[:MOST_LINES], tuple(_problems(lines))[:MOST_PROBLEMS], tuple(skipped))


def _depths(places: list[tuple[int, int]]) -> list[int]:
    """Ranks from (column, indent): by columns when there are several, else by indents.

    Columns mean the same in the whole sheet, so a gap is told; indents are typed by hand and only compared with
    the lines above.
    """
    columns = sorted({column for column, _ in places})
    if len(columns) > 1:
        return [columns.index(column) for column, _ in places]
    depths: list[int] = []
    open_: list[int] = []
    for _, indent in places:
        while open_ and open_[-1] > indent:
            open_.pop()
        if not open_ or open_[-1] < indent:
            open_.append(indent)
        depths.append(len(open_) - 1)
    return depths


def _problems(lines: tuple[Line, ...]) -> Iterator[Problem]:
    if len(lines) > MOST_LINES:
        yield Problem(
            lines[MOST_LINES].row,
            f"一度に入れられるのは{MOST_LINES}件までです（全部で{len(lines)}件）。何回かに分けて入れてください。",
        )
    depth = -1
    for line in lines:
        if len(line.title) > LONGEST:
            yield Problem(
                line.row, f"見出しが{len(line.title)}字あります。{LONGEST}字までに短くしてください。"
            )
        if line.depth > depth + 1:
            yield Problem(
                line.row,
                f"「{line.title[:20]}」の一つ上の段がありません。字下げか列をそろえてください。",
            )
        depth = line.depth


# --- rows and cells: a spreadsheet puts a cell that holds a line break into quotation marks ----------------------

_CELL = re.compile(r'"((?:[^"]|"")*)"(?=\t|\n|\Z)|([^\t\n]*)')
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufeff\u200b]")


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of each row, counted as the spreadsheet counts them."""
    text = _CONTROL.sub("", _LINE_ENDS.sub("\n", text))
    at, row, cells = 0, 1, []
    while match := _CELL.match(text, at):
        quoted = match[1]
        cells.append(match[2] if quoted is None else re.sub(r"\s*\n\s*", "", quoted.replace('""', '"')))
        at = match.end() + 1
        if at > len(text):
            break
        if text[at - 1] == "\n":
            yield row, cells
            row, cells = row + 1, []
    yield row, cells


def _title(cell: str, strip_numbers: bool) -> tuple[int, str, str]:
    """Indent, title and the number that was taken off; a full-width space is as wide as two."""
    bare = cell.lstrip()
    indent = sum(2 if space == "　" else 1 for space in cell[: len(cell) - len(bare)])
    title = re.sub(r"[ \xa0]{2,}", " ", re.sub(r"　{2,}", "　", repair_radicals(bare.strip())))
    if not strip_numbers:
        return indent, title, ""
    rest = _without_numbers(title)
    return indent, rest, title[: len(title) - len(rest)].strip()


# --- numbers ----------------------------------------------------------------------------------------------------

_D = "[0-9０-９]"
_K = "[一二三四五六七八九十百]"
_DASH = "[-－ー―‐−–]"
_STOP = r"[.．、,，:：)）]"
# A figure before these is part of what is said: 10 年後, 3つ, 1人1台.
_COUNTED = r"(?!\s*(?:年|月|日|人|歳|回|件|つ|割|倍|万|億|か|カ|ヶ|箇|％|%))"
_NUMBERS = re.compile(
    "|".join(
        (
            rf"第(?:{_D}+|{_K}+)[章節](?:{_DASH}{_D}+)*(?:の{_D}+)?",
            rf"第(?:{_D}+|{_K}+)[編部項款](?=[\s:：]|$)",
            rf"(?:基本)?目標\s?(?:{_D}+|{_K}|[Ⅰ-Ⅻ])(?=[\s:：.．、「]|$)",
            rf"[（(](?:{_D}{{1,3}}|{_K}{{1,3}}|[ア-ン]|[A-Za-zＡ-Ｚａ-ｚ]|[ivxⅰ-ⅻⅠ-Ⅻ]{{1,4}})[）)]",
            r"[\u2460-\u2473\u24ea\u2776-\u277f\u3251-\u325f\u32b1-\u32bf]",
            rf"{_D}{{1,3}}(?:[.．\-－]{_D}{{1,3}})*(?:{_STOP}(?!{_D})|(?=\s){_COUNTED}|$)",
            rf"[Ⅰ-Ⅻⅰ-ⅻ](?:章|{_STOP}|(?=\s)|$)",
            rf"[ア-ン](?:{_STOP}|(?=\s)|$)",
            rf"[A-Za-zＡ-Ｚａ-ｚ](?:{_STOP}|$)",
            r"[・●○◎■□◆◇▶▷➡►▪•★☆✓☑]",
            r"[-－*＊](?=\s)",
        )
    )
)


def _without_numbers(title: str) -> str:
    """The title without the numbers and bullets that stand before it, also several: 第1章－1（2）①."""
    while match := _NUMBERS.match(title):
        title = re.sub(rf"^[\s　]*(?:{_STOP}[\s　]*)?", "", title[match.end() :])
    return title
