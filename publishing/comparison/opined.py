"""Changes that an opinion asked for, and the resolution that carried the newer text: causes behind rows of a 新旧対照表.

Nobody types them: an answer names the item that was changed for an opinion by its lineage and its edition. What the
planner typed stays first, then what reviewed years decided (``reviewed``).
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from deliberation.approvals import Approval, approvals_of
from deliberation.dispositions import from_data
from deliberation.models import AgendaItem, Opinion, Reply
from deliberation.opinion_lists import whence
from deliberation.titles import title_of
from publishing.comparison import reviewed
from publishing.comparison.reviewed import EVERY_ROW, Causes
from publishing.comparison.table import Cause, Table
from strategy.models import Edition

Source = Opinion.Source
VOTE = "表決"
KINDS = {
    Source.MEMBER: "委員の意見",
    Source.DEPARTMENT: "各課照会",
    Source.ASSEMBLY: "議会",
    Source.CITIZEN: "意見募集",
    Source.ADVICE: "答申",
    Source.OTHER_BODY: "ほかの会議の意見",
}
LONGEST = 80  # letters of an opinion; the whole of it stands in the list of opinions


@dataclass(frozen=True)
class Trail:
    """Why the text changed between two editions: what may be told to everybody, and what else the office knows."""

    public: Causes
    internal: Causes


def causes_between(old: Edition, new: Edition) -> Causes:
    """What may be told to everybody of why the text changed: reviewed years, opinions, the resolution."""
    return trail_between(old, new).public


def trail_between(old: Edition, new: Edition) -> Trail:
    """All that is known of why the text changed. Three queries, and those of ``approvals_of`` where a meeting decided on
    the newer text."""
    replies, votes = _replies(old, new), _resolved(max(old, new, key=lambda edition: edition.number))
    told: tuple[dict[str, list[Cause]], ...] = (defaultdict(list), defaultdict(list))
    for row in replies:
        is_public = readers_know(row.opinion)
        told[is_public][str(row.changed_lineage)].append(_cause(row.opinion, for_readers=is_public))
    for one in votes:
        told[one.item.meeting.result_published_at is not None][EVERY_ROW].append(_vote(one))
    internal, public = (
        {key: tuple(dict.fromkeys(causes)) for key, causes in found.items()} for found in told
    )
    return Trail(_joined(reviewed.causes_between(old, new), public), internal)


def readers_know(opinion: Opinion) -> bool:
    """Whether readers may read this opinion elsewhere: of an open meeting whose result is published, in a
    published result of comments, in what is public of the assembly and of 答申.

    What departments and other bodies said never is.
    """
    if opinion.source == Source.CITIZEN:
        return opinion.comment is not None and opinion.comment.result_published_at is not None
    if opinion.source == Source.MEMBER:
        meeting = opinion.meeting
        return meeting is not None and meeting.result_published_at is not None and meeting.openness == "OPEN"
    if opinion.source == Source.ASSEMBLY:
        return opinion.assembly is not None and opinion.assembly.is_public
    return opinion.source == Source.ADVICE and opinion.advice is not None and opinion.advice.is_public


def with_internal(table: Table, trail: Trail) -> Table:
    """The table with what is not public besides, for the office. It is never part of a table that is issued."""
    return reviewed.with_reviews(table, trail.internal)


def _resolved(newer: Edition) -> tuple[Approval, ...]:
    """What carried this text. One query where no meeting ever had it."""
    had = AgendaItem.objects.filter(Q(edition=newer) | Q(confirmations__edition=newer))
    return approvals_of(newer) if newer.is_frozen and had.exists() else ()


def _vote(approval: Approval) -> Cause:
    meeting, outcome = approval.item.meeting, approval.outcome
    plan = meeting.plan
    confirmed = "、のちの修正は会長が確認" if approval.confirmation else ""
    words = f"{title_of(meeting)}　案件{approval.item.number}　{outcome.word}{confirmed}"
    url = ""
    if meeting.result_published_at is not None:
        url = reverse("public_meeting", args=[plan.government.slug, plan.slug, meeting.pk])
    return Cause(VOTE, words, url)


def _replies(old: Edition, new: Edition) -> list[Reply]:
    """Answers that say that an edition between both, or the newer one, was changed for the opinion. One query."""
    first, last = sorted((old.number, new.number))
    rows = Reply.objects.filter(
        opinion__plan=new.plan_id,
        opinion__is_withdrawn=False,
        changed_lineage__isnull=False,
        changed_edition__number__gt=first,
        changed_edition__number__lte=last,
    ).select_related(
        "opinion__plan__government__dispositions",
        "opinion__meeting__body",
        "opinion__answer__consultation",
        "opinion__assembly",
        "opinion__comment",
        "opinion__advice__inquiry",
    )
    found = rows.defer("opinion__comment__result").order_by("opinion__at", "opinion_id")
    return [row for row in found if row.disposition in _changing(row.opinion)]


def _changing(opinion: Opinion) -> frozenset[str]:
    kept = getattr(opinion.plan.government, "dispositions", None)
    return from_data(kept.content if kept else None).changing


def _cause(opinion: Opinion, *, for_readers: bool) -> Cause:
    said = (opinion.text or opinion.proposal).replace("\n", " ")
    short = f"{said[:LONGEST]}{'…' if len(said) > LONGEST else ''}"
    words = "：".join(filter(None, (whence(opinion), short)))
    return Cause(
        KINDS[Source(opinion.source)], words, _public_page(opinion) if for_readers else _office_page(opinion)
    )


def _office_page(opinion: Opinion) -> str:
    return reverse("plan_opinion", args=[opinion.plan.government.slug, opinion.plan.slug, opinion.pk])


def _public_page(opinion: Opinion) -> str:
    place = [opinion.plan.government.slug, opinion.plan.slug]
    if opinion.source == Source.CITIZEN and opinion.comment is not None:
        return reverse("public_comment_result", args=[*place, opinion.comment.number])
    if opinion.source == Source.MEMBER and opinion.meeting_id is not None:
        return reverse("public_meeting", args=[*place, opinion.meeting_id])
    return ""


def _joined(one: Causes, other: Causes) -> Causes:
    return {key: (*one.get(key, ()), *other.get(key, ())) for key in dict.fromkeys((*one, *other))}
