"""When a person last came to the desk, so that the desk can tell what others did since.

A visit is as long as the session, which ends half an hour after the last click; whoever signs in again within half an
hour of its beginning is still on the same visit. The time stands in the membership, because the session is gone by the
next visit; the session only remembers that this visit is noted.

Not a verb and without an audit event on purpose: looking is no act on a plan, and a record of who looked when would
watch the staff instead of the plan.
"""

import datetime

from django.contrib.sessions.backends.base import SessionBase
from django.utils.dateparse import parse_datetime

from accounts.models import Membership

SAME_VISIT = datetime.timedelta(minutes=30)
KEY = "visits"  # in the session: when the visit before this one was, by membership


def note_visit(
    membership: Membership, session: SessionBase, now: datetime.datetime
) -> datetime.datetime | None:
    """When the person came the time before this; None on the first visit. Writes once in a visit."""
    known = session.get(KEY, {})
    key = str(membership.pk)
    if key not in known:
        last = membership.visited_at
        if last is None or now - last >= SAME_VISIT:
            row = Membership.objects.filter(
                pk=membership.pk, visited_at=last
            )  # of two tabs at once, one writes
            row.update(previous_visit_at=last, visited_at=now)
            membership.previous_visit_at, membership.visited_at = last, now
        before = membership.previous_visit_at
        session[KEY] = known | {key: before.isoformat() if before else ""}
        return before
    return parse_datetime(known[key])
