"""The list of indicators."""

import pytest

from kpi.registry import registry
from tests.kpi import promises


@pytest.mark.django_db
def test_the_list_costs_as_much_for_many_as_for_one(toyonaka, made, django_assert_num_queries):
    promises.published(promises.target(made["chapter"], "指標0").indicator)
    with django_assert_num_queries(5):
        assert len(registry(toyonaka).rows) == 1
    for n in range(1, 8):
        promises.typed(promises.target(made["section"], f"指標{n}").indicator)
    with django_assert_num_queries(5):
        found = registry(toyonaka)
    assert [(row.indicator.name, row.state.word) for row in found.rows][:2] == [
        ("指標0", "承認"),
        ("指標1", "入力中"),
    ]
    assert (
        found.total,
        len(registry(toyonaka, query="指標７").rows),
        registry(toyonaka, query="無").rows,
    ) == (8, 1, ())
