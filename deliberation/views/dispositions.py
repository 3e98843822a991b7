"""A government's own words for what becomes of opinions."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import Government
from accounts.rules import PLANNERS, office
from deliberation.forms.dispositions import DispositionsForm
from deliberation.models import DispositionList
from kpi.views.review.asking import saved
from strategy.views.answers import sent


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def dispositions(request: HttpRequest, government: Government) -> HttpResponse:
    """See and change the words."""
    row = DispositionList.objects.filter(government=government).first()
    form = DispositionsForm(sent(request), government=government, row=row)
    if saved(request, form):
        messages.success(request, "意見の区分を保存しました。")
        return redirect("dispositions", government.slug)
    context = {"government": government, "form": form}
    return render(request, "deliberation/opinions/dispositions.html", context, status=form.status)
