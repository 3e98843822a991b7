"""What runs in a process of its own in a race about a year of review (tests/racers.py, tests/test_review_races.py)."""

import sys
from collections.abc import Callable

from kpi.measurements import approve_value, newest_of
from kpi.models import Measurement, TargetReview
from kpi.review import closing
from kpi.review.report import Report, to_bytes
from kpi.review.target_reviews import save_target_review
from tests.kpi import closings


def pause(point: str) -> None:
    """Say where this process stands and wait until it may go on."""
    print(point, flush=True)
    sys.stdin.readline()


def publish_review(pk: int, seen: str) -> None:
    review = closings.current(pk)
    closing.publish_review(actor=None, review=review, seen=seen)


def publish_review_slowly(pk: int, seen: str) -> None:
    """Think for a while after the report was read."""

    def after_a_while(report: Report) -> bytes:
        pause("read")
        return to_bytes(report)

    closing.to_bytes = after_a_while
    publish_review(pk, seen)


def say_of_target(pk: int, cause: str) -> None:
    """Save what a department says of a KPI."""
    row = TargetReview.objects.select_related("target").get(pk=pk)
    review = closings.current(row.review_id)
    save_target_review(actor=None, review=review, target=row.target, seen=row.version, cause=cause)


def approve(pk: int) -> None:
    """Approve the newest figure of a measurement."""
    measurement = Measurement.objects.select_related("indicator").get(pk=pk)
    approve_value(actor=None, measurement=measurement, seen=newest_of(measurement).n)


REVIEW_TASKS: dict[str, Callable[..., None]] = {
    "approve value": approve,
    "publish review": publish_review,
    "publish review slowly": publish_review_slowly,
    "say of target": say_of_target,
}
