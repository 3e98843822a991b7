"""Reminding members of a written vote (督促): by a planner who has seen the letter, or by the clock before the deadline.

A reminder says what this member has not answered; never how many others have, and of course nothing of any choice.
"""

import datetime
import logging
from collections.abc import Collection
from dataclasses import dataclass

from django.utils import timezone

from accounts.audit import Refused, record, verb
from accounts.models import User
from deliberation.deadlines import last_day
from deliberation.letters import Letter, address_of, reminder
from deliberation.models import AgendaItem, BallotBox, Meeting, Member, Sending
from deliberation.results import rules_of, standing_of
from deliberation.sendings import mail_to

logger = logging.getLogger(__name__)
FIRST_HOUR, LAST_HOUR = 8, 20  # nobody is reminded at night


@dataclass(frozen=True)
class Owing:
    """A member who may vote and has not answered: on which items, and when reminded last."""

    member: Member
    items: tuple[AgendaItem, ...]
    reminded_on: datetime.date | None
    letter: Letter

    @property
    def names(self) -> tuple[str, ...]:
        """The items as a letter names them."""
        return tuple(f"案件{item.number}　{item.title}" for item in self.items)


def owing_of(meeting: Meeting, today: datetime.date) -> tuple[Owing, ...]:
    """Who has not answered an open vote, with the letter as it would be sent now. Empty once it is closed. Six queries.

    Who has handed in a paper that waits for the second person is not asked again.
    """
    box: BallotBox | None = getattr(meeting, "box", None)
    if box is None or box.is_closed:
        return ()
    standing = standing_of(box)
    items = {item.pk: item for item in standing.items}
    members = Member.objects.select_related("user").in_bulk([row.entry.member_id for row in standing.missing])
    reminded: dict[int, datetime.date] = {}
    for pk, day in meeting.sendings.filter(what=Sending.What.REMINDER).values_list("member_id", "sent_on"):
        reminded[pk] = max(day, reminded.get(pk, day))
    found = []
    for row in standing.missing:
        owed = tuple(item for pk, item in items.items() if pk not in row.items | row.waiting)
        member = members[row.entry.member_id]
        if owed and member.span.holds(today):
            names = tuple(f"案件{item.number}　{item.title}" for item in owed)
            letter = reminder(meeting, member, names, today)
            found.append(Owing(member, owed, reminded.get(member.pk), letter))
    return tuple(found)


@verb("meeting.remind", "委員への督促")
def remind(*, actor: User | None, meeting: Meeting, members: Collection[Member]) -> int:
    """Put the reminders to these members into the outbox; how many mails. ``actor`` None: the clock.

    Refused, and nothing sent, where one of them has answered, was reminded today, or cannot be reached by mail.
    """
    current = (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("plan__government", "body", "box")
        .get(pk=meeting.pk)
    )
    now = timezone.now()
    today = timezone.localdate(now)
    box: BallotBox | None = getattr(current, "box", None)
    if box is None or box.is_closed or now >= box.closes_at:
        raise Refused("表決の受付中だけ督促できます。「表決」の画面で、受付のようすを確かめてください。")
    owing = {row.member.pk: row for row in owing_of(current, today)}
    if done := [member.name for member in members if member.pk not in owing]:
        raise Refused(f"{'、'.join(done)}さんは、すでに表決書を提出しています。督促は送っていません。")
    rows = [owing[member.pk] for member in members]
    if again := [row.member.name for row in rows if row.reminded_on == today]:
        raise Refused(f"{'、'.join(again)}さんには、きょうすでに督促しています。")
    if unreachable := [row.member.name for row in rows if not row.letter.to]:
        raise Refused(
            f"{'、'.join(unreachable)}さんには、メールアドレスがありません。電話などで伝え、「紙で送った記録」に書いてください。"
        )
    count = mail_to(current, [row.letter for row in rows], Sending.What.REMINDER, actor)
    record(
        "meeting.remind",
        actor=actor,
        government=current.plan.government,
        subject=current,
        count=count,
    )
    return count


def remind_due(now: datetime.datetime | None = None) -> int:
    """Remind whoever is to be reminded by now, on the days of the body's rules; how many mails. Safe to repeat.

    One query where no vote is open. By day only; a server that stood still on the day reminds on the next one.
    """
    now = now or timezone.now()
    local = timezone.localtime(now)
    if not FIRST_HOUR <= local.hour < LAST_HOUR:
        return 0
    boxes = BallotBox.objects.filter(closed_at=None, opened_at__lte=now, closes_at__gt=now)
    return sum(
        _remind_of(box, local.date())
        for box in boxes.select_related("meeting__plan__government", "meeting__body")
    )


def _remind_of(box: BallotBox, today: datetime.date) -> int:
    due = last_day(timezone.localtime(box.closes_at).replace(tzinfo=None))
    days = [due - datetime.timedelta(days=n) for n in rules_of(box).reminds_before]
    called = max((day for day in days if day <= today), default=None)
    opened = timezone.localdate(box.opened_at)
    if called is None or called <= opened:  # who was asked on that day needs no reminder
        return 0
    meeting = box.meeting
    members = [
        row.member
        for row in owing_of(meeting, today)
        if address_of(row.member) and (row.reminded_on is None or row.reminded_on < called)
    ]
    if not members:
        return 0
    try:
        return remind(actor=None, meeting=meeting, members=members)
    except Refused as refused:  # somebody answered or reminded meanwhile; the next tick asks again
        logger.info("meeting %s: not reminded: %s", meeting.pk, refused.sentence)
        return 0
