"""Reading an edition of any stage in the office: as readers would see it, and as a file."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import Government
from accounts.rules import office
from publishing import files, pages
from publishing.diagrams import pictures_of
from publishing.document import Document
from strategy.rules import edition_or_404, plan_or_404


@office()
def preview(request: HttpRequest, government: Government, plan: str, number: int) -> HttpResponse:
    """An edition of any stage as readers would see it."""
    edition = edition_or_404(plan_or_404(government, plan), number)
    context = pages.edition_page(Document.of(edition)) | {"edition": edition, "is_preview": True}
    return render(request, "publishing/plan.html", context)


@office()
def download(request: HttpRequest, government: Government, plan: str, number: int, kind: str) -> HttpResponse:
    """An edition of any stage as a file, for the own staff."""
    return files.download(edition_or_404(plan_or_404(government, plan), number), kind)


@office()
def diagram_file(
    request: HttpRequest, government: Government, plan: str, number: int, diagram: str
) -> HttpResponse:
    """The 概念図 or 施策体系図 of an edition of any stage as an SVG file that stands alone."""
    document = Document.of(edition_or_404(plan_or_404(government, plan), number))
    for picture in pictures_of(document):
        if picture.key == diagram:
            name = f"{document.government['slug']}-{document.plan['slug']}-{number}-{diagram}.svg"
            return files.attachment(picture.alone.encode(), "svg", name)
    raise Http404("この図は、この版の項目からは作成できません。")
