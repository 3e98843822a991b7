"""The board of a year: what is due, what is late, what is missing, and what never is late."""

import datetime

import pytest
from django.utils import timezone

from kpi.indicators import save_indicator
from kpi.measurements import record_value
from kpi.models import (
    DepartmentReturn,
    Hearing,
    ItemReview,
    MeasurementRevision,
    ReviewYear,
    TargetReview,
    Upload,
)
from kpi.review.board import Board, Material
from kpi.review.due import Due, due_day_of, due_of
from kpi.review.practice import from_data
from tests.kpi import promises
from tests.kpi.boards import (
    AFTER_DUE,
    BEFORE_DUE,
    DUE,
    answer_of,
    as_published,
    at_entry,
    practised,
    submitted,
)
from tests.kpi.rounds import Round, a_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(toyonaka) -> Round:
    return a_round(toyonaka)


@pytest.fixture
def review(year) -> ReviewYear:
    return at_entry(year)


def row_of(review: ReviewYear, name: str, today: datetime.date = AFTER_DUE):
    return next(row for row in Board(review, today).rows if row.department.name == name)


CHILD, PLANNING = "こども政策課", "経営計画課"


def later(year: Round, key: str, **facts: object) -> None:
    """An indicator whose figure comes out another time."""
    indicator = year.targets[key].indicator
    indicator.refresh_from_db()
    save_indicator(actor=None, indicator=indicator, version=indicator.version, **facts)


# --- what is late -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "days", "late"), [(BEFORE_DUE, 0, []), (DUE, 0, []), (AFTER_DUE, 6, [CHILD, PLANNING])]
)
def test_a_department_is_late_from_the_day_after(review, today, days, late):
    board = Board(review, today)
    assert [row.department.name for row in board.late] == late
    assert {row.due for row in board.rows} == {Due(DUE, days)}


def test_nobody_is_late_before_anybody_was_asked(year):
    board = Board(year.open(), AFTER_DUE)
    assert (board.late, {row.status for row in board.rows}) == ((), {("照会前", "")})


def test_nobody_is_late_in_a_published_year(review):
    assert Board(as_published(review), AFTER_DUE).late == ()


@pytest.mark.parametrize(
    "facts",
    [
        {"known_month": 11, "lag_years": 1},  # 未公表（令和7年11月予定）
        {"frequency": "FIVE_YEARLY", "survey_years": [2020]},  # 調査年でない
    ],
)
def test_whose_figures_are_not_due_yet_is_never_late(year, review, facts):
    later(year, "emission", **facts)
    row = row_of(review, PLANNING)
    assert (row.owes, row.is_late, row.status) == (False, False, ("まだ時期でない", ""))
    assert [judged.target.pk for judged in Board(review, AFTER_DUE).not_due] == [year.targets["emission"].pk]


def test_a_department_with_measures_owes_an_answer_though_no_figure_is_due(year, review):
    for key in ("ease", "births"):
        later(year, key, known_month=11)
    row = row_of(review, CHILD)
    assert (len(row.due_figures), row.owes, row.is_late) == (0, True, True)


def test_a_day_of_its_own_counts_for_its_department_only(year, review):
    DepartmentReturn.objects.filter(department=year.child).update(
        due_on=datetime.date(2025, 7, 31), due_reason="確定値は7月"
    )
    assert [row.status for row in Board(review, AFTER_DUE).rows] == [
        ("期限を延ばした", ""),
        ("遅れ", "tag-bad"),
    ]
    assert row_of(review, CHILD).notes == ("期限を7月31日に延ばしました（確定値は7月）",)
    assert row_of(review, CHILD, datetime.date(2025, 8, 1)).is_late


def test_without_a_day_in_the_practice_nobody_is_late(review):
    steps = [step | {"month": None, "day": None} for step in review.practice["steps"]]
    practised(review, steps=steps)
    assert due_day_of(review, from_data(review.practice)) is None
    assert Board(review, datetime.date(2026, 3, 1)).late == ()
    assert due_of(review, from_data(review.practice), DepartmentReturn(), AFTER_DUE) == Due(None, 0)


# --- states and notes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "stage", "status"),
    [
        ("OPEN", "未着手", ("入力中", "")),
        ("SUBMITTED", "提出", ("確認待ち", "tag-warn")),
        ("GATHERED", "部取りまとめ済", ("確認待ち", "tag-warn")),
        ("RETURNED", "差戻し", ("差戻し", "tag-warn")),
        ("ACCEPTED", "承認", ("済", "tag-good")),
    ],
)
def test_what_is_said_of_each_state(year, review, state, stage, status):
    DepartmentReturn.objects.filter(department=year.planning).update(state=state, returned_why="x")
    row = row_of(review, PLANNING, BEFORE_DUE)
    assert (row.stage, row.status) == (stage, status)


def test_values_are_counted_by_what_is_due(year, review):
    promises.submitted(year.targets["ease"].indicator, text="70.2%")
    promises.returned(year.targets["births"].indicator, text="3,300人")
    later(year, "emission", known_month=11)
    board = Board(review, AFTER_DUE)
    assert [(row.entered, len(row.due_figures)) for row in board.rows] == [(1, 2), (0, 0)]
    assert board.tiles == (
        ("今期の指標", "3件"),
        ("入力すべき値", "2件"),
        ("提出ずみ", "1件"),
        ("遅れ", "1課"),
        ("まだ時期でない", "1件"),
    )


