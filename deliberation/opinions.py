"""Verbs on opinions of the text of a plan: given, put right, withdrawn; paused while the office consolidates."""

import datetime
import uuid
from typing import Any

from django.utils import timezone

from accounts.audit import Refused, record, verb
from accounts.models import User
from accounts.saving import Overtaken, names_of, put, require_known
from deliberation import comments
from deliberation.anchoring import seek, words_of
from deliberation.models import Opinion, OpinionPause
from deliberation.opinion_lists import pause_of
from strategy.models import Edition, Plan, PlanItem
from strategy.places import places_of

Source, State = Opinion.Source, Opinion.State
# What an opinion may come from; the rows themselves say to whom they belong.
WHENCE = ("member", "meeting", "item", "answer", "assembly", "advice", "comment")
_WHO = frozenset((*WHENCE, "author", "at", "place", "position"))
WORDS = ("text", "proposal", "reason")
FIELDS = (*WORDS, "lineage", "quote", "place", "position")
# Whom a pause holds up; what the office itself records goes on.
PAUSED = (Source.MEMBER, Source.DEPARTMENT, Source.OTHER_BODY)
LONGEST_QUOTE = 500
SENT_TWICE = datetime.timedelta(minutes=10)

OVERTAKEN = "ほかの人が先にこの意見を保存しました。いまの内容を確かめてから、もう一度保存してください。"
GONE = "この意見は見つかりません。画面を開き直してください。"
ANSWERED = "回答のある意見の文は変えられません。つけ加えることは、新しい意見として出してください。"
ON_A_BALLOT = "表決書に書かれた意見の文は変えられません。取り下げることもできません。"
WITHDRAWN = "この意見は取り下げられています。"
PAUSE = "いま、事務局が意見をまとめているため、新しい意見の受付を休んでいます（{reason}）。受け付けた意見はそのまま残ります。"


@verb("plan_opinion.add", "計画への意見の追加")
def add_opinion(
    *,
    actor: User | None,
    plan: Plan,
    source: str,
    text: str,
    edition: Edition | None = None,
    lineage: uuid.UUID | None = None,
    quote: str = "",
    quote_at: int | None = None,
    proposal: str = "",
    reason: str = "",
    **who: Any,
) -> Opinion:
    """Keep what somebody said of a plan: at an item of an edition, at words of it, or of the whole.

    ``quote_at`` is near which character of the item's words (``anchoring.words_of``) the quote stands; it is put right
    here. ``who`` are the rows that the opinion came from (``WHENCE``), author as printed, moment, place and position.
    The same words of the same author at the same place, unanswered, are the same opinion: sent twice, kept once.
    Refused while opinions of the edition are paused, and for rows of another plan or government.
    """
    require_known(who, _WHO)
    _require_open(edition, source)
    made = Opinion(
        plan=plan, edition=edition, source=source, by=actor, at=who.pop("at", None) or timezone.now()
    )
    put(
        made,
        {"text": text, "proposal": proposal, "reason": reason, "quote": quote, "lineage": lineage, **who},
    )
    made.author = made.author or _author(made)
    _require_own(made)
    _place(made, quote_at)
    if (same := _same(made)) is not None:
        return same
    _require_words(made)
    made.full_clean(exclude=["ballot", "text"])
    made.save()
    _remember("plan_opinion.add", actor, made, source=made.get_source_display())
    return made


@verb("plan_opinion.save", "計画への意見の変更")
def save_opinion(*, actor: User | None, opinion: Opinion, seen: int, **fields: Any) -> Opinion:
    """Save these fields (``FIELDS``) if nobody saved since ``seen``; raises ``Overtaken`` otherwise.

    The words of an opinion that was answered, or that stands on a ballot, stay as they are.
    """
    require_known(fields, frozenset(FIELDS))
    current = held(opinion)
    if current.version != seen:
        raise Overtaken(OVERTAKEN, current)
    changed = put(current, fields)
    if not changed:
        return current
    if set(changed) & set(WORDS):
        _require_alterable(current)
    if {"lineage", "quote"} & set(changed):
        if "place" not in changed:
            current.place = ""
        _place(current, None)
    _require_words(current)
    current.version += 1
    current.full_clean(exclude=["ballot", "text"])
    current.save()
    _remember("plan_opinion.save", actor, current, fields=names_of(current, changed))
    return current


@verb("plan_opinion.withdraw", "計画への意見の取下げ")
def withdraw_opinion(*, actor: User | None, opinion: Opinion, seen: int) -> Opinion:
    """Take an opinion back while nobody has answered it; it is kept, and no longer listed among those to answer."""
    current = held(opinion)
    if current.version != seen:
        raise Overtaken(OVERTAKEN, current)
    _require_alterable(current)
    current.is_withdrawn = True
    current.version += 1
    current.save(update_fields=["is_withdrawn", "version"])
    _remember("plan_opinion.withdraw", actor, current, source=current.get_source_display())
    return current


@verb("plan_opinion.pause", "意見の受付の休止")
def pause_opinions(*, actor: User | None, edition: Edition, reason: str) -> OpinionPause:
    """Take no new opinions on an edition while the office consolidates; those that came stay. Refused when paused."""
    current = _locked(edition)
    if not reason.strip():
        raise Refused({"reason": "休止の理由を書いてください。意見を出そうとした人に示します。"})
    if OpinionPause.objects.filter(edition=current).exists():
        raise Refused("この版への意見の受付は、すでに休止しています。")
    made = OpinionPause(edition=current, reason=reason.strip(), since=timezone.now(), by=actor)
    made.full_clean()
    made.save()
    record(
        "plan_opinion.pause",
        actor=actor,
        government=current.plan.government,
        subject=current,
        reason=made.reason,
    )
    return made


