"""The demo, loaded once for each file of tests that reads it."""

import pytest
from django.db import transaction
from django.test import override_settings

from tests.publishing.demo import seed


@pytest.fixture(scope="module")
def _seeded(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo once for all tests of this file, in a transaction that is rolled back after them."""
    media = override_settings(MEDIA_ROOT=str(tmp_path_factory.mktemp("media")))
    with media, django_db_blocker.unblock(), transaction.atomic():
        yield seed()
        transaction.set_rollback(True)


@pytest.fixture
def seeded(_seeded, db) -> str:
    """What the command printed."""
    return _seeded
