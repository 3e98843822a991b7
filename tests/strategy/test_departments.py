"""What points at each department, and what a reorganisation would move."""

import datetime

import pytest

from accounts.models import Department
from publishing.editions import freeze, start_next_edition
from strategy.departments import listed, moving
from strategy.models import PlanItem
from tests import factories

pytestmark = pytest.mark.django_db
DAY = datetime.date
TODAY = DAY(2026, 4, 1)


@pytest.fixture
def section(toyonaka):
    return Department.objects.create(government=toyonaka, division="こども部", name="こども事業課")


@pytest.fixture
def town(toyonaka, section, aoki, baba):
    """Two items of the section in a frozen edition and in the next one being written; two people, one of them gone."""
    edition = factories.edition(factories.plan(toyonaka))
    made = factories.small_tree(edition)
    PlanItem.objects.filter(pk__in=[made["measure1"].pk, made["measure2"].pk]).update(department=section)
    first = freeze(actor=None, edition=edition)
    start_next_edition(actor=None, edition=first, stage="PROPOSAL")
    baba.memberships.update(department=section)
    aoki.memberships.update(department=section, last_day=DAY(2026, 3, 31))
    return toyonaka


def test_the_list_counts_open_items_and_people(town, section, ogori, django_assert_num_queries):
    ended = Department.objects.create(government=town, name="旧課", last_day=DAY(2026, 3, 31))
    ended.successors.add(section)
    Department.objects.create(government=ogori, name="隣の課")
    for n in range(2):
        with django_assert_num_queries(4):
            here, gone = listed(town, TODAY)
        assert [(row.department, row.items, row.people) for row in here if row.items] == [(section, 2, 1)]
        assert [(row.department, list(row.department.successors.all())) for row in gone] == [
            (ended, [section])
        ]
        Department.objects.bulk_create(Department(government=town, name=f"課{n}{m}") for m in range(10))
    assert len(here) == 11


def test_what_would_move_is_told_by_edition(town, section, toyonaka, django_assert_num_queries):
    other = factories.edition(factories.plan(toyonaka, "kobetsu", "SECTOR"), title="個別計画")
    PlanItem.objects.filter(pk=factories.small_tree(other)["chapter"].pk).update(department=section)
    with django_assert_num_queries(3):
        found = moving([section], TODAY)
    assert found.items == (("第3期まち・ひと・しごと創生総合戦略（第2版）", 2), ("個別計画（第1版）", 1))
    assert (found.item_count, found.people) == (3, 1)
    assert moving([section], DAY(2026, 3, 31)).people == 2
    assert moving([], TODAY).item_count == 0
