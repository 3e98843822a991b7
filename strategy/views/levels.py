"""The levels of an edition: what its ranks are called, how they are numbered, where they may stand."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Government
from accounts.rules import PLANNERS, office
from strategy.forms.levels import LevelForm, PresetForm
from strategy.levels import delete_level
from strategy.models import Edition, Level
from strategy.rules import edition_at
from strategy.views.answers import address, context_of, sent, status_of


@office(*PLANNERS)
def levels(request: HttpRequest, government: Government, plan: str, number: int) -> HttpResponse:
    """The levels with how many items each has; where there are none, sets to begin with."""
    edition = edition_at(government, plan, number)
    return _list(request, edition, PresetForm(edition=edition))


def _list(request: HttpRequest, edition: Edition, preset: PresetForm) -> HttpResponse:
    rows = list(edition.levels.annotate(uses=Count("items")).order_by("depth", "id"))
    names = {row.key: f"「{row.name}」の下" for row in rows} | {"": "いちばん上"}
    for row in rows:
        row.places = "、".join(names.get(key, key) for key in row.under)
    context = context_of(request, edition, levels=rows, form=preset)
    return render(request, "strategy/levels.html", context, status=status_of(preset))


@office(*PLANNERS)
@require_POST
def levels_preset(request: HttpRequest, government: Government, plan: str, number: int) -> HttpResponse:
    """Give an edition without levels those of a preset."""
    edition = edition_at(government, plan, number)
    form = PresetForm(request.POST, edition=edition)
    if form.is_valid():
        try:
            made = form.save(actor=request.user)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(
                request, f"{len(made)}つの階層をつくりました。名前や番号の形を、この団体に合わせてください。"
            )
            return redirect(address("levels", edition))
    return _list(request, edition, form)


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def level_add(request: HttpRequest, government: Government, plan: str, number: int) -> HttpResponse:
    """Add a level."""
    edition = edition_at(government, plan, number)
    return _edit(request, edition, LevelForm(sent(request), edition=edition))


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def level(request: HttpRequest, government: Government, plan: str, number: int, level: str) -> HttpResponse:
    """Change a level."""
    edition = edition_at(government, plan, number)
    return _edit(
        request, edition, LevelForm(sent(request), edition=edition, instance=_level_of(edition, level))
    )


def _edit(request: HttpRequest, edition: Edition, form: LevelForm) -> HttpResponse:
    is_new = form.instance.pk is None
    if request.method == "POST" and form.is_valid():
        try:
            saved = form.save(actor=request.user)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, f"階層「{saved.name}」を{'足しました' if is_new else '保存しました'}。")
            return redirect(address("levels", edition))
    context = context_of(request, edition, form=form, level=None if is_new else form.instance)
    return render(request, "strategy/level.html", context, status=status_of(form))


@office(*PLANNERS)
@require_POST
def level_delete(
    request: HttpRequest, government: Government, plan: str, number: int, level: str
) -> HttpResponse:
    """Delete a level that nobody uses."""
    edition = edition_at(government, plan, number)
    try:
        name = delete_level(actor=request.user, level=_level_of(edition, level))
        messages.success(request, f"階層「{name}」を削除しました。")
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect(address("levels", edition))


def _level_of(edition: Edition, key: str) -> Level:
    found = edition.levels.filter(key=key).first()
    if found is None:
        raise Http404("この階層は、この版にはありません。")
    found.edition = edition
    return found
