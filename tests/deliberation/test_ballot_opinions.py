"""Opinions of ballots, once the box is closed."""

import pytest
from django.utils import timezone

from accounts.audit import Refused
from deliberation.ballot_opinions import opinions_from
from deliberation.models import Opinion
from deliberation.opinions import save_opinion, withdraw_opinion
from tests.deliberation.opinionated import Opinionated, box_with


@pytest.fixture
def world(toyonaka):
    return Opinionated(toyonaka)


def test_opinions_of_counted_ballots_become_opinions_once(world):
    chiba, doi, eguchi = world.members
    box, item = box_with(
        world,
        (chiba, "FOR", "はじめの意見"),
        (doi, "AGAINST", " "),
        (eguchi, "FOR", "三人目"),
        (chiba, "AGAINST", "改めた意見"),
    )
    assert opinions_from(box) == 2
    assert opinions_from(box) == 0
    made = Opinion.objects.order_by("id")
    assert [(one.author, one.text, one.item, one.edition) for one in made] == [
        ("江口", "三人目", item, world.edition),
        ("千葉", "改めた意見", item, world.edition),
    ]


def test_a_voided_item_gives_no_opinions(world):
    box, item = box_with(world, (world.chiba, "FOR", "見本"))
    item.voided_at, item.void_reason = timezone.now(), "案が変わった"
    item.save()
    assert opinions_from(box) == 0


def test_words_on_a_ballot_stay_as_they_were_written(world):
    box, _ = box_with(world, (world.chiba, "FOR", "見本"))
    opinions_from(box)
    made = Opinion.objects.get()
    with pytest.raises(Refused, match="表決書に書かれた意見"):
        withdraw_opinion(actor=world.aoki, opinion=made, seen=1)
    with pytest.raises(Refused, match="表決書に書かれた意見"):
        save_opinion(actor=world.aoki, opinion=made, seen=1, text="別の文")
