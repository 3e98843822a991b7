"""Places in a KPI table: an index counts what is printed, and nothing is ever put in two places."""

import pytest

from kpi.models import Target
from kpi.placing import place, rows_of
from kpi.targets import relist_target
from tests.kpi import promises


@pytest.mark.django_db
def test_rows_never_tie_whatever_the_order_of_insertion(made):
    section = made["section"]
    relisted = promises.target(made["chapter"], "X")
    promises.target(section, "Y")
    relist_target(actor=None, target=relisted, item=section, index=0)
    for n, index in enumerate((1, 1, 0, 3, 2, 5, 1, 0, 7, 1, 1, -3)):
        promises.target(section, f"n{n}", index=index)
        rows = rows_of(section)
        assert str(rows[max(index, 0)]) == f"n{n}"
        assert len({row.position for row in rows}) == len(rows)


@pytest.mark.django_db
def test_a_row_that_stays_in_its_table_is_counted_without_itself(made):
    first, second = (promises.target(made["section"], name) for name in "AB")
    place(first, made["section"], 1)
    assert first.position > second.position
    place(first, made["section"], None)
    assert first.position > second.position
    place(first, made["section"], 0)
    assert first.position < Target.objects.get(pk=second.pk).position
