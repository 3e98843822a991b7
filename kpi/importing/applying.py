"""An upload is applied, as a whole or not at all: one transaction, in which what it changes is worked out once more."""

import datetime
import uuid
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import models
from django.utils import timezone

from accounts.audit import Refused, record, verb
from accounts.models import User
from kpi.importing.changes import Comparison, FigureWrite, HeadWrite, Kind, TextWrite
from kpi.importing.comparing import compared, forget_read, known_of, returned_of
from kpi.importing.deciding import waiting
from kpi.importing.inserting import insert_revisions
from kpi.importing.pausing import no_collecting
from kpi.importing.standing import workbook_key
from kpi.models import (
    DepartmentReturn,
    Indicator,
    ItemProject,
    ItemReview,
    Measurement,
    ReviewYear,
    TargetReview,
    Upload,
)
from kpi.periods import stretch_of
from kpi.sheet.returned import Returned

CHUNK = 5000  # rows named in one statement
MANY = 500  # rows that are not named one by one
NOT_READY = "{what}が残っているので、反映できません。{first}"
Written = dict[str, list[int]]


@verb("upload.apply", "実績の表の反映")
def apply_upload(*, actor: User | None, upload: Upload, seen: int) -> Upload:
    """Write everything that an upload says: figures as 入力中, reviews, projects, 所属長確認. The upload is APPLIED then,
    with its counts.

    ``seen`` is the version shown. What it changes is worked out from what stands here under the lock: where somebody
    changed a value meanwhile, or anything is still open, it is Refused with the place, and nothing is written.
    """
    current = waiting(actor, upload, seen)
    review, now = current.review, timezone.now()
    returned = returned_of(current)
    _hold_figures(review, returned, current)
    known = known_of(review, [current])
    forget_read(current)
    found = compared(current, returned, known, timezone.localdate(now))
    if not found.is_ready:
        raise Refused(_not_ready(found))
    with no_collecting():
        written = _write(found, review, current, actor, now)
    counts = {kind.value: n for kind, n in found.counts.items() if n}
    current.state, current.applied_by, current.applied_at = Upload.State.APPLIED, actor, now
    current.outcome = {"counts": counts, "workbook": workbook_key(returned.meta), "written": written}
    current.version += 1
    current.save(update_fields=["state", "applied_by", "applied_at", "outcome", "version"])
    record(
        "upload.apply",
        actor=actor,
        government=review.plan.government,
        subject=current,
        file=current.name,
        department=str(current.department or ""),
        fiscal_year=review.fiscal_year,
        counts=counts,
    )
    return current


def _write(
    found: Comparison, review: ReviewYear, upload: Upload, actor: User | None, now: datetime.datetime
) -> Written:
    """Everything that is to be written; by row what it is now."""
    written: Written = {}
    _write_figures(found.figures, review, upload, actor, now, written)
    _write_texts(TargetReview, "target_id", found.targets, review, actor, "T", written)
    _write_items(found.items, review, actor, written)
    if found.head is not None:
        _write_head(found.head, review)
    return written


def _hold_figures(review: ReviewYear, returned: Returned, upload: Upload) -> None:
    """Lock the indicators that the workbook speaks of, in the order of their numbers, so that their figures stay; where
    it speaks of many, all of the edition."""
    matched = upload.decisions.get("rows", {}).values()
    named = {row.lineage for row in returned.rows if row.about == "target"} | set(matched)
    wanted: dict[str, Any] = {"targets__edition": review.edition_id}
    if len(named) <= MANY:
        wanted["targets__lineage__in"] = list(filter(_is_uuid, named))
    rows = Indicator.objects.select_for_update(no_key=True, of=("self",)).filter(**wanted)
    list(rows.order_by("pk").values_list("pk"))


