"""How members come in for the first time: a link by mail, or codes on paper. Each code lets in once.

A member with a mail address signs in later with the code that comes by mail, as everybody does; whoever has none uses
the next printed code. What a session that began with a code opens: ``accounts.confinement``.
"""

import datetime

from django.urls import reverse
from django.utils import timezone

from accounts.audit import Refused, verb
from accounts.links import link_to
from accounts.models import Outbox, User
from accounts.people import introduce
from deliberation.deadlines import spelled, time_words
from deliberation.entry_codes import digest, digests, link_code, printed_code
from deliberation.holding import held_body, remember
from deliberation.models import EntryCode, Meeting, Member
from strategy.fiscal import WEEKDAYS

LINK_HOLDS = datetime.timedelta(hours=24)
# A letter also opens the result, which is sent some time after the vote was closed.
LETTER_HOLDS_AFTER = datetime.timedelta(days=30)
LETTER_HOLDS_WITHOUT_DEADLINE = datetime.timedelta(days=60)
CODES_OF_A_LETTER = 3
# One sentence for every code that opens nothing, so that a guesser learns nothing of it.
WRONG = (
    "この符号では入れません。打ちまちがいがないか、紙と見くらべてください。一度使った符号と、期限の過ぎた符号は使えません。"
    "そのときは、別の符号を入れるか、メールで確認コードを受け取ってください。"
)
Kind = EntryCode.Kind


@verb("member.invite", "委員の招待")
def invite_member(*, actor: User | None, member: Member) -> EntryCode:
    """Make the member a user, known by the mail address, and mail a link that lets in once within a day.

    Earlier links are void. Refused without an address, after the term, and where the address belongs to another member
    of the same body.
    """
    seat = _held(member)
    if not seat.mail:
        raise Refused(
            f"{seat.name}委員のメールアドレスがありません。委員のページで入れるか、紙の符号を渡してください。"
        )
    _let_sign_in(seat, seat.mail)
    _revoke(seat, Kind.INVITATION)
    plain = link_code()
    now = timezone.now()
    code = EntryCode.objects.create(
        member=seat,
        kind=Kind.INVITATION,
        digest=digest(plain),
        expires_at=now + LINK_HOLDS,
        made_by=actor,
        made_at=now,
    )
    _mail_link(seat, code, plain)
    remember("member.invite", actor, seat.body, member=seat.pk)
    return code


@verb("member.letter", "紙の符号の発行")
def issue_letter(*, actor: User | None, member: Member, meeting: Meeting) -> tuple[str, ...]:
    """Three codes to be printed, each of which opens this meeting once; they are shown now and never again.

    Codes of an earlier letter for the meeting are void. Refused after the term, for a meeting of another body and for
    one that is not called.
    """
    seat = _held(member)
    if meeting.body_id != seat.body_id:
        raise Refused("この会議は、この委員の会議体のものではありません。会議を選び直してください。")
    if meeting.state not in (Meeting.State.CALLED, Meeting.State.FINISHED):
        raise Refused(
            "紙の符号は、招集した会議について出せます。会議のページで招集してから、もう一度行ってください。"
        )
    if seat.user is None:
        _let_sign_in(seat, seat.mail)
    _revoke(seat, Kind.LETTER, meeting=meeting)
    now = timezone.now()
    codes = tuple(printed_code() for _ in range(CODES_OF_A_LETTER))
    EntryCode.objects.bulk_create(
        EntryCode(
            member=seat,
            kind=Kind.LETTER,
            meeting=meeting,
            digest=digest(code),
            expires_at=letter_holds_until(meeting, now),
            made_by=actor,
            made_at=now,
        )
        for code in codes
    )
    remember("member.letter", actor, seat.body, member=seat.pk, count=len(codes))
    return codes


@verb("member.enter", "符号での入場")
def enter(*, actor: User | None = None, code: str, now: datetime.datetime) -> EntryCode:
    """Use a code up; its member's user may then be let in. ``actor`` is whoever is signed in, which proves nothing here.

    Refused with the same sentence for every code that opens nothing: unknown, used, void, past its time.
    """
    rows = EntryCode.objects.select_for_update(no_key=True, of=("self",)).filter(digest__in=digests(code))
    found = rows.select_related("member__body__government", "member__user", "meeting").first()
    if found is None or found.used_at or found.revoked_at or found.expires_at <= now:
        raise Refused(WRONG)
    person = found.member.user
    if person is None or not person.is_active:
        raise Refused(WRONG)
    found.used_at = now
    found.save(update_fields=["used_at"])
    if found.kind == Kind.LETTER and person.address_for_mail:
        _tell_of_entry(found, person.address_for_mail, now)
    remember("member.enter", person, found.member.body, member=found.member_id)
    return found


