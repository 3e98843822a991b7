"""Whom a department asks about its workbook: the government's planners."""

import datetime

from accounts.models import Government, Membership

MOST = 4


def contacts_of(government: Government, today: datetime.date) -> tuple[str, ...]:
    """The planners as 「経営計画課　青木　aoki@example.jp」, the first of them by name. One query."""
    planners = Membership.objects.on(today).filter(
        government=government, role=Membership.Role.PLANNER, contractor=False
    )
    rows = planners.select_related("user", "department").order_by("user__name", "pk")[:MOST]
    return tuple(
        "　".join(filter(None, (row.department and row.department.name, row.user.name, row.user.email)))
        for row in rows
    )
