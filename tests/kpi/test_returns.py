"""A department's return: which state leads to which, what its figures do meanwhile, who comes too late."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.audit import Refused
from accounts.models import AuditEvent, Department
from accounts.saving import Overtaken
from kpi.measurements import record_value
from kpi.models import DepartmentReturn, MeasurementRevision, ReviewYear
from kpi.review.returns import (
    accept_return,
    extend_returns,
    gather_return,
    send_back_return,
    submit_return,
)
from tests.kpi import promises
from tests.kpi.boards import HEAD, answer_of, as_published, at_entry, practised, submitted
from tests.kpi.rounds import Round, a_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(toyonaka) -> Round:
    return a_round(toyonaka)


@pytest.fixture
def review(year) -> ReviewYear:
    return at_entry(year)


def states(round_: Round, *names: str) -> list[str]:
    """The newest states of these KPIs' figures of 2024."""
    found = []
    for name in names:
        rows = MeasurementRevision.objects.filter(
            measurement__indicator=round_.targets[name].indicator, measurement__fiscal_year=2024
        )
        newest = rows.order_by("-n").first()
        found.append(newest.state if newest else "")
    return found


def test_a_submitted_return_takes_its_figures_along_and_no_others(year, review, baba):
    promises.typed(year.targets["ease"].indicator, text="70.2%")
    promises.returned(year.targets["births"].indicator, text="3,300人")
    promises.typed(year.targets["emission"].indicator, text="-25%")
    row = submit_return(actor=baba, review=review, department=year.child, seen=1, **HEAD)
    assert (row.state, row.submitted_by, row.head_name, row.version) == ("SUBMITTED", baba, "課長　見本", 2)
    assert states(year, "ease", "births", "emission") == ["SUBMITTED", "SUBMITTED", "DRAFT"]
    event = AuditEvent.objects.get(verb="return.submit")
    assert event.detail == {"department": "こども政策課", "fiscal_year": 2024, "count": 2}


def test_what_stands_in_a_figure_stays_when_it_passes_on(year, review, aoki):
    first = record_value(
        actor=None, indicator=year.targets["ease"].indicator, fiscal_year=2024, typed="70.2%",
        numerator="702", denominator="1000", note="速報値です。", quality="PROVISIONAL",
    )  # fmt: skip
    submitted(review, year.child, aoki)
    newest = first.measurement.revisions.order_by("-n").first()
    names = "value places numerator denominator quality is_running_total is_partial note".split()
    assert [getattr(newest, name) for name in names] == [getattr(first, name) for name in names]
    assert (newest.n, newest.by) == (2, aoki)


def test_an_emptied_figure_and_a_later_year_stay_where_they_are(year, review):
    empty = promises.typed(year.targets["ease"].indicator, text="70.2%")
    record_value(
        actor=None, indicator=year.targets["ease"].indicator, fiscal_year=2024, typed="―", seen=empty.n
    )
    later = promises.typed(year.targets["births"].indicator, 2025, "3,200人")
    submitted(review, year.child)
    assert states(year, "ease", "births") == ["DRAFT", ""]
    assert later.measurement.revisions.count() == 1


def test_an_earlier_year_of_the_plan_goes_along(year, review):
    earlier = promises.typed(year.targets["ease"].indicator, 2023, "69%")
    submitted(review, year.child)
    assert earlier.measurement.revisions.order_by("-n").first().state == "SUBMITTED"


@pytest.mark.parametrize(
    ("head", "sentence"),
    [
        ({}, "所属長の氏名と確認日を入れてください"),
        ({"head_name": "課長"}, "所属長の氏名と確認日を入れてください"),
        ({"head_name": "課長", "head_checked_on": datetime.date(2097, 1, 1)}, "きょうより後"),
    ],
)
def test_the_head_of_the_department_looks_at_it_first(year, review, head, sentence):
    with pytest.raises(Refused, match=sentence):
        submit_return(actor=None, review=review, department=year.child, seen=1, **head)
    assert answer_of(review, year.child).state == "OPEN"


def test_a_practice_may_do_without_the_head(year, review):
    practised(review, asks_head=False)
    assert submit_return(actor=None, review=review, department=year.child, seen=1).state == "SUBMITTED"


