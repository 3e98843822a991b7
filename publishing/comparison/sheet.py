"""A 新旧対照表 as an Excel workbook: a row for each change, what changed underlined in its cell, ready to be sorted
and filtered."""

import datetime
from collections.abc import Iterable, Iterator

from paper.xlsx import LONGEST_TEXT, Column, Sheet, Underlined, Value, write
from publishing.comparison import wording
from publishing.comparison.pieces import is_changed, sign_of, table_lines
from publishing.comparison.strips import Piece, side_pieces
from publishing.comparison.styles import COLUMNS, Style
from publishing.comparison.table import Change, Place, Row, Table
from strategy.blocks import Block, ListItem, Rule, Run, Runs, TableRow

KIND, PAGE, STAGE, CAUSES = "種類", "頁", "改訂段階", "もとになった意見など"
CONTINUED = "（続き）"
WIDTHS = {"number": 6, "place": 22, "page": 13, "reason": 28, "remark": 20}
TEXT, SHORT, COUNT = 46, 12, 10
# A file without a time of its own bears this one, so that equal tables give equal bytes.
NEVER = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)

Pieces = list[tuple[str, bool]]


def xlsx_of(table: Table, style: Style) -> bytes:
    """The workbook: the table, the annex, the numbers. Equal tables give equal bytes."""
    head = {
        "title": table.title + wording.mark(table),
        "paper_number": wording.paper_number(table),
        "fitted": True,
    }
    heads = wording.edition_heads(table, style)
    sheets = [
        Sheet(
            "正誤表" if table.new.correction else "新旧対照表",
            _columns(table, style),
            _rows(table, style),
            **head,
        )
    ]
    if table.left_out:
        columns = [
            Column(name, width) for name, width in zip(wording.ANNEX_HEADS, (40, 60, 40, COUNT), strict=True)
        ]
        sheets.append(Sheet("別表", columns, wording.annex_rows(table, style), **head))
    if wording.has_counts(table):
        columns = [
            Column("項目", 34),
            Column("件数", COUNT),
            *(Column(one, 24) for one in heads),
            Column("増減", COUNT),
        ]
        sheets.append(Sheet(wording.COUNTS, columns, list(_counts(table)), **head))
    return write(sheets, created=table.issue.at if table.issue else NEVER)


def _columns(table: Table, style: Style) -> list[Column]:
    """The columns of the style; kind, page, stage and cause stand in columns of their own, for filters."""
    before = [name for name in style.before if name != "page"]
    stages = [Column(STAGE, SHORT)] if table.revision_stages else []
    causes = [Column(CAUSES, 22)] if _has_causes(table) else []
    return [
        *(Column(COLUMNS[name], WIDTHS[name]) for name in before),
        Column(KIND, SHORT),
        Column(PAGE, WIDTHS["page"]),
        *(Column(head, TEXT) for head in wording.side_heads(table, style)),
        *(Column(COLUMNS[name], WIDTHS[name]) for name in ("reason", "remark") if name in style.columns),
        *stages,
        *causes,
    ]


def _has_causes(table: Table) -> bool:
    return any(row.causes for row in table.rows)


def _rows(table: Table, style: Style) -> Iterator[list[Value]]:
    """A row for each change. A text too long for a cell goes on in the next row."""
    for row in table.rows:
        places = row.places if len(row.places) == len(row.changes) else row.places[:1] * len(row.changes)
        if row.is_gathered:
            yield _row(table, style, row, None, row.places[0], [_plain(wording.SEE_ANNEX), []], False)
        for change, place in zip(row.changes, places, strict=True):
            sides = [_cut(_side(change, side, style)) for side in style.sides]
            for number in range(max(map(len, sides))):
                texts = [side[number] if number < len(side) else [] for side in sides]
                yield _row(table, style, row, change, place, texts, number > 0)


def _row(
    table: Table,
    style: Style,
    row: Row,
    change: Change | None,
    place: Place,
    texts: list[Pieces],
    is_more: bool,
) -> list[Value]:
    told = {"number": row.number, "place": place.words, "reason": row.reason, "remark": row.remark}
    if is_more:
        told |= {"place": f"{place.words}{CONTINUED}", "reason": "", "remark": ""}
    kinds = "・".join(change.kinds) if change else ""
    causes = "" if is_more else "\n".join(map(wording.cause_words, row.causes))
    return [
        *(told[name] for name in style.before if name != "page"),
        kinds + CONTINUED if is_more else kinds,
        wording.pages(place, style),
        *(Underlined(text) for text in texts),
        *(told[name] for name in ("reason", "remark") if name in style.columns),
        *([row.revision_stage] if table.revision_stages else []),
        *([causes] if _has_causes(table) else []),
    ]


def _counts(table: Table) -> Iterator[list[Value]]:
    """The counts of rows and kinds, and those of the levels in both editions."""
    for name, count in (*wording.count_rows(table), *wording.stage_rows(table)):
        yield [name, int(count) if count.isdigit() else count, None, None, None]
    for one in map(wording.level_words, table.levels):
        yield [one.name, None, _number(one.old), _number(one.new), one.difference]


def _number(words: str) -> Value:
    """A number where it is nothing else: 132（再掲2を含む） is a text."""
    digits = words.replace(",", "")
    return int(digits) if digits.isdigit() else words


# --- texts --------------------------------------------------------------------------------------------------


def _side(change: Change, side: str, style: Style) -> Pieces:
    """What one edition says, a line for each paragraph; a picture as its caption and what it says to hearers."""
    lines = [line for piece in side_pieces(change, side, style) for line in _lines(piece)]
    found: Pieces = []
    for number, line in enumerate(lines):
        found += ([("\n", False)] if number else []) + line
    return found


def _lines(piece: Piece) -> Iterator[Pieces]:
    if piece.form == "figure" and piece.picture is not None:
        yield _plain(f"［図］{piece.picture.alt}")
    label = _plain(f"{piece.words}：") if piece.form == "fact" else []
    for block in piece.blocks:
        for runs in _runs(block):
            yield [*label, *((run.text, is_changed(run)) for run in runs)]
    if not piece.blocks and piece.form != "figure":
        yield _plain(piece.words)


def _runs(block: Block) -> Iterable[Runs]:
    if isinstance(block, TableRow):
        yield from table_lines(block)
    elif isinstance(block, ListItem):
        yield (Run("　" * block.depth + sign_of(block)), *block.runs)
    elif not isinstance(block, Rule):
        yield block.runs


def _plain(text: str) -> Pieces:
    return [(text, False)]


def _cut(pieces: Pieces) -> list[Pieces]:
    """The text in cells that Excel can hold; at least one."""
    cells: list[Pieces] = [[]]
    room = LONGEST_TEXT
    for text, is_underlined in pieces:
        while text:
            part = text.encode("utf-16-le")[: room * 2].decode("utf-16-le", errors="ignore")
            if part:
                cells[-1].append((part, is_underlined))
            text, room = text[len(part) :], room - len(part.encode("utf-16-le")) // 2
            if text:
                cells.append([])
                room = LONGEST_TEXT
    return cells
