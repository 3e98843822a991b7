"""Files that leave the house: PDF, Word, JSON and images, each with the headers that keep it inert."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.utils.http import content_disposition_header

from paper.pdf import PdfError
from publishing import printing, word
from publishing.document import Document
from publishing.models import PrintedEdition
from strategy.models import Edition

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json; charset=utf-8",
    "jsonld": "application/ld+json; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "svg": "image/svg+xml",
}
NOT_PRINTED_YET = "PDFを準備しています。数分後にもう一度開いてください。"


def download(edition: Edition, kind: str) -> HttpResponse:
    """An edition as a file of this kind; 503 with a sentence while the PDF of a frozen edition is not made yet."""
    document = Document.of(edition)
    name = f"{document.government['slug']}-{document.plan['slug']}-{document.edition['number']}.{kind}"
    if kind == "json":
        return attachment(document.canonical, kind, name)
    if kind == "docx":
        return attachment(word.docx(document), kind, name)
    if not edition.is_frozen:
        return _draft_pdf(document, name)
    printed = PrintedEdition.objects.filter(edition=edition).first()
    if printed is None or not printed.file.storage.exists(printed.file.name):
        response = HttpResponse(NOT_PRINTED_YET, status=503, content_type="text/plain; charset=utf-8")
        response["Retry-After"] = "60"
        return response
    response = FileResponse(
        printed.file.open(), as_attachment=False, filename=name, content_type=TYPES["pdf"]
    )
    return inert(response)


def _draft_pdf(document: Document, name: str) -> HttpResponse:
    try:
        return attachment(printing.draft_pdf(document).content, "pdf", name)
    except PdfError as error:
        return HttpResponse(str(error), status=503, content_type="text/plain; charset=utf-8")


def attachment(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file that was made: a PDF to be read at once, everything else to be kept."""
    response = HttpResponse(content, content_type=TYPES[kind])
    response["Content-Disposition"] = content_disposition_header(kind != "pdf", name)
    return inert(response)


def inert(response: HttpResponse) -> HttpResponse:
    """The response with the headers under which nothing in it runs."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    return response


def image(facts: dict) -> HttpResponse:
    """The image of a figure, as it was checked when it came in."""
    if not default_storage.exists(facts["file"]):
        raise Http404("この図のファイルが見つかりません。")
    response = FileResponse(default_storage.open(facts["file"]), content_type=facts["type"])
    return inert(response)
