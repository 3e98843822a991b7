"""質問と答え, for the office: what members asked, and the answers."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import Government
from accounts.rules import PLANNERS, office
from deliberation.forms.secretariat import AnswerForm
from deliberation.questions import questions_of
from deliberation.rules import meeting_at
from deliberation.views.sittings import meeting_address, meeting_context
from strategy.views.answers import sent


@office()
def questions(request: HttpRequest, government: Government, plan: str, meeting: int) -> HttpResponse:
    """All questions of a meeting, those without an answer first."""
    found = meeting_at(government, plan, meeting)
    rows = sorted(questions_of(found), key=lambda row: bool(row.answer))
    context = meeting_context(
        request, government, found, questions=rows, open_count=sum(not row.answer for row in rows)
    )
    return render(request, "deliberation/meeting/questions.html", context)


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def question_answer(
    request: HttpRequest, government: Government, plan: str, meeting: int, question: int
) -> HttpResponse:
    """Answer a question, or put the answer right."""
    found = meeting_at(government, plan, meeting)
    row = found.questions.select_related("item", "member").filter(pk=question).first()
    if row is None:
        raise Http404("この質問は見つかりません。")
    form = AnswerForm(sent(request), row=row)
    if form.is_valid() and form.attempt(actor=request.user):
        messages.success(request, "答えを保存しました。委員のページにのりました。")
        return redirect(meeting_address("questions", found))
    context = meeting_context(request, government, found, form=form, question=row, here=request.path)
    return render(request, "deliberation/meeting/question_answer.html", context, status=form.status)
