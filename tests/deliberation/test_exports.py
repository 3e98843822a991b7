"""What the database holds is what the file proves: exported, it verifies with nothing else at hand."""

import json
from dataclasses import replace

import pytest

from deliberation.boxes import extend_box, void_item
from deliberation.bylaws import DEFAULT, Conflict
from deliberation.chain import receipt_code
from deliberation.exports import ledger_export
from deliberation.ledger import verify
from deliberation.models import Ballot
from tests.deliberation import sittings
from tests.deliberation.voting import a_vote

pytestmark = pytest.mark.django_db


def faults(export: bytes, **given) -> list[tuple[int, tuple[str, ...]]]:
    return [(check.number, check.faults) for check in verify(export, **given).checks if not check.is_held]


def test_a_vote_with_everything_that_happens_verifies(toyonaka, aoki, endo):
    vote = a_vote(toyonaka, 6, replace(DEFAULT, unsigned_counts=True, conflict=Conflict.WEB))
    vote.cast(0)
    vote.cast(1, "AGAINST", opinion="第3章を見直してほしい")
    extend_box(actor=None, box=vote.box, closes_at=vote.at(days=-1), reason="大雪のため")
    vote.cast(1, received_at=vote.at(hours=-2))
    vote.paper(0, aoki, endo, "AGAINST")
    vote.paper(2, aoki, endo, "BLANK")
    vote.paper(3, endo, aoki, "AGAINST", is_signed=False)
    vote.cast(4, received_at=vote.at(days=-2))  # late: kept beside the ledger
    box = vote.close()
    export = ledger_export(box)
    receipts = [
        (row.entry.seq, receipt_code(row.entry.hash)) for row in Ballot.objects.select_related("entry")
    ]
    assert faults(export, head=box.head, receipts=receipts) == []
    data = json.loads(export)
    assert [entry["payload"]["kind"] for entry in data["entries"]] == [
        "BALLOT", "BALLOT", "EXTENSION", "BALLOT", "BALLOT", "BALLOT", "BALLOT", "CLOSING"
    ]  # fmt: skip
    (row,) = data["result"]
    assert (row["item"], row["submitted"], row["in_favour"], row["against"], row["invalid"]) == (
        2,
        4,
        2,
        1,
        1,
    )


@pytest.mark.parametrize("named", [False, True])
def test_names_stand_in_it_where_the_rules_of_the_body_publish_them(toyonaka, named):
    vote = a_vote(toyonaka, 3, replace(DEFAULT, names_are_published=named))
    vote.cast(1, opinion="秘密の意見")
    export = ledger_export(vote.close())
    assert faults(export) == []
    words = export.decode()
    assert [name in words for name in ("千葉", "土井", "江口", "秘密の意見")] == [named] * 3 + [False]


def test_a_tie_and_a_voided_item_verify(toyonaka):
    vote = a_vote(toyonaka, 2)
    vote.cast(0)
    vote.cast(1, "AGAINST")
    export = ledger_export(vote.close())
    assert (faults(export), json.loads(export)["result"][0]["is_carried"]) == ([], None)


def test_a_voided_item_verifies(toyonaka):
    vote = a_vote(toyonaka, 2)
    vote.cast(0)
    void_item(actor=None, item=vote.item, reason="案が差し替えられたため")
    export = ledger_export(vote.close())
    assert (faults(export), json.loads(export)["result"]) == ([], [{"item": 2, "is_voided": True}])


def test_a_name_of_a_body_that_reads_like_json_changes_nothing(toyonaka):
    vote = a_vote(toyonaka, 2)
    vote.item.meeting.body.members.update(name='"}],"x":[{"')
    assert sittings.NAMES[0] == "千葉"
    assert faults(ledger_export(vote.close())) == []
