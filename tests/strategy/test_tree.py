from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategy.tree import TreeError, assemble, is_circle, may_stand, position_at, renumbered, walk


@dataclass(frozen=True)
class Item:
    id: int
    parent_id: int | None
    position: int


def shape(nodes):
    return [(depth, node.item.id) for depth, node in walk(nodes)]


def test_siblings_stand_by_position_then_id():
    rows = [Item(5, None, 20), Item(4, None, 10), Item(3, None, 20), Item(2, 4, 20), Item(1, 4, 10)]
    assert shape(assemble(rows)) == [(0, 4), (1, 1), (1, 2), (0, 3), (0, 5)]


def test_nothing_is_an_empty_tree():
    assert assemble([]) == ()


def test_a_deep_tree_needs_no_recursion():
    rows = [Item(n, n - 1 or None, 10) for n in range(1, 5001)]
    assert shape(assemble(rows))[-1] == (4999, 5000)


def test_a_missing_parent_is_named():
    with pytest.raises(TreeError, match="項目（番号2）の上位の項目（番号9）が見つかりません"):
        assemble([Item(1, None, 10), Item(2, 9, 10)])


def test_a_circle_is_named():
    with pytest.raises(TreeError, match="輪になっています（番号2、3）"):
        assemble([Item(1, None, 10), Item(2, 3, 10), Item(3, 2, 10)])


def test_an_item_that_is_its_own_parent_is_a_circle():
    with pytest.raises(TreeError, match="輪になっています（番号1）"):
        assemble([Item(1, 1, 10)])


def test_an_id_that_occurs_twice_is_named():
    with pytest.raises(TreeError, match="番号1）が二度あります"):
        assemble([Item(1, None, 10), Item(1, None, 20)])


@given(st.data())
def test_every_row_is_reached_once_and_after_its_parent(data):
    n = data.draw(st.integers(1, 40))
    rows = []
    for i in range(1, n + 1):
        parent = data.draw(st.one_of(st.none(), st.integers(1, i - 1))) if i > 1 else None
        rows.append(Item(i, parent, data.draw(st.integers(0, 30))))
    nodes = assemble(data.draw(st.permutations(rows)))
    order = [node.item.id for _, node in walk(nodes)]
    assert sorted(order) == list(range(1, n + 1))
    for _, node in walk(nodes):
        assert all(child.item.parent_id == node.item.id for child in node.children)
        places = [(child.item.position, child.item.id) for child in node.children]
        assert places == sorted(places)


@pytest.mark.parametrize(
    ("item", "new_parent", "circle"),
    [(1, 3, True), (1, 1, True), (2, 3, True), (3, 1, False), (3, None, False), (1, 4, False), (2, 4, False)],
)
def test_a_move_under_itself_is_a_circle(item, new_parent, circle):
    assert is_circle({1: None, 2: 1, 3: 2, 4: None}, item=item, new_parent=new_parent) is circle


def test_a_circle_that_already_stands_ends_the_climb():
    assert is_circle({1: 2, 2: 1, 3: None}, item=3, new_parent=1) is True


@pytest.mark.parametrize(
    ("siblings", "index", "position"),
    [
        ([], 0, 10),
        ([10, 20], 0, 5),
        ([10, 20], 1, 15),
        ([10, 20], 2, 30),
        ([10, 11], 1, None),
        ([10, 10], 1, None),
        ([1, 20], 0, None),
        ([0, 20], 0, None),
        ([0, 20], 1, 10),
        ([2], 0, 1),
        ([-30], 1, 10),
    ],
)
def test_a_position_between_neighbours(siblings, index, position):
    assert position_at(siblings, index) == position


@pytest.mark.parametrize("index", [-1, 3])
def test_a_place_outside_the_siblings_is_refused(index):
    with pytest.raises(IndexError, match="0から2まで"):
        position_at([10, 20], index)


@given(st.lists(st.integers(0, 1), max_size=40))
def test_inserting_keeps_the_order_with_renumbering_when_there_is_no_room(sides):
    positions: list[int] = []
    for side in sides:
        index = side * len(positions) // 2
        if (new := position_at(positions, index)) is None:
            positions = renumbered(len(positions))
            new = position_at(positions, index)
        positions.insert(index, new)
        assert positions == sorted(set(positions))
        assert positions[0] > 0


def test_renumbered_positions_step_by_ten():
    assert renumbered(3) == [10, 20, 30]
    assert renumbered(0) == []


@pytest.mark.parametrize(
    ("under", "parent", "allowed"),
    [
        ([""], "", True),
        (["chapter"], "chapter", True),
        (["chapter", "section"], "section", True),
        (["chapter"], "", False),
        (["chapter"], "section", False),
        ([], "", False),
    ],
)
def test_a_level_stands_only_where_it_says(under, parent, allowed):
    assert may_stand(under, parent) is allowed
