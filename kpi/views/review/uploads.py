"""Workbooks that came back: sent, looked at cell by cell, decided about, applied as a whole or given up."""

import datetime
import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.models import Government
from accounts.rules import PLANNERS, WRITERS, office
from accounts.saving import Overtaken
from kpi.forms.uploads import ApplyForm, DecisionForm, DiscardForm, SendForm
from kpi.importing.arrivals import arrivals_of
from kpi.importing.comparing import compared, forget_read, known_of, notices_of, returned_of, with_traces
from kpi.importing.preview import Preview
from kpi.importing.receiving import NOT_NOW
from kpi.importing.rights import may_handle, may_send, require_handler, upload_or_404
from kpi.models import ReviewYear, Upload
from kpi.review.years import review_at
from kpi.views.review.answers import review_address, review_context
from kpi.views.review.sheets import XLSX, attachment


@office()
def results_uploads(request: HttpRequest, government: Government, plan: str, review: str) -> HttpResponse:
    """The workbooks of a review that came back, and the form to send more; after sending, a summary (``?sent=``)."""
    found = review_at(government, plan, review)
    may = may_send(request.membership, found)
    if request.method != "POST":
        return _list(request, found, _form(request, found) if may else None)
    if not may:
        raise PermissionDenied(NOT_NOW)
    form = _form(request, found, request.POST, request.FILES)
    if not form.is_valid() or (sent := form.attempt(actor=request.user)) is None:
        return _list(request, found, form, 422)
    if len(sent) == 1 and sent[0][0].state == Upload.State.WAITING and not sent[0][1]:
        return redirect(_address(sent[0][0]))
    asked = "&".join(f"{'again' if again else 'sent'}={upload.pk}" for upload, again in sent)
    return redirect(f"{review_address('results_uploads', found)}?{asked}#sent")


@office()
@require_GET
def results_upload(
    request: HttpRequest, government: Government, plan: str, review: str, upload: int
) -> HttpResponse:
    """The preview of an upload that waits; what became of any other."""
    found = review_at(government, plan, review)
    return _page(request, upload_or_404(found, upload))


@office(*WRITERS)
@require_POST
def upload_decide(
    request: HttpRequest, government: Government, plan: str, review: str, upload: int
) -> HttpResponse:
    """Keep what was chosen, mended and explained."""
    row = _handled(request, government, plan, review, upload)
    return _act(request, row, DecisionForm(request.POST, upload=row), "選んだ内容を保存しました。")


@office(*WRITERS)
@require_POST
def upload_apply(
    request: HttpRequest, government: Government, plan: str, review: str, upload: int
) -> HttpResponse:
    """Apply an upload as a whole; decisions that are not kept yet are kept first, and looked at again."""
    row = _handled(request, government, plan, review, upload)
    form: DecisionForm = DecisionForm(request.POST, upload=row)
    if row.state == Upload.State.WAITING and form.is_news:
        return _act(
            request, row, form, "選んだ内容を保存しました。変わるところを確かめて、もう一度反映してください。"
        )
    return _act(request, row, ApplyForm(request.POST, upload=row), f"「{row.name}」を反映しました。")


@office(*WRITERS)
@require_POST
def upload_discard(
    request: HttpRequest, government: Government, plan: str, review: str, upload: int
) -> HttpResponse:
    """Give an upload up."""
    row = _handled(request, government, plan, review, upload)
    done = f"「{row.name}」を取りやめました。何も反映していません。"
    return _act(request, row, DiscardForm(request.POST, upload=row), done)


@office(*WRITERS)
@require_GET
def upload_file(
    request: HttpRequest, government: Government, plan: str, review: str, upload: int
) -> HttpResponse:
    """The file as it came: for planners and the department whose answer it is."""
    row = upload_or_404(review_at(government, plan, review), upload, whole=True)
    membership = request.membership
    is_own = row.department_id is not None and row.department_id == membership.department_id
    if membership.role not in PLANNERS and not is_own:
        raise PermissionDenied("この表を受け取れるのは、企画担当と、その課の人だけです。")
    return attachment(bytes(row.data), XLSX, row.name)


def _form(request: HttpRequest, review: ReviewYear, *data: Any) -> SendForm:
    return SendForm(*data, membership=request.membership, review=review)


def _list(request: HttpRequest, review: ReviewYear, form: SendForm | None, status: int = 200) -> HttpResponse:
    sent, again = (
        {int(one) for one in request.GET.getlist(name) if one.isdecimal() and len(one) < 10}
        for name in ("sent", "again")
    )
    context = review_context(
        request, review, form=form, arrivals=arrivals_of(review, timezone.localdate(), sent, again)
    )
    return render(request, "kpi/importing/uploads.html", context, status=status)


def _handled(request: HttpRequest, government: Government, plan: str, word: str, pk: int) -> Upload:
    """The upload, for somebody who may handle it."""
    review = review_at(government, plan, word)
    row = upload_or_404(review, pk)
    require_handler(request.membership, review, row)
    return row


def _act(request: HttpRequest, upload: Upload, form: DecisionForm, done: str) -> HttpResponse:
    """Do it and show the page; 409 with both decisions where somebody was quicker, 422 where it is refused."""
    try:
        form.save(actor=request.user)
    except Overtaken as overtaken:
        return _page(request, overtaken.current, form, overtaken.messages, 409)
    except ValidationError as refusal:
        return _page(request, upload_or_404(upload.review, upload.pk), form, refusal.messages, 422)
    messages.success(request, done)
    return redirect(_address(upload, request.POST.get("page", "")))


def _address(upload: Upload, page: str = "") -> str:
    address = review_address("results_upload", upload.review, upload.pk)
    return f"{address}?page={page}" if re.fullmatch("[1-9][0-9]{0,4}", page) else address


def _page(
    request: HttpRequest,
    upload: Upload,
    form: DecisionForm | None = None,
    refusals: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    may = upload.state == Upload.State.WAITING and may_handle(request.membership, upload.review, upload)
    context: dict[str, Any] = {"upload": upload, "may_handle": may, "refusals": refusals or []}
    if upload.state == Upload.State.WAITING:
        context |= _preview(request, upload, form)
    context = review_context(request, upload.review, **context)
    return render(request, "kpi/importing/upload.html", context, status=status)


def _preview(request: HttpRequest, upload: Upload, form: DecisionForm | None) -> dict[str, Any]:
    """The preview, with the decisions that were sent where they could not be kept."""
    before = upload.decisions
    if form is not None:
        form.upload = upload
        upload.decisions = form.together()
    returned, known = returned_of(upload), known_of(upload.review, [upload])
    forget_read(upload)
    comparison = with_traces(compared(upload, returned, known, timezone.localdate()))
    asked = request.POST.get("page") or request.GET.get("page", "")
    page = int(asked) if asked.isdecimal() and len(asked) < 6 else 1
    preview = Preview(comparison, known.standing, page, decisions=upload.decisions, before=before)
    return {
        "preview": preview,
        "notices": list(notices_of(returned)),
        "written_at": datetime.datetime.fromisoformat(at)
        if (at := returned.meta.get("written_at"))
        else None,
        "year": known.standing.year,
    }
