"""What votes and opinions ask of the secretariat; nothing of it depends on how anybody voted before the closing."""

import pytest
from django.utils import timezone

from accounts.models import Membership
from deliberation.announcing import send_result
from deliberation.boxes import open_box
from deliberation.duties import duties_of
from deliberation.models import BallotBox, Meeting, Opinion
from tests.deliberation import sittings
from tests.deliberation.voting import Vote, a_vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def vote(toyonaka):
    return a_vote(toyonaka)


def duties(person, now=None) -> list[tuple[str, str, str, bool]]:
    """What waits, without the name of the meeting."""
    membership = Membership.objects.select_related("government").get(user=person)
    return [
        (one.title.rpartition("：")[2], one.sentence, one.name, one.is_late)
        for one in duties_of(membership, now or timezone.now())
    ]


def test_a_deadline_that_is_near_says_how_many_are_missing(vote, aoki):
    vote.cast(0)
    assert duties(aoki) == []
    ((title, sentence, name, is_late),) = duties(aoki, vote.at(days=2))
    assert (title, name, is_late) == ("表決の締切", "voting", False)
    assert sentence.endswith("まだ届いていない委員が2人います。")
    vote.cast(1)
    vote.cast(2)
    assert duties(aoki, vote.at(days=2))[0][1].endswith("すべての委員から届いています。")
    assert duties(aoki, vote.at(seconds=-1)) == [
        (
            "表決の締切",
            "締切を過ぎました。紙の表決書の照合が残っていないか、確かめてください。",
            "voting",
            True,
        )
    ]


def test_a_paper_waits_for_another_than_who_entered_it(vote, aoki, endo, baba):
    vote.enter(0, aoki)
    assert duties(aoki) == []
    assert [one[0] for one in duties(endo)] == ["紙の表決書の照合（1通）"]
    assert duties(baba, vote.at(days=2)) == []


def test_a_closed_vote_waits_to_be_told_and_a_tie_for_the_chair(vote, aoki):
    vote.cast(0)
    vote.cast(1, "AGAINST")
    vote.close()
    assert [(one[0], one[3]) for one in duties(aoki)] == [("可否同数（会長の決定待ち）", False)]


def test_a_result_that_was_told_waits_no_longer(vote, aoki):
    vote.cast(0)
    vote.cast(1)
    vote.close()
    assert [one[0] for one in duties(aoki)] == ["表決の結果の報告"]
    send_result(actor=aoki, meeting=vote.meeting)
    assert duties(aoki) == []


def test_opinions_without_an_answer_wait_by_plan(vote, aoki, neighbour):
    for text in ("一つめ", "二つめ"):
        Opinion.objects.create(plan=vote.meeting.plan, source="DEPARTMENT", text=text, at=timezone.now())
    assert duties(aoki) == [
        (
            "未対応の意見（2件）",
            "「第3期まち・ひと・しごと創生総合戦略」への意見に、まだ回答していないものがあります。",
            "opinions",
            False,
        )
    ]
    assert duties(neighbour) == []
    Opinion.objects.update(state="DONE")
    assert duties(aoki) == []


def test_a_cancelled_meeting_asks_for_nothing(vote, aoki):
    Meeting.objects.update(state="CANCELLED", cancelled_why="台風のため")
    assert duties(aoki, vote.at(days=1)) == []


def test_the_queries_do_not_grow_with_votes(toyonaka, vote, aoki, django_assert_num_queries):
    membership = Membership.objects.select_related("government").get(user=aoki)
    with django_assert_num_queries(6):
        assert len(duties_of(membership, vote.at(days=1))) == 1
    another(vote)
    with django_assert_num_queries(6):
        assert len(duties_of(membership, vote.at(days=1))) == 2
    vote.close()
    with django_assert_num_queries(10):
        assert len(duties_of(membership, vote.at(days=1))) == 2


def another(vote: Vote) -> BallotBox:
    meeting = sittings.a_meeting(vote.meeting.body, vote.meeting.plan)
    sittings.an_item(meeting, vote.item.edition)
    return open_box(actor=None, meeting=meeting)
