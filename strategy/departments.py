"""Departments as the administrator reads them: their days, what came of them, and what points at them."""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from accounts.models import Department, Government, Membership
from strategy.models import PlanItem


@dataclass(frozen=True)
class Listed:
    """A department with the number of items of working editions and of people that point at it."""

    department: Department
    items: int
    people: int


@dataclass(frozen=True)
class Moving:
    """What would move, or did: items of working editions, by edition, and people."""

    items: tuple[tuple[str, int], ...]
    people: int

    @property
    def item_count(self) -> int:
        return sum(count for _, count in self.items)


def listed(government: Government, day: datetime.date) -> tuple[list[Listed], list[Listed]]:
    """Departments that exist on this day or later, and those that have ended; four queries."""
    departments = list(government.departments.prefetch_related("successors"))
    own = Q(department__in=[row.pk for row in departments])
    items = Counter(dict(_working().filter(own).order_by().values_list("department").annotate(Count("pk"))))
    open_rows = Membership.objects.filter(own).open_on(day).order_by()
    people = Counter(dict(open_rows.values_list("department").annotate(Count("pk"))))
    rows = [Listed(row, items[row.pk], people[row.pk]) for row in departments]
    ended = [row for row in rows if row.department.last_day is not None and row.department.last_day < day]
    return [row for row in rows if row not in ended], ended


def _working():
    return PlanItem.objects.filter(edition__frozen_at=None)


def moving(departments: Sequence[Department], day: datetime.date) -> Moving:
    """What a reorganisation of these departments on this day moves; two queries."""
    rows = _working().filter(department__in=departments).order_by("edition_id")
    items = rows.values_list("edition__title", "edition__number").annotate(Count("pk"))
    people = Membership.objects.filter(department__in=departments).open_on(day).count()
    return Moving(tuple((f"{title}（第{number}版）", count) for title, number, count in items), people)
