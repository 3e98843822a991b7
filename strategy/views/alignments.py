"""With what an item is aligned: the page on which it is chosen, changed and taken away."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.audit import Refused
from accounts.models import Government
from accounts.rules import WRITERS, office
from strategy.alignments import remove_alignment
from strategy.forms.alignments import AlignForm, AlignmentForm
from strategy.links import OWN, Chooser, Link, links_of
from strategy.models import Alignment, PlanItem
from strategy.rules import edition_at, item_or_404, may_write, require_writer
from strategy.stale import Stale

MAX_QUERY = 100


@office()
@require_http_methods(["GET", "HEAD", "POST"])
def alignments(
    request: HttpRequest, government: Government, plan: str, number: int, lineage: uuid.UUID
) -> HttpResponse:
    """The alignments of an item, and what else it could be aligned with; POST adds what was chosen."""
    item = item_or_404(edition_at(government, plan, number), lineage)
    chooser = _chooser(request, item)
    if request.method != "POST":
        return _page(request, item, chooser, AlignForm(item=item, chooser=chooser))
    require_writer(request.membership, item)
    form = AlignForm(request.POST, item=item, chooser=chooser)
    try:
        if form.is_valid():
            made = form.save(actor=request.user)
            messages.success(request, f"対応を{len(made)}件加えました。")
            return _back(item, "alignments")
    except ValidationError as error:
        form.add_error(None, error.messages)
    return _page(request, item, chooser, form)


@office(*WRITERS)
@require_POST
def alignment_save(
    request: HttpRequest, government: Government, plan: str, number: int, lineage: uuid.UUID, alignment: int
) -> HttpResponse:
    """Change manner, page and note of an alignment."""
    item = require_writer(request.membership, item_or_404(edition_at(government, plan, number), lineage))
    form = AlignmentForm(request.POST, alignment=_alignment_of(item, alignment))
    try:
        if form.is_valid():
            form.save(actor=request.user)
            messages.success(request, "対応を変えました。")
            return _back(item, "alignments")
    except Stale as stale:
        form.overtaken(stale)
    except ValidationError as error:
        form.add_error(None, error.messages)
    chooser = _chooser(request, item)
    return _page(request, item, chooser, AlignForm(item=item, chooser=chooser), changed=form)


@office(*WRITERS)
@require_POST
def alignment_remove(
    request: HttpRequest, government: Government, plan: str, number: int, lineage: uuid.UUID, alignment: int
) -> HttpResponse:
    """Take an alignment away, and go back to where it was asked for."""
    item = require_writer(request.membership, item_or_404(edition_at(government, plan, number), lineage))
    try:
        remove_alignment(actor=request.user, alignment=_alignment_of(item, alignment))
        messages.success(request, "対応を外しました。")
    except Refused as refused:
        messages.error(request, refused.sentence)
    return _back(item, request.POST.get("back", ""))


def _alignment_of(item: PlanItem, pk: int) -> Alignment:
    alignment = Alignment.objects.filter(item=item, pk=pk).first()
    if alignment is None:
        raise Http404("この対応はもうありません。")
    alignment.edition = item.edition
    return alignment


def _chooser(request: HttpRequest, item: PlanItem) -> Chooser:
    query = request.GET.get("q", "").strip()[:MAX_QUERY]
    return Chooser(item.edition, request.GET.get("to", OWN), query)


def _page(
    request: HttpRequest,
    item: PlanItem,
    chooser: Chooser,
    form: AlignForm,
    changed: AlignmentForm | None = None,
) -> HttpResponse:
    """The page; ``changed`` is the form of an alignment that could not be changed."""
    links = links_of(item)
    context = {
        "edition": item.edition,
        "plan": item.edition.plan,
        "government": item.edition.plan.government,
        "item": item,
        "rows": [{"link": link, "form": _form_of(link, changed)} for link in links],
        "taken": {link.to_item.lineage for link in links if link.to_item.edition_id == chooser.chosen.pk},
        "chooser": chooser,
        "form": form,
        "may_write": may_write(request.membership, item),
    }
    status = 422 if form.errors or (changed and changed.errors) else 200
    return render(request, "strategy/alignments.html", context, status=status)


def _form_of(link: Link, changed: AlignmentForm | None) -> AlignmentForm:
    if changed is not None and changed.alignment.pk == link.alignment.pk:
        return changed
    return AlignmentForm(alignment=link.alignment)


def _back(item: PlanItem, where: str) -> HttpResponse:
    edition = item.edition
    name = "alignments" if where == "alignments" else "item"
    return redirect(name, edition.plan.government.slug, edition.plan.slug, edition.number, item.lineage)
