"""Figures of a sheet, each with all that its heads, its row and the headings above say of it. Pure.

Heads may take several rows and merged cells, tables may stand one below the other under headings (男, 令和2年), or side by side;
notes between the rows are passed over. What a row does not say again (豊中市, 男) is said by the row above.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache

from paper.grids import Cell, Grid
from vision.reading.found import Finding
from vision.reading.heads import (
    AGE,
    CODE,
    DISTRICT,
    KIND,
    NAME,
    PASSED,
    PERIOD,
    SEX,
    VALUE,
    VARIANT,
    YEAR,
    Says,
    kind_of,
    role_of,
    says,
    variant_of,
)
from vision.reading.labels import (
    TOTAL,
    Ages,
    ages_of,
    code_of,
    is_dated_age,
    is_year_label,
    number_of,
    period_of,
    plain,
    sex_of,
    unit_of,
    year_of,
)

LABELS = (CODE, NAME, DISTRICT, VARIANT, KIND, SEX, YEAR, PERIOD, AGE)
CARRIED = (CODE, NAME, VARIANT, KIND, SEX, YEAR, PERIOD)  # said by the row above where a cell is empty
_SAMPLE = 40  # rows that are looked at to tell what a column without a head is
_SHORT = 30  # signs of a heading between rows
_TITLE = 60
_CODE_AND_NAME = re.compile(r"([0-9]{5,6})[_\s　:：]+(\S.*)")  # 27203_豊中市, as e-Stat has it
_NOTES = ("※", "注", "*", "資料", "出典")


@dataclass(frozen=True)
class Fact:
    """A figure. ``value`` None: ``text`` is no number. ``ages`` TOTAL where none are said; ``sex`` "T" likewise."""

    code: str
    name: str
    district: str
    variant: str | None
    kind: str | None
    sex: str
    ages: Ages
    year: int | None
    period: int | None
    value: Decimal | None
    text: str
    place: str


@dataclass
class Walk:
    """What was noticed on the way through the sheets. ``others`` are codes that nobody asked for, with their names."""

    wanted: Callable[[str, str], bool] | None = None
    others: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    dated: str = ""
    units: set[int] = field(default_factory=set)


@dataclass
class _Table:
    """Heads that hold until others come: the role of each label column, what each column of figures says."""

    roles: dict[int, str]
    columns: dict[int, Says]
    widths: dict[int, int]
    carried: dict[str, str] = field(default_factory=dict)


def facts_of(grid: Grid, walk: Walk, year: int | None = None) -> Iterator[Fact]:
    """The figures of a sheet in the order of its rows. ``year`` is that of a sheet that names none."""
    sheet = _Sheet(grid)
    context = Says(year=_title_year(sheet) or year, kind=kind_of(grid.name) or _title_kind(sheet))
    context = replace(says(grid.name), is_total=False, is_passed=False).over(context)
    table: _Table | None = None
    heads: list[int] = []
    for row, cells in sheet.rows.items():
        if _is_head(sheet, row, heads, table):
            heads.append(row)
            continue
        if heads:
            table, heads = _table(sheet, heads, row), []
            context = replace(context, is_passed=False)
        if table is None:
            continue
        if not any(column in table.columns for column in cells):
            context = _heading(cells, context)
            continue
        yield from _row(sheet, row, table, context, walk)


class _Sheet:
    """Cells by row and column; merged ranges say the same in all their cells as labels."""

    def __init__(self, grid: Grid):
        self.name = grid.name
        self.rows: dict[int, dict[int, Cell]] = {}
        for cell in grid.cells():
            if cell.text.strip():
                self.rows.setdefault(cell.row, {})[cell.column] = cell
        self.merged: dict[tuple[int, int], str] = {}
        for one in grid.merges:
            first = self.rows.get(one.first_row, {}).get(one.first_column)
            if (
                first is not None
                and (one.last_row - one.first_row) * (one.last_column - one.first_column) < 5000
            ):
                for row in range(one.first_row, one.last_row + 1):
                    for column in range(one.first_column, one.last_column + 1):
                        self.merged[row, column] = first.text
        self.unit = max((unit_of(cell.text) for cell in grid.cells() if "単位" in cell.text), default=1)
        self.last = max((max(cells) for cells in self.rows.values() if cells), default=0)

    def label(self, row: int, column: int) -> str:
        """What stands there, or in the merged range around it."""
        cell = self.rows.get(row, {}).get(column)
        return cell.text if cell is not None else self.merged.get((row, column), "")

    def place(self, cell: Cell) -> str:
        """Where a person finds the cell."""
        return f"「{self.name}」{cell.place}" if self.name else cell.place


@lru_cache(maxsize=4096)
def _says(text: str) -> Says:
    return says(text)


def _is_number(text: str) -> bool:
    """A number that is no year."""
    value = number_of(text)
    return value is not None and not (
        value == value.to_integral() and 1900 <= value <= 2199 and "," not in text
    )


def _is_head(sheet: _Sheet, row: int, heads: list[int], table: _Table | None) -> bool:
    """Whether a row is (part of) the head of a table: roles and labels, and no number but years."""
    cells = sheet.rows[row]
    known = table.roles if table is not None else {}
    above = {
        column: role
        for one in heads
        for column, cell in sheet.rows[one].items()
        if (role := role_of(cell.text))
    }
    if any(_is_label(role, sheet.label(row, column)) for column, role in (known | above).items()):
        return False
    first, *rest = cells.values()
    ages = ages_of(first.text)
    if ages is not None and ages.low >= 0 and rest and plain(rest[0].text).isdigit():
        return False
    roles = labels = 0
    for cell in cells.values():
        if role_of(cell.text):
            roles += 1
        elif not _says(cell.text).is_empty:
            labels += 1
        elif _is_number(cell.text) or cell.text.strip() in ("…", "***"):
            return False
    if roles and roles + labels >= 2:
        return True
    return labels >= 2 and 2 * labels >= len(cells)


def _is_label(role: str, text: str) -> bool:
    """Whether the text is what stands under a head of this role."""
    if not text or role_of(text) not in ("", VALUE):
        return False
    match role:
        case "age":
            return ages_of(text) is not None
        case "sex":
            return sex_of(text) is not None
        case "code":
            return code_of(text) is not None
        case "year":
            return year_of(text) is not None
        case "period":
            return period_of(text) is not None
        case "kind":
            return kind_of(text) is not None
    return False


def _table(sheet: _Sheet, heads: list[int], first: int) -> _Table:
    """The table below these rows of heads; ``first`` is its first row."""
    columns: dict[int, Says] = {}
    roles: dict[int, str] = {}
    for n, row in enumerate(heads):
        is_last, before = n == len(heads) - 1, ""
        for column in range(1, sheet.last + 1):
            text = sheet.label(row, column)
            role = role_of(text)
            if role and role != VALUE and not (role in (YEAR, AGE, KIND) and columns.get(column)):
                roles[column] = role
                before = ""
                continue
            # In the upper rows of a head an empty cell stands under what is written to its left.
            text = text or ("" if is_last or column in roles else before)
            before = text
            if text and column not in roles:
                columns[column] = _says(text).over(columns.get(column, Says()))
    rows = [row for row in sheet.rows if row >= first][:_SAMPLE]
    for column in range(1, sheet.last + 1):
        if column not in roles and (role := _role_by_content(sheet, rows, column, columns)):
            roles[column] = role
    # Figures stand under a head that says something, or that says no more than 人口.
    columns = {
        column: said
        for column, said in columns.items()
        if column not in roles and (not said.is_empty or _is_value(sheet, heads, column))
    }
    widths = {
        column: max((len(plain(sheet.label(row, column))) for row in sheet.rows if row >= first), default=0)
        for column, role in roles.items()
        if role == CODE
    }
    if CODE not in roles.values():  # 地域コード of other tables is the code of the area
        for column, role in list(roles.items()):
            if role == DISTRICT and plain(sheet.label(heads[-1], column)) == "地域コード":
                roles[column], widths[column] = CODE, 5
    return _Table(roles, columns, widths)


def _is_value(sheet: _Sheet, heads: list[int], column: int) -> bool:
    return any(role_of(sheet.label(row, column)) == VALUE for row in heads)


def _role_by_content(sheet: _Sheet, rows: list[int], column: int, columns: Mapping[int, Says]) -> str:
    """The role of a column whose head does not say it, by what stands in it; "" for a column of figures."""
    texts = [text for row in rows if (text := sheet.label(row, column)) and len(plain(text)) <= _SHORT]
    numbers = sum(_is_number(text) for text in texts)
    if not texts or 2 * numbers >= len(texts):
        return ""
    said = columns.get(column)
    for role in (PERIOD, AGE, SEX, YEAR, KIND):
        if 2 * sum(_is_label(role, text) for text in texts) >= len(texts) and (
            said is None or role != YEAR or said.is_empty
        ):
            return role
    first = min(columns, default=column)
    return NAME if column < first or (said is not None and said.is_empty and column == first) else ""


def _title_year(sheet: _Sheet) -> int | None:
    """The year in the title above the table; that of a census or a day before any other."""
    titles = [
        cell.text
        for row in list(sheet.rows)[:10]
        for cell in sheet.rows[row].values()
        if len(sheet.rows[row]) <= 3
    ]
    years = [
        (not re.search("国勢調査|現在|時点|人口", text), year)
        for text in titles
        if len(text) <= _TITLE and not plain(text).startswith(_NOTES) and (year := year_of(text)) is not None
    ]
    if years:
        return min(years)[1]
    return year_of(sheet.name) if is_year_label(sheet.name) else None


def _title_kind(sheet: _Sheet) -> str | None:
    """The kind of rates that the title above the table names."""
    titles = [
        cell.text
        for row in list(sheet.rows)[:6]
        for cell in sheet.rows[row].values()
        if len(sheet.rows[row]) <= 3
    ]
    return next((kind for text in titles if len(text) <= _TITLE and (kind := kind_of(text))), None)


def _heading(cells: Mapping[int, Cell], context: Says) -> Says:
    """What a heading between the rows (男, 令和2年) changes for those below; a note changes nothing."""
    if len(cells) > 3:
        return context
    for cell in cells.values():
        text = plain(cell.text)
        if len(text) > _SHORT or text.startswith(_NOTES):
            continue
        said = says(text)
        if said.is_total:
            said = replace(said, sex="T", is_total=False)
        if not said.is_empty:
            context = replace(said.over(context), is_passed=said.is_passed, ages=None)
    return context


def _row(sheet: _Sheet, row: int, table: _Table, context: Says, walk: Walk) -> Iterator[Fact]:
    """The figures of a row; none of a row whose ages nobody can read."""
    said = _labels(sheet, row, table)
    code, name = said.get(CODE, ""), said.get(NAME, "")
    if not code and (both := _CODE_AND_NAME.fullmatch(name)):
        code, name = both[1], both[2]
    if code or name:
        width = max(table.widths.values(), default=0)
        known = code_of(code, width) if code else ""
        if known is None:
            walk.others.setdefault(code, name)
            return
        code = known
        if walk.wanted is not None and not walk.wanted(code, name):
            walk.others.setdefault(code or name, name)
            return
    ages, sex = _ages_by_column(sheet, row, table), sex_of(said.get(SEX, ""))
    if ages and all(one is None for one in ages.values()) and not kind_of(said.get(KIND, "")):
        return
    if any(is_dated_age(sheet.label(row, c)) for c, role in table.roles.items() if role == AGE):
        walk.dated = walk.dated or sheet.place(next(iter(sheet.rows[row].values())))
    own = Says(
        sex=sex,
        year=year_of(said.get(YEAR, "")),
        period=period_of(said.get(PERIOD, "")),
        kind=kind_of(said.get(KIND, "")),
        variant=variant_of(said.get(VARIANT, "")),
    )
    for column, cell in sheet.rows[row].items():
        head = table.columns.get(column)
        if head is None or head.is_passed or context.is_passed:
            continue
        full = head.over(own).over(context)
        left = [c for c in ages if c < column]
        at = ages[max(left)] if left else next(iter(ages.values()), None)
        if at is None and ages and full.kind is None:
            continue
        value = number_of(cell.text)
        if sheet.unit > 1 and value is not None and full.kind is None:
            walk.units.add(sheet.unit)
            value *= sheet.unit
        yield Fact(
            code,
            name,
            said.get(DISTRICT, ""),
            full.variant,
            full.kind,
            full.sex or "T",
            full.ages or TOTAL if at in (None, TOTAL) else at,
            full.year,
            full.period,
            value,
            cell.text.strip(),
            sheet.place(cell),
        )


def _labels(sheet: _Sheet, row: int, table: _Table) -> dict[str, str]:
    """The labels of a row by role; what is carried from above where a cell is empty."""
    said: dict[str, str] = {}
    for column, role in table.roles.items():
        if role in (PASSED, AGE):
            continue
        if text := sheet.label(row, column).strip():
            if role == CODE and table.carried.get(CODE) != text:
                table.carried.pop(NAME, None)
            said[role] = f"{said[role]}{text}" if role == DISTRICT and role in said else text
    for role in CARRIED:
        if role in said:
            table.carried[role] = said[role]
        elif role in table.carried:
            said[role] = table.carried[role]
    return said


def _ages_by_column(sheet: _Sheet, row: int, table: _Table) -> dict[int, Ages | None]:
    return {
        column: ages_of(sheet.label(row, column))
        for column, role in sorted(table.roles.items())
        if role == AGE
    }
