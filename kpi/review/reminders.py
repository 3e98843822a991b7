"""Reminding departments (督促): by a planner who has seen the letter, or by the clock on the days of the practice."""

import datetime
import logging
from collections.abc import Collection, Iterator

from django.db.models import F
from django.utils import timezone

from accounts.audit import Refused, record, verb
from accounts.models import Department, Outbox, User
from kpi.models import DepartmentReturn, ReviewYear
from kpi.review.board import Board
from kpi.review.due import due_day_of
from kpi.review.letters import Letter, addresses_of, letters_to
from kpi.review.practice import Practice, from_data
from kpi.review.steps import locked
from kpi.review.years import is_entry

logger = logging.getLogger(__name__)
State = DepartmentReturn.State
FIRST_HOUR = 8  # nobody is reminded at night
CATCH_UP = datetime.timedelta(days=3)  # a server that stood still reminds these days late, not later


@verb("return.remind", "課への督促")
def remind(*, actor: User | None, review: ReviewYear, departments: Collection[Department]) -> int:
    """Put the letters to these departments into the outbox; how many mails. ``actor`` None: the clock.

    Refused, and nothing sent, where one of them owes no answer, was reminded today, or cannot be reached by mail.
    """
    current = locked(review)
    now = timezone.now()
    today = timezone.localdate(now)
    list(DepartmentReturn.objects.select_for_update(no_key=True).filter(review=current).order_by("pk"))
    board = Board(current, today)
    if not board.is_asked:
        raise Refused("まだ課に照会していません。評価の段階を「入力」に進めてから督促してください。")
    wanted = {department.pk: department.name for department in departments}
    rows = [row for row in board.asked if row.department.pk in wanted]
    if owing := wanted.keys() - {row.department.pk for row in rows}:
        names = "、".join(wanted[pk] for pk in sorted(owing))
        raise Refused(f"{names}は、すでに提出しているか、いま答えるものがありません。督促は送っていません。")
    if shut := [row.department.name for row in rows if not row.may_write]:
        raise Refused(
            f"{'、'.join(shut)}は、いまの段階では書き込めません。その課の期限を延ばすか、評価の段階を戻してから督促してください。"
        )
    if done := [row.department.name for row in rows if _is_reminded(row.answer, today)]:
        raise Refused(f"{'、'.join(done)}には、きょうすでに督促しています。")
    letters = letters_to(current, rows, today)
    if unreachable := [letter.department.name for letter in letters if not letter.to]:
        raise Refused(
            f"{'、'.join(unreachable)}には、メールの届く利用者がいません。電話などで伝えるか、利用者を登録してください。"
        )
    mails = [mail for letter in letters for mail in _mails(current, letter, today)]
    Outbox.objects.bulk_create(mails)
    for letter in letters:
        _note(current, letter, now)
    record(
        "return.remind",
        actor=actor,
        government=current.plan.government,
        subject=current,
        fiscal_year=current.fiscal_year,
        departments=[letter.department.name for letter in letters],
        count=len(mails),
    )
    return len(mails)


def _is_reminded(answer: DepartmentReturn, today: datetime.date) -> bool:
    return answer.reminded_at is not None and timezone.localdate(answer.reminded_at) == today


def _mails(review: ReviewYear, letter: Letter, today: datetime.date) -> Iterator[Outbox]:
    for address in letter.to:
        yield Outbox(
            key=f"review-due:{review.pk}:{letter.department.pk}:{today}:{address}"[:120],
            government=review.plan.government,
            to=address,
            subject=letter.subject,
            body=letter.body,
        )


def _note(review: ReviewYear, letter: Letter, now: datetime.datetime) -> None:
    """The version stays: a reminder is no change that anybody could overtake."""
    rows = DepartmentReturn.objects.filter(review=review, department=letter.department)
    if not rows.update(reminded_at=now, reminders=F("reminders") + 1):
        DepartmentReturn.objects.create(
            review=review, department=letter.department, reminded_at=now, reminders=1
        )


def remind_due(now: datetime.datetime | None = None) -> int:
    """Remind whoever is to be reminded by now, on the days of each year's practice; how many mails. Safe to repeat.

    Only departments that owe an answer, whose step is at work, and who can be reached. One query where no year is open,
    two where it is nobody's day.
    """
    now = now or timezone.now()
    local = timezone.localtime(now)
    if local.hour < FIRST_HOUR:
        return 0
    rows = ReviewYear.objects.open().defer("content", "edition__content")
    reviews = [row for row in rows.select_related("plan__government", "edition") if is_entry(row)]
    for review in reviews:
        review.edition.plan = review.plan
    returns = DepartmentReturn.objects.filter(review__in=reviews, state__in=(State.OPEN, State.RETURNED))
    waiting = list(returns.select_related("department")) if reviews else []
    return sum(
        _remind_of(review, [row for row in waiting if row.review_id == review.pk], local.date())
        for review in reviews
    )


def _remind_of(review: ReviewYear, waiting: list[DepartmentReturn], today: datetime.date) -> int:
    practice, due = from_data(review.practice), due_day_of(review, from_data(review.practice))
    called = [row for row in waiting if _is_called(row, practice, row.due_on or due, today)]
    if not called:
        return 0
    reached = addresses_of([row.department for row in called], today)
    owing = {row.department.pk for row in Board(review, today).asked}
    departments = [
        row.department for row in called if row.department_id in owing and reached[row.department_id]
    ]
    if not departments:
        return 0
    try:
        return remind(actor=None, review=review, departments=departments)
    except Refused as refused:  # somebody submitted or reminded meanwhile; the next tick asks again
        logger.info("review %s: not reminded: %s", review.pk, refused.sentence)
        return 0


def _is_called(
    row: DepartmentReturn, practice: Practice, due: datetime.date | None, today: datetime.date
) -> bool:
    """Whether one of the practice's days has come since the department was last reminded."""
    if due is None:
        return False
    days = [due - datetime.timedelta(days=days) for days in practice.reminds_before]
    days += [due + datetime.timedelta(days=days) for days in practice.reminds_after]
    day = max((day for day in days if today - CATCH_UP < day <= today), default=None)
    last = timezone.localdate(row.reminded_at) if row.reminded_at else None
    return day is not None and (last is None or last < day)
