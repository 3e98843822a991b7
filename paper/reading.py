"""Somebody's workbook or CSV as plain grids of cells, whatever it was made to do to us.

A workbook is looked at from outside (`paper.guard`), then read in a process of its own that has no secrets, no
network of ours and little memory and time (`paper.limited`). What comes back has a size that a web process can hold.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any

from paper import reading_worker as worker
from paper.characters import legal
from paper.grids import Cell, Grid, Merge
from paper.guard import MB, SAVE_AGAIN, GuardError, check_workbook
from paper.limited import SECONDS, Stopped, ask
from paper.sheet_values import LONGEST

CSV_BYTES = 16 * MB
SEPARATORS = ",\t;"
HEADS = 20  # rows of a CSV that are read whatever is asked for
_PLAIN_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
KINDS = ("text", "number", "date", "bool", "error", "formula")
SENTENCES = {
    "time": f"{{called}}を{SECONDS}秒以内に読み終えられませんでした。"
    "使っていない行や列を削除するか、シートを分けて、もう一度選んでください。",
    "size": "{called}は中身が大きすぎるため、読み込めません。"
    "使っていない行や列を削除するか、シートを分けて、もう一度選んでください。",
    "crash": "{called}を読み込む処理が途中で止まりました。" + SAVE_AGAIN,
    "broken": "{called}は壊れているため、読み込めません。" + SAVE_AGAIN,
    "doctype": "{called}には、読み込むと危険な宣言が含まれています。" + SAVE_AGAIN,
    "encoding": "{called}の文字コードがUTF-8でもシフトJISでもないため、読み込めません。"
    "Excelで「CSV UTF-8（コンマ区切り）」として保存し直して、もう一度選んでください。",
    "quote": "{called}の{row:,}行目から始まる値が長すぎます。"
    '引用符（"）が閉じられているか確かめて、もう一度選んでください。',
    "nothing": "{called}には何も書かれていません。ファイルを確かめて、もう一度選んでください。",
    "empty": "{called}には、表のあるシートがありません。シートを確かめて、もう一度選んでください。",
}


class ReadError(ValueError):
    """The file could not be read to its end; the Japanese sentence says why and what to do."""


def read_workbook(data: bytes, *, name: str = "") -> tuple[Grid, ...]:
    """The sheets of an .xlsx workbook in the order of their tabs, hidden ones too; at least one.

    At most 12,000 rows and 200 columns of 60 sheets, 500,000 filled cells in all; `Grid.cut` says what was left out.
    Formulas are not calculated: their stored results are read. A percentage reads as it is shown ("70.4%"), with all
    its digits. `name` is what the person called the file and appears in sentences only. Raises GuardError for what is
    no plain workbook, ReadError for what cannot be read within 20 seconds and 1 GB.
    """
    check_workbook(data, name=name)
    sheets: list[dict[str, Any]] = []
    try:
        for line in ask("reading_worker", data):
            _take(line, sheets, name)
    except Stopped as stopped:
        raise refusal(stopped.reason, name) from stopped
    return tuple(
        Grid(**sheet | {"rows": tuple(sheet["rows"]), "hidden_rows": frozenset(sheet["hidden_rows"])})
        for sheet in sheets
    )


def read_csv(data: bytes, *, name: str = "", keep: Callable[[list[str]], bool] | None = None) -> Grid:
    """The table of a CSV file: UTF-8 with or without a mark, UTF-16 with one, or Windows' Shift_JIS (cp932).

    Separated by comma, tab or semicolon, whichever makes the most even table. Rows count as a spreadsheet counts them:
    a value in quotes may hold line breaks. Caps as for a workbook; of the rows behind the first HEADS only those count for
    which `keep` says so, so that a large file can be asked for a few of them. Raises GuardError for what is no text at all,
    ReadError for a text that cannot be read.
    """
    called = f"「{name}」" if name else "このファイル"
    if len(data) > CSV_BYTES:
        raise GuardError(f"{called}は大きすぎます（{CSV_BYTES // MB}MBまで）。ファイルを分けてください。")
    text = _decoded(data, called)
    if not text.strip():
        raise refusal("nothing", name)
    rows: list[tuple[Cell, ...]] = []
    cut, filled, signs, number, taken = "", 0, 0, 0, 0
    try:
        for number, record in enumerate(_records(text, _separator(text)), start=1):
            if max(map(len, record), default=0) > LONGEST:
                raise refusal("quote", name, row=number)
            if keep is not None and number > HEADS and not keep(record):
                continue
            cells = _csv_row(number, record)
            taken, filled, signs = taken + 1, filled + len(cells), signs + sum(map(len, record))
            if cells and (taken > worker.ROWS or filled > worker.CELLS or signs > worker.CHARACTERS):
                cut = f"{number:,}行目から先は読みませんでした（{worker.ROWS:,}行まで）。"
                break
            if cells:
                rows.append(cells)
    except csv.Error as broken:
        raise refusal("quote", name, row=number + 1) from broken
    return Grid(name or "CSV", tuple(rows), cut=cut)


def refusal(reason: str, name: str, **facts: object) -> ReadError:
    """The error whose sentence names the file as the person called it; `reason` is a key of SENTENCES."""
    return ReadError(SENTENCES[reason].format(called=f"「{name}」" if name else "このファイル", **facts))


def decoded(data: bytes) -> str | None:
    """A text in one of the encodings offices write, or None: UTF-8, UTF-16 with its mark, Shift_JIS as Windows has it."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp932"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\x00" in text else text
    return None


