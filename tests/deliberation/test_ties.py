"""The chair decides a tie: once, after the closing, where the rules say so."""

import datetime
from dataclasses import replace

import pytest
from django.utils import timezone

from accounts.audit import Refused
from deliberation.boxes import open_box
from deliberation.bylaws import DEFAULT, Tie
from deliberation.exports import ledger_export
from deliberation.models import Member, TieDecision
from deliberation.results import NotClosed, result_of
from deliberation.ties import decide_tie
from tests.deliberation import sittings
from tests.deliberation.voting import Vote, a_vote

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def tied(government, bylaws=DEFAULT) -> Vote:
    """Two in favour, two against; closed an hour ago."""
    vote = a_vote(government, 4, bylaws)
    for who, choice in enumerate(("FOR", "FOR", "AGAINST", "AGAINST")):
        vote.cast(who, choice)
    return over(vote)


def over(vote: Vote) -> Vote:
    """The deadline passed some minutes ago, and it was closed."""
    vote.let_pass()
    vote.close()
    return vote


def refusal(vote, **given) -> str:
    fields = {"item": vote.item, "in_favour": True, "decided_on": timezone.localdate()}
    with pytest.raises(Refused) as caught:
        decide_tie(actor=None, **(fields | given))
    return caught.value.sentence


@pytest.mark.parametrize(("in_favour", "word"), [(True, "可決"), (False, "否決")])
def test_the_chair_decides_and_the_file_stays_what_it_was(toyonaka, aoki, in_favour, word):
    vote = tied(toyonaka)
    before = ledger_export(vote.box)
    made = decide_tie(actor=aoki, item=vote.item, in_favour=in_favour, decided_on=timezone.localdate())
    assert (made.chair, made.by, result_of(vote.box).counts[0].word) == (vote.people[0], aoki, word)
    assert ledger_export(vote.box) == before
    assert refusal(vote) == "会長の決定は、すでに記録してあります。"
    assert TieDecision.objects.count() == 1


def test_the_day_lies_between_the_closing_and_today(toyonaka):
    vote = tied(toyonaka)
    today = timezone.localdate()
    assert refusal(vote, decided_on=today + DAY) == "会長が決めた日が、まだ来ていません。"
    before = timezone.localdate(vote.box.closed_at) - DAY
    assert refusal(vote, decided_on=before) == "会長が決めた日が、表決を締め切った日より前です。"


def test_where_there_is_nothing_to_decide(toyonaka, ogori):
    vote = a_vote(toyonaka, 2)
    with pytest.raises(NotClosed):
        decide_tie(actor=None, item=vote.item, in_favour=True, decided_on=timezone.localdate())
    vote.cast(0)
    vote.cast(1)
    vote.close()
    assert refusal(vote).startswith("この案件は可否同数ではありません。")
    assert refusal(tied(ogori, replace(DEFAULT, tie=Tie.REJECTED))).startswith(
        "この会議の決まりでは、可否同数のときは否決"
    )


def test_who_was_chair_on_the_roll_decides(toyonaka):
    vote = tied(toyonaka)
    Member.objects.update(office=Member.Office.ORDINARY)
    made = decide_tie(actor=None, item=vote.item, in_favour=True, decided_on=timezone.localdate())
    assert made.chair == vote.people[0]


def test_without_a_chair_on_the_roll_nobody_decides(toyonaka):
    meeting, item, people = sittings.a_written_vote(toyonaka, 2)
    Member.objects.update(office=Member.Office.ORDINARY)
    vote = Vote(open_box(actor=None, meeting=meeting, now=meeting.opens_at), item, people)
    vote.cast(0)
    vote.cast(1, "AGAINST")
    over(vote)
    assert refusal(vote).startswith("表決の名簿に会長がいないので、")
