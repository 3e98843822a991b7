"""Guards: triggers that hold for the ORM, the shell and raw SQL alike.

They are installed after every migration and dropped before it, because SQLite rebuilds tables when it alters
them and would lose them. A guard raises one of the tokens below; ``sentence_of`` turns it into a sentence.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db import connections

SENTENCES = {
    "hashira:frozen-edition": (
        "凍結した版は変えられません。直すときは「次の版をつくる」か「正誤訂正」をしてください。"
    ),
    "hashira:append-only": "記録は追加だけができます。書き換えたり消したりすることはできません。",
    "hashira:published-review": (
        "公表した年度評価は変えられません。直すときは、その年度の「訂正をつくる」をしてください。"
    ),
    "hashira:closed-box": "締め切った表決は変えられません。票を加えることも、消すこともできません。",
    "hashira:published-result": "公表した意見募集の結果は変えられません。",
    "hashira:published-minutes": "公表した会議録は変えられません。",
    "hashira:frozen-vision": (
        "凍結した人口ビジョンは変えられません。直すときは「次の版をつくる」をしてください。"
    ),
    "hashira:other-edition": "別の版の項目や階層は指定できません。同じ版の中から選んでください。",
}


def sentence_of(error: Exception) -> str:
    """The Japanese sentence of a guard's refusal, or an empty string for any other database error."""
    return next((sentence for token, sentence in SENTENCES.items() if token in str(error)), "")


@dataclass(frozen=True)
class Trigger:
    """One trigger: its name, the table it stands on, and the SQL that creates it (by vendor)."""

    name: str
    table: str
    sqlite: tuple[str, ...] = ()
    postgresql: tuple[str, ...] = ()


@dataclass
class Guards:
    """The triggers of one room, with the PostgreSQL functions they call."""

    room: str
    triggers: Callable[[], Iterable[Trigger]]
    functions: tuple[str, ...] = field(default=())

    def install(self, using: str = "default") -> None:
        """Create what is not there yet; the tables must exist."""
        connection = connections[using]
        present, installed = self._tables(connection), self.installed(using)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                for sql in self.functions:
                    cursor.execute(sql)
            for trigger in self.triggers():
                for sql in getattr(trigger, connection.vendor) if trigger.table in present else ():
                    if self._name(sql) not in installed:
                        cursor.execute(sql)

    def drop(self, using: str = "default") -> None:
        """Remove the triggers of this room, if any."""
        connection = connections[using]
        installed = self.installed(using)
        with connection.cursor() as cursor:
            for trigger in self.triggers():
                for name in installed & self._names(trigger, connection.vendor):
                    suffix = f" ON {trigger.table}" if connection.vendor == "postgresql" else ""
                    cursor.execute(f"DROP TRIGGER IF EXISTS {name}{suffix}")

    def missing(self, using: str = "default") -> set[str]:
        """Names of triggers that should stand on the tables of the database and do not, or were disabled."""
        connection = connections[using]
        present = self._tables(connection)
        return {
            name
            for trigger in self.triggers()
            if trigger.table in present  # before the first migration there is nothing to guard
            for name in self._names(trigger, connection.vendor)
        } - self._standing(connection, "tgenabled <> 'D'")

    def installed(self, using: str = "default") -> set[str]:
        """Names of all triggers in the database."""
        return self._standing(connections[using])

    def drop_before_migrate(self, *, using: str = "default", **_) -> None:
        """Receiver of ``pre_migrate``."""
        self.drop(using)

    def install_after_migrate(self, *, using: str = "default", **_) -> None:
        """Receiver of ``post_migrate``; a plan of migrations that stops early leaves some tables out."""
        self.install(using)

    @staticmethod
    def _names(trigger: Trigger, vendor: str) -> set[str]:
        return {Guards._name(sql) for sql in getattr(trigger, vendor)}

    @staticmethod
    def _name(sql: str) -> str:
        return sql.split()[2]  # CREATE TRIGGER <name> …

    @staticmethod
    def _standing(connection, condition: str = "TRUE") -> set[str]:
        query = (
            f"SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND {condition}"
            if connection.vendor == "postgresql"
            else "SELECT name FROM sqlite_master WHERE type = 'trigger'"  # SQLite cannot disable one
        )
        with connection.cursor() as cursor:
            cursor.execute(query)
            return {row[0] for row in cursor.fetchall()}

    @staticmethod
    def _tables(connection) -> set[str]:
        with connection.cursor() as cursor:
            return set(connection.introspection.table_names(cursor))


def append_only(table: str) -> Trigger:
    """A guard under which rows of ``table`` can be added and never changed, deleted or truncated."""
    name = f"append_only_{table}"
    refuse = "BEGIN SELECT RAISE(ABORT, 'hashira:append-only'); END"
    return Trigger(
        name=name,
        table=table,
        sqlite=(
            *(
                f"CREATE TRIGGER {name}_{verb.lower()} BEFORE {verb} ON {table} {refuse}"
                for verb in ("UPDATE", "DELETE")
            ),
            # INSERT OR REPLACE fires no DELETE trigger where recursive_triggers is off (the sqlite3 shell).
            f"CREATE TRIGGER {name}_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) {refuse}",
        ),
        postgresql=(
            f"CREATE TRIGGER {name}_row BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION hashira_refuse_append_only()",
            f"CREATE TRIGGER {name}_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION hashira_refuse_append_only()",
        ),
    )


REFUSE_APPEND_ONLY = """
CREATE OR REPLACE FUNCTION hashira_refuse_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'hashira:append-only' USING ERRCODE = '23514';
END $$
"""

GUARDS = Guards("accounts", lambda: [append_only("accounts_auditevent")], (REFUSE_APPEND_ONLY,))
