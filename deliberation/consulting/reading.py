"""Reading a form that came back: whose it is, and what stands in its rows. Nothing of it counts yet."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from deliberation.consulting.answer_rows import AnswerRow
from deliberation.consulting.layout import HEADINGS, LONGEST, PLACE, PROPOSAL, REASON
from deliberation.consulting.origin import SCHEMA, Origin, read_origin
from deliberation.consulting.spots import WHOLE, Spots, is_none
from deliberation.models import ConsultationAnswer
from kpi.sheet.layout import plain_heading
from paper.grids import Cell, Grid, letters
from paper.guard import GuardError
from paper.reading import ReadError, read_workbook
from paper.word_reading import read_word

NOT_OURS = (
    "「{name}」は、ここから渡した様式ではないか、様式を見分ける印が消えています。"
    "この画面の「Excelの様式」か「Wordの様式」を受け取り、それに書いて送ってください。"
)
HEAD_WITHIN = 30  # rows from the top within which the head of the table is looked for


@dataclass(frozen=True)
class Returned:
    """What a form says: its rows, or 「意見なし」. With ``faults`` nothing of it is used; each says where and what to do."""

    rows: tuple[AnswerRow, ...] = ()
    has_none: bool = False
    faults: tuple[str, ...] = ()
    notices: tuple[str, ...] = field(default=())


def read_form(data: bytes, name: str, answer: ConsultationAnswer) -> Returned:
    """What a returned form says for this answer; Excel and Word are told apart by their content, not by their name."""
    grids, first = [], None
    try:
        grids = list(read_workbook(data, name=name))
    except (GuardError, ReadError) as error:
        first = error
    if first is None:
        return _of_grids(grids, name, answer, is_word=False)
    try:
        flow, cut = read_word(data, name=name)
    except (GuardError, ReadError) as error:
        return Returned(faults=(str(error if name.lower().endswith(".docx") else first),))
    tables = [part for part in flow if isinstance(part, Grid)]
    return _of_grids(tables, name, answer, is_word=True, faults=(cut,) if cut else ())


def _of_grids(
    grids: Sequence[Grid],
    name: str,
    answer: ConsultationAnswer,
    *,
    is_word: bool,
    faults: tuple[str, ...] = (),
) -> Returned:
    texts = (
        part for grid in grids for cell in grid.cells() for part in (cell.text, cell.text.replace("\n", ""))
    )
    origin = next((found for text in texts if (found := read_origin(text))), None)
    if refusal := _refusal(origin, name, answer):
        return Returned(faults=(refusal,))
    tables = [(grid, head) for grid in grids if (head := _head(grid))]
    if len(tables) != 1:
        said = (
            "が見つかりません" if not tables else f"が{len(tables)}つあります。送る一つだけを残してください"
        )
        sentence = f"「{'」「'.join(HEADINGS)}」の見出しのある表{said}。見出しを元に戻すか、様式を受け取り直してください。"
        return Returned(faults=(sentence,))
    grid, head = tables[0]
    reader = _Reader(
        Spots(answer.consultation.edition), "回答の表" if is_word else f"「{grid.name}」", is_word
    )
    rows = tuple(reader.rows(grid, head))
    said = [*faults, *([grid.cut] if grid.cut else []), *reader.faults]
    if not said and reader.none_at and rows:
        said.append(
            f"{reader.none_at}は「意見なし」ですが、ほかの行に意見があります。どちらかを消してください。"
        )
    if not said and not reader.none_at and not rows:
        said.append(
            f"「{name}」には回答が書かれていません。意見がないときは、最初の行の「{PLACE}」で「意見なし」としてください。"
        )
    return Returned(rows, bool(reader.none_at), tuple(said), tuple(reader.notices))


def _refusal(origin: Origin | None, name: str, answer: ConsultationAnswer) -> str:
    if origin is None:
        return NOT_OURS.format(name=name)
    if origin.schema != SCHEMA:
        return f"「{name}」は、いまのシステムでは読めない様式です。様式を受け取り直し、書いた内容を移してください。"
    if origin.consultation != answer.consultation_id:
        return f"「{name}」は、ほかの照会の様式です。この照会の様式を選び直してください。"
    if origin.department != answer.department_id:
        return f"「{name}」は、ほかの課の様式です。{answer.department.name}の様式を選び直してください。"
    return ""


def _head(grid: Grid) -> int:
    """The row of the headings; 0 where there is none."""
    wanted = {plain_heading(heading) for heading in HEADINGS}
    for row in grid.rows:
        if row and row[0].row > HEAD_WITHIN:
            break
        if wanted <= {plain_heading(cell.text) for cell in row}:
            return row[0].row
    return 0


class _Reader:
    """Reads the rows below the head; what is wrong or worth saying gathers beside them."""

    def __init__(self, spots: Spots, sheet: str, is_word: bool):
        self._spots, self._sheet, self._is_word = spots, sheet, is_word
        self.faults: list[str] = []
        self.notices: list[str] = []
        self.none_at = ""

    def rows(self, grid: Grid, head: int) -> Iterator[AnswerRow]:
        """The rows that say something."""
        heads = {
            plain_heading(cell.text): cell.column for row in grid.rows for cell in row if cell.row == head
        }
        columns = {heading: heads[plain_heading(heading)] for heading in HEADINGS}
        merged = {(merge.first_row, merge.first_column) for merge in grid.merges if merge.last_row > head}
        for row in grid.rows:
            if not row or row[0].row <= head:
                continue
            number = row[0].row
            cells = {cell.column: cell for cell in row}
            texts = {heading: self._text(cells.get(column), heading) for heading, column in columns.items()}
            for place in sorted(merged & {(number, column) for column in columns.values()}):
                self._fault(
                    number, place[1], "のセルが結合されています。結合を解いて、1行に1件を書いてください。"
                )
            if made := self._row(number, columns, texts):
                yield made

    def _row(self, number: int, columns: Mapping[str, int], texts: Mapping[str, str]) -> AnswerRow | None:
        if not any(texts.values()):
            return None
        place, proposal, reason = (texts[heading] for heading in HEADINGS)
        at = columns[PLACE]
        if is_none(place):
            if proposal or reason:
                self._fault(
                    number, at, "は「意見なし」ですが、同じ行に文があります。どちらかを消してください。"
                )
            self.none_at = self.none_at or self._at(number, at)
            return None
        if not place:
            self._fault(number, at, f"が空です。該当箇所を入れてください（計画全体のときは「{WHOLE}」）。")
            return None
        spot = self._spots.find(place)
        if spot is None:
            self._fault(
                number,
                at,
                f"の「{place[:40]}」にあたる項目が、この版にありません。一覧から選び直してください。",
            )
            return None
        if not (proposal or reason):
            self._fault(
                number, columns[PROPOSAL], f"も{REASON}も空です。どちらかを書くか、行を空にしてください。"
            )
            return None
        return AnswerRow(spot.lineage, spot.label, proposal, reason)

    def _text(self, cell: Cell | None, heading: str) -> str:
        if cell is None:
            return ""
        if cell.kind in ("error", "formula"):
            said = (
                f"は「{cell.text}」というエラーです"
                if cell.kind == "error"
                else "は結果の保存されていない数式です"
            )
            self._fault(cell.row, cell.column, f"{said}。文を入れ直してください。")
            return ""
        if cell.is_formula:
            self.notices.append(
                f"{self._at(cell.row, cell.column)}は数式です。結果の「{cell.text[:40]}」を使います。"
            )
        text = "\n".join(line.rstrip() for line in cell.text.strip().split("\n"))
        most = LONGEST.get(heading, 400)
        if len(text) > most:
            self._fault(cell.row, cell.column, f"が{len(text):,}字あります。{most:,}字までにしてください。")
        return text

    def _at(self, row: int, column: int) -> str:
        if self._is_word:
            return f"{self._sheet}の{row}行目{column}列目"
        return f"{self._sheet}の{letters(column)}{row}"

    def _fault(self, row: int, column: int, sentence: str) -> None:
        self.faults.append(f"{self._at(row, column)}{sentence}")
