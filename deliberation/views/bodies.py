"""Bodies: which there are, who sits on them, and the rules by which they decide."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import Government
from accounts.rules import PLANNERS, office
from deliberation.bylaws import WORDS, from_data
from deliberation.coverage import Coverage, Seat, coverage
from deliberation.forms.bodies import BodyForm, BylawsForm
from deliberation.models import Body, Member
from deliberation.rule_words import RuleWords, rule_words
from deliberation.rules import body_or_404
from kpi.review.shelf import reviewed_plan
from strategy.models import Plan
from strategy.views.answers import sent


@dataclass(frozen=True)
class Seats:
    """Members in office today, those to come, those whose term is over, and what they cover."""

    now: tuple[Member, ...]
    later: tuple[Member, ...]
    past: tuple[Member, ...]
    covered: Coverage


@office()
def deliberation_home(request: HttpRequest, government: Government) -> HttpResponse:
    """To the meetings of the strategy; to the bodies where there is no plan yet."""
    strategy = government.plans.filter(kind=Plan.Kind.STRATEGY).order_by("slug").first()
    plan = reviewed_plan(government) or strategy or government.plans.exclude(kind=Plan.Kind.REFERENCE).first()
    if plan is None:
        return redirect("bodies", government.slug)
    return redirect("meetings", government.slug, plan.slug)


@office()
def bodies(request: HttpRequest, government: Government) -> HttpResponse:
    """All bodies with the number of members in office and of meetings."""
    today = timezone.localdate()
    in_office = Q(members__first_day=None) | Q(members__first_day__lte=today)
    in_office &= Q(members__last_day=None) | Q(members__last_day__gte=today)
    rows = government.bodies.annotate(
        seats=Count("members", filter=in_office, distinct=True), sittings=Count("meetings", distinct=True)
    ).order_by("kind", "name")
    context = {"government": government, "rows": rows, "today": today, "is_planner": is_planner(request)}
    return render(request, "deliberation/body/bodies.html", context)


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def body_add(request: HttpRequest, government: Government) -> HttpResponse:
    """Register a body."""
    form = BodyForm(sent(request), government=government)
    if made := done(request, form):
        messages.success(request, f"{made}を加えました。続けて、会議の決まりと委員を入れてください。")
        return redirect("body", government.slug, made.pk)
    context = {"government": government, "form": form, "kinds": WORDS}
    return render(request, "deliberation/body/body_form.html", context, status=form.status)


@office()
def body(request: HttpRequest, government: Government, body: int) -> HttpResponse:
    """One body: its members with what they cover, its rules in words, its meetings."""
    found = body_or_404(government, body)
    meetings = found.meetings.select_related("plan").order_by("-fiscal_year", "-number")
    for meeting in meetings:
        meeting.plan.government, meeting.body = government, found
    context = body_context(request, found, seats=seats_of(found), rules=rules_of(found), meetings=meetings)
    return render(request, "deliberation/body/body.html", context)


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def body_edit(request: HttpRequest, government: Government, body: int) -> HttpResponse:
    """Change what a body is called and where to write to it."""
    found = body_or_404(government, body)
    form = BodyForm(sent(request), government=government, body=found)
    if done(request, form):
        messages.success(request, f"{found}を保存しました。")
        return redirect("body", government.slug, found.pk)
    context = body_context(request, found, form=form)
    return render(request, "deliberation/body/body_form.html", context, status=form.status)


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def body_bylaws(request: HttpRequest, government: Government, body: int) -> HttpResponse:
    """The rules of a body as settings, each with the text behind it."""
    found = body_or_404(government, body)
    form = BylawsForm(sent(request), body=found)
    if done(request, form):
        messages.success(request, "会議の決まりを保存しました。次に始める表決から、この決まりで数えます。")
        return redirect("body", government.slug, found.pk)
    context = body_context(request, found, form=form)
    return render(request, "deliberation/body/body_bylaws.html", context, status=form.status)


def done(request: HttpRequest, form: Any) -> Any:
    """What the form's verb returned; None where nothing was sent or it was refused."""
    if request.method != "POST" or not form.is_valid():
        return None
    return form.attempt(actor=request.user)


def is_planner(request: HttpRequest) -> bool:
    """Whether this person is of the secretariat."""
    return request.membership.role in PLANNERS


def body_context(request: HttpRequest, body: Body, **extra: Any) -> dict[str, Any]:
    """What every page about a body shows."""
    return {
        "government": body.government,
        "body": body,
        "words": WORDS[body.kind],
        "is_planner": is_planner(request),
        **extra,
    }


def rules_of(body: Body) -> tuple[RuleWords, ...]:
    """The rules in words with the quoted texts."""
    return rule_words(from_data(body.bylaws), counts=WORDS[body.kind].counts)


def seats_of(body: Body) -> Seats:
    """The members by where today stands in their terms. One query."""
    today = timezone.localdate()
    rows = list(body.members.select_related("user"))
    now = tuple(row for row in rows if row.span.holds(today))
    later = tuple(row for row in rows if row.first_day and row.first_day > today)
    past = tuple(row for row in rows if row.last_day and row.last_day < today)
    counted = [
        Seat(
            row.sector,
            row.is_digital_expert,
            row.is_young,
            row.is_from_outside,
            row.office == Member.Office.CHAIR,
        )
        for row in now
    ]
    return Seats(now, later, past, coverage(counted, is_internal=body.kind == Body.Kind.INTERNAL))
