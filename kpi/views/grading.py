"""Grades: those that people give a target by hand, and the scheme by which all others are given."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.models import Government
from accounts.rules import PLANNERS, office
from kpi.forms.grades import HandGradeForm
from kpi.rules import scheme_of, target_or_404
from kpi.schemes import publish_grade
from kpi.views.answers import page_of_target
from kpi.views.targets import target_page
from strategy.rules import edition_at


@office(*PLANNERS)
@require_POST
def target_grade(
    request: HttpRequest, government: Government, plan: str, number: int, target: uuid.UUID
) -> HttpResponse:
    """Give a grade by hand, or take it back."""
    row = target_or_404(edition_at(government, plan, number), target)
    form = HandGradeForm(request.POST, target=row, scheme=scheme_of(government))
    if form.is_valid() and (kept := form.attempt(actor=request.user)):
        done = f"「{kept.word}」と手で判定しました" if kept.grade else "手で付けた判定を取り消しました"
        messages.success(request, f"{done}。まだ公表されません。")
        return redirect(page_of_target(row, "#years"))
    return target_page(request, row, 422, grade=form)


@office(*PLANNERS)
@require_POST
def grade_publish(
    request: HttpRequest, government: Government, plan: str, number: int, target: uuid.UUID, grade: int
) -> HttpResponse:
    """Make a grade that was given by hand public, or that it was taken back."""
    row = target_or_404(edition_at(government, plan, number), target)
    found = row.manual_grades.filter(pk=grade).first()
    if found is None:
        raise Http404("この判定は見つかりません。")
    found.target = row
    try:
        publish_grade(actor=request.user, manual_grade=found)
        messages.success(request, "手で付けた判定を公表しました。")
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect(page_of_target(row, "#years"))
