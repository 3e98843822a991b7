"""Guards of published reviews: neither the year nor anything said in it changes once it is public.

On PostgreSQL the trigger reads the year FOR SHARE, as the guards of frozen editions do (docs/decisions/0003-guards.md).
"""

from collections.abc import Iterator

from accounts.guards import Trigger

PUBLISHED = "hashira:published-review"
YEAR = "kpi_reviewyear"
# Tables whose rows belong to one review, by their column ``review_id``.
OWNED = (
    "kpi_departmentreturn",
    "kpi_targetreview",
    "kpi_itemreview",
    "kpi_itemproject",
    "kpi_hearing",
    "kpi_reviewopinion",
    "kpi_grantreview",
)
_RAISE = f"RAISE EXCEPTION '{PUBLISHED}' USING ERRCODE = '23514';"
FUNCTIONS = (
    "CREATE OR REPLACE FUNCTION hashira_refuse_published_review() RETURNS trigger LANGUAGE plpgsql AS $$ "
    "DECLARE published timestamptz; BEGIN "
    f"FOR published IN SELECT published_at FROM {YEAR} "
    "WHERE id IN (COALESCE(OLD.review_id, NEW.review_id), COALESCE(NEW.review_id, OLD.review_id)) "
    f"ORDER BY id FOR SHARE LOOP IF published IS NOT NULL THEN {_RAISE} END IF; END LOOP; "
    "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
    "CREATE OR REPLACE FUNCTION hashira_refuse_review() RETURNS trigger LANGUAGE plpgsql AS $$ "
    f"BEGIN {_RAISE} END $$",
)


def triggers() -> Iterator[Trigger]:
    """Those of the year itself, and of each table that belongs to it."""
    yield _of_year()
    for table in OWNED:
        yield _of_rows(table)


def _of_year() -> Trigger:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{PUBLISHED}'); END"
    replaced = (
        f"EXISTS (SELECT 1 FROM {YEAR} y WHERE y.published_at IS NOT NULL AND (y.id = NEW.id OR "
        "y.plan_id = NEW.plan_id AND y.kind = NEW.kind AND y.fiscal_year = NEW.fiscal_year "
        "AND y.revision = NEW.revision))"
    )
    return Trigger(
        name=f"published_{YEAR}",
        table=YEAR,
        sqlite=(
            *(
                f"CREATE TRIGGER published_{YEAR}_{act.lower()} BEFORE {act} ON {YEAR} "
                f"WHEN OLD.published_at IS NOT NULL {refuse}"
                for act in ("UPDATE", "DELETE")
            ),
            f"CREATE TRIGGER published_{YEAR}_replace BEFORE INSERT ON {YEAR} WHEN {replaced} {refuse}",
        ),
        postgresql=(
            f"CREATE TRIGGER published_{YEAR}_row BEFORE UPDATE OR DELETE ON {YEAR} FOR EACH ROW "
            "WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION hashira_refuse_review()",
            f"CREATE TRIGGER published_{YEAR}_truncate BEFORE TRUNCATE ON {YEAR} "
            "FOR EACH STATEMENT EXECUTE FUNCTION hashira_refuse_review()",
        ),
    )


def _of_rows(table: str) -> Trigger:
    replaced = f"(SELECT review_id FROM {table} WHERE id = NEW.id)"
    rows = {
        "INSERT": f"NEW.review_id, {replaced}",
        "UPDATE": f"NEW.review_id, OLD.review_id, {replaced}",
        "DELETE": "OLD.review_id",
    }
    return Trigger(
        name=f"published_{table}",
        table=table,
        sqlite=tuple(
            f"CREATE TRIGGER published_{table}_{act.lower()} BEFORE {act} ON {table} WHEN EXISTS "
            f"(SELECT 1 FROM {YEAR} y WHERE y.published_at IS NOT NULL AND y.id IN ({ids})) "
            f"BEGIN SELECT RAISE(ABORT, '{PUBLISHED}'); END"
            for act, ids in rows.items()
        ),
        postgresql=(
            f"CREATE TRIGGER published_{table}_row BEFORE INSERT OR UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION hashira_refuse_published_review()",
            f"CREATE TRIGGER published_{table}_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION hashira_refuse_review()",
        ),
    )
