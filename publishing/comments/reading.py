"""What readers may see of calls for comments: announced ones; of numbers and opinions nothing but a published result."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone

from accounts.models import Government
from config import VERSION
from deliberation.comment_reading import STAGES, Stage, calls, period_words, stage_of, tied
from deliberation.comment_report import Result
from deliberation.models import PublicComment, Reply
from strategy.models import Edition
from strategy.places import places_of


def announced() -> QuerySet[PublicComment]:
    """Calls that readers may see. Each knows ``has_public``: whether its plan has a page for readers."""
    public = Edition.objects.public().filter(plan=OuterRef("plan"))
    rows = calls().exclude(announced_at=None).annotate(has_public=Exists(public))
    return rows.select_related("plan__government", "edition__based_on").defer(
        "result", "edition__content", "edition__based_on__content"
    )


def calls_of(government: str, plan: str) -> list[PublicComment]:
    """The announced calls of the plan at this address, the newest first; Http404 where there is none. One query."""
    rows = list(announced().filter(plan__government__slug=government, plan__slug=plan))
    if not rows:
        raise Http404("公表されている意見募集はありません。")
    return [tied(row, row.plan.government) for row in rows]


def call_or_404(government: str, plan: str, number: int) -> PublicComment:
    """An announced call, or Http404. One query."""
    rows = announced().filter(plan__government__slug=government, plan__slug=plan, number=number)
    found = rows.first()
    if found is None:
        raise Http404("この意見募集は見つかりません。")
    return tied(found, found.plan.government)


def is_readable(comment: PublicComment) -> bool:
    """Whether the draft can be read by everybody now."""
    return comment.edition.is_public


def compared_with(comment: PublicComment) -> Edition | None:
    """The public edition beside which the draft is read in a 新旧対照表. No query."""
    before = comment.edition.based_on
    is_own = before is not None and before.plan_id == comment.plan_id
    return before if is_own and before.is_public and comment.edition.is_public else None


@dataclass(frozen=True)
class Call:
    """A line of the list of calls."""

    comment: PublicComment
    stage: str
    words: str
    period: str


def listed_calls(comments: list[PublicComment]) -> list[Call]:
    """The calls with their stage in words."""
    now = timezone.now()
    return [
        Call(one, str(stage_of(one, now)), STAGES[stage_of(one, now)], period_words(one)) for one in comments
    ]


def call_context(request: HttpRequest, comment: PublicComment, **extra: Any) -> dict[str, Any]:
    """What every page of a call shows. Nothing in it is counted."""
    stage = stage_of(comment, request.arrived_at)  # type: ignore[attr-defined]
    return {
        "comment": comment,
        "plan": comment.plan,
        "government": comment.plan.government,
        "unit": comment.plan.government.address.unit,
        "stage": str(stage),
        "stage_words": STAGES[stage],
        "is_open": stage is Stage.OPEN,
        "period": period_words(comment),
        "is_readable": is_readable(comment),
        "before": compared_with(comment),
        **extra,
    }


@dataclass(frozen=True)
class Change:
    """The item of a later public edition that was changed for an opinion."""

    number: int
    title: str
    anchor: str
    place: str
    before: int | None  # the edition beside which it is read in a 新旧対照表


def changes_of(comment: PublicComment) -> Mapping[int, Change]:
    """{key of a row of the result: what was changed for it}. Two queries, and one for each edition not read before."""
    rows = Reply.objects.filter(opinion__comment=comment, changed_edition__in=Edition.objects.public())
    rows = rows.select_related("changed_edition").defer("changed_edition__content")
    found = list(rows)
    editions = {row.changed_edition_id: row.changed_edition for row in found if row.changed_edition}
    places = places_of(editions.values())
    made = {}
    for row in found:
        edition = editions[row.changed_edition_id]
        place = places[edition.pk].get(row.changed_lineage) if row.changed_lineage else None
        anchor = f"#item-{row.changed_lineage}" if place else ""
        before = comment.edition.number if comment.edition.is_public else None
        words = place.full_number or place.title if place else "全体"
        made[row.opinion_id] = Change(edition.number, edition.title, anchor, words, before)
    return made


def etag(comment: PublicComment, *seeds: object) -> str:
    """Changes with the result, with what it links to and with our own version."""
    seed = (
        f"{VERSION}|{comment.pk}|{comment.version}|{comment.result_hash}|{comment.edition.is_public}|{seeds}"
    )
    return f'"{hashlib.sha256(seed.encode()).hexdigest()[:32]}"'


@dataclass(frozen=True)
class Notice:
    """An entry of the feed: a call that was announced, a result that was published."""

    comment: PublicComment
    is_result: bool

    @property
    def published_at(self) -> Any:
        return self.comment.result_published_at if self.is_result else self.comment.announced_at

    @property
    def title(self) -> str:
        return f"{self.comment.title}（{'意見募集の結果' if self.is_result else '意見募集'}）"

    @property
    def description(self) -> str:
        if self.is_result:
            return "意見募集の結果を公表しました。"
        return f"意見を募集します。期間　{period_words(self.comment)}"


def notices_of(government: Government, newest: int) -> list[Notice]:
    """The calls and results of a government, for its feed. One query."""
    rows = announced().filter(plan__government=government).order_by("-announced_at")[:newest]
    found = [tied(row, government) for row in rows]
    made = [Notice(row, False) for row in found]
    return made + [Notice(row, True) for row in found if row.result_published_at is not None]


def rows_of(result: Result, changes: Mapping[int, Change]) -> list[tuple[Any, str, bool, Change | None]]:
    """Each row of a result with its word, whether the text was changed for it, and the changed item."""
    return [(row, result.word_of(row), result.changes(row), changes.get(row.key)) for row in result.rows]
