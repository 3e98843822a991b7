"""A name finds its person; an unknown name costs the same work."""

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.cache import cache

from accounts.backends import person_named
from accounts.models import User
from tests.accounts.doors import CODE, sign_in, signed_in


@pytest.fixture(autouse=True)
def no_limits_from_before(db):
    cache.clear()


def test_a_name_in_any_case_and_width(aoki):
    names = [aoki.email, aoki.email.upper(), f"　{aoki.email} ", aoki.login_name, aoki.login_name.upper()]
    wide = {ord(narrow): ord(narrow) + 0xFEE0 for narrow in map(chr, range(0x21, 0x7F))}
    names += [aoki.email.translate(wide), aoki.login_name.translate(wide)]
    assert [person_named(name) for name in names] == [aoki] * len(names)
    assert person_named("") is person_named("nobody") is None


def test_an_address_goes_before_a_login_name(aoki, db):
    User.objects.create_user(aoki.email, name="まねた名前")
    assert person_named(aoki.email) == aoki


def test_login_names_that_differ_in_case_must_be_typed_exactly(db):
    small, large = (User.objects.create_user(name, name=name) for name in ("a10", "A10"))
    assert (person_named("a10"), person_named("A10")) == (small, large)
    twins = [User.objects.create_user(name, name=name) for name in ("bX", "Bx")]
    assert twins[0] != twins[1]
    assert person_named("bx") is None


def test_a_name_is_found_with_one_query(aoki, django_assert_num_queries):
    with django_assert_num_queries(1):
        person_named(aoki.email)


def test_a_login_name_kept_full_width_is_found(db):
    person = User.objects.create_user("職員１０", name="全角")
    assert person_named("職員１０") == person


def test_a_person_put_out_of_use_does_not_get_in(client, aoki):
    User.objects.filter(pk=aoki.pk).update(is_active=False)
    wrong = sign_in(client, aoki.email, "not-the-password")
    right = sign_in(client, aoki.email)
    assert right.content.count(b"notice-bad") == wrong.content.count(b"notice-bad") == 1
    assert signed_in(client) is None
    client.post(CODE, {"email": aoki.email})
    assert mail.outbox == []


@pytest.mark.parametrize("name", ["{email}", "{login}", "nobody@example.jp", "nobody"])
def test_an_unknown_name_costs_the_same_work(client, aoki, monkeypatch, name):
    hashed = []
    encode = MD5PasswordHasher.encode

    def counted(self, password, salt):
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    sign_in(client, name.format(email=aoki.email, login=aoki.login_name), "not-the-password")
    assert hashed == ["not-the-password"]
