"""The road of editions: what became of each, and the pages that confirm the next step.

A confirmation page answers GET for an edition at any stage: where the step cannot be taken, it says why and what to
do instead. Every step is one POST without script.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import Government
from accounts.rules import PLANNERS, office
from publishing import confirming
from publishing.committee.states import states_of
from publishing.forms.editions import (
    BasicsForm,
    CorrectionForm,
    FreezeForm,
    NextEditionForm,
    PublishForm,
    WithdrawForm,
)
from publishing.road import road
from publishing.views.confirmed import saved, sent
from strategy.models import Edition
from strategy.rules import edition_at, plan_or_404

confirmed = require_http_methods(["GET", "HEAD", "POST"])


@office()
def editions(request: HttpRequest, government: Government, plan: str) -> HttpResponse:
    """The editions of a plan, the newest first, each with who did what when."""
    found = plan_or_404(government, plan)
    found.government = government
    stops = road(found, timezone.localdate(), request.membership.role)
    states = states_of([stop.edition for stop in stops], timezone.now())
    for stop in stops:
        stop.edition.states = states[stop.edition.pk]
    return render(
        request, "publishing/editions.html", {"plan": found, "government": government, "stops": stops}
    )


@office(*PLANNERS)
@confirmed
def edition_next(request: HttpRequest, government: Government, plan: str, number: int) -> HttpResponse:
    """次の版をつくる: stage, title and period of the edition that starts from this one."""
    edition = edition_at(government, plan, number)
    form = NextEditionForm(sent(request), edition=edition)
    if made := saved(request, form):
        messages.success(
            request, f"「{made.title}」（{made.stage_name}）をつくりました。ここから書き始められます。"
        )
        return redirect("outline", government.slug, plan, made.number)
    return _page(request, "publishing/edition_next.html", form, **confirming.next_context(edition))


@office(*PLANNERS)
@confirmed
def edition_correct(request: HttpRequest, government: Government, plan: str, number: int) -> HttpResponse:
    """正誤訂正の版をつくる: the same text once more, to correct the errors of a public edition in."""
    edition = edition_at(government, plan, number)
    form = CorrectionForm(sent(request), edition=edition)
    if made := saved(request, form):
        messages.success(request, f"「{made.title}」をつくりました。誤りのある項目だけを直してください。")
        return redirect("outline", government.slug, plan, made.number)
    return _page(request, "publishing/edition_correct.html", form, **confirming.correct_context(edition))


@office(*PLANNERS)
@confirmed
def edition_freeze(request: HttpRequest, government: Government, plan: str, number: int) -> HttpResponse:
    """凍結する: with everything that is still empty, and what changed since the page was opened."""
    edition = edition_at(government, plan, number)
    form = FreezeForm(sent(request), edition=edition)
    if made := saved(request, form):
        messages.success(request, f"「{made.title}」（{made.stage_name}）を凍結しました。次は公表です。")
        return redirect("editions", government.slug, plan)
    return _page(request, "publishing/edition_freeze.html", form, **confirming.freeze_context(form))


@office(*PLANNERS)
@confirmed
def edition_publish(request: HttpRequest, government: Government, plan: str, number: int) -> HttpResponse:
    """公表する, now or at a set time (公表予約)."""
    edition = edition_at(government, plan, number)
    form = PublishForm(sent(request), edition=edition)
    if made := saved(request, form):
        messages.success(request, confirming.published_sentence(made))
        return redirect("editions", government.slug, plan)
    return _page(request, "publishing/edition_publish.html", form, **confirming.publish_context(edition))


@office(*PLANNERS)
@confirmed
def edition_withdraw(request: HttpRequest, government: Government, plan: str, number: int) -> HttpResponse:
    """取り下げる, or cancel a reservation; with the reason."""
    edition = edition_at(government, plan, number)
    form = WithdrawForm(sent(request), edition=edition)
    if made := saved(request, form):
        said = "を取り下げました" if made.withdrawn_at else "の公表予約を取り消しました"
        messages.success(request, f"「{made.title}」（{made.stage_name}）{said}。")
        return redirect("editions", government.slug, plan)
    return _page(request, "publishing/edition_withdraw.html", form, **confirming.withdraw_context(edition))


@office(*PLANNERS)
@confirmed
def edition_basics(request: HttpRequest, government: Government, plan: str, number: int) -> HttpResponse:
    """基本事項: title, period, stage and the like of an edition that is being written."""
    edition = edition_at(government, plan, number)
    form = BasicsForm(sent(request), edition=edition)
    if made := saved(request, form):
        messages.success(request, "基本事項を保存しました。")
        return redirect("outline", government.slug, plan, made.number)
    return _page(request, "publishing/edition_basics.html", form, **confirming.basics_context(form))


def _page(request: HttpRequest, template: str, form: forms.Form, **context: Any) -> HttpResponse:
    edition: Edition = form.edition
    return render(
        request,
        template,
        {"edition": edition, "government": edition.plan.government, "form": form}
        | {"what": confirming.NAMES[template]}
        | context,
        status=422 if form.is_bound else 200,
    )
