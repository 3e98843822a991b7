"""The figures of a department pass on together with its return: submitted, returned, approved in bulk. Part of the verbs.

The rules are those of a single figure (kpi/measurements.py): each step adds a revision, and none is changed.
"""

from collections.abc import Collection

from django.utils import timezone

from accounts.models import Department, User
from kpi.measurements import FIGURE
from kpi.models import Indicator, MeasurementRevision, ReviewYear
from kpi.review.years import Reviewed

State = MeasurementRevision.State
FROM = {
    State.SUBMITTED: (State.DRAFT, State.RETURNED),
    State.RETURNED: (State.SUBMITTED,),
    State.APPROVED: (State.SUBMITTED,),
}


def indicators_of(review: ReviewYear, department: Department) -> frozenset[int]:
    """Primary keys of the indicators for which a department answers in a review. Five queries."""
    return frozenset(
        row.target.indicator_id
        for row in Reviewed(review).targets
        if row.relisting is None and row.department is not None and row.department.pk == department.pk
    )


def pass_on(
    actor: User | None, review: ReviewYear, indicators: Collection[int], state: State, why: str = ""
) -> int:
    """Give the newest figures of these indicators the next state, where theirs leads there; how many did.

    Meant are those of the plan's years up to the reviewed one, what they are compared with too; an emptied figure stays.
    Locks the indicators in the order of their keys. Three queries, whatever the number of figures.
    """
    locked = Indicator.objects.select_for_update(no_key=True).filter(pk__in=indicators).order_by("pk")
    list(locked.values_list("pk", flat=True))
    years = (review.edition.first_fiscal_year, review.fiscal_year)
    newest: dict[int, MeasurementRevision] = {}
    rows = MeasurementRevision.objects.filter(
        measurement__indicator__in=indicators, measurement__fiscal_year__range=years
    )
    for row in rows.order_by("measurement_id", "n"):
        newest[row.measurement_id] = row
    now = timezone.now()
    made = [
        MeasurementRevision(
            measurement_id=row.measurement_id,
            n=row.n + 1,
            state=state,
            by=actor,
            at=now,
            why=why.strip(),
            **{name: getattr(row, name) for name in FIGURE},
        )
        for row in newest.values()
        if row.value is not None and row.state in FROM[state]
    ]
    MeasurementRevision.objects.bulk_create(made)
    return len(made)
