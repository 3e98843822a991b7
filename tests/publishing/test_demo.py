"""The demo beside other data: what it refuses, what it adds, what it leaves alone."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from accounts.audit import LABELS, Refused
from accounts.models import AuditEvent, Department, Government, User
from publishing import demo
from publishing.management.commands import seed_demo
from strategy.models import Plan
from tests import factories

pytestmark = pytest.mark.slow


def test_refused_beside_a_government_of_somebodys_own(db):
    factories.government("131016", "chiyoda", "千代田区", prefecture="東京都")
    with pytest.raises(Refused) as refusal:
        demo.load_demo(actor=None)
    assert refusal.value.sentence == (
        "見本にない団体（千代田区、団体コード131016）が登録されています。"
        "見本は、何も登録していないデータベースにだけ入れられます。何も変更していません。"
    )
    assert list(Government.objects.values_list("slug", flat=True)) == ["chiyoda"]
    assert [User.objects.count(), Plan.objects.count(), Department.objects.count()] == [0, 0, 0]


def test_the_command_fails_with_the_sentence(db):
    factories.government("131016", "chiyoda", "千代田区", prefecture="東京都")
    with pytest.raises(CommandError) as failure:
        call_command("seed_demo")
    assert "千代田区、団体コード131016" in str(failure.value)
    assert failure.value.returncode == 1


def test_a_database_that_is_not_migrated_is_told_so(db, monkeypatch):
    def missing(**arguments):
        raise OperationalError("no such table: accounts_government")

    monkeypatch.setattr(seed_demo, "load_demo", missing)
    with pytest.raises(CommandError, match=r"先に manage.py migrate を実行し"):
        call_command("seed_demo")


def test_what_is_missing_is_added_and_the_rest_left_alone(db, monkeypatch):
    """A demo from before a plan was added gets that plan; people keep the passwords they chose."""
    whole = demo.read
    shorter = {"plans/ORDER.json": whole("plans/ORDER.json")[:4]}
    monkeypatch.setattr(demo, "read", lambda name: shorter.get(name) or whole(name))
    demo.load_demo(actor=None)
    assert Plan.objects.count() == 4
    aoki = User.objects.get(email="aoki@toyonaka.example")
    aoki.set_password("my-own-password-1")
    aoki.save()
    User.objects.filter(email="chiba@ogori.example").delete()
    monkeypatch.undo()
    demo.load_demo(actor=None)
    assert Plan.objects.count() == 10
    aoki.refresh_from_db()
    assert aoki.check_password("my-own-password-1")
    assert User.objects.get(email="chiba@ogori.example").has_usable_password()


def test_nothing_stays_of_a_demo_that_fails(db, monkeypatch):
    whole = demo.read

    def read(name):
        found = whole(name)
        if name == "plans/nation-sdgs.json":
            found["editions"][0]["items"][0]["level"] = "goal"
            found["editions"][0]["levels"][1]["under"] = ["heading1"]
        return found

    monkeypatch.setattr(demo, "read", read)
    with pytest.raises(Refused, match="「SDGsの理念」（目標）は、そこには置けません。"):
        demo.load_demo(actor=None)
    assert [Government.objects.count(), User.objects.count(), Plan.objects.count()] == [0, 0, 0]


def test_no_file_of_a_figure_stays_of_a_demo_that_fails_later(db, monkeypatch, settings):
    whole = demo.read

    def read(name):
        found = whole(name)
        if name == "plans/kanagawa-kanagawa-senryaku.json":
            found["editions"][0]["items"][0]["level"] = "action"
        return found

    monkeypatch.setattr(demo, "read", read)
    with pytest.raises(Refused, match="そこには置けません。"):
        demo.load_demo(actor=None)
    assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == []
    monkeypatch.undo()
    demo.load_demo(actor=None)
    kept = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert len(kept) == 4  # two figures, two papers of a meeting


def test_a_government_of_the_demo_registered_by_hand_is_used(db):
    own = factories.government("272035", "toyonaka", "豊中市")
    demo.load_demo(actor=None)
    assert Government.objects.get(code="272035") == own
    assert Plan.objects.filter(government=own).count() == 2


def test_changes_made_in_the_demo_stay(db):
    demo.load_demo(actor=None)
    section = Department.objects.get(name="経営計画課")
    section.name = "政策企画課"
    section.save()
    count = Department.objects.count()
    demo.load_demo(actor=None)
    assert Department.objects.count() == count
    assert not Department.objects.filter(name="経営計画課").exists()


def test_one_event_for_the_demo_in_the_name_of_its_operator(db):
    demo.load_demo(actor=None)
    demo.load_demo(actor=None)
    event = AuditEvent.objects.get(verb="demo.load")
    assert [event.actor.login_name, event.detail] == ["operator", {"plans": 10}]
    assert LABELS["demo.load"] == "見本の読込み"
    # Members of the demo sign in nowhere, but 千葉; a vote is closed by the clock.
    by_nobody = AuditEvent.objects.filter(actor=None).values_list("verb", flat=True)
    assert set(by_nobody) == {"ballot.cast", "box.close"}
