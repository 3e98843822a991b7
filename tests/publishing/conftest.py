"""The demo, loaded once for all files of tests that read it, and the towns of the open data, made once for each file."""

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import override_settings

from accounts.models import Government
from tests import factories
from tests.publishing.demo import seed
from tests.publishing.opendata_world import World, world
from tests.snapshots import copied_back


@dataclass(frozen=True)
class Demo:
    """The loaded demo: what the command printed, and the folder with its files."""

    printed: str
    files: Path


@pytest.fixture(scope="session")
def _demo_on_sqlite(
    django_db_setup, django_db_blocker, empty_database, tmp_path_factory
) -> Iterator[tuple[Demo, sqlite3.Connection]]:
    """The demo with a copy of the database that holds it: loading takes seconds, copying it back milliseconds."""
    files = tmp_path_factory.mktemp("media")
    with contextlib.closing(sqlite3.connect(":memory:", check_same_thread=False)) as loaded:
        with override_settings(MEDIA_ROOT=str(files)), django_db_blocker.unblock():
            try:
                demo = Demo(seed(), files)
                connection.connection.backup(loaded)
            finally:
                copied_back(empty_database)
        yield demo, loaded


@pytest.fixture(scope="module")
def _seeded(request, django_db_setup, django_db_blocker, empty_database, tmp_path_factory) -> Iterator[Demo]:
    """The demo for all tests of this file; PostgreSQL loads it in a transaction that is rolled back after them."""
    if empty_database is not None:
        demo, loaded = request.getfixturevalue("_demo_on_sqlite")
        with django_db_blocker.unblock():
            copied_back(loaded)
            yield demo
            copied_back(empty_database)
        return
    files = tmp_path_factory.mktemp("media")
    with override_settings(MEDIA_ROOT=str(files)), django_db_blocker.unblock(), transaction.atomic():
        yield Demo(seed(), files)
        transaction.set_rollback(True)


@pytest.fixture
def seeded(_seeded, db) -> str:
    """What the command printed."""
    return _seeded.printed


@pytest.fixture
def files_of_the_demo(_seeded, db) -> list[Path]:
    return [path for path in _seeded.files.rglob("*") if path.is_file()]


@pytest.fixture(scope="module")
def for_the_file(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Before what all tests of a file share: it is rolled back after the last of them.

    Each test gets a copy of the rows. Tests that begin with nothing stand before the first that asks for them.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def toyonaka(db) -> Government:
    """豊中市, as it is there for the whole file or for this test alone."""
    found = Government.objects.filter(code="272035").first()
    return found or factories.government()


@pytest.fixture(scope="module")
def _small(django_db_setup, django_db_blocker, tmp_path_factory):
    media = override_settings(MEDIA_ROOT=str(tmp_path_factory.mktemp("media")))
    with media, django_db_blocker.unblock(), transaction.atomic():
        yield world(factories.government())
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def _large(_small, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield world(factories.government("402168", "ogori", "小郡市", prefecture="福岡県"), more=6)
        transaction.set_rollback(True)


@pytest.fixture
def small(_small, db) -> World:
    """豊中市 with open data and much beside it that must stay inside."""
    return _small


@pytest.fixture
def large(_large, db) -> World:
    """小郡市 with the same, and six indicators more."""
    return _large
