"""The mail that reminds a department (督促): to whom it goes and what it says. It is shown before it is sent."""

import datetime
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse

from accounts.links import link_to
from accounts.models import Department, Membership
from accounts.rules import Role
from kpi.explaining import year_word
from kpi.models import DepartmentReturn, ReviewYear
from kpi.review.board import Row
from kpi.review.due import Due
from kpi.review.reading import called
from kpi.review.years import address_word
from strategy.fiscal import WEEKDAYS

State = DepartmentReturn.State
MOST_NAMED = 10  # KPIs named in a letter; the page lists all


@dataclass(frozen=True)
class Letter:
    """A letter to a department; ``to`` are addresses, each once. Empty: nobody of it can be reached by mail."""

    row: Row
    to: tuple[str, ...]
    subject: str
    body: str

    @property
    def department(self) -> Department:
        return self.row.department


def addresses_of(departments: Collection[Department], today: datetime.date) -> Mapping[int, tuple[str, ...]]:
    """Mail addresses of the people who answer for each department on a day. One query."""
    found: dict[int, dict[str, None]] = {department.pk: {} for department in departments}
    rows = Membership.objects.on(today).filter(
        department__in=found, role=Role.DEPARTMENT, user__is_active=True
    )
    for row in rows.select_related("user").order_by("user__name", "user_id"):
        if row.user.address_for_mail:
            found[row.department_id][row.user.address_for_mail] = None
    return {pk: tuple(addresses) for pk, addresses in found.items()}


def letters_to(review: ReviewYear, rows: Collection[Row], today: datetime.date) -> tuple[Letter, ...]:
    """The letter to each of these departments as it would be sent now. One query."""
    to = addresses_of([row.department for row in rows], today)
    return tuple(letter(review, row, to[row.department.pk], today) for row in rows)


def letter(review: ReviewYear, row: Row, to: tuple[str, ...], today: datetime.date) -> Letter:
    """What a department is told: by when, what is missing, where to go."""
    plan = review.plan
    name = f"{year_word(review.fiscal_year)}の評価"
    place = [plan.government.slug, plan.slug, address_word(review), row.department.pk]
    lines = (
        f"{row.department.name} 御中",
        "",
        f"「{review.edition.title}」{name}の回答を、{_how_far(row)}",
        *_why(row),
        _due(row.due, today),
        "",
        *_missing(row),
        "回答は、次の画面で入力するか、Excelの表を取り込んで、「提出する」を押してください。",
        link_to(reverse("review_return", args=place)),
        "",
        "行き違いで提出ずみのときは、ご容赦ください。期限に間に合わないときは、企画担当に相談してください。",
        "",
        f"{plan.government}　企画担当",
    )
    subject = f"【{plan.government}】{name}：回答のお願い（{row.department.name}）"
    return Letter(row, to, subject, "\n".join(lines) + "\n")


def _how_far(row: Row) -> str:
    if row.answer.state == State.RETURNED:
        return "差し戻しています。直して、もう一度提出してください。"
    return "まだ受け取っていません。"


def _why(row: Row) -> Iterator[str]:
    if row.answer.state == State.RETURNED:
        yield f"差戻しの理由：{row.answer.returned_why}"


def _due(due: Due, today: datetime.date) -> str:
    if due.day is None:
        return "できるだけ早く提出してください。"
    day = f"{due.day.month}月{due.day.day}日（{WEEKDAYS[due.day.weekday()]}）"
    if due.days_over:
        return f"期限の{day}を{due.days_over}日過ぎています。"
    left = (due.day - today).days
    return f"期限は{day}です（{ {0: 'きょう', 1: 'あす'}.get(left, f'あと{left}日') }）。"


def _missing(row: Row) -> Iterator[str]:
    names = [called(judged.target.name, judged.target.audience) for judged in row.missing_figures]
    if names:
        yield f"値のまだない指標（{len(names)}件）"
        yield from (f"・{name}" for name in names[:MOST_NAMED])
        if len(names) > MOST_NAMED:
            yield f"・ほか{len(names) - MOST_NAMED}件"
        yield ""
    if row.unexplained:
        yield f"要因・課題・今後の対応のそろっていない指標：{len(row.unexplained)}件"
        yield ""
    if row.unwritten_items:
        yield f"実績の書かれていない施策：{len(row.unwritten_items)}件"
        yield ""
    if not (names or row.unexplained or row.unwritten_items):
        yield "値と評価はそろっています。確かめて、提出してください。"
        yield ""
