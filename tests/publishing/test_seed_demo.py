"""``manage.py seed_demo``: real plans in the database, twice the same, never beside somebody's own data."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import ForeignKey

from accounts.audit import LABELS
from accounts.models import AuditEvent, Department, Membership, User
from publishing.demo import read
from publishing.management.commands.seed_demo import padded
from strategy.models import Edition, PlanItem
from tests.publishing.demo import seed

pytestmark = pytest.mark.slow


def test_accounts_are_printed_and_can_sign_in(seeded, client):
    password = read("people.json")["password"]
    lines = seeded.splitlines()
    assert lines[0].split() == ["アドレス", "役割", "パスワード"]
    assert sum(line.endswith(password) for line in lines) == 17
    assert "aoki@toyonaka.example       青木（豊中市・企画担当）" in seeded
    for user in User.objects.all():
        assert user.check_password(password), user
    for name in ("operator", "aoki@toyonaka.example"):
        assert client.login(username=name, password=password)


def test_people_have_their_roles(seeded):
    roles = Membership.objects.filter(government__slug="toyonaka").values_list("user__email", "role")
    assert sorted(roles) == [
        ("aoki@toyonaka.example", "PLANNER"),
        ("baba@toyonaka.example", "DEPARTMENT"),
        ("endo@toyonaka.example", "ADMIN"),
    ]
    assert not Membership.objects.filter(user__email__startswith="chiba@").exists()
    assert list(User.objects.filter(is_superuser=True).values_list("login_name", flat=True)) == ["operator"]


@pytest.mark.parametrize("slug", ["toyonaka", "ogori", "sasebo", "kanagawa"])
def test_the_department_has_something_of_its_own(seeded, slug):
    department = Membership.objects.get(user__email=f"baba@{slug}.example").department
    assert PlanItem.objects.filter(department=department).exists()


def test_every_row_is_valid(seeded):
    """Each field of each row by its own rules. What the database itself checks of every row is not asked row by row:
    foreign keys lead somewhere (asked once, for all), and what breaks a constraint is not there to be read.
    """
    connection.check_constraints()
    for app in ("accounts", "strategy", "kpi", "publishing"):
        for model in apps.get_app_config(app).get_models():
            if model._meta.proxy or model.__name__.startswith("Historical") or model is AuditEvent:
                continue
            left_out = {field.name for field in model._meta.concrete_fields if isinstance(field, ForeignKey)}
            left_out |= {"password"} if model is User else set()
            for row in model._default_manager.all():
                row.full_clean(exclude=left_out, validate_unique=False, validate_constraints=False)


def test_a_second_run_changes_nothing(seeded):
    def state() -> dict:
        return {
            model: list(model._default_manager.order_by("pk").values())
            for model in apps.get_models()
            if model._meta.app_label in {"accounts", "strategy", "kpi", "account", "publishing"}
        }

    before = state()
    assert seed() == seeded
    assert state() == before


def test_changes_made_in_the_demo_stay(seeded):
    section = Department.objects.get(name="経営計画課")
    section.name = "政策企画課"
    section.save()
    count = Department.objects.count()
    seed()
    assert Department.objects.count() == count
    assert not Department.objects.filter(name="経営計画課").exists()


def test_one_event_for_the_demo_in_the_name_of_its_operator(seeded):
    seed()
    event = AuditEvent.objects.get(verb="demo.load")
    assert [event.actor.login_name, event.detail] == ["operator", {"plans": 10}]
    assert LABELS["demo.load"] == "見本の読込み"
    # Members of the demo sign in nowhere, but 千葉; a vote is closed by the clock.
    by_nobody = AuditEvent.objects.filter(actor=None).values_list("verb", flat=True)
    assert set(by_nobody) == {"ballot.cast", "box.close"}


def test_the_files_of_its_figures_and_papers_are_there(seeded, files_of_the_demo):
    assert len(files_of_the_demo) == 4  # two figures, two papers of a meeting


def test_every_load_is_on_record(seeded):
    assert AuditEvent.objects.filter(verb="edition.load").count() == Edition.objects.count() == 17


def test_columns_line_up_under_wide_characters():
    assert [padded("青木", 6), padded("abc", 6), padded("長すぎる", 4)] == ["青木  ", "abc   ", "長すぎる "]
