"""How items ended, in the room and in writing."""

import datetime

import pytest
from django.utils import timezone

from deliberation.approvals import approvals_of
from deliberation.carrying import outcome_of, outcomes_of
from deliberation.models import AgendaItem, FloorVote, Meeting
from tests.deliberation.sittings import a_body, a_draft, a_meeting, an_item, members_of
from tests.deliberation.voting import a_vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def carried(toyonaka, today):
    """An item of a meeting in the room, carried without objection, with smaller changes left to the chair."""
    edition = a_draft(toyonaka)
    body = a_body(toyonaka)
    members_of(body, 3)
    meeting = a_meeting(body, edition.plan, form="IN_PERSON", held_on=today)
    item = an_item(meeting, edition, is_delegated=True)
    FloorVote.objects.create(item=item, manner="NO_OBJECTION", is_carried=True, at=timezone.now())
    return item


def test_a_written_vote_counts_once_it_is_closed(toyonaka):
    vote = a_vote(toyonaka)
    for who in range(3):
        vote.cast(who, "FOR" if who else "AGAINST")
    assert (outcome_of(vote.item), approvals_of(vote.item.edition)) == (None, ())
    closed = vote.close()
    outcome = outcome_of(vote.item)
    last = timezone.localdate(closed.closes_at - datetime.timedelta(microseconds=1))
    assert (outcome.is_carried, outcome.word, outcome.is_written, outcome.decided_on) == (
        True,
        "可決",
        True,
        last,
    )
    (approval,) = approvals_of(vote.item.edition)
    assert (approval.item, approval.on) == (vote.item, last)


def test_results_of_many_items_in_the_room_cost_the_same(carried, django_assert_num_queries):
    meeting = Meeting.objects.select_related("body").get()
    for n in range(3, 12):
        FloorVote.objects.create(
            item=an_item(meeting, carried.edition, n),
            manner="NO_OBJECTION",
            is_carried=True,
            at=timezone.now(),
        )
    items = list(AgendaItem.objects.select_related("meeting__body"))
    for rows in (items[:1], items):
        with django_assert_num_queries(2):
            assert len(outcomes_of(rows)) == len(rows)
    assert outcomes_of([]) == {}
