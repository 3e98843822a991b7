"""The office's doors of publishing: what is there to read for the own staff."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import Government
from accounts.rules import governments_of, office, signed_in
from publishing import files, pages
from publishing.document import Document
from strategy.rules import edition_or_404, plan_or_404


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """The governments a person works for, with their plans and editions."""
    memberships = list(governments_of(request.user))
    desks = pages.desks_of([membership.government for membership in memberships])
    return render(request, "publishing/office_home.html", {"memberships": memberships, "desks": desks})


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
