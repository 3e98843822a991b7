"""Verbs on a department's return (課の回答): submitted, gathered, sent back, accepted; its due day put off.

入力中 → 提出 → （部取りまとめ済） → 承認, and 差戻し with a reason. One planner alone may do all of it for a department that
never signs in (「子育て課回答・企画課取込」): who did it stands in the return and in the record.
"""

import datetime
from collections.abc import Collection, Mapping
from typing import Any

from django.utils import timezone

from accounts.audit import Refused, record, verb
from accounts.models import Department, User
from accounts.saving import Overtaken
from kpi.models import DepartmentReturn, MeasurementRevision, ReviewYear
from kpi.review.passing import indicators_of, pass_on
from kpi.review.practice import Practice, from_data
from kpi.review.steps import locked

State = DepartmentReturn.State
FigureState = MeasurementRevision.State
OVERTAKEN = "ほかの人が先に{}の回答を「{}」にしました。いまの状態を確かめてから、もう一度行ってください。"


@verb("return.submit", "課の回答の提出")
def submit_return(
    *,
    actor: User | None,
    review: ReviewYear,
    department: Department,
    seen: int,
    head_name: str = "",
    head_checked_on: datetime.date | None = None,
) -> DepartmentReturn:
    """Submit a department's return, and with it its figures that are being entered or were sent back.

    Name and day of 所属長確認 are those given, else those that stand in the return already; needed where the practice
    asks for them. What was submitted or accepted before may be submitted again when figures were changed since.
    ``seen`` is the version that the person was shown, 0 where there was no return yet; raises ``Overtaken``.
    """
    current = locked(review)
    row = _row(current, department, seen)
    _head(row, from_data(current.practice), head_name, head_checked_on)
    figures = pass_on(actor, current, indicators_of(current, department), FigureState.SUBMITTED)
    if row.state not in (State.OPEN, State.RETURNED) and not figures:
        raise Refused(
            f"{department.name}の回答は、すでに提出されています。提出のあとに変わった値はありません。"
        )
    row.state = State.SUBMITTED
    row.submitted_by, row.submitted_at = actor, timezone.now()
    row.gathered_by = row.gathered_at = row.accepted_by = row.accepted_at = None
    row.returned_why = ""
    _keep("return.submit", actor, current, row, count=figures)
    return row


@verb("return.gather", "部の取りまとめ")
def gather_return(
    *, actor: User | None, review: ReviewYear, department: Department, seen: int
) -> DepartmentReturn:
    """Say that the division has looked at a submitted return; only where the practice gathers by division."""
    current = locked(review)
    row = _row(current, department, seen)
    if not from_data(current.practice).gathers:
        raise Refused("この年度の進め方に、部の取りまとめはありません。")
    _require(row, State.SUBMITTED, deed="取りまとめ")
    row.state = State.GATHERED
    row.gathered_by, row.gathered_at = actor, timezone.now()
    _keep("return.gather", actor, current, row)
    return row


@verb("return.send_back", "課の回答の差戻し")
def send_back_return(
    *, actor: User | None, review: ReviewYear, department: Department, seen: int, why: str
) -> DepartmentReturn:
    """Send a return back with the reason, and with it its submitted figures; approved figures stay approved.

    The head of the department has to look at it again.
    """
    current = locked(review)
    row = _row(current, department, seen)
    if not why.strip():
        raise Refused("差し戻す理由を書いてください。")
    _require(row, State.SUBMITTED, State.GATHERED, State.ACCEPTED, deed="差戻し")
    indicators = indicators_of(current, department)
    figures = pass_on(actor, current, indicators, FigureState.RETURNED, why)
    row.state, row.returned_why, row.head_checked_on = State.RETURNED, why.strip(), None
    row.gathered_by = row.gathered_at = row.accepted_by = row.accepted_at = None
    _keep("return.send_back", actor, current, row, count=figures, reason=row.returned_why)
    return row


