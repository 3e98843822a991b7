"""Reminding departments: by a person, by the clock, never twice a day, never for what is not due."""

import datetime

import pytest
from django.utils import timezone

from accounts.audit import Refused
from accounts.models import AuditEvent, Outbox
from kpi.indicators import save_indicator
from kpi.models import DepartmentReturn, ReviewYear
from kpi.review.board import Board
from kpi.review.letters import letters_to
from kpi.review.reminders import remind, remind_due
from tests.kpi.boards import (
    AFTER_DUE,
    BEFORE_DUE,
    DUE,
    answer_of,
    as_published,
    at_entry,
    mailed,
    of_department,
    practised,
    submitted,
)  # fmt: skip
from tests.kpi.office import staff
from tests.kpi.rounds import Round, a_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(toyonaka) -> Round:
    return a_round(toyonaka)


@pytest.fixture
def review(year, baba) -> ReviewYear:
    of_department(mailed(baba, "kodomo@example.jp"), year.child)
    return at_entry(year)


def at(day: datetime.date, hour: int = 9) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))


@pytest.fixture
def clock(monkeypatch):
    """Sets the clock of the verbs to a moment and lets the tick run."""

    def tick(day: datetime.date, hour: int = 9) -> int:
        now = at(day, hour)
        monkeypatch.setattr("django.utils.timezone.now", lambda: now)
        return remind_due(now)

    return tick


# --- the letter ---------------------------------------------------------------------------------------------


def test_the_letter_says_by_when_what_and_where(year, review, settings):
    settings.SITE_URL = "https://example.jp"
    board = Board(review, AFTER_DUE)
    letter, other = letters_to(review, board.rows, AFTER_DUE)
    assert (letter.to, other.to) == (("kodomo@example.jp",), ())
    assert letter.subject == "【豊中市】令和6年度の評価：回答のお願い（こども政策課）"
    lines = letter.body.splitlines()
    assert lines[:9] == [
        "こども政策課 御中",
        "",
        f"「{review.edition.title}」令和6年度の評価の回答を、まだ受け取っていません。",
        "期限の6月30日（月）を6日過ぎています。",
        "",
        "値のまだない指標（2件）",
        "・子育てがしやすいまちだと思う市民の割合",
        "・出生数",
        "",
    ]
    assert (
        f"https://example.jp/office/toyonaka/digital-strategy/review/2024/returns/{year.child.pk}/" in lines
    )


@pytest.mark.parametrize(
    ("day", "sentence"),
    [(BEFORE_DUE, "期限は6月30日（月）です（あと10日）。"), (DUE, "期限は6月30日（月）です（きょう）。")],
)
def test_before_the_day_the_letter_asks_and_does_not_blame(review, day, sentence):
    assert letters_to(review, Board(review, day).rows, day)[0].body.splitlines()[3] == sentence


def test_people_who_share_a_mailbox_get_one_letter(year, review, toyonaka):
    for name in ("佐藤", "鈴木"):
        person = staff(name, "DEPARTMENT", toyonaka, year.child)
        person.email, person.login_name, person.mailbox = None, name, "ka@example.jp"
        person.save()
    viewer = staff("閲覧", "VIEWER", toyonaka, year.child)
    mailed(viewer, "reader@example.jp")
    letters = letters_to(review, Board(review, AFTER_DUE).rows, AFTER_DUE)
    assert sorted(letters[0].to) == ["ka@example.jp", "kodomo@example.jp"]


# --- by a person --------------------------------------------------------------------------------------------


def test_a_reminder_is_put_down_counted_and_on_record(year, review, aoki):
    assert remind(actor=aoki, review=review, departments=[year.child]) == 1
    row = answer_of(review, year.child)
    assert (row.reminders, timezone.localdate(row.reminded_at), row.version) == (1, timezone.localdate(), 1)
    event = AuditEvent.objects.get(verb="return.remind")
    assert event.detail == {"fiscal_year": 2024, "departments": ["こども政策課"], "count": 1}


def test_nobody_is_reminded_twice_on_one_day(year, review, aoki, endo):
    remind(actor=aoki, review=review, departments=[year.child])
    with pytest.raises(Refused, match="こども政策課には、きょうすでに督促しています"):
        remind(actor=endo, review=review, departments=[year.child])
    assert Outbox.objects.count() == 1


