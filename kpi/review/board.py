"""The board of a year (年度評価の進み具合): how far each department has come, what is late, what is not due yet.

Everything is computed from figures, returns and files as they stand. What is not due yet is never late.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Max
from django.utils import timezone

from accounts.models import Department
from kpi.flags import sector_differs
from kpi.models import (
    DepartmentReturn,
    Hearing,
    ItemReview,
    MeasurementRevision,
    ReviewYear,
    TargetReview,
    Upload,
)
from kpi.review.due import Due, due_of
from kpi.review.figures import Figures, Judged, figures_of
from kpi.review.practice import Practice, StepKind, from_data
from kpi.review.years import ReviewedItem, is_entry, is_open_for
from kpi.states import APPROVED, DRAFT, MISSING, RETURNED, SUBMITTED
from kpi.storing import target_from

State = DepartmentReturn.State
Quality = MeasurementRevision.Quality
WITH_THE_OFFICE = (State.SUBMITTED, State.GATHERED)


@dataclass(frozen=True)
class Row:
    """A department: ``figures`` are the KPIs it answers for, ``items`` those whose review is its own."""

    department: Department
    answer: DepartmentReturn
    figures: tuple[Judged, ...]
    items: tuple[ReviewedItem, ...]
    unwritten_items: tuple[ReviewedItem, ...]
    unexplained: tuple[Judged, ...]  # behind, and cause, issue or action is not written
    due: Due
    waiting_files: int
    moved_on: datetime.date | None
    is_asked: bool
    may_write: bool  # the department itself, as the review stands

    @property
    def due_figures(self) -> tuple[Judged, ...]:
        """KPIs whose figure is due: entered, or missing without a reason."""
        return tuple(row for row in self.figures if not row.state.is_waiting)

    @property
    def entered(self) -> int:
        """How many of them stand there; one that was sent back does not."""
        return sum(row.state in (DRAFT, SUBMITTED, APPROVED) for row in self.due_figures)

    @property
    def missing_figures(self) -> tuple[Judged, ...]:
        return tuple(row for row in self.due_figures if row.state in (MISSING, RETURNED))

    @property
    def drafts(self) -> int:
        """Figures that are being entered: nobody has submitted them."""
        return sum(row.state is DRAFT for row in self.figures)

    @property
    def owes(self) -> bool:
        """Whether anything is to be answered by now; a department whose figures come out later owes nothing."""
        return bool(self.due_figures or self.items)

    @property
    def is_with_department(self) -> bool:
        return self.answer.state in (State.OPEN, State.RETURNED)

    @property
    def is_late(self) -> bool:
        return self.is_asked and self.owes and self.is_with_department and self.due.days_over > 0

    @property
    def is_waiting(self) -> bool:
        """Whether somebody is to look at it: submitted, or a file of it is not applied yet."""
        return self.answer.state in WITH_THE_OFFICE or bool(self.waiting_files)

    @property
    def figure_lines(self) -> tuple[tuple[Judged, bool], ...]:
        """Each KPI, and whether cause, issue and action are wanting."""
        wanting = {row.target.pk for row in self.unexplained}
        return tuple((row, row.target.pk in wanting) for row in self.figures)

    @property
    def item_lines(self) -> tuple[tuple[ReviewedItem, bool], ...]:
        """Each item, and whether its achievement is wanting."""
        wanting = {row.item.pk for row in self.unwritten_items}
        return tuple((row, row.item.pk in wanting) for row in self.items)

    @property
    def lacks(self) -> tuple[str, ...]:
        """What is missing and due already, as sentences."""
        found = []
        if missing := self.missing_figures:
            found.append(f"値のない指標が{len(missing)}件あります。")
        if self.unexplained:
            found.append(f"要因・課題・今後の対応のそろっていない指標が{len(self.unexplained)}件あります。")
        if self.unwritten_items:
            found.append(f"実績の書かれていない施策が{len(self.unwritten_items)}件あります。")
        return tuple(found)

    @property
    def stage(self) -> str:
        """未着手, 入力中, 提出, 部取りまとめ済, 差戻し, 承認."""
        is_untouched = self.answer.state == State.OPEN and not self.entered and self.moved_on is None
        return "未着手" if is_untouched else self.answer.get_state_display()

    @property
    def status(self) -> tuple[str, str]:
        """The word of its tag and the tag's class."""
        if self.is_late:
            return "遅れ", "tag-bad"
        if self.answer.state == State.RETURNED:
            return "差戻し", "tag-warn"
        if self.is_waiting:
            return "確認待ち", "tag-warn"
        if self.answer.state == State.ACCEPTED:
            return "済", "tag-good"
        if not self.owes:
            return "まだ時期でない", ""
        if self.answer.due_on:
            return "期限を延ばした", ""
        if self.is_asked:
            return "入力中", ""
        is_over = self.answer.review.is_published or self.answer.review.revision > 1
        return ("未提出" if is_over else "照会前"), ""

    @property
    def notes(self) -> tuple[str, ...]:
        """気づき: what somebody should know of it, the most pressing first."""
        found = []
        if self.is_late:
            found.append(f"期限を{self.due.days_over}日過ぎました")
        if self.waiting_files:
            found.append(f"届いたファイル{self.waiting_files}件を反映していません")
        if self.answer.state == State.RETURNED:
            found.append(f"差戻しの理由：{self.answer.returned_why}")
        if not self.is_with_department and (missing := len(self.missing_figures)):
            found.append(f"値のない指標が{missing}件あります")
        if not self.is_with_department and self.drafts:
            found.append(f"提出のあとに変わった値が{self.drafts}件あります")
        if self.answer.due_on and self.is_with_department:
            found.append(f"期限を{day_word(self.answer.due_on)}に延ばしました（{self.answer.due_reason}）")
        if self.is_late and self.answer.reminded_at:
            day = timezone.localdate(self.answer.reminded_at)
            found.append(f"{day_word(day)}に督促しました（{self.answer.reminders}回）")
        provisional = [
            row for row in self.figures if row.figure and row.figure.quality == Quality.PROVISIONAL
        ]
        if len(provisional) == 1:
            found.append(f"「{provisional[0].target.name}」は速報")
        elif provisional:
            found.append(f"速報の値が{len(provisional)}件あります")
        return tuple(found)


