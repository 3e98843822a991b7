"""Nothing changes a frozen edition: not the ORM, not raw SQL, not a replaced or truncated table."""

import copy
import datetime
import sqlite3
from collections.abc import Callable
from functools import partial

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from accounts.audit import Refused
from accounts.guards import SENTENCES, sentence_of
from publishing.editions import freeze, start_next_edition
from strategy.guards import OWNED, SAME_EDITION, locked_columns
from strategy.items import create_item
from strategy.models import DeletedBranch, Edition, Level, PlanItem
from tests import factories
from tests.snapshots import everything_stored

FROZEN = SENTENCES["hashira:frozen-edition"]
OTHER = SENTENCES["hashira:other-edition"]
# Each kind of row that belongs to an edition, and a column whose change anybody would notice.
ROWS = {
    "edition": "title",
    "level": "name",
    "item": "title",
    "relisting": "position",
    "alignment": "note",
    "term": "definition",
    "figure": "caption",
    "role": "label",
    "deleted": "title",
    "rests_on": "to_edition_id",
}


def deleted_from(edition: Edition) -> DeletedBranch:
    return DeletedBranch.objects.create(edition=edition, title="削除した見本", count=1, content={})


@pytest.fixture
def rows(toyonaka) -> dict[str, models.Model]:
    """One row of each kind in a frozen edition, and a working edition of another plan of the same shape."""
    other_plan = factories.plan(toyonaka, "sogo-keikaku", "COMPREHENSIVE")
    source = factories.edition(other_plan)
    aligned_with = factories.small_tree(source)["chapter"]
    working = start_next_edition(actor=None, edition=freeze(actor=None, edition=source), stage="DRAFT")
    edition = factories.edition(factories.plan(toyonaka))
    made = factories.small_tree(edition)
    found = factories.annexes(edition, made, aligned_with)
    found["deleted"] = deleted_from(edition)
    frozen = freeze(actor=None, edition=edition)
    connection.check_constraints()  # PostgreSQL truncates nothing that still has keys to check
    return found | {
        "edition": frozen,
        "level": Level.objects.get(edition=frozen, key="measure"),
        "item": PlanItem.objects.get(pk=made["measure1"].pk),
        "working": working,
        "foreign": working.items.get(level__key="chapter"),
    }


