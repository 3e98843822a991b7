"""Verbs on papers (資料): numbered files of a meeting, or editions, comparisons and reviews of this system.

A file is stored under a name of our own, never the sender's, before the transaction begins, and goes when the last row
that names it is taken away: papers copied for another body share it.
"""

import uuid
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from accounts.audit import Refused, verb
from accounts.models import User
from accounts.saving import names_of, put, require_known
from deliberation.bindings import bindings_of
from deliberation.boxes import void_item
from deliberation.holding import (
    GONE,
    box_of,
    checked,
    held_meeting,
    next_position,
    remember,
    require_changeable,
    require_seen,
)
from deliberation.models import Meeting, Paper
from deliberation.paper_words import Received
from kpi.models import ReviewYear
from strategy.models import Edition

FIELDS = "label title is_public position".split()
_KNOWN = frozenset(FIELDS)
Kind = Paper.Kind
_storage = Paper._meta.get_field("file").storage


def add_paper(
    *, actor: User | None, meeting: Meeting, received: Received | None = None, **fields: Any
) -> Paper:
    """Add a paper; with ``received`` a file, else what ``keep_paper`` says. Its file is stored first."""
    name = _store(received)
    made = None
    try:
        made = keep_paper(actor=actor, meeting=meeting, received=received, name=name, **fields)
    finally:
        if made is None and name:
            _storage.delete(name)
    return made


def replace_paper(*, actor: User | None, paper: Paper, seen: int, received: Received) -> Paper:
    """Put another file in the place of a paper's; see ``keep_replacement``."""
    name = _store(received)
    made = None
    try:
        made = keep_replacement(actor=actor, paper=paper, seen=seen, received=received, name=name)
    finally:
        if made is None:
            _storage.delete(name)
    return made


@verb("paper.create", "資料の追加")
def keep_paper(
    *,
    actor: User | None,
    meeting: Meeting,
    received: Received | None = None,
    name: str = "",
    edition: Edition | None = None,
    old_edition: Edition | None = None,
    review: ReviewYear | None = None,
    is_ballot: bool = False,
    **fields: Any,
) -> Paper:
    """A paper of a meeting: the file stored under ``name``, an edition, a comparison of two, a year's review, or the ballot
    that is printed from the agenda (``is_ballot``).

    ``fields``: label, title, is_public, position. Raises ``ValidationError`` for a label that is taken.
    """
    require_known(fields, _KNOWN)
    current = held_meeting(meeting)
    require_changeable(current)
    paper = Paper(meeting=current, position=next_position(current.papers))
    put(paper, fields)
    if received is not None:
        _take(paper, received, name)
    elif edition is not None or review is not None:
        _name(paper, current, edition, old_edition, review)
    elif is_ballot:
        paper.kind = Kind.BALLOT
    else:
        raise Refused("資料にするファイル、版、年度評価のどれかを選んでください。")
    checked(paper)
    remember("paper.create", actor, current, label=paper.label, sha256=paper.sha256)
    return paper


@verb("paper.save", "資料の保存")
def save_paper(*, actor: User | None, paper: Paper, seen: int, **fields: Any) -> Paper:
    """Save label, title, place and whether it is published, if nobody saved since ``seen``; the content stays."""
    require_known(fields, _KNOWN)
    current = _current(paper)
    require_seen(current, seen)
    changed = put(current, fields)
    if not changed:
        return current
    current.version += 1
    checked(current)
    remember("paper.save", actor, current.meeting, label=current.label, fields=names_of(current, changed))
    return current


@verb("paper.replace", "資料の差し替え")
def keep_replacement(*, actor: User | None, paper: Paper, seen: int, received: Received, name: str) -> Paper:
    """The paper with another file. Items that decide it follow in a meeting not called yet, and are voided in a called one.

    Refused once one of these items was decided: what a resolution rests on does not change.
    """
    current = _current(paper)
    require_seen(current, seen)
    if current.kind != Kind.FILE:
        raise Refused(
            "差し替えられるのは、ファイルの資料だけです。版や年度評価の資料は、削除して加え直してください。"
        )
    old = current.file.name
    before = current.sha256
    _take(current, received, name)
    current.replaced_at = timezone.now()
    current.version += 1
    checked(current)
    if current.sha256 != before:
        _tell_items(current, actor)
    remember(
        "paper.replace", actor, current.meeting, label=current.label, sha256=current.sha256, old_sha256=before
    )
    _let_go(old)
    return current