@dataclass(frozen=True)
class Material:
    """One of the four materials of 手引き 7-2: the word of its tag, the tag's class, what it is."""

    word: str
    look: str
    text: str


class Board:
    """A review on a day. Nineteen queries at most, whatever the number of KPIs, items and departments."""

    def __init__(self, review: ReviewYear, today: datetime.date):
        self.review, self.today = review, today
        self.practice: Practice = from_data(review.practice)
        self.judged: Figures = figures_of(review, today)
        self.figures: tuple[Judged, ...] = self.judged.own
        self.items = self.judged.reviewed.items
        self._answers = {row.department_id: row for row in self._returns()}
        self._target_reviews = {row.target_id: row for row in TargetReview.objects.filter(review=review)}
        self._item_reviews = {row.item_id: row for row in ItemReview.objects.filter(review=review)}
        self._files = self._waiting_files()
        self._moved = self._moves()
        self.rows: tuple[Row, ...] = tuple(self._row(department) for department in self._departments())

    def _returns(self) -> list[DepartmentReturn]:
        rows = self.review.returns.select_related("department", "submitted_by", "gathered_by", "accepted_by")
        found = list(rows)
        for row in found:
            row.review = self.review
        return found

    def _departments(self) -> list[Department]:
        """Those that answer now, and those that were asked when the year was opened and have answered since."""
        found = {row.pk: row for row in self.judged.reviewed.departments}
        for row in self._answers.values():
            if row.state != State.OPEN:
                found.setdefault(row.department_id, row.department)
        return sorted(found.values(), key=lambda row: (row.division, row.name, row.pk))

    def _waiting_files(self) -> Mapping[int | None, int]:
        rows = Upload.objects.filter(review=self.review, state=Upload.State.WAITING)
        return Counter(rows.values_list("department", flat=True))

    def _moves(self) -> Mapping[int, datetime.date]:
        """The day on which anything of a department was last changed: a figure of the year, what it says of KPIs and
        items. Three queries."""
        figures = MeasurementRevision.objects.filter(
            measurement__indicator__in={row.target.indicator_id for row in self.figures},
            measurement__fiscal_year=self.review.fiscal_year,
        )
        by_indicator = dict(
            figures.order_by()
            .values_list("measurement__indicator")
            .annotate(Max("at"))
            .values_list("measurement__indicator", "at__max")
        )
        of_targets = self._newest(TargetReview, "target_id")
        of_items = self._newest(ItemReview, "item_id")
        found: dict[int, list[datetime.datetime | None]] = defaultdict(list)
        for row in self.figures:
            if row.department:
                moves = (by_indicator.get(row.target.indicator_id), of_targets.get(row.target.pk))
                found[row.department.pk] += moves
        for item in self.items:
            if item.department:
                found[item.department.pk].append(of_items.get(item.item.pk))
        for answer in self._answers.values():
            found[answer.department_id] += (answer.submitted_at, answer.gathered_at, answer.accepted_at)
        newest = {pk: max(filter(None, moves), default=None) for pk, moves in found.items()}
        return {pk: timezone.localdate(at) for pk, at in newest.items() if at}

    def _newest(
        self, model: type[TargetReview] | type[ItemReview], about: str
    ) -> dict[int, datetime.datetime]:
        rows = model.history.filter(review=self.review).order_by().values_list(about)
        return dict(rows.annotate(Max("history_date")).values_list(about, "history_date__max"))

    def _row(self, department: Department) -> Row:
        answer = self._answers.get(department.pk) or DepartmentReturn(
            review=self.review, department=department, version=0
        )
        answer.department = department
        figures = tuple(row for row in self.figures if row.department and row.department.pk == department.pk)
        items = tuple(row for row in self.items if row.department and row.department.pk == department.pk)
        return Row(
            department=department,
            answer=answer,
            figures=figures,
            items=items,
            unwritten_items=tuple(row for row in items if not self._is_written(row)),
            unexplained=tuple(row for row in figures if row.needs_cause and not self._is_explained(row)),
            due=due_of(self.review, self.practice, answer, self.today),
            waiting_files=self._files.get(department.pk, 0),
            moved_on=self._moved.get(department.pk),
            is_asked=self.is_asked,
            may_write=is_open_for(self.review, answer.state, answer.due_on),
        )

    def _is_written(self, row: ReviewedItem) -> bool:
        review = self._item_reviews.get(row.item.pk)
        return review is not None and bool(review.achievement)

    def _is_explained(self, row: Judged) -> bool:
        review = self._target_reviews.get(row.target.pk)
        return review is not None and bool(review.cause and review.issue and review.action)

    # --- the whole --------------------------------------------------------------------------------------------

    @cached_property
    def is_asked(self) -> bool:
        """Whether departments have been asked: their step is at work, or over. Nothing is late before.

        A correction asks nobody again unless it goes back to that step.
        """
        if self.review.revision > 1:
            return is_entry(self.review) and not self.review.is_published
        kinds = [step.kind for step in self.practice.steps]
        at = [step.key for step in self.practice.steps].index(self.review.step)
        return not self.review.is_published and StepKind.ENTRY in kinds[: at + 1]

    @property
    def entry_name(self) -> str:
        """What the step is called in which departments write."""
        step = self.practice.of_kind(StepKind.ENTRY)
        return step.name if step else "入力"

    @cached_property
    def late(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.is_late)

    @cached_property
    def waiting(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.is_waiting)

    @property
    def asked(self) -> tuple[Row, ...]:
        """Departments that have not submitted yet though something is to be answered."""
        return tuple(row for row in self.rows if row.owes and row.is_with_department)

    @property
    def remindable(self) -> tuple[Row, ...]:
        """Those of them that can answer as the review stands; a reminder to any other would lead nowhere."""
        return tuple(row for row in self.asked if row.may_write)

    @property
    def shut(self) -> tuple[Row, ...]:
        """Departments that owe an answer and cannot write: the step of entry is over, and their day was not put off."""
        return tuple(row for row in self.asked if not row.may_write) if self.is_asked else ()

    def row(self, department: int) -> Row | None:
        """The row of this department; None where it answers for nothing."""
        return next((row for row in self.rows if row.department.pk == department), None)

    @property
    def due_figures(self) -> int:
        return sum(not row.state.is_waiting for row in self.figures)

    @property
    def submitted_figures(self) -> int:
        return sum(row.state in (SUBMITTED, APPROVED) for row in self.figures)

    @property
    def tiles(self) -> tuple[tuple[str, str], ...]:
        """The numbers on top, as they are called and printed."""
        return (
            ("今期の指標", f"{len(self.figures)}件"),
            ("入力すべき値", f"{self.due_figures}件"),
            ("提出ずみ", f"{self.submitted_figures}件"),
            ("遅れ", f"{len(self.late)}課"),
            ("まだ時期でない", f"{len(self.figures) - self.due_figures}件"),
        )

    @property
    def not_due(self) -> tuple[Judged, ...]:
        """KPIs whose figure is not due yet, with the reason in ``state`` and ``state_note``."""
        return tuple(row for row in self.figures if row.state.is_waiting)

    @property
    def without_department(self) -> tuple[Judged, ...]:
        """KPIs for which nobody answers: neither they nor an item above them has a department."""
        return tuple(row for row in self.figures if row.department is None)

    @cached_property
    def not_taken_over(self) -> tuple[Judged, ...]:
        """個別計画は改定済・総合戦略は未反映 (KAN-9): the sector plan owns the target and says another one by now."""
        return tuple(row for row in self.figures if sector_differs(row.target, target_from(row.target.spec)))

    @property
    def moved_on(self) -> datetime.date | None:
        """The day on which anything was last changed."""
        return max(self._moved.values(), default=None)

    @cached_property
    def materials(self) -> tuple[Material, ...]:
        """The four materials of the evaluation and which of them are missing (手引き 7-2)."""
        done, due = self.submitted_figures, self.due_figures
        look = "tag-good" if done >= due else "tag-warn"
        kpi = Material("済" if done >= due else f"{done}／{due}", look, "KPIの実績")
        if not due:
            kpi = Material("なし", "", "KPIの実績（この年度に値の出る指標がありません）")
        held = defaultdict(list)
        for row in Hearing.objects.filter(review=self.review).order_by("held_on", "id"):
            held[row.kind].append(row)
        return (kpi, *(self._material(kind, held[kind]) for kind in Hearing.Kind))

    def _material(self, kind: Hearing.Kind, held: list[Hearing]) -> Material:
        over = [row for row in held if row.held_on and row.held_on <= self.today]
        if over:
            said = "、".join(f"{row.name} {day_word(row.held_on)}" for row in over if row.held_on)
            return Material("済", "tag-good", f"{kind.label}（{said}）")
        if held:
            said = "、".join(
                f"{row.name} {day_word(row.held_on)}" if row.held_on else row.name for row in held
            )
            return Material("予定", "", f"{kind.label}（{said}）")
        steps = {Hearing.Kind.EXTERNAL: StepKind.EXTERNAL, Hearing.Kind.ASSEMBLY: StepKind.ASSEMBLY}
        step = self.practice.of_kind(steps[kind]) if kind in steps else None
        when = f"（{step.month}月）" if step and step.month else ""
        return Material("未", "", f"{kind.label}{when}")


def day_word(day: datetime.date) -> str:
    """6月12日."""
    return f"{day.month}月{day.day}日"
