"""Who came to a meeting (出欠), in the room or on line."""

from collections.abc import Mapping

from accounts.audit import Refused, record, verb
from accounts.models import User
from accounts.saving import Overtaken
from deliberation.models import Attendance, Meeting
from deliberation.seats import Seat, seats_at

Presence = Attendance.Presence


@verb("attendance.note", "出欠の記録")
def note_attendance(
    *,
    actor: User | None,
    meeting: Meeting,
    seen: Mapping[int, str],
    presences: Mapping[int, tuple[str, str]],
) -> list[Seat]:
    """Write who came: by member ``(presence, note)``, presence empty for nothing noted; ``seen`` is what was shown.

    Only the lines that are other than shown are written, and Overtaken where somebody else changed one of these
    meanwhile: nothing is written then.
    """
    current = (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("plan__government", "body")
        .get(pk=meeting.pk)
    )
    if current.is_written:
        raise Refused("書面で開く会議では、表決書の提出をもって出席とします。出欠は記録しません。")
    if current.result_published_at is not None:
        raise Refused("結果を公表した会議の出欠は変えられません。")
    if current.state == Meeting.State.CANCELLED:
        raise Refused("中止した会議の出欠は記録できません。")
    seats = {seat.member.pk: seat for seat in seats_at(current)}
    if presences.keys() - seats.keys():
        raise Refused("この会議の委員ではない人が含まれています。画面を開き直してください。")
    rows = {row.member_id: row for row in current.attendances.all()}
    if late := [pk for pk in presences if seats[pk].presence != seen.get(pk, "")]:
        names = "、".join(seats[pk].member.name for pk in late)
        raise Overtaken(
            f"{names}の出欠を、ほかの人が先に記録しました。下で確かめて、もう一度保存してください。", late
        )
    changed = 0
    for pk, (presence, note) in presences.items():
        changed += _put(current, seats[pk], rows.get(pk), presence, note.strip())
    if changed:
        record(
            "attendance.note",
            actor=actor,
            government=current.plan.government,
            subject=current,
            count=changed,
        )
    return seats_at(current)


def _put(meeting: Meeting, seat: Seat, row: Attendance | None, presence: str, note: str) -> bool:
    if (presence, note if presence else "") == (seat.presence, seat.note):
        return False
    if not presence:
        if row is None:
            return False
        row.delete()
        return True
    if presence not in Presence.values:
        raise Refused("出欠は「出席」「オンライン出席」「欠席」から選んでください。")
    made = row or Attendance(meeting=meeting, member=seat.member)
    made.presence, made.note = presence, note
    made.full_clean()
    made.save()
    return True
