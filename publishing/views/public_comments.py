"""Citizens' pages of a call for comments: read, write, confirm, send, the result. No sign-in, no cookie, no script.

The forms are exempt from Django's CSRF check: it needs a cookie, which these pages do not set. It protects what a browser
does on behalf of somebody signed in, and here nobody is: session and user are not read, and whoever posts says only what
any stranger may say. A signed stamp in the form ties what is sent to a form that we gave out
(docs/decisions/0020-comments-without-cookies.md).
"""

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from accounts.audit import Refused
from accounts.rules import Access, public
from config import VERSION
from deliberation import limits
from deliberation.comment_files import KINDS, content_of, require_kind, response_of, rest_of
from deliberation.comment_outcome import result_of
from deliberation.comment_reading import Stage, stage_of
from deliberation.forms.submissions import CitizenForm
from deliberation.models import PublicComment
from deliberation.submissions import TooLate, TooMany
from publishing import files
from publishing.comments.prints import printed_or_none
from publishing.comments.reading import (
    call_context,
    call_or_404,
    calls_of,
    changes_of,
    etag,
    is_readable,
    listed_calls,
    rows_of,
)

NOT_READABLE = "意見を募集する案が、いまは公表されていないため、受け付けていません。募集のページの問い合わせ先にお尋ねください。"
RECEIPT = "publishing.comment-receipt"
TOO_BIG = (
    "送られた文が大きすぎます。意見は一つ4,000字、一度に20件までです。前の画面に戻り、分けて送ってください。"
)


def typed(view: Callable) -> Callable:
    """Public like ``accounts.rules.public``, but what somebody typed is kept by no cache, nor a form with its stamp."""
    shown = csrf_exempt(never_cache(login_not_required(view)))
    shown.access = Access("public")
    return shown


@public
def public_comments(request: HttpRequest, government: str, plan: str) -> HttpResponse:
    """The calls of a plan, with those that are over."""
    comments = calls_of(government, plan)
    context = {"calls": listed_calls(comments), "comment": comments[0], "plan": comments[0].plan}
    context |= {"government": comments[0].plan.government}
    return render(request, "publishing/comments/list.html", context)


@public
def public_comment(request: HttpRequest, government: str, plan: str, comment: int) -> HttpResponse:
    """A call: what is asked, until when, and what to read; afterwards that it is over, then that the result is there."""
    found = call_or_404(government, plan, comment)
    return render(request, "publishing/comments/call.html", call_context(request, found))


@typed
@require_http_methods(["GET", "HEAD", "POST"])
def public_comment_write(request: HttpRequest, government: str, plan: str, comment: int) -> HttpResponse:
    """The form. POST shows what was written to be confirmed, or the form again with one more opinion or what is wrong."""
    found = call_or_404(government, plan, comment)
    if too_big(request):
        return _too_big(request, found)
    form = CitizenForm(
        request.POST if request.method == "POST" else None, comment=found, about=_about(request)
    )
    if stage_of(found, request.arrived_at) is not Stage.OPEN:
        return _over(request, found, form)
    if not form.is_bound or form.is_changed:
        return _form_page(request, found, form)
    return _confirm_page(request, found, form) if form.is_valid() else _form_page(request, found, form, 422)


@typed
@require_POST
def public_comment_send(request: HttpRequest, government: str, plan: str, comment: int) -> HttpResponse:
    """Take what was confirmed. Whether it is in time is judged by when the request arrived."""
    found = call_or_404(government, plan, comment)
    if too_big(request):
        return _too_big(request, found)
    form = CitizenForm(request.POST, comment=found)
    if not form.is_valid() or (stamp := form.require_sound(request.arrived_at)) is None:
        quick = form.is_bound and [*form.errors] == ["__all__"] and limits.TOO_FAST in form.non_field_errors()
        return (_confirm_page if quick else _form_page)(request, found, form, 422)
    network = limits.network_of(get_adapter().get_client_ip(request) or "")
    try:
        if limits.is_full(network, request.arrived_at):  # before any lock is taken
            raise TooMany
        made = form.save(stamp=stamp, received_at=request.arrived_at, network=network)
    except TooLate:
        return _over(request, found, form)
    except TooMany as refusal:
        form.add_error(None, refusal.sentence)
        return _confirm_page(request, found, form, 429)
    except Refused as refusal:
        form.refuse(refusal)
        return _form_page(request, found, form, 422)
    token = signing.dumps({"c": found.pk, "n": made.number}, salt=RECEIPT)
    return redirect(_address("public_comment_received", found, token))


@typed
@require_http_methods(["GET", "HEAD"])
def public_comment_received(
    request: HttpRequest, government: str, plan: str, comment: int, token: str
) -> HttpResponse:
    """The receipt number, for whoever was sent here after sending."""
    found = call_or_404(government, plan, comment)
    try:
        told = signing.loads(token, salt=RECEIPT)
    except signing.BadSignature:
        told = {}
    if told.get("c") != found.pk:
        raise Http404("この受付番号のページは見つかりません。")
    context = call_context(request, found, number=told["n"])
    return render(request, "publishing/comments/received.html", context)


