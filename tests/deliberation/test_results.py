"""Results are there after the closing and for nobody before; by the rules of the opening."""

from dataclasses import replace

import pytest

from deliberation.boxes import void_item
from deliberation.bylaws import DEFAULT
from deliberation.exports import ledger_export
from deliberation.models import BallotBox, Body
from deliberation.results import NOT_CLOSED, NotClosed, result_of, rules_of, standing_of
from tests.deliberation.voting import a_vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def vote(toyonaka):
    return a_vote(toyonaka, 5)


def test_before_the_closing_there_is_no_result_for_anybody(vote):
    vote.cast(0)
    for act in (result_of, ledger_export):
        with pytest.raises(NotClosed) as caught:
            act(vote.box)
        assert caught.value.sentence == NOT_CLOSED


def test_the_result_of_a_closed_vote(vote):
    for who, choice in enumerate(("FOR", "AGAINST", "FOR")):
        vote.cast(who, choice)
    vote.cast(1, "FOR")
    box = vote.close()
    result = result_of(box)
    (count,) = result.counts
    assert (count.item, count.entitled, count.submitted, count.in_favour, count.word) == (
        vote.item.pk,
        5,
        3,
        3,
        "可決",
    )
    assert (result.items, result.head, result.entries) == ((vote.item,), box.head, 5)
    assert [entry.member for entry in result.roll] == vote.people
    assert count.counted[str(vote.people[1].pk)].seq == 4


def test_the_rules_of_the_opening_hold_whatever_the_body_changed_since(vote):
    Body.objects.update(bylaws={"quorum": None, "names_are_published": True})
    assert rules_of(BallotBox.objects.get()) == DEFAULT
    vote.cast(0)
    assert result_of(vote.close()).counts[0].word == "不成立"


def test_a_voided_item_is_there_and_not_counted(vote):
    vote.cast(0)
    void_item(actor=None, item=vote.item, reason="案が差し替えられたため")
    result = result_of(vote.close())
    assert ([item.pk for item in result.items], result.counts) == ([vote.item.pk], ())
    assert result.count_of(vote.item) is None


def test_who_has_answered_and_never_what(toyonaka, aoki, endo):
    vote = a_vote(toyonaka, 4, replace(DEFAULT, chair_votes=False))
    vote.cast(1)
    vote.enter(2, aoki)
    standing = standing_of(vote.box)
    assert [(row.entry.name, len(row.items), len(row.waiting)) for row in standing.rows] == [
        ("土井", 1, 0),
        ("江口", 0, 1),
        ("藤田", 0, 0),
    ]
    assert [row.entry.name for row in standing.missing] == ["江口", "藤田"]
    told = repr(standing)
    assert [word in told for word in ("FOR", "AGAINST", "choice")] == [False, False, False]


def test_queries_do_not_grow(toyonaka, ogori, django_assert_num_queries):
    for government, members in ((toyonaka, 2), (ogori, 9)):
        vote = a_vote(government, members)
        for who in range(members):
            vote.cast(who)
        with django_assert_num_queries(4):
            standing_of(vote.box)
        box = vote.close()
        with django_assert_num_queries(4):
            result_of(box)
        with django_assert_num_queries(4):
            ledger_export(box)
