"""Papers of a meeting: added, replaced, taken away, and taken home by staff."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from accounts.forms.deleting import DeleteForm
from accounts.models import Government
from accounts.rules import PLANNERS, office
from deliberation.forms.agenda import PaperChangeForm, PaperForm, ReplaceForm
from deliberation.models import Meeting, Paper
from deliberation.papers import remove_paper
from deliberation.papers_check import contradictions
from deliberation.rules import meeting_at
from deliberation.views.bodies import done
from deliberation.views.paper_links import paper_link
from deliberation.views.sittings import meeting_address, meeting_context
from strategy.views.answers import sent


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def paper_add(request: HttpRequest, government: Government, plan: str, meeting: int) -> HttpResponse:
    """Add a paper; dates in it whose weekday cannot be right are told."""
    found = meeting_at(government, plan, meeting)
    form = PaperForm(sent(request), request.FILES or None, meeting=found)
    if made := done(request, form):
        messages.success(request, f"{made.label}を加えました。")
        _warn_of_dates(request, found, form.cleaned_data["file"])
        return redirect(meeting_address("agenda", found))
    context = meeting_context(request, government, found, form=form)
    return render(request, "deliberation/meeting/paper_add.html", context, status=422 if form.errors else 200)


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest, government: Government, plan: str, meeting: int, paper: int) -> HttpResponse:
    """Change a paper's label and title, or put another file in its place."""
    found = meeting_at(government, plan, meeting)
    row = _paper_of(found, paper)
    is_file = request.method == "POST" and "replace" in request.POST
    change = PaperChangeForm(None if is_file else sent(request), paper=row)
    replace = ReplaceForm(request.POST if is_file else None, request.FILES if is_file else None, paper=row)
    form = replace if is_file else change
    if kept := done(request, form):
        messages.success(request, f"{kept.label}を{'差し替え' if is_file else '保存し'}ました。")
        if is_file:
            _warn_of_dates(request, found, form.cleaned_data["file"])
        return redirect(meeting_address("agenda", found))
    decides = list(row.decided_in.filter(voided_at=None).order_by("number"))
    context = meeting_context(
        request, government, found, form=change, replace=replace, link=paper_link(row, found), decides=decides
    )
    return render(request, "deliberation/meeting/paper.html", context, status=form.status)


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def paper_remove(
    request: HttpRequest, government: Government, plan: str, meeting: int, paper: int
) -> HttpResponse:
    """Take a paper away."""
    found = meeting_at(government, plan, meeting)
    row = _paper_of(found, paper)
    form = DeleteForm(sent(request), row=row, act=remove_paper, named="paper")
    if done(request, form):
        messages.success(request, f"{row.label}を削除しました。")
        return redirect(meeting_address("agenda", found))
    context = meeting_context(request, government, found, form=form, link=paper_link(row, found))
    return render(request, "deliberation/meeting/paper_remove.html", context, status=form.status)


@office()
@require_safe
@cache_control(private=True, no_store=True)
def paper_file(
    request: HttpRequest, government: Government, plan: str, meeting: int, paper: int
) -> HttpResponse:
    """The file of a paper, for the own staff; inert whatever it holds."""
    row = _paper_of(meeting_at(government, plan, meeting), paper)
    return paper_response(row)


def paper_response(paper: Paper) -> HttpResponse:
    """A paper's file to be taken home under its own name; Http404 where there is none."""
    if paper.kind != Paper.Kind.FILE or not paper.file.storage.exists(paper.file.name):
        raise Http404("この資料のファイルは見つかりません。")
    response = FileResponse(
        paper.file.open(),
        as_attachment=True,
        filename=paper.name or paper.label,
        content_type=paper.media_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _warn_of_dates(request: HttpRequest, meeting: Meeting, received) -> None:
    found: Iterable = contradictions(received.text, meeting.fiscal_year) if received else ()
    for one in found:
        messages.warning(request, f"この資料の曜日を確かめてください。{one.sentence}")


def _paper_of(meeting: Meeting, pk: int) -> Paper:
    rows = Paper.objects.select_related("edition", "old_edition", "review").defer(
        "edition__content", "old_edition__content", "review__content"
    )
    found = rows.filter(meeting=meeting, pk=pk).first()
    if found is None:
        raise Http404("この資料は見つかりません。")
    found.meeting = meeting
    return found
