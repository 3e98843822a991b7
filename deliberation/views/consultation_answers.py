"""A department answers a 各課照会 on one screen, or in a file that is looked at there before it counts."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Government
from accounts.rules import WRITERS, office
from deliberation.consulting import excel, word
from deliberation.consulting.answer_rows import may_answer, rows_of
from deliberation.consulting.answers import CLOSED
from deliberation.consulting.spots import Spots
from deliberation.forms.consultations import AnswerForm, FileForm
from deliberation.models import ConsultationAnswer
from deliberation.procedures.rules import answer_at, consultation_at, may_read_answer, require_answerer
from deliberation.views.document_files import DOCX
from deliberation.views.procedures import address, procedure_context, saved
from kpi.views.review.sheets import XLSX, attachment
from strategy.views.answers import sent

WRITING = {"xlsx": (excel.workbook, XLSX), "docx": (word.document, DOCX)}


@office()
@require_http_methods(["GET", "HEAD", "POST"])
def consultation_answer(
    request: HttpRequest, government: Government, plan: str, consultation: int, department: int
) -> HttpResponse:
    """What a department answers; its own people and planners write it, readers read it."""
    answer = answer_at(consultation_at(government, plan, consultation), department)
    if not may_read_answer(request.membership, department):
        raise PermissionDenied("ほかの課の回答は読めません。")
    if request.method == "POST":
        require_answerer(request.membership, department)
    spots, standing = Spots(answer.consultation.edition), rows_of(answer)
    has_none = answer.state == ConsultationAnswer.State.NONE
    form = AnswerForm(sent(request), row=answer, spots=spots, first=standing, has_none=has_none)
    if saved(request, form):
        messages.success(
            request, f"{answer.department.name}の回答を受け付けました。締切までは、何度でも直せます。"
        )
        return redirect(_address("consultation_answer", answer))
    return _page(request, answer, form, standing=standing)


@office(*WRITERS)
@require_POST
def consultation_upload(
    request: HttpRequest, government: Government, plan: str, consultation: int, department: int
) -> HttpResponse:
    """Read a form that came back, and show it on the screen on which it can be answered. Nothing is kept."""
    answer = answer_at(consultation_at(government, plan, consultation), department)
    require_answerer(request.membership, department)
    if answer.consultation.closed_at is not None:
        raise PermissionDenied(CLOSED)
    spots, standing = Spots(answer.consultation.edition), rows_of(answer)
    form = AnswerForm(row=answer, spots=spots, first=standing)
    upload = FileForm(request.POST, request.FILES, answer=answer)
    if not upload.is_valid():
        return _page(request, answer, form, standing=standing, upload=upload)
    read = upload.read()
    if not read.faults:
        form = AnswerForm(row=answer, spots=spots, first=read.rows, has_none=read.has_none)
    return _page(request, answer, form, standing=standing, read=read, upload=upload)


@office(*WRITERS)
@require_GET
def consultation_form_file(
    request: HttpRequest, government: Government, plan: str, consultation: int, department: int, ending: str
) -> HttpResponse:
    """The form of a department as Excel or Word; a department gets its own."""
    answer = answer_at(consultation_at(government, plan, consultation), department)
    require_answerer(request.membership, department)
    if ending not in WRITING:
        raise Http404("様式はExcel（xlsx）かWord（docx）です。")
    write, kind = WRITING[ending]
    content = write(answer, created=timezone.now())
    name = f"照会_{answer.consultation.title}_{answer.department.name}.{ending}"
    return attachment(content, kind, name.replace("/", "／"))


def _address(name: str, answer: ConsultationAnswer, *more: Any) -> str:
    plan = answer.consultation.edition.plan
    return address(name, plan, answer.consultation_id, answer.department_id, *more)


def _page(request: HttpRequest, answer: ConsultationAnswer, form: AnswerForm, **extra: Any) -> HttpResponse:
    consultation = answer.consultation
    may = may_answer(request.membership, answer.department_id) and consultation.closed_at is None
    context = procedure_context(
        request,
        consultation.edition.plan,
        consultation=consultation,
        answer=answer,
        edition=consultation.edition,
        form=form,
        may_answer=may,
        is_late=consultation.due_at <= timezone.now(),
        **({"upload": FileForm(answer=answer)} | extra),
    )
    read, upload = extra.get("read"), extra.get("upload")
    is_bad = (read is not None and read.faults) or (upload is not None and upload.errors)
    return render(
        request, "deliberation/procedure/answer.html", context, status=422 if is_bad else form.status
    )
