"""Who else has an item open."""

import datetime

import pytest
from django.utils import timezone

from accounts.models import AuditEvent, Department, Membership
from strategy.models import Presence
from strategy.presence import names_of, note_presence
from tests import factories


@pytest.fixture
def item(toyonaka):
    return factories.small_tree(factories.edition(factories.plan(toyonaka)))["measure1"]


def test_the_others_are_named_with_their_department(item, toyonaka, aoki, baba):
    section = Department.objects.create(government=toyonaka, division="こども部", name="こども事業課")
    Membership.objects.filter(user=baba).update(department=section)
    assert note_presence(user=aoki, item=item) == []
    assert note_presence(user=baba, item=item) == ["青木"]
    assert note_presence(user=aoki, item=item) == ["馬場（こども事業課）"]
    assert Presence.objects.count() == 2


def test_a_minute_later_nobody_is_there(item, aoki, baba):
    note_presence(user=baba, item=item)
    Presence.objects.update(seen_at=timezone.now() - datetime.timedelta(seconds=61))
    assert note_presence(user=aoki, item=item) == []


def test_another_item_is_another_place(item, aoki, baba):
    other = item.edition.items.get(title="見本の取組み2")
    note_presence(user=baba, item=other)
    assert note_presence(user=aoki, item=item) == []


def test_being_there_is_no_act(item, aoki):
    before = AuditEvent.objects.count()
    note_presence(user=aoki, item=item)
    assert AuditEvent.objects.count() == before


def test_nobody_has_no_name(item):
    assert names_of([], item) == []
