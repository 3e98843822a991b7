"""Who is in charge of which indicators: the open duties of each person, and who may take them over."""

import datetime
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from accounts.models import Government, Membership, User
from accounts.rules import WRITERS
from kpi.models import Indicator


@dataclass(frozen=True)
class Duties:
    """What one person is to see to. ``membership`` is None for somebody who has left: then it is to be handed over."""

    person: User
    membership: Membership | None
    in_charge: tuple[Indicator, ...]
    as_deputy: tuple[Indicator, ...]

    @property
    def has_left(self) -> bool:
        return self.membership is None


def members_of(government: Government, day: datetime.date) -> list[Membership]:
    """Who may enter figures on this day or later, each person once, by department and name. One query."""
    rows = Membership.objects.open_on(day).filter(
        government=government, role__in=WRITERS, user__is_active=True
    )
    rows = rows.select_related("user", "department").order_by("first_day", "pk")
    return sorted({row.user_id: row for row in rows}.values(), key=_place)


def _place(membership: Membership) -> tuple[bool, str, str, str, int]:
    """By department, then by name; who has none comes last. Databases order empty ones differently."""
    department = membership.department
    where = (department.division, department.name) if department else ("", "")
    return department is None, *where, membership.user.name, membership.user_id


def member_word(membership: Membership) -> str:
    """馬場（こども政策課）, 青木（企画担当）: people of one name are told apart by where they sit."""
    where = membership.department.name if membership.department else membership.get_role_display()
    return f"{membership.user.name}（{where}）"


def people_of(government: Government, day: datetime.date, others: Collection[int] = ()) -> QuerySet[User]:
    """Who may be put in charge on this day, by name, and ``others`` (ids), who were."""
    own = Membership.objects.open_on(day).filter(
        government=government, role__in=WRITERS, user__is_active=True
    )
    return User.objects.filter(Q(pk__in=own.values("user")) | Q(pk__in=others)).order_by("name", "pk")


def duties_of(government: Government, day: datetime.date) -> list[Duties]:
    """Everybody who is in charge of an indicator or deputy for one; those who have left come first. Two queries."""
    charges: dict[User, list[Indicator]] = defaultdict(list)
    deputies: dict[User, list[Indicator]] = defaultdict(list)
    rows = government.indicators.filter(Q(person__isnull=False) | Q(deputy_person__isnull=False))
    for indicator in rows.select_related("person", "deputy_person", "department").order_by("name", "pk"):
        if indicator.person is not None:
            charges[indicator.person].append(indicator)
        if indicator.deputy_person is not None:
            deputies[indicator.deputy_person].append(indicator)
    members = {row.user_id: row for row in members_of(government, day)}
    found = [
        Duties(
            person, members.get(person.pk), tuple(charges.get(person, ())), tuple(deputies.get(person, ()))
        )
        for person in {*charges, *deputies}
    ]
    return sorted(found, key=lambda one: (not one.has_left, one.person.name, one.person.pk))


def unassigned_of(government: Government) -> int:
    """How many indicators nobody is in charge of. One query."""
    return government.indicators.filter(person=None).count()
