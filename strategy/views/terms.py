"""用語の定義 of an edition: the list, one term, the order, many at once."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.audit import Refused
from accounts.models import Government
from accounts.rules import PLANNERS, office
from strategy.forms.terms import PasteForm, TermForm
from strategy.models import Edition, Term
from strategy.rules import edition_at, may_shape
from strategy.stale import Stale
from strategy.terms import move_term, remove_term, sort_terms
from strategy.wordlist import occurrences, wordlist

STEPS = {"up": -1, "down": 1}
SHAPERS = "用語を変えられるのは企画担当だけです。変えたいときは企画担当に相談してください。"


@office()
@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: HttpRequest, government: Government, plan: str, number: int) -> HttpResponse:
    """The terms of an edition, each with the items that hold it; POST defines one."""
    edition = edition_at(government, plan, number)
    if request.method != "POST":
        return _list(request, edition)
    _require_shaper(request)
    form = TermForm(request.POST, edition=edition)
    try:
        if form.is_valid():
            term = form.save(actor=request.user)
            messages.success(request, f"用語「{term.word}」を加えました。")
            return _back(edition)
    except ValidationError as error:
        form.add_error(None, error.messages)
    return _list(request, edition, form=form)


@office(*PLANNERS)
@require_POST
def terms_paste(request: HttpRequest, government: Government, plan: str, number: int) -> HttpResponse:
    """Define many words at once."""
    edition = edition_at(government, plan, number)
    form = PasteForm(request.POST, edition=edition)
    try:
        if form.is_valid():
            made = form.save(actor=request.user)
            messages.success(request, f"用語を{len(made)}語加えました。")
            return _back(edition)
    except ValidationError as error:
        form.add_error("rows", error.messages)
    return _list(request, edition, paste=form)


@office(*PLANNERS)
@require_POST
def terms_sort(request: HttpRequest, government: Government, plan: str, number: int) -> HttpResponse:
    """Put the terms in the order of their readings."""
    edition = edition_at(government, plan, number)
    try:
        sort_terms(actor=request.user, edition=edition)
        messages.success(request, "用語をよみの順に並べました。")
    except Refused as refused:
        messages.error(request, refused.sentence)
    return _back(edition)


@office()
@require_http_methods(["GET", "HEAD", "POST"])
def term(request: HttpRequest, government: Government, plan: str, number: int, term: int) -> HttpResponse:
    """One term and where it stands; POST changes it."""
    row = _term_of(edition_at(government, plan, number), term)
    if request.method != "POST":
        return _one(request, row, TermForm(edition=row.edition, term=row))
    _require_shaper(request)
    form = TermForm(request.POST, edition=row.edition, term=row)
    try:
        if form.is_valid():
            form.save(actor=request.user)
            messages.success(request, f"用語「{form.cleaned_data['word']}」を保存しました。")
            return _back(row.edition)
    except Stale as stale:
        form.overtaken(stale)
    except ValidationError as error:
        form.add_error(None, error.messages)
    return _one(request, row, form)


@office(*PLANNERS)
@require_POST
def term_move(
    request: HttpRequest, government: Government, plan: str, number: int, term: int
) -> HttpResponse:
    """Move a term up or down."""
    row = _term_of(edition_at(government, plan, number), term)
    try:
        move_term(actor=request.user, term=row, step=STEPS.get(request.POST.get("step", ""), 0))
    except Refused as refused:
        messages.error(request, refused.sentence)
    return _back(row.edition)


@office(*PLANNERS)
@require_POST
def term_remove(
    request: HttpRequest, government: Government, plan: str, number: int, term: int
) -> HttpResponse:
    """Take a definition away."""
    row = _term_of(edition_at(government, plan, number), term)
    try:
        remove_term(actor=request.user, term=row)
        messages.success(request, f"用語「{row.word}」を削除しました。")
    except Refused as refused:
        messages.error(request, refused.sentence)
    return _back(row.edition)


def _require_shaper(request: HttpRequest) -> None:
    if request.membership.role not in PLANNERS:
        raise PermissionDenied(SHAPERS)


def _term_of(edition: Edition, pk: int) -> Term:
    row = Term.objects.filter(edition=edition, pk=pk).first()
    if row is None:
        raise Http404("この用語はもうありません。")
    row.edition = edition
    return row


def _context(request: HttpRequest, edition: Edition) -> dict[str, Any]:
    return {
        "edition": edition,
        "plan": edition.plan,
        "government": edition.plan.government,
        "may_shape": may_shape(request.membership, edition),
    }


def _list(
    request: HttpRequest, edition: Edition, form: TermForm | None = None, paste: PasteForm | None = None
) -> HttpResponse:
    context = _context(request, edition) | {
        "terms": wordlist(edition),
        "form": form or TermForm(edition=edition),
        "paste": paste or PasteForm(edition=edition),
    }
    return render(request, "strategy/terms.html", context, status=422 if form or paste else 200)


def _one(request: HttpRequest, term: Term, form: TermForm) -> HttpResponse:
    context = _context(request, term.edition) | {"term": term, "form": form, "places": occurrences(term)}
    return render(request, "strategy/term.html", context, status=422 if form.errors else 200)


def _back(edition: Edition) -> HttpResponse:
    return redirect("terms", edition.plan.government.slug, edition.plan.slug, edition.number)
