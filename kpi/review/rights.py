"""Who may gather the returns of a division (部取りまとめ)."""

from django.core.exceptions import PermissionDenied

from accounts.models import Department, Membership
from accounts.rules import PLANNERS, Role
from kpi.models import ReviewYear
from kpi.review.practice import Practice
from kpi.review.years import is_entry


def may_gather(
    membership: Membership, review: ReviewYear, practice: Practice, department: Department
) -> bool:
    """Planners, and while the step of entry is at work whoever works for a department of the same division (部)."""
    if not practice.gathers or review.is_published or membership.government_id != review.plan.government_id:
        return False
    if membership.role in PLANNERS:
        return True
    own = membership.department
    is_same = own is not None and bool(own.division) and own.division == department.division
    return membership.role == Role.DEPARTMENT and is_same and is_entry(review)


def require_gatherer(
    membership: Membership, review: ReviewYear, practice: Practice, department: Department
) -> None:
    """PermissionDenied (403) for somebody who may not gather."""
    if not may_gather(membership, review, practice, department):
        raise PermissionDenied(
            "部の取りまとめができるのは、企画担当と、入力の期間中の同じ部の人だけです。"
            "取りまとめの要らない進め方の年度では、要りません。"
        )