@verb("paper.delete", "資料の削除")
def remove_paper(*, actor: User | None, paper: Paper, seen: int) -> Meeting:
    """Take a paper away from a meeting; refused where an item decides it."""
    current = _current(paper)
    require_seen(current, seen)
    meeting = current.meeting
    if item := current.decided_in.order_by("number").first():
        raise Refused(
            f"{current.label}は、案件{item.number}が決める文書です。先に案件の文書を選び直してください。"
        )
    if box_of(meeting) is not None:
        raise Refused(
            "表決の受付を始めたので、資料は削除できません。内容が変わるときは「差し替え」を使ってください。"
        )
    name = current.file.name
    remember("paper.delete", actor, meeting, label=current.label, sha256=current.sha256)
    current.agenda.clear()
    current.delete()
    _let_go(name)
    return meeting


def _store(received: Received | None) -> str:
    if received is None:
        return ""
    return _storage.save(
        f"papers/{uuid.uuid4().hex}.{received.file.suffix}", ContentFile(received.file.content)
    )


def _take(paper: Paper, received: Received, name: str) -> None:
    paper.kind, paper.file = Kind.FILE, name
    paper.name, paper.media_type = received.name[:200], received.file.type
    paper.size, paper.pages, paper.sha256 = len(received.file.content), received.pages, received.file.sha256


def _name(
    paper: Paper,
    meeting: Meeting,
    edition: Edition | None,
    old_edition: Edition | None,
    review: ReviewYear | None,
) -> None:
    """What of this system the paper is: of the plan of the meeting, and settled."""
    if any(one.plan_id != meeting.plan_id for one in (edition, old_edition, review) if one is not None):
        raise Refused("ほかの計画の版や年度評価は、この会議の資料にできません。")
    if any(not one.is_frozen for one in (edition, old_edition) if one is not None):
        raise Refused("凍結していない版は資料にできません。先に版を凍結してください。")
    if edition is not None and edition == old_edition:
        raise Refused("新旧対照表には、違う二つの版を選んでください。")
    if review is not None and not review.is_published:
        raise Refused("公表していない年度評価は資料にできません。先に公表してください。")
    paper.kind = Kind.REVIEW if review else Kind.COMPARISON if old_edition else Kind.EDITION
    paper.edition, paper.old_edition, paper.review = edition, old_edition, review
    paper.sha256 = (review or edition).content_hash


def _current(paper: Paper) -> Paper:
    meeting = held_meeting(paper.meeting)
    require_changeable(meeting)
    current = Paper.objects.filter(meeting=meeting, pk=paper.pk).first()
    if current is None:
        raise Refused(GONE)
    current.meeting = meeting
    return current


def _tell_items(paper: Paper, actor: User | None) -> None:
    """Items bound to the file that was replaced."""
    items = list(paper.decided_in.filter(voided_at=None).order_by("number"))
    bindings = bindings_of(items)
    if decided := [item for item in items if bindings[item.pk].is_decided]:
        raise Refused(f"{paper.label}は、案件{decided[0].number}で決まった文書なので、差し替えられません。")
    box = box_of(paper.meeting)
    if items and box is not None and timezone.now() >= box.closes_at:
        raise Refused(f"{paper.label}は、表決の締切を過ぎたので差し替えられません。")
    for item in items:
        if paper.meeting.state == Meeting.State.PLANNED:
            item.content_hash = paper.sha256
            item.version += 1
            item.save()
        elif item.is_vote:
            void_item(actor=actor, item=item, reason=f"{paper.label}が差し替えられたため")


def _let_go(name: str) -> None:
    """Delete a file that no paper names any more, once that is certain."""
    if name and not Paper.objects.filter(file=name).exists():
        transaction.on_commit(partial(_storage.delete, name), robust=True)
