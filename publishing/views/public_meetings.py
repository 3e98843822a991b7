"""Citizens' pages of meetings: the list, one meeting with its result, its public papers, its ledger. No cookie."""

import hashlib

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response

from accounts.rules import public
from deliberation.exports import ledger_export
from deliberation.models import BallotBox
from publishing import files
from publishing.meetings.pages import list_context, meeting_page
from publishing.meetings.reading import hall_or_404, public_file_or_404


def _answered(request: HttpRequest, page: HttpResponse) -> HttpResponse:
    """The page with an ETag of its words; 304 for who has it."""
    etag = f'"{hashlib.sha256(page.content).hexdigest()[:32]}"'
    response = get_conditional_response(request, etag=etag) or page
    response["ETag"] = etag
    return response


@public
def public_meetings(request: HttpRequest, government: str, plan: str) -> HttpResponse:
    """The meetings of a plan whose results are public; Http404 while there is none."""
    hall = hall_or_404(government, plan)
    return _answered(request, render(request, "publishing/meetings/list.html", list_context(hall)))


@public
def public_meeting(request: HttpRequest, government: str, plan: str, meeting: int) -> HttpResponse:
    """One meeting: why it met, on which papers, what it decided and how that can be checked."""
    hall = hall_or_404(government, plan)
    context = meeting_page(hall, hall.numbered(meeting))
    return _answered(request, render(request, "publishing/meetings/meeting.html", context))


@public
def public_ledger(request: HttpRequest, government: str, plan: str, meeting: int) -> HttpResponse:
    """The ledger of a written vote, which proves itself without us."""
    found = hall_or_404(government, plan).numbered(meeting)
    box = BallotBox.objects.filter(meeting=found.pk, closed_at__isnull=False).first()
    if box is None:
        raise Http404("この会議に、書面表決の記録はありません。")
    box.meeting = found
    etag = f'"{box.head[:32]}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = files.attachment(ledger_export(box), "json", f"ledger-{found.pk}.json")
        response["ETag"] = etag
    return response


@public
def public_paper(request: HttpRequest, government: str, plan: str, meeting: int, paper: int) -> HttpResponse:
    """A public file among the papers, to be kept."""
    found = public_file_or_404(hall_or_404(government, plan).numbered(meeting), paper)
    response = FileResponse(
        found.file.open(),
        as_attachment=True,
        filename=found.name or found.title,
        content_type=found.media_type,
    )
    return files.inert(response)
