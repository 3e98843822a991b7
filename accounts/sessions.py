"""Ending sessions: one's own on other devices, and all of a person's when the role changes."""

from collections.abc import Sequence

from allauth.usersessions.models import UserSession
from django.db.models import F

from accounts.audit import record, verb
from accounts.models import User


@verb("session.end", "端末のサインアウト")
def end_sessions(*, actor: User, sessions: Sequence[UserSession]) -> int:
    """End sessions of one's own on other devices; returns how many."""
    for session in sessions:
        session.end()
    record("session.end", actor=actor, government=None, subject=actor, count=len(sessions))
    return len(sessions)


def sign_out_everywhere(person: User) -> None:
    """End every session of a person, known or not: part of the verb that takes a right away."""
    User.objects.filter(pk=person.pk).update(session_epoch=F("session_epoch") + 1)
