"""Guards of deliberation: the ledger is only added to; a closed box, a published result of comments and published minutes
never change.

On PostgreSQL the trigger reads the box FOR SHARE, as the guards of frozen editions do (docs/decisions/0003-guards.md).
"""

from collections.abc import Iterator

from accounts.guards import REFUSE_APPEND_ONLY, Guards, Trigger, append_only

CLOSED = "hashira:closed-box"
RESULT = "hashira:published-result"
MINUTES = "hashira:published-minutes"
BOX = "deliberation_ballotbox"
COMMENT = "deliberation_publiccomment"
APPEND_ONLY = (
    "deliberation_ledgerentry",
    "deliberation_ballot",
    "deliberation_rollentry",
    "deliberation_refusedballot",
    "deliberation_chairconfirmation",
    "deliberation_purgerecord",
    "deliberation_tiedecision",
)
# Tables whose rows go into a box, by their column ``box_id``, and into no closed one.
IN_A_BOX = ("deliberation_ledgerentry", "deliberation_ballot", "deliberation_rollentry")
# Columns of a box that are what they were when it was opened.
FROM_THE_OPENING = ("id", "meeting_id", "opened_at", "opened_by_id", "genesis", "genesis_hash")
# Columns of a call for comments that are settled when its result is published.
OF_THE_RESULT = ("id", "plan_id", "edition_id", "result", "result_hash", "result_published_at")

# Columns of minutes that are settled when they are published.
OF_THE_MINUTES = ("id", "meeting_id", "kind", "text", "published_at")


def _raise(token: str) -> str:
    return f"RAISE EXCEPTION '{token}' USING ERRCODE = '23514';"


FUNCTIONS = (
    REFUSE_APPEND_ONLY,
    "CREATE OR REPLACE FUNCTION hashira_refuse_closed_box() RETURNS trigger LANGUAGE plpgsql AS $$ "
    f"DECLARE closed timestamptz; BEGIN SELECT closed_at INTO closed FROM {BOX} WHERE id = NEW.box_id FOR SHARE; "
    f"IF closed IS NOT NULL THEN {_raise(CLOSED)} END IF; RETURN NEW; END $$",
    f"CREATE OR REPLACE FUNCTION hashira_refuse_box() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {_raise(CLOSED)} END $$",
    "CREATE OR REPLACE FUNCTION hashira_refuse_result() RETURNS trigger LANGUAGE plpgsql AS $$ "
    f"BEGIN {_raise(RESULT)} END $$",
    "CREATE OR REPLACE FUNCTION hashira_refuse_minutes() RETURNS trigger LANGUAGE plpgsql AS $$ "
    f"BEGIN {_raise(MINUTES)} END $$",
)


def _triggers() -> Iterator[Trigger]:
    for table in APPEND_ONLY:
        yield append_only(table)
    for table in IN_A_BOX:
        yield _into_a_box(table)
    yield _of_the_box()
    yield _settled(
        COMMENT,
        OF_THE_RESULT,
        "result_published_at",
        "t.id = NEW.id OR t.plan_id = NEW.plan_id AND t.number = NEW.number",
        RESULT,
        "hashira_refuse_result",
    )
    yield _settled(
        "deliberation_minutes",
        OF_THE_MINUTES,
        "published_at",
        "t.id = NEW.id OR t.meeting_id = NEW.meeting_id",
        MINUTES,
        "hashira_refuse_minutes",
    )


def _into_a_box(table: str) -> Trigger:
    """Nothing goes into a closed box."""
    return Trigger(
        name=f"closed_{table}",
        table=table,
        sqlite=(
            f"CREATE TRIGGER closed_{table}_insert BEFORE INSERT ON {table} WHEN EXISTS "
            f"(SELECT 1 FROM {BOX} b WHERE b.closed_at IS NOT NULL AND b.id = NEW.box_id) "
            f"BEGIN SELECT RAISE(ABORT, '{CLOSED}'); END",
        ),
        postgresql=(
            f"CREATE TRIGGER closed_{table}_row BEFORE INSERT ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION hashira_refuse_closed_box()",
        ),
    )


def _changed(columns: tuple[str, ...], comparison: str) -> str:
    return " OR ".join(f"OLD.{column} {comparison} NEW.{column}" for column in columns)


def _of_the_box() -> Trigger:
    """A box is never deleted, nothing of it changes once it is closed, and its opening never changes at all."""
    name, refuse = f"closed_{BOX}", f"BEGIN SELECT RAISE(ABORT, '{CLOSED}'); END"
    return Trigger(
        name=name,
        table=BOX,
        sqlite=(
            f"CREATE TRIGGER {name}_update BEFORE UPDATE ON {BOX} "
            f"WHEN OLD.closed_at IS NOT NULL OR {_changed(FROM_THE_OPENING, 'IS NOT')} {refuse}",
            f"CREATE TRIGGER {name}_delete BEFORE DELETE ON {BOX} {refuse}",
            f"CREATE TRIGGER {name}_replace BEFORE INSERT ON {BOX} "
            f"WHEN EXISTS (SELECT 1 FROM {BOX} WHERE id = NEW.id OR meeting_id = NEW.meeting_id) {refuse}",
        ),
        postgresql=(
            f"CREATE TRIGGER {name}_row BEFORE UPDATE ON {BOX} FOR EACH ROW "
            f"WHEN (OLD.closed_at IS NOT NULL OR {_changed(FROM_THE_OPENING, 'IS DISTINCT FROM')}) "
            "EXECUTE FUNCTION hashira_refuse_box()",
            f"CREATE TRIGGER {name}_gone BEFORE DELETE ON {BOX} "
            "FOR EACH ROW EXECUTE FUNCTION hashira_refuse_box()",
            f"CREATE TRIGGER {name}_truncate BEFORE TRUNCATE ON {BOX} "
            "FOR EACH STATEMENT EXECUTE FUNCTION hashira_refuse_box()",
        ),
    )


def _settled(
    table: str, columns: tuple[str, ...], moment: str, same: str, token: str, function: str
) -> Trigger:
    """What was published of a row stays: neither changed, nor deleted, nor replaced by a row that is ``same``."""
    name, refuse = f"published_{table}", f"BEGIN SELECT RAISE(ABORT, '{token}'); END"
    published = f"OLD.{moment} IS NOT NULL"
    return Trigger(
        name=name,
        table=table,
        sqlite=(
            f"CREATE TRIGGER {name}_update BEFORE UPDATE ON {table} "
            f"WHEN {published} AND ({_changed(columns, 'IS NOT')}) {refuse}",
            f"CREATE TRIGGER {name}_delete BEFORE DELETE ON {table} WHEN {published} {refuse}",
            f"CREATE TRIGGER {name}_replace BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} t "
            f"WHERE t.{moment} IS NOT NULL AND ({same})) {refuse}",
        ),
        postgresql=(
            f"CREATE TRIGGER {name}_row BEFORE UPDATE ON {table} FOR EACH ROW "
            f"WHEN ({published} AND ({_changed(columns, 'IS DISTINCT FROM')})) "
            f"EXECUTE FUNCTION {function}()",
            f"CREATE TRIGGER {name}_gone BEFORE DELETE ON {table} FOR EACH ROW WHEN ({published}) "
            f"EXECUTE FUNCTION {function}()",
            f"CREATE TRIGGER {name}_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {function}()",
        ),
    )


GUARDS = Guards("deliberation", _triggers, FUNCTIONS)
