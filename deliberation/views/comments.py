"""パブリックコメント for the office: the calls of a plan, one call, its announcement, the end of its personal data."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import Government
from accounts.rules import PLANNERS, office
from deliberation.comment_reading import STAGES, calls, comment_at, period_words, purge_day, stage_of, tied
from deliberation.comments import obstacles
from deliberation.forms.comments import AnnounceForm, CommentForm, PurgeForm
from deliberation.models import PurgeRecord, Submitter
from deliberation.purging import due_among, with_personal_data
from deliberation.views.comment_pages import comment_address, comment_context
from kpi.views.review.asking import saved
from strategy.models import Edition, Plan
from strategy.rules import plan_or_404
from strategy.views.answers import sent, status_of


@office(*PLANNERS)
def comments(request: HttpRequest, government: Government, plan: str) -> HttpResponse:
    """The calls of a plan, and those of the government whose personal data are to be deleted."""
    found = plan_or_404(government, plan)
    today, now = timezone.localdate(), timezone.now()
    kept = with_personal_data(government)
    rows = [tied(row, government) for row in calls().filter(plan=found)]
    context = {
        "government": government,
        "plan": found,
        "rows": [
            (row, STAGES[stage_of(row, now)], str(stage_of(row, now)), period_words(row)) for row in rows
        ],
        "kept": [(row, purge_day(row)) for row in kept],
        "due": [(row, purge_day(row)) for row in due_among(kept, today)],
    }
    return render(request, "deliberation/comments/comments.html", context)


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def comment_add(request: HttpRequest, government: Government, plan: str) -> HttpResponse:
    """Prepare a call."""
    found = plan_or_404(government, plan)
    form = CommentForm(sent(request), plan=found, row=None, editions=_editions(found))
    if made := saved(request, form):
        messages.success(request, f"「{made.title}」を準備しました。まだ公表していません。")
        return redirect(comment_address("comment", made))
    context = {"government": government, "plan": found, "form": form, "here": request.get_full_path()}
    return render(request, "deliberation/comments/comment_add.html", context, status=form.status)


@office(*PLANNERS)
def comment(request: HttpRequest, government: Government, plan: str, comment: int) -> HttpResponse:
    """A call: what it says, how it stands, what comes next."""
    found = comment_at(government, plan, comment)
    context = comment_context(
        request,
        government,
        found,
        obstacles=[] if found.announced_at else obstacles(found),
        purges=PurgeRecord.objects.filter(comment=found).select_related("by"),
        is_due=bool(due_among([found], timezone.localdate())) and found.purged_at is None,
    )
    return render(request, "deliberation/comments/comment.html", context)


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def comment_edit(request: HttpRequest, government: Government, plan: str, comment: int) -> HttpResponse:
    """Change a call; once announced, only what people do not rely on."""
    found = comment_at(government, plan, comment)
    form = CommentForm(sent(request), plan=found.plan, row=found, editions=_editions(found.plan))
    if kept := saved(request, form):
        messages.success(request, f"「{kept.title}」を保存しました。")
        return redirect(comment_address("comment", kept))
    context = comment_context(request, government, found, form=form, here=request.get_full_path())
    return render(request, "deliberation/comments/comment_edit.html", context, status=form.status)


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def comment_announce(request: HttpRequest, government: Government, plan: str, comment: int) -> HttpResponse:
    """Announce a call, after a look at what readers will see."""
    found = comment_at(government, plan, comment)
    if found.announced_at is not None and request.method != "POST":
        return redirect(comment_address("comment", found))
    form = AnnounceForm(sent(request), comment=found)
    if kept := saved(request, form):
        messages.success(
            request, "意見募集を公表しました。始まりの日から、ウェブの画面で意見を受け付けます。"
        )
        return redirect(comment_address("comment", kept))
    context = comment_context(request, government, found, form=form, obstacles=obstacles(found))
    return render(request, "deliberation/comments/comment_announce.html", context, status=status_of(form))


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def comment_purge(request: HttpRequest, government: Government, plan: str, comment: int) -> HttpResponse:
    """Delete the personal data of a call whose 保存年限 is over."""
    found = comment_at(government, plan, comment)
    form = PurgeForm(sent(request), comment=found)
    if record := saved(request, form):
        messages.success(request, f"{record.count}件の個人情報を廃棄し、記録を残しました。")
        return redirect(comment_address("comment", found))
    context = comment_context(
        request,
        government,
        found,
        form=form,
        people=Submitter.objects.filter(submission__comment=found).count(),
        is_due=bool(due_among([found], timezone.localdate())) and found.purged_at is None,
    )
    return render(request, "deliberation/comments/comment_purge.html", context, status=status_of(form))


def _editions(plan: Plan) -> list[Edition]:
    return list(plan.editions.without_content().order_by("-number"))
