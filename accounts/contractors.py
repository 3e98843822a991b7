"""Who of a government's people worked under contract on which day: their acts carry the mark 委託事業者."""

import datetime
from collections import defaultdict

from django.utils import timezone

from accounts.models import Government, Membership
from accounts.spans import Span


class Contractors:
    """The contracts of a government, read in one query."""

    def __init__(self, government: Government):
        self.spans: dict[int, list[Span]] = defaultdict(list)
        for row in Membership.objects.filter(government=government, contractor=True).order_by("pk"):
            self.spans[row.user_id].append(row.span)

    def had(self, user_id: int | None, at: datetime.datetime) -> bool:
        """Whether this person worked under contract at that time."""
        day = timezone.localdate(at)
        return any(span.holds(day) for span in self.spans.get(user_id, ()))