@public
def public_comment_result(request: HttpRequest, government: str, plan: str, comment: int) -> HttpResponse:
    """The result as it was published, with links to what was changed since; Http404 until then."""
    found = _published(government, plan, comment)
    changes = changes_of(found)
    tag = etag(found, sorted((key, str(one)) for key, one in changes.items()), printed_or_none(found) is None)
    response = get_conditional_response(request, etag=tag)
    if response is None:
        result = result_of(found)
        context = call_context(request, found, result=result, facts=rest_of(result), file_kinds=KINDS)
        context |= {"rows": rows_of(result, changes), "has_pdf": printed_or_none(found) is not None}
        response = render(request, "publishing/comments/result.html", context)
        response["ETag"] = tag
    return response


@public
def public_comment_file(
    request: HttpRequest, government: str, plan: str, comment: int, ending: str
) -> HttpResponse:
    """The result as PDF, Word, Excel, CSV or JSON. The PDF is the one that was made; until then 503 with a sentence."""
    require_kind(ending)
    found = _published(government, plan, comment)
    tag = f'"{found.result_hash[:32]}-{ending}"'
    response = get_conditional_response(request, etag=tag)
    if response is None:
        content = printed_or_none(found) if ending == "pdf" else _made(found, ending)
        if content is None:
            response = HttpResponse(
                files.NOT_PRINTED_YET, status=503, content_type="text/plain; charset=utf-8"
            )
            response["Retry-After"] = "60"
            return response
        response = response_of(content, found, ending)
        response["ETag"] = tag
    return response


def too_big(request: HttpRequest) -> bool:
    """Whether a form is larger than twenty full opinions; told from its head, before anything of it is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return request.method == "POST" and (not length.isdecimal() or int(length) > limits.LONGEST_BODY)


def _published(government: str, plan: str, comment: int) -> PublicComment:
    found = call_or_404(government, plan, comment)
    if found.result_published_at is None:
        raise Http404("この意見募集の結果は、まだ公表されていません。")
    return found


def _made(comment: PublicComment, ending: str) -> bytes:
    key, kept = f"comment-{VERSION}-{comment.result_hash}-{ending}", caches["files"]
    content = kept.get(key)
    if content is None:
        content = content_of(result_of(comment), ending, created=comment.result_published_at)
        kept.set(key, content)
    return content


def _about(request: HttpRequest) -> str:
    """The item that a link beside it names (``?about=``)."""
    return request.GET.get("about", "")[:36] if request.method != "POST" else ""


def _address(name: str, comment: PublicComment, *more: Any) -> str:
    plan = comment.plan
    return reverse(name, args=[plan.government.slug, plan.slug, comment.number, *more])


def _stamp_of(request: HttpRequest, comment: PublicComment) -> str:
    """The stamp that the form carries, so that it stays the same form; a new one where it has none that is ours."""
    given = request.POST.get("stamp", "")
    try:
        limits.read_stamp(given, comment.pk)
    except limits.BadStamp:
        return limits.stamp(comment.pk, request.arrived_at)
    return given


def _form_page(
    request: HttpRequest, comment: PublicComment, form: CitizenForm, status: int = 200
) -> HttpResponse:
    if not is_readable(comment):  # the headings of the draft stand in the form
        return _over(request, comment, form)
    if form.is_bound and form.is_changed:
        form.errors.clear()
    context = call_context(request, comment, form=form, stamp=_stamp_of(request, comment))
    return render(request, "publishing/comments/write.html", context, status=status)


def _confirm_page(
    request: HttpRequest, comment: PublicComment, form: CitizenForm, status: int = 200
) -> HttpResponse:
    if not is_readable(comment):
        return _over(request, comment, form)
    kept = [(name, value) for name, value in form.kept if name != "stamp"]
    context = call_context(request, comment, form=form, kept=kept, stamp=_stamp_of(request, comment))
    return render(request, "publishing/comments/confirm.html", context, status=status)


def _over(request: HttpRequest, comment: PublicComment, form: CitizenForm) -> HttpResponse:
    """The call is over, or not open yet: nothing is taken; what was written is shown, so that it is not lost."""
    written = [(number, text.value()) for number, _, text in form.rows if form.is_bound and text.value()]
    context = call_context(request, comment, written=written)
    if not is_readable(comment):
        context["refusal"] = NOT_READABLE
    return render(request, "publishing/comments/over.html", context, status=422 if form.is_bound else 200)


def _too_big(request: HttpRequest, comment: PublicComment) -> HttpResponse:
    context = call_context(request, comment, refusal=TOO_BIG)
    return render(request, "publishing/comments/over.html", context, status=413)
