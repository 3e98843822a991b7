"""Positions among siblings: room is made only where there is none, and a 再掲 keeps its place."""

import pytest

from strategy.items import relist_item
from strategy.models import Edition, PlanItem
from strategy.placing import place, place_together
from tests import factories


@pytest.fixture
def made(edition) -> dict[str, PlanItem]:
    return factories.small_tree(edition, measures=3)


def order(parent: PlanItem) -> list[tuple[str, int]]:
    rows = parent.children.order_by("position", "id")
    return [(row.title.removeprefix("見本の取組み"), row.position) for row in rows]


def fresh(edition: Edition, count: int) -> list[PlanItem]:
    level = edition.levels.get(key="measure")
    return [
        PlanItem(edition=edition, level=level, kind=level.kind, title=f"n{n}") for n in range(1, count + 1)
    ]


def put(edition: Edition, parent: PlanItem, index: int, count: int) -> None:
    items = fresh(edition, count)
    place_together(items, edition, parent, index)
    for item in items:
        item.save()


@pytest.mark.django_db
def test_several_come_one_behind_the_other_without_touching_the_rest(edition, made):
    put(edition, made["direction"], 1, 2)
    assert order(made["direction"]) == [("1", 10), ("n1", 13), ("n2", 16), ("2", 20), ("3", 30)]


@pytest.mark.django_db
def test_where_there_is_no_room_all_get_fresh_positions(edition, made):
    put(edition, made["direction"], 1, 12)
    assert [position for _, position in order(made["direction"])] == [10 * n for n in range(1, 16)]
    assert [name for name, _ in order(made["direction"])] == ["1", *(f"n{n}" for n in range(1, 13)), "2", "3"]


@pytest.mark.django_db
@pytest.mark.parametrize(("index", "place_in_order"), [(-5, 0), (0, 0), (3, 3), (99, 3)])
def test_an_index_outside_is_the_nearest_end(edition, made, index, place_in_order):
    (item,) = fresh(edition, 1)
    place(item, made["direction"], index)
    item.save()
    assert [name for name, _ in order(made["direction"])].index("n1") == place_in_order


@pytest.mark.django_db
def test_the_moved_ones_do_not_count_among_the_siblings(edition, made):
    items = [made["measure3"], made["measure1"]]
    place_together(items, edition, made["direction"], 1)
    for item in items:
        item.save()
    assert [name for name, _ in order(made["direction"])] == ["2", "3", "1"]


@pytest.mark.django_db
def test_a_relisting_stays_before_the_one_it_stood_before_when_many_come(edition, made, aoki):
    other = factories.item(edition, "direction", "次の方向性", made["section"])
    for name in "AB":
        factories.item(edition, "measure", name, other)
    first = relist_item(actor=aoki, item=made["measure1"], under=other, index=0)
    last = relist_item(actor=aoki, item=made["measure2"], under=other, index=1)
    put(edition, other, 1, 20)
    positions = dict(order(other))
    first.refresh_from_db()
    last.refresh_from_db()
    assert (
        first.position < positions["A"] < positions["n1"] < positions["n20"] < last.position < positions["B"]
    )
