"""担当の引継: who is in charge of which indicators, and handing all of them to a successor."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import Government
from accounts.rules import PLANNERS, office
from kpi.charges import duties_of, unassigned_of
from kpi.forms.duties import HandOverForm
from strategy.views.answers import sent, status_of


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def duties(request: HttpRequest, government: Government) -> HttpResponse:
    """Everybody's duties; POST hands those of one person over. ``?person=`` begins with that person."""
    today = timezone.localdate()
    form = HandOverForm(sent(request), government=government, person=request.GET.get("person", ""))
    if request.method == "POST" and form.is_valid() and (count := form.attempt(actor=request.user)):
        old, new = form.cleaned_data["person"], form.cleaned_data["successor"]
        messages.success(request, f"{old.name}さんの担当{count}件を、{new.name}さんに引き継ぎました。")
        return redirect("duties", government.slug)
    context = {
        "government": government,
        "form": form,
        "people": duties_of(government, today),
        "unassigned": unassigned_of(government),
    }
    return render(request, "kpi/duties.html", context, status=status_of(form))
