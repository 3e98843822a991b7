"""Where one step takes an item: neighbours, borders, ranks, and that the tree stays a tree whatever is pressed."""

from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategy.steps import STEPS, Rank, Spot, Standing, StepError
from strategy.tree import assemble, may_stand, walk

RANKS = (
    Rank("heading", "見出し", ("",)),
    Rank("chapter", "章", ("", "heading")),
    Rank("pillar", "取組みの柱", ("heading",)),
    Rank("section", "節", ("chapter",)),
    Rank("direction", "方向性", ("section",)),
    Rank("initiative", "主な取組み例", ("section",)),
    Rank("measure", "主な取組み", ("direction",)),
)


@dataclass(frozen=True)
class Item:
    id: str
    parent_id: str | None
    position: int
    level: str


def standing(items: list[Item]) -> Standing:
    return Standing(assemble(items), RANKS, lambda item: item.level)


def plan(text: str) -> list[Item]:
    """Items from lines "c1 chapter", two spaces a rank; the order of lines is the order of the plan."""
    items: list[Item] = []
    above: list[str] = []
    for n, line in enumerate(filter(str.strip, text.splitlines())):
        depth = (len(line) - len(line.lstrip())) // 2
        name, level = line.split()
        del above[depth:]
        items.append(Item(name, above[-1] if above else None, 10 * n, level))
        above.append(name)
    return items


PLAN = plan(
    """
h heading
  p pillar
c1 chapter
  s1 section
    d1 direction
      m1 measure
      m2 measure
    i1 initiative
    d2 direction
  s2 section
c2 chapter
  s3 section
    d3 direction
c3 chapter
"""
)


@pytest.mark.parametrize(
    ("step", "item", "spot"),
    [
        ("up", "m2", Spot("d1", 0, "measure")),
        ("down", "m1", Spot("d1", 1, "measure")),
        ("up", "i1", Spot("s1", 0, "initiative")),  # past a neighbour of another level
        ("down", "m2", Spot("d2", 0, "measure")),  # i1 bears no measure, d2 does
        ("up", "d3", Spot("s2", 0, "direction")),  # the end of the section before, across the chapter
        ("down", "d2", Spot("s2", 0, "direction")),
        ("up", "s3", Spot("c1", 2, "section")),
        ("down", "s3", Spot("c3", 0, "section")),
        ("up", "c1", Spot(None, 0, "chapter")),
        ("raise", "m1", Spot("s1", 1, "direction")),  # the level of the old parent
        ("raise", "d3", Spot("c2", 1, "section")),
        ("raise", "s2", Spot(None, 2, "chapter")),
        ("lower", "s2", Spot("s1", 3, "direction")),  # the level of the last child there
        ("lower", "d2", None),  # an initiative bears nothing
        ("lower", "c1", Spot("h", 1, "chapter")),  # keeps its level, for a chapter may stand under a heading
        ("lower", "c3", Spot("c2", 1, "section")),
        ("lower", "m2", None),
        ("raise", "c1", None),
        ("up", "h", None),
        ("down", "c3", None),
        ("up", "p", None),
        ("lower", "m1", None),
    ],
)
def test_a_step_leads_to_the_neighbour(step, item, spot):
    asked = standing(PLAN)
    assert asked.steps_possible(item)[step] is (spot is not None)
    if spot is None:
        with pytest.raises(StepError):
            asked.spot(step, item)
    else:
        assert asked.spot(step, item) == spot


@pytest.mark.parametrize(
    ("step", "item", "sentence"),
    [
        ("up", "h", "これより上に、置ける場所はありません。"),
        ("down", "c3", "これより下に、置ける場所はありません。"),
        ("raise", "c1", "いちばん上の階層にあるので、これより上げられません。"),
        ("lower", "h", "すぐ上に並ぶ項目がないので、階層を下げられません。"),
        ("lower", "d2", "「主な取組み例」の下に置ける階層がありません。階層の設定を確かめてください。"),
        (
            "raise",
            "d1",
            "動かした先では「節」になりますが、その下に「主な取組み」は置けません。先に下の項目を移してください。",
        ),
        (
            "lower",
            "c2",
            "動かした先では「節」になりますが、その下に「節」は置けません。先に下の項目を移してください。",
        ),
        ("sideways", "h", "動かし方は、上へ・下へ・階層を上げる・階層を下げるのどれかです。"),
    ],
)
def test_a_step_that_leads_nowhere_says_why(step, item, sentence):
    with pytest.raises(StepError) as caught:
        standing(PLAN).spot(step, item)
    assert str(caught.value) == sentence


