"""Verbs about how people prove who they are; the proofs themselves are kept by django-allauth."""

from accounts.audit import record, verb
from accounts.models import User

# What django-allauth calls the changes it tells of, in the words of the record.
CHANGES = {
    "account/email/password_changed": "パスワードを変えた",
    "account/email/password_set": "パスワードを決めた",
    "account/email/password_reset": "パスワードを決め直した",
    "mfa/email/totp_activated": "認証アプリを登録した",
    "mfa/email/totp_deactivated": "認証アプリを外した",
    "mfa/email/webauthn_added": "パスキーを登録した",
    "mfa/email/webauthn_removed": "パスキーを外した",
    "mfa/email/recovery_codes_generated": "予備コードをつくった",
}


@verb("person.credentials", "サインインの設定の変更")
def note_credentials(*, actor: User, change: str) -> User:
    """Record that a person changed how to sign in; ``change`` is a key of CHANGES."""
    record(
        "person.credentials", actor=actor, government=None, subject=actor, change=CHANGES.get(change, change)
    )
    return actor
