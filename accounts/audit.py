"""Verbs and their record: each change of state is one function with one transaction and one event."""

import functools
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, models, transaction

from accounts.guards import sentence_of
from accounts.models import AuditEvent, Government, User

VERBS: dict[str, Callable[..., Any]] = {}
LABELS: dict[str, str] = {}


# What SQLite and PostgreSQL say when somebody else's transaction held the rows longer than the time-outs allow.
WAITED_TOO_LONG = ("database is locked", "lock timeout", "deadlock detected")
BUSY = "ほかの人の保存と重なったため、保存していません。少し待ってから、もう一度行ってください。"


class Refused(ValidationError):
    """A rule forbids the change; the message is a sentence for the person who tried."""

    @property
    def sentence(self) -> str:
        return self.messages[0]


def verb(name: str, label: str):
    """Declare a verb: ``name`` as stored ("edition.freeze"), ``label`` as shown (版の凍結).

    The function runs in one transaction. What a guard of the database refuses comes out as ``Refused``
    with the guard's Japanese sentence, and so does a lock that was not to be had; nothing of the verb is kept then.
    """

    def declare(function):
        @functools.wraps(function)
        def run(**arguments):
            try:
                with transaction.atomic():
                    return function(**arguments)
            except IntegrityError as error:
                if sentence := sentence_of(error):
                    raise Refused(sentence) from error
                raise
            except OperationalError as error:
                if any(words in str(error) for words in WAITED_TOO_LONG):
                    raise Refused(BUSY) from error
                raise

        VERBS[name] = run
        LABELS[name] = label
        return run

    return declare


def record(
    name: str,
    /,  # so that a detail may be called name
    *,
    actor: User | None,
    government: Government | None,
    subject: models.Model,
    **detail: Any,
) -> AuditEvent:
    """Write the event of a declared verb, inside the verb's transaction. ``actor`` None means the clock."""
    if name not in LABELS:
        raise LookupError(f"undeclared verb {name}")
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an audit event belongs in the transaction of its verb")
    return AuditEvent.objects.create(
        actor=actor,
        government=government,
        verb=name,
        subject=f"{subject._meta.model_name}:{subject.pk}",
        subject_name=str(subject)[:200] if subject.pk else "",
        detail=detail,
    )
