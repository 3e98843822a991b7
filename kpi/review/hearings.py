"""Verbs on the materials of a review (評価の材料): what people outside, the assembly and residents said (GUI-60, GUI-68)."""

from typing import Any

from django.utils import timezone

from accounts.audit import Refused, verb
from accounts.models import User
from accounts.saving import names_of, put, require_known
from kpi.models import Hearing, ReviewYear
from kpi.review.holding import GONE, held, remember, require_past, require_seen

FIELDS = ("kind", "name", "held_on", "judgement", "summary", "has_outsiders")
_KNOWN = frozenset(FIELDS)


@verb("hearing.create", "評価の材料の追加")
def add_hearing(*, actor: User | None, review: ReviewYear, **fields: Any) -> Hearing:
    """Add a meeting or survey that looked at the year; ``fields`` are those of FIELDS."""
    require_known(fields, _KNOWN)
    year = held(review)
    made = Hearing(review=year)
    put(made, fields)
    _save(made)
    remember("hearing.create", actor, year, made, kind=made.get_kind_display(), name=made.name)
    return made


@verb("hearing.save", "評価の材料の変更")
def save_hearing(*, actor: User | None, hearing: Hearing, seen: int, **fields: Any) -> Hearing:
    """Save these fields if nobody saved since ``seen``; raises ``Overtaken`` otherwise."""
    require_known(fields, _KNOWN)
    current = _current(hearing)
    require_seen(current, seen)
    changed = put(current, fields)
    if not changed:
        return current
    current.version += 1
    _save(current)
    names = names_of(current, changed)
    remember("hearing.save", actor, current.review, current, name=current.name, fields=names)
    return current


@verb("hearing.delete", "評価の材料の削除")
def delete_hearing(*, actor: User | None, hearing: Hearing, seen: int) -> ReviewYear:
    """Delete a meeting or survey without opinions; raises ``Overtaken`` where somebody saved since ``seen``."""
    current = _current(hearing)
    require_seen(current, seen)
    if count := current.opinions.count():
        raise Refused(
            f"「{current.name}」には意見が{count}件あるので、削除できません。先に意見を削除するか、ほかの会議・調査に移してください。"
        )
    remember("hearing.delete", actor, current.review, current, name=current.name)
    current.delete()
    return current.review


def _current(hearing: Hearing) -> Hearing:
    """The row as it stands now, its year held."""
    year = held(hearing.review)
    current = Hearing.objects.filter(review=year, pk=hearing.pk).first()
    if current is None:
        raise Refused(GONE)
    current.review = year
    return current


def _save(hearing: Hearing) -> None:
    require_past(hearing.held_on, timezone.localdate(), "実施日")
    hearing.full_clean(exclude=["review"])
    hearing.save()
