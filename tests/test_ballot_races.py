"""A written vote in processes of their own: vote against closing, extension against closing, the same form twice.

Each race has its control, in which the lock, the stamp of arrival or the key is missing and what they prevent is seen
(R1 to R3). The server as it is shipped, with fifty voters in the last second, is raced at the end and by bench/ballots.py.
"""

import datetime
import os
import time
import uuid
from functools import partial

import pytest
from django.utils import timezone

from accounts.guards import SENTENCES
from bench import rush
from deliberation import ballots
from deliberation.boxes import open_box
from deliberation.closing import settles_at
from deliberation.exports import ledger_export
from deliberation.ledger import verify
from deliberation.models import AgendaItem, Ballot, BallotBox, LedgerEntry, RefusedBallot
from deliberation.results import result_of
from tests.deliberation import sittings
from tests.deliberation.voting import Vote, a_vote
from tests.racecourse import racecourse

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


RUSHES = int(os.environ.get("BALLOT_RUSHES", "1"))
WINDOW = 1  # second in which the racers get ready before the deadline


@pytest.fixture
def start():
    with racecourse() as started:
        yield started


@pytest.fixture
def vote(toyonaka) -> Vote:
    return a_vote(toyonaka, 4)


class Times:
    """Instants of a race as the racers take them."""

    def __init__(self, vote: Vote):
        self.early = vote.at(milliseconds=1).isoformat()
        self.due = settles_at(vote.box).isoformat()
        self.extended = vote.at(days=-1).isoformat()
        self.late_due = (settles_at(vote.box) + datetime.timedelta(days=2)).isoformat()


@pytest.fixture
def times(vote) -> Times:
    return Times(vote)


def closed(votes: int) -> None:
    """The box is closed, counts so many, and its ledger verifies."""
    box = BallotBox.objects.select_related("meeting__body").get()
    assert (box.is_closed, result_of(box).counts[0].submitted, Ballot.objects.count()) == (True, votes, votes)
    assert verify(ledger_export(box), head=box.head).ok


def is_forked(said: str) -> bool:
    """Whether the database refused a second entry in one place; nobody is told in words what that means."""
    return said.startswith("IntegrityError(") and "ledger" in said


# --- closing against a vote -----------------------------------------------------------------------------------


def test_a_closing_waits_for_the_vote_before_it_and_counts_it(vote, times, start):
    voter = start("vote slowly", vote.meeting.pk, 1, times.early, "k")
    assert voter.next() == "voted"
    closer = start("close box", vote.meeting.pk, times.due)
    assert closer.is_held_up()
    voter.go()
    assert (voter.next(), closer.next()) == ("counted as 1", "done")
    closed(1)


def test_a_vote_behind_the_closing_is_kept_and_not_counted(vote, times, start):
    closer = start("close box slowly", vote.meeting.pk, times.due)
    assert closer.next() == "closed"
    voter = start("vote", vote.meeting.pk, 1, times.early, "k")
    assert voter.is_held_up()
    closer.go()
    assert (closer.next(), voter.next()) == ("done", "kept: LATE")
    closed(0)


def test_control_without_the_lock_a_vote_in_time_is_lost_to_the_closing(vote, times, start):
    """The voter saw an open box; only the guard stops the vote from standing in no tally. Its receipt would be false."""
    voter = start("vote without lock", vote.meeting.pk, 1, times.early, "k")
    assert voter.next() == "read"
    closer = start("close box", vote.meeting.pk, times.due)
    assert closer.next() == "done"
    voter.go()
    assert voter.next() == SENTENCES["hashira:closed-box"]
    assert (RefusedBallot.objects.count(), Ballot.objects.count()) == (0, 0)


# --- two votes ------------------------------------------------------------------------------------------------


def test_two_votes_at_once_are_both_counted_and_the_same_form_twice_is_one_ballot(vote, times, start):
    first = start("vote slowly", vote.meeting.pk, 1, times.early, "k")
    assert first.next() == "voted"
    again, other = (start("vote", vote.meeting.pk, who, times.early, "k") for who in (1, 2))
    assert (again.is_held_up(), other.is_held_up()) == (True, True)
    first.go()
    assert (first.next(), again.next(), other.next()) == ("counted as 1", "counted as 1", "counted as 2")
    vote.close()
    closed(2)


