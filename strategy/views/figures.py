"""Figures of an item: the page on which they are added, worded, ordered and taken away, and the images themselves."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.audit import Refused
from accounts.models import Government
from accounts.rules import WRITERS, office
from strategy.figures import move_figure, remove_figure
from strategy.forms.figures import FigureChangeForm, FigureForm
from strategy.models import Figure, PlanItem
from strategy.rules import edition_at, item_or_404, may_write, require_writer
from strategy.stale import Stale

STEPS = {"up": -1, "down": 1}


@office()
@require_http_methods(["GET", "HEAD", "POST"])
def figures(
    request: HttpRequest, government: Government, plan: str, number: int, lineage: uuid.UUID
) -> HttpResponse:
    """The figures of an item; POST adds one."""
    item = item_or_404(edition_at(government, plan, number), lineage)
    if request.method != "POST":
        return _page(request, item, FigureForm(item=item))
    require_writer(request.membership, item)
    form = FigureForm(request.POST, request.FILES, item=item)
    try:
        if form.is_valid():
            form.save(actor=request.user)
            messages.success(request, _added(form))
            return _back(item)
    except ValidationError as error:
        form.add_error(None, error.messages)
    return _page(request, item, form)


@office(*WRITERS)
@require_POST
def figure_save(
    request: HttpRequest, government: Government, plan: str, number: int, lineage: uuid.UUID, figure: int
) -> HttpResponse:
    """Change caption, alternative text and source of a figure."""
    item = require_writer(request.membership, item_or_404(edition_at(government, plan, number), lineage))
    form = FigureChangeForm(request.POST, figure=_figure_of(item, figure))
    try:
        if form.is_valid():
            form.save(actor=request.user)
            messages.success(request, "図の題・代わりの文・出典を保存しました。")
            return _back(item)
    except Stale as stale:
        form.overtaken(stale)
    except ValidationError as error:
        form.add_error(None, error.messages)
    return _page(request, item, FigureForm(item=item), changed=form)


@office(*WRITERS)
@require_POST
def figure_move(
    request: HttpRequest, government: Government, plan: str, number: int, lineage: uuid.UUID, figure: int
) -> HttpResponse:
    """Move a figure up or down among those of its item."""
    item = require_writer(request.membership, item_or_404(edition_at(government, plan, number), lineage))
    step = STEPS.get(request.POST.get("step", ""), 0)
    try:
        move_figure(actor=request.user, figure=_figure_of(item, figure), step=step)
    except Refused as refused:
        messages.error(request, refused.sentence)
    return _back(item)


@office(*WRITERS)
@require_POST
def figure_remove(
    request: HttpRequest, government: Government, plan: str, number: int, lineage: uuid.UUID, figure: int
) -> HttpResponse:
    """Take a figure away."""
    item = require_writer(request.membership, item_or_404(edition_at(government, plan, number), lineage))
    row = _figure_of(item, figure)
    try:
        remove_figure(actor=request.user, figure=row)
        messages.success(request, f"図「{row.caption}」を削除しました。")
    except Refused as refused:
        messages.error(request, refused.sentence)
    return _back(item)


@office()
@require_safe
def item_figure(
    request: HttpRequest, government: Government, plan: str, number: int, lineage: uuid.UUID, sha256: str
) -> HttpResponse:
    """The image of a figure at any stage, for the own staff; inert whatever it holds."""
    figure = Figure.objects.filter(
        edition__plan__government=government,
        edition__plan__slug=plan,
        edition__number=number,
        item__lineage=lineage,
        sha256=sha256,
    ).first()
    if figure is None or not figure.image.storage.exists(figure.image.name):
        raise Http404("この図は見つかりません。")
    response = FileResponse(figure.image.open(), content_type=figure.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _added(form: FigureForm) -> str:
    picture = form.cleaned_data["image"]
    smaller = f"（{picture.width:,}×{picture.height:,}画素に縮めました）" if picture.is_smaller else ""
    return f"図「{form.cleaned_data['caption']}」を加えました{smaller}。"


def _figure_of(item: PlanItem, pk: int) -> Figure:
    figure = Figure.objects.filter(item=item, pk=pk).first()
    if figure is None:
        raise Http404("この図はもうありません。")
    figure.edition = item.edition
    return figure


def _page(
    request: HttpRequest, item: PlanItem, form: FigureForm, changed: FigureChangeForm | None = None
) -> HttpResponse:
    """The page; ``changed`` is the form of a figure whose words could not be changed."""
    rows = []
    for figure in Figure.objects.filter(item=item).order_by("position", "id"):
        is_changed = changed is not None and changed.figure.pk == figure.pk
        rows.append({"figure": figure, "form": changed if is_changed else FigureChangeForm(figure=figure)})
    context = {
        "edition": item.edition,
        "plan": item.edition.plan,
        "government": item.edition.plan.government,
        "item": item,
        "rows": rows,
        "form": form,
        "may_write": may_write(request.membership, item),
    }
    status = 422 if form.errors or (changed and changed.errors) else 200
    return render(request, "strategy/figures.html", context, status=status)


def _back(item: PlanItem) -> HttpResponse:
    edition = item.edition
    return redirect("figures", edition.plan.government.slug, edition.plan.slug, edition.number, item.lineage)
