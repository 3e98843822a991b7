"""The counts of many closed votes at once, for lists of meetings: a constant number of queries. Reading."""

from collections import defaultdict
from collections.abc import Iterable

from deliberation.bylaws import WORDS, from_data
from deliberation.models import AgendaItem, Ballot, BallotBox, RollEntry, TieDecision
from deliberation.results import begun, cast_of
from deliberation.tally import Cast, Count, Voter, count


def counts_of(boxes: Iterable[BallotBox]) -> dict[int, Count]:
    """{item: its count} of the closed ones among these boxes, by the rules under which each was opened.

    The same as ``deliberation.results.result_of`` for each of them. Boxes come with their genesis. Four queries, none
    without a closed box.
    """
    closed = {box.pk: box for box in boxes if box.is_closed}
    if not closed:
        return {}
    voters: dict[int, list[Voter]] = defaultdict(list)
    for entry in RollEntry.objects.filter(box__in=closed):
        voters[entry.box_id].append(Voter(str(entry.member_id), entry.office == "CHAIR", entry.is_voting))
    casts: dict[int, list[Cast]] = defaultdict(list)
    for ballot in (
        Ballot.objects.filter(box__in=closed).select_related("entry").defer("entry__payload", "opinion")
    ):
        casts[ballot.box_id].append(cast_of(ballot))
    meetings = {box.meeting_id: box for box in closed.values()}
    items = list(AgendaItem.objects.filter(meeting__in=meetings, voided_at=None))
    decided = dict(TieDecision.objects.filter(item__in=items).values_list("item_id", "in_favour"))
    fixed = {pk: begun(box) for pk, box in closed.items()}
    found = {}
    for item in items:
        box = meetings[item.meeting_id]
        begun_with = fixed[box.pk]
        if item.number in {one["number"] for one in begun_with["agenda"]}:
            rules, words = from_data(begun_with["rules"]), WORDS[begun_with["kind"]]
            found[item.pk] = count(item.pk, voters[box.pk], casts[box.pk], rules, words, decided.get(item.pk))
    return found
