"""The ledger of a closed vote as a file that verifies by itself (``manage.py verify_resolution``). Reading."""

from collections.abc import Mapping, Sequence
from typing import Any

from deliberation import chain
from deliberation.bylaws import WORDS, from_data
from deliberation.models import BallotBox, RollEntry
from deliberation.results import NotClosed, begun, cast_of, items_of
from deliberation.tally import Cast, Voter, count


def ledger_export(box: BallotBox) -> bytes:
    """The public JSON file of a closed box. Names only where the rules under which it was opened publish them.

    Nothing in it can be altered without a check noticing. So the chair's decision of a tie, made after the closing, is
    not in it: it stands in the report of the result. ``NotClosed`` before the closing. Four queries.
    """
    if not box.is_closed:
        raise NotClosed
    fixed = begun(box)
    bylaws = from_data(fixed["rules"])
    roll = list(box.roll.all())
    links = [
        chain.Link(bytes(entry.payload), entry.previous, entry.hash) for entry in box.ledger.order_by("seq")
    ]
    return chain.export(
        bytes(box.genesis),
        links,
        _result(box, fixed, roll),
        [chain.Opening(entry.commitment, entry.name, entry.salt) for entry in roll]
        if bylaws.names_are_published
        else (),
    )


def _result(box: BallotBox, fixed: Mapping[str, Any], roll: Sequence[RollEntry]) -> list[dict[str, Any]]:
    """What was counted, without what the chair decided of a tie; items by their numbers."""
    bylaws, words = from_data(fixed["rules"]), WORDS[fixed["kind"]]
    voters = [Voter(str(entry.member_id), is_voting=entry.is_voting) for entry in roll]
    casts: list[Cast] = [cast_of(ballot) for ballot in box.ballots.select_related("entry")]
    rows = []
    for item in items_of(box, fixed):
        if item.voided_at is not None:
            rows.append(chain.voided_row(item.number))
            continue
        found = chain.result_row(count(item.pk, voters, casts, bylaws, words))
        rows.append(found | {"item": item.number})
    return rows
