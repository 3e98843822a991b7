"""One opinion in the office: where it stands now, the answer, putting it right; and recording one that came by other ways."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Government
from accounts.rules import PLANNERS, office
from deliberation.forms.opinions import AddOpinionForm, EditOpinionForm, ReplyForm, WithdrawForm
from deliberation.models import Meeting, Member, Opinion
from deliberation.opinion_lists import dispositions_of, lines_of, opinions_with
from deliberation.standing import newest_edition, standing_of
from kpi.views.review.asking import saved
from strategy.models import Edition
from strategy.places import Place, places_of
from strategy.rules import plan_or_404
from strategy.views.answers import sent

MOST_EDITIONS = 3  # in which the changed item may be chosen


def opinion_at(government: Government, plan: str, pk: int) -> Opinion:
    """An opinion of a plan of this government with all that is shown of it; or Http404. Two queries."""
    found = plan_or_404(government, plan)
    row = opinions_with(Opinion.objects.filter(plan=found, pk=pk)).select_related("by").first()
    if row is None:
        raise Http404("この意見は見つかりません。")
    row.plan = found
    return row


@office()
def plan_opinion(request: HttpRequest, government: Government, plan: str, opinion: int) -> HttpResponse:
    """One opinion: what was said where, what stands there now, the answer."""
    row = opinion_at(government, plan, opinion)
    return _page(request, row, _reply_form(None, row))


@office(*PLANNERS)
@require_POST
def opinion_reply(request: HttpRequest, government: Government, plan: str, opinion: int) -> HttpResponse:
    """Answer it."""
    row = opinion_at(government, plan, opinion)
    form = _reply_form(request.POST, row)
    if saved(request, form):
        messages.success(request, f"「{row.place or '全体'}」の意見に回答しました。")
        return redirect("plan_opinion", government.slug, plan, opinion)
    return _page(request, row, form, form.status)


def _reply_form(data: Any, row: Opinion) -> ReplyForm:
    return ReplyForm(
        data,
        opinion=row,
        row=getattr(row, "reply", None),
        dispositions=dispositions_of(row.plan.government),
        editions=_editions(row),
    )


def _editions(row: Opinion) -> Mapping[Edition, list[Place]]:
    """The newest editions, the newest first, with their items: what was changed is changed there. Two queries."""
    least = row.edition.number if row.edition else 1
    found = list(
        row.plan.editions.filter(number__gte=least).without_content().order_by("-number")[:MOST_EDITIONS]
    )
    reply = getattr(row, "reply", None)
    if reply is not None and reply.changed_edition and reply.changed_edition not in found:
        found.append(reply.changed_edition)
    places = places_of(found)
    return {edition: list(places[edition.pk].values()) for edition in found}


def _page(request: HttpRequest, row: Opinion, form: ReplyForm, status: int = 200) -> HttpResponse:
    is_planner = request.membership.role in PLANNERS
    context = {
        "government": row.plan.government,
        "plan": row.plan,
        "opinion": row,
        "line": lines_of([row], dispositions_of(row.plan.government))[0],
        "standing": standing_of(row),
        "form": form,
        "is_planner": is_planner,
        "may_reply": is_planner and not row.is_withdrawn and not is_published(row),
        "may_alter": may_alter(row),
        "here": reverse("plan_opinion", args=[row.plan.government.slug, row.plan.slug, row.pk]),
    }
    return render(request, "deliberation/opinions/opinion.html", context, status=status)


def may_alter(row: Opinion) -> bool:
    """Whether the words may still be changed and the opinion be taken back."""
    return not (row.is_withdrawn or is_published(row) or row.ballot_id is not None or hasattr(row, "reply"))


def is_published(row: Opinion) -> bool:
    """Whether it is part of a published result of comments, which never changes."""
    return row.comment is not None and row.comment.result_published_at is not None


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def plan_opinion_add(request: HttpRequest, government: Government, plan: str) -> HttpResponse:
    """Record an opinion that came by telephone, on paper or in the room."""
    found = plan_or_404(government, plan)
    edition = newest_edition(found)
    meetings = Meeting.objects.filter(plan=found).exclude(state=Meeting.State.PLANNED).select_related("body")
    members = (
        Member.objects.filter(body__government=government).on(timezone.localdate()).select_related("body")
    )
    form = AddOpinionForm(
        sent(request),
        plan=found,
        edition=edition,
        meetings=meetings,
        members=members,
        places=places_of([edition])[edition.pk].values() if edition else (),
        first={"meeting": request.GET.get("meeting", "")},
    )
    if made := saved(request, form):
        messages.success(request, "意見を記録しました。")
        return redirect("plan_opinion", government.slug, plan, made.pk)
    context = {"government": government, "plan": found, "edition": edition, "form": form}
    return render(request, "deliberation/opinions/add.html", context, status=form.status)


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def plan_opinion_edit(request: HttpRequest, government: Government, plan: str, opinion: int) -> HttpResponse:
    """Put right where an opinion stands and, while nobody has answered it, what it says."""
    row = opinion_at(government, plan, opinion)
    places = places_of([row.edition])[row.edition_id].values() if row.edition else ()
    form = EditOpinionForm(sent(request), row=row, places=places, may_alter=may_alter(row))
    if saved(request, form):
        messages.success(request, "意見を直しました。")
        return redirect("plan_opinion", government.slug, plan, opinion)
    context = {"government": government, "plan": row.plan, "opinion": row, "form": form}
    context |= {"here": request.path, "may_alter": may_alter(row)}
    return render(request, "deliberation/opinions/edit.html", context, status=form.status)


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def plan_opinion_withdraw(
    request: HttpRequest, government: Government, plan: str, opinion: int
) -> HttpResponse:
    """Note that the author takes an opinion back."""
    row = opinion_at(government, plan, opinion)
    form = WithdrawForm(sent(request), row=row)
    if saved(request, form):
        messages.success(request, "意見を取り下げました。")
        return redirect("opinions", government.slug, plan)
    context = {"government": government, "plan": row.plan, "opinion": row, "form": form}
    return render(request, "deliberation/opinions/withdraw.html", context, status=form.status)
