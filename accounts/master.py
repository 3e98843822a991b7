"""Verbs of the operators' pages: master data is changed by hand or by file, and each act leaves one event."""

from collections.abc import Mapping

from allauth.account.models import EmailAddress
from django.db import models

from accounts.audit import record, verb
from accounts.models import AuditEvent, Government, User


def government_of(row: models.Model) -> Government | None:
    """The government a row belongs to, by its model's ``government_path``; None when it has none."""
    path = getattr(row, "government_path", None)
    if path is None:
        return None
    for name in filter(None, path.split("__")):
        row = getattr(row, name)
    return row


@verb("admin.save", "運用管理での変更")
def save_row(*, actor: User, row: models.Model, changes: Mapping[str, str]) -> models.Model:
    """Save a row that a form has validated; ``changes`` are the new values by field, as words for the record."""
    is_new = row._state.adding
    row._history_user = actor
    row.save()
    record(
        "admin.save",
        actor=actor,
        government=government_of(row),
        subject=row,
        new=is_new,
        changes=dict(changes),
    )
    return row


@verb("admin.delete", "運用管理での削除")
def delete_row(*, actor: User, row: models.Model, called: str = "") -> None:
    """Delete a row that nothing points at; what it was called stays in the record."""
    government = government_of(row)
    record(
        "admin.delete",
        actor=actor,
        government=None if government == row else government,
        subject=row,
        called=called or str(row),
    )
    row._history_user = actor
    row.delete()


@verb("person.change", "利用者の変更")
def change_person(*, actor: User, person: User, changes: Mapping[str, str]) -> User:
    """Save a person's particulars; a new mail address counts as verified, as in an invitation."""
    person.save()
    if "email" in changes:
        EmailAddress.objects.filter(user=person).delete()
        if person.email:
            EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    record("person.change", actor=actor, government=None, subject=person, changes=dict(changes))
    return person


@verb("person.password", "運用管理でのパスワードの変更")
def note_password(*, actor: User, person: User) -> User:
    """Record that an operator gave a person another password, or took it away."""
    record("person.password", actor=actor, government=None, subject=person)
    return person


@verb("master.import", "台帳の取込み")
def note_import(
    *, actor: User, model: type[models.Model], file_name: str, counts: Mapping[str, int]
) -> AuditEvent:
    """Record a file that was taken in; must run in the transaction that saves its rows."""
    return record(
        "master.import", actor=actor, government=None, subject=model(), file=file_name, counts=dict(counts)
    )


@verb("master.export", "台帳の書出し")
def note_export(*, actor: User, model: type[models.Model], kind: str, rows: int) -> AuditEvent:
    """Record that master data left as a file."""
    return record("master.export", actor=actor, government=None, subject=model(), kind=kind, rows=rows)
