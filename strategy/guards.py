"""Guards of frozen editions: their rows never change, and no row points into another edition.

On PostgreSQL the trigger reads the edition FOR SHARE: a plain trigger loses the race against a freeze,
because it does not see the other transaction (docs/decisions/0003-guards.md).
"""

from collections.abc import Iterable, Iterator

from django.apps import apps

from accounts.guards import Guards, Trigger

# Tables whose rows belong to one edition, and the column that says which.
OWNED = {
    "strategy_level": "edition_id",
    "strategy_planitem": "edition_id",
    "strategy_relisting": "edition_id",
    "strategy_alignment": "edition_id",
    "strategy_term": "edition_id",
    "strategy_figure": "edition_id",
    "strategy_planrole": "edition_id",
    "strategy_deletedbranch": "edition_id",
    "strategy_edition_rests_on": "from_edition_id",
}
# (table, column, table the column points at): both rows must be of one edition.
SAME_EDITION = (
    ("strategy_planitem", "parent_id", "strategy_planitem"),
    ("strategy_planitem", "level_id", "strategy_level"),
    ("strategy_relisting", "item_id", "strategy_planitem"),
    ("strategy_relisting", "under_id", "strategy_planitem"),
    ("strategy_alignment", "item_id", "strategy_planitem"),
    ("strategy_figure", "item_id", "strategy_planitem"),
)
FROZEN = "hashira:frozen-edition"
OTHER = "hashira:other-edition"


def _function(name: str, body: str, returns: str = "RETURN NEW;", declare: str = "") -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"{declare} BEGIN {body} {returns} END $$"
    )


def _refuse(token: str) -> str:
    return f"RAISE EXCEPTION '{token}' USING ERRCODE = '23514';"


def _frozen_row_function(column: str) -> str:
    """Refuses a row whose old or new edition is frozen, holding the edition FOR SHARE until commit."""
    return _function(
        f"hashira_refuse_frozen_{column}",
        f"FOR frozen IN SELECT frozen_at FROM strategy_edition "
        f"WHERE id IN (COALESCE(OLD.{column}, NEW.{column}), COALESCE(NEW.{column}, OLD.{column})) "
        f"ORDER BY id FOR SHARE LOOP IF frozen IS NOT NULL THEN {_refuse(FROZEN)} END IF; END LOOP; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;",
        declare="DECLARE frozen timestamptz;",
    )


def same_edition_functions(pointers: Iterable[tuple[str, str, str]]) -> tuple[str, ...]:
    """The PostgreSQL functions that ``same_edition_trigger`` calls, one for each (table, column, target)."""
    return tuple(
        _function(
            f"hashira_same_edition_{table}_{column}",
            f"IF EXISTS (SELECT 1 FROM {target} t WHERE t.id = NEW.{column} "
            f"AND t.edition_id <> NEW.edition_id) THEN {_refuse(OTHER)} END IF;",
        )
        for table, column, target in pointers
    )


FUNCTIONS = (
    *(_frozen_row_function(column) for column in sorted(set(OWNED.values()))),
    _function("hashira_refuse_truncate", _refuse(FROZEN), returns=""),
    _function("hashira_refuse_other_edition", _refuse(OTHER), returns=""),
    _function(
        "hashira_refuse_frozen_edition",
        f"{_refuse(FROZEN)}",
        returns="",
    ),
    *same_edition_functions(SAME_EDITION),
)


def owned_trigger(table: str, column: str) -> Trigger:
    """Rows of a frozen edition are neither added, changed nor deleted; ``column`` says which edition's they are.

    Rooms above guard their own tables with it; ``column`` is one of those in OWNED.
    """
    # INSERT OR REPLACE takes away the row under NEW.id, and fires no DELETE trigger where recursive_triggers
    # is off (the sqlite3 shell).
    replaced = f"(SELECT {column} FROM {table} WHERE id = NEW.id)"
    rows = {
        "INSERT": f"NEW.{column}, {replaced}",
        "UPDATE": f"NEW.{column}, OLD.{column}, {replaced}",
        "DELETE": f"OLD.{column}",
    }
    return Trigger(
        name=f"frozen_{table}",
        table=table,
        sqlite=tuple(
            f"CREATE TRIGGER frozen_{table}_{act.lower()} BEFORE {act} ON {table} WHEN EXISTS "
            f"(SELECT 1 FROM strategy_edition e WHERE e.frozen_at IS NOT NULL AND e.id IN ({ids})) "
            f"BEGIN SELECT RAISE(ABORT, '{FROZEN}'); END"
            for act, ids in rows.items()
        ),
        postgresql=(
            f"CREATE TRIGGER frozen_{table}_row BEFORE INSERT OR UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION hashira_refuse_frozen_{column}()",
            f"CREATE TRIGGER frozen_{table}_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION hashira_refuse_truncate()",
        ),
    )


