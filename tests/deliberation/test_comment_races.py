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
from tests.racecourse import racecourse

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


def run(start, task: str, comment: PublicComment, *keys: str) -> str:
    """The first form saves, the second comes and waits, the first ends: how the second ends."""
    at = moment(comment).isoformat()
    first = start(task, comment.pk, keys[0], at)
    assert first.next() == "saved"
    second = start(task, comment.pk, keys[1], at)
    assert second.is_held_up()
    first.go()
    assert first.next() == "done"
    if (reached := second.next()) == "saved":
        second.go()
        reached = second.next()
    return reached


def test_the_same_form_twice_in_the_same_instant_is_one_submission(comment, start):
    assert run(start, "send comment", comment, "same", "same") == "done"
    assert Submission.objects.count() == 1


def test_of_two_at_the_limit_one_is_taken(comment, start):
    assert run(start, "send comment", comment, "one", "other") == limits.TOO_MANY
    assert Submission.objects.count() == 1


def test_control_without_the_lock_the_limit_is_overrun(comment, start):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one transaction write at a time")
    # The table of the cache holds the second up, too late: it has counted already.
    run(start, "send comment without lock", comment, "one", "other")
    assert Submission.objects.count() == 2
