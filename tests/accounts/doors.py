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


# {name: (status for a stranger, status for one who has signed in)}; a new page of the library fails.
DOOR = {
    "account_login": (200, 302),
    "account_request_login_code": (200, 302),
    "account_confirm_login_code": (302, 302),
    "account_logout": (302, 200),
    "account_inactive": (200, 200),
    "account_reauthenticate": (302, 200),
    "account_change_password": (302, 200),
    "account_set_password": (302, 302),
    "account_reset_password": (200, 200),
    "account_reset_password_done": (200, 200),
    "account_reset_password_from_key": (200, 200),
    "account_reset_password_from_key_done": (200, 200),
    "mfa_index": (302, 200),
    "mfa_authenticate": (302, 302),
    "mfa_reauthenticate": (302, 302),
    "mfa_activate_totp": (302, 302),
    "mfa_deactivate_totp": (302, 404),
    "mfa_view_recovery_codes": (302, 404),
    "mfa_generate_recovery_codes": (302, 302),
    "mfa_download_recovery_codes": (302, 404),
    "mfa_list_webauthn": (302, 200),
    "mfa_add_webauthn": (302, 302),
    "mfa_reauthenticate_webauthn": (302, 302),
    "mfa_remove_webauthn": (302, 302),
    "mfa_edit_webauthn": (302, 302),
    "mfa_login_webauthn": (302, 302),
    "usersessions_list": (302, 200),
    "session_end": (302, 405),
}