def kept_edition_trigger(table: str, column: str) -> Trigger:
    """No row changes its edition: what points at it would be left pointing into another one."""
    name = f"kept_edition_{table}"
    moved = f"OLD.{column} <> NEW.{column}"
    return Trigger(
        name=name,
        table=table,
        sqlite=(
            f"CREATE TRIGGER {name}_update BEFORE UPDATE ON {table} WHEN {moved} "
            f"BEGIN SELECT RAISE(ABORT, '{OTHER}'); END",
        ),
        postgresql=(
            f"CREATE TRIGGER {name}_row BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({moved}) "
            "EXECUTE FUNCTION hashira_refuse_other_edition()",
        ),
    )


def same_edition_trigger(table: str, column: str, target: str) -> Trigger:
    """What ``column`` points at stands in the same edition; PostgreSQL needs ``same_edition_functions``."""
    name = f"same_edition_{table}_{column}"
    return Trigger(
        name=name,
        table=table,
        sqlite=tuple(
            f"CREATE TRIGGER {name}_{act.lower()} BEFORE {act} ON {table} WHEN EXISTS "
            f"(SELECT 1 FROM {target} t WHERE t.id = NEW.{column} AND t.edition_id <> NEW.edition_id) "
            f"BEGIN SELECT RAISE(ABORT, '{OTHER}'); END"
            for act in ("INSERT", "UPDATE")
        ),
        postgresql=(
            f"CREATE TRIGGER {name}_row BEFORE INSERT OR UPDATE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION hashira_{name}()",
        ),
    )


def locked_columns() -> list[str]:
    """Columns of an edition that never change once it is frozen: all but those of its life (LIFE_FIELDS)."""
    edition = apps.get_model("strategy", "Edition")
    return [field.column for field in edition._meta.concrete_fields if field.name not in edition.LIFE_FIELDS]


def _edition_trigger() -> Trigger:
    table = "strategy_edition"
    changed = {
        "sqlite": " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in locked_columns()),
        "postgresql": " OR ".join(
            f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in locked_columns()
        ),
    }
    return Trigger(
        name=f"frozen_{table}",
        table=table,
        sqlite=(
            f"CREATE TRIGGER frozen_{table}_update BEFORE UPDATE ON {table} "
            f"WHEN OLD.frozen_at IS NOT NULL AND ({changed['sqlite']}) "
            f"BEGIN SELECT RAISE(ABORT, '{FROZEN}'); END",
            f"CREATE TRIGGER frozen_{table}_delete BEFORE DELETE ON {table} WHEN OLD.frozen_at IS NOT NULL "
            f"BEGIN SELECT RAISE(ABORT, '{FROZEN}'); END",
            f"CREATE TRIGGER frozen_{table}_replace BEFORE INSERT ON {table} WHEN EXISTS "
            f"(SELECT 1 FROM {table} e WHERE e.frozen_at IS NOT NULL "
            "AND (e.id = NEW.id OR e.plan_id = NEW.plan_id AND e.number = NEW.number)) "
            f"BEGIN SELECT RAISE(ABORT, '{FROZEN}'); END",
        ),
        postgresql=(
            f"CREATE TRIGGER frozen_{table}_update BEFORE UPDATE ON {table} FOR EACH ROW "
            f"WHEN (OLD.frozen_at IS NOT NULL AND ({changed['postgresql']})) "
            "EXECUTE FUNCTION hashira_refuse_frozen_edition()",
            f"CREATE TRIGGER frozen_{table}_delete BEFORE DELETE ON {table} FOR EACH ROW "
            "WHEN (OLD.frozen_at IS NOT NULL) EXECUTE FUNCTION hashira_refuse_frozen_edition()",
            f"CREATE TRIGGER frozen_{table}_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION hashira_refuse_truncate()",
        ),
    )


def _triggers() -> Iterator[Trigger]:
    yield _edition_trigger()
    for table, column in OWNED.items():
        yield owned_trigger(table, column)
        yield kept_edition_trigger(table, column)
    for table, column, target in SAME_EDITION:
        yield same_edition_trigger(table, column, target)


GUARDS = Guards("strategy", _triggers, FUNCTIONS)
