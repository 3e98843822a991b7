"""A vote on line: judged by its arrival, written once, kept even where it does not count."""

import datetime
import re
import time
from dataclasses import replace

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.audit import Refused
from accounts.models import AuditEvent, Outbox
from deliberation import ballots
from deliberation.ballots import NO_ITEM, NOT_ENTITLED, SENTENCES, TWICE, own_ballots
from deliberation.boxes import extend_box, void_item
from deliberation.bylaws import DEFAULT
from deliberation.chain import receipt_code
from deliberation.closing import settles_at
from deliberation.models import Ballot, BallotBox, LedgerEntry, Meeting, Member, RefusedBallot
from tests import factories
from tests.deliberation import sittings
from tests.deliberation.voting import a_vote

pytestmark = pytest.mark.django_db
MS = datetime.timedelta(milliseconds=1)


@pytest.fixture
def vote(toyonaka):
    return a_vote(toyonaka)


def refusal(act, *given, **named) -> str:
    with pytest.raises(Refused) as caught:
        act(*given, **named)
    return caught.value.sentence


def kept() -> tuple[int, int, int]:
    return Ballot.objects.count(), RefusedBallot.objects.count(), LedgerEntry.objects.count()


def test_a_vote_stands_in_the_ledger_with_commitments_in_place_of_name_and_opinion(vote):
    ballot = vote.cast(1, "AGAINST", opinion="  第3章を見直してほしい\r\nです ")
    box = BallotBox.objects.get()
    payload = bytes(ballot.entry.payload).decode()
    assert (ballot.n, ballot.choice, ballot.opinion) == (1, "AGAINST", "第3章を見直してほしい\nです")
    assert (ballot.entry.seq, box.entries, box.head) == (1, 1, ballot.entry.hash)
    assert (vote.people[1].name in payload, "見直し" in payload, '"choice":"AGAINST"' in payload) == (
        False,
        False,
        True,
    )
    assert vote.people[1].roll_entries.get().commitment in payload


def test_the_event_of_a_vote_says_neither_choice_nor_opinion(vote):
    vote.cast(1, "AGAINST", opinion="秘密の意見")
    event = AuditEvent.objects.get(verb="ballot.cast")
    assert (event.detail, event.subject_name) == ({"way": "画面"}, str(vote.item))


# --- the deadline (R24) -----------------------------------------------------------------------------------------


def test_a_millisecond_decides(vote):
    early, late = vote.cast(0, received_at=vote.at(milliseconds=1)), vote.cast(1, received_at=vote.at())
    after = vote.cast(2, received_at=vote.at(milliseconds=-1))
    assert [type(row) for row in (early, late, after)] == [Ballot, RefusedBallot, RefusedBallot]
    assert {late.why, after.why} == {"LATE"}
    assert kept() == (1, 2, 1)
    assert (after.choice, after.received_at) == ("FOR", vote.box.closes_at + MS)
    assert SENTENCES[after.why].startswith("締切のあとに届いた")


def test_what_arrived_in_time_counts_however_late_it_is_written(vote):
    """The instant of arrival decides, and not the one at which the lock was had."""
    vote.box.closes_at = timezone.now() + MS
    BallotBox.objects.filter(pk=vote.box.pk).update(closes_at=vote.box.closes_at)
    time.sleep(0.01)
    ballot = vote.cast(0, received_at=vote.at(milliseconds=1))
    assert (type(ballot), ballot.entry.at > vote.box.closes_at) == (Ballot, True)


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo", "America/New_York"])
@pytest.mark.parametrize("day", ["2026-12-31", "2027-02-28", "2028-02-29"])
def test_a_deadline_is_one_instant_whatever_the_clock_of_the_server_shows(toyonaka, monkeypatch, zone, day):
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        next_day = datetime.date.fromisoformat(day) + datetime.timedelta(days=1)
        closes = timezone.make_aware(datetime.datetime.combine(next_day, datetime.time.min))
        assert closes.astimezone(datetime.UTC) == datetime.datetime.fromisoformat(f"{day}T15:00:00Z")
        vote = a_vote(toyonaka, 2, closes_at=closes)
        in_time = datetime.datetime.fromisoformat(f"{day}T14:59:59.999Z")
        late = datetime.datetime.fromisoformat(f"{next_day}T00:00:00+09:00")
        assert [type(vote.cast(n, received_at=at)) for n, at in enumerate((in_time, late))] == [
            Ballot,
            RefusedBallot,
        ]
    finally:
        monkeypatch.undo()
        time.tzset()


