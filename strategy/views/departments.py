"""The administrator's pages about departments: the list, 新設, 廃止, and 組織改編 with a look at what moves."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import Government
from accounts.rules import Role, department_or_404, office
from strategy.departments import listed
from strategy.forms.departments import DepartmentForm, EndForm, ReorganisationForm


@office(Role.ADMIN)
def departments(request: HttpRequest, government: Government) -> HttpResponse:
    """All departments, the ended ones folded away, with what points at each."""
    here, ended = listed(government, timezone.localdate())
    context = {"government": government, "here": here, "ended": ended}
    return render(request, "strategy/departments.html", context)


@office(Role.ADMIN)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, government: Government) -> HttpResponse:
    """Add a department."""
    form = DepartmentForm(request.POST or None, government=government)
    if form.is_valid() and (department := form.attempt(actor=request.user)):
        messages.success(request, f"「{department}」を新設しました。")
        return redirect("departments", government.slug)
    return render(request, "strategy/department_add.html", {"form": form, "government": government})


@office(Role.ADMIN)
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, government: Government, department: int) -> HttpResponse:
    """End a department that nothing points at."""
    shown = department_or_404(government, department)
    form = EndForm(request.POST or None, department=shown)
    if form.is_valid() and form.attempt(actor=request.user):
        messages.success(request, f"「{shown}」の廃止日を決めました。")
        return redirect("departments", government.slug)
    return render(request, "strategy/department_end.html", {"form": form, "shown": shown})


@office(Role.ADMIN)
@require_http_methods(["GET", "POST"])
def reorganise(request: HttpRequest, government: Government) -> HttpResponse:
    """Rename or merge departments: first what would move is shown, then it is done."""
    form = ReorganisationForm(request.POST or None, government=government)
    context = {"form": form, "government": government}
    if not form.is_valid() or "rewrite" in request.POST:
        return render(request, "strategy/department_reorganise.html", context)
    if not form.cleaned_data["confirmed"]:
        return render(request, "strategy/department_preview.html", context | {"moving": form.moving})
    if new := form.attempt(actor=request.user):
        messages.success(request, f"組織改編をしました。「{new}」に、作成中の項目と人を移しました。")
        return redirect("departments", government.slug)
    return render(request, "strategy/department_reorganise.html", context)
