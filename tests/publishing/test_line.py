"""Which edition takes the place of which: told before publishing, done by publishing."""

import datetime

import pytest

from accounts.audit import Refused
from publishing.editions import freeze, publish, start_correction, start_next_edition, withdraw
from publishing.line import place_in_line
from strategy.models import Edition, Plan
from tests import factories

DAY = datetime.date
ADOPTED = Edition.Stage.ADOPTED


@pytest.fixture
def plan(toyonaka) -> Plan:
    return factories.plan(toyonaka)


@pytest.fixture
def first(plan) -> Edition:
    return factories.published(plan, effective_from=DAY(2023, 4, 1))


def next_adopted(edition: Edition, day: datetime.date) -> Edition:
    made = start_next_edition(actor=None, edition=edition, stage=ADOPTED, effective_from=day)
    return freeze(actor=None, edition=made)


def correction_of(edition: Edition) -> Edition:
    return freeze(actor=None, edition=start_correction(actor=None, edition=edition))


def told(edition: Edition) -> tuple[list[int], int | None, datetime.date | None]:
    """The numbers of what it replaces and yields to, and from when it yields."""
    place = place_in_line(edition)
    return (
        [old.number for old in place.replaces],
        place.yields_to.number if place.yields_to else None,
        place.yields_from,
    )


def line(plan: Plan) -> list[tuple[int, int | None, datetime.date | None]]:
    return list(
        plan.editions.order_by("number").values_list("number", "superseded_by__number", "superseded_from")
    )


def in_force(plan: Plan, day: datetime.date) -> list[int]:
    return [edition.number for edition in plan.editions.in_force(day)]


@pytest.mark.django_db
def test_only_an_adopted_edition_takes_a_place(first):
    draft = freeze(
        actor=None, edition=start_next_edition(actor=None, edition=first, stage=Edition.Stage.PROPOSAL)
    )
    assert told(draft) == ([], None, None)
    assert told(first) == ([], None, None)


@pytest.mark.django_db
def test_what_the_page_tells_is_what_publishing_does(plan, first, django_assert_num_queries):
    second = next_adopted(first, DAY(2025, 4, 1))
    with django_assert_num_queries(1):
        assert told(second) == ([1], None, None)
    third = publish(actor=None, edition=next_adopted(second, DAY(2026, 4, 1)))
    assert line(plan) == [(1, 3, DAY(2026, 4, 1)), (2, None, None), (3, None, None)]
    assert told(second) == ([], third.number, DAY(2026, 4, 1))
    publish(actor=None, edition=second)
    assert line(plan) == [(1, 3, DAY(2026, 4, 1)), (2, 3, DAY(2026, 4, 1)), (3, None, None)]


@pytest.mark.django_db
def test_a_correction_stands_in_the_place_of_what_it_corrects_from_its_first_day(plan, first):
    corrected = correction_of(first)
    assert told(corrected) == ([1], None, None)
    publish(actor=None, edition=corrected)
    assert line(plan) == [(1, 2, DAY(2023, 4, 1)), (2, None, None)]
    assert [in_force(plan, day) for day in (DAY(2023, 3, 31), DAY(2023, 4, 1))] == [[], [2]]


@pytest.mark.django_db
def test_a_correction_of_an_earlier_edition_leaves_the_one_in_force_alone(plan, first):
    publish(actor=None, edition=next_adopted(first, DAY(2025, 4, 1)))
    corrected = correction_of(first)
    assert told(corrected) == ([1], 2, DAY(2025, 4, 1))
    publish(actor=None, edition=corrected)
    assert line(plan) == [(1, 3, DAY(2023, 4, 1)), (2, None, None), (3, 2, DAY(2025, 4, 1))]
    assert [in_force(plan, day) for day in (DAY(2024, 4, 1), DAY(2025, 4, 1))] == [[3], [2]]


@pytest.mark.django_db
def test_the_next_decision_replaces_a_correction_and_not_what_it_corrected(plan, first):
    corrected = publish(actor=None, edition=correction_of(first))
    second = next_adopted(corrected, DAY(2026, 4, 1))
    assert told(second) == ([2], None, None)
    publish(actor=None, edition=second)
    assert line(plan) == [(1, 2, DAY(2023, 4, 1)), (2, 3, DAY(2026, 4, 1)), (3, None, None)]


@pytest.mark.django_db
def test_an_edition_published_late_replaces_the_correction_of_the_one_before_it(plan, first):
    late = next_adopted(first, DAY(2026, 4, 1))
    publish(actor=None, edition=correction_of(first))
    assert told(late) == ([3], None, None)
    publish(actor=None, edition=late)
    assert in_force(plan, DAY(2026, 4, 1)) == [2]


@pytest.mark.django_db
def test_two_corrections_follow_one_another(plan, first):
    one, two = correction_of(first), None
    two = correction_of(first)  # begun before the other was public
    publish(actor=None, edition=one)
    assert told(two) == ([2], None, None)
    publish(actor=None, edition=two)
    assert line(plan) == [(1, 2, DAY(2023, 4, 1)), (2, 3, DAY(2023, 4, 1)), (3, None, None)]
    assert in_force(plan, DAY(2024, 4, 1)) == [3]
    with pytest.raises(Refused) as refused:
        start_correction(actor=None, edition=Edition.objects.get(pk=first.pk))
    assert refused.value.sentence == (
        "この版には、公表中の正誤訂正（第2版）があります。その版から正誤訂正をしてください。"
    )


@pytest.mark.django_db
def test_a_correction_of_what_was_withdrawn_stands_where_that_stood(plan, first, aoki):
    second = publish(actor=None, edition=next_adopted(first, DAY(2025, 4, 1)))
    corrected = correction_of(second)
    withdraw(actor=aoki, edition=second, reason="数値の誤り")
    assert told(corrected) == ([1], None, None)
    publish(actor=None, edition=corrected)
    assert line(plan) == [(1, 3, DAY(2025, 4, 1)), (2, None, None), (3, None, None)]


@pytest.mark.django_db
def test_when_a_correction_is_withdrawn_the_edition_holds_again(plan, first, aoki):
    corrected = publish(actor=None, edition=correction_of(first))
    withdraw(actor=aoki, edition=corrected, reason="誤りの直し方の誤り")
    assert line(plan) == [(1, None, None), (2, None, None)]
    assert in_force(plan, DAY(2024, 4, 1)) == [1]
