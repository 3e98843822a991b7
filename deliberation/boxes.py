"""Verbs on the voting of a written meeting: it is opened, its deadline moved, an item of it voided."""

import datetime
import secrets
from collections.abc import Sequence

from django.db.models import F
from django.utils import timezone

from accounts.audit import Refused, record, verb
from accounts.models import User
from deliberation import chain
from deliberation.bindings import State, bindings_of, current_hash
from deliberation.bylaws import Bylaws, from_data
from deliberation.chaining import append, box_of_item, held_box
from deliberation.deadlines import spelled
from deliberation.holding import held_meeting
from deliberation.models import AgendaItem, BallotBox, FloorVote, Meeting, Member, RollEntry
from deliberation.titles import number_words

LONGEST_REASON = 300
CLOSED = "表決は、すでに締め切っています。締め切ったあとは延ばせません。"
OVER = "表決の締切を過ぎています。過ぎた締切は延ばせません。"


@verb("box.open", "表決の受付の開始")
def open_box(*, actor: User | None, meeting: Meeting, now: datetime.datetime | None = None) -> BallotBox:
    """Open the voting: agenda, roll and rules are fixed as they stand now and are the beginning of the ledger.

    On the roll stand the members in office on the day on which the voting begins (``meeting.opens_at``, at least now);
    a chair without a vote stands on it to break ties. Refused, with a sentence that says where to mend it, for a meeting
    that is not called or not in writing, without deadline, members or items, and for an item whose text is not frozen
    or is not the one that was put on the agenda. ``now`` is another instant at which it is opened, for what lies behind us.
    """
    asked = now or timezone.now()
    current = held_meeting(meeting)
    _require_written(current)
    opened_at = max(asked, current.opens_at or asked)
    if current.closes_at is None:
        raise Refused("表決の締切が決まっていません。会議のページで入れてください。")
    if current.closes_at <= opened_at:
        raise Refused("表決の締切が、もう過ぎているか、始まりより前です。会議のページで直してください。")
    items, bylaws = _items(current), from_data(current.body.bylaws)
    box = BallotBox(
        meeting=current, opened_at=opened_at, opened_by=actor, closes_at=current.closes_at, entries=0
    )
    roll = _roll(current, timezone.localdate(opened_at), bylaws)
    box.genesis = _genesis(box, items, roll, bylaws)
    box.genesis_hash = box.head = chain.genesis_hash(box.genesis)
    box.save(force_insert=True)
    for entry in roll:
        entry.box = box
    RollEntry.objects.bulk_create(roll)
    record(
        "box.open",
        actor=actor,
        government=current.plan.government,
        subject=box,
        items=len(items),
        people=len(roll),
        closes_at=box.closes_at.isoformat(),
    )
    return box


def _require_written(meeting: Meeting) -> None:
    if not meeting.is_written:
        raise Refused(
            "書面の会議ではないので、表決の受付はありません。会議での採決は「出欠・会議録」で記録します。"
        )
    if meeting.state != Meeting.State.CALLED:
        raise Refused("招集している会議だけが、表決の受付を始められます。会議のページで招集してください。")
    if BallotBox.objects.filter(meeting=meeting).exists():
        raise Refused("この会議の表決の受付は、すでに始まっています。")


def _items(meeting: Meeting) -> list[AgendaItem]:
    """What is voted on; each with the frozen text that it was given."""
    rows = meeting.agenda.filter(kind=AgendaItem.Kind.VOTE, voided_at=None)
    rows = rows.select_related("edition", "review", "paper").defer("edition__content", "review__content")
    items = list(rows.order_by("number"))
    if not items:
        raise Refused("表決する案件がありません。「案件と資料」で加えてください。")
    bindings = bindings_of(items)
    for item in items:
        text = current_hash(item)
        if not text or not item.content_hash:
            raise Refused(
                f"案件{item.number}に、決める文がありません。"
                "凍結した版、公表した年度評価、資料のどれかを「案件と資料」で選んでください。"
            )
        if text != item.content_hash or bindings[item.pk].state is State.CHANGED:
            raise Refused(
                f"案件{item.number}の文が、案件にしたあとで変わっています。「案件と資料」で確かめて、選び直してください。"
            )
    return items


