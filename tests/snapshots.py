"""Everything that is stored, to show that a refused change left nothing behind."""

import functools
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


def everything_stored() -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all our tables as the database gives them: through the ORM it would take a third of the suite."""
    found = {}
    with connection.cursor() as cursor:
        for table, key in _tables().items():
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY "{key}"')
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
