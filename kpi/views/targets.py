"""The page of a target: what an edition prints of it, what that was read as, and its years."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Government
from accounts.rules import PLANNERS, office
from kpi.dossier import Dossier
from kpi.flags import flags_of
from kpi.forms.grades import HandGradeForm
from kpi.forms.readings import AgainForm, PeriodForm, ReadingForm
from kpi.forms.targets import AddForm, TargetForm
from kpi.models import Target
from kpi.neighbourhood import neighbourhood_of, titles_near
from kpi.rules import target_or_404
from kpi.suggestions import suggestions
from kpi.targets import reread_targets
from kpi.tray import tray_of
from kpi.views.answers import context_of, page_of_target
from kpi.views.placing import choice_of_item
from strategy.rules import edition_at
from strategy.views.answers import address, sent

# The forms that put a reading right, by what their buttons send.
READINGS = {"hand": ReadingForm, "period": PeriodForm, "again": AgainForm}


@office()
def target(
    request: HttpRequest, government: Government, plan: str, number: int, target: uuid.UUID
) -> HttpResponse:
    """A target of an edition."""
    return target_page(request, target_or_404(edition_at(government, plan, number), target))


@office(*PLANNERS)
@require_POST
def target_save(
    request: HttpRequest, government: Government, plan: str, number: int, target: uuid.UUID
) -> HttpResponse:
    """Save what is printed; ``read`` only tells what it would be read as."""
    row = target_or_404(edition_at(government, plan, number), target)
    form = TargetForm(request.POST, edition=row.edition, target=row)
    if "read" in request.POST:
        return _reading(request, form) if request.htmx else target_page(request, row, form=form)
    if form.is_valid() and form.attempt(actor=request.user):
        messages.success(request, f"「{form.cleaned_data['name']}」を保存しました。")
        return redirect(page_of_target(row))
    return target_page(request, row, 422, form=form)


@office(*PLANNERS)
@require_POST
def target_read(
    request: HttpRequest, government: Government, plan: str, number: int, target: uuid.UUID
) -> HttpResponse:
    """Put right how a target was read (``asked``): its period alone, all of it by hand, or by its print again."""
    row = target_or_404(edition_at(government, plan, number), target)
    asked = request.POST.get("asked") if request.POST.get("asked") in READINGS else "hand"
    form = READINGS[asked](request.POST, target=row)
    if form.is_valid() and form.attempt(actor=request.user):
        messages.success(request, "読み取りを直しました。判定はこの読み取りで行います。")
        return redirect(page_of_target(row))
    return target_page(request, row, 422, **{asked: form})


@office(*PLANNERS)
@require_POST
def targets_reread(request: HttpRequest, government: Government, plan: str, number: int) -> HttpResponse:
    """Read anew whatever is read otherwise since the plan's period or an indicator changed."""
    edition = edition_at(government, plan, number)
    try:
        count = reread_targets(actor=request.user, edition=edition)
        messages.success(request, f"{count}件の目標値を読み取り直しました。")
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect(address("kpi_table", edition))


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def target_add(request: HttpRequest, government: Government, plan: str, number: int) -> HttpResponse:
    """Add a target to an item's table (``?item=``)."""
    edition = edition_at(government, plan, number)
    form = AddForm(sent(request), edition=edition, initial=_first(request))
    if request.method == "POST" and "read" in request.POST:
        return _reading(request, form) if request.htmx else _add_page(request, form, 200)
    if request.method == "POST" and form.is_valid() and (made := form.attempt(actor=request.user)):
        messages.success(request, f"「{made.name}」を足しました。")
        return redirect(page_of_target(made))
    return _add_page(request, form, 422 if form.errors else 200)


def _first(request: HttpRequest) -> dict[str, str]:
    """What the form begins with: the item it was asked for at, the name of an example."""
    return {name: request.GET.get(name, "")[:300] for name in ("item", "name")}


def _reading(request: HttpRequest, form: TargetForm) -> HttpResponse:
    """What the texts are read as, alone."""
    return render(request, "kpi/_reading.html", {"reading": form.reading})


def target_page(request: HttpRequest, row: Target, status: int = 200, **forms: Any) -> HttpResponse:
    """The page; ``forms`` are those that were sent and could not be carried out."""
    dossier, placing = Dossier(row, timezone.localdate()), neighbourhood_of(row)
    flags = flags_of(row, dossier.series, placing.neighbours)
    context = context_of(
        request,
        row.edition,
        target=row,
        dossier=dossier,
        placing=placing,
        sheet={"tray": tray_of([(row, flags)])},
        here=page_of_target(row),
        form=forms.get("form") or TargetForm(edition=row.edition, target=row),
        hand=forms.get("hand") or ReadingForm(target=row),
        period=forms.get("period") or PeriodForm(target=row),
        again=forms.get("again"),
        grade=forms.get("grade") or HandGradeForm(target=row, scheme=dossier.scheme),
    )
    return render(request, "kpi/target.html", context, status=status)


def _add_page(request: HttpRequest, form: AddForm, status: int) -> HttpResponse:
    chosen = str(form["item"].value() or "")
    choice = choice_of_item(request, form.edition, name="item", legend="どの項目のKPIですか", chosen=[chosen])
    context = context_of(
        request,
        form.edition,
        form=form,
        choice=choice,
        examples=suggestions(titles_near(form.edition, chosen)),
        chosen=chosen,
    )
    return render(request, "kpi/target_add.html", context, status=status)
