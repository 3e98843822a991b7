"""Verbs on plans and editions while they are being written."""

from typing import Any

from accounts.audit import Refused, record, verb
from accounts.models import Government, User
from strategy.models import Edition, Plan
from strategy.rules import require_working


@verb("plan.create", "計画の登録")
def create_plan(
    *,
    actor: User | None,
    government: Government,
    slug: str,
    kind: str = Plan.Kind.STRATEGY,
    contained_in: Plan | None = None,
) -> Plan:
    """Register a plan. Raises ``ValidationError`` for a slug that is taken or badly formed."""
    if contained_in is not None and contained_in.government_id != government.pk:
        raise Refused("ほかの団体の計画に包含することはできません。")
    plan = Plan(government=government, slug=slug, kind=kind, contained_in=contained_in)
    plan.full_clean()
    plan.save()
    record("plan.create", actor=actor, government=government, subject=plan, slug=slug)
    return plan


def _require_readable(editions: tuple[Edition, ...], plan: Plan) -> None:
    if any(e.plan.government_id != plan.government_id and not e.is_public for e in editions):
        raise Refused("ほかの団体の計画は、公表された版だけを勘案した計画に選べます。")


@verb("edition.create", "版の作成")
def create_edition(
    *, actor: User | None, plan: Plan, rests_on: tuple[Edition, ...] = (), **fields: Any
) -> Edition:
    """Open an empty edition with the next number. Raises ``ValidationError``: one working one per plan."""
    _require_readable(rests_on, plan)
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    newest = plan.editions.order_by("-number").values_list("number", flat=True).first() or 0
    edition = Edition(plan=plan, number=newest + 1, **fields)
    edition.full_clean()
    edition.save()
    edition.rests_on.set(rests_on)
    record("edition.create", actor=actor, government=plan.government, subject=edition, number=edition.number)
    return edition


@verb("edition.save", "版の基本事項の変更")
def save_edition(
    *, actor: User, edition: Edition, rests_on: tuple[Edition, ...] | None = None, **fields: Any
) -> Edition:
    """Change title, period, stage … of a working edition."""
    current = require_working(edition)
    _require_readable(rests_on or (), current.plan)
    for name, value in fields.items():
        setattr(current, name, value)
    current.full_clean()
    current.save(update_fields=list(fields))
    if rests_on is not None:
        current.rests_on.set(rests_on)
    record(
        "edition.save",
        actor=actor,
        government=current.plan.government,
        subject=current,
        fields=sorted(fields),
    )
    return current
