"""書面開催の同意: whether the members agree to meet in writing, where the body's rules ask for it."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from accounts.audit import Refused, record, verb
from accounts.models import User
from deliberation.consent_step import is_asked, is_open
from deliberation.deadlines import spelled
from deliberation.holding import held_meeting
from deliberation.models import Consent, Meeting, Member

State = Meeting.State


@dataclass(frozen=True)
class Consents:
    """How far the step of consent has come: who agrees, who does not, who has not answered."""

    agreeing: tuple[Consent, ...]
    declining: tuple[Consent, ...]
    missing: tuple[Member, ...]

    @property
    def asked(self) -> int:
        """How many members were asked."""
        return len(self.agreeing) + len(self.declining) + len(self.missing)


def standing(meeting: Meeting) -> Consents:
    """The consents of a meeting as they stand, of members in office today. Two queries."""
    given = {row.member_id: row for row in meeting.consents.select_related("member")}
    members = Member.objects.on(timezone.localdate()).filter(body=meeting.body_id)
    rows = sorted(given.values(), key=lambda row: (row.member.position, row.member_id))
    return Consents(
        tuple(row for row in rows if row.agrees),
        tuple(row for row in rows if not row.agrees),
        tuple(member for member in members if member.pk not in given),
    )


@verb("consent.give", "書面開催の同意の受付")
def give_consent(
    *,
    actor: User | None,
    member: Member,
    meeting: Meeting,
    agrees: bool,
    reason: str = "",
    received_at: datetime.datetime,
    is_by_office: bool = False,
) -> Consent:
    """Keep a member's answer; until the deadline a later one replaces it. ``is_by_office``: it came on paper or by
    telephone, and ``actor`` of the secretariat noted it.

    Refused where nobody is asked, after the deadline (the office may note what came in time), for another body, after
    the term, and for a refusal without a reason.
    """
    current = held_meeting(meeting)
    if member.body_id != current.body_id or not member.span.holds(timezone.localdate(received_at)):
        raise Refused("この会議の委員ではないか、任期が終わっているため、受け付けていません。")
    if not is_asked(current) or current.state != State.CALLED:
        raise Refused("この会議では、書面で開くことへの同意をたずねていません。")
    if not is_open(current, received_at):
        until = spelled(timezone.localtime(current.consent_until or current.opens_at))
        raise Refused(f"同意の受付は、{until}でした。事務局に電話でご連絡ください。")
    reason = reason.strip()
    if not agrees and not reason:
        raise Refused({"reason": "同意されないときは、わけを一言書いてください。"})
    row, _ = Consent.objects.update_or_create(
        meeting=current,
        member=member,
        defaults={
            "agrees": agrees,
            "reason": reason,
            "received_at": received_at,
            "by": actor if is_by_office else None,
        },
    )
    record("consent.give", actor=actor, government=current.plan.government, subject=current)
    return row
