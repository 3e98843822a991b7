"""A paper of a meeting as members read it: the text with the opinions beside it, a 新旧対照表, a year's report."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse

from accounts.models import Government
from deliberation.anchoring import words_of
from deliberation.models import Meeting, Member, Opinion, OpinionPause, Paper
from deliberation.opinion_lists import dispositions_of, pause_of
from deliberation.standing import Placed, placed_in
from publishing.book.words import References
from publishing.comparison.keeping import style_for
from publishing.comparison.page import SideName, annex_of, sheet_of
from publishing.comparison.pairs import Pair
from publishing.comparison.reading import derived_table, issued_table
from publishing.comparison.table import Picture, Table
from publishing.document import Document, Entry
from publishing.kpi_tables import KpiTables
from strategy.models import Figure

Kind, State = Paper.Kind, Meeting.State
READ_HERE = (Kind.EDITION, Kind.COMPARISON, Kind.REVIEW)
CLOSED = {
    State.FINISHED: "この会議は終わりました。新しい意見は受け付けていません。",
    State.CANCELLED: "この会議は中止になりました。意見は受け付けていません。",
}
TERM_ENDED = "任期が終わっているため、新しい意見は受け付けられません。"
LOWEST_HEADING = 6


def paper_at(meeting: Meeting, pk: int) -> Paper:
    """A paper of this meeting that is read on a page, with its editions and their documents; or Http404. One query."""
    rows = meeting.papers.filter(kind__in=READ_HERE)
    rows = rows.select_related("edition", "old_edition", "review__edition", "review__plan__government")
    found = rows.defer("review__edition__content").filter(pk=pk).first()
    if found is None:
        raise Http404("この資料は見つかりません。")
    for edition in (found.edition, found.old_edition):
        if edition is not None:  # of the plan that the meeting is about (``deliberation.papers``)
            edition.plan = meeting.plan
    found.meeting = meeting
    return found


# --- who may write ------------------------------------------------------------------------------------------


def why_closed(meeting: Meeting, seat: Member, pause: OpinionPause | None, today: Any) -> str:
    """Why no new opinion is taken from this member on this meeting's text; empty where one is."""
    if meeting.state in CLOSED:
        return CLOSED[State(meeting.state)]
    if not seat.span.holds(today):
        return TERM_ENDED
    return (
        f"いま、事務局が意見をまとめているため、新しい意見の受付を休んでいます（{pause.reason}）。"
        if pause
        else ""
    )


def opinions_for(meeting: Meeting, seat: Member, edition_number: int) -> list[Opinion]:
    """What members of this body said of the plan up to this edition: all that was given on its pages, and of what was
    written on ballots one's own. One query."""
    rows = Opinion.objects.filter(
        plan=meeting.plan, source=Opinion.Source.MEMBER, member__body=meeting.body_id, is_withdrawn=False
    ).select_related("reply", "edition", "member", "meeting__body")
    found = rows.defer("edition__content").order_by("position", "id")
    return [
        one
        for one in found
        if (one.ballot_id is None or is_own(one, seat))
        and (one.edition is None or one.edition.number <= edition_number)
    ]


def is_own(one: Opinion, seat: Member) -> bool:
    """Whether this person said it, in whichever seat."""
    return one.member is not None and one.member.user_id is not None and one.member.user_id == seat.user_id


# --- the text -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """An opinion beside the text. ``may_change``: one's own, not answered yet."""

    placed: Placed
    is_own: bool
    word: str

    @property
    def opinion(self) -> Opinion:
        return self.placed.opinion

    @property
    def reply(self) -> Any:
        return getattr(self.opinion, "reply", None)

    @property
    def may_change(self) -> bool:
        return self.is_own and self.reply is None and self.opinion.ballot_id is None


@dataclass(frozen=True)
class Passage:
    """An item of the text with its opinions; ``heading`` is the level of its heading."""

    entry: Entry
    heading: int
    said: tuple[Said, ...]
    figures: tuple[tuple[dict[str, Any], str], ...]


class Text:
    """An edition as a member reads it in a meeting. Four queries besides the document, five where opinions are older."""

    def __init__(self, government: Government, paper: Paper, seat: Member):
        self.government, self.paper, self.seat = government, paper, seat
        self.document = Document.of(paper.edition)
        self.references = References(self.document)
        self.kpi_tables = KpiTables(self.document)

    @cached_property
    def pause(self) -> OpinionPause | None:
        return pause_of(self.paper.edition)

    @cached_property
    def said(self) -> tuple[Said, ...]:
        """Every opinion that the member may see, each once."""
        meeting, dispositions = self.paper.meeting, dispositions_of(self.government)
        rows = opinions_for(meeting, self.seat, self.paper.edition.number)
        return tuple(
            Said(
                placed,
                is_own(placed.opinion, self.seat),
                dispositions.word(placed.opinion.reply.disposition)
                if hasattr(placed.opinion, "reply")
                else "",
            )
            for placed in placed_in(self.paper.edition, self._words(rows), rows)
        )

    def _words(self, rows: list[Opinion]) -> Mapping[str, str]:
        """The words of each item: of a text that was changed since, and where something was quoted, all of them."""
        plain = any(one.quote for one in rows)
        return {
            entry.lineage: words_of(entry.title, entry.body) if plain else ""
            for entry in self.document.walk()
        }

    @cached_property
    def of_the_whole(self) -> tuple[Said, ...]:
        """Of the whole plan, and of items that are not there any more."""
        return tuple(one for one in self.said if not one.placed.lineages)

    @property
    def passages(self) -> list[Passage]:
        """The items in reading order."""
        by_lineage: dict[str, list[Said]] = {}
        for one in self.said:
            for lineage in one.placed.lineages:
                by_lineage.setdefault(lineage, []).append(one)
        return [
            Passage(
                entry,
                min(entry.depth + 1, LOWEST_HEADING),
                tuple(by_lineage.get(entry.lineage, ())),
                tuple((figure, self._address(figure["sha256"])) for figure in entry.figures),
            )
            for entry in self.document.walk()
        ]

    def _address(self, sha256: str) -> str:
        return figure_address(self.government, self.paper)("new", sha256)


def figure_address(government: Government, paper: Paper) -> Callable[[str, str], str]:
    """Where an image of a paper is: by the side of the paper and the name of the image."""

    def address(side: str, sha256: str) -> str:
        return reverse("committee_figure", args=[government.slug, paper.meeting_id, paper.pk, side, sha256])

    return address


def figure_of(paper: Paper, side: str, sha256: str) -> Figure:
    """An image of the edition on this side of the paper; or Http404. One query."""
    edition = {"new": paper.edition, "old": paper.old_edition}.get(side)
    found = Figure.objects.filter(edition=edition, sha256=sha256).first() if edition is not None else None
    if found is None:
        raise Http404("この図は見つかりません。")
    return found


# --- 新旧対照表 ---------------------------------------------------------------------------------------------


def comparison_context(government: Government, paper: Paper) -> dict[str, Any]:
    """The table as it was issued last (確定), else as it follows from both texts; in the government's own style."""
    old, new = paper.old_edition, paper.edition
    pair = Pair(old, new, (old, new), style_for(government))
    table: Table = issued_table(old, new) or derived_table(old, new)
    style, images = pair.style(""), figure_address(government, paper)

    def address(side: SideName, picture: Picture) -> str:
        return images(side, picture.sha256)

    return {
        "pair": pair,
        "table": table,
        "sheet": sheet_of(table, style, address),
        "annex": annex_of(table, style),
    }
