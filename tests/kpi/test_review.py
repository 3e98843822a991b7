"""Smaller parts of the yearly round: which years a plan has and may open next, who may gather."""

import datetime

import pytest

from accounts.models import Department, Membership, User
from kpi.models import ReviewYear
from kpi.review.opening import open_review
from kpi.review.practice import from_data
from kpi.review.rights import may_gather
from kpi.review.shelf import name_of, review_at_work, reviewed_plan, reviews_of, to_open, word_of
from publishing.editions import freeze, publish
from strategy.models import Plan
from tests import factories
from tests.kpi.boards import as_published, at_entry, of_department, practised, submitted
from tests.kpi.office import staff
from tests.kpi.rounds import Round, a_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(toyonaka) -> Round:
    return a_round(toyonaka)


# --- years --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (datetime.date(2024, 3, 31), []),
        (datetime.date(2024, 4, 1), ["2023"]),
        (datetime.date(2026, 6, 1), ["2025", "2024", "2023"]),
        (datetime.date(2028, 4, 1), ["2027", "2027-term", "2026", "2025", "2024", "2023"]),
        (datetime.date(2031, 4, 1), ["2027", "2027-term", "2026", "2025", "2024", "2023"]),
    ],
)
def test_a_year_may_be_opened_when_it_is_over_and_the_term_with_its_last_year(year, today, words):
    assert [word_of(*pair) for pair in to_open(year.edition.plan, today)] == words


def test_what_is_open_or_has_no_edition_is_not_offered(year, toyonaka):
    year.open(2024)
    today = datetime.date(2026, 6, 1)
    assert [word_of(*pair) for pair in to_open(year.edition.plan, today)] == ["2025", "2023"]
    draft = factories.edition(factories.plan(toyonaka, "draft"))
    assert to_open(draft.plan, today) == []


def test_a_year_of_an_edition_without_kpis_is_not_offered(toyonaka):
    """Its review could never be published."""
    edition = factories.edition(
        factories.plan(toyonaka, "old"), stage="ADOPTED", effective_from=datetime.date(2023, 4, 1)
    )
    factories.small_tree(edition, 2)
    publish(actor=None, edition=freeze(actor=None, edition=edition))
    assert to_open(edition.plan, datetime.date(2026, 6, 1)) == []


def test_what_is_offered_can_be_opened(year):
    plan = year.edition.plan
    pairs = to_open(plan, datetime.date(2026, 6, 1))
    for fiscal_year, kind in pairs:
        open_review(actor=None, plan=plan, fiscal_year=fiscal_year, kind=kind)
    assert plan.review_years.count() == len(pairs) == 3


def test_a_plan_is_called_by_its_newest_edition(year, toyonaka):
    assert name_of(year.edition.plan) == "第3期まち・ひと・しごと創生総合戦略"
    assert name_of(factories.plan(toyonaka, "none")) == "総合戦略"


def test_the_list_shows_the_newest_revision_and_names_those_before(year, django_assert_num_queries):
    review = at_entry(year)
    submitted(review, year.child)
    as_published(review)
    second = ReviewYear.objects.create(
        plan=review.plan, fiscal_year=2024, edition=review.edition, practice=review.practice, step="entry",
        revision=2, corrects=review, opened_at=review.opened_at,
    )  # fmt: skip
    year.open(2023)
    with django_assert_num_queries(1):
        first, other = reviews_of(year.edition.plan)
    assert (first.review, first.earlier, first.asked) == (second, (review,), 0)
    assert (other.review.fiscal_year, other.asked, other.accepted, other.step.name) == (2023, 2, 0, "準備")


def test_the_year_at_work_is_the_newest_open_one_of_a_strategy(year, toyonaka, ogori):
    assert review_at_work(toyonaka) is None
    year.open(2023)
    other = a_round(toyonaka, slug="sogo-keikaku")
    Plan.objects.filter(pk=other.edition.plan_id).update(kind=Plan.Kind.COMPREHENSIVE)
    other.open(2024)
    assert (review_at_work(toyonaka).plan, review_at_work(ogori)) == (year.edition.plan, None)
    as_published(ReviewYear.objects.get(fiscal_year=2023))
    assert review_at_work(toyonaka).fiscal_year == 2024


def test_references_are_no_plans_to_review(toyonaka):
    factories.plan(toyonaka, "nation", Plan.Kind.REFERENCE)
    assert reviewed_plan(toyonaka) is None
    own = factories.plan(toyonaka, "own", Plan.Kind.SECTOR)
    assert reviewed_plan(toyonaka) == own


# --- who may gather -----------------------------------------------------------------------------------------


def of(person: User) -> Membership:
    return Membership.objects.select_related("government", "department").get(user=person)


def test_who_may_gather_a_division(year, toyonaka, ogori, aoki, baba, neighbour):
    review = practised(at_entry(year), gathers=True)
    sister = Department.objects.create(government=toyonaka, division="こども未来部", name="保育課")
    viewer = staff("閲覧", "VIEWER", toyonaka, sister)

    def may(person: User, department: Department = year.child) -> bool:
        return may_gather(of(person), review, from_data(review.practice), department)

    of_department(baba, sister)
    assert [may(person) for person in (aoki, baba, viewer, neighbour)] == [True, True, False, False]
    assert may(baba, year.planning) is False
    review.step = "internal"
    assert [may(person) for person in (aoki, baba)] == [True, False]
    review.step = "entry"
    practised(review, gathers=False)
    assert may(aoki) is False


def test_departments_without_a_division_are_no_division_together(year, toyonaka, baba):
    review = practised(at_entry(year), gathers=True)
    one, other = (Department.objects.create(government=toyonaka, name=name) for name in ("甲課", "乙課"))
    assert may_gather(of_department(baba, one), review, from_data(review.practice), other) is False
