"""The voting is opened with everything fixed, extended in time or not at all, items voided before the closing."""

import datetime
import json
from dataclasses import replace

import pytest
from django.utils import timezone

from accounts.audit import Refused
from deliberation import chain
from deliberation.boxes import CLOSED, OVER, extend_box, open_box, void_item
from deliberation.bylaws import DEFAULT
from deliberation.models import BallotBox, Body, Meeting, Member, RollEntry
from publishing.editions import freeze, start_next_edition
from tests import factories
from tests.deliberation import sittings
from tests.deliberation.voting import a_vote

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def called(toyonaka):
    return sittings.a_written_vote(toyonaka)


def refusal(act, **given) -> str:
    with pytest.raises(Refused) as caught:
        act(actor=None, **given)
    return caught.value.sentence


def test_agenda_roll_and_rules_are_fixed_as_they_stand(called):
    meeting, item, people = called
    box = open_box(actor=None, meeting=meeting)
    begun = json.loads(bytes(box.genesis))
    assert (begun["government"], begun["body"], begun["meeting"]) == (
        "272035",
        "総合戦略委員会",
        "令和8年度第1回",
    )
    assert [(row["number"], row["content_hash"]) for row in begun["agenda"]] == [
        (2, item.edition.content_hash)
    ]
    assert (box.head, box.entries, box.closes_at) == (box.genesis_hash, 0, meeting.closes_at)
    assert box.genesis_hash == chain.genesis_hash(bytes(box.genesis))
    Body.objects.filter(pk=meeting.body_id).update(bylaws={"tie": "REJECTED"})
    Member.objects.filter(pk=people[0].pk).update(name="改姓")
    assert json.loads(bytes(BallotBox.objects.get().genesis)) == begun
    assert box.roll.get(number=1).name == "千葉"


def test_on_the_roll_stand_members_in_office_on_the_day_on_which_it_begins(called):
    meeting, _, people = called
    begins = timezone.now() + 2 * DAY
    Meeting.objects.filter(pk=meeting.pk).update(opens_at=begins)
    for member, field, days in (
        (people[0], "last_day", 2),
        (people[1], "last_day", 1),
        (people[2], "first_day", 3),
    ):
        Member.objects.filter(pk=member.pk).update(**{field: timezone.localdate(begins) + (days - 2) * DAY})
    box = open_box(actor=None, meeting=meeting)
    assert ([entry.member for entry in box.roll.all()], box.opened_at) == ([people[0]], begins)


def test_each_member_has_a_salt_of_the_own(called):
    box = open_box(actor=None, meeting=called[0])
    roll = list(box.roll.all())
    assert len({entry.salt for entry in roll}) == len({entry.commitment for entry in roll}) == 3
    assert all(chain.commitment(entry.salt, entry.name) == entry.commitment for entry in roll)
    listed = [seat["member"] for seat in json.loads(bytes(box.genesis))["roll"]]
    assert listed == sorted(entry.commitment for entry in roll)


@pytest.mark.parametrize(("votes", "expected"), [(True, [True] * 3), (False, [False, True, True])])
def test_a_chair_without_a_vote_stands_on_the_roll_to_break_ties(toyonaka, votes, expected):
    box = a_vote(toyonaka, bylaws=replace(DEFAULT, chair_votes=votes)).box
    assert [entry.is_voting for entry in RollEntry.objects.filter(box=box)] == expected


def test_a_changed_text_is_not_opened(called):
    meeting, item, _ = called
    following = start_next_edition(actor=None, edition=item.edition, stage="PROPOSAL")
    factories.item(following, "chapter", "新しい章")
    freeze(actor=None, edition=following)
    assert refusal(open_box, meeting=meeting).startswith("案件2の文が、案件にしたあとで変わっています。")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"form": "ONLINE"}, "書面の会議ではないので"),
        ({"state": "PLANNED"}, "招集している会議だけが"),
        ({"state": "FINISHED"}, "招集している会議だけが"),
        ({"closes_at": None}, "表決の締切が決まっていません。"),
        ({"closes_at": timezone.now(), "opens_at": None}, "表決の締切が、もう過ぎているか"),
    ],
)
def test_what_is_missing_is_said(called, fields, sentence):
    Meeting.objects.filter(pk=called[0].pk).update(**fields)
    assert refusal(open_box, meeting=called[0]).startswith(sentence)
    assert BallotBox.objects.count() == 0


