"""A meeting as its members see it: deadline, papers, agenda, result."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from accounts.confinement import place_of
from accounts.models import Government
from deliberation.closing import closed_if_due
from deliberation.documents.reading import ballot_of
from deliberation.minutes import minutes_of
from deliberation.models import Paper
from deliberation.reporting import names_may_be_shown, result_context
from deliberation.rules import committee, meeting_for
from deliberation.views.committee.answers import member_page, sitting_address, sitting_context
from deliberation.views.document_files import document_file
from deliberation.views.papers import paper_response
from deliberation.waiting import sitting_of


@committee
def meeting(request: HttpRequest, government: Government, meeting: int) -> HttpResponse:
    """The page of a meeting; the first one after the deadline closes the box."""
    shown, seat = meeting_for(government, request.seats, meeting)
    now = timezone.now()
    if box := closed_if_due(shown, now):
        shown.box = box
    context = sitting_context(
        shown,
        seat,
        sitting=sitting_of(shown, seat, now),
        minutes=minutes_of(shown),
        # Printed codes open this meeting only, not the list of all.
        has_home=reverse("committee_home", args=[government.slug]).startswith(place_of(request.session)),
        papers=list(shown.papers.order_by("position", "id")),
        question_count=shown.questions.count(),
    )
    return member_page(request, "deliberation/committee/meeting.html", context)


@committee
def paper(request: HttpRequest, government: Government, meeting: int, paper: int) -> HttpResponse:
    """A paper: the file to be taken home, the 表決書 to be filled in by hand, or the page on which it is read."""
    shown, _ = meeting_for(government, request.seats, meeting)
    found = shown.papers.filter(pk=paper).first()
    if found is None:
        raise Http404(
            "この資料は見つかりません。差し替えられたかもしれません。会議のページから開き直してください。"
        )
    if found.kind == Paper.Kind.BALLOT:
        return document_file(ballot_of(shown), "pdf", f"{found.label}_{found.title}")
    if found.kind != Paper.Kind.FILE:
        return redirect(
            reverse(settings.PAPER_PAGES["committee"], args=[government.slug, shown.pk, found.pk])
        )
    return paper_response(found)


@committee
def result(request: HttpRequest, government: Government, meeting: int) -> HttpResponse:
    """The result of a written vote once it is closed; names as the body's rules say."""
    shown, seat = meeting_for(government, request.seats, meeting)
    box = closed_if_due(shown, timezone.now()) or getattr(shown, "box", None)
    if box is None or not box.is_closed:
        return redirect(sitting_address("committee_meeting", shown))
    context = sitting_context(shown, seat) | result_context(box, names=names_may_be_shown(box))
    return member_page(request, "deliberation/committee/result.html", context)
