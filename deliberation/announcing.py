"""Verbs: the result of a meeting is told to its members, and then to everybody (結果の報告と公表)."""

from django.utils import timezone

from accounts.audit import Refused, record, verb
from accounts.models import User
from deliberation.models import BallotBox, FloorVote, Meeting, Sending
from deliberation.result_letters import letters_about
from deliberation.results import Result, result_of
from deliberation.sendings import mail_to

NOT_CLOSED = "表決をまだ締め切っていません。締め切ってから行ってください。"


@verb("result.send", "表決の結果の送付")
def send_result(*, actor: User | None, meeting: Meeting) -> int:
    """Put the report of a closed written vote into the outbox for every member with an address, once; how many mails.

    Each mail stands in the log of sendings (送付の記録). Whoever has no address is sent it by post, which the office logs
    itself. ``Refused`` before closing, while the chair has to decide a tie, and when it was sent before.
    """
    current = _locked(meeting)
    if current.result_sent_at is not None:
        raise Refused("結果は、すでに委員に送っています。送り直すときは、「送付」に記録を足してください。")
    result = _settled(current)
    letters = letters_about(current, result)
    count = mail_to(current, letters, Sending.What.RESULT, actor)
    current.result_sent_at = timezone.now()
    current.save(update_fields=["result_sent_at"])
    record(
        "result.send",
        actor=actor,
        government=current.plan.government,
        subject=current,
        count=count,
        by_post=len(letters) - count,
        head=result.head,
    )
    return count


@verb("result.publish", "会議の結果の公表")
def publish_result(*, actor: User | None, meeting: Meeting) -> Meeting:
    """Open the result of a meeting to readers, for good: of a written vote once it is closed and no tie waits, of any
    other meeting once it is finished and each vote on its agenda is recorded."""
    current = _locked(meeting)
    if current.result_published_at is not None:
        raise Refused("この会議の結果は、すでに公表しています。")
    head = ""
    if BallotBox.objects.filter(meeting=current).exists():
        head = _settled(current).head
    else:
        _require_finished(current)
    current.result_published_at = timezone.now()
    current.save(update_fields=["result_published_at"])
    record(
        "result.publish",
        actor=actor,
        government=current.plan.government,
        subject=current,
        **({"head": head} if head else {}),
    )
    return current


def _locked(meeting: Meeting) -> Meeting:
    """The meeting as it stands now; its row is held, so that two people do not send the same."""
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("body", "plan__government")
    current = rows.get(pk=meeting.pk)
    if current.state == Meeting.State.CANCELLED:
        raise Refused("中止した会議には、結果がありません。")
    return current


def _settled(meeting: Meeting) -> Result:
    """The result of its written vote; ``Refused`` while there is none or a tie waits."""
    box = BallotBox.objects.filter(meeting=meeting).select_related("meeting__body").first()
    if box is None or not box.is_closed:
        raise Refused(NOT_CLOSED)
    result = result_of(box)
    waiting = {count.item for count in result.counts if count.is_tie and count.is_carried is None}
    if waiting:
        numbers = "、".join(f"案件{item.number}" for item in result.items if item.pk in waiting)
        raise Refused(f"{numbers}は可否同数です。会長の決定を記録してから行ってください。")
    return result


def _require_finished(meeting: Meeting) -> None:
    votes = meeting.agenda.filter(kind="VOTE", voided_at=None)
    if meeting.is_written and votes:
        raise Refused(NOT_CLOSED)
    if meeting.state != Meeting.State.FINISHED:
        raise Refused("会議がまだ終わっていません。「会議」で終了にしてから公表してください。")
    decided = set(FloorVote.objects.filter(item__meeting=meeting).values_list("item_id", flat=True))
    if missing := [f"案件{item.number}" for item in votes if item.pk not in decided]:
        raise Refused(
            f"{'、'.join(missing)}の採決がまだ記録されていません。「出欠・会議録」で記録してから公表してください。"
        )
