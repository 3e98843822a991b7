"""The clock voids what can no longer be voted on, and nothing else."""

import pytest
from django.utils import timezone

from accounts.models import AuditEvent
from deliberation.ballots import cast
from deliberation.boxes import open_box
from deliberation.closing import closed_if_due, settles_at
from deliberation.models import AgendaItem, FloorVote, LedgerEntry, Meeting, RefusedBallot
from deliberation.results import result_of
from deliberation.voiding import void_changed
from publishing.editions import freeze, start_next_edition
from tests.deliberation.sittings import a_meeting, a_written_vote, an_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def vote(toyonaka):
    meeting, item, _ = a_written_vote(toyonaka)
    return meeting, item


def change(item: AgendaItem) -> None:
    freeze(actor=None, edition=start_next_edition(actor=None, edition=item.edition, stage="PROPOSAL"))


def void_items() -> list[tuple[int, int]]:
    return list(AgendaItem.objects.exclude(voided_at=None).values_list("meeting", "number"))


def test_an_item_whose_text_changed_is_voided_once_with_the_reason_in_the_ledger(vote, aoki):
    meeting, item = vote
    open_box(actor=aoki, meeting=meeting)
    assert void_changed(timezone.now()) == 0
    change(item)
    assert (void_changed(timezone.now()), void_changed(timezone.now())) == (1, 0)
    item.refresh_from_db()
    assert item.void_reason == "案件に結び付けた版の後に、第2版が凍結されました。"
    assert LedgerEntry.objects.get().kind == "VOID"
    assert AuditEvent.objects.get(verb="agenda.void").actor is None


def test_only_votes_that_are_open_are_voided(vote):
    meeting, item = vote
    given = {"form": "IN_PERSON"}
    others = {
        "planned": an_item(a_meeting(meeting.body, meeting.plan, state="PLANNED", **given), item.edition),
        "finished": an_item(a_meeting(meeting.body, meeting.plan, state="FINISHED", **given), item.edition),
        "report": an_item(meeting, item.edition, 3, kind="REPORT"),
        "delegated": an_item(meeting, item.edition, 4, is_delegated=True),
        "decided": an_item(meeting, item.edition, 5),
    }
    FloorVote.objects.create(
        item=others["decided"], manner="NO_OBJECTION", is_carried=True, at=timezone.now()
    )
    change(item)
    assert void_changed(timezone.now()) == 1
    assert void_items() == [(meeting.pk, item.number)]


def test_one_meeting_is_looked_at_by_who_takes_its_votes(vote):
    meeting, item = vote
    other = an_item(a_meeting(meeting.body, meeting.plan, form="ONLINE"), item.edition)
    change(item)
    assert (void_changed(timezone.now(), meeting), void_items()) == (1, [(meeting.pk, item.number)])
    assert void_changed(timezone.now()) == 1
    assert (other.meeting_id, other.number) in void_items()


def test_looking_costs_the_same_for_many_items(vote, django_assert_num_queries):
    meeting, item = vote
    with django_assert_num_queries(6):
        void_changed(timezone.now())
    second = a_meeting(meeting.body, meeting.plan, form="ONLINE")
    for n in range(20):
        an_item(second, item.edition, n + 1)
    with django_assert_num_queries(6):
        assert void_changed(timezone.now()) == 0
    Meeting.objects.update(state="FINISHED")
    with django_assert_num_queries(1):
        assert void_changed(timezone.now()) == 0


def test_a_vote_on_an_old_text_is_kept_and_not_counted_though_no_clock_came_by(toyonaka):
    """Frozen in the morning, voted at noon: whoever votes first finds it out."""
    meeting, item, people = a_written_vote(toyonaka)
    box = open_box(actor=None, meeting=meeting)
    change(item)
    ballot = cast(
        actor=None,
        member=people[0],
        item=item,
        choice="FOR",
        opinion="",
        received_at=box.opened_at,
        key="late",
    )
    assert (type(ballot), ballot.why) == (RefusedBallot, RefusedBallot.Why.VOIDED)
    item.refresh_from_db()
    assert item.voided_at is not None


def test_a_closing_counts_nothing_on_an_old_text_though_no_clock_came_by(toyonaka):
    meeting, item, people = a_written_vote(toyonaka)
    box = open_box(actor=None, meeting=meeting)
    cast(
        actor=None, member=people[0], item=item, choice="FOR", opinion="", received_at=box.opened_at, key="1"
    )
    change(item)
    closed = closed_if_due(meeting, settles_at(box))
    assert closed.is_closed
    assert result_of(closed).counts == ()
