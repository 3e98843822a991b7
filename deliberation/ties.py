"""Verb: the chair decides an item on which both sides were equal (可否同数). Written down once, after the closing."""

import datetime

from django.utils import timezone

from accounts.audit import Refused, record, verb
from accounts.models import User
from deliberation.bylaws import Tie
from deliberation.chaining import held_box
from deliberation.models import AgendaItem, BallotBox, Member, TieDecision
from deliberation.results import result_of


@verb("tie.decide", "可否同数の決定")
def decide_tie(
    *, actor: User | None, item: AgendaItem, in_favour: bool, decided_on: datetime.date
) -> TieDecision:
    """Keep how the chair decided, and on which day; never changed afterwards.

    The chair is the one who stood on the roll as such. Refused where there is no tie, where the rules decide it
    otherwise, for a day before the closing or ahead, and a second time.
    """
    box = held_box(item.meeting_id)
    count = result_of(box).count_of(item)
    if count is None or not count.is_tie:
        raise Refused("この案件は可否同数ではありません。会長の決定は要りません。")
    if result_of(box).bylaws.tie is not Tie.CHAIR:
        raise Refused("この会議の決まりでは、可否同数のときは否決です。")
    if TieDecision.objects.filter(item=item).exists():
        raise Refused("会長の決定は、すでに記録してあります。")
    if decided_on > timezone.localdate():
        raise Refused("会長が決めた日が、まだ来ていません。")
    if decided_on < timezone.localdate(box.closed_at):
        raise Refused("会長が決めた日が、表決を締め切った日より前です。")
    made = TieDecision.objects.create(
        item=item,
        in_favour=in_favour,
        chair=_chair(box),
        decided_on=decided_on,
        by=actor,
        at=timezone.now(),
    )
    record(
        "tie.decide",
        actor=actor,
        government=box.meeting.plan.government,
        subject=item,
        day=decided_on.isoformat(),
        in_favour=in_favour,
    )
    return made


def _chair(box: BallotBox) -> Member:
    entry = box.roll.filter(office=Member.Office.CHAIR).select_related("member").first()
    if entry is None:
        raise Refused(
            "表決の名簿に会長がいないので、可否同数を決められません。会議体の決まりを確かめてください。"
        )
    return entry.member
