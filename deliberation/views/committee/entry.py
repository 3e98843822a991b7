"""The members' door: a printed code is typed, or a link from a mail was opened; either lets in once.

The code of a link stands in the address, which servers write down and browsers tell on: so the link leads at once to an
address without it, and the code waits in a cookie that only this page reads. Mail scanners that open links use nothing up.
"""

from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from accounts.confinement import confine, place_of
from deliberation.forms.committee import EnterForm
from deliberation.models import EntryCode
from deliberation.rules import entrance

COOKIE, COOKIE_AGE = "entry", 15 * 60
BACKEND = settings.AUTHENTICATION_BACKENDS[0]
TOO_MANY = (
    "続けて何度も符号が入れられたため、しばらく受け付けません。"
    "15分ほど待ってから、もう一度ためすか、事務局に電話してください。"
)


@entrance
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("code")
def link(request: HttpRequest, code: str) -> HttpResponse:
    """The address in the mail: nothing is used up, the door is shown with one button."""
    response = redirect("committee_enter")
    response["Referrer-Policy"] = "no-referrer"
    response.set_signed_cookie(
        COOKIE,
        code,
        max_age=COOKIE_AGE,
        path=reverse("committee_enter"),
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return response


@entrance
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("code")
@sensitive_variables()
def enter(request: HttpRequest) -> HttpResponse:
    """Both ways in. Sent, the code is used up and its member signed in, for the place of the code only."""
    carried = request.get_signed_cookie(COOKIE, default="", max_age=COOKIE_AGE)
    wanted = request.POST.get("next", request.GET.get("next", ""))
    if request.method != "POST":
        return _door(request, EnterForm(), wanted, carried)
    if not ratelimit.consume(request, action="committee_enter", key="all"):
        return _door(request, EnterForm(), wanted, "", refusal=TOO_MANY, status=429)
    form = EnterForm(request.POST)
    if form.is_valid() and (code := form.attempt(now=timezone.now())):
        return _let_in(request, code, wanted)
    return _door(request, form, wanted, "", status=422)


def _let_in(request: HttpRequest, code: EntryCode, wanted: str) -> HttpResponse:
    """Sign the member in for the place of the code; whoever has signed in as the same person keeps that session."""
    place, person = _place(code), code.member.user
    if request.user != person:
        login(request, person, backend=BACKEND)
        confine(request.session, place)
    elif place_of(request.session):  # came in with a code for another meeting
        confine(request.session, place)
    is_inside = wanted.startswith(place) and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    response = redirect(wanted if is_inside else place)
    response.delete_cookie(COOKIE, path=reverse("committee_enter"), samesite="Lax")
    return response


def _place(code: EntryCode) -> str:
    government = code.member.body.government.slug
    if code.meeting_id is None:
        return reverse("committee_home", args=[government])
    return reverse("committee_meeting", args=[government, code.meeting_id])


def _door(
    request: HttpRequest, form: EnterForm, wanted: str, carried: str, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    """The page; the code of a link that did not let in is forgotten."""
    context = {"form": form, "wanted": wanted, "carried": carried, "refusal": refusal}
    response = render(request, "deliberation/committee/enter.html", context, status=status)
    if status != 200:
        response.delete_cookie(COOKIE, path=reverse("committee_enter"), samesite="Lax")
    return response
