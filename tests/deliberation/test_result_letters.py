"""The letter of the result is tested where it is sent: here what it says of voided items and of bodies that do not count."""

import pytest

from deliberation.boxes import open_box, void_item
from deliberation.result_letters import letters_about
from deliberation.results import result_of
from tests.deliberation import sittings
from tests.deliberation.voting import Vote, a_vote

pytestmark = pytest.mark.django_db


def lines_of(vote: Vote) -> list[str]:
    return letters_about(vote.meeting, result_of(vote.close()))[0].body.splitlines()


def test_a_voided_item_is_said_to_be_void(toyonaka):
    vote = a_vote(toyonaka)
    vote.cast(0)
    void_item(actor=None, item=vote.item, reason="文が変わったため")
    assert lines_of(vote)[5] == "　この案件は無効になりました（文が変わったため）。表決は数えていません。"


def test_a_body_that_does_not_count_is_told_the_outcome_alone(toyonaka):
    meeting, item, people = sittings.a_written_vote(toyonaka)
    meeting.body.kind = "INTERNAL"
    meeting.body.save()
    vote = Vote(open_box(actor=None, meeting=meeting), item, people)
    vote.cast(0)
    vote.cast(1)
    assert lines_of(vote)[5:7] == ["　結果：決定", ""]
