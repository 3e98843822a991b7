"""Reading calls for comments: which one is meant, how it stands, what arrived and what became of it."""

import datetime
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import Http404
from django.utils import timezone

from accounts.models import Government
from deliberation.comment_terms import days_open, kept_until
from deliberation.deadlines import last_day, time_words
from deliberation.models import Opinion, PublicComment, Reply, Submission, SubmittedOpinion
from strategy.fiscal import format_date
from strategy.models import Edition, ItemKind
from strategy.places import Place, Places, places_of

WHOLE = "計画全体"
SMALL_KINDS = (ItemKind.MEASURE, ItemKind.INITIATIVE)


class Stage(StrEnum):
    """How far a call is, by the clock."""

    DRAFT = "DRAFT"
    ANNOUNCED = "ANNOUNCED"
    OPEN = "OPEN"
    CLOSED = "CLOSED"
    PUBLISHED = "PUBLISHED"


STAGES = {
    Stage.DRAFT: "準備中",
    Stage.ANNOUNCED: "まもなく始まります",
    Stage.OPEN: "受付中",
    Stage.CLOSED: "受付終了",
    Stage.PUBLISHED: "結果を公表しました",
}


def stage_of(comment: PublicComment, now: datetime.datetime) -> Stage:
    """How far a call is at this instant; ``closes_at`` itself is too late."""
    if comment.result_published_at is not None:
        return Stage.PUBLISHED
    if comment.announced_at is None:
        return Stage.DRAFT
    if now < comment.opens_at:
        return Stage.ANNOUNCED
    return Stage.OPEN if now < comment.closes_at else Stage.CLOSED


def calls() -> QuerySet[PublicComment]:
    """Calls with plan and edition, without their stored bytes."""
    rows = PublicComment.objects.select_related("plan__government", "edition")
    return rows.defer("result", "edition__content")


def comment_at(government: Government, plan: str, number: int) -> PublicComment:
    """The call at an address of the office, or Http404. One query."""
    found = calls().filter(plan__government=government, plan__slug=plan, number=number).first()
    if found is None:
        raise Http404("この意見募集は見つかりません。")
    return tied(found, government)


def tied(comment: PublicComment, government: Government) -> PublicComment:
    """The call, whose plan and edition know the government without a query."""
    comment.plan.government = government
    comment.edition.plan = comment.plan
    return comment


def period_words(comment: PublicComment) -> str:
    """令和8年（2026年）8月3日（月）から9月1日（火）まで（30日間）."""
    opens, closes = timezone.localtime(comment.opens_at), timezone.localtime(comment.closes_at)
    last = last_day(closes)
    end = format_date(last, weekday=True)
    if last.year == opens.year:
        end = end.partition("）")[2]
    hour = "" if not time_words(opens.replace(tzinfo=None)) else time_words(opens.replace(tzinfo=None))
    days = days_open(opens.replace(tzinfo=None), closes.replace(tzinfo=None))
    return (
        f"{format_date(opens.date(), weekday=True)}{hour}から{end}{time_words(closes.replace(tzinfo=None))}まで"
        f"（{days}日間）"
    )


def purge_day(comment: PublicComment) -> datetime.date:
    """The last day on which the personal data of this call are kept."""
    return kept_until(timezone.localtime(comment.closes_at).replace(tzinfo=None), comment.retention_years)


# --- places -------------------------------------------------------------------------------------------------


def places_in(edition: Edition) -> Places:
    """The items of the edition that is commented on, in the order of the text. One query, none once it is known."""
    return places_of([edition])[edition.pk]


def place_words(places: Places, lineage: uuid.UUID | None) -> str:
    """What an opinion says it is about: 第1章－1（1）①, or 計画全体."""
    place = places.get(lineage) if lineage is not None else None
    return place.called if place else WHOLE


def place_choices(places: Places, also: uuid.UUID | None = None) -> list[tuple[str, str]]:
    """計画全体, then chapters and what stands below them down to directions; of the measures only ``also``.

    A list of all measures would be too long for a telephone; a link beside a measure names it.
    """
    shown = [p for p in places.values() if p.kind not in SMALL_KINDS or p.lineage == also]
    return [("", WHOLE), *((str(place.lineage), _choice(place)) for place in shown)]


