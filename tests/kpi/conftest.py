"""What most tests of this room begin with: an edition being written, and its small tree."""

import pytest

from strategy.models import Edition, PlanItem
from tests import factories


@pytest.fixture
def edition(toyonaka) -> Edition:
    return factories.edition(factories.plan(toyonaka))


@pytest.fixture
def made(edition) -> dict[str, PlanItem]:
    return factories.small_tree(edition)
