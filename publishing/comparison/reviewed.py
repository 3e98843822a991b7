"""Changes that a reviewed year asked for: a decision that an edition took up stands as the cause of what it changed.

Nobody types it (GUI-64): a 申し送り names the item or the target that it is about by its lineage, and says which edition
took it up. What the planner typed stays first.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from django.urls import reverse

from kpi.explaining import year_word
from kpi.models import Proposal, ReviewYear
from kpi.review.years import address_word
from publishing.comparison.table import Cause, Change, Row, Table
from publishing.models import ChangeCause
from strategy.models import Edition

LONGEST = 120  # letters of a reason; the whole of it stands in the report
EVERY_ROW = "*"  # in the place of a lineage: a cause of every row that changes something
Causes = Mapping[str, tuple[Cause, ...]]


def causes_between(old: Edition, new: Edition) -> Causes:
    """By the lineage of an item or target the decisions that an edition between both, or the newer one, took up.

    Only decisions of published years, so nothing is told that readers cannot read in the report. One query.
    """
    first, last = sorted((old.number, new.number))
    rows = (
        Proposal.objects.filter(
            state=Proposal.State.TAKEN_UP,
            edition__plan=new.plan_id,
            edition__number__gt=first,
            edition__number__lte=last,
            review__published_at__isnull=False,
        )
        .select_related("review__plan__government")
        .defer("review__content")
        .order_by("review__fiscal_year", "review__revision", "id")
    )
    found: dict[str, list[Cause]] = defaultdict(list)
    for row in rows:
        found[str(row.target_lineage or row.item_lineage)].append(_cause(row))
    return {lineage: tuple(causes) for lineage, causes in found.items()}


def _cause(proposal: Proposal) -> Cause:
    review = proposal.review
    plan = review.plan
    is_term = review.kind == ReviewYear.Kind.TERM
    year = f"{year_word(review.fiscal_year)}{'までの総括評価' if is_term else 'の効果検証'}"
    decided = "、".join(
        filter(None, (proposal.decision, proposal.new_target and f"目標値の見直し案 {proposal.new_target}"))
    )
    reason = proposal.reason.replace("\n", " ")
    why = f"（{reason[:LONGEST]}{'…' if len(reason) > LONGEST else ''}）" if reason else ""
    return Cause(
        kind=str(ChangeCause.Kind.REVIEW.label),
        words=f"{year}：{decided}{why}",
        url=reverse("public_review", args=[plan.government.slug, plan.slug, address_word(review)]),
    )


def with_reviews(table: Table, causes: Causes) -> Table:
    """The table with these causes at the rows that change what they are about, behind what was typed, each once.

    A table in which nothing was decided is left as it is.
    """
    if not causes:
        return table
    return replace(table, rows=tuple(_row(row, causes) for row in table.rows))


def _row(row: Row, causes: Causes) -> Row:
    about = dict.fromkeys(lineage for change in row.changes for lineage in _lineages(change))
    found = [cause for lineage in about for cause in causes.get(lineage, ())]
    found += causes.get(EVERY_ROW, ()) if row.changes else ()
    said = {cause.url for cause in row.causes if cause.url}
    # Typed with the address of the report: told already, in the planner's own words.
    fresh = dict.fromkeys(cause for cause in found if cause.url not in said)
    return replace(row, causes=(*row.causes, *fresh)) if fresh else row


def _lineages(change: Change) -> Iterator[str]:
    """Of the items and targets that a change is about, on both sides.

    Of an item that came or went every one below it counts; a change of KPIs counts for them and for their item.
    """
    yield change.key.partition(":")[2].partition("/")[0]
    for side in (*change.old, *change.new):
        yield side.lineage
    for target in change.targets:
        yield from (side.lineage for side in (target.old, target.new) if side)
