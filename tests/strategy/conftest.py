"""What most tests of this room begin with: an edition being written, its small tree, Aoki's browser."""

import pytest

from strategy.models import Edition, PlanItem
from tests import factories


@pytest.fixture
def edition(toyonaka) -> Edition:
    return factories.edition(factories.plan(toyonaka))


@pytest.fixture
def made(edition) -> dict[str, PlanItem]:
    return factories.small_tree(edition)


@pytest.fixture
def desk(client, aoki):
    """Aoki's browser."""
    client.force_login(aoki)
    return client
