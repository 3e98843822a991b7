"""What arrived in a call for comments, for planners: the list without any name, one paper with its sender, paper typed in."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.audit import Refused
from accounts.models import Government
from accounts.rules import PLANNERS, office
from deliberation.comment_reading import Gathered, comment_at, submissions_of
from deliberation.forms.submissions import EntryForm, SplitForm
from deliberation.models import PublicComment, SubmittedOpinion, Submitter
from deliberation.splitting import unite_opinion
from deliberation.views.comment_pages import comment_address, comment_context
from kpi.views.review.asking import saved
from strategy.views.answers import sent, status_of


@office(*PLANNERS)
def comment_submissions(
    request: HttpRequest, government: Government, plan: str, comment: int
) -> HttpResponse:
    """What arrived so far, in order; who sent it is not read here."""
    found = comment_at(government, plan, comment)
    gathered = Gathered(found)
    waiting = {part.pk for part in gathered.open_parts}
    parts: dict[int, list[SubmittedOpinion]] = {}
    for part in gathered.parts:
        parts.setdefault(part.submission_id, []).append(part)
    rows = [
        (row, parts.get(row.pk, []), sum(part.pk in waiting for part in parts.get(row.pk, [])))
        for row in submissions_of(found)
    ]
    context = comment_context(request, government, found, rows=rows, waiting=len(waiting))
    return render(request, "deliberation/comments/submissions.html", context)


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def submission_add(request: HttpRequest, government: Government, plan: str, comment: int) -> HttpResponse:
    """Type in what came by post, fax, mail or at the counter."""
    found = comment_at(government, plan, comment)
    form = EntryForm(sent(request), comment=found)
    if form.wants_more:
        form.errors.clear()
    elif made := saved(request, form):
        messages.success(request, f"受付番号 {made.number} で入力しました。")
        return redirect(comment_address("submission", found, made.number))
    context = comment_context(request, government, found, form=form)
    status = 200 if form.wants_more else status_of(form)
    return render(request, "deliberation/comments/submission_add.html", context, status=status)


@office(*PLANNERS)
def submission(
    request: HttpRequest, government: Government, plan: str, comment: int, submission: int
) -> HttpResponse:
    """One paper with its sender: the only page on which personal data stand."""
    found = comment_at(government, plan, comment)
    rows = submissions_of(found).select_related("duplicate_of", "entered_by")
    row = rows.filter(number=submission).first()
    if row is None:
        raise Http404("この受付番号の意見書は見つかりません。")
    parts = row.parts.prefetch_related("summaries", "splits").order_by("position", "id")
    context = comment_context(
        request,
        government,
        found,
        submission=row,
        who=Submitter.objects.filter(submission=row).first(),
        parts=parts,
        duplicates=row.duplicates.order_by("received_at"),
    )
    return render(request, "deliberation/comments/submission.html", context)


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def submission_split(
    request: HttpRequest, government: Government, plan: str, comment: int, part: int
) -> HttpResponse:
    """Split an opinion that makes several points."""
    found = comment_at(government, plan, comment)
    row = _part(found, part)
    form = SplitForm(sent(request), part=row)
    if made := saved(request, form):
        messages.success(request, f"{len(made)}つに分けました。届いた文はそのまま残っています。")
        return redirect(comment_address("submission", found, row.submission.number))
    context = comment_context(request, government, found, form=form, part=row, submission=row.submission)
    return render(request, "deliberation/comments/submission_split.html", context, status=status_of(form))


@office(*PLANNERS)
@require_POST
def submission_unite(
    request: HttpRequest, government: Government, plan: str, comment: int, part: int
) -> HttpResponse:
    """Undo a split."""
    found = comment_at(government, plan, comment)
    row = _part(found, part)
    try:
        unite_opinion(actor=request.user, part=row)
        messages.success(request, "分ける前に戻しました。")
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(comment_address("submission", found, row.submission.number))


def _part(comment: PublicComment, pk: int) -> SubmittedOpinion:
    rows = SubmittedOpinion.objects.select_related("submission").filter(submission__comment=comment, pk=pk)
    found = rows.first()
    if found is None:
        raise Http404("この意見は見つかりません。分けたあとで戻されたかもしれません。")
    found.submission.comment = comment
    return found
