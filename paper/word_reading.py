"""Somebody's Word document as plain paragraphs and tables, read under the same limits as a workbook."""

from typing import Any

from paper.flow import Flow, Paragraph
from paper.grids import Cell, Grid, Merge
from paper.guard import SAVE_AGAIN, SAVE_WORD_AGAIN, check_word
from paper.limited import Stopped, ask
from paper.reading import SENTENCES, ReadError

_ADVICE = (
    ("使っていない行や列を削除するか、シートを分けて", "図を小さくするか、章ごとに分けて"),
    (SAVE_AGAIN, SAVE_WORD_AGAIN),
    ("表のあるシートがありません。シートを確かめて", "文がありません。文書を確かめて"),
)


def read_word(data: bytes, *, name: str = "") -> tuple[Flow, str]:
    """Paragraphs and tables of a .docx document in their order, and what was left out ("" where all was read).

    Headings carry the level of their style and the number Word counts. Text struck out under change tracking, text in
    drawings, footnotes, heads and feet are not read. Raises GuardError and ReadError as `paper.reading.read_workbook`.
    """
    check_word(data, name=name)
    flow: list[Paragraph | Grid] = []
    cut = ""
    try:
        for line in ask("word_worker", data):
            match line[0]:
                case "p":
                    flow.append(Paragraph(*line[1:]))
                case "table":
                    count = sum(isinstance(part, Grid) for part in flow) + 1
                    flow.append(_table(f"表{count}", line[1], line[2]))
                case "cut":
                    cut = line[1]
                case "refused":
                    raise _refusal(line[1], name)
    except Stopped as stopped:
        raise _refusal(stopped.reason, name) from stopped
    if not flow:
        raise _refusal("empty", name)
    return tuple(flow), cut


def _refusal(reason: str, name: str) -> ReadError:
    sentence = SENTENCES[reason]
    for ours, theirs in _ADVICE:
        sentence = sentence.replace(ours, theirs)
    return ReadError(sentence.format(called=f"「{name}」" if name else "このファイル"))


def _table(name: str, cells: list[Any], merges: list[list[int]]) -> Grid:
    rows: dict[int, list[Cell]] = {}
    for row, column, text in cells:
        rows.setdefault(row, []).append(Cell(row, column, text))
    return Grid(name, tuple(tuple(rows[row]) for row in sorted(rows)), tuple(Merge(*ends) for ends in merges))