def letter_holds_until(meeting: Meeting, now: datetime.datetime) -> datetime.datetime:
    """Until when the codes of a letter made now let in."""
    if meeting.closes_at is None:
        return now + LETTER_HOLDS_WITHOUT_DEADLINE
    return max(meeting.closes_at, now) + LETTER_HOLDS_AFTER


def _held(member: Member) -> Member:
    """The seat as it stands now, its body held; refused when its term is over."""
    body = held_body(member.body)
    seat = Member.objects.select_related("user").get(pk=member.pk)
    seat.body = body
    if seat.last_day is not None and seat.last_day < timezone.localdate():
        raise Refused(f"{seat.name}委員の任期は終わっています。任期を確かめてください。")
    return seat


def _let_sign_in(seat: Member, mail: str) -> None:
    """Join the seat to the user of this address, made where there is none; without an address, to one of its own."""
    mail = mail.strip().lower()
    if seat.user is not None and (seat.user.email or "") == mail:
        return
    name = None if mail else f"committee-{seat.pk}"
    person = introduce(seat.body.government, seat.name, name, mail or None, "", None)
    today = timezone.localdate()
    others = Member.objects.on(today).filter(body=seat.body, user=person).exclude(pk=seat.pk)
    if other := others.first():
        raise Refused(
            f"このメールアドレスは、{other.name}委員が使っています。本人だけのアドレスを入れるか、紙の符号を渡してください。"
        )
    seat.user = person
    seat.save(update_fields=["user"])


def _revoke(seat: Member, kind: str, **more: Meeting) -> None:
    rows = EntryCode.objects.filter(member=seat, kind=kind, used_at=None, revoked_at=None, **more)
    rows.update(revoked_at=timezone.now())


def _mail_link(seat: Member, code: EntryCode, plain: str) -> None:
    body = seat.body
    local = timezone.localtime(code.expires_at)
    until = f"{local.month}月{local.day}日（{WEEKDAYS[local.weekday()]}曜日）{time_words(local)}"
    lines = (
        f"{seat.name}委員",
        "",
        f"{body.government}の{body.name}の「委員のページ」をご用意しました。",
        "会議の資料を読むこと、ご意見を書くこと、書面会議の表決をすることができます。",
        "",
        "次のリンクを開いて、「委員のページに入る」を押してください。",
        link_to(reverse("committee_enter_link", args=[plain])),
        "",
        f"このリンクは、{until}まで、一度だけ使えます。",
        "そのあとは、次の画面で「メールで確認コードを受け取る」を押すと、8桁の数字が届き、それで入れます。",
        link_to(reverse("committee_enter")),
        "",
        "このメールを、ほかの人に転送しないでください。",
        *(("", "お困りのときは、事務局に電話でご連絡ください。", body.contact) if body.contact else ()),
    )
    Outbox.objects.create(
        key=f"member-link:{code.pk}",
        government=body.government,
        to=seat.mail,
        subject=f"【{body.government}】{body.called}：委員のページのご案内"[:200],
        body="\n".join(lines) + "\n",
    )


def _tell_of_entry(code: EntryCode, to: str, now: datetime.datetime) -> None:
    """Whoever can be reached hears that a printed code was used: it was in other hands before."""
    seat, local = code.member, timezone.localtime(now)
    Outbox.objects.create(
        key=f"member-entry:{code.pk}",
        government=seat.body.government,
        to=to,
        subject=f"【{seat.body.government}】{seat.body.called}：紙の符号が使われました"[:200],
        body=(
            f"{seat.name}委員\n\n{local.month}月{local.day}日{local.hour}時{local.minute}分に、"
            "紙の符号で委員のページに入りました。\n"
            "お心当たりがないときは、すぐに事務局にご連絡ください。\n"
        ),
    )


def deadline_words(meeting: Meeting) -> str:
    """Until when the member may vote, for the letter; empty where nothing is voted on in writing."""
    return spelled(timezone.localtime(meeting.closes_at)) if meeting.closes_at else ""
