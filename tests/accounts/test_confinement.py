"""A session that began with a code opens one place, and none of the person's other rights."""

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse

from accounts.confinement import KEY, confine, place_of
from tests import factories

PLACE = "/office/toyonaka/log/"
pytestmark = pytest.mark.django_db


def confined(client, person, place=PLACE):
    client.force_login(person)
    session = client.session
    confine(session, place)
    session.save()
    return client


def test_an_ordinary_session_is_confined_to_nothing():
    session = SessionStore()
    assert place_of(session) == ""
    confine(session, PLACE)
    assert (place_of(session), session[KEY]) == (PLACE, PLACE)


def test_even_an_administrator_gets_nowhere_else(client, endo):
    confined(client, endo)
    asked = (
        "/office/toyonaka/",
        "/office/toyonaka/people/",
        "/accounts/2fa/",
        "/accounts/password/set/",
        "/admin/",
    )
    assert [client.get(path).status_code for path in asked] == [404] * len(asked)
    assert client.post("/office/toyonaka/people/new/", {"name": "x"}).status_code == 404
    assert client.get(PLACE).status_code == 200


def test_the_way_home_leads_to_the_place(client, endo):
    confined(client, endo)
    answer = client.get(reverse("office_home"))
    assert (answer.status_code, answer["Location"]) == (302, PLACE)


def test_public_pages_and_the_way_out_stay_open(client, endo, toyonaka):
    factories.published(factories.plan(toyonaka))
    confined(client, endo)
    assert client.get("/toyonaka/").status_code == 200
    assert client.post("/accounts/logout/").status_code == 302
    assert "_auth_user_id" not in client.session
    assert client.get(PLACE)["Location"].startswith("/accounts/login/")


def test_a_printed_password_does_not_stand_in_its_way(client, endo):
    endo.must_change_password = True
    endo.save()
    assert confined(client, endo).get(PLACE).status_code == 200
    client.force_login(endo)
    session = client.session
    del session[KEY]
    session.save()
    assert client.get(PLACE)["Location"].startswith("/accounts/password/change/")
