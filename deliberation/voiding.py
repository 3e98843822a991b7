"""Items whose text changed before they were decided become void, with the reason. The verb is ``boxes.void_item``."""

import datetime
import logging

from accounts.audit import Refused
from deliberation.bindings import State, bindings_of
from deliberation.boxes import void_item
from deliberation.models import AgendaItem, Meeting

logger = logging.getLogger(__name__)


def void_changed(now: datetime.datetime, meeting: Meeting | None = None) -> int:
    """Void the items of called meetings whose text changed while nothing was decided; how many. Idempotent.

    ``meeting``: of this one only, for who takes a vote or closes the voting before the clock came by. ``now`` is that
    moment; what counts is that the text changed before the deadline of the vote.
    """
    open_items = AgendaItem.objects.filter(
        kind=AgendaItem.Kind.VOTE, voided_at=None, meeting__state=Meeting.State.CALLED, floor_vote=None
    ).exclude(content_hash="")
    if meeting is not None:
        open_items = open_items.filter(meeting=meeting)
    items = list(open_items.exclude(meeting__box__closed_at__isnull=False).order_by("pk"))
    bindings = bindings_of(items) if items else {}
    return sum(
        _void(item, bindings[item.pk].sentence) for item in items if bindings[item.pk].state is State.CHANGED
    )


def _void(item: AgendaItem, reason: str) -> bool:
    try:
        void_item(actor=None, item=item, reason=reason)
    except Refused as refusal:  # decided or voided in this moment
        logger.info("an item was not voided: %s", refusal.sentence)
        return False
    return True
