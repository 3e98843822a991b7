"""A meeting and its ballots, driven by Hypothesis through the verbs, beside a model that is nothing but dicts (R29).

After each step the tables say what the model says, the chain is whole and nothing can be read before the closing; at the
end everything is closed, the tally is that of the votes, and the exported file verifies. BALLOT_EXAMPLES runs more of them.
"""

import datetime
import os
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts.audit import Refused
from deliberation.boxes import extend_box, open_box, void_item
from deliberation.bylaws import DEFAULT, Base, Blank, Conflict, Tie, to_data
from deliberation.chain import entry_hash, genesis_hash
from deliberation.closing import close_box, settles_at
from deliberation.exports import ledger_export
from deliberation.ledger import verify
from deliberation.models import Ballot, BallotBox, Member, PaperBallot, RefusedBallot
from deliberation.paper_ballots import check_paper, reject_paper
from deliberation.results import NotClosed, result_of, standing_of
from tests import factories
from tests.deliberation import sittings
from tests.deliberation.voting import Vote

EXAMPLES = int(os.environ.get("BALLOT_EXAMPLES", "20"))
MEMBERS = 4
OPENED = datetime.datetime(
    2026, 1, 5, 9, tzinfo=datetime.UTC
)  # behind us, for papers are not received tomorrow
CLOSES = datetime.datetime(2026, 1, 10, 15, tzinfo=datetime.UTC)
MS, HOUR, DAY = (datetime.timedelta(**{unit: 1}) for unit in ("milliseconds", "hours", "days"))
ENDED = MEMBERS - 1  # the member whose term ends two days before the deadline
members, items, choices = st.integers(0, MEMBERS - 1), st.integers(0, 1), st.sampled_from(["FOR", "AGAINST"])
# How long ago a request arrived that is worked on now.
waits = st.sampled_from([datetime.timedelta(0), MS, 30 * 1000 * MS])


class Town:
    """What all runs share: a body with members, a frozen draft, two people of the secretariat."""

    def __init__(self, government):
        self.edition = sittings.a_draft(government)
        self.body = sittings.a_body(government)
        self.people = sittings.members_of(self.body, MEMBERS)
        last_day = (CLOSES - 2 * DAY).date()
        Member.objects.filter(pk=self.people[ENDED].pk).update(last_day=last_day)
        self.term_end = datetime.datetime.combine(
            last_day, datetime.time(15), datetime.UTC
        )  # midnight in Japan
        self.clerks = [factories.person(name, "PLANNER", government) for name in ("青木", "遠藤")]


