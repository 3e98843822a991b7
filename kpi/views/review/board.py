"""The board of a year: how far the departments are, which step is at work, who is reminded, whose day is put off."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Government
from accounts.rules import PLANNERS, office
from kpi.forms.review_returns import ChosenForm, ExtendForm, RemindForm
from kpi.forms.review_years import StepForm
from kpi.models import ReviewYear
from kpi.review.board import Board
from kpi.review.due import due_day_of
from kpi.review.letters import letters_to
from kpi.review.practice import from_data
from kpi.review.years import may_answer, review_at
from kpi.views.review.answers import review_address, review_context
from kpi.views.review.asking import require_open

SHOWN = ("late", "waiting")


@office()
def review_year(request: HttpRequest, government: Government, plan: str, review: str) -> HttpResponse:
    """The board; ``?show=`` late or waiting leaves only those departments."""
    return _board(request, review_at(government, plan, review))


@office(*PLANNERS)
@require_POST
def review_step(request: HttpRequest, government: Government, plan: str, review: str) -> HttpResponse:
    """Go to another step."""
    found = review_at(government, plan, review)
    form = StepForm(request.POST, review=found, practice=from_data(found.practice))
    if form.is_valid() and (changed := form.attempt(actor=request.user)):
        name = from_data(changed.practice).step(changed.step).name
        messages.success(request, f"評価の段階を「{name}」にしました。")
        return redirect(review_address("review_year", found))
    return _board(request, review_at(government, plan, review), form, 409 if form.is_late else 422)


def _board(
    request: HttpRequest, review: ReviewYear, form: StepForm | None = None, status: int = 200
) -> HttpResponse:
    board = Board(review, timezone.localdate())
    show = request.GET.get("show", "")
    rows = getattr(board, show) if show in SHOWN else board.rows
    marked = [(row, may_answer(request.membership, review, row.department)) for row in rows]
    context = review_context(
        request,
        review,
        board=board,
        rows=marked,
        show=show if show in SHOWN else "",
        due=due_day_of(review, board.practice),
        step_form=form or StepForm(review=review, practice=board.practice),
    )
    return render(request, "kpi/review/review_year.html", context, status=status)


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def review_remind(request: HttpRequest, government: Government, plan: str, review: str) -> HttpResponse:
    """The letters as they would be sent, to the departments that are late (``?department=``: to these); POST sends."""
    found = review_at(government, plan, review)
    require_open(found)
    board = Board(found, timezone.localdate())
    form = RemindForm(_sent(request), review=found, rows=board.remindable, initial=_chosen(request, board))
    if form.is_bound and form.is_valid() and (count := form.attempt(actor=request.user)):
        messages.success(request, f"督促のメールを{count}通、送信待ちに入れました。数分のうちに送られます。")
        return redirect(review_address("review_year", found))
    letters = letters_to(found, board.remindable, board.today)
    return _choosing(request, found, "kpi/review/review_remind.html", form, letters=letters, board=board)


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def review_extend(request: HttpRequest, government: Government, plan: str, review: str) -> HttpResponse:
    """A later due day for some departments, with the reason."""
    found = review_at(government, plan, review)
    require_open(found)
    board = Board(found, timezone.localdate())
    rows = [row for row in board.rows if row.is_with_department]
    form = ExtendForm(_sent(request), review=found, rows=rows, initial=_chosen(request, board))
    if form.is_bound and form.is_valid() and (kept := form.attempt(actor=request.user)):
        messages.success(request, f"{'、'.join(row.department.name for row in kept)}の期限を変えました。")
        return redirect(review_address("review_year", found))
    return _choosing(
        request, found, "kpi/review/review_extend.html", form, due=due_day_of(found, board.practice)
    )


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _chosen(request: HttpRequest, board: Board) -> dict[str, list[str]]:
    """Which boxes are ticked at first: those asked for, else the late ones."""
    asked = {value for value in request.GET.getlist("department") if value.isdecimal()}
    rows = [row for row in board.rows if str(row.department.pk) in asked] or board.late
    return {"departments": [f"{row.department.pk}-{row.answer.version}" for row in rows]}


def _choosing(
    request: HttpRequest, review: ReviewYear, template: str, form: ChosenForm, **extra: Any
) -> HttpResponse:
    context = review_context(request, review, form=form, **extra)
    return render(request, template, context, status=422 if form.errors else 200)
