"""Nothing changes the ledger, a closed box or a published result: not the ORM, not raw SQL, not a replaced or truncated table."""

import datetime

import pytest
from django.apps import apps
from django.db import connection, models
from django.utils import timezone

from accounts.guards import SENTENCES
from deliberation import chain
from deliberation.guards import APPEND_ONLY, GUARDS, IN_A_BOX
from deliberation.models import (
    Ballot,
    BallotBox,
    ChairConfirmation,
    LedgerEntry,
    PublicComment,
    PurgeRecord,
    RefusedBallot,
    RollEntry,
)
from deliberation.ties import decide_tie
from tests.deliberation.voting import Vote, a_vote
from tests.snapshots import everything_stored
from tests.strategy.test_guards import attempts, refusal

pytestmark = pytest.mark.django_db
ALONE, CLOSED, RESULT = (
    SENTENCES[f"hashira:{token}"] for token in ("append-only", "closed-box", "published-result")
)
# Each table that is only added to, and a column whose change anybody would notice.
COLUMNS = {
    "deliberation_ledgerentry": "seq",
    "deliberation_ballot": "choice",
    "deliberation_rollentry": "name",
    "deliberation_refusedballot": "why",
    "deliberation_chairconfirmation": "note",
    "deliberation_purgerecord": "count",
    "deliberation_tiedecision": "item_id",
}


def comment(vote: Vote, **fields) -> PublicComment:
    now = timezone.now()
    given = {
        "plan": vote.meeting.plan,
        "number": 1,
        "edition": vote.item.edition,
        "title": "意見募集",
        "opens_at": now - datetime.timedelta(days=31),
        "closes_at": now - datetime.timedelta(days=1),
        "who_may": "市内に住む人",
    }
    return PublicComment.objects.create(**(given | fields))


@pytest.fixture
def vote(toyonaka) -> Vote:
    """A tie with a late ballot; closed, decided."""
    vote = a_vote(toyonaka, 2)
    vote.cast(0)
    vote.cast(1, "AGAINST")
    vote.cast(1, received_at=vote.at())
    vote.let_pass()
    vote.close()
    decide_tie(actor=None, item=vote.item, in_favour=True, decided_on=timezone.localdate())
    ChairConfirmation.objects.create(
        item=vote.item,
        edition=vote.item.edition,
        content_hash="0" * 64,
        chair=vote.people[0],
        confirmed_on=timezone.localdate(),
        at=timezone.now(),
    )
    PurgeRecord.objects.create(comment=comment(vote), count=2, due_on=timezone.localdate(), at=timezone.now())
    connection.check_constraints()  # PostgreSQL truncates nothing that still has keys to check
    return vote


def test_every_table_that_is_only_added_to_is_tested():
    assert COLUMNS.keys() == set(APPEND_ONLY)
    assert set(IN_A_BOX) < COLUMNS.keys()


@pytest.mark.parametrize("table", COLUMNS)
def test_what_is_only_added_to_is_never_changed_or_removed(vote, table):
    model = next(
        model for model in apps.get_app_config("deliberation").get_models() if model._meta.db_table == table
    )
    before = everything_stored()
    said = {name: refusal(act) for name, act in attempts(model.objects.first(), COLUMNS[table]).items()}
    assert set(said.values()) <= {ALONE, CLOSED, RESULT}, said
    assert everything_stored() == before


@pytest.mark.parametrize("column", ["head", "closes_at", "entries", "genesis_hash"])
def test_a_closed_box_is_never_changed_or_removed(vote, column):
    before = everything_stored()
    box = BallotBox.objects.get()
    value = {"closes_at": timezone.now(), "entries": 9}.get(column, "0" * 64)
    ways = {
        "update": lambda: BallotBox.objects.update(**{column: value}),
        "open again": lambda: BallotBox.objects.update(closed_at=None),
        **attempts(box, "entries"),
    }
    said = {name: refusal(act) for name, act in ways.items()}
    assert set(said.values()) <= {CLOSED, ALONE, RESULT}, said
    assert said["update"] == said["open again"] == CLOSED
    assert everything_stored() == before


def test_nothing_goes_into_a_closed_box(vote):
    box, entry, roll = BallotBox.objects.get(), LedgerEntry.objects.first(), RollEntry.objects.first()
    ballot = Ballot.objects.first()

    def another(row: models.Model, **fields):
        values = {
            field.attname: getattr(row, field.attname)
            for field in row._meta.concrete_fields
            if field.name != "id"
        }
        return lambda: type(row).objects.bulk_create([type(row)(**(values | fields))])

    ways = {
        "entry": another(entry, seq=99, previous="9" * 64, hash="8" * 64),
        "ballot": another(ballot, n=9, key="other"),
        "roll": another(roll, number=99, member_id=roll.member_id),
    }
    assert {name: refusal(act) for name, act in ways.items()} == dict.fromkeys(ways, CLOSED)
    late = RefusedBallot.objects.get()
    another(late, key="other")()  # what is not counted is kept even then
    assert (RefusedBallot.objects.count(), box.is_closed) == (2, True)


@pytest.mark.parametrize("column", ["genesis", "genesis_hash", "opened_at", "meeting_id"])
def test_the_beginning_of_an_open_box_never_changes(toyonaka, column):
    vote = a_vote(toyonaka, 2)
    value = {"genesis": chain.canonical({}), "opened_at": timezone.now(), "meeting_id": 999}.get(
        column, "0" * 64
    )
    assert refusal(lambda: BallotBox.objects.update(**{column: value})) == CLOSED
    assert refusal(lambda: BallotBox.objects.filter(pk=vote.box.pk)._raw_delete("default")) == CLOSED


def test_a_published_result_of_comments_never_changes(vote):
    now = timezone.now()
    row = comment(vote, number=2, result=b"{}", result_hash="0" * 64, result_published_at=now)
    connection.check_constraints()
    before = everything_stored()
    ways = attempts(row, "edition_id")
    ways["withdrawn"] = lambda: PublicComment.objects.filter(pk=row.pk).update(
        result=None, result_hash="", result_published_at=None
    )
    said = {name: refusal(act) for name, act in ways.items()}
    assert set(said.values()) <= {RESULT, ALONE}, said
    assert said["update"] == said["withdrawn"] == RESULT
    assert everything_stored() == before
    PublicComment.objects.filter(pk=row.pk).update(purged_at=now)  # what is not of the result goes on


def test_a_member_who_voted_and_an_item_that_was_voted_on_stay(vote):
    for row in (vote.people[0], vote.item, vote.meeting):
        with pytest.raises(models.ProtectedError):
            row.delete()


def test_the_guards_stand_and_stand_again_after_they_were_dropped(db):
    assert GUARDS.missing() == set()
    GUARDS.drop()
    assert GUARDS.missing() != set()
    GUARDS.install()
    assert GUARDS.missing() == set()
