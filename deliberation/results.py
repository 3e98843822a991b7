"""What came of a written vote, and before that: who has answered, never what. Reading.

Counted is what stands in the ledger, by the rules that were fixed when the voting opened.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from accounts.audit import Refused
from deliberation.bylaws import WORDS, Bylaws, Words, from_data
from deliberation.models import AgendaItem, Ballot, BallotBox, PaperBallot, RollEntry, TieDecision
from deliberation.tally import Cast, Count, Voter, count

NOT_CLOSED = "表決をまだ締め切っていないので、結果はだれにも見られません。締め切ったあとで開いてください。"


class NotClosed(Refused):
    """The voting is open: nobody sees a choice or a count."""

    def __init__(self) -> None:
        super().__init__(NOT_CLOSED)


@dataclass(frozen=True)
class Result:
    """The result of a closed vote. ``items`` are those on the agenda when it opened, ``counts`` those of them that were
    not voided, by ``Count.item`` = key of the item. ``head`` and ``entries`` are those of the whole ledger."""

    items: tuple[AgendaItem, ...]
    counts: tuple[Count, ...]
    bylaws: Bylaws
    words: Words
    roll: tuple[RollEntry, ...]
    head: str
    entries: int
    genesis_hash: str

    def count_of(self, item: AgendaItem) -> Count | None:
        """The count of an item; None where it was voided."""
        return next((count for count in self.counts if count.item == item.pk), None)


@dataclass(frozen=True)
class Answered:
    """A line of the roll: items on which this member's vote was taken, and those whose paper waits for the second person."""

    entry: RollEntry
    items: frozenset[int]
    waiting: frozenset[int]
    is_complete: bool


@dataclass(frozen=True)
class Standing:
    """Who has answered which item; ``items`` are those still voted on."""

    rows: tuple[Answered, ...]
    items: tuple[AgendaItem, ...]

    @property
    def missing(self) -> tuple[Answered, ...]:
        """Those who still owe an answer on an item."""
        return tuple(row for row in self.rows if not row.is_complete)


def begun(box: BallotBox) -> dict[str, Any]:
    """What was fixed when the voting opened."""
    return json.loads(bytes(box.genesis))


def rules_of(box: BallotBox) -> Bylaws:
    """The rules under which the voting was opened; those of the body may have changed since."""
    return from_data(begun(box)["rules"])


def result_of(box: BallotBox) -> Result:
    """The result of a closed box. ``NotClosed`` before. Four queries."""
    if not box.is_closed:
        raise NotClosed
    fixed = begun(box)
    bylaws, words = from_data(fixed["rules"]), WORDS[fixed["kind"]]
    roll = tuple(box.roll.select_related("member"))
    voters = [Voter(str(entry.member_id), entry.office == "CHAIR", entry.is_voting) for entry in roll]
    casts = [cast_of(ballot) for ballot in box.ballots.select_related("entry")]
    items = items_of(box, fixed)
    decided = dict(TieDecision.objects.filter(item__in=items).values_list("item_id", "in_favour"))
    return Result(
        items=items,
        counts=tuple(
            count(item.pk, voters, casts, bylaws, words, decided.get(item.pk))
            for item in items
            if item.voided_at is None
        ),
        bylaws=bylaws,
        words=words,
        roll=roll,
        head=box.head,
        entries=box.entries,
        genesis_hash=box.genesis_hash,
    )


def items_of(box: BallotBox, fixed: Mapping[str, Any]) -> tuple[AgendaItem, ...]:
    """The items that were on the agenda when the voting opened. One query."""
    numbers = [item["number"] for item in fixed["agenda"]]
    rows = AgendaItem.objects.filter(meeting=box.meeting_id, number__in=numbers)
    return tuple(rows.select_related("edition").defer("edition__content").order_by("number"))


def cast_of(ballot: Ballot) -> Cast:
    """A ballot as it is counted; with its entry, without a query."""
    return Cast(
        voter=str(ballot.member_id),
        item=ballot.item_id,
        choice=ballot.choice,
        way=ballot.way,
        seq=ballot.entry.seq,
        received_at=ballot.received_at,
        is_signed=ballot.is_signed,
    )


def standing_of(box: BallotBox) -> Standing:
    """Who has answered which item, open or closed. Says nothing of any choice. Four queries."""
    items = tuple(item for item in items_of(box, begun(box)) if item.voided_at is None)
    own = {item.pk for item in items}
    given = set(box.ballots.values_list("member_id", "item_id"))
    papers = box.paper_ballots.filter(state=PaperBallot.State.ENTERED, received_at__lt=box.closes_at)
    waiting = set(papers.values_list("member_id", "item_id"))
    rows = []
    for entry in box.roll.filter(is_voting=True).select_related("member"):
        answered = frozenset(item for member, item in given if member == entry.member_id and item in own)
        read = frozenset(item for member, item in waiting if member == entry.member_id and item in own)
        rows.append(Answered(entry, answered, read - answered, answered == own))
    return Standing(tuple(rows), items)
