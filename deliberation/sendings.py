"""Sending to members (送付): by mail to all who have an address in one act, and the log of post, fax and hand."""

import datetime
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils import timezone

from accounts.audit import Refused, record, verb
from accounts.models import Outbox, User
from accounts.saving import Overtaken
from deliberation.letters import Letter, sending_letter
from deliberation.models import Meeting, Member, Sending
from deliberation.sent import addressees

What, Way = Sending.What, Sending.Way
MAILED = (
    What.NOTICE,
    What.PAPERS,
    What.OTHER,
)  # what is sent from here; result and minutes have acts of their own


@dataclass(frozen=True)
class Sent:
    """What came of sending to all: how many mails, and who has no address."""

    count: int
    without_address: tuple[Member, ...]


def locked_meeting(meeting: Meeting, seen: int) -> Meeting:
    """The meeting's row, locked; Overtaken where something was sent since the page was shown (``seen`` sendings)."""
    current = (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("plan__government", "body")
        .get(pk=meeting.pk)
    )
    count = current.sendings.count()
    if count != seen:
        raise Overtaken(
            "この画面を開いてから、ほかの人が送付を記録しました。下の一覧で確かめてから、もう一度行ってください。",
            count,
        )
    return current


@verb("sending.mail", "メールの送付")
def send_by_mail(*, actor: User | None, meeting: Meeting, seen: int, what: str, message: str = "") -> Sent:
    """Put a mail to every member in office who has an address into the outbox, and a line for each into the log.

    Refused for a meeting that is not called yet, and where nobody can be reached.
    """
    current = locked_meeting(meeting, seen)
    if current.state == Meeting.State.PLANNED:
        raise Refused("まだ招集していません。「会議」の画面で招集してから送ってください。")
    if what not in MAILED:
        raise Refused("ここから送れるのは、開催通知、資料、その他のお知らせです。")
    if what == What.OTHER and not message.strip():
        raise Refused({"message": "お知らせの文を書いてください。"})
    papers = tuple(str(paper) for paper in current.papers.all()) if what != What.OTHER else ()
    letters = [
        sending_letter(current, member, what, message, papers)
        for member in addressees(current, timezone.localdate())
    ]
    if not any(letter.to for letter in letters):
        raise Refused(
            "メールアドレスのある委員がいません。郵送などで送り、下の「紙で送った記録」に書いてください。"
        )
    count = mail_to(current, letters, what, actor)
    record(
        "sending.mail",
        actor=actor,
        government=current.plan.government,
        subject=current,
        what=Sending.What(what).label,
        count=count,
    )
    return Sent(count, tuple(letter.member for letter in letters if not letter.to))


def mail_to(meeting: Meeting, letters: Sequence[Letter], what: str, actor: User | None) -> int:
    """Part of a verb: letters into the outbox and into the log, those without an address left out; how many mails."""
    now = timezone.now()
    reached = [letter for letter in letters if letter.to]
    mails = Outbox.objects.bulk_create(
        Outbox(
            key=f"sending:{meeting.pk}:{what}:{letter.member.pk}:{uuid.uuid4().hex}",
            government=meeting.plan.government,
            to=letter.to,
            subject=letter.subject[:200],
            body=letter.body,
        )
        for letter in reached
    )
    Sending.objects.bulk_create(
        Sending(
            meeting=meeting,
            member=letter.member,
            what=what,
            way=Way.MAIL,
            sent_on=timezone.localdate(now),
            at=now,
            by=actor,
            mail=mail,
        )
        for letter, mail in zip(reached, mails, strict=True)
    )
    return len(mails)


@verb("sending.log", "送付の記録")
def log_sending(
    *,
    actor: User | None,
    meeting: Meeting,
    seen: int,
    members: Collection[Member],
    what: str,
    way: str,
    sent_on: datetime.date,
    note: str = "",
) -> int:
    """Note what was sent past this system: by post, fax, hand or the office's own mail. How many lines."""
    current = locked_meeting(meeting, seen)
    if any(member.body_id != current.body_id for member in members) or not members:
        raise Refused("この会議体の委員を、一人以上選んでください。")
    if sent_on > timezone.localdate():
        raise Refused({"sent_on": "送付日が先の日になっています。送った日を入れてください。"})
    now = timezone.now()
    made = Sending.objects.bulk_create(
        Sending(
            meeting=current,
            member=member,
            what=what,
            way=way,
            sent_on=sent_on,
            at=now,
            by=actor,
            note=note.strip(),
        )
        for member in members
    )
    record(
        "sending.log",
        actor=actor,
        government=current.plan.government,
        subject=current,
        what=Sending.What(what).label,
        way=Sending.Way(way).label,
        count=len(made),
    )
    return len(made)


@verb("sending.remove", "送付の記録の取消し")
def remove_sending(*, actor: User | None, sending: Sending) -> Meeting:
    """Take back a line that somebody wrote by hand; what went out as mail from here stays."""
    current = (
        Sending.objects.select_for_update(of=("self",))
        .select_related("meeting__plan__government", "meeting__body")
        .filter(pk=sending.pk)
        .first()
    )
    if current is None:
        raise Refused("この記録は、すでに取り消されています。")
    if current.way == Way.MAIL and current.mail_id:
        raise Refused("この画面から送ったメールの記録は、取り消せません。")
    meeting = current.meeting
    what, way = current.get_what_display(), current.get_way_display()
    current.delete()
    record(
        "sending.remove", actor=actor, government=meeting.plan.government, subject=meeting, what=what, way=way
    )
    return meeting
