"""The papers of a meeting as links for the office: a file to take home, or a page of a higher room that shows the text."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from deliberation.models import Meeting, Paper
from deliberation.views.sittings import meeting_address
from paper.papers import KINDS


@dataclass(frozen=True)
class PaperLink:
    """A paper and where it is read; ``what`` PDF 22ページ, 計画の版, …"""

    paper: Paper
    href: str
    what: str


def papers_of(meeting: Meeting) -> list[PaperLink]:
    """All papers of a meeting in their order. One query."""
    rows = meeting.papers.select_related("edition", "old_edition", "review").defer(
        "edition__content", "old_edition__content", "review__content"
    )
    return [paper_link(paper, meeting) for paper in rows]


def paper_link(paper: Paper, meeting: Meeting) -> PaperLink:
    """Where one paper is read by the office. No query."""
    if paper.kind == Paper.Kind.FILE:
        return PaperLink(paper, meeting_address("paper_file", meeting, paper.pk), file_words(paper))
    if paper.kind == Paper.Kind.BALLOT:
        return PaperLink(paper, "", "会議の案件からつくる表決書")
    plan = meeting.plan
    name = settings.PAPER_PAGES["office"]
    href = reverse(name, args=[plan.government.slug, plan.slug, meeting.pk, paper.pk])
    return PaperLink(paper, href, _text_words(paper))


def file_words(paper: Paper) -> str:
    """PDF 22ページ, Word, 画像 — with the size."""
    pages = f" {paper.pages}ページ" if paper.pages else ""
    size = (
        f"{paper.size / 1024 / 1024:.1f}MB"
        if paper.size >= 1024 * 1024
        else f"{max(1, paper.size // 1024)}KB"
    )
    return f"{KINDS.get(paper.media_type, 'ファイル')}{pages}（{size}）"


def _text_words(paper: Paper) -> str:
    if paper.kind == Paper.Kind.COMPARISON:
        return f"新旧対照表（新：第{paper.edition.number}版、旧：第{paper.old_edition.number}版）"
    if paper.kind == Paper.Kind.REVIEW:
        return f"年度評価（{paper.review}）"
    return f"計画の版（第{paper.edition.number}版、{paper.edition.stage_name}）"
