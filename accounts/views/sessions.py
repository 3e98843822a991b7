"""Ending one of one's own sessions; the list itself is the library's page in our layout."""

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from accounts.rules import signed_in
from accounts.sessions import end_sessions


@signed_in
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign out another device of the same person."""
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    if session.is_current():
        messages.error(request, "この端末は、上の「サインアウト」で終えてください。")
    else:
        end_sessions(actor=request.user, sessions=[session])
        messages.success(request, "その端末をサインアウトさせました。")
    return redirect("usersessions_list")
