"""When somebody came to the desk, and the time before that."""

import datetime

import pytest
from django.contrib.sessions.backends.cache import SessionStore

from accounts.models import AuditEvent, Membership
from accounts.visits import note_visit

MORNING = datetime.datetime(2026, 6, 18, 0, 0, tzinfo=datetime.UTC)
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def membership(aoki) -> Membership:
    return aoki.memberships.get()


def stored() -> tuple[datetime.datetime | None, datetime.datetime | None]:
    return Membership.objects.values_list("previous_visit_at", "visited_at").get()


def later(minutes: int) -> datetime.datetime:
    return MORNING + minutes * MINUTE


@pytest.mark.django_db
def test_the_first_visit_has_none_before_it(membership):
    session = SessionStore()
    assert note_visit(membership, session, MORNING) is None
    assert note_visit(membership, session, later(1)) is None
    assert stored() == (None, MORNING)


@pytest.mark.django_db
def test_a_visit_is_as_long_as_the_session_and_writes_once(membership, django_assert_num_queries):
    note_visit(membership, SessionStore(), MORNING)
    afternoon = SessionStore()
    with django_assert_num_queries(1):
        assert note_visit(membership, afternoon, later(240)) == MORNING
    with django_assert_num_queries(0):  # the whole afternoon, the desk tells what happened since the morning
        assert note_visit(membership, afternoon, later(480)) == MORNING
    assert stored() == (MORNING, later(240))


@pytest.mark.django_db
def test_who_signs_in_again_at_once_is_still_on_the_same_visit(membership, django_assert_num_queries):
    note_visit(membership, SessionStore(), MORNING)
    assert note_visit(membership, SessionStore(), later(240)) == MORNING
    with django_assert_num_queries(0):
        assert note_visit(membership, SessionStore(), later(269)) == MORNING
    assert note_visit(membership, SessionStore(), later(270)) == later(240)


@pytest.mark.django_db
def test_of_two_tabs_at_once_one_writes(membership):
    note_visit(membership, SessionStore(), MORNING)
    tabs = [Membership.objects.get(), Membership.objects.get()]
    told = [note_visit(tab, SessionStore(), later(60 + n)) for n, tab in enumerate(tabs)]
    assert told == [MORNING, MORNING]
    assert stored() == (MORNING, later(60))


@pytest.mark.django_db
def test_visits_to_two_governments_are_two(membership, aoki, ogori):
    other = Membership.objects.create(user=aoki, government=ogori, role="VIEWER")
    session = SessionStore()
    note_visit(membership, session, MORNING)
    other.visited_at = MORNING - 300 * MINUTE
    other.save()
    assert note_visit(other, session, later(1)) == MORNING - 300 * MINUTE
    assert note_visit(membership, session, later(2)) is None


@pytest.mark.django_db
def test_looking_leaves_nothing_in_the_record(membership):
    before = AuditEvent.objects.count()
    note_visit(membership, SessionStore(), MORNING)
    assert AuditEvent.objects.count() == before
