"""A returned workbook against what stands here: every row, every cell, in the order of its sheets. Pure.

Nothing is guessed: a row without a valid key waits until a person says what it is about, a row that is there twice names
both places, a row that another department answers for is refused.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from kpi.importing.changes import Asks, Comparison, Difference, FigureWrite, HeadWrite, Kind, TextWrite
from kpi.importing.facts import LEAVE, TARGET_TEXTS, Checked, Decisions, ItemNow, Standing, TargetNow
from kpi.importing.figure_cells import compare_figure
from kpi.importing.text_cells import compare_projects, compare_texts

KEYLESS = (
    "この行には、どの{what}の行かを示す印がありません（行を足したか、隠れた列を書き換えています）。"
    "{what}を選ぶか、取り込まないことにしてください。"
)
UNKNOWN = "この行の{what}は、評価に使う版にありません。{what}を選び直すか、取り込まないことにしてください。"
TWICE = "同じ{what}の行が二つあります（{first}と{second}）。一方を取り込まないことにするか、表から消してください。"
OTHERS = "この{what}はほかの課の担当です。自分の課の行だけを書いて送り直すか、企画担当に相談してください。"
LEFT = "取り込みません。"
ALIKE = "同じ指標の値が二つの行で違います（{first}と{second}）。正しいほうに合わせてください。"
WHAT = {"target": "指標", "item": "施策", "project": "施策"}


def compare(
    rows: Iterable[Checked],
    standing: Standing,
    decisions: Decisions,
    *,
    department: int | None = None,
    faults: Iterable[Difference] = (),
    head: HeadWrite | None = None,
) -> Comparison:
    """What an upload would change. ``department``: only rows that it answers for count; None: all. ``faults`` are those
    of the file and of 所属長確認, ``head`` what is to be kept of that."""
    return _Comparing(standing, decisions, department).compared(rows, faults, head)


class _Comparing:
    """Gathers differences and what is to be written while it goes through the rows."""

    def __init__(self, standing: Standing, decisions: Decisions, department: int | None):
        self.standing, self.decisions, self.department = standing, decisions, department
        self.lines: list[Difference] = []
        self.same = 0
        self.figures: dict[int, FigureWrite] = {}
        self.targets: list[TextWrite] = []
        self.items: dict[str, TextWrite] = {}
        self.seen: dict[tuple[str, str], int] = {}
        self.projects: dict[str, list[Checked]] = defaultdict(list)
        words = {"direction": standing.directions, "self_evaluation": standing.evaluations}
        self.words: Mapping[str, Mapping[str, str]] = words

    def compared(
        self, rows: Iterable[Checked], faults: Iterable[Difference], head: HeadWrite | None
    ) -> Comparison:
        self.lines += faults
        for row in rows:
            if self._is_to_compare(row):
                self._compare(row)
        for lineage, found in self.projects.items():
            self._compare_projects(lineage, found)
        if self.decisions.mended:  # whoever put another text there may do so again
            mended = self.decisions.mended
            self.lines = [
                one._replace(asks=Asks.TEXT) if one.place in mended and one.asks is Asks.NOTHING else one
                for one in self.lines
            ]
        items = tuple(one for one in self.items.values() if one.fields or one.projects is not None)
        return Comparison(
            tuple(self.lines), self.same, tuple(self.figures.values()), tuple(self.targets), items, head
        )

    def _is_to_compare(self, row: Checked) -> bool:
        """Whether a row counts; where it does not, the reason is among the differences."""
        what = WHAT[row.about]
        if self.decisions.rows.get(row.place) == LEAVE:
            self._about_row(row, Kind.OUTSIDE, LEFT)
            return False
        subject = row.subject
        if subject is None:
            sentence = (UNKNOWN if row.lineage else KEYLESS).format(what=what)
            self._about_row(row, Kind.FAULT, sentence)
            return False
        if self.department is not None and self.department not in subject.departments:
            return self._is_of_others(row, what)
        if row.about == "project":
            return True
        first = self.seen.setdefault((row.about, row.lineage), row.row)
        if first != row.row:
            places = (f"{row.sheet} {number}行目" for number in (first, row.row))
            sentence = TWICE.format(what=what, **dict(zip(("first", "second"), places, strict=True)))
            self._about_row(row, Kind.FAULT, sentence)
            return False
        return True

    def _is_of_others(self, row: Checked, what: str) -> bool:
        """A row of another department that says nothing new is passed over, one that does is refused."""
        other = _Comparing(self.standing, self.decisions, None)
        other._compare(row)
        for lineage, found in other.projects.items():
            other._compare_projects(lineage, found)
        if any(line.kind in (Kind.ADDED, Kind.CHANGED, Kind.CONFLICT, Kind.FAULT) for line in other.lines):
            self._about_row(row, Kind.FAULT, OTHERS.format(what=what))
        return False

    def _about_row(self, row: Checked, kind: Kind, sentence: str) -> None:
        subject = row.subject.called if row.subject else row.label
        new = "　".join(said.text for said in row.said.values())
        asks = Asks.LEAVE if row.subject else Asks.ROW
        self.lines.append(
            Difference(
                row.sheet, str(row.row), row.row, subject, "", "―", new[:80], kind, sentence, asks,
                chosen=self.decisions.rows.get(row.place, ""), about=row.about,
            )
        )  # fmt: skip

    def _compare(self, row: Checked) -> None:
        if row.about == "project":
            self.projects[row.lineage].append(row)
        elif isinstance(row.subject, TargetNow):
            self._compare_target(row, row.subject)
        elif isinstance(row.subject, ItemNow):
            base = self._base("I", row)[1]
            lines, same, fields = compare_texts(row, base, row.subject.review, self.words, self.decisions)
            self.lines += lines
            self.same += same
            self.items[row.lineage] = TextWrite(row.lineage, row.subject.pk, fields)

    def _compare_target(self, row: Checked, target: TargetNow) -> None:
        base, version = self._base("T", row)
        known = self.standing.figures.get(target.indicator, ())
        lines, same, write = compare_figure(row, base, known, self.decisions)
        self.lines += lines
        self.same += same
        if write is not None:
            self._keep_figure(row, write)
        if not row.said.keys().isdisjoint(TARGET_TEXTS):
            lines, same, fields = compare_texts(row, version, target.review, self.words, self.decisions)
            self.lines += lines
            self.same += same
            if fields:
                self.targets.append(TextWrite(row.lineage, target.pk, fields))

    def _keep_figure(self, row: Checked, write: FigureWrite) -> None:
        """One revision for an indicator, although two rows may say the same."""
        first = self.figures.setdefault(write.indicator, write)
        if first.facts != write.facts:
            places = {"first": first.at.replace("!", " "), "second": write.at.replace("!", " ")}
            self._about_row(row, Kind.FAULT, ALIKE.format(**places))

    def _compare_projects(self, lineage: str, rows: list[Checked]) -> None:
        item = rows[0].subject
        assert isinstance(item, ItemNow)
        base = max(self._base("I", row)[1] for row in rows)
        lines, same, projects = compare_projects(rows, base, item, self.decisions)
        self.lines += lines
        self.same += same
        if projects is not None:
            before = self.items.get(lineage) or TextWrite(lineage, item.pk, {})
            self.items[lineage] = before._replace(projects=projects)

    def _base(self, letter: str, row: Checked) -> tuple[int, int]:
        """The revision and the version that the row was written from, or that an upload of the same workbook wrote."""
        base, version = (row.base, row.review_base) if letter == "T" else (0, row.base)
        if not self.standing.written:
            return base, version
        figure, review = self.standing.written.get(f"{letter}{row.lineage}", (0, 0))
        return max(base, figure), max(version, review)
