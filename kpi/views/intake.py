"""取込ウィザード: a document comes in, is read as somebody says, is looked at, and becomes part of a working edition."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Government
from accounts.rules import PLANNERS, office
from kpi.forms.intake import DocumentForm, TablesForm
from kpi.forms.intake_choices import ChoicesForm
from kpi.intake.choices import Choices
from kpi.intake.choosing import discard_document
from kpi.intake.previewing import Preview, preview_of
from kpi.intake.rules import document_or_404, documents_of
from kpi.models import Upload
from kpi.views.answers import context_of
from strategy.choosing import Choice, choice_of
from strategy.models import Edition
from strategy.rules import edition_at
from strategy.views.answers import address, sent, status_of


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def intake(request: HttpRequest, government: Government, plan: str, number: int) -> HttpResponse:
    """Choose a document, or paste its text; those that came in before."""
    edition = edition_at(government, plan, number)
    form = DocumentForm(sent(request), request.FILES or None, edition=edition)
    if request.method == "POST" and form.is_valid() and (made := form.attempt(actor=request.user)):
        return redirect(_first_page(made))
    context = context_of(request, edition, form=form, uploads=documents_of(edition))
    return render(request, "kpi/intake/intake.html", context, status=status_of(form))


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def intake_upload(
    request: HttpRequest, government: Government, plan: str, number: int, upload: int
) -> HttpResponse:
    """Which tables of a document are read, which rows head them, what their columns mean."""
    row = document_or_404(edition_at(government, plan, number), upload)
    if not row.parsed.get("grids"):
        return redirect(_page(row, "intake_preview"))
    form = TablesForm(sent(request), upload=row)
    if request.method == "POST" and form.is_valid() and form.attempt(actor=request.user):
        if not form.needs_look:
            return redirect(_page(row, "intake_preview"))
        messages.info(request, "見出しの行を読み直しました。列の意味を確かめてください。")
        return redirect(_page(row, "intake_upload"))
    context = context_of(request, row.edition, upload=row, form=form)
    return render(request, "kpi/intake/tables.html", context, status=status_of(form))


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def intake_preview(
    request: HttpRequest, government: Government, plan: str, number: int, upload: int
) -> HttpResponse:
    """What the document would make of the edition; POST keeps what was chosen and shows it again."""
    row = document_or_404(edition_at(government, plan, number), upload)
    preview = preview_of(row, row.edition, timezone.localdate())
    form = ChoicesForm(sent(request), upload=row, preview=preview)
    if request.method == "POST" and form.is_valid():
        try:
            form.keep(actor=request.user)
            return redirect(_page(row, "intake_preview"))
        except ValidationError as error:
            form.refuse(error)
    return _preview_page(request, row, preview, form)


@office(*PLANNERS)
@require_POST
def intake_apply(
    request: HttpRequest, government: Government, plan: str, number: int, upload: int
) -> HttpResponse:
    """Take the document in by what is chosen in the form; all of it or nothing."""
    row = document_or_404(edition_at(government, plan, number), upload)
    form = ChoicesForm(request.POST, upload=row, preview=preview_of(row, row.edition, timezone.localdate()))
    if form.is_valid() and (done := form.attempt(actor=request.user)):
        messages.success(request, _told(done))
        return redirect(address("outline", row.edition))
    choices = form.choices if "seen" in form.cleaned_data else None
    return _preview_page(request, row, _looked_at(row, choices), form)


@office(*PLANNERS)
@require_POST
def intake_discard(
    request: HttpRequest, government: Government, plan: str, number: int, upload: int
) -> HttpResponse:
    """Give the document up."""
    row = document_or_404(edition_at(government, plan, number), upload)
    seen = request.POST.get("seen", "")
    try:
        discard_document(
            actor=request.user, upload=row, seen=int(seen) if seen.isdecimal() and len(seen) < 10 else 0
        )
        messages.success(request, f"「{row.name}」の取込みを取りやめました。何も変わっていません。")
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect(address("intake", row.edition))


def _first_page(upload: Upload) -> str:
    """Sheets are looked at before their rows are; a text is read as it is."""
    is_table = upload.parsed.get("grids") and not upload.parsed.get("is_text")
    return _page(upload, "intake_upload" if is_table else "intake_preview")


def _page(upload: Upload, name: str) -> str:
    assert upload.edition is not None
    return address(name, upload.edition, upload.pk)


def _looked_at(upload: Upload, choices: Choices | None) -> Preview:
    assert upload.edition is not None
    return preview_of(upload, upload.edition, timezone.localdate(), choices)


def _told(upload: Upload) -> str:
    """What was made, in one sentence."""
    words = {
        "items": "項目{}件",
        "targets": "指標{}件",
        "relisted": "再掲{}件",
        "figures": "実績値{}件（入力中）",
        "changed": "書き直し{}件",
    }
    made = "、".join(words[name].format(count) for name, count in upload.outcome.items() if count)
    return f"「{upload.name}」を取り込みました（{made}）。"


def _preview_page(request: HttpRequest, upload: Upload, preview: Preview, form: ChoicesForm) -> HttpResponse:
    """The page; after a refusal it shows what stands there now, and the form what was seen of it."""
    shown = ChoicesForm(upload=upload, preview=preview)
    context: dict[str, Any] = context_of(
        request,
        preview.edition,
        upload=upload,
        preview=preview,
        form=shown,
        errors=form,
        choice=_choice(request, preview.edition, preview),
        twice=_twice(upload),
    )
    return render(request, "kpi/intake/preview.html", context, status=status_of(form))


def _choice(request: HttpRequest, edition: Edition, preview: Preview) -> Choice:
    """Items under which the first headings may go."""
    return choice_of(
        edition,
        name="under",
        legend="どこに入れるか",
        allowed={item.lineage for item in preview.world.items},
        query=request.GET.get("under_q", ""),
        chosen=[preview.choices.under],
        top="いちばん上（計画の全体）",
    )


def _twice(upload: Upload) -> Upload | None:
    """The same file, taken in before."""
    rows = Upload.objects.without_data().filter(government=upload.government_id, sha256=upload.sha256)
    return rows.filter(state=Upload.State.APPLIED).exclude(pk=upload.pk).select_related("applied_by").first()
