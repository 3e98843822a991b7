"""Verbs: a member votes. Decided by the instant of arrival, written under the lock of the box (decision 0019)."""

import datetime
import hashlib
import secrets

from django.db import IntegrityError
from django.utils import timezone

from accounts.audit import Refused, record, verb
from accounts.models import User
from deliberation import chain
from deliberation.chaining import append, held_box, in_turn
from deliberation.models import (
    AgendaItem,
    Ballot,
    BallotBox,
    Choice,
    Meeting,
    Member,
    RefusedBallot,
    RollEntry,
)
from deliberation.receipts import mail_receipt
from deliberation.results import begun, rules_of
from deliberation.voiding import void_changed

Why, Way = RefusedBallot.Why, Ballot.Way
LONGEST_OPINION = 4000
TWICE = "同じ表決が同時に届きました。受け付けたのは一つです。会議のページを開いて、受付を確かめてください。"
NOT_ENTITLED = "この会議の表決権のある委員の名簿に、お名前がありません。事務局にお問い合わせください。"
NO_ITEM = "この案件は、この会議の表決の案件ではありません。会議のページから開き直してください。"
# What is said to a member whose ballot was kept and is not counted.
SENTENCES = {
    Why.LATE: "締切のあとに届いたので、数えられません。届いたことは記録しました。事務局にお問い合わせください。",
    Why.VOIDED: "この案件は無効になったので、表決は数えません。届いたことは記録しました。",
    Why.TERM_ENDED: "任期が終わっているので、表決は数えられません。届いたことは記録しました。事務局にお問い合わせください。",
    Why.UNSIGNED: "署名がないので、会議の決まりにより数えません。届いたことは記録しました。",
}


def cast(
    *,
    actor: User | None,
    member: Member,
    item: AgendaItem,
    choice: str,
    opinion: str,
    received_at: datetime.datetime,
    key: str,
) -> Ballot | RefusedBallot:
    """Take a vote that was given on line. A ``RefusedBallot`` was kept and is not counted (``SENTENCES`` says why).

    ``received_at`` is when the request arrived, ``key`` what the form carries: the same key gives the same ballot again.
    ``Refused`` for what is no ballot: other body, not on the roll, no box or not open yet, a second one where the
    rules allow none, no choice. Should the database refuse a second row of the same, the one that stands is given.
    """
    void_changed(timezone.now(), item.meeting)  # the clock may not have come by since a newer text was frozen
    given = {"actor": actor, "member": member, "item": item, "choice": choice, "opinion": opinion}
    try:
        with in_turn():
            return take_ballot(**given, received_at=received_at, key=key)
    except IntegrityError as error:
        box = BallotBox.objects.filter(meeting=item.meeting_id).first()
        standing = _standing(box, own_key(member, item, key)) if box else None
        if standing is None:
            raise Refused(TWICE) from error
        return standing


@verb("ballot.cast", "表決の受付")
def take_ballot(
    *,
    actor: User | None,
    member: Member,
    item: AgendaItem,
    choice: str,
    opinion: str,
    received_at: datetime.datetime,
    key: str,
) -> Ballot | RefusedBallot:
    """``cast`` inside one transaction; pages call ``cast``."""
    _require_own(actor, member, key)
    words = clean(opinion)
    if choice not in (Choice.FOR, Choice.AGAINST):
        raise Refused("賛成か反対かを選んでください。")
    box = held_box(item.meeting_id)
    own = own_key(member, item, key)
    if (standing := _standing(box, own)) is not None:
        return standing
    entry, current = entitled(box, member), item_in(box, item)
    if received_at < box.opened_at:
        raise Refused("表決の受付は、まだ始まっていません。会議のページで、表決の始まりを確かめてください。")
    ballot: Ballot | RefusedBallot
    if why := why_not(box, current, entry.member, received_at):
        if kept := box.refused.filter(key=own).first():
            return kept
        ballot = refuse(box, current, entry.member, why, Way.WEB, choice, words, received_at, own)
    else:
        ballot = add_ballot(box, entry, current, Way.WEB, choice, words, received_at, own)
    remember("ballot.cast", actor, box, current, Way.WEB, why)
    return ballot


def own_ballots(box: BallotBox, member: Member) -> list[Ballot]:
    """All ballots of a member in this box with entry and item, the newest last. One query. For the member alone."""
    return list(box.ballots.filter(member=member).select_related("entry", "item").order_by("entry__seq"))


# --- what a vote on line and one on paper have in common ------------------------------------------------------


