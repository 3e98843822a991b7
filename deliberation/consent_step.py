"""書面開催の同意: where members are asked whether they agree to meet in writing, and until when. Reading; no query."""

import datetime

from deliberation.bylaws import from_data
from deliberation.models import Meeting

State = Meeting.State


def is_asked(meeting: Meeting) -> bool:
    """Whether the members of this meeting are asked for their consent. No query."""
    return meeting.is_written and from_data(meeting.body.bylaws).needs_consent


def is_open(meeting: Meeting, now: datetime.datetime) -> bool:
    """Whether an answer given now is still taken: until the day that was set, else until the voting begins."""
    until = meeting.consent_until or meeting.opens_at
    return is_asked(meeting) and meeting.state == State.CALLED and (until is None or now < until)
