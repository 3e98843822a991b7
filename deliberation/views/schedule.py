"""The schedule of a year: meetings and other lines, dated or not, on one page that prints."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.forms.deleting import DeleteForm
from accounts.models import Government
from accounts.rules import PLANNERS, office
from deliberation.forms.meetings import EntryForm
from deliberation.models import ScheduleEntry
from deliberation.schedule import remove_entry
from deliberation.scheduling import Schedule, schedule_of
from deliberation.views.bodies import done, is_planner
from kpi.explaining import year_word
from kpi.review.shelf import name_of
from strategy.fiscal import fiscal_year_of
from strategy.models import Plan
from strategy.rules import plan_or_404
from strategy.views.answers import sent


@office()
@require_http_methods(["GET", "HEAD", "POST"])
def schedule(request: HttpRequest, government: Government, plan: str) -> HttpResponse:
    """The year's schedule (``?year=2025``); planners add a line."""
    found = plan_or_404(government, plan)
    year = _year(request)
    planner = is_planner(request)
    form = EntryForm(sent(request) if planner else None, plan=found, fiscal_year=year)
    if planner and (made := done(request, form)):
        messages.success(request, f"「{made}」を日程に加えました。")
        return redirect(_address(found, year))
    return _page(request, found, schedule_of(found, year), form)


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def schedule_entry(request: HttpRequest, government: Government, plan: str, entry: int) -> HttpResponse:
    """Change a line of the schedule, or take it off."""
    found = plan_or_404(government, plan)
    row = ScheduleEntry.objects.filter(plan=found, pk=entry).select_related("meeting__body").first()
    if row is None:
        raise Http404("この日程は見つかりません。")
    row.plan = found
    is_removal = request.method == "POST" and "remove" in request.POST
    form = EntryForm(
        None if is_removal else sent(request), plan=found, fiscal_year=row.fiscal_year, entry=row
    )
    removal = DeleteForm(request.POST if is_removal else None, row=row, act=remove_entry, named="entry")
    acting = removal if is_removal else form
    if done(request, acting):
        messages.success(request, f"「{row}」を{'日程から削除し' if is_removal else '保存し'}ました。")
        return redirect(_address(found, row.fiscal_year))
    context = {"government": government, "plan": found, "entry": row, "form": form, "removal": removal}
    context |= {"back": _address(found, row.fiscal_year), "year": year_word(row.fiscal_year)}
    return render(request, "deliberation/meeting/schedule_entry.html", context, status=acting.status)


def _page(request: HttpRequest, plan: Plan, shown: Schedule, form: EntryForm) -> HttpResponse:
    year = shown.fiscal_year
    context = {
        "government": plan.government,
        "plan": plan,
        "name": name_of(plan),
        "schedule": shown,
        "year": year_word(year),
        "years": [(_address(plan, one), year_word(one), one == year) for one in (year - 1, year, year + 1)],
        "form": form,
        "is_planner": is_planner(request),
    }
    return render(request, "deliberation/meeting/schedule.html", context, status=form.status)


def _year(request: HttpRequest) -> int:
    asked = request.GET.get("year", "")
    this = fiscal_year_of(timezone.localdate())
    return int(asked) if asked.isascii() and asked.isdigit() and abs(int(asked[:5]) - this) <= 30 else this


def _address(plan: Plan, year: int) -> str:
    return f"{reverse('schedule', args=[plan.government.slug, plan.slug])}?year={year}"
