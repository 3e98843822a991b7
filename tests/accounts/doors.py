"""The doors of sign-in, as tests walk through them."""

import re
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail

from accounts.models import AuditEvent
from tests.factories import PASSWORD

LOGIN, CODE, CONFIRM = "/accounts/login/", "/accounts/login/code/", "/accounts/login/code/confirm/"
SECOND_STEP = "/accounts/2fa/authenticate/"


def sign_in(client, name, password=PASSWORD, **extra):
    """Post the form of the password."""
    return client.post(LOGIN, {"login": name, "password": password}, **extra)


def signed_in(client) -> int | None:
    """Who the session says has signed in."""
    return int(client.session["_auth_user_id"]) if "_auth_user_id" in client.session else None


def mailed_code() -> str:
    """The code in the newest mail."""
    return re.search(r"\d{4}-\d{4}", mail.outbox[-1].body)[0]


def totp_now(secret: str) -> str:
    """What an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def sign_ins(person) -> int:
    """How often the record says that this person signed in."""
    return AuditEvent.objects.filter(verb="person.sign_in", actor=person, subject=f"user:{person.pk}").count()