def test_control_without_the_key_the_same_form_twice_is_two_ballots(vote, monkeypatch):
    monkeypatch.setattr(ballots, "own_key", lambda member, item, key: uuid.uuid4().hex)
    assert [vote.cast(1, key="k").entry.seq for _ in range(2)] == [1, 2]


def test_control_without_the_lock_one_of_two_votes_at_once_is_lost(vote, times, start):
    first, second = (start("vote without lock", vote.meeting.pk, who, times.early, "k") for who in (1, 2))
    assert (first.next(), second.next()) == ("read", "read")
    first.go()
    assert first.next() == "counted as 1"
    second.go()
    assert is_forked(second.next())
    assert Ballot.objects.count() == 1


# --- arrival --------------------------------------------------------------------------------------------------


def test_who_arrived_in_time_is_counted_and_would_be_refused_by_the_clock_of_the_lock(vote, start):
    """Both votes arrived in time and have the lock only when the deadline has passed; the second is the control."""
    voters = ("vote", 1), ("vote by the clock of the lock", 2)
    now = timezone.now().isoformat()
    vote.let_pass(datetime.timedelta(seconds=-WINDOW))
    holder = start("hold box", vote.meeting.pk)
    assert holder.next() == "held"
    counted, control = (start(task, vote.meeting.pk, who, now, "k") for task, who in voters)
    assert (counted.is_held_up(), control.is_held_up()) == (True, True)
    time.sleep(max(0.0, (vote.box.closes_at - timezone.now()).total_seconds() + 0.1))
    assert (counted.points.empty(), control.points.empty()) == (True, True)
    holder.go()
    assert (holder.next(), counted.next(), control.next()) == ("done", "counted as 1", "kept: LATE")


# --- extension against closing --------------------------------------------------------------------------------


def test_a_closing_behind_an_extension_is_refused(vote, times, start):
    office = start("extend box slowly", vote.meeting.pk, times.extended, times.early)
    assert office.next() == "extended"
    closer = start("close box", vote.meeting.pk, times.due)
    assert closer.is_held_up()
    office.go()
    assert office.next() == "done"
    assert closer.next().startswith("まだ締め切れません。")
    assert BallotBox.objects.get().is_closed is False


def test_control_without_the_lock_a_closing_overtakes_the_extension(vote, times, start):
    """It would close before the new deadline; only the chain that does not fork stops it."""
    closer = start("close box without lock", vote.meeting.pk, times.due)
    assert closer.next() == "read"
    office = start("extend box", vote.meeting.pk, times.extended, times.early)
    assert office.next() == "done"
    closer.go()
    assert is_forked(closer.next())
    assert [entry.kind for entry in LedgerEntry.objects.all()] == ["EXTENSION"]


# --- the server as it is shipped --------------------------------------------------------------------------------


def rushing(vote: Vote, deadline: datetime.datetime) -> AgendaItem:
    """Another meeting of the same body on the same draft, its voting open until then."""
    meeting = sittings.a_meeting(vote.meeting.body, vote.meeting.plan, closes_at=deadline)
    item = sittings.an_item(meeting, vote.item.edition)
    open_box(actor=None, meeting=meeting, now=meeting.opens_at)
    return item


@pytest.mark.slow
def test_fifty_votes_of_the_last_second_are_all_counted_and_those_after_it_are_not(toyonaka):
    """R1: real requests, each vote 50 ms longer under the lock, while somebody tries to close all the time."""
    vote = a_vote(toyonaka, rush.VOTERS + rush.LATE)
    slow = {"TEST_DATABASE": rush.database(), "BALLOT_SECONDS": "0.05"}
    with rush.server("tests.deliberation.slow_server:application", **slow) as port:
        for n in range(RUSHES):
            outcome = rush.rush(port, partial(rushing, vote), vote.people)
            assert (n, outcome.is_sound) == (n, True), outcome
            assert outcome.in_time >= 0.9 * rush.VOTERS  # a slow machine sends some of them too late
