"""What would make an installation unsafe is said by `manage.py check`, in a sentence with a way out."""

import pytest
from django.core.checks import run_checks
from django.db import connection

from accounts import checks
from accounts.guards import GUARDS


def test_https_off_is_an_error_only_for_deployment(settings):
    settings.HTTPS = False
    assert [fault.id for fault in checks.check_https(None)] == ["hashira.E001"]
    assert "hashira.E001" not in {fault.id for fault in run_checks()}
    assert "hashira.E001" in {fault.id for fault in run_checks(include_deployment_checks=True)}
    settings.HTTPS = True
    assert checks.check_https(None) == []


def test_mail_without_an_address_of_the_site_is_told_before_it_goes_out(settings):
    settings.SITE_URL = ""
    assert [fault.id for fault in checks.check_site_url(None)] == ["hashira.W003"]
    assert "hashira.W003" in {fault.id for fault in run_checks(include_deployment_checks=True)}
    settings.SITE_URL = "https://plan.example.jp"
    assert checks.check_site_url(None) == []


@pytest.mark.django_db
def test_a_missing_guard_is_named():
    assert checks.check_guards(None, databases=["default"]) == []
    name = sorted(trigger for trigger in GUARDS.installed() if "auditevent" in trigger)[0]
    table = " ON accounts_auditevent" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{table}")
    (fault,) = checks.check_guards(None, databases=["default"])
    assert (fault.id, name in fault.msg) == ("hashira.E002", True)
    assert "manage.py migrate" in fault.hint
    assert "hashira.E002" in {found.id for found in run_checks(tags=["database"], databases=["default"])}


@pytest.mark.django_db
def test_a_missing_table_of_limits_is_named(settings):
    assert checks.check_limits_table(None, databases=["default"]) == []
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": "no_such_table"}}
    (fault,) = checks.check_limits_table(None, databases=["default"])
    assert (fault.id, "createcachetable" in fault.hint) == ("hashira.W002", True)


class Cursor:
    """A cursor of an SQLite whose journal mode is what the test says."""

    def __init__(self, mode):
        self.mode = mode

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def execute(self, _):
        return self

    def fetchone(self):
        return (self.mode,)


@pytest.mark.parametrize(
    "version, mode, vendor, faults",
    [
        ((3, 40, 1), "wal", "sqlite", ["hashira.E003"]),
        ((3, 40, 1), "delete", "sqlite", []),
        ((3, 51, 2), "wal", "sqlite", ["hashira.E003"]),
        ((3, 51, 3), "wal", "sqlite", []),
        ((3, 44, 6), "wal", "sqlite", []),
        ((3, 40, 1), "wal", "postgresql", []),
    ],
)
def test_wal_on_an_unsound_sqlite_is_an_error(monkeypatch, version, mode, vendor, faults):
    place = type("Connection", (), {"vendor": vendor, "cursor": lambda self: Cursor(mode)})()
    monkeypatch.setattr(checks.sqlite3, "sqlite_version_info", version)
    monkeypatch.setattr(checks, "connections", {"default": place})
    assert [fault.id for fault in checks.check_journal(None, databases=["default"])] == faults


@pytest.mark.django_db
def test_the_journal_of_this_run_is_sound():
    assert checks.check_journal(None, databases=["default"]) == []
