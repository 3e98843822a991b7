"""決裁: the office's own approval of a step, with its day and document number."""

from typing import Any

from django.utils import timezone

from accounts.audit import Refused, record, verb
from accounts.models import User
from accounts.saving import names_of, put, require_known
from deliberation.models import Sanction
from deliberation.procedures.latest import latest, require_seen, settle
from deliberation.procedures.rules import OF_WHAT
from strategy.models import Plan

FIELDS = ("title", "on", "document_number", "sanctioned_by", "note", *OF_WHAT)


@verb("sanction.add", "決裁の記録")
def add_sanction(*, actor: User | None, plan: Plan, **fields: Any) -> Sanction:
    """Record a 決裁; ``fields`` are those of FIELDS, of OF_WHAT at most one."""
    require_known(fields, frozenset(FIELDS))
    made = Sanction(plan=plan, by=actor, at=timezone.now())
    put(made, fields)
    _check(made)
    made.save()
    record("sanction.add", actor=actor, government=plan.government, subject=made, title=made.title)
    return made


@verb("sanction.save", "決裁の記録の変更")
def save_sanction(*, actor: User | None, sanction: Sanction, seen: int, **fields: Any) -> Sanction:
    """Save these fields if nobody saved since ``seen``; raises ``Overtaken`` otherwise."""
    require_known(fields, frozenset(FIELDS))
    current = latest(sanction, "plan__government")
    require_seen(current, seen)
    changed = settle(current, fields)
    if not changed:
        return current
    _check(current)
    current.save()
    names = names_of(current, changed)
    record("sanction.save", actor=actor, government=current.plan.government, subject=current, fields=names)
    return current


@verb("sanction.remove", "決裁の記録の削除")
def remove_sanction(*, actor: User | None, sanction: Sanction, seen: int) -> Plan:
    """Delete a 決裁 that was recorded by mistake; the record of the act stays."""
    current = latest(sanction, "plan__government")
    require_seen(current, seen)
    record(
        "sanction.remove",
        actor=actor,
        government=current.plan.government,
        subject=current,
        title=current.title,
        document_number=current.document_number,
    )
    current.delete()
    return current.plan


def _check(sanction: Sanction) -> None:
    named = [name for name in OF_WHAT if getattr(sanction, f"{name}_id") is not None]
    if len(named) > 1:
        raise Refused("決裁の対象は、一つだけ選んでください。")
    for name in named:
        if getattr(sanction, name).plan_id != sanction.plan_id:
            raise Refused({name: "決裁の対象は、この計画のものから選んでください。"})
    sanction.full_clean()