def _decoded(data: bytes, called: str) -> str:
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise GuardError(f"{called}はCSVではありません。Excelブックは拡張子をxlsxにして選んでください。")
    text = decoded(data)
    if text is None:
        raise ReadError(SENTENCES["encoding"].format(called=called))
    if re.match(r"\s*<(!doctype|html|\?xml)", text, re.IGNORECASE):
        raise GuardError(
            f"{called}はCSVではありません（Webページかxmlです）。CSVとして保存し直してください。"
        )
    return text


def _records(text: str, separator: str) -> Iterable[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator)


def _separator(text: str) -> str:
    """The sign that cuts the first rows into the most even table."""

    def evenness(separator: str) -> int:
        widths: list[int] = []
        try:
            for record in _records(text[:20_000], separator):
                widths.append(len(record))
        except csv.Error:
            pass
        common = max(set(widths), key=lambda width: (widths.count(width) * (width - 1), width), default=1)
        return widths.count(common) * (common - 1)

    return max(SEPARATORS, key=evenness)


def _csv_row(number: int, record: list[str]) -> tuple[Cell, ...]:
    return tuple(
        Cell(number, column, text, "number" if _PLAIN_NUMBER.fullmatch(text) else "text")
        for column, value in enumerate(record[: worker.COLUMNS], start=1)
        if (text := legal(value)).strip()
    )


def _take(line: list[Any], sheets: list[dict[str, Any]], name: str) -> None:
    """One line of the worker's answer, added to the sheets so far."""
    match line[0]:
        case "row":
            sheet, number = sheets[-1], line[1]
            if line[2]:
                sheet["hidden_rows"].add(number)
            if len(line) > 3:
                sheet["rows"].append(_row(number, line))
        case "sheet":
            sheets.append(
                {"name": line[1], "state": line[2], "rows": [], "merges": (), "hidden_rows": set(), "cut": ""}
            )
        case "merges":
            sheets[-1]["merges"] = tuple(Merge(*ends) for ends in line[1])
        case "cut":
            sheets[-1]["cut"] += line[1]
        case "refused":
            raise refusal(line[1], name)


def _row(number: int, line: list[Any]) -> tuple[Cell, ...]:
    columns, kinds, texts = line[3::3], line[4::3], line[5::3]
    cells = tuple(
        Cell(number, column, text, KINDS[kind & 7], kind >= worker.FROM_FORMULA)
        for column, kind, text in zip(columns, kinds, texts, strict=True)
    )
    if any(left >= right for left, right in pairwise(columns)):
        cells = tuple({cell.column: cell for cell in sorted(cells, key=lambda cell: cell.column)}.values())
    return cells
