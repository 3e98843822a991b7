"""A row for each verb on sending, reminding, sittings and minutes (tests/test_verbs.py)."""

import datetime
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from deliberation.attendance import note_attendance
from deliberation.boxes import open_box
from deliberation.minutes import circulate_minutes, correct_minutes, save_minutes, settle_correction
from deliberation.models import AgendaItem, Meeting, Member, Minutes, Paper
from deliberation.sendings import log_sending
from publishing.editions import freeze
from tests.deliberation import sittings

DAY = datetime.timedelta(days=1)


def seated(w: Any) -> tuple[Meeting, Member]:
    """A sitting in a room today, and the one member, whom mail reaches."""
    body = sittings.a_body(w.toyonaka)
    member = sittings.a_member(body, mail="chiba@mihon.example")
    meeting = sittings.a_meeting(body, w.plan, form=Meeting.Form.IN_PERSON, held_on=timezone.localdate())
    return meeting, member


def by_hand(meeting: Meeting, member: Member) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "meeting": meeting,
        "seen": 0,
        "members": [member],
        "what": "NOTICE",
        "way": "POST",
        "sent_on": today,
    }


def taken_back(w: Any, act: Callable[..., Any]) -> Callable[[], Any]:
    meeting, member = seated(w)
    log_sending(actor=None, **by_hand(meeting, member))
    return act(sending=meeting.sendings.get())


def reminded(w: Any, act: Callable[..., Any]) -> Callable[[], Any]:
    body = sittings.a_body(w.toyonaka)
    member = sittings.a_member(body, office=Member.Office.CHAIR)
    meeting = sittings.a_meeting(body, w.plan)
    sittings.an_item(meeting, freeze(actor=None, edition=w.edition))
    open_box(actor=None, meeting=meeting)
    Member.objects.update(mail="chiba@mihon.example")
    return act(meeting=meeting, members=[member])


def came(w: Any, act: Callable[..., Any]) -> Callable[[], Any]:
    meeting, member = seated(w)
    return act(meeting=meeting, seen={}, presences={member.pk: ("PRESENT", "")})


def decided(w: Any, act: Callable[..., Any]) -> Callable[[], Any]:
    meeting, member = seated(w)
    note_attendance(actor=None, meeting=meeting, seen={}, presences={member.pk: ("PRESENT", "")})
    item = AgendaItem.objects.create(meeting=meeting, number=1, kind="VOTE", title="案の承認（見本）")
    return act(item=item, seen=0, manner="HANDS", in_favour=1, against=0, abstained=0)


def written(w: Any) -> tuple[Minutes, Member]:
    meeting, member = seated(w)
    return save_minutes(actor=None, meeting=meeting, seen=0, kind="SUMMARY", text="見本"), member


def asked(w: Any) -> tuple[Minutes, Member]:
    minutes, member = written(w)
    due = timezone.localdate() + DAY
    return circulate_minutes(actor=None, minutes=minutes, seen=1, due_on=due)[0], member


def corrected(w: Any, text: str) -> tuple[Minutes, Any]:
    minutes, member = asked(w)
    return minutes, correct_minutes(actor=None, member=member, minutes=minutes, text=text)


def settled(w: Any, act: Callable[..., Any]) -> Callable[[], Any]:
    return act(correction=corrected(w, "ここが違う")[1], outcome="ACCEPTED", answer="")


def published(w: Any, act: Callable[..., Any]) -> Callable[[], Any]:
    minutes, said = corrected(w, "ここが違う")
    settle_correction(actor=None, correction=said, outcome="ACCEPTED", answer="")
    return act(minutes=minutes, seen=2)


def paginated(w: Any, act: Callable[..., Any]) -> Callable[[], Any]:
    meeting, _ = seated(w)
    paper = Paper.objects.create(meeting=meeting, label="資料1", title="表決書", kind="BALLOT")
    return act(meeting=meeting, pages={paper.pk: 3})


def asking(w: Any, act: Callable[..., Any]) -> Callable[[], Any]:
    return act(minutes=written(w)[0], seen=1, due_on=timezone.localdate() + DAY)


def correcting(w: Any, act: Callable[..., Any]) -> Callable[[], Any]:
    minutes, member = asked(w)
    return act(member=member, minutes=minutes, text="")


ROWS: dict[str, Callable[..., Callable[[], Any]]] = {
    "sending.mail": lambda w, act: act(meeting=seated(w)[0], seen=0, what="NOTICE"),
    "sending.log": lambda w, act: act(**by_hand(*seated(w))),
    "sending.remove": taken_back,
    "meeting.remind": reminded,
    "attendance.note": came,
    "floor_vote.note": decided,
    "minutes.save": lambda w, act: act(meeting=seated(w)[0], seen=0, kind="FULL", text="見本"),
    "minutes.circulate": asking,
    "minutes.correct": correcting,
    "minutes.settle": settled,
    "minutes.publish": published,
    "paper.paginate": paginated,
}
