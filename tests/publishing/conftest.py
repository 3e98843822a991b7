"""The demo, loaded once for each file of tests that reads it."""

import pytest
from django.db import transaction
from django.test import override_settings

from tests import factories
from tests.publishing.demo import seed
from tests.publishing.opendata_world import World, world


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


@pytest.fixture(scope="module")
def _small(django_db_setup, django_db_blocker, tmp_path_factory):
    media = override_settings(MEDIA_ROOT=str(tmp_path_factory.mktemp("media")))
    with media, django_db_blocker.unblock(), transaction.atomic():
        yield world(factories.government())
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def _large(_small, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield world(factories.government("402168", "ogori", "小郡市", prefecture="福岡県"), more=6)
        transaction.set_rollback(True)


@pytest.fixture
def small(_small, db) -> World:
    """豊中市 with open data and much beside it that must stay inside."""
    return _small


@pytest.fixture
def large(_large, db) -> World:
    """小郡市 with the same, and six indicators more."""
    return _large
