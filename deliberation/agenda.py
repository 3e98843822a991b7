"""Verbs on the agenda (案件): what is put before a body, bound to the text that it decides."""

from collections.abc import Collection
from typing import Any

from accounts.audit import Refused, verb
from accounts.models import User
from accounts.saving import names_of, put, require_known
from deliberation.holding import (
    GONE,
    checked,
    held_meeting,
    remember,
    require_changeable,
    require_no_box,
    require_seen,
)
from deliberation.models import AgendaItem, Meeting, Paper
from kpi.models import ReviewYear
from strategy.models import Edition

FIELDS = "number kind title content is_delegated".split()
_KNOWN = frozenset(FIELDS)
Subject = Edition | ReviewYear | Paper | None
FIXED = "表決の受付を始めたあとは、案件を変えられません。文書が変わった案件は、無効にしてください。"


@verb("agenda.create", "案件の追加")
def add_item(
    *,
    actor: User | None,
    meeting: Meeting,
    subject: Subject = None,
    papers: Collection[Paper] = (),
    **fields: Any,
) -> AgendaItem:
    """Put an item on the agenda; ``subject`` is the text that it decides, ``papers`` are those of the meeting about it.

    Raises ``ValidationError`` for a number that is taken and a text that is not settled (not frozen, not published).
    """
    require_known(fields, _KNOWN)
    current = _open(meeting)
    item = AgendaItem(meeting=current)
    put(item, fields)
    if item.number is None:
        last = current.agenda.order_by("-number").values_list("number", flat=True).first()
        item.number = (last or 0) + 1
    _bind(item, subject)
    checked(item)
    item.papers.set(_own(current, papers))
    remember("agenda.create", actor, current, item_number=item.number, content_hash=item.content_hash)
    return item


@verb("agenda.save", "案件の保存")
def save_item(
    *,
    actor: User | None,
    item: AgendaItem,
    seen: int,
    subject: Subject,
    papers: Collection[Paper],
    **fields: Any,
) -> AgendaItem:
    """Save an item if nobody saved since ``seen``, and bind it to its text as that is now; raises ``Overtaken`` otherwise."""
    require_known(fields, _KNOWN)
    current = _current(item)
    require_seen(current, seen)
    if current.voided_at is not None:
        raise Refused("無効になった案件は変えられません。案件を新しく加えてください。")
    changed = put(current, fields)
    before = current.content_hash, current.edition_id, current.review_id, current.paper_id
    _bind(current, subject)
    own = _own(current.meeting, papers)
    is_bound_anew = before != (current.content_hash, current.edition_id, current.review_id, current.paper_id)
    if not changed and not is_bound_anew and set(own) == set(current.papers.all()):
        return current
    current.version += 1
    checked(current)
    current.papers.set(own)
    remember(
        "agenda.save",
        actor,
        current.meeting,
        item_number=current.number,
        fields=names_of(current, changed),
        content_hash=current.content_hash,
    )
    return current


@verb("agenda.delete", "案件の削除")
def remove_item(*, actor: User | None, item: AgendaItem, seen: int) -> Meeting:
    """Take an item off the agenda of a meeting that was not called yet; later it can only be voided."""
    current = _current(item)
    require_seen(current, seen)
    meeting = current.meeting
    if meeting.state != Meeting.State.PLANNED:
        raise Refused(
            "招集した会議の案件は削除できません。取りやめる案件は、理由を書いて無効にしてください。"
        )
    remember("agenda.delete", actor, meeting, item_number=current.number)
    current.papers.clear()
    current.delete()
    return meeting


def _open(meeting: Meeting) -> Meeting:
    """The meeting as it stands now, locked, with an agenda that may change."""
    current = held_meeting(meeting)
    require_changeable(current)
    require_no_box(current, FIXED)
    return current


def _current(item: AgendaItem) -> AgendaItem:
    meeting = _open(item.meeting)
    current = AgendaItem.objects.filter(meeting=meeting, pk=item.pk).first()
    if current is None:
        raise Refused(GONE)
    current.meeting = meeting
    return current


def _bind(item: AgendaItem, subject: Subject) -> None:
    """Bind the item to the text as it is now; refused for a text that may still change."""
    meeting = item.meeting
    item.edition = item.review = item.paper = None
    item.content_hash = ""
    if isinstance(subject, Edition):
        if subject.plan_id != meeting.plan_id:
            raise Refused({"subject": ["ほかの計画の版は、この会議の案件にできません。"]})
        if not subject.is_frozen:
            raise Refused({"subject": ["凍結していない版は、案件にできません。先に版を凍結してください。"]})
        item.edition, item.content_hash = subject, subject.content_hash
    elif isinstance(subject, ReviewYear):
        if subject.plan_id != meeting.plan_id:
            raise Refused({"subject": ["ほかの計画の年度評価は、この会議の案件にできません。"]})
        if not subject.is_published:
            raise Refused({"subject": ["公表していない年度評価は、案件にできません。先に公表してください。"]})
        item.review, item.content_hash = subject, subject.content_hash
    elif isinstance(subject, Paper):
        if subject.meeting_id != meeting.pk or subject.kind != Paper.Kind.FILE:
            raise Refused({"subject": ["案件の文書にできる資料は、この会議のファイルの資料だけです。"]})
        item.paper, item.content_hash = subject, subject.sha256
    if item.is_delegated and item.edition is None:
        raise Refused(
            {
                "is_delegated": [
                    "会長に一任できるのは、計画の版を決める案件だけです。決める文書に版を選んでください。"
                ]
            }
        )


def _own(meeting: Meeting, papers: Collection[Paper]) -> list[Paper]:
    if any(paper.meeting_id != meeting.pk for paper in papers):
        raise Refused({"papers": ["ほかの会議の資料は選べません。"]})
    return list(papers)
