"""Guards come and go with migrations, and the check says when one is missing."""

import sqlite3
from collections.abc import Callable
from functools import partial

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import IntegrityError, connection, models, transaction

from accounts.guards import SENTENCES, Guards, append_only, sentence_of
from accounts.models import AuditEvent
from strategy.models import PlanItem
from tests import factories

ALL = [config.guards for config in apps.get_app_configs() if hasattr(config, "guards")]


def missing() -> set[str]:
    return {name for guards in ALL for name in guards.missing()}


def wanted(table: str = "") -> set[str]:
    """Names of the triggers that should stand, on one table or everywhere."""
    return {
        sql.split()[2]
        for guards in ALL
        for trigger in guards.triggers()
        if table in ("", trigger.table)
        for sql in getattr(trigger, connection.vendor)
    }


def execute(sql: str, *parameters: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        act()
    return sentence_of(caught.value)


def migrate_signals(act: Callable[[], object]) -> None:
    """What ``manage.py migrate`` does around the migrations of all rooms."""
    emit_pre_migrate_signal(verbosity=0, interactive=False, db="default")
    act()
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")


def columns(table: str) -> set[str]:
    with connection.cursor() as cursor:
        return {column.name for column in connection.introspection.get_table_description(cursor, table)}


@pytest.fixture
def frozen_item(toyonaka) -> PlanItem:
    edition = factories.published(factories.plan(toyonaka))
    return PlanItem.objects.get(edition=edition, title="見本の取組み1")


@pytest.fixture
def add_column(transactional_db):
    """What a migration does to a guarded table: a column that makes SQLite rebuild it. Undone afterwards."""
    field = models.CharField(max_length=20, default="x")
    field.set_attributes_from_name("added_later")

    def alter(act: str) -> None:
        with connection.schema_editor() as editor:
            getattr(editor, act)(PlanItem, field)

    yield partial(alter, "add_field")
    migrate_signals(partial(alter, "remove_field"))


@pytest.mark.django_db
def test_every_room_has_its_guards_standing():
    assert [guards.room for guards in ALL] == [
        "accounts",
        "strategy",
        "kpi",
        "vision",
        "deliberation",
        "publishing",
    ]
    assert missing() == set()
    assert len(wanted()) > 20


@pytest.mark.django_db(transaction=True)
def test_guards_return_after_a_migration_that_rebuilds_a_table(frozen_item, add_column):
    between = []

    def act() -> None:
        between.append(missing())
        add_column()

    migrate_signals(act)
    assert between == [wanted()]
    assert missing() == set()
    assert columns("strategy_planitem") - {field.column for field in PlanItem._meta.concrete_fields} == {
        "added_later"
    }
    update = "UPDATE strategy_planitem SET title = 'x' WHERE id = %s"
    assert refusal(partial(execute, update, frozen_item.pk)) == SENTENCES["hashira:frozen-edition"]
    assert refusal(AuditEvent.objects.all().delete) == SENTENCES["hashira:append-only"]
    call_command("check", databases=["default"])


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="only SQLite rebuilds tables")
def test_with_the_guards_standing_a_rebuild_would_fail():
    """The control, on a copy: why they are dropped first."""
    original, copied = sqlite3.connect(connection.settings_dict["NAME"]), sqlite3.connect(":memory:")
    original.backup(copied)
    original.close()
    rebuild = (
        "CREATE TABLE rebuilt AS SELECT * FROM strategy_planitem",
        "DROP TABLE strategy_planitem",
        "ALTER TABLE rebuilt RENAME TO strategy_planitem",
    )
    with pytest.raises(sqlite3.OperationalError, match="error in trigger"):
        for sql in rebuild:
            copied.execute(sql)
    copied.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "table",
    ["accounts_auditevent", "strategy_planitem", "publishing_printededition", "publishing_issuedcomparison"],
)
def test_a_missing_guard_fails_the_check(table):
    call_command("check", databases=["default"])
    name = min(wanted(table))
    execute(f"DROP TRIGGER {name}" + (f" ON {table}" if connection.vendor == "postgresql" else ""))
    assert missing() == {name}
    with pytest.raises(SystemCheckError, match=f"データベースの番人（トリガー）が足りません：{name}\n"):
        call_command("check", databases=["default"])
    migrate_signals(lambda: None)
    call_command("check", databases=["default"])


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite cannot disable a trigger")
def test_a_disabled_guard_is_missing_and_comes_back():
    execute("ALTER TABLE strategy_term DISABLE TRIGGER USER")
    assert missing() == wanted("strategy_term")
    migrate_signals(lambda: None)
    assert missing() == set()


@pytest.mark.django_db
def test_before_the_first_migration_nothing_is_missing():
    """Or `manage.py migrate` itself, which runs the check, could never begin."""
    assert Guards("later", lambda: [append_only("later_thing")]).missing() == set()


@pytest.mark.django_db
def test_guards_are_installed_once():
    for guards in ALL:
        guards.install()
        guards.install()
    assert missing() == set()


def test_a_refusal_of_another_kind_has_no_sentence():
    assert sentence_of(IntegrityError("UNIQUE constraint failed: strategy_plan.slug")) == ""
    assert (
        sentence_of(IntegrityError("hashira:append-only\nCONTEXT: PL/pgSQL"))
        == SENTENCES["hashira:append-only"]
    )
