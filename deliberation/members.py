"""Verbs on members (委員): seats on a body for a term. Their names stand in no event."""

import datetime
from typing import Any

from django.db.models import ForeignObjectRel

from accounts.audit import Refused, verb
from accounts.models import User
from accounts.saving import names_of, put, require_known
from deliberation.holding import GONE, held_body, next_position, remember, require_seen
from deliberation.models import Body, Member
from strategy.fiscal import format_date

FIELDS = (
    "name post office sector is_digital_expert is_young is_from_outside mail postal first_day last_day position"
).split()
_KNOWN = frozenset(FIELDS)
# What a member leaves behind that is not worth keeping: a way in that was never used.
_PASSING = "codes"


@verb("member.create", "委員の追加")
def add_member(*, actor: User | None, body: Body, **fields: Any) -> Member:
    """Add a seat; ``fields`` are those of FIELDS. Raises ``ValidationError`` for a second chair at the same time."""
    require_known(fields, _KNOWN)
    current = held_body(body)
    member = Member(body=current, position=next_position(current.members))
    put(member, fields)
    _check(member)
    member.save()
    remember("member.create", actor, current, member=member.pk, seat=member.get_office_display())
    return member


@verb("member.save", "委員の保存")
def save_member(*, actor: User | None, member: Member, seen: int, **fields: Any) -> Member:
    """Save these fields if nobody saved since ``seen``; raises ``Overtaken`` otherwise."""
    require_known(fields, _KNOWN)
    current = _current(member)
    require_seen(current, seen)
    changed = put(current, fields)
    if not changed:
        return current
    _check(current)
    current.version += 1
    current.save()
    remember("member.save", actor, current.body, member=current.pk, fields=names_of(current, changed))
    return current


@verb("member.end", "委員の任期の終わり")
def end_member(*, actor: User | None, member: Member, seen: int, last_day: datetime.date) -> Member:
    """Say the last day of a member's term; what the member did stays."""
    current = _current(member)
    require_seen(current, seen)
    if current.last_day is not None and current.last_day < last_day:
        raise Refused(
            f"任期は{format_date(current.last_day)}までです。延ばすときは、委員の画面で任期を直してください。"
        )
    current.last_day = last_day
    _check(current)
    current.version += 1
    current.save()
    remember("member.end", actor, current.body, member=current.pk, last_day=last_day.isoformat())
    return current


@verb("member.delete", "委員の削除")
def remove_member(*, actor: User | None, member: Member, seen: int) -> Body:
    """Delete a member who never did anything; refused with what there is otherwise."""
    current = _current(member)
    require_seen(current, seen)
    if refusal := standing_in(current):
        raise Refused(refusal)
    body = current.body
    current.codes.all().delete()
    remember("member.delete", actor, body, member=current.pk)
    current.delete()
    return body


def standing_in(member: Member) -> str:
    """Why a member cannot be deleted, with what to do instead; empty where nothing hangs on the seat."""
    found = [
        f"「{relation.related_model._meta.verbose_name}」{count}件" for relation, count in _hanging(member)
    ]
    if member.codes.filter(used_at__isnull=False).exists():
        found.append("画面に入った記録")
    if not found:
        return ""
    return (
        f"{member.name}委員には{'、'.join(found)}があるため、削除できません。"
        "「任期を終える」で、任期の終わりの日を入れてください。"
    )


def _hanging(member: Member) -> list[tuple[ForeignObjectRel, int]]:
    relations = [
        relation
        for relation in member._meta.related_objects
        if relation.get_accessor_name() != _PASSING and not relation.many_to_many
    ]
    counted = (
        (relation, relation.related_model.objects.filter(**{relation.field.name: member}).count())
        for relation in relations
    )
    return [(relation, count) for relation, count in counted if count]


def _current(member: Member) -> Member:
    """The row as it stands now, its body held."""
    body = held_body(member.body)
    current = Member.objects.filter(body=body, pk=member.pk).first()
    if current is None:
        raise Refused(GONE)
    current.body = body
    return current


def _check(member: Member) -> None:
    """One chair at a time; refused with the other's name."""
    member.full_clean()
    if member.office != Member.Office.CHAIR:
        return
    others = member.body.members.filter(office=Member.Office.CHAIR).exclude(pk=member.pk)
    if other := next((one for one in others if one.span.meets(member.span)), None):
        raise Refused(
            f"会長は一人だけです。{other.name}会長の任期と重なっています。先に{other.name}会長の役か任期を直してください。"
        )