def test_before_the_beginning_nothing_is_taken(toyonaka):
    opens = timezone.now() + datetime.timedelta(hours=1)
    vote = a_vote(toyonaka, opens_at=opens)
    assert refusal(vote.cast, 0, received_at=opens - MS).startswith("表決の受付は、まだ始まっていません")
    assert isinstance(vote.cast(0, received_at=opens), Ballot)


def test_after_the_closing_a_vote_is_kept_and_not_counted(vote):
    vote.close()
    late = vote.cast(0, received_at=settles_at(vote.box))
    assert (late.why, kept()) == ("LATE", (0, 1, 1))


def test_a_vote_in_time_that_waited_longer_than_the_grace_is_kept_too(vote):
    vote.close()
    assert vote.cast(0, received_at=vote.at(milliseconds=1)).why == "LATE"


# --- twice ------------------------------------------------------------------------------------------------------


def test_the_same_key_gives_the_same_ballot_again_and_writes_nothing(vote):
    first = vote.cast(0, key="k")
    again = vote.cast(0, "AGAINST", key="k")
    late = vote.cast(0, key="k", received_at=vote.at(seconds=-9))
    assert (again.pk, again.choice, late.pk) == (first.pk, "FOR", first.pk)
    assert kept() == (1, 0, 1)
    assert AuditEvent.objects.filter(verb="ballot.cast").count() == 1


def test_a_late_vote_that_is_sent_again_is_kept_once(vote):
    rows = [vote.cast(0, key="k", received_at=vote.at(seconds=-n)) for n in (1, 2)]
    assert (rows[0], kept()) == (rows[1], (0, 1, 0))


def test_the_key_of_somebody_else_takes_nothing_away(vote):
    first, other = vote.cast(0, key="k"), vote.cast(1, key="k")
    assert (other.pk != first.pk, other.member) == (True, vote.people[1])


def test_a_vote_can_be_replaced_and_all_of_them_are_kept(vote):
    rows = [vote.cast(0, choice) for choice in ("FOR", "AGAINST", "FOR")]
    assert [row.n for row in rows] == [1, 2, 3]
    assert own_ballots(vote.box, vote.people[0]) == rows
    assert vote.close() and kept() == (3, 0, 4)


def test_where_the_rules_allow_no_change_a_second_vote_is_refused(toyonaka):
    vote = a_vote(toyonaka, bylaws=replace(DEFAULT, may_change=False))
    vote.cast(0, key="k")
    assert refusal(vote.cast, 0, "AGAINST") == "この会議の決まりでは、出した表決は変えられません。"
    assert vote.cast(0, key="k").n == 1
    assert kept() == (1, 0, 1)


def test_what_the_database_refuses_as_a_second_row_becomes_the_row_that_stands(vote, monkeypatch):
    first = vote.cast(0, key="k")

    def refused(**given):
        raise IntegrityError("UNIQUE constraint failed: deliberation_ballot.box_id, deliberation_ballot.key")

    monkeypatch.setattr(ballots, "take_ballot", refused)
    assert vote.cast(0, key="k").pk == first.pk
    assert refusal(vote.cast, 0, key="other") == TWICE


# --- what is no ballot --------------------------------------------------------------------------------------------


def test_nobody_votes_for_somebody_else(vote):
    assert refusal(vote.cast, 0, actor=vote.people[1].user).startswith("ほかの委員の表決は出せません")
    assert refusal(vote.cast, 0, key=" ").startswith("画面の有効な印がありません")
    assert kept() == (0, 0, 0)


@pytest.mark.parametrize("choice", ["", "BLANK", "MAYBE"])
def test_a_choice_is_one_of_two(vote, choice):
    assert refusal(vote.cast, 0, choice) == "賛成か反対かを選んでください。"