def _roll(meeting: Meeting, day: datetime.date, bylaws: Bylaws) -> list[RollEntry]:
    members = list(meeting.body.members.on(day).order_by("position", "pk"))
    roll = []
    for number, member in enumerate(members, start=1):
        salt = secrets.token_hex(32)
        roll.append(
            RollEntry(
                member=member,
                number=number,
                name=member.name,
                office=member.office,
                salt=salt,
                commitment=chain.commitment(salt, member.name),
                is_voting=bylaws.chair_votes or member.office != Member.Office.CHAIR,
            )
        )
    if not any(entry.is_voting for entry in roll):
        raise Refused("表決権のある委員がいません。会議体の名簿と任期を確かめてください。")
    return roll


def _genesis(box: BallotBox, items: Sequence[AgendaItem], roll: Sequence[RollEntry], bylaws: Bylaws) -> bytes:
    meeting = box.meeting
    return chain.genesis(
        government=meeting.plan.government.code,
        body=meeting.body.name,
        kind=meeting.body.kind,
        meeting=number_words(meeting),
        opened_at=box.opened_at,
        closes_at=box.closes_at,
        agenda=[
            chain.Subject(item.number, item.title, item.content, item.content_hash, item.is_delegated)
            for item in items
        ],
        roll=[chain.Seat(entry.commitment, entry.is_voting) for entry in roll],
        rules=bylaws,
    )


@verb("box.extend", "表決の締切の延長")
def extend_box(
    *,
    actor: User | None,
    box: BallotBox,
    closes_at: datetime.datetime,
    reason: str,
    now: datetime.datetime | None = None,
) -> BallotBox:
    """Move the deadline to a later instant (exclusive), with a reason that members see.

    ``now`` is when the request arrived. Refused once the deadline has passed, closed or not: a vote that was late
    would be in time afterwards.
    """
    asked = now or timezone.now()
    meeting = held_meeting(box.meeting)
    current = held_box(meeting.pk)
    words = reason.strip()
    if current.is_closed:
        raise Refused(CLOSED)
    if asked >= current.closes_at:
        raise Refused(OVER)
    if closes_at <= current.closes_at:
        until = spelled(timezone.localtime(current.closes_at))
        raise Refused(f"新しい締切は、いまの締切（{until}）より後にしてください。")
    _require_reason(words, "締切を延ばす理由")
    append(current, chain.extension(closes_at=closes_at, reason=words), asked)
    current.closes_at = closes_at
    current.save(update_fields=["closes_at"])
    Meeting.objects.filter(pk=meeting.pk).update(closes_at=closes_at, version=F("version") + 1)
    record(
        "box.extend",
        actor=actor,
        government=meeting.plan.government,
        subject=current,
        closes_at=closes_at.isoformat(),
        reason=words,
    )
    return current


@verb("agenda.void", "案件の無効")
def void_item(*, actor: User | None, item: AgendaItem, reason: str) -> AgendaItem:
    """Void an item: it is not voted on, and votes that were given on it are kept and not counted.

    Where the voting is open, that stands in the ledger. Refused after the closing: what was decided stays decided.
    """
    meeting = held_meeting(item.meeting)
    box = box_of_item(meeting)
    current = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    words = reason.strip()
    if current.voided_at is not None:
        raise Refused("この案件は、すでに無効です。")
    if (box is not None and box.is_closed) or FloorVote.objects.filter(item=current).exists():
        raise Refused("この案件の表決は終わっています。決まったあとで無効にすることはできません。")
    if meeting.state in (Meeting.State.FINISHED, Meeting.State.CANCELLED):
        raise Refused("終わった会議、中止した会議の案件は、無効にできません。")
    _require_reason(words, "無効にする理由")
    now = timezone.now()
    if box is not None and current.is_vote and _is_in(box, current):
        append(box, chain.void(item=current.number, reason=words), now)
    current.voided_at, current.void_reason = now, words
    current.version += 1
    current.save(update_fields=["voided_at", "void_reason", "version"])
    record("agenda.void", actor=actor, government=meeting.plan.government, subject=current, reason=words)
    return current


def _is_in(box: BallotBox, item: AgendaItem) -> bool:
    """Whether the item was on the agenda when the voting opened."""
    return item.number in chain.items_in(bytes(box.genesis))


def _require_reason(words: str, name: str) -> None:
    if not words:
        raise Refused(f"{name}を書いてください。")
    if len(words) > LONGEST_REASON:
        raise Refused(f"{name}は{LONGEST_REASON}字までです。")
