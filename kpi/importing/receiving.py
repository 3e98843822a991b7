"""A returned workbook arrives: it is kept as it came, with what was read of it or why it could not be read.

Nothing of it counts yet. Reading takes time and happens before the transaction.
"""

import hashlib
import re

from django.utils import timezone

from accounts.audit import Refused, record, verb
from accounts.models import Department, Membership, User
from accounts.rules import PLANNERS
from kpi.importing.rights import may_send
from kpi.models import ReviewYear, Upload
from kpi.review.holding import held
from kpi.review.years import require_answerer
from kpi.sheet.reading import read_returned
from kpi.sheet.returned import Returned, to_data
from paper.guard import WORKBOOK_BYTES, GuardError
from paper.reading import ReadError, read_workbook

TOO_LARGE = f"「{{name}}」は大きすぎます（{WORKBOOK_BYTES // 1024 // 1024}MBまで）。使っていない行や画像を消してください。"
NOT_NOW = "いまは表を受け付けていません。入力の期間と、自分の課の提出の状態を企画担当に確かめてください。"
OTHERS = "これは「{named}」の表です。自分の課の表を選び直してください。"
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def receive_results(
    *,
    actor: User | None,
    membership: Membership,
    review: ReviewYear,
    name: str,
    data: bytes,
    department: Department | None = None,
    size: int | None = None,
) -> Upload:
    """Read a workbook and keep it, waiting to be looked at, or refused with a sentence.

    ``department`` is whose answer a planner brings in; without it the workbook says so itself. ``size`` in bytes is that of
    a file too large to be taken in, whose ``data`` is empty then. The same bytes again lead to the upload that is here.
    PermissionDenied for somebody who may not send any.
    """
    require_answerer(membership, review, membership.department)
    if (again := already_here(review, data)) is not None:
        return again
    called = plain_name(name)
    returned = _read(data, called, review, size or len(data))
    if returned.meta and not returned.refusal and membership.role not in PLANNERS:
        returned = _own(returned, membership)
    return keep_results(
        actor=actor,
        membership=membership,
        review=review,
        name=called,
        data=data,
        returned=returned,
        department=department,
        size=size or len(data),
    )


def already_here(review: ReviewYear, data: bytes) -> Upload | None:
    """The upload of exactly these bytes that waits or was applied in this review, if there is one. One query."""
    states = (Upload.State.WAITING, Upload.State.APPLIED)
    rows = Upload.objects.filter(review=review, sha256=_hash(data), state__in=states)
    found = rows.without_data().order_by("-id").first() if data else None
    if found is not None:
        found.review = review
    return found


def plain_name(name: str) -> str:
    """What a file is called, as text: without folders and without characters nobody sees.

    >>> plain_name("C:\\\\temp\\\\R6_子育て課.xlsx"), plain_name("../..")
    ('R6_子育て課.xlsx', 'ファイル')
    """
    last = re.split(r"[/\\]", _CONTROL.sub("", name))[-1].strip(" .")
    return last[:200] or "ファイル"


@verb("upload.receive", "実績の表の受付")
def keep_results(
    *,
    actor: User | None,
    membership: Membership,
    review: ReviewYear,
    name: str,
    data: bytes,
    returned: Returned,
    department: Department | None,
    size: int,
) -> Upload:
    """Keep a workbook that was read; Refused where it may not be sent any more."""
    current = held(review)
    if not may_send(membership, current):
        raise Refused(NOT_NOW)
    whose = membership.department if membership.role not in PLANNERS else department
    upload = Upload(
        government=current.plan.government,
        kind=Upload.Kind.RESULTS,
        review=current,
        department=whose or _department(returned, current),
        name=name,
        size=size,
        sha256=_hash(data),
        data=data,
        parsed=None if returned.refusal else to_data(returned),
        refusal=returned.refusal[:500],
        state=Upload.State.REFUSED if returned.refusal else Upload.State.WAITING,
        by=actor,
        at=timezone.now(),
    )
    upload.clean_fields(exclude=["data", "parsed", "decisions", "outcome"])
    upload.save(force_insert=True)
    record(
        "upload.receive",
        actor=actor,
        government=current.plan.government,
        subject=upload,
        file=name,
        department=str(upload.department or ""),
        fiscal_year=current.fiscal_year,
        reason=upload.refusal,
    )
    return upload


def _read(data: bytes, name: str, review: ReviewYear, size: int) -> Returned:
    if size > WORKBOOK_BYTES:
        return Returned({}, (), refusal=TOO_LARGE.format(name=name))
    try:
        return read_returned(read_workbook(data, name=name), review.plan.government, review)
    except (GuardError, ReadError) as error:
        return Returned({}, (), refusal=str(error))


def _own(returned: Returned, membership: Membership) -> Returned:
    """A department sends its own workbook, or one of all departments, of which only its own rows count."""
    whose = returned.meta.get("department")
    if whose in (None, membership.department_id):
        return returned
    named = returned.meta.get("department_name") or "ほかの課"
    return Returned(returned.meta, (), refusal=OTHERS.format(named=named))


def _department(returned: Returned, review: ReviewYear) -> Department | None:
    """Whose answer a workbook is by its own word; None for one of all departments."""
    rows = Department.objects.filter(
        government=review.plan.government, pk=returned.meta.get("department") or 0
    )
    return rows.first()


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
