"""What readers see of meetings: only of those whose result was published, and of their papers only what is public itself.

The name that a planner gave to a paper of an unpublished text may be the title of a draft; it is not shown either.
"""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Prefetch
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from accounts.models import Government
from deliberation.deadlines import last_day
from deliberation.models import AgendaItem, Meeting, Paper
from kpi.review.years import address_word
from publishing.meetings.published import published_meetings
from publishing.rules import Shelf, shelf_or_404
from strategy.models import Edition, Plan

NOTHING = "公表されている会議の結果はありません。"
Kind = Paper.Kind
TYPES = {
    "application/pdf": "PDF",
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel",
}


@dataclass(frozen=True)
class Hall:
    """The meetings of a plan that readers may see, the newest first; ``shelf`` None while no edition is public."""

    government: Government
    plan: Plan
    shelf: Shelf | None
    meetings: tuple[Meeting, ...]

    @property
    def plan_name(self) -> str:
        """The title of the edition shown to readers, else only what kind of plan it is."""
        return self.shelf.shown.title if self.shelf else self.plan.get_kind_display()

    def numbered(self, pk: int) -> Meeting:
        """The meeting of this address, or Http404."""
        for meeting in self.meetings:
            if meeting.pk == pk:
                return meeting
        raise Http404("公表されている会議は見つかりません。")


@dataclass(frozen=True)
class Shown:
    """A paper as readers see it. ``href`` and ``title`` are empty where it is not public; ``note`` says what it is."""

    label: str
    title: str
    href: str
    note: str


def hall_or_404(government: str, plan: str) -> Hall:
    """The published meetings of a plan, or Http404 while there is none. Three queries."""
    rows = published_meetings().filter(plan__government__slug=government, plan__slug=plan)
    rows = rows.select_related("plan__government", "body", "box", "minutes").prefetch_related(
        Prefetch("agenda", AgendaItem.objects.order_by("number"))
    )
    meetings = sorted(rows.defer("box__genesis", "minutes__text"), key=_newest_first, reverse=True)
    if not meetings:
        raise Http404(NOTHING)
    found = meetings[0].plan
    for meeting in meetings:
        meeting.plan, meeting.body.government = found, found.government
    return Hall(found.government, found, _shelf(government, plan), tuple(meetings))


def _shelf(government: str, plan: str) -> Shelf | None:
    try:
        return shelf_or_404(government, plan, with_bases=False)
    except Http404:
        return None


def day_of(meeting: Meeting) -> datetime.date | None:
    """When it was held; a written meeting on the last day of its vote. No query for meetings of a ``Hall``."""
    box = getattr(meeting, "box", None)
    return meeting.held_on or (last_day(timezone.localtime(box.closes_at)) if box else None)


def _newest_first(meeting: Meeting) -> tuple[int, datetime.date, int]:
    return (meeting.fiscal_year, day_of(meeting) or datetime.date.min, meeting.pk)


# --- papers -------------------------------------------------------------------------------------------------


def papers_of(meeting: Meeting) -> list[Paper]:
    """The papers of a meeting with what they name, without contents. One query."""
    rows = meeting.papers.select_related(
        "edition__plan__government", "old_edition", "review__plan__government"
    )
    return list(rows.defer("edition__content", "old_edition__content", "review__content"))


def shown_papers(hall: Hall, meeting: Meeting) -> tuple[Shown, ...]:
    """The papers of a meeting as readers see them. Two queries."""
    papers = papers_of(meeting)
    named = {pk for paper in papers for pk in (paper.edition_id, paper.old_edition_id) if pk}
    public = set(Edition.objects.public().filter(pk__in=named).values_list("pk", flat=True))
    return tuple(_shown(hall, meeting, paper, public) for paper in papers)


def _shown(hall: Hall, meeting: Meeting, paper: Paper, public: Collection[int]) -> Shown:
    if paper.kind == Kind.BALLOT and paper.is_public:
        return Shown(paper.label, paper.title, "", "様式")
    href = _href(hall, meeting, paper, public) if paper.is_public else ""
    if not href:
        return Shown(paper.label, "", "", "公表していません")
    note = _size_words(paper) if paper.kind == Kind.FILE else paper.get_kind_display()
    return Shown(paper.label, paper.title, href, note)


def _href(hall: Hall, meeting: Meeting, paper: Paper, public: Collection[int]) -> str:
    """Where readers find a paper; empty where they do not."""
    if paper.kind == Kind.FILE:
        return reverse("public_paper", args=[hall.government.slug, hall.plan.slug, meeting.pk, paper.pk])
    if paper.kind == Kind.EDITION and paper.edition_id in public:
        return reverse("edition", args=_place(paper.edition))
    both = {paper.edition_id, paper.old_edition_id}
    if paper.kind == Kind.COMPARISON and both <= set(public):
        if paper.edition.plan_id != paper.old_edition.plan_id:
            return ""
        return reverse("public_comparison", args=[*_place(paper.edition), paper.old_edition.number])
    if paper.kind == Kind.REVIEW and paper.review.published_at is not None:
        plan = paper.review.plan
        return reverse("public_review", args=[plan.government.slug, plan.slug, address_word(paper.review)])
    return ""


def _place(edition: Edition) -> list[str | int]:
    return [edition.plan.government.slug, edition.plan.slug, edition.number]


def _size_words(paper: Paper) -> str:
    """PDF、12ページ、340KB"""
    words = [TYPES.get(paper.media_type, "ファイル")]
    words += [f"{paper.pages}ページ"] if paper.pages else []
    words.append(f"{max(1, round(paper.size / 1024)):,}KB")
    return "、".join(words)


def public_file_or_404(meeting: Meeting, pk: int) -> Paper:
    """A file that belongs to this published meeting and is public, or Http404. One query."""
    paper = meeting.papers.filter(pk=pk, kind=Kind.FILE, is_public=True).first()
    if paper is None or not paper.file.storage.exists(paper.file.name):
        raise Http404("この資料は公表されていません。")
    return paper


# --- what was decided ---------------------------------------------------------------------------------------


def public_editions_of(items: Iterable[AgendaItem]) -> dict[int, Edition]:
    """The texts that were put before the body and that readers may read, by their key. One query."""
    wanted = {item.edition_id for item in items if item.edition_id}
    rows = Edition.objects.public().filter(pk__in=wanted).select_related("plan__government").without_content()
    return {edition.pk: edition for edition in rows}
