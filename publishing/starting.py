"""The beginning of a plan: its name, its first edition, its levels, at one stroke."""

from typing import Any

from accounts.audit import record, verb
from accounts.models import Government, User
from strategy.levels import create_levels
from strategy.models import Edition, Plan
from strategy.plans import create_edition, create_plan


@verb("plan.start", "計画の書き始め")
def start_plan(
    *,
    actor: User,
    government: Government,
    slug: str,
    preset: str,
    kind: str = Plan.Kind.STRATEGY,
    contained_in: Plan | None = None,
    **fields: Any,
) -> Edition:
    """Register a plan and open its first edition, with the levels of a preset and no items.

    ``fields`` are the edition's: title, period. Raises ``ValidationError`` for a slug that is taken or reserved.
    """
    plan = create_plan(actor=actor, government=government, slug=slug, kind=kind, contained_in=contained_in)
    mode = Edition.Mode.CONTAINED if contained_in else Edition.Mode.SINGLE
    edition = create_edition(actor=actor, plan=plan, mode=mode, **fields)
    create_levels(actor=actor, edition=edition, preset=preset)
    record("plan.start", actor=actor, government=government, subject=plan, edition=edition.pk, preset=preset)
    return edition