def test_what_the_workbook_said_of_the_head_counts(year, review):
    DepartmentReturn.objects.filter(review=review, department=year.child).update(**HEAD)
    assert submit_return(actor=None, review=review, department=year.child, seen=1).state == "SUBMITTED"


def test_accepting_approves_and_sending_back_returns_with_the_reason(year, review, aoki):
    promises.typed(year.targets["ease"].indicator, text="70.2%")
    promises.typed(year.targets["emission"].indicator, text="-25%")
    for department in (year.child, year.planning):
        submitted(review, department)
    accepted = accept_return(actor=aoki, review=review, department=year.child, seen=2)
    back = send_back_return(
        actor=aoki, review=review, department=year.planning, seen=2, why="出典の年度が違います。"
    )
    assert (accepted.state, accepted.accepted_by) == ("ACCEPTED", aoki)
    assert (back.state, back.returned_why, back.head_checked_on) == (
        "RETURNED",
        "出典の年度が違います。",
        None,
    )
    assert states(year, "ease", "emission") == ["APPROVED", "RETURNED"]
    newest = MeasurementRevision.objects.get(state="RETURNED")
    assert (newest.why, newest.by) == ("出典の年度が違います。", aoki)


def test_sending_back_needs_a_reason(year, review):
    submitted(review, year.child)
    with pytest.raises(Refused, match="差し戻す理由を書いてください"):
        send_back_return(actor=None, review=review, department=year.child, seen=2, why="　")


def test_an_accepted_return_may_come_back_and_its_approved_figures_stay(year, review):
    promises.typed(year.targets["ease"].indicator, text="70.2%")
    submitted(review, year.child)
    accept_return(actor=None, review=review, department=year.child, seen=2)
    row = send_back_return(
        actor=None, review=review, department=year.child, seen=3, why="課題を書いてください。"
    )
    assert (row.state, row.accepted_at, states(year, "ease")) == ("RETURNED", None, ["APPROVED"])
    again = submit_return(actor=None, review=review, department=year.child, seen=4, **HEAD)
    assert (again.state, again.returned_why) == ("SUBMITTED", "")


def test_what_was_submitted_is_submitted_again_only_when_figures_changed(year, review):
    promises.typed(year.targets["ease"].indicator, text="70.2%")
    submitted(review, year.child)
    with pytest.raises(Refused, match="すでに提出されています"):
        submitted(review, year.child)
    record_value(
        actor=None, indicator=year.targets["ease"].indicator, fiscal_year=2024, typed="70.4%", seen=2
    )
    submitted(review, year.child)
    assert (answer_of(review, year.child).version, states(year, "ease")) == (3, ["SUBMITTED"])


def test_the_division_gathers_where_the_practice_says_so(year, review, baba):
    submitted(review, year.child)
    with pytest.raises(Refused, match="部の取りまとめはありません"):
        gather_return(actor=baba, review=review, department=year.child, seen=2)
    practised(review, gathers=True)
    with pytest.raises(Refused, match="部の取りまとめがまだです"):
        accept_return(actor=None, review=review, department=year.child, seen=2)
    row = gather_return(actor=baba, review=review, department=year.child, seen=2)
    assert (row.state, row.gathered_by) == ("GATHERED", baba)
    assert accept_return(actor=None, review=review, department=year.child, seen=3).state == "ACCEPTED"


@pytest.mark.parametrize("act", [gather_return, accept_return, send_back_return])
def test_nothing_is_done_with_a_return_that_was_not_submitted(year, review, act):
    practised(review, gathers=True)
    more = {"why": "理由です。"} if act is send_back_return else {}
    with pytest.raises(Refused, match="いま「入力中」です"):
        act(actor=None, review=review, department=year.child, seen=1, **more)


def test_of_two_who_act_on_one_return_the_later_sees_what_the_other_did(year, review, aoki, endo):
    submitted(review, year.child)
    accept_return(actor=endo, review=review, department=year.child, seen=2)
    with pytest.raises(Overtaken, match="こども政策課の回答を「承認」にしました") as late:
        send_back_return(actor=aoki, review=review, department=year.child, seen=2, why="理由です。")
    assert late.value.current.accepted_by == endo
    assert answer_of(review, year.child).state == "ACCEPTED"


