"""By when a department is to answer: the day of its own, else that of the step of entry."""

import datetime
from dataclasses import dataclass

from kpi.models import DepartmentReturn, ReviewYear
from kpi.review.practice import Practice, StepKind, due_day


@dataclass(frozen=True)
class Due:
    """A due day as it stands on a day; ``day`` None: the practice sets none. ``days_over`` is 0 on the day itself."""

    day: datetime.date | None
    days_over: int = 0


def due_of(review: ReviewYear, practice: Practice, answer: DepartmentReturn, today: datetime.date) -> Due:
    """By when this return is to be submitted."""
    day = answer.due_on or due_day_of(review, practice)
    return Due(day, max(0, (today - day).days) if day else 0)


def due_day_of(review: ReviewYear, practice: Practice) -> datetime.date | None:
    """By when all departments are to answer."""
    step = practice.of_kind(StepKind.ENTRY)
    return due_day(step, review.fiscal_year) if step else None
