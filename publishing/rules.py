"""What readers may see: only published editions that were not withdrawn."""

import datetime
import hashlib
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.http import Http404
from django.utils import timezone

from config import VERSION
from deliberation.models import PublicComment
from kpi.models import ReviewYear
from publishing.committee.states import with_procedure
from publishing.meetings.published import published_meetings
from strategy.models import Edition
from strategy.models.editions import EditionQuerySet


@dataclass(frozen=True)
class Shelf:
    """The public editions of a plan on a day, in order, and which one holds."""

    editions: tuple[Edition, ...]
    day: datetime.date

    @property
    def plan(self):
        return self.editions[0].plan

    @property
    def in_force(self) -> Edition | None:
        """The adopted edition that holds today."""
        holding = [edition for edition in self.editions if edition.holds]
        return max(holding, key=lambda edition: (edition.effective_from, edition.number), default=None)

    @property
    def upcoming(self) -> Edition | None:
        """An adopted edition whose first day is still to come (策定済)."""
        coming = [
            e for e in self.editions if e.stage == Edition.Stage.ADOPTED and e.effective_from > self.day
        ]
        return min(coming, key=lambda edition: edition.effective_from, default=None)

    @property
    def shown(self) -> Edition:
        """What the plan's address shows: the one in force, else the newest."""
        return self.in_force or self.editions[-1]

    @property
    def has_reviews(self) -> bool:
        """Whether a year of review of this plan is public (``with_reviews``)."""
        return bool(getattr(self.editions[0], "has_reviews", False))

    @property
    def has_meetings(self) -> bool:
        """Whether the result of a meeting on this plan is public (``with_reviews``)."""
        return bool(getattr(self.editions[0], "has_meetings", False))

    @property
    def has_comments(self) -> bool:
        """Whether a call for comments on this plan was announced (``with_reviews``)."""
        return bool(getattr(self.editions[0], "has_comments", False))

    def numbered(self, number: int) -> Edition:
        """The public edition of this number, or Http404."""
        for edition in self.editions:
            if edition.number == number:
                return edition
        raise Http404(f"公表されている第{number}版はありません。")

    def before(self, edition: Edition) -> Edition | None:
        """Beside which public edition this one is read in a 新旧対照表: what it corrects, else the one before it."""
        earlier = [other for other in self.editions if other.number < edition.number]
        if edition.correction:
            corrected = (other for other in earlier if other.pk == edition.based_on_id)
            return next(corrected, earlier[-1] if earlier else None)
        return earlier[-1] if earlier else None

    def etag(self, edition: Edition, *also: object) -> str:
        """Changes with the text, with any change in the line of editions, with the day, with our own version and with
        whatever else the page shows (``also``)."""
        line = [(e.number, e.published_at, e.superseded_from, e.holds) for e in self.editions]
        more = (self.has_reviews, self.has_meetings, self.has_comments, *also)
        seed = f"{VERSION}|{self.day}|{edition.content_hash}|{line}|{more}"
        return f'"{hashlib.sha256(seed.encode()).hexdigest()[:32]}"'


def with_reviews(editions: EditionQuerySet) -> EditionQuerySet:
    """Editions that know whether readers may see a year of review, a meeting, a call for comments
    of their plan. No query of its own."""
    return editions.annotate(
        has_reviews=Exists(ReviewYear.objects.public().filter(plan=OuterRef("plan"))),
        has_meetings=Exists(published_meetings().filter(plan=OuterRef("plan"))),
        has_comments=Exists(PublicComment.objects.filter(plan=OuterRef("plan"), announced_at__isnull=False)),
    )


def shelf_or_404(government: str, plan: str, *, with_bases: bool = True) -> Shelf:
    """The public editions of the plan at this address, without their contents; Http404 when there is none.

    Two queries: the editions with plan and government, and, ``with_bases``, what each rests on.
    """
    today = timezone.localdate()
    editions = with_reviews(
        Edition.objects.public()
        .filter(plan__government__slug=government, plan__slug=plan)
        .with_hold(today)
        .without_content()
        .select_related("plan__government")
        .order_by("number")
    )
    editions = with_procedure(editions)
    found = tuple(editions.prefetch_related("rests_on") if with_bases else editions)
    if not found:
        raise Http404("公表されている計画は見つかりません。")
    return Shelf(found, today)


def content_of(edition: Edition) -> Edition:
    """The edition with its stored document. One query."""
    edition.refresh_from_db(fields=["content"])
    return edition
