"""The end of 保存年限: personal data of a call for comments are listed as 廃棄予定 and deleted when staff confirm it.

What goes: who sent it (``Submitter``) and the mails with receipt numbers. What stays: the opinions without their senders,
the published result, and a record that says how many people's data were deleted, when and by whom.
"""

import datetime
from collections.abc import Sequence

from django.db.models import Count
from django.utils import timezone

from accounts.audit import Refused, record, verb
from accounts.models import Government, Outbox, User
from deliberation.comment_reading import calls, purge_day, tied
from deliberation.comments import held
from deliberation.models import PublicComment, PurgeRecord, Submission, Submitter
from deliberation.submissions import RECEIPT_KEY
from strategy.fiscal import format_date


@verb("comment.purge", "個人情報の廃棄")
def purge_comment(*, actor: User | None, comment: PublicComment) -> PurgeRecord:
    """Delete the personal data of this call. Refused before the end of 保存年限."""
    current = held(comment)
    today, due = timezone.localdate(), purge_day(current)
    if today <= due:
        raise Refused(
            f"保存年限の終わり（{format_date(due)}）までは、個人情報を消せません。その翌日から消せます。"
        )
    if current.purged_at is not None:
        raise Refused("この意見募集の個人情報は、すでに廃棄しています。")
    count = Submitter.objects.filter(submission__comment=current).count()
    Submitter.objects.filter(submission__comment=current).delete()
    keys = Submission.objects.filter(comment=current).values_list("pk", flat=True)
    Outbox.objects.filter(key__in=[f"{RECEIPT_KEY}{pk}" for pk in keys]).delete()
    now = timezone.now()
    current.purged_at = now
    current.save(update_fields=["purged_at"])
    made = PurgeRecord.objects.create(comment=current, count=count, due_on=due, by=actor, at=now)
    record("comment.purge", actor=actor, government=current.plan.government, subject=current, count=count)
    return made


def with_personal_data(government: Government) -> list[PublicComment]:
    """Announced calls whose personal data were not deleted, with ``people``: how many there are. One query."""
    rows = calls().filter(plan__government=government, purged_at=None).exclude(announced_at=None)
    rows = rows.annotate(people=Count("submissions__submitter")).order_by("closes_at")
    return [tied(row, government) for row in rows]


def due_among(comments: Sequence[PublicComment], today: datetime.date) -> list[PublicComment]:
    """Those whose 保存年限 is over (廃棄予定)."""
    return [comment for comment in comments if purge_day(comment) < today]