def _chunks(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (rows[at : at + CHUNK] for at in range(0, len(rows), CHUNK))


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def _not_ready(found: Comparison) -> str:
    counts = found.counts
    what = "と".join(f"{kind.value}{counts[kind]}件" for kind in (Kind.FAULT, Kind.CONFLICT) if counts[kind])
    first = found.open[0]
    said = "ほかの人が値を変えています。" if first.kind is Kind.CONFLICT else first.sentence
    return NOT_READY.format(
        what=what, first=f"{first.sheet} {first.cell}：{said}画面を開き直して確かめてください。"
    )


def _write_figures(
    writes: Sequence[FigureWrite],
    review: ReviewYear,
    upload: Upload,
    actor: User | None,
    now: datetime.datetime,
    written: Written,
) -> None:
    """A revision (入力中) for each figure; a measurement of the fiscal year where there is none yet."""
    stretch = stretch_of(Measurement.PeriodKind.FISCAL_YEAR, review.fiscal_year, None, None)
    fresh = [write for write in writes if write.measurement is None]
    made = Measurement.objects.bulk_create(
        Measurement(
            indicator_id=write.indicator,
            period_kind=stretch.kind,
            starts_on=stretch.starts_on,
            ends_on=stretch.ends_on,
            fiscal_year=stretch.fiscal_year,
        )
        for write in fresh
    )
    own = {one.indicator_id: one.pk for one in made}
    measurements = [write.measurement or own[write.indicator] for write in writes]
    insert_revisions(writes, measurements, actor=actor, at=now, source=_source(upload))
    for write in writes:
        written[f"T{write.lineage}"] = [write.n, 0]


def _source(upload: Upload) -> str:
    """Why there is a revision where nobody gave a reason: the workbook, and whose answer it was."""
    whose = f"{upload.department.name}回答" if upload.department else "実績の表"
    return f"{whose}（{upload.name}）の取込み"


def _write_texts(
    model: type[models.Model],
    subject: str,
    writes: Sequence[TextWrite],
    review: ReviewYear,
    actor: User | None,
    letter: str,
    written: Written,
) -> dict[int, Any]:
    """Rows of TargetReview or ItemReview with their history, one version on; the rows by target or item."""
    if not writes:
        return {}
    manager: Any = model
    known = {getattr(row, subject): row for row in manager.objects.filter(review=review)}
    old, new = [], []
    for write in writes:
        row = known.get(write.pk)
        if row is None:
            row = manager(review=review, **{subject: write.pk})
            new.append(row)
        else:
            row.version += 1
            old.append(row)
        for name, value in write.fields.items():
            setattr(row, name, value)
        row._history_user = actor
        known[write.pk] = row
    manager.objects.bulk_create(new)
    if old:
        names = sorted({name for write in writes for name in write.fields})
        manager.objects.bulk_create(
            old, update_conflicts=True, unique_fields=["id"], update_fields=[*names, "version"]
        )
    for rows, is_update in ((new, False), (old, True)):
        manager.history.bulk_history_create(rows, update=is_update)
    for write in writes:
        figure = written.get(f"{letter}{write.lineage}", [0, 0])[0]
        written[f"{letter}{write.lineage}"] = [figure, known[write.pk].version]
    return known


def _write_items(
    writes: Sequence[TextWrite], review: ReviewYear, actor: User | None, written: Written
) -> None:
    """What is said of items, and the projects of those whose projects change, all of them anew."""
    rows = _write_texts(ItemReview, "item_id", writes, review, actor, "I", written)
    changed = [write for write in writes if write.projects is not None]
    for some in _chunks(changed):
        ItemProject.objects.filter(item_review__in=[rows[write.pk].pk for write in some]).delete()
    ItemProject.objects.bulk_create(_projects(changed, rows, review))


def _projects(writes: Iterable[TextWrite], rows: dict[int, Any], review: ReviewYear) -> Iterable[ItemProject]:
    for write in writes:
        for n, project in enumerate(write.projects or (), start=1):
            yield ItemProject(review=review, item_review=rows[write.pk], position=10 * n, **project._asdict())


def _write_head(head: HeadWrite, review: ReviewYear) -> None:
    rows = DepartmentReturn.objects.select_for_update(no_key=True)
    row, _ = rows.get_or_create(review=review, department_id=head.department)
    row.head_name, row.head_checked_on = head.name, head.checked_on
    row.version += 1
    row.save(update_fields=["head_name", "head_checked_on", "version"])