class Machine(RuleBasedStateMachine):
    """One written meeting. ``self.clock`` is the instant at which a step happens."""

    town: Town

    def __init__(self):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.clock, self.closes, self.is_closed = OPENED, CLOSES, False
        self.ballots: list[dict[str, Any]] = []  # in the order of the ledger
        self.refused: list[tuple] = []
        self.papers: dict[int, dict[str, Any]] = {}
        self.keys: dict[tuple[int, int, str], Any] = {}
        self.voided: set[int] = set()
        self.entries = 0

    @initialize(
        rules=st.fixed_dictionaries(
            {
                "may_change": st.booleans(),
                "unsigned_counts": st.booleans(),
                "chair_votes": st.booleans(),
                "conflict": st.sampled_from(Conflict),
                "base": st.sampled_from(Base),
                "blank": st.sampled_from(Blank),
                "tie": st.sampled_from(Tie),
                "names_are_published": st.booleans(),
            }
        )
    )
    def open(self, rules):
        self.rules = replace(DEFAULT, **rules)
        body = self.town.body
        body.bylaws = to_data(self.rules)
        body.save_without_historical_record()
        meeting = sittings.a_meeting(
            body, self.town.edition.plan, number=1, opens_at=OPENED, closes_at=CLOSES
        )
        self.items = [sittings.an_item(meeting, self.town.edition, number=n) for n in (2, 5)]
        box = open_box(actor=None, meeting=meeting, now=OPENED)
        self.vote = Vote(box, self.items[0], self.town.people)
        body.bylaws = to_data(DEFAULT)  # what the body changes now is for the next meeting
        body.save_without_historical_record()

    def teardown(self):
        if hasattr(self, "vote"):
            self.finish()
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    # --- the model ------------------------------------------------------------------------------------------------

    def may_vote(self, who: int) -> bool:
        return self.rules.chair_votes or who != 0

    def why_not(self, who: int, item: int, received: datetime.datetime) -> str:
        if received >= self.closes or self.is_closed:
            return "LATE"
        if item in self.voided:
            return "VOIDED"
        return "TERM_ENDED" if who == ENDED and received >= self.town.term_end else ""

    def before(self, who: int, item: int) -> list[dict[str, Any]]:
        return [row for row in self.ballots if (row["who"], row["item"]) == (who, item)]

    def take(self, who: int, item: int, way: str, choice: str, received: datetime.datetime) -> None:
        n = len(self.before(who, item)) + 1
        self.ballots.append({"who": who, "item": item, "way": way, "choice": choice, "n": n, "at": received})
        self.entries += 1

    def refuse(self, who: int, item: int, way: str, choice: str, why: str) -> None:
        self.refused.append((self.town.people[who].pk, self.items[item].pk, way, choice, why))

    def counted(self, item: int) -> dict[int, str]:
        """The choice that counts of each member, worked out in another way than ``tally`` does."""
        found = {}
        for who in range(MEMBERS):
            of_way = {}
            for row in self.before(who, item):
                if row["way"] not in of_way or row["at"] >= of_way[row["way"]]["at"]:
                    of_way[row["way"]] = row
            rows = sorted(of_way.values(), key=lambda row: (row["at"], self.ballots.index(row)))
            wanted = [row for row in rows if row["way"] == self.rules.conflict.value] or rows
            if wanted:
                found[who] = wanted[-1]["choice"]
        return found

    # --- steps ----------------------------------------------------------------------------------------------------

    @rule(step=st.sampled_from([MS, HOUR, DAY, 2 * DAY]))
    def tick(self, step):
        self.clock += step

    @rule(before=st.sampled_from([MS, 0 * MS, -MS]))
    def go_to_the_deadline(self, before):
        self.clock = max(self.clock, self.closes - before)

    @rule()
    @precondition(lambda self: self.clock >= self.closes)
    def go_past_the_grace(self):
        self.clock = max(self.clock, settles_at(self.vote.box))

    @rule(who=members, item=items, choice=choices, wait=waits, key=st.sampled_from(["", "", "a", "b"]))
    def cast(self, who, item, choice, wait, key):
        received = max(OPENED, self.clock - wait)
        known = self.keys.get((who, item, key)) if key else None
        given = {"item": self.items[item], "received_at": received} | ({"key": key} if key else {})
        try:
            row = self.vote.cast(who, choice, **given)
        except Refused:
            twice = any(one["way"] == "WEB" for one in self.before(who, item)) and not self.rules.may_change
            assert not self.may_vote(who) or (twice and not self.why_not(who, item, received))
            return
        if known is not None:
            assert row == known
            return
        assert self.may_vote(who)
        if why := self.why_not(who, item, received):
            self.refuse(who, item, "WEB", choice, why)
            assert (type(row), row.why) == (RefusedBallot, why)
        else:
            self.take(who, item, "WEB", choice, received)
            assert type(row) is Ballot
        if key:
            self.keys[who, item, key] = row

    @rule(
        who=members,
        item=items,
        choice=st.sampled_from(["FOR", "AGAINST", "BLANK"]),
        signed=st.booleans(),
        wait=waits,
    )
    def enter_paper(self, who, item, choice, signed, wait):
        received = max(OPENED, self.clock - wait)
        given = {"item": self.items[item], "is_signed": signed, "received_at": received}
        try:
            paper = self.vote.enter(who, self.town.clerks[0], choice, **given)
        except Refused:
            assert not self.may_vote(who) or (self.is_closed and received < self.closes)
            return
        self.papers[paper.pk] = {
            "who": who, "item": item, "choice": choice, "signed": signed, "at": received, "paper": paper
        }  # fmt: skip

    @rule(data=st.data(), clerk=st.integers(0, 1), other=st.booleans())
    @precondition(lambda self: self.papers)
    def check_paper(self, data, clerk, other):
        pk = data.draw(st.sampled_from(sorted(self.papers)))
        row = self.papers[pk]
        read = "AGAINST" if other and row["choice"] != "AGAINST" else row["choice"]
        who, item, received = row["who"], row["item"], row["at"]
        why = self.why_not(who, item, received)
        if not why and not row["signed"] and not self.rules.unsigned_counts:
            why = "UNSIGNED"
        twice = any(one["way"] == "PAPER" for one in self.before(who, item)) and not self.rules.may_change
        refused = (
            clerk == 0
            or read != row["choice"]
            or (self.is_closed and received < self.closes)
            or (twice and not why)
        )
        try:
            actor = self.town.clerks[clerk]
            check_paper(actor=actor, paper=row["paper"], choice=read, is_signed=row["signed"])
        except Refused:
            assert refused
            return
        assert not refused
        del self.papers[pk]
        if why:
            self.refuse(who, item, "PAPER", row["choice"], why)
        else:
            self.take(who, item, "PAPER", row["choice"], received)

    @rule(data=st.data())
    @precondition(lambda self: self.papers)
    def reject_paper(self, data):
        row = self.papers.pop(data.draw(st.sampled_from(sorted(self.papers))))
        reject_paper(actor=self.town.clerks[1], paper=row["paper"], why="写しが違う")

    @rule(item=items)
    def void(self, item):
        try:
            void_item(actor=None, item=self.items[item], reason="案が差し替えられたため")
        except Refused:
            assert self.is_closed or item in self.voided
            return
        assert not self.is_closed and item not in self.voided
        self.voided.add(item)
        self.entries += 1

    @rule(by=st.sampled_from([DAY, HOUR, 0 * HOUR, -HOUR]), wait=waits)
    def extend(self, by, wait):
        asked = self.clock - wait
        try:
            extend_box(
                actor=None, box=self.vote.box, closes_at=self.closes + by, reason="大雪のため", now=asked
            )
        except Refused:
            assert self.is_closed or asked >= self.closes or by <= 0 * HOUR
            return
        assert not self.is_closed and asked < self.closes and by > 0 * HOUR
        self.closes += by
        self.entries += 1
        self.vote.box = BallotBox.objects.select_related("meeting").get(pk=self.vote.box.pk)

    @rule()
    def close(self):
        waiting = any(row["at"] < self.closes for row in self.papers.values())
        may = not self.is_closed and self.clock >= settles_at(self.vote.box) and not waiting
        try:
            self.vote.box = close_box(actor=None, box=self.vote.box, now=self.clock)
        except Refused:
            assert not may
            return
        assert may
        self.is_closed = True
        self.entries += 1

    # --- what always holds ----------------------------------------------------------------------------------------

    @invariant()
    def the_tables_say_what_the_model_says(self):
        if not hasattr(self, "vote"):
            return
        rows = Ballot.objects.order_by("entry__seq").values_list(
            "member", "item", "way", "choice", "n", "received_at"
        )
        assert list(rows) == [
            (
                self.town.people[row["who"]].pk,
                self.items[row["item"]].pk,
                row["way"],
                row["choice"],
                row["n"],
                row["at"],
            )
            for row in self.ballots
        ]
        kept = RefusedBallot.objects.order_by("pk").values_list("member", "item", "way", "choice", "why")
        assert list(kept) == self.refused
        waiting = PaperBallot.objects.filter(state="ENTERED").values_list("pk", flat=True)
        assert set(waiting) == self.papers.keys()

    @invariant()
    def the_chain_is_whole(self):
        if not hasattr(self, "vote"):
            return
        box = BallotBox.objects.get()
        head = genesis_hash(bytes(box.genesis))
        for seq, entry in enumerate(box.ledger.order_by("seq"), start=1):
            assert (entry.seq, entry.previous) == (seq, head)
            head = entry_hash(head, bytes(entry.payload))
            assert entry.hash == head
        assert (box.head, box.entries, box.closes_at) == (head, self.entries, self.closes)

    @invariant()
    def nothing_is_to_be_read_before_the_closing(self):
        if not hasattr(self, "vote") or self.is_closed:
            return
        box = BallotBox.objects.get()
        for act in (result_of, ledger_export):
            with pytest.raises(NotClosed):
                act(box)
        answered = {row.entry.member_id: row.items for row in standing_of(box).rows}
        for who in filter(self.may_vote, range(MEMBERS)):
            open_items = (n for n in (0, 1) if n not in self.voided and self.before(who, n))
            assert answered[self.town.people[who].pk] == {self.items[n].pk for n in open_items}

    def finish(self):
        """Close it, whatever is left; then the tally is that of the votes, and the file proves it."""
        for pk in sorted(self.papers):
            reject_paper(actor=self.town.clerks[1], paper=self.papers[pk]["paper"], why="写しが違う")
        if not self.is_closed:
            self.vote.box = close_box(actor=None, box=self.vote.box, now=settles_at(self.vote.box))
        box = BallotBox.objects.select_related("meeting__body").get()
        result = result_of(box)
        assert [count.item for count in result.counts] == [
            self.items[n].pk for n in (0, 1) if n not in self.voided
        ]
        for n, item in enumerate(self.items):
            if n in self.voided:
                continue
            count, votes = result.count_of(item), list(self.counted(n).values())
            assert count.entitled == sum(map(self.may_vote, range(MEMBERS)))
            assert (count.submitted, count.in_favour, count.against) == (
                len(votes),
                votes.count("FOR"),
                votes.count("AGAINST"),
            )
            assert count.invalid + count.abstained == votes.count("BLANK")
            self.carried(count)
        found = verify(ledger_export(box), head=box.head)
        assert found.ok, [check.faults for check in found.checks]

    def carried(self, count):
        """More than half of the base, of four or three members more than half of whom answered."""
        if count.submitted * 2 <= count.entitled:
            assert (count.is_quorate, count.is_carried, count.word) == (False, None, "不成立")
            return
        base = {
            Base.SUBMITTED: count.submitted,
            Base.VALID: count.in_favour + count.against,
            Base.IN_OFFICE: count.entitled,
        }[self.rules.base]
        enough = count.in_favour * 2 > base
        tie = not enough and 0 < count.in_favour == count.against and (count.in_favour + 1) * 2 > base
        expected = None if tie and self.rules.tie is Tie.CHAIR else enough
        assert (count.is_tie, count.is_carried) == (tie, expected)


@pytest.mark.django_db
def test_whatever_happens_in_whatever_order(toyonaka):
    class InTown(Machine):
        town = Town(toyonaka)

    run_state_machine_as_test(
        InTown,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=20,
            deadline=None,
            derandomize=EXAMPLES <= 20,
            suppress_health_check=list(HealthCheck),
        ),
    )
