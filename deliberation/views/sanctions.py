"""決裁: day and document number of the office's own approvals, step by step."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import Government
from accounts.rules import PLANNERS, office
from deliberation.forms.assembly import SanctionForm
from deliberation.models import Sanction
from deliberation.procedures.rules import OF_WHAT, row_at
from deliberation.procedures.sanctions import remove_sanction
from deliberation.views.inquiries import READERS
from deliberation.views.procedures import address, procedure_context, removed, saved
from strategy.rules import plan_or_404
from strategy.views.answers import sent

asking = require_http_methods(["GET", "HEAD", "POST"])
LARGE = ("comment__result", "edition__content")


@office(*READERS)
def sanctions(request: HttpRequest, government: Government, plan: str) -> HttpResponse:
    """The 決裁 of a plan, the newest first."""
    found = plan_or_404(government, plan)
    rows = Sanction.objects.filter(plan=found).select_related(
        "meeting__body", "comment", "inquiry", "edition"
    )
    rows = rows.defer(*LARGE).order_by("-on", "-id")
    return render(
        request, "deliberation/procedure/sanctions.html", procedure_context(request, found, sanctions=rows)
    )


@office(*PLANNERS)
@asking
def sanction_add(request: HttpRequest, government: Government, plan: str) -> HttpResponse:
    """Record a 決裁; ``?meeting=``, ``?comment=``, ``?inquiry=`` or ``?edition=`` names the step."""
    found = plan_or_404(government, plan)
    asked = {name: request.GET[name] for name in OF_WHAT if request.GET.get(name, "").isdecimal()}
    form = SanctionForm(sent(request), plan=found, row=None, first=asked)
    if saved(request, form):
        messages.success(request, "決裁を記録しました。")
        return redirect(address("sanctions", found))
    context = procedure_context(request, found, form=form)
    return render(request, "deliberation/procedure/sanction.html", context, status=form.status)


@office(*READERS)
@asking
def sanction(request: HttpRequest, government: Government, plan: str, sanction: int) -> HttpResponse:
    """A 決裁 and its fields; only planners write it."""
    row = row_at(
        Sanction, government, plan, sanction, ("meeting__body", "comment", "inquiry", "edition"), LARGE
    )
    is_planner = request.membership.role in PLANNERS
    if request.method == "POST" and not is_planner:
        raise PermissionDenied("決裁を記録できるのは企画担当だけです。")
    form = SanctionForm(sent(request), plan=row.plan, row=row) if is_planner else None
    if form and saved(request, form):
        messages.success(request, "保存しました。")
        return redirect(address("sanctions", row.plan))
    context = procedure_context(request, row.plan, form=form, row=row)
    return render(
        request, "deliberation/procedure/sanction.html", context, status=form.status if form else 200
    )


@office(*PLANNERS)
@asking
def sanction_remove(request: HttpRequest, government: Government, plan: str, sanction: int) -> HttpResponse:
    """Delete a 決裁 that was recorded by mistake."""
    row = row_at(Sanction, government, plan, sanction)
    after = address("sanctions", row.plan)
    return removed(
        request, row.plan, row, remove_sanction, named="sanction", word="決裁の記録", back=after, after=after
    )
