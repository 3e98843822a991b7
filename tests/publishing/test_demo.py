"""The demo beside other data: what it refuses, what it adds, what it takes away again when it fails.

Most of these need no more of it than the plans that load in a moment; what a second load of all of it leaves alone stands
in test_seed_demo.py, where it is loaded already.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from accounts.audit import Refused
from accounts.models import Department, Government, User
from publishing import demo
from publishing.management.commands import seed_demo
from strategy.models import Plan
from tests import factories

pytestmark = pytest.mark.slow
HEAVY = "toyonaka-digital-strategy.json"  # takes three quarters of the time: five editions, votes, years of review


def of_plans(names: list[str]) -> Callable[[str], Any]:
    """Fixtures of a demo that has these plans only."""
    return lambda name: names if name == "plans/ORDER.json" else READ(name)


READ = demo.read
LIGHT = [name for name in READ("plans/ORDER.json") if name != HEAVY]


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
    monkeypatch.setattr(demo, "read", of_plans(LIGHT[:4]))
    demo.load_demo(actor=None)
    assert Plan.objects.count() == 4
    aoki = User.objects.get(email="aoki@toyonaka.example")
    aoki.set_password("my-own-password-1")
    aoki.save()
    User.objects.filter(email="chiba@ogori.example").delete()
    monkeypatch.setattr(demo, "read", of_plans(LIGHT))
    demo.load_demo(actor=None)
    assert Plan.objects.count() == len(LIGHT) == 9
    aoki.refresh_from_db()
    assert aoki.check_password("my-own-password-1")
    assert User.objects.get(email="chiba@ogori.example").has_usable_password()


def test_nothing_stays_of_a_demo_that_fails(db, monkeypatch):
    def read(name):
        found = READ(name)
        if name == "plans/nation-sdgs.json":
            found["editions"][0]["items"][0]["level"] = "goal"
            found["editions"][0]["levels"][1]["under"] = ["heading1"]
        return found

    monkeypatch.setattr(demo, "read", read)
    with pytest.raises(Refused, match="「SDGsの理念」（目標）は、そこには置けません。"):
        demo.load_demo(actor=None)
    assert [Government.objects.count(), User.objects.count(), Plan.objects.count()] == [0, 0, 0]


def test_no_file_of_a_figure_stays_of_a_demo_that_fails_later(db, monkeypatch, settings):
    """The years of review come after the editions with their figures and the meetings with their papers."""

    def files() -> list[Path]:
        return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]

    def fail(reviews: demo.Reviews, content: demo.Data) -> None:
        assert len(files()) == 4  # two figures, two papers of a meeting
        raise Refused("年度評価は入れられません。")

    needed = ["nation-digital-denen.json", "toyonaka-sogo-keikaku.json", HEAVY]
    monkeypatch.setattr(demo, "read", of_plans(needed))
    monkeypatch.setattr(demo.Reviews, "load", fail)
    with pytest.raises(Refused, match="年度評価は入れられません。"):
        demo.load_demo(actor=None)
    assert files() == []


def test_a_government_of_the_demo_registered_by_hand_is_used(db, monkeypatch):
    own = factories.government("272035", "toyonaka", "豊中市")
    monkeypatch.setattr(demo, "read", of_plans(["toyonaka-sogo-keikaku.json"]))
    demo.load_demo(actor=None)
    assert Government.objects.get(code="272035") == own
    assert Plan.objects.filter(government=own).count() == 1