def test_without_items_texts_or_members_nothing_opens(called):
    meeting, item, _ = called
    meeting.agenda.update(content_hash="")
    assert refusal(open_box, meeting=meeting).startswith("案件2に、決める文がありません。")
    meeting.agenda.update(content_hash="0" * 64)
    assert refusal(open_box, meeting=meeting).startswith("案件2の文が、案件にしたあとで変わっています。")
    meeting.agenda.update(content_hash=item.content_hash)
    meeting.body.members.update(last_day=timezone.localdate() - DAY)
    assert refusal(open_box, meeting=meeting).startswith("表決権のある委員がいません。")
    meeting.agenda.update(kind="REPORT")
    assert refusal(open_box, meeting=meeting).startswith("表決する案件がありません。")


def test_it_is_opened_once(called):
    open_box(actor=None, meeting=called[0])
    assert refusal(open_box, meeting=called[0]) == "この会議の表決の受付は、すでに始まっています。"


# --- extension ----------------------------------------------------------------------------------------------------


def test_an_extension_stands_in_the_ledger_and_moves_the_deadline_of_the_meeting(toyonaka):
    vote = a_vote(toyonaka)
    later = vote.at(days=-1)
    box = extend_box(actor=None, box=vote.box, closes_at=later, reason=" 大雪のため ")
    entry = box.ledger.get()
    assert (entry.kind, json.loads(bytes(entry.payload))["reason"]) == ("EXTENSION", "大雪のため")
    meeting = Meeting.objects.get()
    assert (box.closes_at, meeting.closes_at, meeting.version, box.head) == (later, later, 2, entry.hash)


def test_a_deadline_is_never_moved_once_it_has_passed_or_towards_us(toyonaka):
    vote = a_vote(toyonaka)
    later, at = vote.at(days=-1), vote.box.closes_at
    given = {"box": vote.box, "closes_at": later, "reason": "大雪のため"}
    assert refusal(extend_box, **given, now=at) == OVER
    assert refusal(extend_box, **(given | {"closes_at": at})).startswith("新しい締切は、いまの締切（")
    assert refusal(extend_box, **(given | {"reason": " "})) == "締切を延ばす理由を書いてください。"
    assert refusal(extend_box, **(given | {"reason": "あ" * 301})) == "締切を延ばす理由は300字までです。"
    vote.close()
    assert refusal(extend_box, **given, now=vote.at(days=1)) == CLOSED
    assert BallotBox.objects.get().closes_at == at


def test_an_extension_that_was_asked_for_in_time_is_taken(toyonaka):
    vote = a_vote(toyonaka)
    extend_box(
        actor=None, box=vote.box, closes_at=vote.at(days=-1), reason="大雪のため", now=vote.at(milliseconds=1)
    )
    assert vote.close().closed_at > vote.box.closes_at


# --- voids --------------------------------------------------------------------------------------------------------


def test_a_voided_item_says_so_in_the_ledger(toyonaka):
    vote = a_vote(toyonaka)
    item = void_item(actor=None, item=vote.item, reason="案が差し替えられたため")
    entry = vote.box.ledger.get()
    assert (entry.kind, item.void_reason, item.version) == ("VOID", "案が差し替えられたため", 2)
    assert refusal(void_item, item=item, reason="x") == "この案件は、すでに無効です。"


def test_without_a_voting_an_item_is_voided_all_the_same(called):
    item = void_item(actor=None, item=called[1], reason="案が差し替えられたため")
    assert (item.voided_at is not None, BallotBox.objects.count()) == (True, 0)


def test_an_item_that_is_not_voted_on_leaves_the_ledger_alone(toyonaka):
    vote = a_vote(toyonaka)
    report = sittings.an_item(vote.meeting, vote.item.edition, number=7, kind="REPORT")
    void_item(actor=None, item=report, reason="取り下げ")
    assert vote.box.ledger.count() == 0


def test_what_was_decided_is_not_voided_and_a_void_needs_a_reason(toyonaka):
    vote = a_vote(toyonaka)
    assert refusal(void_item, item=vote.item, reason="") == "無効にする理由を書いてください。"
    vote.close()
    assert refusal(void_item, item=vote.item, reason="x").startswith("この案件の表決は終わっています。")
