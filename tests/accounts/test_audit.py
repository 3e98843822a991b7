"""How a verb runs: one transaction, one event, sentences instead of database errors."""

import datetime

import pytest
from django.db import IntegrityError, OperationalError, connection

from accounts import audit
from accounts.audit import BUSY, Refused, record, verb
from accounts.guards import SENTENCES
from accounts.models import AuditEvent, Government
from tests import factories


@pytest.fixture
def verbs(monkeypatch):
    """Verbs declared in a test are forgotten after it."""
    monkeypatch.setattr(audit, "VERBS", {})
    monkeypatch.setattr(audit, "LABELS", {})
    return audit


@pytest.fixture
def recorded(toyonaka) -> AuditEvent:
    factories.plan(toyonaka)
    return AuditEvent.objects.get()


@pytest.mark.django_db
def test_an_event_says_who_did_what_to_which_row_of_whom(verbs, toyonaka, aoki):
    @verb("town.rename", "団体の改称")
    def rename(*, actor, government, name):
        government.name = name
        government.save()
        record(
            "town.rename",
            actor=actor,
            government=government,
            subject=government,
            name=name,
            on=datetime.date(2025, 4, 1),
        )
        return government

    assert rename(actor=aoki, government=toyonaka, name="新豊中市") == toyonaka
    event = AuditEvent.objects.get(verb="town.rename")
    assert (event.actor, event.government, event.subject) == (aoki, toyonaka, f"government:{toyonaka.pk}")
    assert event.detail == {"name": "新豊中市", "on": "2025-04-01"}
    assert str(event) == f"town.rename government:{toyonaka.pk}"
    assert list(verbs.VERBS.items()) == [("town.rename", rename)]
    assert list(verbs.LABELS.items()) == [("town.rename", "団体の改称")]


@pytest.mark.django_db
def test_what_fails_after_the_event_takes_the_event_with_it(verbs, toyonaka):
    @verb("town.fail", "失敗")
    def fail(*, actor):
        Government.objects.update(name="半端な名前")
        record("town.fail", actor=actor, government=toyonaka, subject=toyonaka)
        raise Refused("試しに断りました。")

    with pytest.raises(Refused) as caught:
        fail(actor=None)
    assert caught.value.sentence == "試しに断りました。"
    assert AuditEvent.objects.count() == 0
    assert Government.objects.get().name == "豊中市"


@pytest.mark.django_db
def test_a_guards_refusal_becomes_a_sentence_and_nothing_is_kept(toyonaka, recorded, verbs):
    @verb("town.rewrite", "記録の書換え")
    def rewrite(*, actor):
        Government.objects.update(name="半端な名前")
        AuditEvent.objects.update(verb="town.other")

    with pytest.raises(Refused) as caught:
        rewrite(actor=None)
    assert caught.value.sentence == SENTENCES["hashira:append-only"]
    assert isinstance(caught.value.__cause__, IntegrityError)
    assert Government.objects.get().name == "豊中市"


@pytest.mark.django_db
def test_other_faults_of_the_database_are_not_dressed_up(verbs, toyonaka):
    @verb("town.twice", "二重の登録")
    def twice(*, actor):
        Government.objects.create(code=toyonaka.code, slug="betsu", name="別")

    with pytest.raises(IntegrityError) as caught:
        twice(actor=None)
    assert not isinstance(caught.value, Refused)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fault", ["database is locked", "canceling statement due to lock timeout", "deadlock detected"]
)
def test_a_lock_that_was_not_to_be_had_becomes_a_sentence(verbs, toyonaka, fault):
    @verb("town.wait", "待ち")
    def wait(*, actor):
        Government.objects.update(name="改名市")
        raise OperationalError(fault)

    with pytest.raises(Refused) as caught:
        wait(actor=None)
    assert caught.value.sentence == BUSY
    assert Government.objects.get().name == "豊中市"


@pytest.mark.django_db
def test_a_broken_connection_is_not_called_busy(verbs):
    @verb("town.lost", "切断")
    def lost(*, actor):
        raise OperationalError("server closed the connection unexpectedly")

    with pytest.raises(OperationalError):
        lost(actor=None)


@pytest.mark.django_db
def test_an_undeclared_event_is_refused(toyonaka):
    with pytest.raises(LookupError, match=r"undeclared verb town\.unknown"):
        record("town.unknown", actor=None, government=toyonaka, subject=toyonaka)
    assert AuditEvent.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused(toyonaka):
    assert not connection.in_atomic_block
    with pytest.raises(RuntimeError, match="an audit event belongs in the transaction of its verb"):
        record("plan.create", actor=None, government=toyonaka, subject=toyonaka)
    assert AuditEvent.objects.count() == 0


@pytest.mark.django_db
def test_a_verb_takes_keywords_only(verbs):
    @verb("town.nothing", "何もしない")
    def nothing(*, actor):
        """Do nothing."""

    with pytest.raises(TypeError):
        nothing(None)
    assert (nothing.__name__, nothing.__doc__) == ("nothing", "Do nothing.")
