"""Saving rows that have a history: who did it. Part of the verbs."""

from django.db.models import Model

from accounts.models import User


def save_by(row: Model, actor: User | None) -> None:
    """Check and save a row, with the person's name in its history."""
    row.full_clean()
    row._history_user = actor  # type: ignore[attr-defined]
    row.save()


def delete_by(row: Model, actor: User | None) -> None:
    """Delete a row, with the person's name in its history."""
    row._history_user = actor  # type: ignore[attr-defined]
    row.delete()
