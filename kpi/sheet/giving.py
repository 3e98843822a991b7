"""Verbs: a workbook leaves the house; which one, for whom, is written down."""

from accounts.audit import record, verb
from accounts.models import AuditEvent, Department, User
from kpi.models import ReviewYear
from strategy.models import Edition


@verb("workbook.give", "実績の表の書出し")
def note_workbook(
    *, actor: User, review: ReviewYear, department: Department | None, file: str, departments: int = 1
) -> AuditEvent:
    """Record that a workbook of a review left as a file: a department's, or that of all (None). ``departments`` counts
    the workbooks of a zip."""
    return record(
        "workbook.give",
        actor=actor,
        government=review.plan.government,
        subject=review,
        department=str(department) if department else "",
        file=file,
        count=departments,
    )


@verb("drafting.give", "施策調書の書出し")
def note_drafting(*, actor: User, edition: Edition, department: Department | None, file: str) -> AuditEvent:
    """Record that the 施策調書 of an edition left as a file: a department's, or that of all (None)."""
    return record(
        "drafting.give",
        actor=actor,
        government=edition.plan.government,
        subject=edition,
        department=str(department) if department else "",
        file=file,
    )
