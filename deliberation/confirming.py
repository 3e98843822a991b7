"""The chair's confirmation of a later text, where smaller changes were left to the chair (軽微な修正は会長に一任)."""

import datetime

from django.utils import timezone

from accounts.audit import Refused, verb
from accounts.models import User
from deliberation.bindings import binding_of
from deliberation.carrying import outcome_of
from deliberation.holding import GONE, checked, held_meeting, remember
from deliberation.models import AgendaItem, ChairConfirmation, Member
from strategy.fiscal import format_date
from strategy.models import Edition


@verb("agenda.confirm", "会長の確認")
def confirm_text(
    *, actor: User | None, item: AgendaItem, edition: Edition, confirmed_on: datetime.date, note: str = ""
) -> ChairConfirmation:
    """Write down that the chair of that day confirmed a later edition: it counts as covered by the resolution.

    Refused unless the item was carried, left changes to the chair, and the edition came after the one that was decided.
    """
    meeting = held_meeting(item.meeting)
    current = AgendaItem.objects.select_related("edition").filter(meeting=meeting, pk=item.pk).first()
    if current is None:
        raise Refused(GONE)
    current.meeting = meeting
    if not current.is_delegated:
        raise Refused(
            "この案件は、修正を会長に一任していません。変わった文書は、あらためて会議に諮ってください。"
        )
    outcome = outcome_of(current)
    if outcome is None or not outcome.is_carried:
        raise Refused("会長の確認を記録できるのは、可決された案件だけです。表決の結果を確かめてください。")
    if edition not in binding_of(current).later:
        raise Refused("確認できるのは、決めた版をもとにした、凍結した版だけです。")
    if confirmed_on > timezone.localdate():
        raise Refused({"confirmed_on": ["確認した日がまだ来ていません。日付を確かめてください。"]})
    if confirmed_on < timezone.localdate(edition.frozen_at):
        raise Refused({"confirmed_on": ["確認した日が、版を凍結した日より前です。日付を確かめてください。"]})
    made = ChairConfirmation(
        item=current,
        edition=edition,
        content_hash=edition.content_hash,
        chair=_chair(current, confirmed_on),
        confirmed_on=confirmed_on,
        note=note.strip(),
        by=actor,
        at=timezone.now(),
    )
    checked(made)
    remember("agenda.confirm", actor, meeting, item_number=current.number, content_hash=edition.content_hash)
    return made


def _chair(item: AgendaItem, day: datetime.date) -> Member:
    members = item.meeting.body.members
    found = members.on(day).filter(office=Member.Office.CHAIR).first()
    if found is None:
        raise Refused(
            f"{format_date(day)}に在任の会長がいません。会議体の画面で、会長の任期を確かめてください。"
        )
    return found
