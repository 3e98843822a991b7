"""Freeze against save, in processes of their own: the frozen text is what its rows say, whoever comes first.

Each race has a control in which the protection is taken away and the race is lost: without it a green run would
prove nothing.
"""

import hashlib
from collections.abc import Iterator

import pytest
from django.db import connection

from accounts.guards import SENTENCES
from publishing.document import Document
from strategy.guards import FUNCTIONS, GUARDS
from strategy.models import Edition, PlanItem
from tests import factories
from tests.racecourse import racecourse
from tests.racers import TITLE

FROZEN = SENTENCES["hashira:frozen-edition"]
pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
on = {
    vendor: pytest.mark.skipif(f"connection.vendor != '{vendor}'", reason=f"a race of {vendor}")
    for vendor in ("sqlite", "postgresql")
}


@pytest.fixture
def start() -> Iterator:
    with racecourse() as started:
        yield started


@pytest.fixture
def edition(toyonaka) -> Edition:
    made = factories.edition(factories.plan(toyonaka))
    factories.small_tree(made)
    return made


@pytest.fixture
def item(edition) -> PlanItem:
    return PlanItem.objects.get(edition=edition, title="見本の取組み1")


@pytest.fixture
def without_share_lock():
    """A plain trigger: it looks at the edition, but takes no lock of it."""
    plain = [sql.replace(" FOR SHARE", "") for sql in FUNCTIONS]
    assert plain != list(FUNCTIONS)
    with connection.cursor() as cursor:
        for sql in plain:
            cursor.execute(sql)
    yield
    GUARDS.install()


def is_true_to_its_rows(edition: Edition) -> bool:
    """Whether the frozen document is what the rows say, and its hash that of its bytes."""
    edition = Edition.objects.get(pk=edition.pk)
    assert edition.content_hash == hashlib.sha256(bytes(edition.content)).hexdigest()
    return bytes(edition.content) == Document.draft(edition).canonical


def titles(edition: Edition) -> set[str]:
    return {entry.title for entry in Document.of(Edition.objects.get(pk=edition.pk)).of_kind("MEASURE")}


# --- the saver was first ------------------------------------------------------------------------------------


@pytest.mark.parametrize("task", ["save", "save past the verbs"])
def test_a_freeze_waits_for_who_is_saving(edition, item, start, task):
    saver = start(task, item.pk)
    assert saver.next() == "saved"
    freezer = start("freeze", edition.pk)
    assert freezer.is_held_up()
    saver.go()
    assert (saver.next(), freezer.next()) == ("done", "done")
    assert is_true_to_its_rows(edition)
    assert titles(edition) == {TITLE, "見本の取組み2"}


@on["postgresql"]
def test_control_with_a_plain_trigger_the_freeze_overtakes_the_saver(
    edition, item, start, without_share_lock
):
    saver = start("save past the verbs", item.pk)
    assert saver.next() == "saved"
    freezer = start("freeze", edition.pk)
    assert freezer.next() == "done"
    saver.go()
    assert saver.next() == "done"
    assert not is_true_to_its_rows(edition)
    assert titles(edition) == {"見本の取組み1", "見本の取組み2"}


# --- the freezer was first ----------------------------------------------------------------------------------


@pytest.mark.parametrize("task", ["save", "save past the verbs"])
def test_who_saves_while_a_freeze_reads_is_refused_with_a_sentence(edition, item, start, task):
    freezer = start("freeze slowly", edition.pk)
    assert freezer.next() == "read"
    saver = start(task, item.pk)
    assert saver.is_held_up()
    freezer.go()
    assert (freezer.next(), saver.next()) == ("done", FROZEN)
    assert is_true_to_its_rows(edition)
    assert titles(edition) == {"見本の取組み1", "見本の取組み2"}


@on["postgresql"]
def test_control_with_a_plain_trigger_a_row_changes_behind_the_freeze(
    edition, item, start, without_share_lock
):
    lose_the_race("freeze slowly", edition, item, start)


@on["sqlite"]
def test_control_without_the_verbs_transaction_a_row_changes_behind_the_freeze(edition, item, start):
    lose_the_race("freeze without transaction", edition, item, start)


def lose_the_race(task: str, edition: Edition, item: PlanItem, start) -> None:
    freezer = start(task, edition.pk)
    assert freezer.next() == "read"
    saver = start("save past the verbs", item.pk)
    assert saver.next() == "saved"
    saver.go()
    assert saver.next() == "done"
    freezer.go()
    assert freezer.next() == "done"
    assert not is_true_to_its_rows(edition)
    assert PlanItem.objects.get(pk=item.pk).title == TITLE


# --- two savers ---------------------------------------------------------------------------------------------


def test_of_two_who_save_the_same_version_one_is_told(edition, item, start):
    """No edit is lost: the second waits, then learns that it was overtaken."""
    first = start("save", item.pk)
    assert first.next() == "saved"
    second = start("save", item.pk)
    assert second.is_held_up()
    first.go()
    assert first.next() == "done"
    assert second.next() == (
        "ほかの人が先にこの項目を保存しました。両方の文を見くらべて、どちらを残すか選んでください。"
    )
    assert PlanItem.objects.get(pk=item.pk).version == 2
