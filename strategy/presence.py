"""Noting who has an item open. Not an act on the plan: it writes no event, and a minute later it is forgotten."""

from django.utils import timezone

from accounts.models import Department, Membership, User
from strategy.models import PlanItem, Presence


def note_presence(*, user: User, item: PlanItem) -> list[str]:
    """Note that a person has this item open; the others who do, as 「馬場（こども事業課）」. Five queries at most."""
    now = timezone.now()
    Presence.objects.update_or_create(item=item, user=user, defaults={"seen_at": now})
    return names_of([row.user for row in Presence.objects.others(item=item, than=user, now=now)], item)


def names_of(users: list[User], item: PlanItem) -> list[str]:
    """People with their department in this item's government."""
    if not users:
        return []
    memberships = Membership.objects.on(timezone.localdate()).filter(
        government=item.edition.plan.government_id, user__in=users
    )
    where: dict[int, Department | None] = {
        row.user_id: row.department for row in memberships.select_related("department")
    }
    return [
        f"{user.name}（{department.name}）" if (department := where.get(user.pk)) else user.name
        for user in users
    ]
