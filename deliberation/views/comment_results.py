"""結果: what will be published and what is still missing; the button that publishes; files."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import Government
from accounts.rules import PLANNERS, office
from deliberation.comment_files import KINDS, draft_file, facts_of, heads_of
from deliberation.comment_outcome import draft_of, obstacles, result_of
from deliberation.comment_reading import Gathered, comment_at
from deliberation.comment_report import Result, hash_of, to_bytes
from deliberation.forms.comments import PublishResultForm
from deliberation.models import PublicComment
from deliberation.views.comment_pages import comment_address, comment_context
from kpi.views.review.asking import saved


@office(*PLANNERS)
def comment_result(request: HttpRequest, government: Government, plan: str, comment: int) -> HttpResponse:
    """The result as it would be published, or as it was."""
    found = comment_at(government, plan, comment)
    return _page(request, government, found, PublishResultForm(comment=found))


@office(*PLANNERS)
@require_POST
def comment_publish(request: HttpRequest, government: Government, plan: str, comment: int) -> HttpResponse:
    """Publish what was shown (``seen``)."""
    found = comment_at(government, plan, comment)
    form = PublishResultForm(request.POST, comment=found)
    if saved(request, form):
        messages.success(request, "意見募集の結果を公表しました。公表した内容は、もう変わりません。")
        return redirect(comment_address("comment_result", found))
    return _page(request, government, comment_at(government, plan, comment), form, status=422)


@office(*PLANNERS)
def comment_result_file(
    request: HttpRequest, government: Government, plan: str, comment: int, ending: str
) -> HttpResponse:
    """The result as PDF, Word, Excel, CSV or JSON; （案） until it is published."""
    found = comment_at(government, plan, comment)
    return draft_file(_result(found, Gathered(found)), found, ending, timezone.now())


def _result(comment: PublicComment, gathered: Gathered) -> Result:
    return draft_of(gathered) if comment.result_published_at is None else result_of(comment)


def _page(
    request: HttpRequest,
    government: Government,
    comment: PublicComment,
    form: PublishResultForm,
    status: int = 200,
) -> HttpResponse:
    gathered = Gathered(comment)
    result = _result(comment, gathered)
    context = comment_context(
        request,
        government,
        comment,
        form=form,
        result=result,
        heads=heads_of(result),
        facts=facts_of(result),
        rows=[(row, result.word_of(row), result.changes(row)) for row in result.rows],
        seen=hash_of(to_bytes(result)),
        obstacles=[] if comment.result_published_at else obstacles(gathered),
        file_kinds=KINDS,
    )
    return render(request, "deliberation/comments/result.html", context, status=status)
