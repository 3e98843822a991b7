"""The office's lists of opinions: what waits, what was answered; as pages and as files; and the pause of an edition."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods

from accounts.models import Government
from accounts.rules import PLANNERS, office
from deliberation.forms.opinions import PauseForm
from deliberation.models import OpinionPause
from deliberation.opinion_lists import (
    Asked,
    Stock,
    asked,
    dispositions_of,
    lines_of,
    listed,
    page_of,
    pages_of,
    pause_of,
    title_words,
)
from deliberation.opinion_papers import KINDS, Listing, file_of
from deliberation.rules import meeting_at
from deliberation.views.sittings import meeting_context
from kpi.views.review.asking import saved
from paper.pdf import PdfError
from strategy.models import Edition, Plan
from strategy.rules import edition_at, plan_or_404
from strategy.views.answers import sent


@office()
def opinions(request: HttpRequest, government: Government, plan: str) -> HttpResponse:
    """The opinions of a plan that are asked for, in tabs; those of one meeting among the pages of that meeting."""
    wanted = asked(request.GET)
    number = wanted.number("meeting")
    if number is not None:
        meeting = meeting_at(government, plan, number)
        context = meeting_context(request, government, meeting) | list_context(request, meeting.plan, wanted)
        return render(request, "deliberation/opinions/opinions_of_meeting.html", context)
    context = {"government": government} | list_context(request, plan_or_404(government, plan), wanted)
    return render(request, "deliberation/opinions/opinions.html", context)


def list_context(request: HttpRequest, plan: Plan, wanted: Asked) -> dict[str, Any]:
    """What a list shows. Five queries at most, however many opinions there are."""
    stock = Stock(plan, wanted)
    rows, first = page_of(stock)
    lines = lines_of(rows, dispositions_of(plan.government), first)
    return {
        "plan": plan,
        "stock": stock,
        "wanted": wanted,
        "place": lines[0].opinion.place if wanted.item and lines else "",
        "lines": lines,
        "pages": pages_of(stock),
        "pauses": OpinionPause.objects.filter(edition__plan=plan)
        .select_related("edition")
        .defer("edition__content"),
        "query": wanted.query(),
        "is_planner": request.membership.role in PLANNERS,
        "file_kinds": (("pdf", "PDF"), ("docx", "Word"), ("xlsx", "Excel")),
    }


@office()
def opinion_list_file(request: HttpRequest, government: Government, plan: str, ending: str) -> HttpResponse:
    """意見と対応の一覧 of what is asked for, as PDF, Word or Excel."""
    if ending not in KINDS:
        raise Http404("一覧の形式は、PDF、Word、Excelです。")
    found = plan_or_404(government, plan)
    wanted = asked(request.GET)
    rows = listed(found, wanted)
    number = wanted.number("edition")
    edition = edition_at(government, plan, number) if number is not None else None
    words = dispositions_of(government)
    listing = Listing(government, title_words(found, wanted, rows, edition), words, lines_of(rows, words))
    try:
        content = file_of(listing, ending, timezone.now())
    except PdfError as error:
        return HttpResponse(str(error), status=503, content_type="text/plain; charset=utf-8")
    return attachment(content, ending, f"{government.slug}-{found.slug}-opinions.{ending}")


def attachment(content: bytes, kind: str, name: str) -> HttpResponse:
    """A made file: a PDF to be read at once, everything else to be kept; nothing in it runs."""
    response = HttpResponse(content, content_type=KINDS[kind])
    response["Content-Disposition"] = content_disposition_header(kind != "pdf", name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    return response


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def opinion_pause(request: HttpRequest, government: Government, plan: str, number: int) -> HttpResponse:
    """Pause the opinions of an edition while the office consolidates, or take them again."""
    edition: Edition = edition_at(government, plan, number)
    pause = pause_of(edition)
    form = PauseForm(sent(request), edition=edition, pause=pause)
    if saved(request, form):
        words = (
            "意見の受付を再開しました。"
            if pause
            else "意見の受付を休止しました。受け付けた意見は残っています。"
        )
        messages.success(request, words)
        return redirect(reverse("opinions", args=[government.slug, plan]) + f"?edition={number}")
    context = {
        "government": government,
        "plan": edition.plan,
        "edition": edition,
        "pause": pause,
        "form": form,
    }
    return render(request, "deliberation/opinions/pause.html", context, status=422 if form.errors else 200)
