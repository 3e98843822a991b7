"""推計のケース: the list, the editor with its effect, what becomes of each."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Government
from accounts.rules import PLANNERS, office
from vision.document import VisionDocument
from vision.effects import Effect, effect_of
from vision.forms.fields import VersionDeleteForm
from vision.forms.scenarios import USUAL_OPEN, AddForm, AdoptForm, MoveForm, ScenarioForm
from vision.kept_scenarios import remove_scenario
from vision.models import PopulationTable, PopulationVision, Scenario
from vision.overview import result_of
from vision.rules import FROZEN, may_shape, scenario_at, vision_at
from vision.telling import told_of
from vision.views.frame import done, sent, vision_address, vision_context

asking = require_http_methods(["GET", "HEAD", "POST"])


@office()
def scenarios(request: HttpRequest, government: Government, number: int) -> HttpResponse:
    """All scenarios of a vision in their order, with what is missing to compute each."""
    found = vision_at(government, number)
    document = VisionDocument.of(found)
    rows = list(found.scenarios.order_by("position", "id"))
    lines = [(row, document.scenario(row.lineage), max(0, n - 1), n + 1) for n, row in enumerate(rows)]
    return render(request, "vision/scenarios.html", vision_context(request, found, lines=lines))


@office(*PLANNERS)
@asking
def scenario_add(request: HttpRequest, government: Government, number: int) -> HttpResponse:
    """Add a scenario of a kind."""
    found = vision_at(government, number)
    form = AddForm(sent(request), vision=found)
    if made := done(request, form):
        messages.success(request, f"ケース「{made.name}」を足しました。仮定を確かめてください。")
        return redirect(vision_address("scenario", found, made.lineage))
    context = vision_context(request, found, form=form, frozen_sentence=FROZEN)
    return render(request, "vision/scenario_add.html", context, status=form.status)


@office()
@asking
def scenario(request: HttpRequest, government: Government, number: int, scenario: uuid.UUID) -> HttpResponse:
    """The editor, and what the assumptions come to; who may not change them reads them in words."""
    found = vision_at(government, number)
    row = scenario_at(found, scenario)
    if not may_shape(request.membership, found):
        if request.method == "POST":
            raise PermissionDenied(FROZEN if found.is_frozen else "ケースを書けるのは企画担当だけです。")
        return _read(request, found, row)
    form = _form(request, row)
    if form.is_bound and form.step(request.POST.get("act", "")):
        return _editor(request, form, status=200)
    if "save" in request.POST and (kept := done(request, form)):
        messages.success(request, f"ケース「{kept.name}」を保存しました。")
        return redirect(vision_address("scenario", found, kept.lineage))
    return _editor(request, form, status=form.status if "save" in request.POST else 200)


@office(*PLANNERS)
@require_POST
def scenario_effect(
    request: HttpRequest, government: Government, number: int, scenario: uuid.UUID
) -> HttpResponse:
    """What the fields as they are typed come to, as a fragment; nothing is saved."""
    form = _form(request, scenario_at(vision_at(government, number), scenario))
    return render(request, "vision/_effect.html", {"effect": _effect(form), "faults": form.faults})


@office(*PLANNERS)
@asking
def scenario_adopt(
    request: HttpRequest, government: Government, number: int, scenario: uuid.UUID
) -> HttpResponse:
    """Make it the adopted one."""
    found = vision_at(government, number)
    row = scenario_at(found, scenario)
    form = AdoptForm(sent(request), scenario=row)
    if made := done(request, form):
        messages.success(request, f"「{made.name}」を採用する見通しにしました。")
        return redirect(vision_address("scenarios", found))
    adopted = found.scenarios.filter(is_adopted=True).first()
    context = vision_context(request, found, form=form, scenario=row, adopted=adopted, frozen_sentence=FROZEN)
    return render(request, "vision/scenario_adopt.html", context, status=422 if form.errors else 200)


@office(*PLANNERS)
@require_POST
def scenario_move(
    request: HttpRequest, government: Government, number: int, scenario: uuid.UUID
) -> HttpResponse:
    """Put it at another place in the list."""
    found = vision_at(government, number)
    form = MoveForm(request.POST, scenario=scenario_at(found, scenario))
    if not done(request, form):
        for sentence in form.non_field_errors() or [
            "並び順を変えられませんでした。画面を開き直してください。"
        ]:
            messages.error(request, sentence)
    return redirect(vision_address("scenarios", found))


@office(*PLANNERS)
@asking
def scenario_remove(
    request: HttpRequest, government: Government, number: int, scenario: uuid.UUID
) -> HttpResponse:
    """Delete it."""
    found = vision_at(government, number)
    row = scenario_at(found, scenario)
    form = VersionDeleteForm(sent(request), row=row, act=remove_scenario, named="scenario")
    if done(request, form):
        messages.success(request, f"ケース「{row.name}」を削除しました。")
        return redirect(vision_address("scenarios", found))
    context = vision_context(request, found, form=form, scenario=form.row, frozen_sentence=FROZEN)
    return render(request, "vision/scenario_remove.html", context, status=form.status)


def _form(request: HttpRequest, row: Scenario) -> ScenarioForm:
    """The form with the age groups of the vision's tables."""
    kinds = (PopulationTable.Kind.CENSUS, PopulationTable.Kind.PROJECTION)
    opens = row.vision.tables.filter(kind__in=kinds).values_list("data__open", flat=True)
    return ScenarioForm(sent(request), scenario=row, open_from=min(opens, default=USUAL_OPEN))


def _effect(form: ScenarioForm) -> Effect | None:
    """What the fields come to; None where they are wrong."""
    spec = form.spec()
    return None if spec is None else effect_of(form.scenario.vision, form.scenario, spec)


def _editor(request: HttpRequest, form: ScenarioForm, status: int) -> HttpResponse:
    vision, effect = form.scenario.vision, _effect(form)
    extra = {"form": form, "scenario": form.scenario, "effect": effect, "faults": form.faults}
    return render(request, "vision/scenario.html", vision_context(request, vision, **extra), status=status)


def _read(request: HttpRequest, vision: PopulationVision, row: Scenario) -> HttpResponse:
    """The scenario in words and figures, for who may not change it."""
    document = VisionDocument.of(vision)
    figures = document.scenario(row.lineage)
    extra = {
        "scenario": row,
        "told": () if figures is None else told_of(document.data, dict(figures.data)),
        "result": result_of(document, row.lineage),
    }
    return render(request, "vision/scenario_read.html", vision_context(request, vision, **extra))
