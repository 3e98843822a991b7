"""Departments as the administrator reads them: their days, what came of them, and what points at them."""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Model, Q, QuerySet

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
    others: tuple[tuple[str, int], ...] = ()  # of rooms above: (指標, 2)

    @property
    def item_count(self) -> int:
        return sum(count for _, count in self.items)

    @property
    def is_nothing(self) -> bool:
        return not (self.items or self.people or self.others)


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
    """What a reorganisation of these departments on this day moves; two queries, and one for each other model."""
    rows = _working().filter(department__in=departments).order_by("edition_id")
    items = rows.values_list("edition__title", "edition__number").annotate(Count("pk"))
    people = Membership.objects.filter(department__in=departments).open_on(day).count()
    return Moving(
        tuple((f"{title}（第{number}版）", count) for title, number, count in items),
        people,
        tuple(
            (str(model._meta.verbose_name), count)
            for model in going_along()
            if (count := in_charge(model, departments).count())
        ),
    )


def going_along() -> list[type[Model]]:
    """Models of rooms above whose rows go with their department; they name the columns (``moves_with_departments``)."""
    related = [relation.related_model for relation in Department._meta.related_objects]
    return list(dict.fromkeys(model for model in related if hasattr(model, "moves_with_departments")))


def in_charge(model: type[Model], departments: Sequence[Department]) -> QuerySet:
    """The rows of such a model that one of these departments answers for."""
    mine = Q()
    for column in model.moves_with_departments:
        mine |= Q(**{f"{column}__in": departments})
    return model._default_manager.filter(mine)