@verb("return.accept", "課の回答の承認")
def accept_return(
    *, actor: User | None, review: ReviewYear, department: Department, seen: int
) -> DepartmentReturn:
    """Accept a return and approve its submitted figures; they count in the office and are not public by that."""
    current = locked(review)
    row = _row(current, department, seen)
    if from_data(current.practice).gathers:
        if row.state == State.SUBMITTED:
            raise Refused(
                f"{department.name}の回答は、部の取りまとめがまだです。取りまとめてから承認してください。"
            )
        _require(row, State.GATHERED, deed="承認")
    _require(row, State.SUBMITTED, State.GATHERED, deed="承認")
    figures = pass_on(actor, current, indicators_of(current, department), FigureState.APPROVED)
    row.state = State.ACCEPTED
    row.accepted_by, row.accepted_at = actor, timezone.now()
    _keep("return.accept", actor, current, row, count=figures)
    return row


@verb("return.extend", "回答期限の延長")
def extend_returns(
    *,
    actor: User | None,
    review: ReviewYear,
    departments: Collection[Department],
    seen: Mapping[int, int],
    due_on: datetime.date | None,
    reason: str,
) -> list[DepartmentReturn]:
    """Give departments a due day of their own, with the reason; None takes it back. ``seen``: versions by department.

    Refused for a day that is over, and for a department that has submitted already.
    """
    current = locked(review)
    if not departments:
        raise Refused("期限を延ばす課を、一つ以上選んでください。")
    if due_on is not None and not reason.strip():
        raise Refused("期限を延ばす理由を書いてください。")
    if due_on is not None and due_on < timezone.localdate():
        raise Refused("延ばした期限が、きょうより前です。きょう以降の日にしてください。")
    rows = [
        _row(current, department, seen.get(department.pk, 0))
        for department in sorted(departments, key=lambda one: one.pk)
    ]
    if due_on is None and not any(row.due_on for row in rows):
        raise Refused("選んだ課の期限は、延ばしていません。新しい期限を入れてください。")
    for row in rows:
        _require(row, State.OPEN, State.RETURNED, deed="期限の変更")
        row.due_on, row.due_reason = due_on, reason.strip() if due_on else ""
        row.version += 1
        row.full_clean()
        row.save()
    record(
        "return.extend",
        actor=actor,
        government=current.plan.government,
        subject=current,
        fiscal_year=current.fiscal_year,
        departments=[row.department.name for row in rows],
        due_on=due_on.isoformat() if due_on else None,
        reason=reason.strip(),
    )
    return rows


def _row(review: ReviewYear, department: Department, seen: int) -> DepartmentReturn:
    """The return as it stands now, locked; a new one for a department that came to answer after the year was opened."""
    if department.government_id != review.plan.government_id:
        raise Refused("ほかの団体の課の回答は、扱えません。")
    rows = DepartmentReturn.objects.select_for_update(no_key=True, of=("self",))
    row = rows.filter(review=review, department=department).first()
    if row is None:
        row = DepartmentReturn(review=review, department=department, version=0)
    row.review, row.department = review, department
    if row.version != seen:
        raise Overtaken(OVERTAKEN.format(department.name, row.get_state_display()), row)
    return row


def _head(
    row: DepartmentReturn, practice: Practice, head_name: str, head_checked_on: datetime.date | None
) -> None:
    row.head_name = head_name.strip() or row.head_name
    row.head_checked_on = head_checked_on or row.head_checked_on
    if row.head_checked_on is not None and row.head_checked_on > timezone.localdate():
        raise Refused("所属長の確認日が、きょうより後になっています。確認した日を入れてください。")
    if practice.asks_head and not (row.head_name and row.head_checked_on):
        raise Refused("提出の前に、所属長の確認が要ります。所属長の氏名と確認日を入れてください。")


def _require(row: DepartmentReturn, *states: State, deed: str) -> None:
    if row.state not in states:
        wanted = "・".join(f"「{one.label}」" for one in states)
        raise Refused(
            f"{deed}ができるのは{wanted}の回答だけです"
            f"（{row.department.name}は、いま「{row.get_state_display()}」です）。"
        )


def _keep(name: str, /, actor: User | None, review: ReviewYear, row: DepartmentReturn, **detail: Any) -> None:
    row.version += 1
    row.full_clean()
    row.save()
    record(
        name,
        actor=actor,
        government=review.plan.government,
        subject=row,
        department=row.department.name,
        fiscal_year=review.fiscal_year,
        **detail,
    )
