"""A document of the office as a file to keep: PDF or Word."""

from django.http import Http404, HttpResponse
from django.utils import timezone

from deliberation.documents.files import docx_of, pdf_of
from deliberation.documents.shapes import Document
from kpi.views.review.sheets import attachment
from paper.pdf import PdfError

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def document_file(document: Document, ending: str, name: str) -> HttpResponse:
    """The document as ``ending`` (pdf, docx); Http404 for another form, 503 with a sentence where no PDF can be made."""
    name = f"{name}.{ending}".replace("/", "／")
    if ending == "docx":
        return attachment(docx_of(document, created=timezone.now()), DOCX, name)
    if ending != "pdf":
        raise Http404("PDFかWord（docx）で受け取れます。")
    try:
        content = pdf_of(document, created=timezone.now()).content
    except PdfError as error:
        return HttpResponse(str(error), status=503, content_type="text/plain; charset=utf-8")
    return attachment(content, "application/pdf", name)
