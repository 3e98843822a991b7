"""Words for where an edition stands in its deliberation (承認済, パブコメ中, 答申済): derived, never stored (OGO-13).

An approval speaks of exactly one text. An edition that was corrected since is 未承認 until it is approved again (OGO-12).
"""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q

from deliberation.models import Advice, AgendaItem, ChairConfirmation, Consultation, PublicComment
from publishing.committee.decisions import Decision, decisions_of
from strategy.models import Edition
from strategy.models.editions import EditionQuerySet


@dataclass(frozen=True)
class StateWord:
    """A word, how it is set off (tag-good, tag-warn …), what is behind it, and whether readers may know."""

    word: str
    look: str
    why: str
    is_public: bool


def states_of(editions: Sequence[Edition], now: datetime.datetime) -> dict[int, tuple[StateWord, ...]]:
    """{edition: its words}, for editions of one plan. Twelve queries at most, however many editions there are."""
    own = {edition.pk: edition for edition in editions}
    found: dict[int, list[StateWord]] = {pk: [] for pk in own}
    approved = _approvals(own)
    for pk, words in approved.items():
        found[pk] += words
    for pk in _unapproved(own, approved):
        found[pk].append(
            StateWord("未承認", "tag-warn", "承認のあとに直した版です。この文は、まだ諮っていません。", False)
        )
    for pk, word in (*_comments(own, now), *_advices(own), *_consultations(own)):
        found[pk].append(word)
    return {pk: tuple(words) for pk, words in found.items()}


def with_procedure(editions: EditionQuerySet) -> EditionQuerySet:
    """Editions that know whether there is anything about them that readers may know. No query of its own."""
    voted = AgendaItem.objects.filter(
        Q(edition=OuterRef("pk")) | Q(confirmations__edition=OuterRef("pk")),
        kind="VOTE",
        voided_at=None,
        meeting__result_published_at__isnull=False,
    )
    advised = Advice.objects.filter(edition=OuterRef("pk"), is_public=True)
    called = PublicComment.objects.filter(edition=OuterRef("pk"), announced_at__isnull=False)
    known = Exists(voted) | Exists(advised) | Exists(called)
    return editions.annotate(is_deliberated=ExpressionWrapper(known, output_field=BooleanField()))


def public_words_of(edition: Edition, now: datetime.datetime) -> tuple[StateWord, ...]:
    """What readers may know of an edition of a ``Shelf``. No query where there is nothing to say, else ten at most."""
    if not getattr(edition, "is_deliberated", False):
        return ()
    own = {edition.pk: edition}
    words = [
        *_approvals(own).get(edition.pk, ()),
        *(word for _, word in (*_comments(own, now), *_advices(own))),
    ]
    return tuple(word for word in words if word.is_public)


def _approvals(own: Mapping[int, Edition]) -> dict[int, list[StateWord]]:
    confirmed: dict[int, list[ChairConfirmation]] = {}
    for row in ChairConfirmation.objects.filter(edition__in=own, item__is_delegated=True):
        if row.content_hash == own[row.edition_id].content_hash:
            confirmed.setdefault(row.item_id, []).append(row)
    votes = AgendaItem.objects.filter(Q(edition__in=own) | Q(pk__in=confirmed), kind="VOTE", voided_at=None)
    items = list(
        votes.exclude(meeting__state="CANCELLED")
        .select_related("meeting__body")
        .order_by("meeting_id", "number")
    )
    decisions = decisions_of(items)
    found: dict[int, list[StateWord]] = {}
    for item in items:
        decision = decisions.get(item.pk)
        if decision is None or not decision.is_carried:
            continue
        if item.edition_id in own and item.content_hash == own[item.edition_id].content_hash:
            found.setdefault(item.edition_id, []).append(_approved(item, decision))
        for row in confirmed.get(item.pk, ()):
            if row.edition_id != item.edition_id:
                found.setdefault(row.edition_id, []).append(_approved(item, decision, row))
    return found


def _approved(item: AgendaItem, decision: Decision, confirmed: ChairConfirmation | None = None) -> StateWord:
    body = item.meeting.body.called
    how = "会長の確認" if confirmed else decision.word
    day = confirmed.confirmed_on if confirmed else decision.on
    is_public = item.meeting.result_published_at is not None
    return StateWord(f"承認済（{body}）", "tag-good", f"{body}：{how}（{day:%Y/%-m/%-d}）", is_public)


def _unapproved(own: Mapping[int, Edition], approved: Mapping[int, object]) -> Iterator[int]:
    """Editions without an approval that stem from one that has it, up to the next one that begins a new text."""
    for pk, edition in own.items():
        before, seen = edition.based_on_id, {pk}
        while pk not in approved and before in own and before not in seen:
            if before in approved:
                if (
                    edition.stage in (own[before].stage, Edition.Stage.ADOPTED)
                    and edition.term == own[before].term
                ):
                    yield pk
                break
            seen.add(before)
            before = own[before].based_on_id


def _comments(own: Mapping[int, Edition], now: datetime.datetime) -> Iterator[tuple[int, StateWord]]:
    rows = PublicComment.objects.filter(edition__in=own, announced_at__isnull=False, opens_at__lte=now)
    for row in rows.defer("result").order_by("opens_at"):
        if now < row.closes_at:
            yield (
                row.edition_id,
                StateWord("パブコメ中", "tag-strong", f"意見募集「{row.title}」を行っています。", True),
            )
        else:
            yield (
                row.edition_id,
                StateWord("パブコメ済", "", f"意見募集「{row.title}」は終わりました。", True),
            )


def _advices(own: Mapping[int, Edition]) -> Iterator[tuple[int, StateWord]]:
    for row in Advice.objects.filter(edition__in=own).select_related("inquiry__body").order_by("on"):
        if row.content_hash == own[row.edition_id].content_hash:
            why = f"{row.inquiry.body.called}の答申（{row.on:%Y/%-m/%-d}）"
            yield row.edition_id, StateWord("答申済", "tag-good", why, row.is_public)


def _consultations(own: Mapping[int, Edition]) -> Iterator[tuple[int, StateWord]]:
    for row in Consultation.objects.filter(edition__in=own, closed_at=None).order_by("due_at"):
        yield row.edition_id, StateWord("各課照会中", "tag-strong", f"照会「{row.title}」", False)
