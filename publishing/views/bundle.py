"""Pages of the bundle of a meeting: what goes into it, and the bound files."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import Government
from accounts.rules import office
from deliberation.documents.facts import PaperFact, page_ranges
from deliberation.documents.reading import kinds_of
from deliberation.models import Paper
from deliberation.rules import meeting_at
from deliberation.titles import title_of
from deliberation.views.sittings import meeting_context
from paper.merging import PAGES, MergeError
from paper.papers import KINDS as FILE_KINDS
from paper.papers import PDF
from paper.pdf import PdfError
from publishing import files
from publishing.committee.bundle import TITLES, bundle_of, papers_of
from publishing.comparison.reading import ComparisonError

BEING_MADE = "資料をまとめています。1分ほど待ってから、もう一度開いてください。"


@office()
def meeting_bundle(request: HttpRequest, government: Government, plan: str, meeting: int) -> HttpResponse:
    """What the bundle holds, and where it is."""
    found = meeting_at(government, plan, meeting)
    papers = papers_of(found)
    ranges = page_ranges(tuple(PaperFact(paper.label, paper.title, paper.pages) for paper in papers))
    context = meeting_context(request, government, found, most=PAGES, kinds=kinds_of(found))
    context["papers"] = [(paper, _how(paper), pages) for paper, pages in zip(papers, ranges, strict=True)]
    return render(request, "publishing/committee/bundle.html", context)


@office()
def meeting_bundle_file(
    request: HttpRequest, government: Government, plan: str, meeting: int, kind: str
) -> HttpResponse:
    """The bound file; 503 with a sentence while it is being made, or where it cannot be."""
    found = meeting_at(government, plan, meeting)
    try:
        bundle = bundle_of(found, kind, actor=request.user)
    except (MergeError, PdfError, ComparisonError) as error:
        return _later(str(error))
    if bundle.merged is None:
        return _later(BEING_MADE)
    response = files.attachment(bundle.merged.content, "pdf", f"{title_of(found)}_{TITLES[kind]}.pdf")
    response["Cache-Control"] = "private, no-store"
    return response


def _later(sentence: str) -> HttpResponse:
    response = HttpResponse(sentence, status=503, content_type="text/plain; charset=utf-8")
    response["Retry-After"] = "60"
    return response


def _how(paper: Paper) -> str:
    """How a paper comes into the bundle."""
    if paper.kind != Paper.Kind.FILE or paper.media_type == PDF:
        return "そのまま綴じます"
    if paper.media_type.startswith("image/"):
        return "画像を1ページに置きます"
    name = FILE_KINDS.get(paper.media_type, "ファイル")
    return f"{name}は綴じられません。ファイルの名前を書いた紙が入ります"
