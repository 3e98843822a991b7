"""Opinions written on ballots: they become opinions like all others when the box is closed. Part of closing a box."""

from collections.abc import Iterator

from deliberation.models import Ballot, BallotBox, Opinion
from deliberation.results import cast_of, rules_of
from deliberation.tally import counting


def opinions_from(box: BallotBox) -> int:
    """Make an opinion of every counted ballot of this box that says something; returns how many came.

    Ballots that were replaced, that do not count by the rules of the body, or whose item was voided give none.
    A second call makes none again. Two queries.
    """
    rows = box.ballots.select_related("item", "member", "entry", "said").order_by("entry__seq", "id")
    ballots = [row for row in rows if row.item.voided_at is None]
    meeting = box.meeting
    made = [
        Opinion(
            plan_id=meeting.plan_id,
            edition_id=ballot.item.edition_id,
            source=Opinion.Source.MEMBER,
            place=ballot.item.title[:300],
            text=ballot.opinion.strip(),
            author=ballot.member.name,
            meeting=meeting,
            item=ballot.item,
            member=ballot.member,
            ballot=ballot,
            at=ballot.received_at,
        )
        for ballot in _counted(box, ballots)
        if ballot.opinion.strip() and not hasattr(ballot, "said")
    ]
    Opinion.objects.bulk_create(made)
    return len(made)


def _counted(box: BallotBox, ballots: list[Ballot]) -> Iterator[Ballot]:
    """Those that count by the rules under which the box was opened, in the order of the agenda and of the ledger."""
    casts = {ballot.pk: cast_of(ballot) for ballot in ballots}
    counted = {cast.seq for cast in counting(casts.values(), rules_of(box)).values()}
    by_item = sorted(ballots, key=lambda ballot: (ballot.item.number, ballot.entry.seq))
    return (ballot for ballot in by_item if casts[ballot.pk].seq in counted)
