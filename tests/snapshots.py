"""Everything that is stored, to show that a refused change left nothing behind; and SQLite's file put back as it was."""

import contextlib
import functools
import sqlite3
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from accounts.audit import Refused
from tests.sources import ROOMS


@functools.cache
def _tables() -> dict[str, str]:
    """All our tables, those of history and of links between rows included, with the column they are ordered by."""
    return {
        model._meta.db_table: model._meta.pk.column
        for room in ROOMS
        for model in apps.get_app_config(room).get_models(include_auto_created=True)
        if not model._meta.proxy
    }


@functools.cache
def _which_have_rows() -> str:
    """One question instead of one for each table: in most tests nine of ten are empty."""
    return " UNION ALL ".join(
        f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")" for table in _tables()
    )


def everything_stored() -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all our tables as the database gives them: through the ORM it would take a third of the suite."""
    found: dict[str, list[tuple[Any, ...]]] = {table: [] for table in _tables()}
    with connection.cursor() as cursor:
        cursor.execute(_which_have_rows())
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY "{_tables()[table]}"')
            found[table] = [
                tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)
                for row in cursor.fetchall()
            ]
    return found


def refused(verb, **arguments) -> str:
    """The sentence with which a verb refuses; nothing may have changed."""
    before = everything_stored()
    with pytest.raises(Refused) as caught:
        verb(**arguments)
    assert everything_stored() == before
    return caught.value.sentence


def copied_back(copy: sqlite3.Connection) -> None:
    """SQLite's database becomes what the copy holds, out of a transaction that a failing test has left open."""
    connection.close()
    with contextlib.closing(sqlite3.connect(connection.settings_dict["NAME"], timeout=20)) as used:
        used.execute("PRAGMA synchronous=OFF")
        copy.backup(used)
    connection.connect()
