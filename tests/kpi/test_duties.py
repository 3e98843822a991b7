"""What the yearly round puts on each person's desk."""

import datetime

import pytest

from accounts.models import Department, Membership, User
from kpi.indicators import save_indicator
from kpi.models import DepartmentReturn, ReviewYear
from kpi.review.duties import duties_of
from tests.kpi.boards import (
    AFTER_DUE,
    BEFORE_DUE,
    DUE,
    as_published,
    at_entry,
    of_department,
    practised,
    submitted,
)
from tests.kpi.rounds import Round, a_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(toyonaka) -> Round:
    return a_round(toyonaka)


def told(
    person: User, today: datetime.date = BEFORE_DUE
) -> list[tuple[str, str, datetime.date | None, bool]]:
    membership = Membership.objects.select_related("government", "department").get(user=person)
    return [(one.title, one.name, one.due, one.is_late) for one in duties_of(membership, today)]


def test_a_planner_has_the_step_at_work_and_what_was_submitted(year, aoki):
    year.open()
    assert told(aoki) == [("令和6年度の評価：準備", "review_year", datetime.date(2025, 5, 31), True)]
    ReviewYear.objects.update(step="entry")
    submitted(ReviewYear.objects.get(), year.child)
    assert told(aoki) == [
        ("令和6年度の評価：課の回答の確認（1課）", "review_year", None, False),
        ("令和6年度の評価：入力", "review_year", DUE, False),
    ]


def test_a_planner_waits_for_the_division_where_it_gathers(year, aoki):
    review = practised(at_entry(year), gathers=True)
    submitted(review, year.child)
    assert [title for title, *_ in told(aoki)] == ["令和6年度の評価：入力"]


def test_a_department_has_its_answer_until_it_is_submitted(year, baba):
    review = at_entry(year)
    of_department(baba, year.child)
    assert told(baba) == [("令和6年度の評価への回答", "review_return", DUE, False)]
    assert told(baba, AFTER_DUE) == [("令和6年度の評価への回答", "review_return", DUE, True)]
    submitted(review, year.child)
    assert told(baba, AFTER_DUE) == []


def test_what_was_sent_back_or_put_off_waits_behind_the_step_of_entry_too(year, baba):
    review = at_entry(year)
    of_department(baba, year.child)
    ReviewYear.objects.update(step="internal")
    assert told(baba, AFTER_DUE) == []
    rows = DepartmentReturn.objects.filter(department=year.child)
    rows.update(due_on=datetime.date(2025, 12, 1), due_reason="集計待ち")
    assert told(baba, AFTER_DUE) == [
        ("令和6年度の評価への回答", "review_return", datetime.date(2025, 12, 1), False)
    ]
    rows.update(due_on=None, due_reason="", state="RETURNED", returned_why="単位の違い")
    assert told(baba, AFTER_DUE) == [("令和6年度の評価への回答", "review_return", DUE, True)]
    as_published(review)
    assert told(baba, AFTER_DUE) == []


def test_a_department_of_which_nothing_is_due_yet_is_not_late(year, baba):
    at_entry(year)
    indicator = year.targets["emission"].indicator
    save_indicator(actor=None, indicator=indicator, version=1, known_month=11)
    of_department(baba, year.planning)
    assert told(baba, AFTER_DUE) == []
    assert told(baba, datetime.date(2025, 12, 1)) == [("令和6年度の評価への回答", "review_return", DUE, True)]


def test_a_department_that_inherits_a_kpi_from_an_item_is_late_like_others(year, baba):
    """こども政策課 answers for measures through their direction; without figures of its own it still owes their review."""
    at_entry(year)
    for key in ("ease", "births"):
        indicator = year.targets[key].indicator
        save_indicator(actor=None, indicator=indicator, version=1, department=year.planning)
    of_department(baba, year.child)
    assert [late for *_, late in told(baba, AFTER_DUE)] == [True]


def test_the_division_is_asked_to_gather(year, toyonaka, baba):
    review = practised(at_entry(year), gathers=True)
    submitted(review, year.child)
    sister = Department.objects.create(government=toyonaka, division="こども未来部", name="保育課")
    of_department(baba, sister)
    assert [title for title, *_ in told(baba)] == ["令和6年度の評価：こども政策課の回答の取りまとめ"]


def test_readers_published_years_and_closed_entry_have_none(year, baba, aoki):
    review = at_entry(year)
    of_department(baba, year.child)
    ReviewYear.objects.update(step="internal")
    assert told(baba) == []
    Membership.objects.filter(user=baba).update(role="VIEWER")
    ReviewYear.objects.update(step="entry")
    assert told(baba) == []
    review.refresh_from_db()
    as_published(review)
    assert told(aoki) == []


def test_another_governments_years_are_nobodys_duty_here(year, neighbour):
    at_entry(year)
    assert told(neighbour) == []


def test_the_number_of_queries_does_not_grow_with_reviews(
    year, toyonaka, aoki, baba, django_assert_num_queries
):
    at_entry(year)
    of_department(baba, year.child)
    members = [
        Membership.objects.select_related("government", "department").get(user=person)
        for person in (aoki, baba)
    ]

    def ask() -> None:
        with django_assert_num_queries(2):
            duties_of(members[0], AFTER_DUE)
        with django_assert_num_queries(6):
            assert all(one.is_late for one in duties_of(members[1], AFTER_DUE))

    ask()
    for n in range(3):
        other = a_round(toyonaka, slug=f"plan-{n}")
        at_entry(other)
    ask()
    assert len(duties_of(members[1], AFTER_DUE)) == 4
