"""Where the tables of a sheet stand: which rows are the head, what the columns mean, where the rows end."""

import re
from collections.abc import Mapping

from kpi.intake.columns import FIELDS, PATH, guess, heading_key, meaning, year_of
from kpi.intake.found import Found, View
from kpi.intake.table_rows import outline_of
from kpi.intake.wording import one_line
from paper.grids import Grid

__all__ = ["Found", "caption_rows", "find_tables", "headings_of", "outline_of", "table_at"]

TALLEST_HEAD = 3
GAP = 6  # rows with nothing in them after which something else begins
ENOUGH = 3  # columns that are understood where no KPI and its figures are named
# What may stand in the second row of a head without naming a field: (令和9年度), 単位：％, 値, 年度.
# What a cell of a head is made of, before anything is compared: a stem, few letters, no figure but a year.
_STEM = re.compile(
    "目標|指標|現状|基準|実績|施策|単位|担当|所管|主管|方向|政策|KPI|ＫＰＩ|kpi|取組|事業|予算|新規|継続|内容|当初|策定"
)
_YEAR = re.compile(r"[0-9０-９元]+\s*年度?|[RHSrhsＲＨＳ]\s?[0-9０-９]{1,2}|[（(][^（）()]*[）)]")
_DIGIT = re.compile("[0-9０-９①-⑳]")
LONGEST_HEADING = 40
HABITS_REACH = 2_000  # rows in which a head of nothing but a government's own words is looked for
_REMARK = re.compile(r"^[（(].*[）)]$|^単位|^(?:値|年度?|時点|名称?)$")


def find_tables(grid: Grid, habits: Mapping[str, str], *, sheet: int = 0) -> tuple[Found, ...]:
    """The tables of a sheet whose heads name a KPI and its figures, or at least three things known to us, in order.

    `habits` is what headings of this government meant last time (heading → field), `sheet` the place of the sheet in
    the workbook. Heads of up to three rows are read, also where merged cells cross them.
    """
    view, habits = View(grid), {heading_key(heading): field for heading, field in habits.items()}
    heads: list[tuple[int, int]] = []
    after = 0
    for row in view.numbers:
        if row > after and (last := _head_at(view, row, habits)):
            heads.append((row, last))
            after = last
    return tuple(
        _found(view, first, last, heads[place + 1][0] if place + 1 < len(heads) else None, habits, sheet)
        for place, (first, last) in enumerate(heads)
    )


def table_at(
    grid: Grid, head_first: int, head_last: int, habits: Mapping[str, str], *, sheet: int = 0
) -> Found:
    """The table under these rows, for a person who says which rows are the head; columns are guessed as ever."""
    known = {heading_key(heading): field for heading, field in habits.items()}
    return _found(View(grid), head_first, head_last, None, known, sheet)


def headings_of(grid: Grid, first: int, last: int) -> dict[int, str]:
    """Every heading by column, read from these rows of the head."""
    return _headings(View(grid), first, last)


def caption_rows(view: View, head_first: int) -> tuple[int, ...]:
    """The rows straight above a head in which one text stands across: the chapter or the title of the table."""
    rows: list[int] = []
    for row in range(head_first - 1, max(0, head_first - 6), -1):
        places = {place for _, place in view.row(row)}
        if len(places) != 1:
            break
        rows.append(row)
    return tuple(reversed(rows))


def _head_at(view: View, row: int, habits: Mapping[str, str]) -> int:
    """The last row of a head that begins here, or 0."""
    if not _looks_like_head(view, row, habits):
        return 0
    alone = _fields(view, row, row, habits)
    if len(alone) < 2:
        return 0
    best, last = (alone, row) if _is_head(alone) else ({}, 0)
    for end in range(row + 1, row + TALLEST_HEAD):
        if end not in view.numbers or not _continues(view, end, habits):
            break
        fields = _fields(view, row, end, habits)
        if _is_head(fields) and len(fields) >= len(best):
            best, last = fields, end
    return last


def _looks_like_head(view: View, row: int, habits: Mapping[str, str]) -> bool:
    """Whether two cells of a row could be headings: quick, for it is asked of every row of a long sheet."""
    places = {place for _, place in view.row(row) if place[0] == row}
    texts = [view.text(*place) for place in places if view.cells[place].kind in ("text", "date")]
    if any(view.cells[place].kind == "number" and len(view.text(*place)) != 4 for place in places):
        return False
    short = [text for text in texts if len(text) <= LONGEST_HEADING and not text.endswith("。")]
    said = [text for text in short if "を" not in text and not _DIGIT.search(_YEAR.sub("", text))]
    if sum(bool(_STEM.search(text)) for text in said) > 1:
        return True
    # A government's own words, as somebody explained them once.
    return bool(habits) and row <= HABITS_REACH and sum(heading_key(text) in habits for text in said) > 1


