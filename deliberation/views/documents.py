"""Pages of the documents of a meeting: the list, each as a page, PDF or Word."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header

from accounts.models import Government
from accounts.rules import office
from deliberation.documents.files import docx_of, pdf_of
from deliberation.documents.markup import body_of
from deliberation.documents.reading import Kind, kind_named, kinds_of
from deliberation.models import Meeting
from deliberation.rules import meeting_at
from deliberation.titles import title_of
from deliberation.views.sittings import meeting_context
from paper.pdf import PdfError

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@office()
def documents(request: HttpRequest, government: Government, plan: str, meeting: int) -> HttpResponse:
    """The documents that there are."""
    found = meeting_at(government, plan, meeting)
    context = meeting_context(request, government, found, kinds=kinds_of(found))
    return render(request, "deliberation/documents/documents.html", context)


@office()
def document_page(
    request: HttpRequest, government: Government, plan: str, meeting: int, what: str
) -> HttpResponse:
    """One document as a page."""
    found = meeting_at(government, plan, meeting)
    kind = _kind(found, what)
    made = kind.make(found)
    context = meeting_context(request, government, found, kind=kind, document=made)
    context["sheet"] = body_of(made, heading=2, on_paper=False)
    return render(request, "deliberation/documents/document.html", context)


@office()
def document(
    request: HttpRequest, government: Government, plan: str, meeting: int, what: str, ending: str
) -> HttpResponse:
    """One document as a file; 503 with a sentence where no PDF can be made."""
    found = meeting_at(government, plan, meeting)
    made = _kind(found, what).make(found)
    try:
        now = timezone.now()
        content = pdf_of(made, created=now).content if ending == "pdf" else docx_of(made, created=now)
    except PdfError as error:
        return HttpResponse(str(error), status=503, content_type="text/plain; charset=utf-8")
    response = HttpResponse(content, content_type=TYPES[ending])
    name = f"{title_of(found)}_{made.name}.{ending}"
    response["Content-Disposition"] = content_disposition_header(ending != "pdf", name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _kind(meeting: Meeting, what: str) -> Kind:
    kind = kind_named(what)
    if kind is None or not kind.is_there(meeting):
        raise Http404("この書類は、まだありません。")
    return kind