def test_of_several_departments_none_is_reminded_when_one_cannot_be(year, review, aoki):
    with pytest.raises(Refused, match="経営計画課には、メールの届く利用者がいません"):
        remind(actor=aoki, review=review, departments=[year.child, year.planning])
    submitted(review, year.planning)
    with pytest.raises(Refused, match="経営計画課は、すでに提出しているか"):
        remind(actor=aoki, review=review, departments=[year.child, year.planning])
    assert (Outbox.objects.count(), answer_of(review, year.child).reminders) == (0, 0)


def test_nobody_is_reminded_who_cannot_write_any_more(year, review, aoki):
    """The letter says 「入力して提出してください」: behind the step of entry only where the day was put off."""
    ReviewYear.objects.filter(pk=review.pk).update(step="internal")
    with pytest.raises(Refused, match="こども政策課は、いまの段階では書き込めません"):
        remind(actor=aoki, review=review, departments=[year.child])
    rows = DepartmentReturn.objects.filter(department=year.child)
    rows.update(due_on=datetime.date(2099, 12, 1), due_reason="集計待ち")
    assert remind(actor=aoki, review=review, departments=[year.child]) == 1


def test_the_letter_to_whom_an_answer_was_sent_back_says_so(year, review):
    submitted(review, year.child)
    rows = DepartmentReturn.objects.filter(department=year.child)
    rows.update(state="RETURNED", returned_why="出生数の単位が違います。")
    lines = letters_to(review, Board(review, AFTER_DUE).rows, AFTER_DUE)[0].body.splitlines()
    assert lines[2:5] == [
        f"「{review.edition.title}」令和6年度の評価の回答を、差し戻しています。直して、もう一度提出してください。",
        "差戻しの理由：出生数の単位が違います。",
        "期限の6月30日（月）を6日過ぎています。",
    ]


def test_nobody_is_reminded_before_anybody_was_asked(year, aoki):
    with pytest.raises(Refused, match="まだ課に照会していません"):
        remind(actor=aoki, review=year.open(), departments=[year.child])


def test_a_published_year_reminds_nobody(year, review, aoki):
    with pytest.raises(Refused, match="すでに公表されています"):
        remind(actor=aoki, review=as_published(review), departments=[year.child])


# --- by the clock -------------------------------------------------------------------------------------------


def test_the_clock_reminds_on_the_days_of_the_practice_and_once(review, clock):
    days = {day: clock(day) for day in (DUE + datetime.timedelta(days=n) for n in range(-10, 12))}
    assert [day - DUE for day, sent in days.items() if sent] == [
        datetime.timedelta(days=n) for n in (-7, -1, 1, 7)
    ]
    assert [clock(DUE + datetime.timedelta(days=7), hour) for hour in (10, 23)] == [0, 0]
    assert Outbox.objects.count() == 4
    assert set(AuditEvent.objects.filter(verb="return.remind").values_list("actor", flat=True)) == {None}


def test_the_clock_lets_people_sleep_and_catches_up_after_a_standstill(review, clock):
    day = DUE + datetime.timedelta(days=1)
    assert (clock(day, 7), clock(day + datetime.timedelta(days=2), 8)) == (0, 1)
    other = DUE + datetime.timedelta(days=7 + 3)
    assert clock(other) == 0  # too late to be of use


def test_the_clock_reminds_nobody_who_answered_or_owes_nothing(year, review, baba, toyonaka, clock):
    mailed(staff("計画", "DEPARTMENT", toyonaka, year.planning), "keikaku@example.jp")
    indicator = year.targets["emission"].indicator
    save_indicator(actor=None, indicator=indicator, version=indicator.version, known_month=11)
    submitted(review, year.child)
    assert clock(DUE + datetime.timedelta(days=1)) == 0


@pytest.mark.parametrize("step", ["prepare", "internal"])
def test_the_clock_reminds_only_while_departments_are_asked(review, clock, step):
    ReviewYear.objects.filter(pk=review.pk).update(step=step)
    assert clock(DUE + datetime.timedelta(days=1)) == 0


def test_a_day_of_its_own_moves_the_reminders(year, review, clock):
    own = DUE + datetime.timedelta(days=20)
    DepartmentReturn.objects.filter(department=year.child).update(due_on=own, due_reason="x")
    assert (clock(DUE + datetime.timedelta(days=1)), clock(own - datetime.timedelta(days=1))) == (0, 1)


def test_a_practice_may_remind_nobody(review, clock):
    practised(review, reminds_before=[], reminds_after=[])
    assert clock(DUE + datetime.timedelta(days=1)) == 0


def test_a_tick_without_anything_to_do_costs_two_queries(review, clock, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert clock(BEFORE_DUE) == 0
    as_published(review)
    with django_assert_num_queries(1):
        assert clock(DUE) == 0
