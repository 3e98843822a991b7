"""R8, no edit is lost: several people save one item at once, each in a process of its own.

What was accepted stands there, each save once; whoever came too late was told so with the other text. The control
saves as programs do that only read, change and save: it loses edits without a word.
"""

import os

import pytest

from accounts.models import AuditEvent
from strategy.models import PlanItem
from tests import factories
from tests.racecourse import racecourse

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
EDITORS = int(os.environ.get("RACE_EDITORS", "4"))  # script/drill races 10 editors with 500 saves each
SAVES = int(os.environ.get("RACE_SAVES", "25"))
PATIENCE = 30 + EDITORS * SAVES // 4


@pytest.fixture
def item(toyonaka) -> PlanItem:
    return factories.small_tree(factories.edition(factories.plan(toyonaka)))["measure1"]


def raced(task: str, item: PlanItem, people) -> list[list[int]]:
    """What each editor counted: saves accepted, overtaken (with another text before the eyes), refused as busy."""
    with racecourse() as start:
        editors = [start(task, item.pk, person.pk, SAVES) for person in people]
        for editor in editors:
            assert editor.next() == "at the start"
        for editor in editors:
            editor.go()
        return [[int(count) for count in editor.next(PATIENCE).split()] for editor in editors]


def test_every_accepted_save_is_there_and_every_other_was_told(item, toyonaka):
    people = [factories.person(f"書き手{n}", "PLANNER", toyonaka) for n in range(EDITORS)]
    before = item.version
    counts = raced("edit", item, people)
    accepted, overtaken, busy = (sum(column) for column in zip(*counts, strict=True))
    assert accepted + overtaken + busy == EDITORS * SAVES  # nobody got another answer, and none none
    item.refresh_from_db()
    assert item.version - before == accepted
    events = AuditEvent.objects.filter(verb="item.save")
    assert events.count() == accepted
    versions = [event.detail["version"] for event in events.order_by("detail__version")]
    assert sorted(versions) == list(range(before + 1, before + accepted + 1))
    assert accepted >= SAVES
    by_person = {person.pk: events.filter(actor=person).count() for person in people}
    assert list(by_person.values()) == [count[0] for count in counts]


def test_without_the_lock_edits_are_lost_in_silence(item, toyonaka):
    people = [factories.person(f"書き手{n}", "PLANNER", toyonaka) for n in range(EDITORS)]
    before = item.version
    accepted = sum(count[0] for count in raced("edit without lock", item, people))
    item.refresh_from_db()
    assert item.version - before < accepted
