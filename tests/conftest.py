"""What all tests share: the right database, guards that let a flush pass, the source data, the people."""

import contextlib
import gc
import os
import shutil
import sqlite3
import subprocess
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase

from deliberation.chaining import turn_file
from tests import factories
from tests.snapshots import copied_back

os.environ.setdefault(
    "DJANGO_ALLOW_ASYNC_UNSAFE", "true"
)  # Playwright's driver runs a loop beside live_server


def pytest_configure(config):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.CACHES = settings.CACHES | {
        "files": {
            "BACKEND": "django.core.cache.backends.dummy.DummyCache"
        }  # no test meets the files of another
    }
    database = settings.DATABASES["default"]
    if "sqlite3" in database["ENGINE"]:  # nothing here outlives the run, so no write waits for the disk
        options = database["OPTIONS"]
        options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # WhiteNoise warns where there is none
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


# About the database although no fixture says so: commands in processes of their own, checks, guards, settings.
ABOUT_THE_DATABASE = {
    "test_checks",
    "test_export_plan",
    "test_guards",
    "test_seed_demo",
    "test_sqlite",
    "test_upgrade",
}


def pytest_collection_finish(session):
    """What was imported stays: the collector need not walk through it again for every few hundred objects made."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_collection_modifyitems(items):
    """Three marks that a test need not carry itself, for the run chooses by them (script/test).

    slow: starts another program or loads the demo.
    page: opens pages through Django's client; `--quick` leaves them to the full run.
    no_database: runs alike on every database; the run on PostgreSQL leaves them to the one on SQLite.
    """
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if fixtures & {"program", "_seeded"}:
            item.add_marker(pytest.mark.slow)
        if "client" in fixtures:
            item.add_marker(pytest.mark.page)
        asks = item.get_closest_marker("django_db") or fixtures & {"db", "transactional_db", "live_server"}
        if not asks and item.path.stem not in ABOUT_THE_DATABASE:
            item.add_marker(pytest.mark.no_database)
    # Files that take long come first, so that no worker is left with one of them while the other has nothing.
    long = {item.path for item in items if any(map(item.get_closest_marker, ("browser", "race", "slow")))}
    items.sort(key=lambda item: item.path not in long)


@pytest.fixture(scope="session", autouse=True)
def expected_database(django_db_setup, django_db_blocker):
    """A run that was meant for PostgreSQL must not be green on SQLite."""
    expected = os.environ.get("EXPECT_DB")
    if expected:
        assert connection.vendor == expected


@pytest.fixture(scope="session", autouse=True)
def nothing_is_left_beside_the_database(django_db_setup):
    """The file in which votes wait for their turn (deliberation/chaining.py)."""
    yield
    turn_file().unlink(missing_ok=True)


@pytest.fixture(autouse=True)
def media_in_a_folder_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")


def is_flushed(request) -> bool:
    """Whether the test commits, so that no rolling back clears up after it."""
    marker = request.node.get_closest_marker("django_db")
    committing = marker is not None and marker.kwargs.get("transaction")
    return bool(committing) or bool({"live_server", "transactional_db"} & set(request.fixturenames))


@pytest.fixture(scope="session")
def empty_database(django_db_setup, django_db_blocker):
    """SQLite's database as it was made: copying it back takes a tenth of the time of a flush."""
    if connection.vendor != "sqlite":
        yield None
        return
    with (
        django_db_blocker.unblock(),
        contextlib.closing(sqlite3.connect(":memory:", check_same_thread=False)) as copy,
        pytest.MonkeyPatch.context() as patch,
    ):
        connection.ensure_connection()
        connection.connection.backup(copy)
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: None)
        yield copy


@pytest.fixture(autouse=True)
def a_flush_passes_the_guards(request):
    """What a test has committed goes. The guards forbid a flush; post_migrate brings them back."""
    if not is_flushed(request):
        yield
        return
    empty = request.getfixturevalue("empty_database")
    request.getfixturevalue("transactional_db")
    yield
    if empty is not None:
        copied_back(empty)
        return
    for config in apps.get_app_configs():
        if guards := getattr(config, "guards", None):
            guards.drop()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of source documents and data beside the project; a stranger's clone has none."""
    folder = Path(__file__).resolve().parent.parent.parent / "shared"
    if folder.is_dir():
        return folder
    if os.environ.get("CI"):
        pytest.fail("../shared is missing: CI must have the source documents")
    warnings.warn("../shared is missing: tests against the source documents are skipped", stacklevel=1)
    pytest.skip("../shared is missing: tests against the source documents are skipped")


@pytest.fixture
def toyonaka(db):
    return factories.government("272035", "toyonaka", "豊中市")


@pytest.fixture
def ogori(db):
    return factories.government("402168", "ogori", "小郡市")


@pytest.fixture
def aoki(toyonaka):
    """Planner of 豊中市."""
    return factories.person("青木", "PLANNER", toyonaka)


@pytest.fixture
def baba(toyonaka):
    """Staff of a department of 豊中市."""
    return factories.person("馬場", "DEPARTMENT", toyonaka)


@pytest.fixture
def chiba(db):
    """Signed in, member of nothing."""
    return factories.person("千葉")


@pytest.fixture
def endo(toyonaka):
    """Administrator of 豊中市."""
    return factories.person("遠藤", "ADMIN", toyonaka)


@pytest.fixture
def neighbour(ogori):
    """Planner of another government."""
    return factories.person("隣野", "PLANNER", ogori)


@pytest.fixture
def operator(db):
    return factories.operator()


@pytest.fixture(scope="session")
def program() -> Callable[..., str]:
    """Poppler and LibreOffice look at what was made: runs a program by name and gives back what it printed.

    Skips loudly where it is not installed.
    """

    def run(name: str, *arguments: object, timeout: float = 180) -> str:
        if not shutil.which(name):
            sentence = f"{name} is not installed: what it would look at is not tested"
            if os.environ.get("CI"):
                pytest.fail(sentence)
            warnings.warn(sentence, stacklevel=2)
            pytest.skip(sentence)
        done = subprocess.run(
            [name, *map(str, arguments)], capture_output=True, text=True, timeout=timeout, check=True
        )
        return done.stdout

    return run
