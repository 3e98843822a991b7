"""What was resolved about exactly this text: carried items bound to an edition, or to one before it and confirmed. Reading."""

import datetime
from dataclasses import dataclass

from django.db.models import Q

from deliberation.carrying import Outcome, outcomes_of
from deliberation.models import AgendaItem, ChairConfirmation
from strategy.models import Edition


@dataclass(frozen=True)
class Approval:
    """A carried item that speaks of this text. ``confirmation`` where the chair confirmed it after the vote."""

    item: AgendaItem
    outcome: Outcome
    confirmation: ChairConfirmation | None = None

    @property
    def on(self) -> datetime.date:
        """The day from which the text is covered."""
        return self.confirmation.confirmed_on if self.confirmation else self.outcome.decided_on


def approvals_of(edition: Edition) -> tuple[Approval, ...]:
    """Carried items that cover exactly this text, oldest first; an edition that is not frozen has none.

    Four queries, and those of a result for each written meeting among them.
    """
    if not edition.content_hash:
        return ()
    same = Q(edition=edition, content_hash=edition.content_hash)
    confirmed = {
        row.item_id: row
        for row in ChairConfirmation.objects.filter(same, item__is_delegated=True).select_related("chair")
    }
    items = (
        AgendaItem.objects.filter(same | Q(pk__in=confirmed), kind=AgendaItem.Kind.VOTE, voided_at=None)
        .select_related("meeting__body", "meeting__plan")
        .order_by("meeting_id", "number")
    )
    rows = {item.pk: item for item in items}
    outcomes = outcomes_of(rows.values())
    found = [
        Approval(item, outcomes[pk], confirmed.get(pk) if item.edition_id != edition.pk else None)
        for pk, item in rows.items()
        if pk in outcomes and outcomes[pk].is_carried
    ]
    return tuple(sorted(found, key=lambda one: (one.on, one.item.pk)))
