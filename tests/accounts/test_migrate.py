"""Migrating brings missing guards back instead of refusing because they are missing."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import SystemCheckError


@pytest.mark.django_db(transaction=True)
def test_migrate_brings_missing_guards_back():
    guards = apps.get_app_config("strategy").guards
    guards.drop()
    with pytest.raises(SystemCheckError, match="データベースの番人"):
        call_command("check", databases=["default"])
    call_command("migrate", verbosity=0, skip_checks=False)
    assert guards.missing() == set()
    call_command("check", databases=["default"])
