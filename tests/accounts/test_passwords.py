"""First passwords: long, readable, never twice the same; and nothing opens before an own one is chosen."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from accounts.adapters import AccountAdapter
from accounts.models import AuditEvent, User
from accounts.passwords import SIGNS, first_password
from accounts.people import give_first_password, invite_person
from accounts.sessions import sign_out_everywhere
from tests.accounts.doors import sign_in, signed_in
from tests.accounts.test_credentials import reset_link

CHANGE = "/accounts/password/change/"
OWN = "あたらしい合いことば2026"


def test_first_passwords_are_long_readable_and_never_the_same():
    made = {first_password() for _ in range(200)}
    assert len(made) == 200
    assert {len(word) for word in made} == {19}
    assert set("".join(made)) == {*SIGNS, "-"}
    assert not set("0o1li") & set(SIGNS)


@pytest.fixture
def newcomer(toyonaka, endo):
    """Signs in with a printed password."""
    cache.clear()
    person = invite_person(
        actor=endo,
        government=toyonaka,
        name="紙",
        role="PLANNER",
        login_name="10235",
        password="insatsu-no-mono",
    )
    return person


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/office/", "/office/toyonaka/log/", "/accounts/2fa/", "/accounts/2fa/totp/activate/", "/admin/"]
)
def test_nothing_opens_before_an_own_password_is_chosen(client, newcomer, path):
    client.force_login(newcomer)
    assert client.get(path)["Location"] == f"{CHANGE}?next={path}"
    assert client.post(path, {"name": "x"})["Location"] == f"{CHANGE}?next=/office/"


@pytest.mark.django_db
def test_public_pages_and_the_way_out_stay_open(client, newcomer):
    client.force_login(newcomer)
    assert client.get("/").status_code == 200
    assert client.get(reverse("account_logout")).status_code == 200
    client.post(reverse("account_logout"))
    assert signed_in(client) is None


@pytest.mark.django_db
def test_an_own_password_opens_the_page_that_was_wanted(client, newcomer):
    assert sign_in(client, "10235", "insatsu-no-mono")["Location"] == "/office/"
    asked = client.get("/office/toyonaka/log/")["Location"]
    page = client.get(asked).content.decode()
    assert "はじめに、自分だけのパスワードを決めてください" in page
    assert "サインインの設定へ戻る" not in page
    sent = {"oldpassword": "insatsu-no-mono", "password1": OWN, "password2": OWN}
    answer = client.post(CHANGE, sent | {"next": "/office/toyonaka/log/"})
    assert answer["Location"] == "/office/toyonaka/log/"
    newcomer.refresh_from_db()
    assert (newcomer.must_change_password, newcomer.check_password(OWN)) == (False, True)
    assert client.get("/office/toyonaka/log/").status_code == 200
    assert AuditEvent.objects.get(verb="person.credentials").actor == newcomer


@pytest.mark.django_db
def test_the_printed_password_is_no_own_one(client, newcomer):
    client.force_login(newcomer)
    same = dict.fromkeys(("oldpassword", "password1", "password2"), "insatsu-no-mono")
    assert "いまのパスワードとは別のものにしてください。" in client.post(CHANGE, same).content.decode()
    newcomer.refresh_from_db()
    assert newcomer.must_change_password is True


@pytest.mark.django_db
def test_who_has_mail_may_decide_the_password_by_the_link_instead(client, toyonaka, endo, aoki):
    cache.clear()
    give_first_password(actor=endo, membership=aoki.memberships.get(), password="insatsu-no-mono")
    client.post(reverse("account_reset_password"), {"email": aoki.email})
    client.post(client.get(reset_link())["Location"], {"password1": OWN, "password2": OWN})
    sign_in(client, aoki.email, OWN)
    assert client.get("/accounts/2fa/").status_code == 200
    aoki.refresh_from_db()
    assert aoki.must_change_password is False


@pytest.mark.django_db
def test_an_own_password_does_not_bring_ended_sessions_back(client, newcomer):
    """Somebody is signed out everywhere while the form of the password is being saved."""
    stale = User.objects.get(pk=newcomer.pk)
    sign_out_everywhere(newcomer)
    AccountAdapter().set_password(stale, OWN)
    newcomer.refresh_from_db()
    assert (newcomer.session_epoch, newcomer.check_password(OWN)) == (1, True)
