"""The shipped settings are safe as they are, and refuse to start when they are not."""

import os
import secrets
import subprocess
import sys

import pytest
from django.conf import settings

from tests.sources import ROOT

pytestmark = pytest.mark.slow

KEY = secrets.token_urlsafe(60)


def start(*arguments: str, **env: str) -> subprocess.CompletedProcess:
    """Run Python as an office would: with its own environment and a database of its own."""
    given = {"DATABASE_URL": "sqlite:///:memory:", "SECRET_KEY": KEY, "HTTPS": "on", "DEBUG": "off"} | env
    clean = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=clean
        | {"PYTHONUTF8": "1", "ALLOWED_HOSTS": "example.jp", "SITE_URL": "https://example.jp"}
        | given,
        capture_output=True,
        text=True,
        timeout=60,
    )


def manage(*arguments: str, **env: str) -> subprocess.CompletedProcess:
    return start("manage.py", *arguments, **env)


def shown(expression: str, **env: str) -> subprocess.CompletedProcess:
    """What the settings say, which needs none of the applications."""
    given = "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'config.settings'"
    return start("-c", f"{given}; from django.conf import settings as s; print({expression})", **env)


def test_the_shipped_settings_pass_every_deployment_check():
    done = manage("check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_plain_http_is_refused_for_deployment():
    done = manage("check", "--deploy", "--fail-level", "WARNING", HTTPS="off")
    assert done.returncode != 0
    assert "hashira.E001" in done.stderr
    assert "HTTPS=off のままでは公開できません" in done.stderr


@pytest.mark.parametrize("key", ["", "short", "change-me" * 10, "django-insecure-" + "x" * 60, "k" * 49])
def test_a_missing_short_or_sample_key_refuses_to_start(key):
    done = manage("check", SECRET_KEY=key)
    assert done.returncode != 0
    last = done.stderr.strip().splitlines()[-1]
    assert "SECRET_KEY がないか、見本のままか、短すぎます。" in last
    assert "secrets.token_urlsafe(50)" in last


@pytest.mark.parametrize("proxy, count", [("on", "1"), ("off", "0")])
def test_forwarded_headers_are_believed_only_behind_a_trusted_proxy(proxy, count):
    done = shown("s.ALLAUTH_TRUSTED_PROXY_COUNT, bool(s.SECURE_PROXY_SSL_HEADER)", TRUSTED_PROXY=proxy)
    assert done.stdout.split() == [count, str(proxy == "on")], done.stderr


def test_debug_is_off_and_hosts_are_none_unless_said_otherwise():
    done = shown("s.DEBUG, s.ALLOWED_HOSTS, s.SESSION_COOKIE_SECURE", DEBUG="", ALLOWED_HOSTS="", HTTPS="on")
    assert done.stdout.strip() == "False [] True", done.stderr


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere():
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == ["'self'"]
    assert policy["frame-ancestors"] == policy["base-uri"] == ["'none'"]


def test_sessions_and_cookies_of_staff():
    assert settings.SESSION_COOKIE_AGE == 30 * 60
    assert settings.SESSION_EXPIRE_AT_BROWSER_CLOSE is True
    assert settings.SESSION_COOKIE_HTTPONLY is settings.CSRF_COOKIE_HTTPONLY is True
    assert settings.DATABASES["default"]["ATOMIC_REQUESTS"] is False


def test_limits_of_sign_in_are_counted_in_a_table_large_enough():
    cache = settings.CACHES["default"]
    assert cache["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"
    assert cache["OPTIONS"]["MAX_ENTRIES"] >= 100_000
    assert settings.ACCOUNT_RATE_LIMITS["login_failed"] == "10/m/ip,5/15m/key"


def test_one_backend_checks_passwords():
    assert settings.AUTHENTICATION_BACKENDS == ["accounts.backends.SignInBackend"]


def test_a_silent_mail_server_keeps_nobody_waiting():
    assert settings.EMAIL_TIMEOUT == 10
