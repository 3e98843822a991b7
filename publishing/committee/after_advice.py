"""What became of the text after an answer (答申): the editions that stem from it and differ, and how much (TOY-2)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse

from deliberation.models import Advice, Meeting
from deliberation.procedures.rules import waiting_meetings
from publishing.comparison.hand import Hand
from publishing.comparison.reading import comparing_of
from strategy.models import Edition


@dataclass(frozen=True)
class Changed:
    """A later edition whose text is another: in how many places, where the comparison is, who is to deliberate on it."""

    edition: Edition
    count: int
    comparison: str
    meeting: Meeting | None

    @property
    def may_be_put(self) -> bool:
        """Whether a meeting can be planned on it."""
        return self.edition.is_frozen and self.meeting is None and self.count > 0


def changed_after(advice: Advice) -> list[Changed]:
    """The editions that stem from the one that was answered on and read otherwise, the newest first; one that is being
    written too. The queries grow with the number of such editions only."""
    old, plan = advice.edition, advice.inquiry.plan
    if old is None:
        return []
    rows = list(Edition.objects.filter(plan=plan).without_content().order_by("number"))
    for row in rows:
        row.plan = plan
    meetings = waiting_meetings(advice)
    later = [row for row in _descending(old, rows) if row.content_hash != advice.content_hash]
    place = [plan.government.slug, plan.slug]
    return [
        Changed(
            row,
            len(comparing_of(next(one for one in rows if one.pk == old.pk), row, Hand()).changes()),
            reverse("comparison", args=[*place, row.number, old.number]),
            meetings.get(row.pk),
        )
        for row in reversed(later)
    ]


def _descending(old: Edition, rows: Sequence[Edition]) -> Iterator[Edition]:
    """Those among these editions, in the order of their numbers, that stem from this one."""
    line = {old.pk}
    for row in rows:
        if row.based_on_id in line:
            line.add(row.pk)
            yield row
