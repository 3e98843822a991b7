"""Two planners at one 新旧対照表, in processes of their own: no number is given twice, no word is lost unseen.

Each race has a control on PostgreSQL without the lock, in which it is lost; SQLite lets one writer in at a time anyway.
"""

from collections.abc import Iterator

import pytest
from django.db import connection  # noqa: F401 (the conditions of skipif name it)

from publishing.comparisons import note_changes
from publishing.editions import freeze, start_next_edition
from publishing.models import Comparison, ComparisonNote, IssuedComparison
from strategy.models import Edition
from tests import factories
from tests.racecourse import racecourse

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="a race of postgresql")


@pytest.fixture
def start() -> Iterator:
    with racecourse() as started:
        yield started


@pytest.fixture
def comparison(toyonaka) -> Comparison:
    old = factories.published(factories.plan(toyonaka))
    new = freeze(
        actor=None, edition=start_next_edition(actor=None, edition=old, stage=Edition.Stage.PROPOSAL)
    )
    note_changes(actor=None, old=old, new=new, keys=["title"], reason="はじめの趣旨")
    return Comparison.objects.get()


def reasons() -> list[str]:
    return list(ComparisonNote.objects.values_list("reason", flat=True))


def test_of_two_who_issue_the_same_table_one_is_told(comparison, start):
    first = start("issue slowly", comparison.pk)
    assert first.next() == "read"
    second = start("issue", comparison.pk)
    assert second.is_held_up()
    first.go()
    assert first.next() == "done"
    assert second.next() == ("この対照表は、第1回の確定から変わっていません。確定しなおす必要はありません。")
    assert [issue.number for issue in IssuedComparison.objects.all()] == [1]


@postgresql
def test_control_without_the_lock_both_take_the_same_number(comparison, start):
    first, second = (start("issue without lock", comparison.pk) for _ in range(2))
    assert (first.next(), second.next()) == ("numbered", "numbered")
    first.go()
    assert first.next() == "done"
    second.go()
    assert "one_issue_of_a_number" in second.next()


def test_of_two_who_write_to_the_same_row_one_is_told(comparison, start):
    first = start("explain", comparison.pk, "title", "先の人の趣旨")
    second = start("explain", comparison.pk, "title", "後の人の趣旨")
    assert (first.next(), second.next()) == ("looked", "looked")
    first.go()
    assert first.next() == "written"
    second.go()
    assert second.is_held_up()
    first.go()
    assert first.next() == "done"
    assert "趣旨「先の人の趣旨」" in second.next()
    assert reasons() == ["先の人の趣旨"]


@postgresql
def test_control_without_the_lock_the_second_overwrites_what_it_never_saw(comparison, start):
    first = start("explain without lock", comparison.pk, "title", "先の人の趣旨")
    second = start("explain without lock", comparison.pk, "title", "後の人の趣旨")
    assert (first.next(), second.next()) == ("looked", "looked")
    first.go()
    assert first.next() == "written"
    second.go()
    assert second.is_held_up()
    first.go()
    assert first.next() == "done"
    assert second.next() == "written"
    second.go()
    assert second.next() == "done"
    assert reasons() == ["後の人の趣旨"]


def test_who_writes_while_another_issues_is_not_in_that_table(comparison, start):
    issuer = start("issue slowly", comparison.pk)
    assert issuer.next() == "read"
    writer = start("explain", comparison.pk, "title", "あとからの趣旨")
    assert writer.next() == "looked"
    writer.go()
    assert writer.is_held_up()
    issuer.go()
    assert (issuer.next(), writer.next()) == ("done", "written")
    writer.go()
    assert writer.next() == "done"
    assert "あとからの趣旨" not in bytes(IssuedComparison.objects.get().content).decode()