def test_a_department_that_answers_since_the_year_was_opened_gets_its_return(year, review):
    late = Department.objects.create(government=year.government, name="新設課")
    row = submit_return(actor=None, review=review, department=late, seen=0, **HEAD)
    assert (row.state, row.version) == ("SUBMITTED", 1)
    with pytest.raises(Overtaken):
        submit_return(actor=None, review=review, department=late, seen=0, **HEAD)


def test_a_department_of_another_government_answers_for_nothing(year, review, ogori):
    other = Department.objects.create(government=ogori, name="企画課")
    with pytest.raises(Refused, match="ほかの団体の課"):
        submit_return(actor=None, review=review, department=other, seen=0, **HEAD)


def test_a_published_year_takes_no_return(year, review):
    as_published(review)
    with pytest.raises(Refused, match="すでに公表されています"):
        submitted(review, year.child)


# --- the due day --------------------------------------------------------------------------------------------


def test_a_due_day_is_put_off_with_its_reason_and_taken_back(year, review, aoki):
    day = timezone.localdate() + datetime.timedelta(days=7)
    both = [year.child, year.planning]
    seen = {department.pk: 1 for department in both}
    rows = extend_returns(
        actor=aoki, review=review, departments=both, seen=seen, due_on=day, reason="確定値は11月です。"
    )
    assert [(row.due_on, row.due_reason) for row in rows] == [(day, "確定値は11月です。")] * 2
    (row,) = extend_returns(
        actor=aoki, review=review, departments=[year.child], seen={year.child.pk: 2}, due_on=None, reason=""
    )
    assert (row.due_on, row.due_reason, row.version) == (None, "", 3)
    details = [event.detail for event in AuditEvent.objects.filter(verb="return.extend").order_by("id")]
    assert [(one["departments"], one["due_on"]) for one in details] == [
        (["こども政策課", "経営計画課"], day.isoformat()),
        (["こども政策課"], None),
    ]


def test_what_cannot_be_put_off(year, review):
    day = timezone.localdate() + datetime.timedelta(days=7)
    given = {"actor": None, "review": review, "departments": [year.child], "seen": {year.child.pk: 1}}
    with pytest.raises(Refused, match="理由を書いてください"):
        extend_returns(**given, due_on=day, reason=" ")
    with pytest.raises(Refused, match="きょうより前"):
        extend_returns(**given, due_on=timezone.localdate() - datetime.timedelta(days=1), reason="理由")
    with pytest.raises(Refused, match="一つ以上選んで"):
        extend_returns(**given | {"departments": []}, due_on=day, reason="理由")
    submitted(review, year.child)
    with pytest.raises(Refused, match="いま「提出」です"):
        extend_returns(**given | {"seen": {year.child.pk: 2}}, due_on=day, reason="理由")


def test_a_day_that_was_not_put_off_cannot_be_taken_back(year, review):
    with pytest.raises(Refused, match="新しい期限を入れてください"):
        extend_returns(
            actor=None,
            review=review,
            departments=[year.child],
            seen={year.child.pk: 1},
            due_on=None,
            reason="",
        )


def test_of_several_departments_none_is_put_off_when_one_was_changed_meanwhile(year, review):
    submitted(review, year.planning)
    day = timezone.localdate() + datetime.timedelta(days=7)
    with pytest.raises(Overtaken):
        extend_returns(
            actor=None, review=review, departments=[year.child, year.planning],
            seen={year.child.pk: 1, year.planning.pk: 1}, due_on=day, reason="理由",
        )  # fmt: skip
    assert not DepartmentReturn.objects.exclude(due_on=None).exists()


# --- how much it asks of the database -----------------------------------------------------------------------


def test_submitting_many_figures_asks_no_more_than_submitting_one(year, review):
    def queries() -> int:
        with CaptureQueriesContext(connection) as log:
            submitted(review, year.child)
        return len(log)

    promises.typed(year.targets["ease"].indicator, text="70.2%")
    one = queries()
    send_back_return(actor=None, review=review, department=year.child, seen=2, why="理由です。")
    promises.typed(year.targets["births"].indicator, text="3,300人")
    assert queries() == one
