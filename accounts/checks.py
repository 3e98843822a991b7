"""System checks: what would make an installation unsafe or unfit to print is said before anybody relies on it."""

import sqlite3

from django.apps import apps
from django.conf import settings
from django.core import checks
from django.db import connections

from config.sqlite import wal_is_sound


def check_https(app_configs, **_):
    """HTTPS may be off for the demo and for tests, never in production."""
    if settings.HTTPS:
        return []
    return [
        checks.Error(
            "HTTPS=off のままでは公開できません。通信が暗号化されず、サインインの情報が盗まれます。",
            hint="HTTPS=on にし、前段（nginx など）で証明書を設定してください。",
            id="hashira.E001",
        )
    ]


def check_site_url(app_configs, **_):
    """A mail is written without a request: only SITE_URL says where its links lead."""
    if settings.SITE_URL:
        return []
    return [
        checks.Warning(
            "SITE_URL が書かれていません。委員や所管課に送るメールのリンクが開けません。",
            hint="SITE_URL=https://plan.example.jp のように、このサイトの番地を書いてください。",
            id="hashira.W003",
        )
    ]


def check_guards(app_configs, databases=(), **_):
    """Every guard must stand in the database (`manage.py check --database default`, /readyz)."""
    faults = []
    for alias in databases or ():
        missing = {
            name
            for config in apps.get_app_configs()
            if (guards := getattr(config, "guards", None))
            for name in guards.missing(alias)
        }
        if missing:
            faults.append(
                checks.Error(
                    f"データベースの番人（トリガー）が足りません：{'、'.join(sorted(missing))}",
                    hint="manage.py migrate を実行すると作り直されます。",
                    id="hashira.E002",
                )
            )
    return faults


def check_limits_table(app_configs, databases=(), **_):
    """The limits of sign-in are counted in a table that migrations do not make (a warning: `migrate` comes first)."""
    table = settings.CACHES["default"]["LOCATION"]
    return [
        checks.Warning(
            f"サインインの回数を数える表（{table}）がありません。このままではサインインできません。",
            hint="manage.py createcachetable を実行してください。",
            id="hashira.W002",
        )
        for alias in databases or ()
        if table not in connections[alias].introspection.table_names()
    ]


def check_journal(app_configs, databases=(), **_):
    """WAL on an SQLite with the corruption race is an error, not a warning."""
    if wal_is_sound(sqlite3.sqlite_version_info):
        return []
    faults = []
    for alias in databases or ():
        if connections[alias].vendor != "sqlite":
            continue
        with connections[alias].cursor() as cursor:
            mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
        if mode == "wal":
            faults.append(
                checks.Error(
                    f"この SQLite（{sqlite3.sqlite_version}）で WAL を使うとデータが壊れるおそれがあります。",
                    hint="journal_mode を DELETE にしてください（設定は自動でそうします）。",
                    id="hashira.E003",
                )
            )
    return faults
