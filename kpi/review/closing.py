"""Verbs that end a year of review: it is published as bytes that never change, and corrected by a further revision.

Publishing makes the figures that the report shows public too, and turns what was decided into 申し送り for the next edition.
"""

from collections.abc import Iterable
from dataclasses import replace

from django.utils import timezone

from accounts.audit import Refused, record, verb
from accounts.models import User
from kpi.models import Indicator, Proposal, Publication, ReviewYear
from kpi.review.correcting import start_correction
from kpi.review.decisions import Decision
from kpi.review.holding import held
from kpi.review.prepared import Prepared, prepared
from kpi.review.report import hash_of, to_bytes

__all__ = ["ReportChanged", "publish_review", "start_correction"]


class ReportChanged(Refused):
    """The report changed after the person saw what would be published."""

    def __init__(self) -> None:
        super().__init__(
            "確認の画面を開いたあとで、報告の内容が変わりました。まだ公表していません。"
            "値や評価をもう一度確かめてから、公表してください。"
        )


@verb("review.publish", "年度評価の公表")
def publish_review(*, actor: User | None, review: ReviewYear, seen: str, minimum: bool = False) -> ReviewYear:
    """Publish a review: its report is stored as canonical bytes with their SHA-256 and never changes again.

    ``seen`` is the hash of the report that the person was shown (``kpi.review.prepared``); another one raises
    ``ReportChanged``. Refused with a sentence for each thing that stands in the way (``kpi.review.gaps``); with
    ``minimum`` KPI progress alone is enough (手引き 7-2). The approved figures that the report shows become public.
    """
    current = held(review)
    now, today = timezone.now(), timezone.localdate()
    _hold_figures(current)
    ready = prepared(current, today, minimum=minimum)
    if seen != ready.seen:
        raise ReportChanged
    if ready.blocking:
        raise Refused([gap.sentence for gap in ready.blocking])
    _publish_figures(ready, actor)
    _propose(current, ready.decisions)
    current.content = to_bytes(replace(ready.report, published_on=today.isoformat()))
    current.content_hash = hash_of(current.content)
    current.published_by, current.published_at = actor, now
    current.save(update_fields=["content", "content_hash", "published_by", "published_at"])
    record(
        "review.publish",
        actor=actor,
        government=current.plan.government,
        subject=current,
        fiscal_year=current.fiscal_year,
        content_hash=current.content_hash,
        figures=len(ready.figures),
        proposals=len(ready.decisions),
        minimum=minimum,
    )
    return current


def _hold_figures(review: ReviewYear) -> None:
    """Lock the indicators, in the order in which all verbs lock several, so that no figure is approved meanwhile."""
    pks = Indicator.objects.filter(targets__edition=review.edition_id).values("pk")
    rows = Indicator.objects.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk")
    list(rows.values_list("pk", flat=True))


def _publish_figures(ready: Prepared, actor: User | None) -> None:
    now = timezone.now()
    Publication.objects.bulk_create(
        [
            *(Publication(revision_id=pk, by=actor, at=now) for pk in ready.figures),
            *(Publication(manual_grade_id=pk, by=actor, at=now) for pk in ready.grades),
        ],
        batch_size=500,
    )


def _propose(review: ReviewYear, decisions: Iterable[Decision]) -> None:
    """A 申し送り for each decision. What the revision before had decided alike goes on as it is, with its answer."""
    earlier = {
        (str(row.target_lineage or ""), str(row.item_lineage or ""), row.decision, row.new_target): row
        for row in Proposal.objects.filter(review=review.corrects_id)
    }
    fresh, kept = [], []
    for one in decisions:
        row = earlier.get(one.key)
        if row is None:
            fresh.append(
                Proposal(
                    review=review,
                    target_lineage=one.target_lineage or None,
                    item_lineage=one.item_lineage or None,
                    subject=one.subject,
                    decision=one.decision,
                    new_target=one.new_target,
                    reason=one.reason,
                )
            )
        else:
            row.review, row.subject, row.reason = review, one.subject, one.reason
            row.version += 1
            kept.append(row)
    Proposal.objects.bulk_create(fresh, batch_size=500)
    Proposal.objects.bulk_update(kept, ["review", "subject", "reason", "version"], batch_size=500)
