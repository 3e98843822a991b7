"""The ledger as it grows in the database: one order, no fork."""

import threading
import time

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.audit import Refused
from deliberation.chain import closing, entry_hash
from deliberation.chaining import append, box_of_item, held_box, in_turn
from deliberation.models import BallotBox, LedgerEntry
from tests.deliberation import sittings
from tests.deliberation.voting import a_vote

pytestmark = pytest.mark.django_db


def test_each_entry_follows_the_one_before(toyonaka):
    vote = a_vote(toyonaka)
    for who in range(3):
        vote.cast(who)
    box, previous = BallotBox.objects.get(), vote.box.genesis_hash
    for seq, entry in enumerate(box.ledger.order_by("seq"), start=1):
        assert (entry.seq, entry.previous) == (seq, previous)
        assert entry.hash == entry_hash(previous, bytes(entry.payload))
        previous = entry.hash
    assert (box.head, box.entries) == (previous, 3)


def test_a_box_that_somebody_holds_in_an_old_state_cannot_fork_the_chain(toyonaka):
    vote = a_vote(toyonaka)
    stale = BallotBox.objects.get()
    vote.cast(0)
    with pytest.raises(IntegrityError), transaction.atomic():
        append(stale, closing(count=0, head=stale.head), vote.at())
    assert LedgerEntry.objects.count() == 1


def test_a_meeting_without_voting_has_no_box_to_hold(toyonaka):
    vote = a_vote(toyonaka)
    meeting = sittings.a_meeting(vote.meeting.body, vote.meeting.plan)
    with transaction.atomic():
        assert (box_of_item(meeting), box_of_item(vote.meeting)) == (None, vote.box)
        with pytest.raises(Refused, match="表決の受付が始まっていません"):
            held_box(meeting.pk)


def test_on_sqlite_votes_wait_for_their_turn_one_behind_the_other(db):
    inside: list[int] = []
    most: list[int] = []

    def vote() -> None:
        with in_turn():
            inside.append(1)
            most.append(len(inside))
            time.sleep(0.01)
            inside.pop()

    threads = [threading.Thread(target=vote) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(most) == 5
    assert max(most) == 1 or connection.vendor == "postgresql"
