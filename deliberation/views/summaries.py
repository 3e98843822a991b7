"""意見のまとめ: opinions put together, the table 意見の概要｜考え方｜区分, one summary with its opinions."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Government
from accounts.rules import PLANNERS, office
from deliberation.comment_reading import Gathered, comment_at, later_editions
from deliberation.forms.summaries import AnswersForm, DissolveForm, RelateForm, ReleaseForm, SummariseForm
from deliberation.models import Opinion, PublicComment
from deliberation.opinion_lists import dispositions_of
from deliberation.views.comment_pages import comment_address, comment_context
from kpi.views.review.asking import saved
from strategy.views.answers import sent, status_of


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def comment_summaries(request: HttpRequest, government: Government, plan: str, comment: int) -> HttpResponse:
    """What is in no summary yet, and the table of summaries; POST puts opinions together."""
    found = comment_at(government, plan, comment)
    form = SummariseForm(sent(request), gathered=Gathered(found))
    if saved(request, form):
        messages.success(request, "まとめました。下の表で、概要・考え方・区分を書けます。")
        return redirect(comment_address("comment_summaries", found))
    return _page(request, government, found, form=form, status=status_of(form))


@office(*PLANNERS)
@require_POST
def comment_answers(request: HttpRequest, government: Government, plan: str, comment: int) -> HttpResponse:
    """Save the table."""
    found = comment_at(government, plan, comment)
    gathered = Gathered(found)
    answers = _answers(gathered, request)
    count = saved(request, answers)
    if count is not None:
        messages.success(request, f"{count}項目を保存しました。" if count else "変わったところはありません。")
        return redirect(comment_address("comment_summaries", found) + "#table")
    return _page(request, government, found, answers=answers, status=answers.status)


def _answers(gathered: Gathered, request: HttpRequest | None = None) -> AnswersForm:
    return AnswersForm(
        request.POST if request else None,
        comment=gathered.comment,
        summaries=gathered.summaries,
        words=dispositions_of(gathered.comment.plan.government),
    )


def _page(
    request: HttpRequest,
    government: Government,
    comment: PublicComment,
    *,
    form: SummariseForm | None = None,
    answers: AnswersForm | None = None,
    status: int,
) -> HttpResponse:
    gathered = form.gathered if form is not None else Gathered(comment)
    context = comment_context(
        request,
        government,
        comment,
        form=form or SummariseForm(gathered=gathered),
        answers=answers or _answers(gathered),
        gathered=gathered,
        unit=government.address.unit,
    )
    return render(request, "deliberation/comments/summaries.html", context, status=status)


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def comment_summary(
    request: HttpRequest, government: Government, plan: str, comment: int, summary: int
) -> HttpResponse:
    """One summary with the opinions it stands for; where it belongs, and what was changed for it."""
    found = comment_at(government, plan, comment)
    row = _summary(found, summary)
    form = RelateForm(sent(request), summary=row, editions=later_editions(found))
    if saved(request, form):
        messages.success(request, "保存しました。")
        return redirect(comment_address("comment_summary", found, row.pk))
    return _summary_page(request, government, found, row, form=form, status=status_of(form))


@office(*PLANNERS)
@require_POST
def summary_release(
    request: HttpRequest, government: Government, plan: str, comment: int, summary: int
) -> HttpResponse:
    """Take one opinion out of a summary."""
    found = comment_at(government, plan, comment)
    row = _summary(found, summary)
    form = ReleaseForm(request.POST, summary=row)
    if saved(request, form):
        messages.success(request, "意見を外しました。まだまとめていない意見に戻りました。")
    _tell(request, form)
    return redirect(comment_address("comment_summary", found, row.pk))


@office(*PLANNERS)
@require_POST
def summary_dissolve(
    request: HttpRequest, government: Government, plan: str, comment: int, summary: int
) -> HttpResponse:
    """Take a summary apart."""
    found = comment_at(government, plan, comment)
    row = _summary(found, summary)
    form = DissolveForm(request.POST, summary=row)
    if saved(request, form):
        messages.success(request, "まとめを取り消しました。意見は、まだまとめていない意見に戻りました。")
        return redirect(comment_address("comment_summaries", found))
    _tell(request, form)
    return redirect(comment_address("comment_summary", found, row.pk))


def _tell(request: HttpRequest, form: DissolveForm | ReleaseForm) -> None:
    for sentences in form.errors.values():
        messages.error(request, sentences[0])


def _summary(comment: PublicComment, pk: int) -> Opinion:
    rows = Opinion.objects.filter(comment=comment, source=Opinion.Source.CITIZEN, is_withdrawn=False)
    found = rows.select_related("reply").filter(pk=pk).first()
    if found is None:
        raise Http404("このまとめは見つかりません。取り消されたかもしれません。")
    found.comment = comment
    return found


def _summary_page(
    request: HttpRequest,
    government: Government,
    comment: PublicComment,
    row: Opinion,
    *,
    form: RelateForm,
    status: int,
) -> HttpResponse:
    reply = getattr(row, "reply", None)
    context = comment_context(
        request,
        government,
        comment,
        form=form,
        summary=row,
        reply=reply,
        word=dispositions_of(government).word(reply.disposition) if reply else "",
        parts=row.parts.select_related("submission").order_by("submission__received_at", "id"),
        unit=government.address.unit,
    )
    return render(request, "deliberation/comments/summary.html", context, status=status)
