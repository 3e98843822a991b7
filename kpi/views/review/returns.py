"""A department's page of a year: what it answers for, what is missing, and the life of its return."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import Government
from accounts.rules import PLANNERS, WRITERS, office
from kpi.forms.review_returns import AcceptForm, GatherForm, ReturnForm, SendBackForm, SubmitForm
from kpi.models import DepartmentReturn, ReviewYear
from kpi.review.board import Board, Row
from kpi.review.rights import may_gather, require_gatherer
from kpi.review.years import may_answer, require_answerer, review_at
from kpi.views.review.answers import review_address, review_context

State = DepartmentReturn.State


@office()
def review_return(
    request: HttpRequest, government: Government, plan: str, review: str, department: int
) -> HttpResponse:
    """What a department answers for in a year, and where its return stands."""
    return _page(request, *_asked(government, plan, review, department))


@office(*WRITERS)
@require_POST
def return_submit(
    request: HttpRequest, government: Government, plan: str, review: str, department: int
) -> HttpResponse:
    """Submit the return; by the department itself or by a planner in its stead."""
    board, row = _asked(government, plan, review, department)
    require_answerer(request.membership, board.review, row.department)
    return _act(request, board, row, SubmitForm(request.POST, answer=row.answer), "提出しました")


@office(*WRITERS)
@require_POST
def return_gather(
    request: HttpRequest, government: Government, plan: str, review: str, department: int
) -> HttpResponse:
    """Say that the division has gathered it."""
    board, row = _asked(government, plan, review, department)
    require_gatherer(request.membership, board.review, board.practice, row.department)
    return _act(request, board, row, GatherForm(request.POST, answer=row.answer), "部取りまとめ済にしました")


@office(*PLANNERS)
@require_POST
def return_send_back(
    request: HttpRequest, government: Government, plan: str, review: str, department: int
) -> HttpResponse:
    """Send the return back with the reason."""
    board, row = _asked(government, plan, review, department)
    return _act(request, board, row, SendBackForm(request.POST, answer=row.answer), "差し戻しました")


@office(*PLANNERS)
@require_POST
def return_accept(
    request: HttpRequest, government: Government, plan: str, review: str, department: int
) -> HttpResponse:
    """Accept the return and approve its figures."""
    board, row = _asked(government, plan, review, department)
    form = AcceptForm(request.POST, answer=row.answer)
    return _act(request, board, row, form, "承認しました。値はまだ公表されません")


def _asked(government: Government, plan: str, word: str, department: int) -> tuple[Board, Row]:
    board = Board(review_at(government, plan, word), timezone.localdate())
    row = board.row(department)
    if row is None:
        raise Http404("この課は、この年度の評価で答えるものがありません。")
    return board, row


def _act(request: HttpRequest, board: Board, row: Row, form: ReturnForm, done: str) -> HttpResponse:
    """Do it and come back; the page with what is wrong otherwise, and with the return as it stands by then."""
    if form.is_valid() and form.attempt(actor=request.user):
        messages.success(request, f"{row.department.name}の回答を{done}。")
        return redirect(review_address("review_return", board.review, row.department.pk))
    if form.is_late:
        board = Board(board.review, board.today)
        row = board.row(row.department.pk) or row
    return _page(request, board, row, form)


def _page(request: HttpRequest, board: Board, row: Row, form: ReturnForm | None = None) -> HttpResponse:
    review: ReviewYear = board.review
    context = review_context(request, review, board=board, row=row, form=form)
    context["may_answer"] = may_answer(request.membership, review, row.department)
    context["is_own"] = request.membership.department_id == row.department.pk and not context["is_planner"]
    context |= _acts(request, board, row, form, context)
    return render(request, "kpi/review/review_return.html", context, status=form.status if form else 200)


def _acts(
    request: HttpRequest, board: Board, row: Row, form: ReturnForm | None, context: dict[str, Any]
) -> dict[str, Any]:
    """What this person may do with the return as it stands, each as a form; what was typed stays in its own."""
    answer, state = row.answer, row.answer.state
    is_open = context["is_planner"] and not board.review.is_published
    may = {
        SubmitForm: context["may_answer"] and (row.is_with_department or bool(row.drafts)),
        GatherForm: state == State.SUBMITTED
        and may_gather(request.membership, board.review, board.practice, row.department),
        AcceptForm: is_open and state == (State.GATHERED if board.practice.gathers else State.SUBMITTED),
        SendBackForm: is_open and state in (State.SUBMITTED, State.GATHERED, State.ACCEPTED),
    }
    names = {SubmitForm: "submit", GatherForm: "gather", AcceptForm: "accept", SendBackForm: "back"}
    return {
        name: (form if isinstance(form, kind) else kind(answer=answer)) if may[kind] else None
        for kind, name in names.items()
    }