def test_a_level_that_does_not_bear_the_children_is_passed_over():
    ranks = (
        Rank("chapter", "章", ("",)),
        Rank("note", "注記", ("chapter",)),
        Rank("section", "節", ("chapter",)),
        Rank("point", "要点", ("section", "part")),
        Rank("part", "編", ("",)),
    )
    items = plan("c chapter\n  n note\np part\n  q point")
    asked = Standing(assemble(items), ranks, lambda item: item.level)
    assert asked.spot("lower", "p") == Spot(
        "c", 1, "section"
    )  # not 注記 like its neighbour: 要点 may not stand there


def test_a_level_unknown_to_the_edition_stands_nowhere():
    asked = Standing(
        assemble([Item("x", None, 1, "gone"), Item("y", None, 2, "chapter")]), RANKS, lambda i: i.level
    )
    assert asked.may_stand("gone", "") is False
    with pytest.raises(StepError, match="「gone」の下に置ける階層がありません"):
        asked.spot("lower", "y")


def test_destinations_are_where_all_of_them_may_stand_but_not_under_themselves():
    asked = standing(PLAN)
    assert asked.destinations(["d1"]) == ["s1", "s2", "s3"]
    assert asked.destinations(["m1"]) == ["d1", "d2", "d3"]
    assert asked.destinations(["c1"]) == [None, "h"]
    assert asked.destinations(["h"]) == [None]
    assert asked.destinations(["d1", "m1"]) == []
    assert asked.destinations([]) == [None, *(item.id for item in PLAN)]
    assert asked.branch("s1") == ["s1", "d1", "i1", "d2", "m1", "m2"]


# --- whatever is pressed ------------------------------------------------------------------------------------


def after(items: list[Item], item: str, spot: Spot) -> list[Item]:
    """The items once this one stands there, with fresh positions."""
    rows = {row.id: row for row in items}
    siblings = sorted(
        (row for row in items if row.parent_id == spot.parent and row.id != item),
        key=lambda row: row.position,
    )
    siblings.insert(spot.index, replace(rows[item], parent_id=spot.parent, level=spot.level))
    for n, row in enumerate(siblings, start=1):
        rows[row.id] = replace(row, position=10 * n)
    return list(rows.values())


def shape(items: list[Item]) -> list[tuple[int, str, str]]:
    return [(depth, node.item.id, node.item.level) for depth, node in walk(assemble(items))]


@st.composite
def plans(draw) -> list[Item]:
    """A plan of up to 25 items that keeps the rules."""
    items: list[Item] = []
    for n in range(draw(st.integers(2, 25))):
        places = [
            (parent, rank.key)
            for rank in RANKS
            for parent in (None, *items)
            if may_stand(rank.under, parent.level if parent else "")
        ]
        parent, level = draw(st.sampled_from(places))
        items.append(Item(f"n{n}", parent.id if parent else None, 10 * n, level))
    return items


def keeps_the_rules(items: list[Item]) -> bool:
    rows, ranks = {row.id: row for row in items}, {rank.key: rank for rank in RANKS}
    return all(
        may_stand(ranks[row.level].under, rows[row.parent_id].level if row.parent_id else "") for row in items
    )


@given(plans(), st.data())
def test_any_sequence_of_steps_keeps_a_tree_that_keeps_the_rules(items, data):
    names = sorted(item.id for item in items)
    for _ in range(data.draw(st.integers(1, 15))):
        item, step = data.draw(st.sampled_from(names)), data.draw(st.sampled_from(list(STEPS)))
        try:
            spot = standing(items).spot(step, item)
        except StepError:
            continue
        items = after(items, item, spot)
        assert sorted(name for _, name, _ in shape(items)) == names  # every row is reached from the top
        assert keeps_the_rules(items)


@given(plans(), st.data())
def test_down_undoes_up_and_up_undoes_down(items, data):
    item = data.draw(st.sampled_from([item.id for item in items]))
    for step, back in (("up", "down"), ("down", "up")):
        if standing(items).steps_possible(item)[step]:
            moved = after(items, item, standing(items).spot(step, item))
            assert shape(moved) != shape(items)
            assert shape(after(moved, item, standing(moved).spot(back, item))) == shape(items)


@given(plans(), st.data())
def test_raising_undoes_lowering_where_the_level_was_kept(items, data):
    item = data.draw(st.sampled_from([item.id for item in items]))
    before = standing(items)
    if not before.steps_possible(item)["lower"]:
        return
    moved = after(items, item, before.spot("lower", item))
    spot = standing(moved).spot("raise", item)
    assert (spot.parent, spot.index) == (
        before.parent[item],
        before.children[before.parent[item]].index(item),
    )
