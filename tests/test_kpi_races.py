"""Two people at one figure, and a freeze against who saves a target, in processes of their own (tests/test_races.py)."""

import pytest
from django.db import connection

from accounts.guards import SENTENCES
from kpi.models import Indicator, MeasurementRevision, Target
from publishing.document import Document
from strategy.models import Edition
from tests import factories
from tests.kpi import promises
from tests.racecourse import racecourse

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def start():
    with racecourse() as started:
        yield started


@pytest.fixture
def target(toyonaka) -> Target:
    edition = factories.edition(factories.plan(toyonaka))
    return promises.target(factories.small_tree(edition)["chapter"], "就業率")


@pytest.fixture
def indicator(toyonaka) -> Indicator:
    return promises.indicator(toyonaka, "就業率")


def entered() -> list[tuple[int, str]]:
    rows = MeasurementRevision.objects.order_by("n")
    return [(row.n, f"{row.value:.{row.places}f}") for row in rows]


def test_of_two_who_enter_the_same_figure_one_is_told(indicator, start):
    first = start("record value", indicator.pk, "70.4")
    assert first.next() == "saved"
    second = start("record value", indicator.pk, "70.5")
    assert second.is_held_up()
    first.go()
    assert first.next() == "done"
    assert second.next() == (
        "ほかの人が先にこの値を変えました。いまの値を確かめてから、もう一度入れてください。"
    )
    assert entered() == [(1, "70.4")]


def test_control_without_the_lock_only_the_database_stops_the_second(indicator, start):
    """Nothing is lost either, but nobody is told what happened."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one transaction write at a time")
    task = "record value without lock"
    first = start(task, indicator.pk, "70.4")
    assert first.next() == "saved"
    second = start(task, indicator.pk, "70.5")
    assert second.is_held_up()
    first.go()
    assert first.next() == "done"
    assert "one_measurement_of_an_indicator_per_period" in second.next()
    assert entered() == [(1, "70.4")]


def frozen_text(target: Target) -> str:
    document = Document.of(Edition.objects.get(pk=target.edition_id))
    assert document.is_frozen
    return document.targets[str(target.lineage)].target


def test_a_freeze_waits_for_who_is_saving_a_target(target, start):
    saver = start("save target", target.pk, "75%")
    assert saver.next() == "saved"
    freezer = start("freeze", target.edition_id)
    assert freezer.is_held_up()
    saver.go()
    assert (saver.next(), freezer.next()) == ("done", "done")
    assert frozen_text(target) == "75%"


def test_who_saves_a_target_while_a_freeze_reads_is_refused_with_a_sentence(target, start):
    freezer = start("freeze slowly", target.edition_id)
    assert freezer.next() == "read"
    saver = start("save target", target.pk, "75%")
    assert saver.is_held_up()
    freezer.go()
    assert (freezer.next(), saver.next()) == ("done", SENTENCES["hashira:frozen-edition"])
    assert frozen_text(target) == Target.objects.get(pk=target.pk).target_text == "73%"