def _fields(view: View, first: int, last: int, habits: Mapping[str, str]) -> dict[int, str]:
    return guess(_headings(view, first, last), habits)


def _is_head(fields: Mapping[int, str]) -> bool:
    meant = set(fields.values())
    names_figures = "name" in meant and (
        bool(meant & {"baseline", "target"}) or sum(field == "actual" for field in fields.values()) > 1
    )
    return names_figures or (len(fields) >= ENOUGH and bool(meant & {"name", *PATH}))


def _continues(view: View, row: int, habits: Mapping[str, str]) -> bool:
    """Whether a row goes on with a head: what begins in it names something or is a remark, and is no figure."""
    texts = [
        (view.cells[place].kind, one_line(view.text(*place))) for _, place in view.row(row) if place[0] == row
    ]
    return all(
        (kind in ("text", "date") or year_of(text) is not None)
        and (heading_key(text) in habits or bool(meaning(text)) or bool(_REMARK.match(text)))
        for kind, text in texts
    )


def _headings(view: View, first: int, last: int) -> dict[int, str]:
    """Each column's words of the head from top to bottom, each place once."""
    words: dict[int, list[str]] = {}
    seen: set[tuple[int, tuple[int, int]]] = set()
    for row in range(first, last + 1):
        for column, place in view.row(row):
            if (column, place) not in seen and place[0] >= first:
                seen.add((column, place))
                words.setdefault(column, []).append(one_line(view.text(*place)))
    return {column: " ".join(filter(None, said))[:200] for column, said in sorted(words.items())}


def _found(
    view: View, first: int, last: int, following: int | None, habits: Mapping[str, str], sheet: int
) -> Found:
    headings = _headings(view, first, last)
    columns = _single(view, first, last, guess(headings, habits))
    end = last
    before = last
    for row in view.numbers:
        if row <= last:
            continue
        if (following is not None and row >= following) or row - before > GAP:
            break
        end = before = row
    if following is not None:
        captions = caption_rows(view, following)
        while end in captions and end > last:
            end -= 1
    columns |= _unheaded(view, last + 1, end, headings, columns)
    return Found(sheet, view.grid.name, first, last, last + 1, end, columns, headings)


def _single(view: View, first: int, last: int, columns: dict[int, str]) -> dict[int, str]:
    """One heading across several columns (重要業績評価指標 over name and audience) means the first of them, not each."""
    kept: dict[int, str] = {}
    origins: dict[tuple[tuple[int, int], ...], int] = {}
    for column, field in sorted(columns.items()):
        said = tuple(
            place
            for row in range(first, last + 1)
            if (place := view.origin(row, column)) and place[0] >= first
        )
        if said not in origins:
            origins[said] = column
            kept[column] = field
    return kept


def _unheaded(
    view: View, first: int, last: int, headings: Mapping[int, str], columns: Mapping[int, str]
) -> dict[int, str]:
    """Columns without a heading beside the KPI: ※ marks, labels of chapters at the side, a second line for whom."""
    name = next((column for column, field in sorted(columns.items()) if field == "name"), None)
    if name is None:
        return {}
    added: dict[int, str] = {}
    for column in range(1, min(columns) + view.width):
        if column in columns or column > view.width:
            continue
        texts = {
            one_line(view.text(*place))
            for row in range(first, last + 1)
            if (place := view.origin(row, column)) and place[1] == column and place[0] >= first
        } - {""}
        if not texts or (column in headings and heading_key(headings[column]) != heading_key(headings[name])):
            continue
        taken = {*columns.values(), *added.values()}
        if all(re.fullmatch("※+", text) for text in texts):
            added |= {column: "survey"} if "survey" not in taken else {}
        elif any(re.match(r"[（(]?対象", text) for text in texts):
            added |= {column: "audience"} if "audience" not in taken else {}
        elif column < name and (free := [field for field in PATH if field not in taken]):
            added[column] = free[0]
    return {column: field for column, field in added.items() if field in FIELDS}
