"""What a year's review decided that the next edition is to take up: the beginning of a 申し送り (手引き 7-2, 7-3).

A direction of which the practice says that something changes or ends, and a target that is to be another.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kpi.review.practice import Effect, Practice
from kpi.review.report import Report

OTHER_TARGET = "目標値の見直し"
LONGEST_SUBJECT, LONGEST_REASON = 300, 2000


@dataclass(frozen=True)
class Decision:
    """One decision about a KPI or an item (its lineage; the other is empty), in the words of the report."""

    target_lineage: str
    item_lineage: str
    subject: str
    decision: str
    new_target: str = ""
    reason: str = ""

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What makes it the same decision in a corrected report."""
        return self.target_lineage, self.item_lineage, self.decision, self.new_target


def decisions_of(report: Report, practice: Practice) -> tuple[Decision, ...]:
    """The decisions of a report in printed order, those on KPIs first; a 再掲 decides nothing again."""
    effects = {word.word: word.effect for word in reversed(practice.directions)}
    return tuple(_decisions(report, lambda word: effects.get(word, Effect.KEEP) is not Effect.KEEP))


def _decisions(report: Report, asks: Callable[[str], bool]) -> Iterator[Decision]:
    for row in report.rows:
        if not row.is_relisted and (asks(row.direction) or row.new_target.strip()):
            subject = f"{row.name}（{row.audience}）" if row.audience else row.name
            decision = row.direction if asks(row.direction) else OTHER_TARGET
            yield Decision(
                target_lineage=row.lineage,
                item_lineage="",
                subject=_cut(subject, LONGEST_SUBJECT),
                decision=decision,
                new_target=row.new_target.strip(),
                reason=_cut("　".join(filter(None, (row.issue, row.action))) or row.cause, LONGEST_REASON),
            )
    for item in report.items:
        if asks(item.direction):
            place = report.place(item.place)
            yield Decision(
                target_lineage="",
                item_lineage=item.place,
                subject=_cut(f"{place.full_number}　{place.title}".strip("　"), LONGEST_SUBJECT),
                decision=item.direction,
                reason=_cut(item.direction_reason, LONGEST_REASON),
            )


def _cut(text: str, longest: int) -> str:
    """A text that fits.

    >>> _cut("あいうえお", 4)
    'あいう…'
    """
    text = text.strip()
    return text if len(text) <= longest else text[: longest - 1] + "…"
