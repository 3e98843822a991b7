"""How an item was decided in the room (会議での採決): by hands, or by 「異議なし」 and 「了承」 without a count."""

from django.utils import timezone

from accounts.audit import Refused, record, verb
from accounts.models import User
from accounts.saving import Overtaken
from deliberation.floor_words import COUNTED, reckoned, word_of
from deliberation.holding import held_meeting
from deliberation.models import AgendaItem, FloorVote, Meeting
from deliberation.seats import seats_at

Manner = FloorVote.Manner


@verb("floor_vote.note", "会議での採決の記録")
def note_floor_vote(
    *,
    actor: User | None,
    item: AgendaItem,
    seen: int,
    manner: str,
    in_favour: int | None = None,
    against: int | None = None,
    abstained: int | None = None,
    chair_decides: bool | None = None,
    is_declined: bool = False,
    note: str = "",
) -> FloorVote:
    """Write how an item was decided. ``seen`` is the version shown, 0 where there was none.

    Hands are counted under the body's rules of those noted as present: whether it carried is reckoned, never typed.
    Without a count it carried, unless ``is_declined`` says that the body did not agree.
    """
    held_meeting(item.meeting)
    current = (
        AgendaItem.objects.select_for_update(of=("self",))
        .select_related("meeting__plan__government", "meeting__body")
        .get(pk=item.pk)
    )
    meeting = current.meeting
    _require_room(current, meeting)
    row = FloorVote.objects.filter(item=current).first()
    if seen != (row.version if row else 0):
        raise Overtaken(
            "この採決は、ほかの人が先に記録しました。下で確かめてから、もう一度保存してください。", row
        )
    vote = row or FloorVote(item=current, version=0)
    vote.manner, vote.note = manner, note.strip()
    if manner in COUNTED:
        _count(vote, meeting, in_favour, against, abstained, chair_decides)
    else:
        if is_declined and manner == Manner.NO_OBJECTION:
            raise Refused(
                {
                    "is_declined": "「異議なし」で決めたものは、見送りにできません。決め方を選び直してください。"
                }
            )
        vote.in_favour = vote.against = vote.abstained = vote.chair_decides = None
        vote.is_carried = not is_declined
    vote.by, vote.at, vote.version = actor, timezone.now(), vote.version + 1
    vote.full_clean(exclude=["by"])  # the clock has no name
    vote.save()
    record(
        "floor_vote.note",
        actor=actor,
        government=meeting.plan.government,
        subject=current,
        manner=vote.get_manner_display(),
        word=word_of(vote, meeting),
    )
    return vote


def _require_room(item: AgendaItem, meeting: Meeting) -> None:
    if meeting.is_written:
        raise Refused("書面で開く会議の表決は、「表決」の画面で受け付けます。")
    if meeting.result_published_at is not None:
        raise Refused("結果を公表した会議の採決は変えられません。")
    if meeting.state not in (Meeting.State.CALLED, Meeting.State.FINISHED):
        raise Refused("招集していない会議、中止した会議の採決は記録できません。")
    if not item.is_vote:
        raise Refused("この案件は表決をしない案件です。案件の「扱い」を「表決」にしてから記録してください。")
    if item.voided_at:
        raise Refused("この案件は無効になっているため、採決を記録できません。")


def _count(
    vote: FloorVote,
    meeting: Meeting,
    in_favour: int | None,
    against: int | None,
    abstained: int | None,
    chair_decides: bool | None,
) -> None:
    if in_favour is None or against is None:
        raise Refused({"in_favour": "賛成と反対の人数を入れてください（いなければ0）。"})
    seats = seats_at(meeting)
    found = reckoned(meeting, seats, in_favour, against, abstained or 0, chair_decides)
    if not any(seat.presence for seat in seats):
        raise Refused("先に出欠を記録してください。出席した人数から、成立と過半数を計算します。")
    if not found.is_quorate:
        raise Refused(f"{found.sentences[0]}定足数に足りないときは、採決できません。")
    hands = in_favour + against + (abstained or 0)
    if hands > found.voters:
        raise Refused(
            {
                "in_favour": f"人数の合計（{hands}人）が、採決に加わる出席者（{found.voters}人）を超えています。"
            }
        )
    if found.is_carried is None:
        raise Refused({"chair_decides": "可否同数です。会長の決を選んでください。"})
    vote.in_favour, vote.against, vote.abstained = in_favour, against, abstained or 0
    vote.chair_decides = chair_decides if found.is_tie else None
    vote.is_carried = found.is_carried
