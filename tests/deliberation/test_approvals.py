"""What was resolved about exactly this text."""

import pytest
from django.utils import timezone

from deliberation.approvals import approvals_of
from deliberation.models import AgendaItem, FloorVote
from publishing.editions import start_next_edition
from tests.deliberation.sittings import a_body, a_draft, a_meeting, an_item, members_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def carried(toyonaka, today):
    """An item of a meeting in the room, carried without objection, with smaller changes left to the chair."""
    edition = a_draft(toyonaka)
    body = a_body(toyonaka)
    members_of(body, 3)
    meeting = a_meeting(body, edition.plan, form="IN_PERSON", held_on=today)
    item = an_item(meeting, edition, is_delegated=True)
    FloorVote.objects.create(item=item, manner="NO_OBJECTION", is_carried=True, at=timezone.now())
    return item


def test_neither_a_working_edition_nor_a_report_is_approved(carried):
    AgendaItem.objects.update(kind="REPORT")
    assert approvals_of(carried.edition) == ()
    AgendaItem.objects.update(kind="VOTE")
    assert len(approvals_of(carried.edition)) == 1
    assert approvals_of(start_next_edition(actor=None, edition=carried.edition, stage="PROPOSAL")) == ()