def own_key(member: Member, item: AgendaItem, key: str) -> str:
    """A key that belongs to this member and item, whatever somebody else's form carries."""
    return hashlib.sha256(f"{member.pk}\n{item.pk}\n{key}".encode()).hexdigest()


def _standing(box: BallotBox, own: str) -> Ballot | None:
    """The ballot that this key brought before."""
    return box.ballots.filter(key=own).select_related("entry", "item", "member").order_by().first()


def _require_own(actor: User | None, member: Member, key: str) -> None:
    if actor is not None and member.user_id != actor.pk:
        raise Refused("ほかの委員の表決は出せません。ご自分の名前で入り直してください。")
    if not key.strip():
        raise Refused("画面の有効な印がありません。会議のページから、表決の画面を開き直してください。")


def clean(opinion: str) -> str:
    """An opinion without blanks around it, its lines ending alike. Refused when it is too long."""
    words = opinion.replace("\r\n", "\n").strip()
    if len(words) > LONGEST_OPINION:
        raise Refused(f"ご意見は{LONGEST_OPINION}字までです（いまは{len(words)}字）。")
    return words


def entitled(box: BallotBox, member: Member) -> RollEntry:
    """The member's line on the roll, with the member as it stands now; Refused for who has no vote here."""
    entry = box.roll.filter(member=member, is_voting=True).select_related("member__user").first()
    if entry is None or member.body_id != box.meeting.body_id:
        raise Refused(NOT_ENTITLED)
    if box.meeting.state == Meeting.State.CANCELLED:
        raise Refused("この会議は中止になりました。表決は出せません。")
    return entry


def item_in(box: BallotBox, item: AgendaItem) -> AgendaItem:
    """The item as it stands now; Refused where it was not on the agenda when the voting opened."""
    current = AgendaItem.objects.filter(pk=item.pk, meeting=box.meeting_id).first()
    if current is None or current.number not in {one["number"] for one in begun(box)["agenda"]}:
        raise Refused(NO_ITEM)
    return current


def why_not(box: BallotBox, item: AgendaItem, member: Member, received_at: datetime.datetime) -> str:
    """Why a ballot that arrived then is not counted; empty where it is. Exactly at the deadline is late."""
    if received_at >= box.closes_at or box.is_closed:
        return Why.LATE
    if item.voided_at is not None:
        return Why.VOIDED
    return "" if member.span.holds(timezone.localdate(received_at)) else Why.TERM_ENDED


def refuse(
    box: BallotBox,
    item: AgendaItem,
    member: Member,
    why: str,
    way: str,
    choice: str,
    opinion: str,
    received_at: datetime.datetime,
    key: str,
) -> RefusedBallot:
    """Keep a ballot that is not counted; the same key never twice."""
    return RefusedBallot.objects.create(
        box=box,
        item=item,
        member=member,
        why=why,
        way=way,
        choice=choice,
        opinion=opinion,
        received_at=received_at,
        at=timezone.now(),
        key=key,
    )


def add_ballot(
    box: BallotBox,
    entry: RollEntry,
    item: AgendaItem,
    way: str,
    choice: str,
    opinion: str,
    received_at: datetime.datetime,
    key: str,
    is_signed: bool = True,
) -> Ballot:
    """Write a ballot into the ledger and its receipt into the outbox. The box is held.

    Refused where the rules allow no second one of its way.
    """
    before = list(box.ballots.filter(item=item, member=entry.member_id).values_list("way", flat=True))
    if way in before and not rules_of(box).may_change:
        raise Refused("この会議の決まりでは、出した表決は変えられません。")
    salt = secrets.token_hex(32)
    content = chain.ballot(
        item=item.number,
        member=entry.commitment,
        n=len(before) + 1,
        way=way,
        choice=choice,
        opinion=chain.commitment(salt, opinion),
        is_signed=is_signed,
        received_at=received_at,
    )
    made = Ballot.objects.create(
        entry=append(box, content, timezone.now()),
        box=box,
        item=item,
        member=entry.member,
        n=len(before) + 1,
        way=way,
        choice=choice,
        opinion=opinion,
        opinion_salt=salt,
        is_signed=is_signed,
        received_at=received_at,
        key=key,
    )
    mail_receipt(made)
    return made


def remember(name: str, /, actor: User | None, box: BallotBox, item: AgendaItem, way: str, why: str) -> None:
    """The event of a ballot: that there was one, never by what it says."""
    detail = {"why": str(Why(why).label)} if why else {}
    government = box.meeting.plan.government
    record(name, actor=actor, government=government, subject=item, way=str(Way(way).label), **detail)
