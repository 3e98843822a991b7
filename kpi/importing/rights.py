"""Who may bring in, decide about and apply returned workbooks: planners any, a department its own while it may answer."""

import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.audit import Refused
from accounts.models import Membership, User
from accounts.rules import PLANNERS
from kpi.importing.pausing import no_collecting
from kpi.models import ReviewYear, Upload
from kpi.review.years import may_answer

NOT_YOURS = "この表を反映できるのは、企画担当と、入力の期間中で提出する前のその課の人だけです。企画担当に相談してください。"


def upload_or_404(review: ReviewYear, pk: int, *, whole: bool = False) -> Upload:
    """An upload of this review with what was read of it, and the file itself if ``whole``; or Http404. One query."""
    rows = Upload.objects.filter(review=review, kind=Upload.Kind.RESULTS).select_related(
        "department", "by", "applied_by"
    )
    with no_collecting():
        found = (rows if whole else rows.defer("data")).filter(pk=pk).first()
    if found is None:
        raise Http404("この表は届いていません。")
    found.review = review
    return found


def may_send(membership: Membership, review: ReviewYear) -> bool:
    """Whether this person may bring in a workbook of this review."""
    return may_answer(membership, review, membership.department)


def may_handle(membership: Membership, review: ReviewYear, upload: Upload) -> bool:
    """Whether this person may decide about an upload, apply it or give it up."""
    if membership.role in PLANNERS:
        return may_answer(membership, review, None)
    own = membership.department_id
    return (
        own is not None
        and upload.department_id == own
        and may_answer(membership, review, membership.department)
    )


def require_handler(membership: Membership, review: ReviewYear, upload: Upload) -> None:
    """PermissionDenied (403) with what to do for somebody who may only look."""
    if not may_handle(membership, review, upload):
        raise PermissionDenied(NOT_YOURS)


def require_still(actor: User | None, review: ReviewYear, upload: Upload, today: datetime.date) -> None:
    """Refuse, under the lock of the review, a person whose right has ended meanwhile; None is the machine itself."""
    if actor is None:
        return
    rows = Membership.objects.on(today).filter(user=actor, government=review.plan.government)
    membership = rows.select_related("department").first()
    if membership is None or not may_handle(membership, review, upload):
        raise Refused(NOT_YOURS)
