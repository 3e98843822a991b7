"""質問と答え: all that members asked of a meeting, with the answers, and the form for one more."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import Government
from deliberation.deadlines import spelled
from deliberation.forms.committee import QuestionForm
from deliberation.questions import may_ask, questions_of
from deliberation.rules import committee, meeting_for
from deliberation.views.committee.answers import member_page, sitting_address, sitting_context
from strategy.views.answers import sent, status_of


@committee
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, government: Government, meeting: int) -> HttpResponse:
    """Questions and answers of all members, without names; ask one more."""
    shown, seat = meeting_for(government, request.seats, meeting)
    form = QuestionForm(sent(request), meeting=shown)
    if form.is_valid() and form.attempt(actor=request.user, member=seat, asked_at=request.arrived_at):
        messages.success(request, "質問を受け付けました。答えは、このページにのせます。")
        return redirect(sitting_address("committee_questions", shown))
    until = spelled(timezone.localtime(shown.questions_until)) if shown.questions_until else ""
    context = sitting_context(
        shown,
        seat,
        form=form,
        questions=questions_of(shown),
        is_open=may_ask(shown, timezone.now()) and seat.span.holds(timezone.localdate()),
        until=until,
        draft=f"question:{shown.pk}:{seat.pk}",
    )
    return member_page(request, "deliberation/committee/questions.html", context, status_of(form))
