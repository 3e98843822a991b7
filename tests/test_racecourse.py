"""The races' own means: processes of their own that leave nothing behind, and the word "held up", which must be true."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from strategy.models import PlanItem
from tests import factories
from tests.racecourse import Racer, opened, racecourse

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def start() -> Iterator:
    with racecourse() as started:
        yield started


@pytest.fixture
def items(toyonaka) -> list[PlanItem]:
    tree = factories.small_tree(factories.edition(factories.plan(toyonaka)))
    return [tree["measure1"], tree["measure2"]]


def is_there(racer: Racer) -> bool:
    return Path(f"/proc/{racer.pid}").exists()


def test_held_up_is_only_who_waits_for_another(items, toyonaka, start):
    first = start("save", items[0].pk)
    assert first.next() == "saved"
    second = start("save", items[0].pk)
    assert second.is_held_up()
    assert (second.points.empty(), second.pid != first.pid) == (True, True)
    first.go()
    assert not first.is_held_up()  # it ends
    assert not second.is_held_up()  # it is told
    busy = start("edit", items[1].pk, factories.person("書き手", "PLANNER", toyonaka).pk, 50)
    assert busy.next() == "at the start"
    busy.go()
    assert not busy.is_held_up()  # it works for a while first
    assert busy.next() == "50 0 0"


def test_a_killed_racer_is_gone_and_so_is_what_it_had_begun(items, start):
    racer = start("save", items[0].pk)
    assert racer.next() == "saved"
    other = start("save", items[0].pk)
    assert other.is_held_up()
    racer.stop()
    assert not is_there(racer)
    assert PlanItem.objects.get(pk=items[0].pk).version == 1
    assert other.next() == "saved"


def test_a_stable_ends_with_who_opened_it_and_leaves_no_racer(items):
    """The system closes the orders of a process that is killed, so this is how that ends too."""
    orders, process = opened()
    racer = Racer(orders, "save", items[0].pk)
    assert [racer.next(), racer.next()] == ["ready", "saved"]
    orders.close()
    assert process.wait(30) == 0
    assert not is_there(racer)
    racer.listener.join()
    racer.line.close()
