"""Stamps that cannot be forged, and a limit for each network that keeps no address."""

import datetime

import pytest
from django.core.cache import cache
from django.utils import timezone

from deliberation import limits

SECOND = datetime.timedelta(seconds=1)


def test_a_stamp_names_its_form_and_its_moment_and_belongs_to_one_call():
    now = timezone.now()
    one, other = (limits.read_stamp(limits.stamp(7, now), 7) for _ in range(2))
    assert one.nonce != other.nonce
    assert abs(one.at - now) < datetime.timedelta(milliseconds=1)
    with pytest.raises(limits.BadStamp):
        limits.read_stamp(limits.stamp(7, now), 8)


@pytest.mark.parametrize("forged", ["", "x", "eyJjIjo3fQ:1abc:xyz", "あ"])
def test_a_forged_stamp_is_none(forged):
    with pytest.raises(limits.BadStamp):
        limits.read_stamp(forged, 7)


def test_nobody_writes_in_less_than_the_least_time():
    made = limits.Stamp("n", timezone.now())
    least = limits.LEAST_SECONDS * SECOND
    assert made.is_too_fast(made.at + least - SECOND / 1000)
    assert not made.is_too_fast(made.at + least)


def test_the_key_is_of_this_form_and_this_text_and_fits_its_column():
    made = limits.Stamp("a" * 24, timezone.now())
    assert made.key_of("1" * 64) != made.key_of("2" * 64)
    assert len(made.key_of("1" * 64)) <= 80


@pytest.mark.django_db
def test_a_network_sends_so_many_in_a_while_and_its_neighbour_is_not_held_up():
    now = timezone.now().replace(minute=0, second=0)
    taken = [limits.count("203.0.113.0/24", now) for _ in range(limits.MOST_IN_WINDOW + 3)]
    assert taken == [True] * limits.MOST_IN_WINDOW + [False] * 3
    assert limits.is_full("203.0.113.0/24", now)
    assert limits.count("203.0.114.0/24", now)
    assert limits.count("203.0.113.0/24", now + limits.WINDOW_SECONDS * SECOND)


@pytest.mark.django_db
def test_no_address_is_kept(monkeypatch, settings):
    """The key says nothing of the network, and whoever has only the cache cannot find it by trying all networks."""
    kept = []
    monkeypatch.setattr(cache, "set", lambda key, *_: kept.append(key))
    network = limits.network_of("203.0.113.77")
    now = timezone.now()
    limits.count(network, now)
    settings.SECRET_KEY += "another"
    limits.count(network, now)
    assert len(set(kept)) == 2
    assert not [key for key in kept if "203.0.113" in key or network in key]
