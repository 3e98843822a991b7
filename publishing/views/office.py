"""Reading an edition of any stage in the office: as readers would see it, and as a file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import Government
from accounts.rules import office
from publishing import files, pages
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