@verb("plan_opinion.resume", "意見の受付の再開")
def resume_opinions(*, actor: User | None, edition: Edition) -> Edition:
    """Take opinions on an edition again. Refused where they are not paused."""
    current = _locked(edition)
    count, _ = OpinionPause.objects.filter(edition=current).delete()
    if not count:
        raise Refused("この版への意見の受付は、休止していません。")
    record("plan_opinion.resume", actor=actor, government=current.plan.government, subject=current)
    return current


def held(opinion: Opinion) -> Opinion:
    """The opinion as it stands now, locked until the verb ends; Refused when it was withdrawn, and when it is part of a
    published result of comments. The call is locked first, as whoever publishes it does."""
    if opinion.comment is not None:
        comments.require_open(comments.held(opinion.comment))
    rows = Opinion.objects.select_for_update(no_key=True, of=("self",))
    current = rows.select_related("plan__government").filter(pk=opinion.pk).first()
    if current is None:
        raise Refused(GONE)
    if current.is_withdrawn:
        raise Refused(WITHDRAWN)
    return current


def _locked(edition: Edition) -> Edition:
    """The edition without its stored document, locked: who pauses and who writes wait for one another."""
    rows = Edition.objects.select_for_update(no_key=True, of=("self",)).select_related("plan__government")
    return rows.without_content().get(pk=edition.pk)


def _require_open(edition: Edition | None, source: str) -> None:
    if edition is None or source not in PAUSED:
        return
    _locked(edition)
    if (pause := pause_of(edition)) is not None:
        raise Refused(PAUSE.format(reason=pause.reason))


def _require_alterable(opinion: Opinion) -> None:
    if opinion.ballot_id is not None:
        raise Refused(ON_A_BALLOT)
    if hasattr(opinion, "reply"):
        raise Refused(ANSWERED)


def _require_words(opinion: Opinion) -> None:
    if not opinion.text and not opinion.proposal:
        raise Refused({"text": "意見か修正案を書いてください。"})
    for name in WORDS:
        field = Opinion._meta.get_field(name)
        if len(getattr(opinion, name)) > (field.max_length or 0):
            raise Refused({name: f"{field.verbose_name}は{field.max_length}字までです。"})


def _require_own(opinion: Opinion) -> None:
    """Everything that an opinion names belongs to its plan, or to its government."""
    plan = opinion.plan
    of_plan = (
        opinion.edition and opinion.edition.plan_id,
        opinion.meeting and opinion.meeting.plan_id,
        opinion.assembly and opinion.assembly.plan_id,
        opinion.comment and opinion.comment.plan_id,
        opinion.advice and opinion.advice.inquiry.plan_id,
        opinion.answer and opinion.answer.consultation.edition.plan_id,
    )
    is_own = all(pk in (None, plan.pk) for pk in of_plan)
    if opinion.member is not None:
        is_own &= opinion.member.body.government_id == plan.government_id
        is_own &= opinion.meeting is None or opinion.meeting.body_id == opinion.member.body_id
    if opinion.item is not None:
        is_own &= opinion.item.meeting_id == opinion.meeting_id
    if not is_own:
        raise Refused(
            "この計画のものではない版・会議・委員には、意見を結べません。一覧から選び直してください。"
        )
    if opinion.source == Source.MEMBER and opinion.member is None:
        raise Refused({"member": "どの委員の意見かを選んでください。"})


def _author(opinion: Opinion) -> str:
    """As printed; nobody for a citizen."""
    if opinion.source == Source.CITIZEN:
        return ""
    if opinion.member is not None:
        return opinion.member.name
    return str(opinion.answer.department) if opinion.answer is not None else ""


def _place(opinion: Opinion, near: int | None) -> None:
    """Find the item and its words, and keep how the place is called."""
    if len(opinion.quote) > LONGEST_QUOTE:
        raise Refused({"quote": f"引く言葉は{LONGEST_QUOTE}字までです。もっと短く選んでください。"})
    opinion.quote_at = None
    if opinion.lineage is None or opinion.edition is None:
        return
    row = PlanItem.objects.filter(edition=opinion.edition_id, lineage=opinion.lineage).first()
    if row is None:
        raise Refused("この項目は、この版にはありません。画面を開き直して、選び直してください。")
    found = seek(words_of(row.title, row.body), opinion.quote, near)
    opinion.quote_at = found[0] if found else None
    if not opinion.place:
        place = places_of([opinion.edition])[opinion.edition_id][opinion.lineage]
        opinion.place = called(place.full_number, place.title)


def called(number: str, title: str) -> str:
    """How the place of an opinion is kept: 第1章－1（1）②　産後ケアの充実."""
    return f"{number}　{title}".strip("　")[:300]


def _same(made: Opinion) -> Opinion | None:
    """The same words of the same author at the same place, if they came a moment ago and nobody has answered them."""
    names = ("source", "edition", "lineage", "quote", "text", "proposal", "author", *WHENCE)
    rows = Opinion.objects.filter(
        plan=made.plan, by=made.by, is_withdrawn=False, reply=None, ballot=None, at__gte=made.at - SENT_TWICE
    )
    return rows.filter(**{name: getattr(made, name) for name in names}).first() if made.by else None


def _remember(name: str, actor: User | None, opinion: Opinion, **detail: Any) -> None:
    """The event: where something was said, neither what nor by whom."""
    record(name, actor=actor, government=opinion.plan.government, subject=opinion, **detail)