def refusal(act: Callable[[], object]) -> str:
    """The sentence with which the database refuses; what was done before it is undone."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        act()
    return sentence_of(caught.value)


def execute(sql: str, *parameters: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def changed(row: models.Model, column: str) -> models.Model:
    """The same row with another value in this column."""
    other = copy.copy(row)
    value = getattr(row, column)
    setattr(other, column, value + 1 if isinstance(value, int) else f"{value}を直した")
    return other


def attempts(row: models.Model, column: str) -> dict[str, Callable[[], object]]:
    """Every way there is of changing or removing one row, by its name."""
    model, table, other = type(row), row._meta.db_table, changed(row, column)
    value = getattr(other, column)
    mine = model._base_manager.filter(pk=row.pk)
    ways: dict[str, Callable[[], object]] = {
        "save": other.save,
        "update": lambda: mine.update(**{column: value}),
        "bulk_update": lambda: model._base_manager.bulk_update([other], [column]),
        "upsert": lambda: model._base_manager.bulk_create(
            [other], update_conflicts=True, unique_fields=["id"], update_fields=[column]
        ),
        "delete without the ORM's own protection": lambda: mine._raw_delete("default"),
        "raw UPDATE": lambda: execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", value, row.pk),
        "raw DELETE": lambda: execute(f"DELETE FROM {table} WHERE id = %s", row.pk),
    }
    if connection.vendor == "sqlite":
        columns = ", ".join(field.column for field in model._meta.concrete_fields)
        for verb in ("INSERT OR REPLACE", "REPLACE"):
            ways[verb] = partial(
                execute,
                f"{verb} INTO {table} ({columns}) SELECT {columns} FROM {table} WHERE id = %s",
                row.pk,
            )
        ways["UPDATE OR REPLACE"] = partial(
            execute, f"UPDATE OR REPLACE {table} SET {column} = %s WHERE id = %s", value, row.pk
        )
    else:
        ways["TRUNCATE"] = partial(execute, f"TRUNCATE {table} CASCADE")
    return ways


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ROWS)
def test_a_frozen_row_cannot_be_changed_or_removed(rows, kind):
    before = everything_stored()
    ways = attempts(rows[kind], ROWS[kind])
    assert {name: refusal(act) for name, act in ways.items()} == dict.fromkeys(ways, FROZEN)
    assert everything_stored() == before


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [kind for kind in ROWS if kind != "edition"])
def test_no_row_joins_a_frozen_edition(rows, kind):
    row = changed(rows[kind], ROWS[kind])
    row.pk = None
    for name, value in {"key": "fresh", "lineage": None, "word": "新しい用語"}.items():
        if hasattr(row, name):
            setattr(row, name, value or row._meta.get_field(name).default())
    before = everything_stored()
    assert refusal(lambda: type(row)._base_manager.bulk_create([row])) == FROZEN
    assert everything_stored() == before


@pytest.mark.django_db
def test_the_orm_deletes_neither_a_frozen_edition_nor_its_items(rows):
    before = everything_stored()
    for kind in ROWS:
        with pytest.raises(IntegrityError), transaction.atomic():  # ProtectedError, or the guard's
            rows[kind].delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        rows["edition"].rests_on.clear()
    assert everything_stored() == before


@pytest.mark.django_db
def test_a_verb_says_the_sentence_of_the_guard(rows, monkeypatch):
    """Even a verb that forgot to ask meets the guard, and the person meets a sentence."""
    monkeypatch.setattr("strategy.items.require_working", lambda edition: edition)
    level = Level.objects.get(edition=rows["edition"], key="chapter")
    with pytest.raises(Refused) as caught:
        create_item(actor=None, edition=rows["edition"], level=level, title="あとから足した章")
    assert caught.value.sentence == FROZEN


# --- the edition itself -------------------------------------------------------------------------------------


def another(field: models.Field, row: models.Model, other: models.Model):
    """A value of this field that the row does not have yet."""
    value = getattr(row, field.attname)
    if isinstance(field, models.ForeignKey):
        return other.plan_id if field.name == "plan" else other.pk
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.DateTimeField):
        return datetime.datetime(2030, 1, 1, tzinfo=datetime.UTC)
    if isinstance(field, models.DateField):
        return datetime.date(2030, 1, 1)
    if isinstance(field, models.BinaryField):
        return b"{}"
    if field.choices:
        return next(choice for choice, _ in field.choices if choice != value)
    return (value or 0) + 1 if isinstance(field, models.IntegerField) else f"{value[:-1]}別"


@pytest.mark.django_db
def test_every_column_of_a_frozen_edition_is_locked_but_those_of_its_life(rows):
    edition, other = rows["edition"], rows["working"]
    locked = [field for field in Edition._meta.concrete_fields if field.name not in Edition.LIFE_FIELDS]
    assert [field.column for field in locked] == locked_columns()
    before = everything_stored()
    for field in locked:
        value = another(field, edition, other)
        assert (
            field.name,
            refusal(partial(Edition.objects.filter(pk=edition.pk).update, **{field.attname: value})),
        ) == (
            field.name,
            FROZEN,
        )
    assert everything_stored() == before


@pytest.mark.django_db
def test_an_edition_is_never_thawed(rows):
    mine = Edition.objects.filter(pk=rows["edition"].pk)
    assert refusal(lambda: mine.update(frozen_at=None, content=None, content_hash="")) == FROZEN
    assert refusal(lambda: mine.update(content=b"{}")) == FROZEN
    assert refusal(lambda: mine.update(content_hash="0" * 64)) == FROZEN


@pytest.mark.django_db
def test_the_life_of_a_frozen_edition_goes_on(rows):
    day = datetime.datetime(2030, 1, 1, tzinfo=datetime.UTC)
    life = {
        "publish_at": day,
        "published_at": day,
        "withdrawn_at": day,
        "withdrawn_reason": "図の誤り",
        "superseded_by": rows["working"],
        "superseded_from": datetime.date(2030, 1, 1),
    }
    assert life.keys() == Edition.LIFE_FIELDS
    assert Edition.objects.filter(pk=rows["edition"].pk).update(**life) == 1


@pytest.mark.django_db
def test_a_working_edition_changes_freely(rows):
    working = rows["working"]
    assert PlanItem.objects.filter(edition=working).update(title="書き直した見出し") == 7
    assert Edition.objects.filter(pk=working.pk).update(title="書き直した題名") == 1
    assert Edition.objects.get(pk=working.pk).title == "書き直した題名"


# --- one edition -------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_no_row_points_into_another_edition(rows, toyonaka):
    """The next edition has rows of its own; each pointer of them refuses a row of the edition before."""
    start_next_edition(actor=None, edition=rows["edition"], stage="DRAFT")
    edition = Edition.objects.get(plan=rows["edition"].plan, number=2)
    tables = {
        model._meta.db_table: model
        for model in apps.get_app_config("strategy").get_models()
        if not model._meta.proxy
    }
    before = everything_stored()
    for table, column, target in SAME_EDITION:
        row = tables[table].objects.filter(edition=edition).exclude(**{column: None}).first()
        stranger = (
            tables[target].objects.filter(edition=rows["edition"]).exclude(pk=getattr(row, column)).last()
        )
        where = tables[table].objects.filter(pk=row.pk)
        assert (table, column, refusal(partial(where.update, **{column: stranger.pk}))) == (
            table,
            column,
            OTHER,
        )
        row.pk, row.lineage, row._state.adding = None, None, True
        if table == "strategy_planitem":
            row.lineage = PlanItem._meta.get_field("lineage").default()
        setattr(row, column, stranger.pk)
        assert (table, column, refusal(row.save)) == (table, column, OTHER)
    assert everything_stored() == before


@pytest.mark.django_db
def test_no_row_moves_to_another_edition(rows, toyonaka):
    start_next_edition(actor=None, edition=rows["edition"], stage="DRAFT")
    edition = Edition.objects.get(plan=rows["edition"].plan, number=2)
    deleted_from(edition)
    before = everything_stored()
    for table, column in OWNED.items():
        sql = f"UPDATE {table} SET {column} = %s WHERE {column} = %s"
        assert (table, refusal(partial(execute, sql, rows["working"].pk, edition.pk))) == (table, OTHER)
    assert everything_stored() == before


@pytest.mark.django_db
def test_a_verb_refuses_a_parent_of_another_edition(rows):
    level = Level.objects.get(edition=rows["working"], key="section")
    parent = PlanItem.objects.get(edition=rows["edition"], level__key="chapter")
    with pytest.raises(Refused) as caught:
        create_item(actor=None, edition=rows["working"], level=level, title="迷子の節", parent=parent)
    assert caught.value.sentence == OTHER


def test_every_table_of_an_edition_is_guarded():
    """A model added later with an edition of its own is guarded, or this fails."""
    owned = {
        model._meta.db_table: field.column
        for model in apps.get_app_config("strategy").get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if not model._meta.proxy
        and not model.__name__.startswith("Historical")
        and field.related_model is Edition
        and field.name in ("edition", "from_edition")
    }
    assert owned == OWNED
    pointers = {
        (model._meta.db_table, field.column, field.related_model._meta.db_table)
        for model in apps.get_app_config("strategy").get_models()
        if model._meta.db_table in OWNED and not model._meta.proxy
        for field in model._meta.concrete_fields
        if field.related_model in (PlanItem, Level) and field.name != "to_item"  # an alignment looks outwards
    }
    assert pointers == set(SAME_EDITION)


# --- another program ----------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="a file that another program may open")
def test_the_sqlite_shell_cannot_replace_a_frozen_row_either(rows):
    """Another program opens the file with recursive_triggers off, so a REPLACE fires no DELETE trigger."""
    before = everything_stored()
    shell = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    try:
        for kind in ROWS:
            table, row = rows[kind]._meta.db_table, rows[kind]
            names = ", ".join(field.column for field in row._meta.concrete_fields)
            with pytest.raises(sqlite3.IntegrityError, match="hashira:frozen-edition"):
                shell.execute(
                    f"REPLACE INTO {table} ({names}) SELECT {names} FROM {table} WHERE id = ?", [row.pk]
                )
        # A row of a working edition that takes the place of a frozen one.
        names = [field.column for field in PlanItem._meta.concrete_fields if field.column != "id"]
        with pytest.raises(sqlite3.IntegrityError, match="hashira:frozen-edition"):
            shell.execute(
                f"REPLACE INTO strategy_planitem (id, {', '.join(names)}) "
                f"SELECT ?, {', '.join(names)} FROM strategy_planitem WHERE id = ?",
                [rows["item"].pk, rows["foreign"].pk],
            )
        with pytest.raises(sqlite3.IntegrityError, match="hashira:frozen-edition"):
            shell.execute(
                "UPDATE OR REPLACE strategy_planitem SET id = ? WHERE id = ?",
                [rows["item"].pk, rows["foreign"].pk],
            )
    finally:
        shell.close()
    assert everything_stored() == before
