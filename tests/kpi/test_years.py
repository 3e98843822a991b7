"""Which edition judges a year, which review an address names, what is reviewed, and who may answer."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from kpi.models import DepartmentReturn, ReviewYear
from kpi.review.practice import DEFAULT
from kpi.review.years import (
    Reviewed,
    address_word,
    edition_for,
    is_entry,
    may_answer,
    practice_of,
    require_answerer,
    review_at,
)
from kpi.targets import relist_target
from publishing.editions import freeze, publish, start_next_edition
from tests.kpi import office
from tests.kpi.rounds import a_round

pytestmark = pytest.mark.django_db


def at_step(review: ReviewYear, key: str) -> ReviewYear:
    ReviewYear.objects.filter(pk=review.pk).update(step=key)
    review.step = key
    return review


def test_the_edition_that_held_at_the_end_of_the_year_judges_it(toyonaka):
    """令和5年度 and 令和6年度 by the old edition although the new one came into force in June 2025."""
    year = a_round(toyonaka)
    plan = year.edition.plan
    newer = start_next_edition(
        actor=None, edition=year.edition, stage="ADOPTED", effective_from=datetime.date(2025, 6, 1)
    )
    publish(actor=None, edition=freeze(actor=None, edition=newer))
    judging = [edition_for(plan, fiscal_year) for fiscal_year in (2022, 2023, 2024, 2025)]
    assert judging == [None, year.edition, year.edition, newer]


def test_an_address_names_the_newest_revision(toyonaka, django_assert_num_queries):
    year = a_round(toyonaka)
    review = year.open(2024)
    assert address_word(review) == "2024"
    with django_assert_num_queries(1):
        found = review_at(toyonaka, "digital-strategy", "2024")
        assert (found, found.plan.government, found.edition.plan) == (review, toyonaka, review.plan)
    for word in ("2023", "2024-term", "x", "20244"):
        with pytest.raises(Http404):
            review_at(toyonaka, "digital-strategy", word)


def test_another_governments_review_is_not_there(toyonaka, ogori):
    a_round(toyonaka).open(2024)
    with pytest.raises(Http404):
        review_at(ogori, "digital-strategy", "2024")


def test_what_is_reviewed_stands_in_printed_order_with_who_answers(toyonaka):
    year = a_round(toyonaka)
    reviewed = Reviewed(year.open(2024))
    assert [(row.target.name, row.department) for row in reviewed.targets] == [
        ("子育てがしやすいまちだと思う市民の割合", year.child),
        ("出生数", year.child),
        ("温室効果ガス排出量", year.planning),
    ]
    assert [(row.item.title, row.department) for row in reviewed.items] == [
        ("見本の取組み1", year.child),  # of the direction above them
        ("見本の取組み2", year.child),
    ]
    assert reviewed.departments == (year.child, year.planning)


def test_a_plan_without_measures_is_reviewed_by_its_directions(toyonaka):
    year = a_round(toyonaka, measures=0)
    assert [row.item.title for row in Reviewed(year.open(2024)).items] == [
        "安心して産み育てられる環境づくりを進めます"
    ]


def test_a_relisted_target_answers_for_nothing(toyonaka):
    year = a_round(toyonaka)
    working = start_next_edition(actor=None, edition=year.edition, stage="PROPOSAL")
    target = working.targets.get(name="出生数")
    relist_target(actor=None, target=target, item=working.items.get(title="見本の取組み1"))
    edition = freeze(actor=None, edition=working)
    review = year.open(2024)
    review.edition = edition
    edition.plan = review.plan
    found = [(row.target.name, row.relisting is not None) for row in Reviewed(review).targets]
    assert found[-1] == ("出生数", True)


def test_queries_do_not_grow_with_the_plan(toyonaka, ogori, django_assert_num_queries):
    small, large = a_round(toyonaka).open(2024), a_round(ogori, measures=20).open(2024)
    for review in (small, large):
        with django_assert_num_queries(4):
            reviewed = Reviewed(review_at(review.plan.government, "digital-strategy", "2024"))
            assert reviewed.targets and reviewed.items and reviewed.departments


def test_who_may_answer(toyonaka, ogori, aoki):
    year = a_round(toyonaka)
    review = at_step(year.open(2024), "entry")
    people = {
        "planner": aoki,
        "own": office.staff("馬場", "DEPARTMENT", toyonaka, year.child),
        "other": office.staff("加藤", "DEPARTMENT", toyonaka, year.planning),
        "viewer": office.staff("土井", "VIEWER", toyonaka, year.child),
        "elsewhere": office.staff("青木", "PLANNER", ogori),
    }
    answers = {
        name: may_answer(person.memberships.get(), review, year.child) for name, person in people.items()
    }
    assert answers == {
        "planner": True, "own": True, "other": False, "viewer": False, "elsewhere": False,
    }  # fmt: skip
    with pytest.raises(PermissionDenied):
        require_answerer(people["other"].memberships.get(), review, year.child)


def test_departments_answer_while_the_step_of_entry_is_at_work(toyonaka, aoki):
    year = a_round(toyonaka)
    baba = office.staff("馬場", "DEPARTMENT", toyonaka, year.child).memberships.get()
    review = year.open(2024)
    found = {}
    for step in ("prepare", "entry", "internal"):
        at_step(review, step)
        found[step] = (is_entry(review), may_answer(baba, review, year.child))
    assert found == {"prepare": (False, False), "entry": (True, True), "internal": (False, False)}
    assert may_answer(aoki.memberships.get(), review, year.child)


def test_an_answer_is_closed_once_submitted_and_open_again_when_sent_back(toyonaka):
    year = a_round(toyonaka)
    baba = office.staff("馬場", "DEPARTMENT", toyonaka, year.child).memberships.get()
    at_step(year.open(2024), "entry")
    found = {}
    for state in DepartmentReturn.State.values:
        DepartmentReturn.objects.filter(department=year.child).update(state=state, returned_why="年度の違い")
        for step in ("entry", "internal"):
            read = at_step(review_at(toyonaka, "digital-strategy", "2024"), step)
            found[state, step] = may_answer(baba, read, year.child)
    assert [place for place, may in found.items() if may] == [
        ("OPEN", "entry"), ("RETURNED", "entry"), ("RETURNED", "internal"),
    ]  # fmt: skip


def test_a_day_that_was_put_off_opens_the_answer_behind_the_step_of_entry(toyonaka):
    year = a_round(toyonaka)
    baba = office.staff("馬場", "DEPARTMENT", toyonaka, year.child).memberships.get()
    at_step(year.open(2024), "entry")
    rows = DepartmentReturn.objects.filter(department=year.child)
    rows.update(due_on=datetime.date(2025, 12, 1), due_reason="集計待ち")
    found = {}
    for state in ("OPEN", "SUBMITTED", "ACCEPTED"):
        rows.update(state=state)
        for step in ("prepare", "entry", "internal", "publication"):
            read = at_step(review_at(toyonaka, "digital-strategy", "2024"), step)
            found[state, step] = may_answer(baba, read, year.child)
    assert [place for place, may in found.items() if may] == [
        ("OPEN", "entry"), ("OPEN", "internal"), ("OPEN", "publication"),
    ]  # fmt: skip


def test_the_usual_practice_holds_until_there_is_an_own_one(toyonaka):
    assert practice_of(toyonaka) == DEFAULT
