"""The clock's command."""

import datetime

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone

from deliberation.models import BallotBox
from publishing.editions import freeze, publish
from publishing.management.commands.tick import LOCK
from tests import factories
from tests.deliberation.voting import a_vote

pytestmark = pytest.mark.slow


def tick(capsys) -> str:
    call_command("tick")
    return capsys.readouterr().out.strip()


def test_tick_does_what_is_due_once(toyonaka, capsys):
    edition = factories.edition(factories.plan(toyonaka))
    factories.small_tree(edition, measures=1)
    freeze(actor=None, edition=edition)
    ahead = timezone.now() + datetime.timedelta(hours=1)
    publish(actor=None, edition=edition, at=ahead)
    assert tick(capsys) == "公表 0件、印刷 1件、送信 0件"
    assert tick(capsys) == "公表 0件、印刷 0件、送信 0件"
    type(edition).objects.update(publish_at=timezone.now())
    assert tick(capsys) == "公表 1件、印刷 0件、送信 0件"
    assert tick(capsys) == "公表 0件、印刷 0件、送信 0件"


def test_tick_closes_a_written_vote_whose_time_has_come(toyonaka, capsys):
    vote = a_vote(toyonaka)
    tick(capsys)
    vote.let_pass()
    tick(capsys)
    assert BallotBox.objects.get().is_closed


def test_two_ticks_do_not_run_at_once(db, capsys):
    cache.add(LOCK, True, 60)
    try:
        assert tick(capsys) == "別の tick が動いています。何もしませんでした。"
    finally:
        cache.delete(LOCK)


def test_the_lock_is_given_back_after_a_failure(db, capsys, monkeypatch):
    def fail():
        raise OSError("no disk")

    monkeypatch.setattr("publishing.management.commands.tick.print_due", fail)
    for _ in range(2):
        try:
            tick(capsys)
        except OSError as error:
            assert str(error) == "no disk"
    assert cache.get(LOCK) is None
