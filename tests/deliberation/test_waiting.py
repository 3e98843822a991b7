"""What waits for a member: how each item stands, by the clock, the roll, the term and the rules."""

import datetime
from dataclasses import replace

import pytest
from django.utils import timezone

from deliberation.bylaws import DEFAULT
from deliberation.models import AgendaItem, BallotBox, Meeting, Member
from deliberation.waiting import Stand, instant_words, sitting_of, sittings_of
from tests.deliberation import sittings
from tests.deliberation.voting import Vote, a_vote

pytestmark = pytest.mark.django_db
TICK = datetime.timedelta(microseconds=1)


@pytest.fixture
def vote(toyonaka):
    return a_vote(toyonaka)


def seen(vote: Vote, who: int = 0, now=None):
    """The meeting as a member sees it, read anew."""
    meeting = Meeting.objects.select_related("body__government", "plan__government", "box").get(
        pk=vote.meeting.pk
    )
    return sitting_of(meeting, Member.objects.get(pk=vote.people[who].pk), now or timezone.now())


def stand(vote: Vote, who: int = 0, now=None) -> Stand:
    return seen(vote, who, now).of(vote.item.pk).stand


def test_an_item_is_open_until_the_instant_of_the_deadline(vote):
    closes = vote.box.closes_at
    stands = [stand(vote, now=at) for at in (vote.box.opened_at - TICK, closes - TICK, closes)]
    assert stands == [Stand.NOT_YET, Stand.OPEN, Stand.CLOSED]
    assert [seen(vote, now=at).is_over for at in (closes - TICK, closes)] == [False, True]
    assert seen(vote, now=closes).left == ""


def test_a_vote_that_was_extended_is_open_again_for_the_member(vote):
    later = vote.box.closes_at + datetime.timedelta(days=1)
    BallotBox.objects.update(closes_at=later)
    sitting = seen(vote, now=vote.box.closes_at)
    assert (sitting.closes_at, sitting.of(vote.item.pk).stand) == (later, Stand.OPEN)


def test_who_voted_may_vote_again_where_the_rules_of_the_opening_say_so(vote):
    vote.cast(0)
    assert (stand(vote, 0), stand(vote, 1)) == (Stand.ANSWERED, Stand.OPEN)
    vote.meeting.body.bylaws["may_change"] = False  # changed since: does not count
    vote.meeting.body.save()
    assert stand(vote, 0) == Stand.ANSWERED


def test_one_vote_is_final_where_no_change_is_allowed(toyonaka, aoki, endo):
    vote = a_vote(toyonaka, bylaws=replace(DEFAULT, may_change=False))
    vote.cast(0)
    vote.paper(1, aoki, endo)
    assert [stand(vote, n) for n in range(3)] == [Stand.SETTLED, Stand.ANSWERED, Stand.OPEN]


def test_voided_ended_and_not_entitled(vote):
    late = sittings.a_member(vote.meeting.body, "前田")
    vote.people.append(late)
    assert stand(vote, -1) == Stand.NOT_ENTITLED
    Member.objects.filter(pk=vote.people[1].pk).update(
        last_day=timezone.localdate() - datetime.timedelta(days=1)
    )
    assert stand(vote, 1) == Stand.TERM_ENDED
    AgendaItem.objects.update(voided_at=timezone.now(), void_reason="文が変わったため")
    assert {stand(vote, n) for n in range(4)} == {Stand.VOIDED}
    assert [seen(vote, n).waits for n in range(4)] == [False] * 4


def test_a_chair_who_only_breaks_ties_has_no_vote(toyonaka):
    vote = a_vote(toyonaka, bylaws=replace(DEFAULT, chair_votes=False))
    assert [stand(vote, n) for n in range(2)] == [Stand.NOT_ENTITLED, Stand.OPEN]


def test_slips_are_the_newest_first_and_keep_what_paper_says_to_themselves(vote, aoki, endo):
    vote.cast(0, opinion="はじめ", received_at=vote.at(days=3))
    vote.paper(0, aoki, endo, "AGAINST", opinion="紙の意見", received_at=timezone.now())
    vote.cast(0, "AGAINST", received_at=vote.box.closes_at)  # too late: kept
    own = seen(vote).of(vote.item.pk).own
    assert [(slip.choice, slip.opinion, slip.why_not) for slip in own.slips] == [
        ("反対", "", "締切のあと"),
        ("賛成", "はじめ", ""),
        ("", "", ""),
    ]
    assert [slip.number for slip in own.slips] == [None, 1, 2]
    assert own.came_both_ways
    assert seen(vote, 1).of(vote.item.pk).own.slips == []


def test_queries_do_not_grow_with_meetings(vote, django_assert_max_num_queries):
    seats = [vote.people[0]]
    for seat in seats:
        seat.body.government = vote.meeting.plan.government
    with django_assert_max_num_queries(7):
        assert [one.waits for one in sittings_of(seats, timezone.now())] == [True]
    for _ in range(3):
        other = sittings.a_meeting(vote.meeting.body, vote.meeting.plan)
        sittings.an_item(other, vote.item.edition)
    with django_assert_max_num_queries(7):
        assert len(sittings_of(seats, timezone.now())) == 4


def test_planned_meetings_and_those_of_other_bodies_are_not_shown(vote, toyonaka):
    sittings.a_meeting(vote.meeting.body, vote.meeting.plan, state="PLANNED")
    sittings.a_meeting(sittings.a_body(toyonaka, name="別の会"), vote.meeting.plan)
    assert [one.meeting.pk for one in sittings_of([vote.people[0]], timezone.now())] == [vote.meeting.pk]


def test_instants_are_read_with_the_weekday_written_out():
    at = timezone.make_aware(datetime.datetime(2023, 1, 27, 14, 5, 12))
    assert instant_words(at) == "令和5年1月27日（金曜日）14時5分12秒"
    assert instant_words(at, year=False, seconds=False) == "1月27日（金曜日）14時5分"
