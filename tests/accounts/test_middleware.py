"""What every request passes: the door, private pages that stay private, a session that lives while it is used."""

import datetime

import pytest
from django.contrib.sessions.models import Session
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import middleware
from accounts.models import Government
from tests import factories

pytestmark = pytest.mark.django_db
PUBLIC = [
    "/",
    "/toyonaka/",
    "/toyonaka/digital-strategy/",
    "/toyonaka/digital-strategy/plan.json",
    "/sitemap.xml",
]


@pytest.fixture
def town(toyonaka):
    factories.published(factories.plan(toyonaka), last_fiscal_year=2099)
    return toyonaka


# --- public pages -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.parametrize("reader", ["stranger", "aoki"])
def test_public_pages_set_no_cookie_and_are_the_same_for_everybody(client, town, request, path, reader):
    strangers = client.get(path)
    if reader == "aoki":
        client.force_login(request.getfixturevalue("aoki"))
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.content == strangers.content
    assert "Cookie" not in answer.get("Vary", "")
    assert "private" not in answer["Cache-Control"]
    assert "no-store" not in answer["Cache-Control"]
    assert not answer.cookies
    assert "nonce" not in answer["Content-Security-Policy"]


def test_a_public_page_reads_neither_session_nor_user(client, town, aoki, django_assert_num_queries):
    client.force_login(aoki)
    client.get("/")
    with django_assert_num_queries(1) as asked:
        client.get("/")
    assert not [
        query for query in asked.captured_queries if "session" in query["sql"] or "user" in query["sql"]
    ]


# --- private pages ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/office/", "/accounts/2fa/", "/accounts/login/", "/admin/", "/no/such/page/at/all/"]
)
@pytest.mark.parametrize("reader", ["stranger", "operator"])
def test_everything_else_is_kept_by_no_cache(client, request, path, reader):
    if reader == "operator":
        client.force_login(request.getfixturevalue("operator"))
    answer = client.get(path)
    assert {"private", "no-store"} <= {word.strip() for word in answer["Cache-Control"].split(",")}
    assert {"Cookie", "HX-Request"} <= {word.strip() for word in answer["Vary"].split(",")}


def test_headers_of_every_answer(client, town):
    for path in ("/", "/accounts/login/", "/office/", "/no/such/page/at/all/"):
        answer = client.get(path)
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"
        policy = answer["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy


# --- the door -----------------------------------------------------------------------------------------------


def test_a_view_that_says_nothing_is_closed(rf):
    def view(request):
        raise AssertionError("reached")

    request = rf.get("/somewhere/")
    request.user = type("Nobody", (), {"is_authenticated": False})()
    door = middleware.SignInRequiredMiddleware(view)
    answer = door.process_view(request, view, (), {})
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/somewhere/")


def test_nobody_is_asked_who_he_is_where_the_view_is_open(rf):
    def view(request):
        raise AssertionError("reached")

    view.login_required = False
    assert middleware.SignInRequiredMiddleware(view).process_view(rf.get("/"), view, (), {}) is None


# --- the session --------------------------------------------------------------------------------------------


def stored(client) -> Session:
    return Session.objects.get(session_key=client.session.session_key)


def test_an_idle_session_ends(client, aoki):
    client.force_login(aoki)
    assert client.get("/accounts/2fa/").status_code == 200
    left = stored(client).expire_date - timezone.now()
    assert datetime.timedelta(minutes=29) < left <= datetime.timedelta(minutes=30)
    Session.objects.update(expire_date=timezone.now() - datetime.timedelta(seconds=1))
    assert client.get("/accounts/2fa/")["Location"] == "/accounts/login/?next=/accounts/2fa/"


@pytest.mark.parametrize("minutes, renewed", [(1, False), (4, False), (6, True)])
def test_a_session_in_use_is_renewed_at_most_every_five_minutes(client, aoki, minutes, renewed):
    client.force_login(aoki)
    client.get("/office/")
    session = client.session
    session["seen_at"] = int(timezone.now().timestamp()) - minutes * 60
    session.save()
    short = timezone.now() + datetime.timedelta(minutes=10)
    Session.objects.update(expire_date=short)
    client.get("/office/")
    assert (stored(client).expire_date > short) is renewed


# --- a database that is not ready ---------------------------------------------------------------------------


@pytest.fixture
def not_migrated(monkeypatch):
    monkeypatch.setattr(middleware, "is_migrated", lambda: False)


def broken(*_, **__):
    raise DatabaseError("no such table")


def test_a_page_without_tables_says_what_to_do(client, not_migrated, monkeypatch):
    monkeypatch.setattr(Government.objects, "all", broken)
    monkeypatch.setattr(type(Government.objects.none()), "__iter__", broken)
    answer = client.get("/")
    assert answer.status_code == 503
    assert answer.content.decode() == middleware.NOT_MIGRATED


def test_a_session_without_tables_says_what_to_do(client, aoki, not_migrated, monkeypatch):
    client.force_login(aoki)
    monkeypatch.setattr("accounts.backends.SignInBackend.get_user", broken)
    assert client.get("/office/").status_code == 503


def test_other_faults_of_the_database_are_not_blamed_on_migrations(client, monkeypatch):
    monkeypatch.setattr(type(Government.objects.none()), "__iter__", broken)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert "うまく動きませんでした" in answer.content.decode()
    assert "no such table" not in answer.content.decode()


# --- error pages --------------------------------------------------------------------------------------------


def test_error_pages_are_japanese_and_tell_nothing(client, baba, toyonaka):
    missing = client.get("/nowhere/nothing/")
    assert missing.status_code == 404
    assert "ページが見つかりません" in missing.content.decode()
    assert "Resolver404" not in missing.content.decode()
    client.force_login(baba)
    refused = client.get(reverse("admin:login"))
    assert refused.status_code == 403
    assert "役割がありません" in refused.content.decode()


def test_a_form_sent_too_late_is_told_kindly(aoki):
    answer = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "x", "password": "y"})
    assert answer.status_code == 403
    assert "送信できませんでした" in answer.content.decode()
