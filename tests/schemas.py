"""What the tables of a database look like, so that two databases can be compared: columns, constraints, indexes and
guards by table.
"""

import re

from django.db.backends.base.base import BaseDatabaseWrapper

POSTGRESQL = """
SELECT table_name, concat_ws(' ', 'column', column_name, data_type, character_maximum_length, collation_name, is_nullable,
    column_default, identity_generation)
FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL
SELECT conrelid::regclass::text, concat_ws(' ', 'constraint', conname, pg_get_constraintdef(oid), condeferrable, condeferred)
FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid <> 0
UNION ALL
SELECT tablename, concat_ws(' ', 'index', indexdef) FROM pg_indexes WHERE schemaname = 'public'
UNION ALL
SELECT tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
"""
SQLITE = (
    "SELECT tbl_name, sql FROM sqlite_master WHERE type IN ('table', 'index', 'trigger') AND sql IS NOT NULL"
)
# The rooms' own tables: those of libraries differ in details (a sequence, a deferred constraint) that their migrations left.
OURS = re.compile(r"(accounts|strategy|kpi|vision|deliberation|publishing)_")


def schema_of(connection: BaseDatabaseWrapper) -> dict[str, list[str]]:
    """What each table is made of, in an order that does not hang on that of its making."""
    with connection.cursor() as cursor:
        cursor.execute(POSTGRESQL if connection.vendor == "postgresql" else SQLITE)
        rows = cursor.fetchall()
    found: dict[str, list[str]] = {}
    for table, said in rows:
        if OURS.match(table):
            found.setdefault(table, []).extend([said] if connection.vendor == "postgresql" else _parts(said))
    return {table: sorted(parts) for table, parts in found.items()}


def _parts(sql: str) -> list[str]:
    """The columns and constraints of SQLite's CREATE TABLE; an index or a guard is one part."""
    head, _, body = sql.partition("(")
    if not head.startswith("CREATE TABLE"):
        return [sql]
    parts, depth, start = [], 0, 0
    for place, sign in enumerate(body):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if depth < 0 or (sign == "," and depth == 0):
            parts.append(" ".join(body[start:place].split()))
            start = place + 1
    return parts
