"""Reading a workbook that came back: whose it is, which row is which, and what stands in the cells to be written in.

Nothing is compared with what stands here, and no text is understood here but keys and headings.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from accounts.models import Government
from kpi.models import ReviewYear
from kpi.review.years import Reviewed
from kpi.sheet.keys import Key, Keys, read_origin
from kpi.sheet.layout import (
    HEAD_DATE,
    HEAD_NAME,
    INSTRUCTIONS,
    META,
    OF_THE_FIGURE,
    RESULTS,
    SCHEMA,
    TABLES,
    About,
    plain_heading,
)
from kpi.sheet.returned import Entry, Fault, Returned, ReturnedRow
from kpi.sheet.tables import Found, doubled, search
from paper.forms_xlsx import CHOICES
from paper.grids import Cell, Grid
from strategy.fiscal import format_fiscal_year

NOT_OURS = (
    "この表は、ここから渡した実績の表ではないか、表を見分ける印が消えています。"
    "年度評価の「表を受け取る」で受け取った表に書いて送ってください。"
)
CHANGED = (
    "この表がどこから来たかを示す印が正しくありません。ほかの団体の表か、印が書き換えられた表です。"
    "年度評価の「表を受け取る」で表を受け取り直してください。"
)


def read_returned(grids: Sequence[Grid], government: Government, review: ReviewYear) -> Returned:
    """What a returned results workbook says, for this review of this government. Five queries at most."""
    marks = [grid for grid in grids if grid.name == META]
    texts = [cell.text for grid in marks for cell in grid.cells()]
    if not texts:
        return Returned({}, (), refusal=NOT_OURS)
    origin = next((found for text in texts if (found := read_origin(text))), None)
    if origin is None:
        return Returned({}, (), refusal=CHANGED)
    if refusal := refusal_of(origin, government, review):
        return Returned(origin, (), refusal=refusal)
    found = search(grids, TABLES, known=frozenset((META, CHOICES, INSTRUCTIONS)))
    reader = _Reader(origin, review)
    rows = [row for table in found.found.values() for row in reader.rows(table)]
    name, day = _head_check(grids)
    return Returned(
        origin,
        tuple(rows),
        head_name=name,
        head_checked_on=day,
        faults=(*found.faults, *reader.faults),
        notices=(*found.notices, *reader.notices),
    )


def refusal_of(origin: Mapping[str, Any], government: Government, review: ReviewYear) -> str:
    """Why nothing of this workbook can be used here; empty when it can."""
    if origin.get("kind") != "results":
        return "これは実績の表ではなく、施策調書です。計画の版の「施策調書」から送ってください。"
    if origin["schema"] != SCHEMA:
        return (
            "この表は、いまのシステムでは読めない様式です。年度評価の「表を受け取る」で表を受け取り直し、"
            "書いた内容を移してください。"
        )
    if origin["government"] != government.code:
        return f"これは「{origin['government_name']}」の表です。{government.name}の表を選び直してください。"
    if origin["plan"] != review.plan_id:
        return "これは、ほかの計画の表です。この計画の年度評価で受け取った表を選び直してください。"
    if (origin["fiscal_year"], origin["review_kind"]) != (review.fiscal_year, review.kind):
        year = format_fiscal_year(origin["fiscal_year"])
        what = "総括評価" if origin["review_kind"] == ReviewYear.Kind.TERM else "評価"
        wanted = format_fiscal_year(review.fiscal_year)
        if origin["fiscal_year"] == review.fiscal_year:
            wanted += "の総括評価" if review.kind == ReviewYear.Kind.TERM else "の年度評価"
        return f"これは{year}の{what}の表です。{wanted}の表を選び直してください。"
    if origin["review"] != review.pk:
        return (
            "これは、訂正を始める前に渡した表です。年度評価の「表を受け取る」で表を受け取り直してください。"
        )
    return ""


class _Reader:
    """Reads the rows of the tables; what is wrong or worth saying gathers in ``faults`` and ``notices``."""

    def __init__(self, origin: Mapping[str, Any], review: ReviewYear):
        self._keys, self._department = Keys(origin), origin["department"]
        reviewed = Reviewed(review)
        self._targets = {
            str(row.target.lineage): row.department for row in reviewed.targets if not row.relisting
        }
        self._items = {str(row.item.lineage): row.department for row in reviewed.items}
        self.faults: list[Fault] = []
        self.notices: list[Fault] = []

    def rows(self, found: Found) -> Iterator[ReturnedRow]:
        """The rows of a table that say anything."""
        twice = self._twice(found)
        for number, cells in found.rows():
            key = self._key(found, cells)
            if key is not None and key.lineage in twice:
                continue
            if key is not None and key.about is About.RELISTED:
                self._unwanted(found, cells)
                continue
            if key is not None and not self._fits(found, number, key):
                continue
            if row := self._row(found, number, cells, key):
                yield row

    def _key(self, found: Found, cells: Mapping[int, Cell]) -> Key | None:
        return self._keys.read(cells[found.key].text) if found.key in cells else None

    def _twice(self, found: Found) -> frozenset[str]:
        """Lineages that several rows are of, each said once. Rows of 主な事業 share the key of their measure."""
        if found.table.about is About.PROJECT:
            return frozenset()
        keys = ((number, self._key(found, cells)) for number, cells in found.rows())
        again = doubled(
            [(key.lineage, found.name_at(row)) for row, key in keys if key and key.about in _of(found)]
        )
        for places in again.values():
            sentence = (
                f"{'と'.join(places)}は同じ行のコピーです。送る1行だけを残し、ほかの行を消してください。"
            )
            self.faults.append(Fault(found.grid.name, places[1], sentence))
        return frozenset(again)

    def _unwanted(self, found: Found, cells: Mapping[int, Cell]) -> None:
        """Somebody wrote into a row of 再掲, whose review is written elsewhere."""
        for name, column in found.fields.items():
            if name not in OF_THE_FIGURE and column in cells:
                sentence = "再掲の行には入れられません。「案内」にある、もとの行に入れてください。"
                self.faults.append(Fault(found.grid.name, cells[column].place, sentence))

    def _fits(self, found: Found, number: int, key: Key) -> bool:
        """Whether the key is one of this table, of this review, and of the department whose workbook it is."""
        is_target = found.table is RESULTS
        known = self._targets if is_target else self._items
        if key.about not in _of(found):
            sentence = f"{number}行目は、ほかのシートの行です。元のシートに戻してください。"
        elif key.lineage not in known:
            sentence = f"{number}行目は、この評価にない行です。行を消すか、表を受け取り直してください。"
        elif self._department is not None and (
            known[key.lineage] is None or known[key.lineage].pk != self._department
        ):
            owner = known[key.lineage]
            whose = f"「{owner.name}」の行" if owner else "担当課の決まっていない行"
            sentence = f"{number}行目は{whose}で、この課の表では送れません。行を消してください。"
        else:
            return True
        self.faults.append(Fault(found.grid.name, found.name_at(number), sentence))
        return False

    def _row(
        self, found: Found, number: int, cells: Mapping[int, Cell], key: Key | None
    ) -> ReturnedRow | None:
        entries = {
            name: self._entry(found, cells[column], key.places if key and name == "value" else 0)
            for name, column in found.fields.items()
            if column in cells and not (key and key.about is About.SHARED and name in OF_THE_FIGURE)
        }
        said = {name: entry for name, entry in entries.items() if entry is not None}
        label = "　".join(cells[column].text.strip() for column in found.labels.values() if column in cells)
        if key is None:
            if not said:
                return None  # a note or a total of somebody's own
            if not label:
                sentence = f"{number}行目は、どの行かわかりません。元の行に入れるか、行を消してください。"
                self.faults.append(Fault(found.grid.name, found.name_at(number), sentence))
                return None
        elif not said and key.about is About.PROJECT:
            return None  # room for more that was not needed
        return ReturnedRow(
            about="target" if found.table is RESULTS else str(found.table.about),
            row=number,
            sheet=found.grid.name,
            lineage=key.lineage if key else "",
            base=key.base if key else 0,
            label=label,
            entries=said,
            review_base=key.review_base if key else 0,
        )

    def _entry(self, found: Found, cell: Cell, places: int) -> Entry | None:
        sheet = found.grid.name
        if cell.kind == "error":
            sentence = f"{cell.place}が「{cell.text}」というエラーになっています。値を入れ直してください。"
            self.faults.append(Fault(sheet, cell.place, sentence))
            return None
        if cell.kind == "formula":
            sentence = f"{cell.place}の数式の結果が保存されていません。値を入れるか、Excelで開いて保存し直してください。"
            self.faults.append(Fault(sheet, cell.place, sentence))
            return None
        if cell.is_formula:
            sentence = f"{cell.place}は数式です。計算した結果の「{cell.text}」を使います。"
            self.notices.append(Fault(sheet, cell.place, sentence))
        text = with_places(cell.text, places) if cell.kind == "number" else cell.text
        return Entry(sheet, cell.place, text, cell.kind)


def _of(found: Found) -> tuple[About, ...]:
    """What rows of this table that are to be filled in are about."""
    return (About.TARGET, About.SHARED) if found.table is RESULTS else (found.table.about,)


def with_places(text: str, places: int) -> str:
    """A number with the places behind the point that its cell shows it with; one that has more keeps them.

    >>> with_places("72", 1), with_places("72.25", 1), with_places("1E-7", 1)
    ('72.0', '72.25', '1E-7')
    """
    whole, _, rest = text.partition(".")
    if len(rest) >= places or not whole.removeprefix("-").isdecimal() or not (rest or "0").isdecimal():
        return text
    return f"{whole}.{rest.ljust(places, '0')}"


def _head_check(grids: Sequence[Grid]) -> tuple[Entry | None, Entry | None]:
    """所属長確認: what stands beside its labels on the sheet of instructions."""
    found: dict[str, Entry] = {}
    wanted = {plain_heading(HEAD_NAME): HEAD_NAME, plain_heading(HEAD_DATE): HEAD_DATE}
    for grid in (grid for grid in grids if plain_heading(grid.name) == INSTRUCTIONS):
        for row in grid.rows:
            for label, cell in pairwise(row):
                name = wanted.get(plain_heading(label.text))
                if name and cell.text.strip() and cell.kind not in ("error", "formula"):
                    found.setdefault(name, Entry(grid.name, cell.place, cell.text, cell.kind))
    return found.get(HEAD_NAME), found.get(HEAD_DATE)
