"""Guards of this room: a frozen population vision and all that belongs to it never change; what an edition says of its visions is
frozen with the edition.

On PostgreSQL the trigger reads the vision FOR SHARE, as the guards of frozen editions do (docs/decisions/0003-guards.md).
"""

from collections.abc import Iterator

from django.apps import apps

from accounts.guards import Guards, Trigger
from strategy.guards import kept_edition_trigger, owned_trigger, same_edition_functions, same_edition_trigger

FROZEN = "hashira:frozen-vision"
VISION = "vision_populationvision"
# Tables whose rows belong to a population vision, by their column ``vision_id``.
OF_A_VISION = ("vision_visionarea", "vision_populationtable", "vision_assumption", "vision_scenario")
# Tables whose rows belong to one edition of a plan, by their column ``edition_id``.
OWNED = ("vision_visioncitation", "vision_regionalvision", "vision_visionlink")
SAME_EDITION = (
    ("vision_regionalvision", "item_id", "strategy_planitem"),
    ("vision_visionlink", "item_id", "strategy_planitem"),
    ("vision_visionlink", "vision_id", "vision_regionalvision"),
)

_RAISE = f"RAISE EXCEPTION '{FROZEN}' USING ERRCODE = '23514';"
FUNCTIONS = (
    "CREATE OR REPLACE FUNCTION hashira_refuse_frozen_vision_row() RETURNS trigger LANGUAGE plpgsql AS $$ "
    f"DECLARE frozen timestamptz; BEGIN FOR frozen IN SELECT frozen_at FROM {VISION} WHERE id IN "
    "(COALESCE(OLD.vision_id, NEW.vision_id), COALESCE(NEW.vision_id, OLD.vision_id)) ORDER BY id FOR SHARE LOOP "
    f"IF frozen IS NOT NULL THEN {_RAISE} END IF; END LOOP; "
    "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
    f"CREATE OR REPLACE FUNCTION hashira_refuse_frozen_vision() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {_RAISE} END $$",
    *same_edition_functions(SAME_EDITION),
)


def _of_a_vision(table: str) -> Trigger:
    """Rows of a frozen population vision are neither added, changed nor deleted."""
    name = f"frozen_vision_{table}"
    replaced = f"(SELECT vision_id FROM {table} WHERE id = NEW.id)"
    rows = {
        "INSERT": f"NEW.vision_id, {replaced}",
        "UPDATE": f"NEW.vision_id, OLD.vision_id, {replaced}",
        "DELETE": "OLD.vision_id",
    }
    return Trigger(
        name=name,
        table=table,
        sqlite=tuple(
            f"CREATE TRIGGER {name}_{act.lower()} BEFORE {act} ON {table} WHEN EXISTS "
            f"(SELECT 1 FROM {VISION} v WHERE v.frozen_at IS NOT NULL AND v.id IN ({ids})) "
            f"BEGIN SELECT RAISE(ABORT, '{FROZEN}'); END"
            for act, ids in rows.items()
        ),
        postgresql=(
            f"CREATE TRIGGER {name}_row BEFORE INSERT OR UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION hashira_refuse_frozen_vision_row()",
            f"CREATE TRIGGER {name}_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION hashira_refuse_frozen_vision()",
        ),
    )


def locked_columns() -> list[str]:
    """Columns of a population vision that never change once it is frozen: all but those of its life."""
    vision = apps.get_model("vision", "PopulationVision")
    return [field.column for field in vision._meta.concrete_fields if field.name not in vision.LIFE_FIELDS]


def _the_vision() -> Trigger:
    name, refuse = f"frozen_{VISION}", f"BEGIN SELECT RAISE(ABORT, '{FROZEN}'); END"
    changed = {
        "sqlite": " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in locked_columns()),
        "postgresql": " OR ".join(
            f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in locked_columns()
        ),
    }
    return Trigger(
        name=name,
        table=VISION,
        sqlite=(
            f"CREATE TRIGGER {name}_update BEFORE UPDATE ON {VISION} "
            f"WHEN OLD.frozen_at IS NOT NULL AND ({changed['sqlite']}) {refuse}",
            f"CREATE TRIGGER {name}_delete BEFORE DELETE ON {VISION} WHEN OLD.frozen_at IS NOT NULL {refuse}",
            f"CREATE TRIGGER {name}_replace BEFORE INSERT ON {VISION} WHEN EXISTS "
            f"(SELECT 1 FROM {VISION} v WHERE v.frozen_at IS NOT NULL "
            f"AND (v.id = NEW.id OR v.government_id = NEW.government_id AND v.number = NEW.number)) {refuse}",
        ),
        postgresql=(
            f"CREATE TRIGGER {name}_update BEFORE UPDATE ON {VISION} FOR EACH ROW "
            f"WHEN (OLD.frozen_at IS NOT NULL AND ({changed['postgresql']})) "
            "EXECUTE FUNCTION hashira_refuse_frozen_vision()",
            f"CREATE TRIGGER {name}_delete BEFORE DELETE ON {VISION} FOR EACH ROW "
            "WHEN (OLD.frozen_at IS NOT NULL) EXECUTE FUNCTION hashira_refuse_frozen_vision()",
            f"CREATE TRIGGER {name}_truncate BEFORE TRUNCATE ON {VISION} "
            "FOR EACH STATEMENT EXECUTE FUNCTION hashira_refuse_frozen_vision()",
        ),
    )


def _triggers() -> Iterator[Trigger]:
    yield _the_vision()
    for table in OF_A_VISION:
        yield _of_a_vision(table)
    for table in OWNED:
        yield owned_trigger(table, "edition_id")
        yield kept_edition_trigger(table, "edition_id")
    for table, column, target in SAME_EDITION:
        yield same_edition_trigger(table, column, target)


GUARDS = Guards("vision", _triggers, FUNCTIONS)
