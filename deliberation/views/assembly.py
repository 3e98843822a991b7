"""The assembly's own record: sittings, what was explained, reported or resolved, 質疑 and 答弁."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Government
from accounts.rules import PLANNERS, office
from deliberation.forms.assembly import RecordForm
from deliberation.forms.inquiries import QuestionForm
from deliberation.models import AssemblyRecord
from deliberation.procedures.assembly import remove_record
from deliberation.procedures.rules import row_at
from deliberation.views.inquiries import READERS
from deliberation.views.procedures import address, procedure_context, removed, saved
from strategy.rules import plan_or_404
from strategy.views.answers import sent

asking = require_http_methods(["GET", "HEAD", "POST"])
LIVE = Count("opinions", filter=Q(opinions__is_withdrawn=False))


@office(*READERS)
def assembly(request: HttpRequest, government: Government, plan: str) -> HttpResponse:
    """What happened in the assembly, the newest first."""
    found = plan_or_404(government, plan)
    rows = AssemblyRecord.objects.filter(plan=found).select_related("edition", "review")
    rows = rows.defer("edition__content", "review__content").annotate(questions=LIVE).order_by("-on", "-id")
    return render(
        request, "deliberation/procedure/assembly.html", procedure_context(request, found, records=rows)
    )


@office(*PLANNERS)
@asking
def assembly_add(request: HttpRequest, government: Government, plan: str) -> HttpResponse:
    """Record a sitting."""
    found = plan_or_404(government, plan)
    form = RecordForm(sent(request), plan=found, row=None)
    if made := saved(request, form):
        messages.success(request, "議会の記録を保存しました。質疑があれば、続けて足してください。")
        return redirect(address("assembly_record", found, made.pk))
    context = procedure_context(request, found, form=form)
    return render(request, "deliberation/procedure/assembly_add.html", context, status=form.status)


@office(*READERS)
@asking
def assembly_record(request: HttpRequest, government: Government, plan: str, row: int) -> HttpResponse:
    """A record with its 質疑 and 答弁; its fields for planners."""
    found = _record(government, plan, row)
    is_planner = request.membership.role in PLANNERS
    if request.method == "POST" and not is_planner:
        raise PermissionDenied("議会の記録を書けるのは企画担当だけです。")
    form = RecordForm(sent(request), plan=found.plan, row=found) if is_planner else None
    if form and saved(request, form):
        messages.success(request, "保存しました。")
        return redirect(address("assembly_record", found.plan, found.pk))
    return _page(request, found, form)


@office(*PLANNERS)
@require_POST
def assembly_question(request: HttpRequest, government: Government, plan: str, row: int) -> HttpResponse:
    """Add a 質疑; it is answered on the page of opinions."""
    found = _record(government, plan, row)
    question = QuestionForm(request.POST, record=found)
    if saved(request, question):
        messages.success(request, "質疑を足しました。答弁は「答弁を書く」から入れてください。")
        return redirect(f"{address('assembly_record', found.plan, found.pk)}#questions")
    return _page(request, found, RecordForm(plan=found.plan, row=found), question)


@office(*PLANNERS)
@asking
def assembly_remove(request: HttpRequest, government: Government, plan: str, row: int) -> HttpResponse:
    """Delete a record without 質疑."""
    found = _record(government, plan, row)
    back, after = address("assembly_record", found.plan, found.pk), address("assembly", found.plan)
    return removed(
        request, found.plan, found, remove_record, named="row", word="議会の記録", back=back, after=after
    )


def _record(government: Government, plan: str, row: int) -> AssemblyRecord:
    return row_at(
        AssemblyRecord, government, plan, row, ("edition", "review"), ("edition__content", "review__content")
    )


def _page(
    request: HttpRequest, found: AssemblyRecord, form: RecordForm | None, question: QuestionForm | None = None
) -> HttpResponse:
    rows = found.opinions.filter(is_withdrawn=False).select_related("reply").order_by("position", "id")
    asked = (question or QuestionForm(record=found)) if form else None
    context = procedure_context(request, found.plan, record=found, questions=rows, form=form, question=asked)
    status = 422 if question else form.status if form else 200
    return render(request, "deliberation/procedure/assembly_record.html", context, status=status)
