"""The record of a government as people read it: which events, of whom, about what."""

import datetime
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from accounts.audit import LABELS
from accounts.contractors import Contractors
from accounts.event_words import details_of
from accounts.models import AuditEvent, Government, User


@dataclass(frozen=True)
class Filter:
    """What is looked for; None and "" leave it open. Days are days of this country, both included."""

    person: User | None = None
    verb: str = ""
    since: datetime.date | None = None
    until: datetime.date | None = None
    words: str = ""

    def in_words(self) -> dict[str, str]:
        """The filter as it stands in the record of an export."""
        given = {
            "person": self.person,
            "verb": LABELS.get(self.verb),
            "since": self.since,
            "until": self.until,
            "words": self.words,
        }
        return {name: str(value) for name, value in given.items() if value}


@dataclass(frozen=True)
class Row:
    """One event in words."""

    at: datetime.datetime
    actor: str
    is_contractor: bool
    act: str
    subject: str
    details: tuple[tuple[str, str], ...]

    @property
    def detail(self) -> str:
        """All details in one line."""
        return "、".join(f"{name}：{value}" for name, value in self.details)


def events_of(government: Government, wanted: Filter) -> QuerySet[AuditEvent]:
    """Events of this government and no other, newest first."""
    found = AuditEvent.objects.filter(government=government).select_related("actor").order_by("-id")
    if wanted.person is not None:
        found = found.filter(actor=wanted.person)
    if wanted.verb:
        found = found.filter(verb=wanted.verb)
    if wanted.since is not None:
        found = found.filter(at__gte=_midnight(wanted.since))
    if wanted.until is not None:
        found = found.filter(at__lt=_midnight(wanted.until + datetime.timedelta(days=1)))
    if wanted.words:
        found = found.annotate(written=Cast("detail", TextField()))
    for word in wanted.words.split():
        found = found.filter(_says(word))
    return found


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def _says(word: str) -> Q:
    """A word in the name of the subject, the actor or the act, or in the details.

    PostgreSQL keeps the letters of a JSON text; SQLite keeps the text as it was written, with \\u escapes.
    """
    escaped = json.dumps(word)[1:-1]
    acts = [name for name, label in LABELS.items() if word in label]
    return (
        Q(subject_name__icontains=word)
        | Q(actor__name__icontains=word)
        | Q(verb__in=acts)
        | Q(written__icontains=word)
        | Q(written__icontains=escaped)
    )


def kinds() -> dict[str, str]:
    """{name of a model as it stands in the record: its Japanese name}."""
    return {model._meta.model_name: str(model._meta.verbose_name) for model in apps.get_models()}


def rows_of(events: Iterable[AuditEvent], government: Government) -> list[Row]:
    """Events in words; the contracts of the government are read in one query, whatever the number of events."""
    contractors, names = Contractors(government), kinds()
    return [
        Row(
            at=event.at,
            actor=event.actor.name if event.actor else "（自動）",
            is_contractor=contractors.had(event.actor_id, event.at),
            act=LABELS.get(event.verb, event.verb),
            subject=_subject(event, names),
            details=details_of(event.detail),
        )
        for event in events
    ]


def _subject(event: AuditEvent, names: Mapping[str, str]) -> str:
    model, _, number = event.subject.partition(":")
    kind = names.get(model, model)
    return f"{kind}「{event.subject_name}」" if event.subject_name else f"{kind}（番号{number}）"
