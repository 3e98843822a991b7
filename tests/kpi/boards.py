"""Years of review in the states in which tests of the board begin."""

import datetime
from typing import Any

from django.utils import timezone

from accounts.models import Department, Membership, User
from kpi.models import DepartmentReturn, ReviewYear
from kpi.review.returns import submit_return
from kpi.review.steps import change_step
from tests.kpi.rounds import Round

HEAD: dict[str, Any] = {"head_name": "課長　見本", "head_checked_on": datetime.date(2025, 6, 10)}
BEFORE_DUE, DUE, AFTER_DUE = datetime.date(2025, 6, 20), datetime.date(2025, 6, 30), datetime.date(2025, 7, 6)


def at_entry(round_: Round, fiscal_year: int = 2024) -> ReviewYear:
    """An open year whose departments are asked."""
    return change_step(actor=None, review=round_.open(fiscal_year), step="entry", seen=1)


def practised(review: ReviewYear, **changes: Any) -> ReviewYear:
    """The year with another practice."""
    review.practice = review.practice | changes
    review.save(update_fields=["practice"])
    return review


def as_published(review: ReviewYear) -> ReviewYear:
    """The year as if it had been published, with nothing in its report."""
    review.published_at, review.content, review.content_hash = timezone.now(), b"{}", "0" * 64
    review.save()
    return review


def answer_of(review: ReviewYear, department: Department) -> DepartmentReturn:
    return DepartmentReturn.objects.get(review=review, department=department)


def submitted(review: ReviewYear, department: Department, actor: User | None = None) -> DepartmentReturn:
    seen = answer_of(review, department).version
    return submit_return(actor=actor, review=review, department=department, seen=seen, **HEAD)


def of_department(person: User, department: Department) -> Membership:
    """The person works for this department."""
    Membership.objects.filter(user=person).update(department=department, role=Membership.Role.DEPARTMENT)
    return Membership.objects.select_related("government", "department").get(user=person)


def mailed(person: User, address: str) -> User:
    person.email = address
    person.save(update_fields=["email"])
    return person
