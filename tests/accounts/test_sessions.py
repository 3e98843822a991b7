"""Where one has signed in: the list, one device, all others; and ending every session of a person."""

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent
from accounts.sessions import end_sessions, sign_out_everywhere
from tests.accounts.doors import sign_in, signed_in

pytestmark = pytest.mark.django_db
LIST = "/accounts/sessions/"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Safari/604.1"
)


@pytest.fixture
def here(aoki):
    cache.clear()
    return device(aoki, EDGE)


@pytest.fixture
def phone(aoki, here):
    return device(aoki, PHONE)


def device(person, agent: str) -> Client:
    client = Client(HTTP_USER_AGENT=agent)
    sign_in(client, person.email)
    assert signed_in(client) == person.pk
    return client


def row_of(client) -> UserSession:
    return UserSession.objects.get(session_key=client.session.session_key)


def test_the_list_names_the_devices_and_this_one(here, phone, baba):
    device(baba, "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0")
    page = here.get(LIST).content.decode()
    assert [words in page for words in ("WindowsのEdge", "iPhoneのSafari", "LinuxのFirefox")] == [
        True,
        True,
        False,
    ]
    assert page.count("この端末</span>") == 1
    assert page.count("サインアウトさせる<span") == 1


def test_one_other_device_is_signed_out(here, phone, aoki):
    answer = here.post(reverse("session_end", args=[row_of(phone).pk]), follow=True)
    assert "その端末をサインアウトさせました。" in answer.content.decode()
    assert [client.get(LIST).status_code for client in (here, phone)] == [200, 302]
    event = AuditEvent.objects.get(verb="session.end")
    assert (event.actor, event.government, event.detail) == (aoki, None, {"count": 1})


def test_all_others_are_signed_out_at_once(here, phone, aoki):
    third = device(aoki, PHONE)
    answer = here.post(LIST, follow=True)
    assert "ほかの端末をサインアウトさせました。" in answer.content.decode()
    assert [client.get(LIST).status_code for client in (here, phone, third)] == [200, 302, 302]
    assert AuditEvent.objects.get(verb="session.end").detail == {"count": 2}


def test_this_device_is_left_by_signing_out(here):
    answer = here.post(reverse("session_end", args=[row_of(here).pk]), follow=True)
    assert "上の「サインアウト」で終えてください" in answer.content.decode()
    assert not AuditEvent.objects.filter(verb="session.end").exists()


def test_nobody_ends_sessions_of_others(here, baba):
    stranger = device(baba, EDGE)
    assert stranger.post(reverse("session_end", args=[row_of(here).pk])).status_code == 404
    assert here.get(LIST).status_code == 200


def test_a_way_out_for_the_verb_itself(here, aoki):
    assert end_sessions(actor=aoki, sessions=[row_of(here)]) == 1
    assert here.get(LIST).status_code == 302


def test_every_session_of_a_person_ends_known_or_not(here, phone, aoki, baba):
    unknown, others = Client(), Client()
    unknown.force_login(aoki)
    others.force_login(baba)
    sign_out_everywhere(aoki)
    assert [client.get(LIST).status_code for client in (here, phone, unknown, others)] == [302, 302, 302, 200]


def test_an_older_secret_still_opens_its_sessions(settings, aoki):
    client = Client()
    client.force_login(aoki)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "n" * 60
    assert client.get(LIST).status_code == 200


def test_the_settings_lead_to_the_list(here):
    assert f'href="{LIST}"' in here.get(reverse("mfa_index")).content.decode()
