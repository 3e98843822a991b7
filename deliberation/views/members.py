"""Members of a body: added, changed, their term ended; one who never did anything is removed."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.forms.deleting import DeleteForm
from accounts.models import Government
from accounts.rules import PLANNERS, office
from deliberation.forms.bodies import EndForm, MemberForm
from deliberation.members import remove_member, standing_in
from deliberation.models import Body, Member
from deliberation.rules import body_or_404
from deliberation.views.bodies import body_context, done
from strategy.fiscal import format_date
from strategy.views.answers import sent


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def member_add(request: HttpRequest, government: Government, body: int) -> HttpResponse:
    """Add a seat."""
    found = body_or_404(government, body)
    form = MemberForm(sent(request), body=found)
    if made := done(request, form):
        messages.success(request, f"{made}委員を加えました。")
        return redirect("body", government.slug, found.pk)
    context = body_context(request, found, form=form)
    return render(request, "deliberation/body/member.html", context, status=form.status)


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: HttpRequest, government: Government, body: int, member: int) -> HttpResponse:
    """Change a seat."""
    found = body_or_404(government, body)
    row = _member_of(found, member)
    form = MemberForm(sent(request), body=found, member=row)
    if done(request, form):
        messages.success(request, f"{form.cleaned_data['name']}委員を保存しました。")
        return redirect("body", government.slug, found.pk)
    context = body_context(request, found, form=form, member=row)
    return render(request, "deliberation/body/member.html", context, status=form.status)


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def member_end(request: HttpRequest, government: Government, body: int, member: int) -> HttpResponse:
    """End a member's term."""
    found = body_or_404(government, body)
    row = _member_of(found, member)
    form = EndForm(sent(request), member=row)
    if ended := done(request, form):
        messages.success(request, f"{ended}委員の任期を{format_date(ended.last_day)}までにしました。")
        return redirect("body", government.slug, found.pk)
    context = body_context(request, found, form=form, member=row)
    return render(request, "deliberation/body/member_end.html", context, status=form.status)


@office(*PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def member_remove(request: HttpRequest, government: Government, body: int, member: int) -> HttpResponse:
    """Ask whether a member entered by mistake is to be deleted, and delete; say what stands in the way."""
    found = body_or_404(government, body)
    row = _member_of(found, member)
    form = DeleteForm(sent(request), row=row, act=remove_member, named="member")
    if done(request, form):
        messages.success(request, f"{row}委員を削除しました。")
        return redirect("body", government.slug, found.pk)
    context = body_context(request, found, form=form, member=row, refusal=standing_in(row))
    return render(request, "deliberation/body/member_remove.html", context, status=form.status)


def _member_of(body: Body, pk: int) -> Member:
    found = Member.objects.filter(body=body, pk=pk).first()
    if found is None:
        raise Http404("この委員は見つかりません。")
    found.body = body
    return found
