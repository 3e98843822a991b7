"""The operators' pages have one door, and behind it only what we put there."""

import pytest
from django.contrib import admin
from django.core.cache import cache
from django.urls import reverse

from accounts.site import OperatorSite, site
from tests.accounts.doors import sign_in
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


def test_only_what_we_chose_is_there():
    assert {model.__name__ for model in site._registry} == {
        "Government",
        "Department",
        "User",
        "Membership",
        "AuditEvent",
        "Outbox",
        "Indicator",
    }
    assert isinstance(site, OperatorSite)
    assert not set(site._registry) & set(admin.site._registry)


def test_signing_in_goes_through_the_one_door(client, operator):
    cache.clear()
    assert client.get("/admin/")["Location"] == "/admin/login/?next=/admin/"
    assert client.get("/admin/login/?next=/admin/")["Location"] == "/accounts/login/?next=%2Fadmin%2F"
    posted = client.post("/admin/login/", {"username": operator.login_name, "password": PASSWORD})
    assert posted["Location"].startswith("/accounts/login/?next=")
    assert sign_in(client, operator.login_name).status_code == 302
    assert client.get("/admin/").status_code == 200


def test_others_are_refused_everywhere(client, endo):
    client.force_login(endo)
    for model in site._registry:
        answer = client.get(f"/admin/{model._meta.app_label}/{model._meta.model_name}/")
        assert answer.status_code == 302
        assert client.get(answer["Location"]).status_code == 403


def test_ones_own_password_is_changed_where_everybody_changes_it(client, operator):
    client.force_login(operator)
    assert client.get(reverse("admin:password_change"))["Location"] == reverse("account_change_password")
