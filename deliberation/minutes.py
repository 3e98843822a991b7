"""Minutes (会議録, 議事要旨): written, sent to the members for correction, each correction settled, then published.

Published minutes no longer change.
"""

import datetime

from django.utils import timezone

from accounts.audit import Refused, record, verb
from accounts.models import User
from accounts.saving import Overtaken
from deliberation.deadlines import exclusive, spelled
from deliberation.letters import minutes_letter
from deliberation.models import Meeting, Member, Minutes, MinutesCorrection, Sending
from deliberation.proofreading import minutes_of, unanswered
from deliberation.sendings import mail_to
from deliberation.sent import addressees

Outcome = MinutesCorrection.Outcome
PUBLISHED = "公表した会議録は変えられません。"
LATE = (
    "この会議録は、ほかの人が先に変えました。いまの内容を下に示します。確かめて、もう一度保存してください。"
)


def _locked(minutes: Minutes, seen: int) -> Minutes:
    current = (
        Minutes.objects.select_for_update(of=("self",))
        .select_related("meeting__plan__government", "meeting__body")
        .get(pk=minutes.pk)
    )
    if current.published_at:
        raise Refused(PUBLISHED)
    if current.version != seen:
        raise Overtaken(LATE, current)
    return current


@verb("minutes.save", "会議録の保存")
def save_minutes(*, actor: User | None, meeting: Meeting, seen: int, kind: str, text: str) -> Minutes:
    """Begin the minutes of a meeting, or change them; ``seen`` is the version shown, 0 where there were none."""
    current = (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("plan__government", "body")
        .get(pk=meeting.pk)
    )
    if current.state not in (Meeting.State.CALLED, Meeting.State.FINISHED):
        raise Refused("招集していない会議、中止した会議の会議録は書けません。")
    row = minutes_of(current)
    if row is None:
        if seen:
            raise Overtaken("この会議録は見つかりません。画面を開き直してください。", None)
        row = Minutes(meeting=current, version=0)
    else:
        row = _locked(row, seen)
    row.kind, row.text, row.version = kind, text.replace("\r\n", "\n").strip(), row.version + 1
    row.full_clean()
    row.save()
    record(
        "minutes.save",
        actor=actor,
        government=current.plan.government,
        subject=row,
        kind=row.get_kind_display(),
    )
    return row


@verb("minutes.circulate", "会議録の確認の依頼")
def circulate_minutes(
    *, actor: User | None, minutes: Minutes, seen: int, due_on: datetime.date
) -> tuple[Minutes, int]:
    """Show the minutes to the members and ask them by mail to correct them until the end of a day.

    Asked again, it goes to all once more with the new day. Returns the minutes and how many mails.
    """
    row = _locked(minutes, seen)
    if not row.text:
        raise Refused("本文がまだありません。会議録を書いて保存してから、確認を頼んでください。")
    now = timezone.now()
    if due_on <= timezone.localdate(now):
        raise Refused({"due_on": "確認の締切は、あす以降の日にしてください。"})
    row.circulated_at, row.due_at = now, timezone.make_aware(exclusive(due_on))
    row.version += 1
    row.save()
    meeting = row.meeting
    kind = row.get_kind_display()
    letters = [
        minutes_letter(meeting, member, kind, row.due_at)
        for member in addressees(meeting, timezone.localdate(now))
    ]
    count = mail_to(meeting, letters, Sending.What.MINUTES, actor)
    record(
        "minutes.circulate",
        actor=actor,
        government=meeting.plan.government,
        subject=row,
        due_on=due_on.isoformat(),
        count=count,
    )
    return row, count


@verb("minutes.correct", "会議録への訂正の申し出")
def correct_minutes(*, actor: User | None, member: Member, minutes: Minutes, text: str) -> MinutesCorrection:
    """What a member wants to read otherwise; an empty text is 「訂正なし」. Refused after the day, and once published."""
    row = (
        Minutes.objects.select_for_update(of=("self",))
        .select_related("meeting__plan__government", "meeting__body")
        .get(pk=minutes.pk)
    )
    if member.body_id != row.meeting.body_id:
        raise Refused("この会議体の委員だけが申し出られます。")
    if row.published_at:
        raise Refused(f"{PUBLISHED}お気づきの点は、事務局にお知らせください。")
    now = timezone.now()
    if row.circulated_at is None or row.due_at is None:
        raise Refused("この会議録は、まだ確認をお願いしていません。")
    if now >= row.due_at:
        until = spelled(timezone.localtime(row.due_at))
        raise Refused(f"お申し出は{until}でした。お気づきの点は、事務局にお知らせください。")
    said = text.replace("\r\n", "\n").strip()
    asks_again = MinutesCorrection.objects.filter(
        minutes=row, member=member, text=said, at__gte=row.circulated_at
    )
    if (same := asks_again.first()) is not None:  # the same form sent twice
        return same
    found = MinutesCorrection(minutes=row, member=member, text=said, at=now)
    if not said:
        found.outcome = Outcome.DECLINED
    found.full_clean()
    found.save()
    record(
        "minutes.correct",
        actor=actor,
        government=row.meeting.plan.government,
        subject=row,
        has_text=bool(said),
    )
    return found


@verb("minutes.settle", "会議録の訂正への対応")
def settle_correction(
    *, actor: User | None, correction: MinutesCorrection, outcome: str, answer: str
) -> MinutesCorrection:
    """What becomes of a correction: 直した or 直さない; the latter needs a reason. May be settled anew until publication."""
    minutes = Minutes.objects.select_for_update(of=("self",)).get(pk=correction.minutes_id)
    if minutes.published_at:
        raise Refused(PUBLISHED)
    row = MinutesCorrection.objects.select_related("minutes__meeting__plan__government", "member").get(
        pk=correction.pk
    )
    if not row.text:
        raise Refused("「訂正なし」の返事には、対応は要りません。")
    if outcome not in (Outcome.ACCEPTED, Outcome.DECLINED):
        raise Refused({"outcome": "「直した」か「直さない」を選んでください。"})
    if outcome == Outcome.DECLINED and not answer.strip():
        raise Refused({"answer": "直さないときは、理由を書いてください。申し出た委員に示します。"})
    row.outcome, row.answer = outcome, answer.strip()
    row.full_clean()
    row.save()
    record(
        "minutes.settle",
        actor=actor,
        government=row.minutes.meeting.plan.government,
        subject=row.minutes,
        outcome=row.get_outcome_display(),
    )
    return row


@verb("minutes.publish", "会議録の公表")
def publish_minutes(*, actor: User | None, minutes: Minutes, seen: int) -> Minutes:
    """Publish the minutes for good.

    Only after the members were asked, when each correction is settled and the day is over or everybody has answered.
    """
    row = _locked(minutes, seen)
    if row.circulated_at is None or row.due_at is None:
        raise Refused("公表の前に、委員に確認を頼んでください。")
    if open_ones := row.corrections.filter(outcome=Outcome.OPEN).count():
        raise Refused(
            f"対応を決めていない訂正の申し出が{open_ones}件あります。それぞれ「直した」か「直さない」を決めてください。"
        )
    now = timezone.now()
    if now < row.due_at and (waiting := unanswered(row)):
        until = spelled(timezone.localtime(row.due_at))
        raise Refused(
            f"確認の締切（{until}）の前で、まだ返事のない委員が{len(waiting)}人います。締切を待つか、全員の返事を待ってください。"
        )
    row.published_at, row.version = now, row.version + 1
    row.save()
    record(
        "minutes.publish",
        actor=actor,
        government=row.meeting.plan.government,
        subject=row,
        kind=row.get_kind_display(),
    )
    return row