def test_an_opinion_has_a_length(vote):
    assert isinstance(vote.cast(0, opinion="あ" * 4000), Ballot)
    assert refusal(vote.cast, 0, opinion="あ" * 4001) == "ご意見は4000字までです（いまは4001字）。"


def test_a_member_of_another_body_or_who_joined_later_has_no_vote_here(vote, toyonaka):
    stranger = sittings.a_member(sittings.a_body(toyonaka, name="庁内会議"), user=factories.person("土井"))
    later = sittings.a_member(vote.meeting.body, "新任", factories.person("新任"))
    for member in (stranger, later):
        vote.people[0] = member
        assert refusal(vote.cast, 0) == NOT_ENTITLED


def test_a_chair_who_only_breaks_ties_has_no_vote(toyonaka):
    vote = a_vote(toyonaka, bylaws=replace(DEFAULT, chair_votes=False))
    assert refusal(vote.cast, 0) == NOT_ENTITLED
    assert isinstance(vote.cast(1), Ballot)


def test_an_item_that_was_not_voted_on_when_it_opened_takes_no_vote(vote):
    report = sittings.an_item(vote.meeting, vote.item.edition, number=7, kind="REPORT")
    assert refusal(vote.cast, 0, item=report) == NO_ITEM


def test_without_an_open_voting_and_in_a_cancelled_meeting_nothing_is_taken(toyonaka, vote):
    meeting = sittings.a_meeting(vote.meeting.body, vote.meeting.plan)
    item = sittings.an_item(meeting, vote.item.edition)
    assert refusal(vote.cast, 0, item=item).startswith("この会議では、表決の受付が始まっていません")
    Meeting.objects.filter(pk=vote.meeting.pk).update(state="CANCELLED", cancelled_why="荒天のため")
    assert refusal(vote.cast, 0).startswith("この会議は中止になりました")


# --- kept and not counted -----------------------------------------------------------------------------------------


def test_a_vote_on_a_voided_item_is_kept(vote):
    vote.cast(0)
    void_item(actor=None, item=vote.item, reason="案が差し替えられたため")
    late = vote.cast(1)
    assert (late.why, kept()) == ("VOIDED", (1, 1, 2))
    assert vote.cast(2, received_at=vote.at()).why == "LATE"


def test_a_vote_after_the_term_is_kept_and_one_on_its_last_day_counts(toyonaka):
    day = timezone.localdate() + datetime.timedelta(days=2)
    vote = a_vote(toyonaka)
    Member.objects.filter(pk=vote.people[0].pk).update(last_day=day)
    midnight = timezone.make_aware(
        datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time.min)
    )
    assert isinstance(vote.cast(0, received_at=midnight - MS), Ballot)
    assert vote.cast(0, received_at=midnight).why == "TERM_ENDED"


def test_after_an_extension_what_was_late_is_in_time(vote):
    late = vote.at(hours=-1)
    extend_box(actor=None, box=vote.box, closes_at=vote.at(hours=-2), reason="大雪のため")
    assert isinstance(vote.cast(0, received_at=late), Ballot)


def test_every_reason_has_a_sentence():
    assert SENTENCES.keys() == set(RefusedBallot.Why)
    assert all(re.search("記録しました", sentence) for sentence in SENTENCES.values())


def test_queries_of_a_vote_do_not_grow_with_members_or_votes(toyonaka):
    small, counts = a_vote(toyonaka, 2), []
    small.cast(0)
    ogori = factories.government("402168", "ogori", "小郡市")
    large = a_vote(ogori, 9)
    for n in range(9):
        large.cast(n)
    for vote in (small, large):
        with CaptureQueriesContext(connection) as seen:
            vote.cast(1)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 20


def test_the_receipt_is_mailed_with_the_vote_and_says_number_and_code_and_not_the_choice(vote):
    ballot = vote.cast(1, "AGAINST", opinion="秘密の意見")
    vote.cast(1, "FOR", received_at=vote.at())  # late: no receipt
    mail = Outbox.objects.get()
    assert mail.to == vote.people[1].mail
    assert [word in mail.body for word in (receipt_code(ballot.entry.hash), "秘密の意見", "AGAINST")] == [
        True,
        False,
        False,
    ]
    assert "：1\n" in mail.body
