"""Two administrators end each other's role at the same moment, in processes of their own: one of them stays."""

from collections.abc import Iterator

import pytest
from django.db import connection  # noqa: F401  read by the condition of skipif

from accounts.memberships import unadministered_from
from tests import factories
from tests.racecourse import racecourse

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def start() -> Iterator:
    with racecourse() as started:
        yield started


@pytest.fixture
def pair(toyonaka, endo) -> tuple[int, int]:
    """The memberships of the two administrators of 豊中市."""
    other = factories.person("副管理者", "ADMIN", toyonaka)
    return endo.memberships.get().pk, other.memberships.get().pk


def test_the_second_waits_and_is_refused(toyonaka, pair, start):
    first = start("end role slowly", pair[0])
    assert first.next() == "ended"
    second = start("end role", pair[1])
    assert second.is_held_up()
    first.go()
    assert first.next() == "done"
    assert "から管理者がいなくなります。" in second.next()
    assert unadministered_from(toyonaka) is None


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite lets nobody write beside another")
def test_without_the_lock_nobody_is_left(toyonaka, pair, start):
    first = start("end role without lock", pair[0])
    second = start("end role without lock", pair[1])
    assert (first.next(), second.next()) == ("ended", "ended")
    first.go()
    second.go()
    assert (first.next(), second.next()) == ("done", "done")
    assert unadministered_from(toyonaka) is not None
