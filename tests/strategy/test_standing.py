"""Reading an edition for the arithmetic of steps."""

import pytest

from strategy.standing import ranks_of, standing_of
from strategy.steps import Rank
from tests import factories


@pytest.mark.django_db
def test_levels_are_ranks_in_their_order(edition):
    ranks = ranks_of(edition.levels.all())
    assert [rank.key for rank in ranks] == [
        "heading", "chapter", "pillar", "section", "direction", "initiative", "measure",
    ]  # fmt: skip
    assert ranks[1] == Rank("chapter", "章", ("", "heading"))


@pytest.mark.django_db
@pytest.mark.parametrize("items", [8, 60])
def test_an_edition_is_read_in_two_queries(edition, items, django_assert_num_queries):
    factories.grow(edition, items)
    with django_assert_num_queries(2):
        standing = standing_of(edition)
    direction = edition.items.get(level__key="direction")
    assert len(standing.children[direction.pk]) == items - 5
    assert standing.level[direction.pk] == "direction"
    assert standing.parent[direction.pk] == direction.parent_id
