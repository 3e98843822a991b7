"""The same form sent twice in the same instant is one submission; a flood in the same instant keeps to the limit."""

import datetime
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connection

from deliberation import limits
from deliberation.models import PublicComment, Submission
from tests.deliberation import calls
from tests.deliberation.comment_racers import NETWORK
from tests.racecourse import Racer, racecourse

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def start():
    with racecourse() as started:
        yield started


@pytest.fixture
def comment(toyonaka) -> Iterator[PublicComment]:
    cache.clear()  # no flush empties its table
    yield calls.a_call(calls.a_draft(toyonaka))
    cache.clear()


def moment(comment: PublicComment) -> datetime.datetime:
    """In the middle of a window in which all but one of the places of the network are taken."""
    at = (comment.opens_at + calls.DAY).replace(minute=5, second=0)
    for _ in range(limits.MOST_IN_WINDOW - 1):
        limits.count(NETWORK, at)
    return at


def run(first: Racer, second: Racer, *, held_up: bool) -> list[str]:
    """The first saves, the second begins, the first ends: how both end."""
    assert first.next() == "saved"
    assert second.is_held_up() is held_up
    first.go()
    assert first.next() == "done"
    if (reached := second.next()) == "saved":
        second.go()
        reached = second.next()
    return [reached]


def test_the_same_form_twice_in_the_same_instant_is_one_submission(comment, start):
    at = moment(comment).isoformat()
    racers = [start("send comment", comment.pk, "same", at) for _ in range(2)]
    assert run(*racers, held_up=True) == ["done"]
    assert Submission.objects.count() == 1


def test_of_two_at_the_limit_one_is_taken(comment, start):
    at = moment(comment).isoformat()
    racers = [start("send comment", comment.pk, key, at) for key in ("one", "other")]
    assert run(*racers, held_up=True) == [limits.TOO_MANY]
    assert Submission.objects.count() == 1


def test_control_without_the_lock_the_limit_is_overrun(comment, start):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one transaction write at a time")
    at = moment(comment).isoformat()
    racers = [start("send comment without lock", comment.pk, key, at) for key in ("one", "other")]
    run(*racers, held_up=True)  # the table of the cache holds it up, too late: it has counted already
    assert Submission.objects.count() == 2
