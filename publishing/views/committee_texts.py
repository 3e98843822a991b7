"""Papers of this system as members read them in a meeting, and what they say of the text."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import Government
from accounts.rules import office
from deliberation.models import Meeting, Member, Opinion, Paper
from deliberation.rules import committee, meeting_at, meeting_for
from kpi.review.reading import report_of
from kpi.review.years import address_word
from kpi.views.review.asking import saved
from publishing import files
from publishing.committee.reading import (
    Text,
    comparison_context,
    figure_of,
    is_own,
    paper_at,
    why_closed,
)
from publishing.document import Document, Entry
from publishing.forms.committee_opinions import (
    AddMemberOpinionForm,
    ChangeMemberOpinionForm,
    WithdrawMemberOpinionForm,
)
from publishing.review.page import ReportPage
from strategy.views.answers import sent

Kind = Paper.Kind


@committee
def committee_paper_text(
    request: HttpRequest, government: Government, meeting: int, paper: int
) -> HttpResponse:
    """An edition with the opinions beside it, a 新旧対照表, or a year's report, as a member reads it."""
    found, seat = meeting_for(government, request.seats, meeting)
    row = paper_at(found, paper)
    context = _base(government, found, seat, row)
    if row.kind == Kind.COMPARISON:
        context |= comparison_context(government, row)
        return render(request, "publishing/committee/comparison.html", context)
    if row.kind == Kind.REVIEW:
        context |= {"page": ReportPage(report_of(row.review, timezone.localdate()))}
        return render(request, "publishing/committee/review.html", context)
    text = Text(government, row, seat)
    closed = why_closed(found, seat, text.pause, timezone.localdate())
    context |= {
        "text": text,
        "document": text.document,
        "closed": closed,
        "said_of": request.GET.get("said", ""),
    }
    context |= {"references": text.references, "kpi_tables": text.kpi_tables}
    return render(request, "publishing/committee/text.html", context)


def _base(government: Government, meeting: Meeting, seat: Member, paper: Paper) -> dict[str, Any]:
    return {"government": government, "meeting": meeting, "seat": seat, "paper": paper, "plan": meeting.plan}


@committee
@require_http_methods(["GET", "HEAD", "POST"])
def committee_opinion_add(
    request: HttpRequest, government: Government, meeting: int, paper: int
) -> HttpResponse:
    """Say something of an item (``?item=``), of words of it (``&quote=``, ``&at=``), or of the whole."""
    found, seat = meeting_for(government, request.seats, meeting)
    row = _text_paper(found, paper)
    text = Text(government, row, seat)
    entry = _entry(text.document, request.GET.get("item", ""))
    first = {name: request.GET.get(name, "") for name in ("quote", "at")}
    form = AddMemberOpinionForm(sent(request), paper=row, seat=seat, entry=entry, first=first)
    closed = why_closed(found, seat, text.pause, timezone.localdate())
    back, anchor = _text_address(government, row), f"#{entry.anchor}" if entry else ""
    if closed and request.method == "POST":
        form.add_error(None, f"{closed}書いた文は下に残っています。")
    elif saved(request, form):
        messages.success(request, "ご意見を受け付けました。事務局が回答すると、この画面で読めます。")
        return redirect(f"{back}?said={entry.lineage if entry else 'whole'}{anchor}")
    context = _base(government, found, seat, row) | {"form": form, "entry": entry, "closed": closed}
    context |= {"references": text.references, "document": text.document, "back": f"{back}{anchor}"}
    return render(request, "publishing/committee/opinion_add.html", context, status=form.status)


def _text_paper(meeting: Meeting, pk: int) -> Paper:
    row = paper_at(meeting, pk)
    if row.kind != Kind.EDITION:
        raise Http404("この資料には、文ごとの意見は書けません。")
    return row


def _entry(document: Document, lineage: str) -> Entry | None:
    """The item of this lineage; None for the whole. Http404 for one that is not there."""
    if lineage and lineage not in document.by_lineage:
        raise Http404("この項目は、この資料にはありません。")
    return document.by_lineage.get(lineage)


def _text_address(government: Government, paper: Paper) -> str:
    return reverse("committee_paper_text", args=[government.slug, paper.meeting_id, paper.pk])


@committee
@require_http_methods(["GET", "HEAD", "POST"])
def committee_opinion(
    request: HttpRequest, government: Government, meeting: int, opinion: int
) -> HttpResponse:
    """One's own opinion, to be put right or taken back while nobody has answered it."""
    found, seat = meeting_for(government, request.seats, meeting)
    row = _own_opinion(found, seat, opinion)
    withdraws = "withdraw" in request.POST
    kind = WithdrawMemberOpinionForm if withdraws else ChangeMemberOpinionForm
    form = kind(sent(request), row=row)
    if saved(request, form):
        messages.success(request, "ご意見を取り下げました。" if withdraws else "ご意見を直しました。")
        return redirect("committee_meeting", government.slug, meeting)
    shown = ChangeMemberOpinionForm(None, row=form.row) if withdraws else form
    context = {"government": government, "meeting": found, "seat": seat, "plan": found.plan}
    context |= {"opinion": row, "form": shown, "refused": form.non_field_errors() if withdraws else ()}
    return render(
        request, "publishing/committee/opinion.html", context | {"here": request.path}, status=form.status
    )


def _own_opinion(meeting: Meeting, seat: Member, pk: int) -> Opinion:
    rows = Opinion.objects.filter(meeting=meeting, is_withdrawn=False, ballot=None, reply=None, pk=pk)
    row = rows.select_related("member").first()
    if row is None or not is_own(row, seat):
        raise Http404("この意見は、直したり取り下げたりできません。回答があったか、取り下げられています。")
    return row


@committee
def committee_figure(
    request: HttpRequest, government: Government, meeting: int, paper: int, side: str, sha256: str
) -> HttpResponse:
    """An image in a paper of a meeting."""
    found, _ = meeting_for(government, request.seats, meeting)
    figure = figure_of(paper_at(found, paper), side, sha256)
    return files.image({"file": figure.image.name, "type": figure.media_type})


@office()
def office_paper_text(
    request: HttpRequest, government: Government, plan: str, meeting: int, paper: int
) -> HttpResponse:
    """To the office's own page of what a paper is: the edition, the 新旧対照表, the report."""
    row = paper_at(meeting_at(government, plan, meeting), paper)
    if row.kind == Kind.REVIEW:
        return redirect("review_report", government.slug, plan, address_word(row.review))
    if row.kind == Kind.COMPARISON:
        return redirect("comparison", government.slug, plan, row.edition.number, row.old_edition.number)
    return redirect("office_edition", government.slug, plan, row.edition.number)
