"""What is said of a closed vote, with names and without; nothing of an open one."""

from dataclasses import replace

import pytest

from deliberation.boxes import open_box, void_item
from deliberation.bylaws import DEFAULT, Conflict
from deliberation.models import Choice, Opinion, Reply
from deliberation.reporting import in_fours, names_may_be_shown, quotes_of, result_context
from deliberation.results import NotClosed
from tests.deliberation import sittings
from tests.deliberation.voting import Vote, a_vote

pytestmark = pytest.mark.django_db
QUORUM = "委員の過半数の提出をもって会議の成立とする。"
QUOTING = replace(DEFAULT, texts={"quorum": QUORUM, "tie": " "})


@pytest.fixture
def vote(toyonaka) -> Vote:
    return a_vote(toyonaka, bylaws=QUOTING)


def said(context: dict) -> list[tuple[str, str]]:
    return [(one.who, one.text) for one in context["lines"][0].said]


def test_nothing_is_said_before_the_closing(vote):
    vote.cast(0)
    with pytest.raises(NotClosed):
        result_context(vote.box, names=True)


def test_the_office_sees_who_voted_how_and_what_was_said(vote):
    vote.cast(0, opinion="賛成です。")
    vote.cast(1, "AGAINST", opinion="反対です。")
    context = result_context(vote.close(), names=True)
    (line,) = context["lines"]
    assert [(one.who, one.choice, one.way) for one in line.votes] == [
        ("千葉", "賛成", "画面"),
        ("土井", "反対", "画面"),
    ]
    assert said(context) == [("千葉", "賛成です。"), ("土井", "反対です。")]
    assert (line.count.submitted, line.word, line.waits_for_chair) == (2, "可否同数（会長の決定待ち）", True)
    assert context["quotes"] == (("定足数", QUORUM),)
    assert "".join(context["head_groups"]) == vote.box.head
    assert "".join(line.hash_groups) == vote.item.content_hash


def test_without_names_nobody_stands_beside_choice_opinion_or_late_ballot(vote):
    vote.cast(0, opinion="賛成です。")
    vote.cast(1, "AGAINST", opinion="反対です。")
    vote.cast(2, received_at=vote.at(seconds=-1))
    context = result_context(vote.close(), names=False)
    assert context["lines"][0].votes == ()
    assert sorted(said(context)) == [("", "反対です。"), ("", "賛成です。")]
    assert [(one.who, one.number, one.why, one.way) for one in context["refusals"]] == [
        ("", 2, "締切のあと", "画面")
    ]
    named = result_context(vote.box, names=True)
    assert [one.who for one in named["refusals"]] == ["江口"]


def test_replaced_opinions_are_not_said_and_answers_stand_beside_theirs(vote, toyonaka):
    vote.cast(0, opinion="はじめの意見")
    vote.cast(0, opinion="あとの意見")
    vote.close()
    assert result_context(vote.box, names=True)["lines"][0].said[0].reply is None
    Reply.objects.create(
        opinion=Opinion.objects.get(), disposition="NOTED", text="参考にします。", at=vote.box.closed_at
    )
    (one,) = result_context(vote.box, names=True)["lines"][0].said
    assert (one.text, one.reply.text, one.disposition) == ("あとの意見", "参考にします。", "参考")
    Opinion.objects.update(is_withdrawn=True)
    assert said(result_context(vote.box, names=True)) == []


@pytest.mark.parametrize(
    ("conflict", "counted"), [(Conflict.WEB, "画面"), (Conflict.PAPER, "紙"), (Conflict.LATEST, "画面")]
)
def test_a_member_with_two_ballots_is_told_with_the_rule(toyonaka, aoki, endo, conflict, counted):
    vote = a_vote(toyonaka, bylaws=replace(DEFAULT, conflict=conflict))
    vote.paper(0, aoki, endo, "AGAINST")
    vote.cast(0)
    (twice,) = result_context(vote.close(), names=True)["lines"][0].twice
    assert (twice.who, twice.web, twice.paper, twice.counted) == ("千葉", "賛成", "反対", counted)
    assert result_context(vote.box, names=False)["lines"][0].twice == ()


def test_an_unsigned_paper_that_does_not_count_is_no_second_ballot(vote, aoki, endo):
    vote.paper(0, aoki, endo, "AGAINST", is_signed=False)
    vote.cast(0)
    context = result_context(vote.close(), names=True)
    assert context["lines"][0].twice == ()
    assert [(one.who, one.why) for one in context["refusals"]] == [("千葉", "署名がない")]


def test_a_voided_item_has_no_count(vote):
    vote.cast(0)
    void_item(actor=None, item=vote.item, reason="文が変わったため")
    (line,) = result_context(vote.close(), names=True)["lines"]
    assert (line.count, line.word, line.votes, line.waits_for_chair) == (None, "無効", (), False)


def test_a_body_of_the_office_says_no_objection(toyonaka):
    meeting, item, people = sittings.a_written_vote(toyonaka)
    meeting.body.kind = "INTERNAL"
    meeting.body.save()
    vote = Vote(open_box(actor=None, meeting=meeting), item, people)
    vote.cast(0)
    vote.cast(1)
    (line,) = result_context(vote.close(), names=False)["lines"]
    assert line.word == "異議なし（決定）"


def test_names_are_shown_where_the_rules_of_the_opening_say_so(toyonaka):
    vote = a_vote(toyonaka, bylaws=replace(DEFAULT, names_are_published=True))
    assert names_may_be_shown(vote.box)
    vote.meeting.body.bylaws = {}
    vote.meeting.body.save()
    assert names_may_be_shown(vote.box)


def test_reading_a_result_costs_the_same_at_any_size(toyonaka, django_assert_num_queries):
    vote = a_vote(toyonaka, members=5)
    for who in range(5):
        vote.cast(who, Choice.FOR, opinion=f"意見{who}")
    vote.close()
    with django_assert_num_queries(9):
        result_context(vote.box, names=True)


def test_a_hash_is_read_in_fours():
    assert in_fours("0123456789") == ("0123", "4567", "89")
    assert quotes_of(DEFAULT) == ()
