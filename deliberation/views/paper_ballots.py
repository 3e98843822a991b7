"""Paper ballots: entered with the scan by one person of the secretariat, read again by a second."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.forms.office import OfficeForm
from accounts.models import Government
from accounts.rules import PLANNERS, office
from deliberation.forms.paper_ballots import CheckForm, PaperForm, RejectForm
from deliberation.models import BallotBox, Meeting, PaperBallot
from deliberation.paper_rights import may_check, may_reject, may_see
from deliberation.views.sittings import meeting_address, meeting_context
from deliberation.views.voting import sat_at
from deliberation.voting_desk import entering_of

SUFFIXES = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}
HIDDEN = "この写しを見られるのは、入力した人と照合する人だけです。締め切ると、企画担当が見られます。"


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def paper_ballot_add(request: HttpRequest, government: Government, plan: str, meeting: int) -> HttpResponse:
    """Enter a paper ballot; ``?member=`` and ``?item=`` choose whose and on what."""
    found, box = _box(government, plan, meeting)
    asked = {name: request.GET.get(name, "") for name in ("member", "item")}
    form = PaperForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        initial=asked,
        **entering_of(box),
    )
    if form.is_bound and form.is_valid() and (made := form.attempt(actor=request.user)):
        messages.success(request, "紙の表決書を入力しました。ほかの人が写しを見て照合すると、受け付けます。")
        return redirect(meeting_address("paper_ballot", found, made.pk))
    context = meeting_context(request, government, found, form=form, box=box)
    template = "deliberation/results/paper_ballot_add.html"
    return render(request, template, context, status=422 if form.errors else 200)


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def paper_ballot(
    request: HttpRequest, government: Government, plan: str, meeting: int, ballot: int
) -> HttpResponse:
    """One paper ballot; POST says what the second person reads in the scan."""
    found, paper = _paper(government, plan, meeting, ballot)
    form = CheckForm(request.POST if request.method == "POST" else None, paper=paper)
    if form.is_bound and form.is_valid() and form.attempt(actor=request.user):
        messages.success(request, "二人の読みが一致しました。紙の表決書を受け付けました。")
        return redirect(meeting_address("paper_ballot", found, paper.pk))
    return _page(request, found, _fresh(found, paper) if form.is_bound else paper, check_form=form)


@office(*PLANNERS)
@require_POST
def paper_ballot_reject(
    request: HttpRequest, government: Government, plan: str, meeting: int, ballot: int
) -> HttpResponse:
    """Hand it back with the reason."""
    found, paper = _paper(government, plan, meeting, ballot)
    form = RejectForm(request.POST, paper=paper)
    if form.is_valid() and form.attempt(actor=request.user):
        messages.success(request, "差し戻しました。入力し直すときは、新しく入力します。")
        return redirect(meeting_address("paper_ballot", found, paper.pk))
    return _page(request, found, paper, reject_form=form)


@office(*PLANNERS)
@require_safe
def paper_ballot_scan(
    request: HttpRequest, government: Government, plan: str, meeting: int, ballot: int
) -> FileResponse:
    """The scan, to be kept; for whoever entered it and whoever checks it, after closing for all planners."""
    _, paper = _paper(government, plan, meeting, ballot)
    if not (may_see(request.user, paper) or may_check(request.user, paper)):
        raise PermissionDenied(HIDDEN)
    if not paper.scan.storage.exists(paper.scan.name):
        raise Http404("この写しのファイルが見つかりません。")
    name = f"paper-ballot-{paper.pk}.{SUFFIXES.get(paper.scan_type, 'bin')}"
    response = FileResponse(
        paper.scan.open(), as_attachment=True, filename=name, content_type=paper.scan_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _box(government: Government, plan: str, pk: int) -> tuple[Meeting, BallotBox]:
    """What came late is entered even after the closing, to be kept and not counted."""
    found, box = sat_at(government, plan, pk, timezone.now())
    if box is None:
        raise Http404("この会議では、表決の受付が始まっていません。「表決」で確かめてください。")
    return found, box


def _paper(government: Government, plan: str, pk: int, ballot: int) -> tuple[Meeting, PaperBallot]:
    found, box = sat_at(government, plan, pk, timezone.now())
    rows = PaperBallot.objects.select_related("item", "member", "entered_by", "checked_by")
    paper = rows.filter(pk=ballot, box__meeting=found).first()
    if paper is None or box is None:
        raise Http404("この紙の表決書は見つかりません。")
    paper.box = box
    return found, paper


def _fresh(meeting: Meeting, paper: PaperBallot) -> PaperBallot:
    """As it stands after a refused act: a mismatch may have handed it back."""
    box = paper.box
    paper.refresh_from_db(fields=["state", "rejected_why", "checked_by", "checked_at", "ballot"])
    paper.box = box
    return paper


def _page(request: HttpRequest, meeting: Meeting, paper: PaperBallot, **forms: OfficeForm) -> HttpResponse:
    checks, user = may_check(request.user, paper), request.user
    context: dict[str, Any] = {
        "paper": paper,
        "box": paper.box,
        "sees": may_see(user, paper),
        "may_check": checks,
        "may_reject": may_reject(paper),
        "is_image": paper.scan_type in ("image/png", "image/jpeg"),
        "check_form": CheckForm(paper=paper),
        "reject_form": RejectForm(paper=paper),
        **forms,
    }
    status = 422 if any(form.errors for form in forms.values()) else 200
    context = meeting_context(request, meeting.plan.government, meeting, **context)
    return render(request, "deliberation/results/paper_ballot.html", context, status=status)
