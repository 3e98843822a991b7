"""A printed edition is made once and never changes."""

from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.guards import SENTENCES, sentence_of
from publishing.models import PrintedEdition
from tests import factories
from tests.snapshots import everything_stored


@pytest.fixture
def printed(toyonaka) -> PrintedEdition:
    edition = factories.published(factories.plan(toyonaka))
    row = PrintedEdition.objects.create(
        edition=edition,
        content_hash=edition.content_hash,
        page_count=12,
        size=34567,
        pages={},
        file="printed/a.pdf",
    )
    connection.check_constraints()  # PostgreSQL truncates nothing that still has keys to check
    return row


def execute(sql: str, *parameters: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


@pytest.mark.django_db
def test_a_printed_edition_cannot_be_changed_or_removed(printed):
    table, mine = "publishing_printededition", PrintedEdition.objects.filter(pk=printed.pk)
    columns = ", ".join(field.column for field in PrintedEdition._meta.concrete_fields)
    ways = {
        "save": printed.save,
        "update": partial(mine.update, page_count=13),
        "bulk_update": partial(PrintedEdition.objects.bulk_update, [printed], ["page_count"]),
        "delete": printed.delete,
        "raw UPDATE": partial(execute, f"UPDATE {table} SET size = 1"),
        "raw DELETE": partial(execute, f"DELETE FROM {table}"),
    }
    if connection.vendor == "sqlite":
        ways["REPLACE"] = partial(execute, f"REPLACE INTO {table} ({columns}) SELECT {columns} FROM {table}")
    else:
        ways["TRUNCATE"] = partial(execute, f"TRUNCATE {table}")
    before = everything_stored()
    for name, act in ways.items():
        with pytest.raises(IntegrityError) as caught, transaction.atomic():
            act()
        assert (name, sentence_of(caught.value)) == (name, SENTENCES["hashira:append-only"])
    assert everything_stored() == before


@pytest.mark.django_db
def test_an_edition_is_printed_once(printed):
    with pytest.raises(IntegrityError), transaction.atomic():
        PrintedEdition.objects.create(
            edition=printed.edition,
            content_hash="0" * 64,
            page_count=1,
            size=1,
            pages={},
            file="printed/b.pdf",
        )
    assert PrintedEdition.objects.get() == printed