def _choice(place: Place) -> str:
    words = f"{place.full_number}　{place.title}" if place.number else place.title
    return "　" * (place.depth - 1) + words


# --- what arrived -------------------------------------------------------------------------------------------


def submissions_of(comment: PublicComment) -> QuerySet[Submission]:
    """What arrived, in the order of arrival, without any personal data."""
    rows = Submission.objects.filter(comment=comment).select_related("duplicate_of")
    return rows.order_by("received_at", "id")


def parts_of(comment: PublicComment) -> QuerySet[SubmittedOpinion]:
    """The opinions to be answered: those that were not split, and what the others were split into."""
    rows = SubmittedOpinion.objects.filter(submission__comment=comment)
    rows = rows.exclude(Exists(SubmittedOpinion.objects.filter(split_from=OuterRef("pk"))))
    return rows.select_related("submission").order_by(
        "submission__received_at", "submission_id", "position", "id"
    )


def without_summary(parts: QuerySet[SubmittedOpinion]) -> QuerySet[SubmittedOpinion]:
    """Of these the ones that are in no summary yet."""
    link = SubmittedOpinion.summaries.through.objects
    return parts.exclude(Exists(link.filter(submittedopinion=OuterRef("pk"), opinion__is_withdrawn=False)))


@dataclass(frozen=True)
class Summary:
    """A summarised opinion, the opinions it stands for, and the answer."""

    opinion: Opinion
    parts: tuple[SubmittedOpinion, ...]
    reply: Reply | None

    @property
    def count(self) -> int:
        return len(self.parts)


class Gathered:
    """Everything said in a call, for staff and for the result. Five queries whatever its size."""

    def __init__(self, comment: PublicComment):
        self.comment = comment

    @cached_property
    def places(self) -> Places:
        return places_in(self.comment.edition)

    @cached_property
    def parts(self) -> tuple[SubmittedOpinion, ...]:
        return tuple(parts_of(self.comment))

    @cached_property
    def open_parts(self) -> tuple[SubmittedOpinion, ...]:
        """Opinions that are in no summary yet."""
        inside = {part.pk for summary in self.summaries for part in summary.parts}
        return tuple(part for part in self.parts if part.pk not in inside)

    @cached_property
    def summaries(self) -> tuple[Summary, ...]:
        """In the order of the text, what is about the whole plan last."""
        rows = (
            Opinion.objects.filter(comment=self.comment, source=Opinion.Source.CITIZEN, is_withdrawn=False)
            .select_related("reply", "reply__changed_edition")
            .defer("reply__changed_edition__content")
            .prefetch_related(Prefetch("parts", SubmittedOpinion.objects.select_related("submission")))
        )
        order = {lineage: n for n, lineage in enumerate(self.places)}
        found = [Summary(row, tuple(row.parts.all()), getattr(row, "reply", None)) for row in rows]
        found.sort(key=lambda one: (order.get(one.opinion.lineage, len(order)), one.opinion.pk))
        return tuple(found)

    @property
    def unanswered(self) -> tuple[Summary, ...]:
        return tuple(summary for summary in self.summaries if summary.reply is None)

    @property
    def duplicates(self) -> frozenset[int]:
        """Submissions whose text another one has too."""
        return frozenset(part.submission_id for part in self.parts if part.submission.duplicate_of_id)


def later_editions(comment: PublicComment) -> list[Edition]:
    """Editions of the plan after the one commented on, the newest first. One query."""
    rows = Edition.objects.filter(plan=comment.plan_id, number__gt=comment.edition.number)
    return list(rows.without_content().order_by("-number"))


def counted(values: Iterable[str], words: Mapping[str, str] | None = None) -> tuple[tuple[str, int], ...]:
    """How often each value occurs, in the order of ``words`` where given, by name otherwise; none that does not occur."""
    given = list(values)
    order: Sequence[str] = list(words) if words is not None else sorted(set(given))
    return tuple(((words or {}).get(one, one), given.count(one)) for one in order if one in given)