def test_what_a_department_lacks_is_said(year, review):
    promises.typed(
        year.targets["births"].indicator, text="3,000人"
    )  # below its baseline: causes are asked for
    row = row_of(review, CHILD)
    assert row.lacks == (
        "値のない指標が1件あります。",
        "要因・課題・今後の対応のそろっていない指標が1件あります。",
        "実績の書かれていない施策が2件あります。",
    )
    TargetReview.objects.create(
        review=review, target=year.targets["births"], cause="原因", issue="課題", action="対応"
    )
    ItemReview.objects.create(
        review=review, item=year.edition.items.get(title="見本の取組み1"), achievement="実績"
    )
    assert row_of(review, CHILD).lacks == (
        "値のない指標が1件あります。",
        "実績の書かれていない施策が1件あります。",
    )


def test_the_notes_name_what_changed_after_it_was_submitted(year, review):
    promises.typed(year.targets["ease"].indicator, text="70.2%")
    submitted(review, year.child)
    record_value(
        actor=None, indicator=year.targets["ease"].indicator, fiscal_year=2024, typed="70.4%", seen=2,
        quality="PROVISIONAL",
    )  # fmt: skip
    assert row_of(review, CHILD).notes == (
        "値のない指標が1件あります",
        "提出のあとに変わった値が1件あります",
        "「子育てがしやすいまちだと思う市民の割合」は速報",
    )


def test_who_is_shut_out_and_who_can_be_reminded_behind_the_step_of_entry(year, review):
    review.step = "internal"
    answers = DepartmentReturn.objects.filter(department__name=PLANNING)
    answers.update(due_on=datetime.date(2025, 12, 1), due_reason="集計待ち")
    board = Board(review, AFTER_DUE)
    assert [row.department.name for row in board.shut] == [CHILD]
    assert [row.department.name for row in board.remindable] == [PLANNING]


def test_a_correction_is_late_for_nobody(review):
    review.revision, review.step = 2, "publication"
    board = Board(review, AFTER_DUE)
    assert (board.late, board.shut, {row.status for row in board.rows}) == ((), (), {("未提出", "")})


def test_a_file_that_is_not_applied_waits_for_somebody(year, review):
    Upload.objects.create(
        government=year.government, kind="RESULTS", review=review, department=year.child, name="a.xlsx", size=1,
        sha256="0", data=b"x", at=timezone.now(),
    )  # fmt: skip
    board = Board(review, BEFORE_DUE)
    assert [row.department.name for row in board.waiting] == [CHILD]
    assert board.row(year.child.pk).notes == ("届いたファイル1件を反映していません",)


def test_the_day_on_which_a_department_last_moved(year, review):
    assert row_of(review, CHILD).moved_on is None
    made = promises.typed(year.targets["ease"].indicator, text="70.2%")
    promises.typed(year.targets["births"].indicator, 2023, "3,400人")  # of another year
    today = timezone.localdate()
    assert (row_of(review, CHILD).moved_on, row_of(review, PLANNING).moved_on) == (today, None)
    assert (row_of(review, CHILD).stage, Board(review, AFTER_DUE).moved_on) == ("入力中", today)
    assert MeasurementRevision.objects.get(pk=made.pk).at is not None


def test_who_answered_once_stays_on_the_board(year, review):
    """An indicator went to another department meanwhile; the return that was submitted is not forgotten."""
    submitted(review, year.planning)
    later(year, "emission", department=year.child)
    assert [row.department.name for row in Board(review, AFTER_DUE).rows] == [CHILD, PLANNING]
    answer_of(review, year.planning).delete()
    assert [row.department.name for row in Board(review, AFTER_DUE).rows] == [CHILD]


def test_kpis_of_nobody_are_named(year, review):
    later(year, "emission", department=None)
    board = Board(review, AFTER_DUE)
    assert [row.target.pk for row in board.without_department] == [year.targets["emission"].pk]
    assert [row.department.name for row in board.rows] == [CHILD]


# --- beside the table ---------------------------------------------------------------------------------------


def test_the_four_materials_say_what_is_missing(year, review):
    Hearing.objects.create(
        review=review, kind="EXTERNAL", name="推進委員会", held_on=datetime.date(2025, 8, 5)
    )
    Hearing.objects.create(
        review=review, kind="RESIDENTS", name="市民意識調査", held_on=datetime.date(2025, 2, 1)
    )
    assert Board(review, AFTER_DUE).materials == (
        Material("0／3", "tag-warn", "KPIの実績"),
        Material("予定", "", "外部の評価（推進委員会 8月5日）"),
        Material("未", "", "議会（9月）"),
        Material("済", "tag-good", "住民の声（市民意識調査 2月1日）"),
    )


def test_a_sector_plan_that_says_another_target_by_now_is_named(year, review):
    later(year, "emission", sector_name="地球温暖化防止計画", sector_target="-50%")
    assert [row.target.pk for row in Board(review, AFTER_DUE).not_taken_over] == [year.targets["emission"].pk]
    later(year, "emission", sector_target="-38.3%")
    assert Board(review, AFTER_DUE).not_taken_over == ()
