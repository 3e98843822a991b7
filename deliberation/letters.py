"""The mail that goes to members with notice and papers, and the reminder. It is shown before it is sent."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from accounts.links import link_to
from deliberation import deadlines
from deliberation.documents.facts import clock
from deliberation.models import Meeting, Member, Sending
from deliberation.titles import title_of
from strategy.fiscal import WEEKDAYS

What = Sending.What


@dataclass(frozen=True)
class Letter:
    """A mail to a member; ``to`` is empty where there is no address."""

    member: Member
    to: str
    subject: str
    body: str


def address_of(member: Member) -> str:
    """Where mail to a member goes: the own address, else that of the user; may be empty. ``user`` is read with it."""
    return member.mail or (member.user.address_for_mail if member.user else "")


def sending_letter(
    meeting: Meeting, member: Member, what: str, message: str = "", papers: tuple[str, ...] = ()
) -> Letter:
    """What a member is told when notice or papers are sent. ``papers`` are the names of those that can be read."""
    title = title_of(meeting)
    subjects = {
        What.NOTICE: f"{title}の開催について（通知）",
        What.PAPERS: f"{title}の資料について",
    }
    lines = (
        f"{member.name} 様",
        "",
        *_opening(meeting, what),
        *(["", message.strip()] if message.strip() else []),
        "",
        *(["資料", *(f"・{paper}" for paper in papers), ""] if papers else []),
        *_when(meeting),
        *_way_in(meeting, member),
        *_sender(meeting),
    )
    subject = f"【{meeting.plan.government}】{subjects.get(What(what), f'{title}について')}"
    return Letter(member, address_of(member), subject, "\n".join(lines) + "\n")


def reminder(meeting: Meeting, member: Member, items: tuple[str, ...], today: datetime.date) -> Letter:
    """The reminder of a ballot (督促): what this member has not answered yet, and by when. Nothing about anybody else."""
    title = title_of(meeting)
    box = meeting.box
    local = timezone.localtime(box.closes_at)
    left = deadlines.days_left(local, today)
    lines = (
        f"{member.name} 様",
        "",
        f"{title}の表決書を、まだ受け取っていません。",
        f"期日は{deadlines.spelled(local)}です{f'（{left}）' if left else ''}。",
        "",
        "まだいただいていない案件",
        *(f"・{item}" for item in items),
        "",
        *_way_in(meeting, member),
        "行き違いでご提出済みのときは、ご容赦ください。",
        "",
        *_sender(meeting),
    )
    subject = f"【{meeting.plan.government}】{title}：表決書のご提出のお願い"
    return Letter(member, address_of(member), subject, "\n".join(lines) + "\n")


def minutes_letter(meeting: Meeting, member: Member, kind: str, due_at: datetime.datetime) -> Letter:
    """The request to look through the minutes before they are published."""
    title = title_of(meeting)
    lines = (
        f"{member.name} 様",
        "",
        f"{title}の{kind}の案ができました。公表の前に、ご発言などに誤りがないかお確かめください。",
        f"訂正のお申し出は、{deadlines.spelled(timezone.localtime(due_at))}にお願いします。",
        "",
        *_way_in(meeting, member, "committee_minutes"),
        *_sender(meeting),
    )
    subject = f"【{meeting.plan.government}】{title}の{kind}（案）の確認のお願い"
    return Letter(member, address_of(member), subject, "\n".join(lines) + "\n")


def _opening(meeting: Meeting, what: str) -> Iterator[str]:
    title = title_of(meeting)
    if what == What.NOTICE:
        how = "書面により" if meeting.is_written else ""
        yield f"{title}を{how}開催しますので、お知らせします。"
    elif what == What.PAPERS:
        yield f"{title}の資料を用意しました。"
    else:
        yield f"{title}について、お知らせします。"


def _when(meeting: Meeting) -> Iterator[str]:
    if meeting.is_written:
        if meeting.closes_at:
            yield f"表決書の提出期日：{deadlines.spelled(timezone.localtime(meeting.closes_at))}"
            yield ""
        return
    if meeting.held_on:
        day = meeting.held_on
        time = f"{clock(meeting.starts_at)}から" if meeting.starts_at else ""
        yield f"日時：{day.month}月{day.day}日（{WEEKDAYS[day.weekday()]}曜日）{time}"
        if meeting.place:
            yield f"場所：{meeting.place}"
        yield ""


def _way_in(meeting: Meeting, member: Member, page: str = "committee_meeting") -> Iterator[str]:
    if member.user_id:
        yield "資料と手続きは、次の画面にあります。"
        yield link_to(reverse(page, args=[meeting.plan.government.slug, meeting.pk]))
    else:
        yield "紙の符号をお持ちのときは、次の画面から入れます。お持ちでないときは、紙でお送りするものをご覧ください。"
        yield link_to(reverse("committee_enter"))
    yield ""


def _sender(meeting: Meeting) -> Iterator[str]:
    yield f"{meeting.plan.government}　{meeting.body.called}　事務局"
    yield from (line for line in meeting.body.contact.splitlines() if line.strip())
