"""Verbs on bodies (会議体): their names, and the rules by which they decide."""

from typing import Any

from accounts.audit import Refused, verb
from accounts.models import Government, User
from accounts.saving import names_of, put, require_known
from deliberation.bylaws import DEFAULT, Bylaws, to_data
from deliberation.holding import held_body, remember, require_seen
from deliberation.models import Body, Meeting
from kpi.saving import save_by

FIELDS = "kind name short_name basis addressee contact first_day last_day".split()
_KNOWN = frozenset(FIELDS)
VOTING = "この会議体の表決の受付中は、決まりを変えられません。締切のあとで直してください。"


@verb("body.create", "会議体の追加")
def add_body(*, actor: User | None, government: Government, bylaws: Bylaws = DEFAULT, **fields: Any) -> Body:
    """Register a body; ``fields`` are those of FIELDS. Raises ``ValidationError`` for a name that is taken."""
    require_known(fields, _KNOWN)
    body = Body(government=government, bylaws=to_data(bylaws))
    put(body, fields)
    _check(body)
    save_by(body, actor)
    remember("body.create", actor, body, body_kind=body.get_kind_display())
    return body


@verb("body.save", "会議体の保存")
def save_body(*, actor: User | None, body: Body, seen: int, **fields: Any) -> Body:
    """Save these fields if nobody saved since ``seen``; raises ``Overtaken`` otherwise.

    The kind stays once a meeting was called: its words stand in papers that went out.
    """
    require_known(fields, _KNOWN)
    current = held_body(body)
    require_seen(current, seen)
    changed = put(current, fields)
    if not changed:
        return current
    if "kind" in changed and current.meetings.exclude(state=Meeting.State.PLANNED).exists():
        raise Refused("会議を招集した会議体の種類は変えられません。会議体を新しくつくってください。")
    _check(current)
    current.version += 1
    save_by(current, actor)
    remember("body.save", actor, current, fields=names_of(current, changed))
    return current


@verb("body.bylaws", "会議の決まりの保存")
def save_bylaws(*, actor: User | None, body: Body, seen: int, bylaws: Bylaws) -> Body:
    """Save the rules of a body if nobody saved since ``seen``; refused while a vote under the old rules is open."""
    current = held_body(body)
    require_seen(current, seen)
    data = to_data(bylaws)
    if current.bylaws == data:
        return current
    if current.meetings.filter(box__isnull=False, box__closed_at=None).exists():
        raise Refused(VOTING)
    before = current.bylaws
    current.bylaws = data
    current.version += 1
    save_by(current, actor)
    remember("body.bylaws", actor, current, rules=sorted(k for k in data if data[k] != before.get(k)))
    return current


def _check(body: Body) -> None:
    if body.first_day and body.last_day and body.last_day < body.first_day:
        raise Refused("廃止日が設置日より前です。")
