"""諮問 and 答申: written, printed, and what became of the 附帯意見."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Government
from accounts.rules import PLANNERS, STAFF, Role, office
from deliberation.bylaws import WORDS
from deliberation.forms.inquiries import AdviceForm, InquiryForm, RiderForm
from deliberation.models import Advice, Inquiry
from deliberation.procedures.inquiries import remove_advice, remove_inquiry
from deliberation.procedures.letters import advice_document, inquiry_document, riders_of
from deliberation.procedures.rules import advice_at, inquiry_at
from deliberation.views.document_files import document_file
from deliberation.views.procedures import address, procedure_context, removed, saved
from strategy.rules import plan_or_404
from strategy.views.answers import sent

READERS = tuple(role for role in STAFF if role != Role.DEPARTMENT)
asking = require_http_methods(["GET", "HEAD", "POST"])


@office(*READERS)
def inquiries(request: HttpRequest, government: Government, plan: str) -> HttpResponse:
    """The inquiries of a plan, the newest first, each with its answer."""
    found = plan_or_404(government, plan)
    rows = Inquiry.objects.filter(plan=found).select_related("body", "edition", "advice__edition")
    rows = rows.defer("edition__content", "advice__edition__content").order_by("-id")
    context = procedure_context(request, found, inquiries=[(row, WORDS[row.body.kind]) for row in rows])
    return render(request, "deliberation/procedure/inquiries.html", context)


@office(*PLANNERS)
@asking
def inquiry_add(request: HttpRequest, government: Government, plan: str) -> HttpResponse:
    """Write an inquiry."""
    found = plan_or_404(government, plan)
    form = InquiryForm(sent(request), plan=found, row=None)
    if made := saved(request, form):
        messages.success(request, f"「{made.title}」を保存しました。")
        return redirect(address("inquiry", found, made.pk))
    context = procedure_context(request, found, form=form)
    return render(request, "deliberation/procedure/inquiry_add.html", context, status=form.status)


@office(*READERS)
@asking
def inquiry(request: HttpRequest, government: Government, plan: str, inquiry: int) -> HttpResponse:
    """An inquiry as a letter, and its fields for planners."""
    found = inquiry_at(government, plan, inquiry)
    form = InquiryForm(sent(request), plan=found.plan, row=found) if _is_planner(request) else None
    if form and saved(request, form):
        messages.success(request, "保存しました。")
        return redirect(address("inquiry", found.plan, found.pk))
    return _show(
        request, "deliberation/procedure/inquiry.html", found, form, document=inquiry_document(found)
    )


@office(*PLANNERS)
@asking
def inquiry_remove(request: HttpRequest, government: Government, plan: str, inquiry: int) -> HttpResponse:
    """Delete an inquiry without answer."""
    found = inquiry_at(government, plan, inquiry)
    back, after = address("inquiry", found.plan, found.pk), address("inquiries", found.plan)
    word = WORDS[found.body.kind].asked
    return removed(
        request, found.plan, found, remove_inquiry, named="inquiry", word=word, back=back, after=after
    )


@office(*READERS)
@require_GET
def inquiry_file(
    request: HttpRequest, government: Government, plan: str, inquiry: int, ending: str
) -> HttpResponse:
    """The 諮問書 as PDF or Word."""
    found = inquiry_at(government, plan, inquiry)
    return document_file(inquiry_document(found), ending, f"{found.title}_{WORDS[found.body.kind].asked}書")


@office(*PLANNERS)
@asking
def advice_add(request: HttpRequest, government: Government, plan: str, inquiry: int) -> HttpResponse:
    """Record the answer to an inquiry."""
    found = inquiry_at(government, plan, inquiry)
    if hasattr(found, "advice") and request.method != "POST":
        return redirect(address("advice", found.plan, found.pk))
    form = AdviceForm(sent(request), inquiry=found, row=None)
    if saved(request, form):
        messages.success(request, "記録しました。附帯意見があれば、続けて足してください。")
        return redirect(address("advice", found.plan, found.pk))
    return _show(request, "deliberation/procedure/advice_add.html", found, form)


@office(*READERS)
@asking
def advice(request: HttpRequest, government: Government, plan: str, inquiry: int) -> HttpResponse:
    """An answer as a letter with its 附帯意見, and its fields for planners."""
    found = advice_at(government, plan, inquiry)
    form = AdviceForm(sent(request), inquiry=found.inquiry, row=found) if _is_planner(request) else None
    if form and saved(request, form):
        messages.success(request, "保存しました。")
        return redirect(address("advice", found.inquiry.plan, found.inquiry_id))
    return _advice(request, found, form)


@office(*PLANNERS)
@require_POST
def advice_rider(request: HttpRequest, government: Government, plan: str, inquiry: int) -> HttpResponse:
    """Add a 附帯意見."""
    found = advice_at(government, plan, inquiry)
    rider = RiderForm(request.POST, advice=found)
    if saved(request, rider):
        messages.success(request, "附帯意見を足しました。回答は「意見」の画面で書きます。")
        return redirect(f"{address('advice', found.inquiry.plan, found.inquiry_id)}#riders")
    return _advice(request, found, AdviceForm(inquiry=found.inquiry, row=found), rider)


@office(*PLANNERS)
@asking
def advice_remove(request: HttpRequest, government: Government, plan: str, inquiry: int) -> HttpResponse:
    """Delete an answer that was recorded by mistake."""
    found = advice_at(government, plan, inquiry)
    of = found.inquiry
    back, after = (
        address("advice", of.plan, of.pk),
        address("inquiry", of.plan, of.pk),
    )
    word = WORDS[of.body.kind].answered
    return removed(
        request,
        of.plan,
        found,
        remove_advice,
        named="advice",
        word=word,
        back=back,
        after=after,
    )


@office(*READERS)
@require_GET
def advice_file(
    request: HttpRequest, government: Government, plan: str, inquiry: int, ending: str
) -> HttpResponse:
    """The 答申書 as PDF or Word."""
    found = advice_at(government, plan, inquiry)
    name = f"{found.inquiry.title}_{WORDS[found.inquiry.body.kind].answered}書"
    return document_file(advice_document(found, riders_of(found)), ending, name)


def _is_planner(request: HttpRequest) -> bool:
    """Whether this person writes; PermissionDenied for a reader who sent something."""
    is_planner = request.membership.role in PLANNERS
    if request.method == "POST" and not is_planner:
        raise PermissionDenied("諮問と答申を書けるのは企画担当だけです。")
    return is_planner


def _advice(
    request: HttpRequest, found: Advice, form: AdviceForm | None, rider: RiderForm | None = None
) -> HttpResponse:
    riders = riders_of(found)
    extra: dict[str, Any] = {
        "advice": found,
        "riders": riders,
        "document": advice_document(found, riders),
    }
    if form is not None:
        extra["rider"] = rider or RiderForm(advice=found)
    return _show(
        request, "deliberation/procedure/advice.html", found.inquiry, form, is_bad=bool(rider), **extra
    )


def _show(
    request: HttpRequest, template: str, found: Inquiry, form: Any, *, is_bad: bool = False, **extra: Any
) -> HttpResponse:
    words = WORDS[found.body.kind]
    context = procedure_context(request, found.plan, inquiry=found, words=words, form=form, **extra)
    status = 422 if is_bad else form.status if form else 200
    return render(request, template, context, status=status)
