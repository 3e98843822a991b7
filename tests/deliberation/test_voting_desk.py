"""What the secretariat sees of an open vote: who has answered, which papers wait, and no choice at all."""

import pytest

from deliberation.boxes import void_item
from deliberation.bylaws import Arrival
from deliberation.voting_desk import desk_of, entering_of
from tests.deliberation.voting import a_vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def vote(toyonaka):
    return a_vote(toyonaka)


def cells(vote) -> list[tuple[str, str, bool, bool]]:
    return [
        (row.entry.name, row.office, row.cells[0].is_answered, row.cells[0].waits)
        for row in desk_of(vote.box).rows
    ]


def test_who_answered_is_seen_and_whose_paper_waits(vote, aoki, endo):
    vote.cast(0)
    paper = vote.enter(1, aoki)
    assert cells(vote) == [
        ("千葉", "会長", True, False),
        ("土井", "", False, True),
        ("江口", "", False, False),
    ]
    desk = desk_of(vote.box)
    assert (desk.done, desk.unread, [one.pk for one in desk.papers]) == (1, 1, [paper.pk])
    # The list is read without what the paper says.
    assert {"choice", "opinion"} <= desk.papers[0].get_deferred_fields()


def test_a_voided_item_is_no_longer_asked_for(vote):
    void_item(actor=None, item=vote.item, reason="文が変わったため")
    desk = desk_of(vote.box)
    assert ([item.number for item in desk.voided], desk.items) == ([2], ())
    assert entering_of(vote.box)["items"] == []


def test_the_desk_costs_the_same_at_any_size(toyonaka, django_assert_num_queries):
    vote = a_vote(toyonaka, members=6)
    with django_assert_num_queries(6):
        desk_of(vote.box)
    for who in range(6):
        vote.cast(who)
    with django_assert_num_queries(6):
        assert desk_of(vote.box).done == 6


def test_the_form_of_a_paper_knows_roll_and_rules(vote):
    given = entering_of(vote.box)
    assert [entry.name for entry in given["roll"]] == ["千葉", "土井", "江口"]
    assert (given["items"], given["bylaws"].arrival) == ([vote.item], Arrival.RECEIPT)
