"""Closing: by the clock, once, after the grace; the last entry says how many there are."""

import datetime
import json
from dataclasses import replace

import pytest

from accounts.audit import Refused
from accounts.models import AuditEvent
from deliberation import closing
from deliberation.bylaws import DEFAULT
from deliberation.closing import CLOSED, close_box, close_due, closed_if_due, settles_at, unread_papers
from deliberation.models import BallotBox, LedgerEntry, Opinion
from deliberation.paper_ballots import reject_paper
from tests.deliberation import sittings
from tests.deliberation.voting import a_vote

pytestmark = pytest.mark.django_db
US = datetime.timedelta(microseconds=1)


@pytest.fixture
def vote(toyonaka):
    return a_vote(toyonaka)


def refusal(vote, now) -> str:
    with pytest.raises(Refused) as caught:
        close_box(actor=None, box=vote.box, now=now)
    return caught.value.sentence


def test_the_last_entry_counts_and_the_box_is_closed_for_good(vote, aoki):
    vote.cast(0)
    vote.cast(1, "AGAINST", opinion="第3章を見直してほしい")
    box = vote.close()
    last = LedgerEntry.objects.get(kind="CLOSING")
    assert json.loads(bytes(last.payload))["count"] == 2
    assert (box.entries, box.head, box.closed_at) == (3, last.hash, settles_at(box))
    assert Opinion.objects.get().text == "第3章を見直してほしい"
    assert AuditEvent.objects.get(verb="box.close").detail == {"count": 3, "head": box.head, "opinions": 1}
    assert refusal(vote, settles_at(box)) == CLOSED


def test_it_waits_for_what_arrived_in_time(vote, settings):
    settings.BALLOT_GRACE_SECONDS = 45
    at = vote.box.closes_at + datetime.timedelta(seconds=45)
    assert settles_at(vote.box) == at
    assert refusal(vote, at - US).startswith("まだ締め切れません。締切までに届いた表決を待つため、")
    assert close_box(actor=None, box=vote.box, now=at).is_closed


def test_papers_on_their_way_have_days(toyonaka, settings):
    vote = a_vote(toyonaka, bylaws=replace(DEFAULT, paper_days=3))
    later = vote.box.closes_at + datetime.timedelta(days=3, seconds=settings.BALLOT_GRACE_SECONDS)
    assert settles_at(vote.box) == later
    assert (close_due(later - US), close_due(later)) == (0, 1)


def test_the_clock_closes_what_is_due_and_nothing_twice(vote, ogori):
    other = a_vote(ogori, closes_at=vote.box.closes_at + datetime.timedelta(days=1))
    due = settles_at(vote.box)
    assert [close_due(due - US), close_due(due), close_due(due)] == [0, 1, 0]
    assert [BallotBox.objects.get(pk=pk).is_closed for pk in (vote.box.pk, other.box.pk)] == [True, False]


def test_a_paper_that_nobody_has_read_again_holds_the_closing_up_and_only_its_own(vote, aoki, ogori):
    other = a_vote(ogori)
    paper = vote.enter(0, aoki)
    due = max(settles_at(vote.box), settles_at(other.box))
    assert unread_papers(vote.box) == 1
    assert refusal(vote, due).startswith("照合を待つ紙の表決書が1件あるので、まだ締め切れません。")
    assert close_due(due) == 1
    assert closed_if_due(vote.meeting, due).is_closed is False
    reject_paper(actor=aoki, paper=paper, why="写しが違う")
    assert (unread_papers(vote.box), close_due(due)) == (0, 1)


def test_the_first_page_that_needs_it_closes_it(vote):
    due = settles_at(vote.box)
    assert closed_if_due(vote.meeting, due - US).is_closed is False
    box = closed_if_due(vote.meeting, due)
    assert (box.is_closed, box.meeting is vote.meeting) == (True, True)
    assert closed_if_due(vote.meeting, due).head == box.head


def test_who_was_slower_than_another_is_told_that_it_is_closed(vote, monkeypatch):
    """Two pages at once: the second finds it closed under the lock and goes on."""
    stale = BallotBox.objects.select_related("meeting").get(pk=vote.box.pk)
    vote.close()
    monkeypatch.setattr(closing, "_due", lambda now: [stale])
    assert close_due(settles_at(stale)) == 1
    assert LedgerEntry.objects.filter(kind="CLOSING").count() == 1


def test_a_meeting_without_voting_has_no_box(vote):
    meeting = sittings.a_meeting(vote.meeting.body, vote.meeting.plan)
    assert closed_if_due(meeting, settles_at(vote.box)) is None


def test_what_fails_while_it_closes_leaves_it_open(vote, monkeypatch):
    def broken(box):
        raise RuntimeError("opinions")

    monkeypatch.setattr(closing, "opinions_from", broken)
    with pytest.raises(RuntimeError):
        vote.close()
    assert (BallotBox.objects.get().is_closed, LedgerEntry.objects.count()) == (False, 0)
